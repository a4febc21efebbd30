from __future__ import annotations

import difflib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
TODAY = "2026-11-21"
RECORD = Path(__file__).with_name("record.yaml").read_text(encoding="utf-8")
Start = Callable[..., Any]
Watch = Callable[..., Any]


def registry_of_this_project() -> dict[str, str]:
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for folder in ("predictions", "seeds")
        for path in sorted((ROOT / folder).rglob("*.yaml"))
    }


def tracker(*args: str, root: Path) -> str:
    command = [sys.executable, "-m", "tracker", *args, "--root", str(root), "--as-of", TODAY]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds, and where."""
    axe = Axe().run(page).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in axe]


def fill(page: Page, record: str) -> None:
    """Fill in the form of a record and ask for the diff."""
    field = f".st-key-resolve-{record}-"
    page.locator(f"{field}status").get_by_text("Incorrect", exact=True).click()
    page.locator(f"{field}note textarea").fill("It did not come: <b>bold</b> $5 and $6.")
    page.locator(f"{field}evidence-0-url input").fill("https://example.org/benchmark")
    page.locator(f"{field}by input").fill("Eve")
    page.get_by_role("button", name="Show diff").click()


def test_an_overdue_record_is_resolved(own_server: Start, watch: Watch) -> None:
    server = own_server(registry_of_this_project(), is_editing=True)
    due = json.loads(tracker("due", "--format", "json", root=server.registry))
    record = next(row["id"] for row in due["rows"] if row["state"] == "overdue")
    place = f"predictions/{record}.yaml"
    path = server.registry / place
    before = path.read_text(encoding="utf-8")

    page = watch(server.url).open(f"/record?id={record}")
    fill(page, record)
    expect(page.get_by_test_id("stCode").first).to_contain_text(f"+++ b/{place}")
    expect(page.get_by_test_id("stCode").first).to_contain_text("<b>bold</b> $5 and $6.")
    assert violations(page) == []
    assert path.read_text(encoding="utf-8") == before
    page.get_by_role("button", name="Save").click()

    expect(page.locator(".st-key-resolve_written")).to_contain_text(place)
    expect(page.locator(".verdict")).to_contain_text("possible since 21 November 2026")
    expect(page.locator(".st-key-resolve_box")).to_have_count(0)
    after = path.read_text(encoding="utf-8")
    changed = [
        line
        for line in difflib.ndiff(before.splitlines(), after.splitlines())
        if line[:2] in ("+ ", "- ")
    ]
    assert [line for line in changed if line.startswith("- ")] == ["- status: open"]
    assert [line for line in changed if line.startswith("+ ")] == [
        "+ status: incorrect",
        "+ resolution:",
        "+   resolved_on: 2026-11-21",
        '+   note: "It did not come: <b>bold</b> $5 and $6."',
        "+   evidence:",
        "+     - url: https://example.org/benchmark",
        f"+   recorded_on: {TODAY}",
        "+   by: Eve",
    ]
    tracker("check", root=server.registry)
    assert sorted(each.name for each in path.parent.iterdir() if each.name.startswith(".")) == []


@pytest.fixture(scope="module")
def reading_server(lasting_server: Start) -> Any:
    """A dashboard that may not write, on one open record."""
    return lasting_server({"predictions/one.yaml": RECORD})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_the_flag_the_diff_is_to_copy(
    reading_server: Any, watch: Watch, tmp_path: Path, scheme: str
) -> None:
    registry = reading_server.registry
    page = watch(reading_server.url, scheme=scheme, width=390).open("/record?id=one")
    fill(page, "one")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download for git apply").click()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    assert violations(page) == []
    assert (registry / "predictions/one.yaml").read_text(encoding="utf-8") == RECORD
    patch = tmp_path / "one.patch"
    download.value.save_as(patch)
    copy = shutil.copytree(registry, tmp_path / "registry")
    subprocess.run(["git", "apply", str(patch)], cwd=copy, check=True)
    after = (copy / "predictions/one.yaml").read_text(encoding="utf-8")
    assert "\nstatus: incorrect\n" in after
