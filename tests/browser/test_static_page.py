"""The site of `tracker export html`, opened from the disk in a real Chromium."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.charts.test_theme import contrast

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, server: Any) -> str:
    """The address of the page of the session's registry."""
    folder = tmp_path_factory.mktemp("page")
    return _export(server.registry, folder)


def _export(registry: Path, folder: Path) -> str:
    command = [sys.executable, "-m", "tracker", "export", "html", "-o", str(folder)]
    subprocess.run([*command, "--as-of", "2026-11-21", "--root", str(registry)], check=True)
    return (folder / "index.html").as_uri()


def _open(browser: Browser, url: str, scheme: str = "light", width: int = 1440) -> Page:
    """The page, drawn; it fails when it asks for anything or says anything on the console."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    faults: list[str] = []
    own = url.partition("#")[0]
    page.on("request", lambda event: faults.append(event.url) if event.url != own else None)
    page.on("console", lambda event: faults.append(f"{event.type} {event.text}"))
    page.on("pageerror", lambda event: faults.append(str(event)))
    page.goto(url)
    assert faults == []
    return page


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_the_pages_fit_and_axe_finds_nothing(
    browser: Browser, exported: str, scheme: str, width: int
) -> None:
    for url in (exported, exported.replace("index.html", "records/chips.html")):
        page = _open(browser, url, scheme, width)
        axe = Axe().run(page)
        assert [(each["id"], each["nodes"][0]["html"]) for each in axe.response["violations"]] == []
        for size in (390, 768, 1440, 1920):
            page.set_viewport_size({"width": size, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= size
        page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_in_charts_is_legible(browser: Browser, exported: str, scheme: str) -> None:
    page = _open(browser, exported, scheme)
    colours = page.evaluate(
        "[...document.querySelectorAll('.for-wide text')].map(t => getComputedStyle(t).fill)"
    )
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colours
    assert {each for each in colours if _contrast(each, paper) < 4.5} == set()
    page.context.close()


def _contrast(one: str, other: str) -> float:
    """Of two colours as a browser writes them, `rgb(28, 27, 25)`."""
    hexes = [
        "#" + "".join(f"{int(n):02x}" for n in re.findall(r"\d+", c)[:3]) for c in (one, other)
    ]
    return contrast(*hexes)


def test_the_lines_are_searched_and_remember(browser: Browser, exported: str) -> None:
    page = _open(browser, exported)
    lines = page.locator("#lines .line:visible")
    expect(lines).to_have_count(6)
    page.get_by_role("searchbox").fill("芯片 WANG")
    expect(lines).to_have_count(1)
    expect(page.get_by_text("1 of 6", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("芯片 WANG")
    expect(lines).to_have_count(1)
    page.get_by_role("link", name="Clear").click()
    expect(lines).to_have_count(6)
    page.locator("#bar-overdue").click()
    expect(page.locator("#bar-overdue")).to_have_attribute("aria-current", "true")
    expect(lines).to_have_count(1)
    page.context.close()


def test_a_line_and_a_row_of_the_chart_lead_to_the_record(browser: Browser, exported: str) -> None:
    record = exported.replace("index.html", "records/chips.html")
    page = _open(browser, exported)
    page.locator("#line-chips").click()
    expect(page).to_have_url(record)
    page.go_back()
    page.locator('.for-wide a[href="records/chips.html"]').first.click()
    expect(page).to_have_url(record)
    page.context.close()


def test_hostile_text_stands_as_it_is(
    browser: Browser, tmp_path: Path, hostile_files: dict[str, str], hostile: str
) -> None:
    registry = tmp_path / "registry"
    for name, text in hostile_files.items():
        path = registry / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    index = _export(registry, tmp_path / "page")
    for url in (index, index.replace("index.html", "records/hostile.html")):
        page = _open(browser, url)
        expect(page.get_by_text(hostile).first).to_be_visible()
        assert page.locator("img").count() == 0
    page.context.close()
