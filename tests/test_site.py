"""The documentation as a website: it builds, and it loads nothing from other hosts."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ROOT / "zensical.toml"


def build(folder: Path) -> tuple[int, str]:
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(SETTINGS, tmp_path)
    return tmp_path


def test_the_site_builds_and_loads_nothing_from_other_hosts(copy: Path) -> None:
    code, output = build(copy)

    assert (code, "No issues found" in output) == (0, True), output
    pages = sorted((copy / "build" / "site").glob("*.html"))
    assert {page.stem for page in pages} == {
        "404",
        *(page.stem for page in (ROOT / "docs").glob("*.md")),
    }
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert re.findall(r"<(?:script|img|iframe)[^>]*src=\"?(?:https?:)?//[^>]*>", text) == []
        assert re.findall(r"<link[^>]*href=\"?(?:https?:)?//[^>]*>", text) == []
        # A fence that the generator does not know would be shown as text.
        assert "```" not in text, page.name


def test_a_broken_link_fails_the_site(copy: Path) -> None:
    (copy / "docs" / "glossary.md").write_text(
        "# Glossary\n\n[no page](nowhere.md), [no heading](format.md#nowhere)\n", encoding="utf-8"
    )
    code, output = build(copy)

    assert code != 0
    assert "2 issues found" in output


def test_every_page_is_in_the_navigation() -> None:
    settings = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))
    listed = [page for page in _leaves(settings["project"]["nav"]) if page.endswith(".md")]

    assert sorted(listed) == sorted(page.name for page in (ROOT / "docs").glob("*.md"))
    assert settings["project"]["theme"]["font"] is False
    assert "repo_url" not in settings["project"]  # the theme would ask GitHub for its stars


def _leaves(nav: object) -> Iterator[str]:
    if isinstance(nav, dict):
        for value in nav.values():
            yield from _leaves(value)
    elif isinstance(nav, list):
        for value in nav:
            yield from _leaves(value)
    else:
        yield str(nav)
