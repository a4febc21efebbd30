"""The editing commands on a copy of the registry of this repository, as git sees it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker.editing import edit
from tracker.editing.edit import Append, Edit, Set
from tracker.registry import load
from tracker.yamlfile.file import Plain

if TYPE_CHECKING:
    from tests.cli.conftest import Run

REPOSITORY = Path(__file__).resolve().parents[2]
TODAY = ("--as-of", "2026-11-21")


def git(root: Path, *args: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), "-c", "core.quotePath=false", *args],
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The registry in a repository of its own, with one commit."""
    root = tmp_path / "copy"
    for folder in ("predictions", "seeds", "schema"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    git(tmp_path, "init", "--quiet", "copy")
    git(root, "add", "--all")
    name = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    git(root, *name, "commit", "--quiet", "--message", "copy")
    return root


def changed(root: Path) -> list[str]:
    """The lines of the diff that were removed and added."""
    lines = git(root, "diff", "--unified=0").splitlines()
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_git_shows_the_intended_lines_only(run: Run, copy: Path) -> None:
    where = ("--root", str(copy), *TODAY)
    name = next(each.id for each in load(copy).records.values() if each.prediction.status == "open")
    parts = ("--resolved-on", "2026-11-20", "--note", "a: b", "--by", "Ada")
    page = ("--evidence", "https://example.org/a", "--published-on", "2026-11-20")
    assert run("resolve", name, "annulled", *parts, *page, *where).code == 0
    assert changed(copy) == [
        "-status: open",
        "+status: annulled",
        "+resolution:",
        "+  resolved_on: 2026-11-20",
        '+  note: "a: b"',
        "+  evidence:",
        "+    - url: https://example.org/a",
        "+      published_on: 2026-11-20",
        "+  recorded_on: 2026-11-21",
        "+  by: Ada",
    ]
    git(copy, "checkout", "--quiet", ".")
    assert run("amend", name, "criteria.correct", "It is.", "--why", "shorter", *where).code == 0
    removed, *added = changed(copy)
    assert removed.startswith("-  correct: ")
    assert added == [
        "+  correct: It is.",
        "+amended:",
        "+  - date: 2026-11-21",
        "+    what: [criteria]",
        "+    why: shorter",
    ]
    git(copy, "checkout", "--quiet", ".")
    what = ("--claim", "Nothing like it was ever said.", "--quote", "q", "--speaker", "Ada")
    said = ("--source", "https://example.org/a", "--made-on", "2026-11-20", "--kind", "undated")
    assert run("new", "x/ada-nothing", *what, *said, *where).code == 0
    assert git(copy, "status", "--porcelain") == "?? predictions/x/\n"


def test_every_record_of_this_repository_can_be_edited_in_place() -> None:
    for record in load(REPOSITORY).records.values():
        resolution: Plain = {
            "resolved_on": "2026-11-20",
            "note": "n",
            "evidence": [{"url": "https://a.b"}],
        }
        steps: list[Edit] = [
            Set(("status",), "annulled"),
            Set(("resolution",), resolution),
            Append(("amended",), {"date": "2026-11-21", "what": ["status"], "why": "w"}),
        ]
        before, after = record.file.text, edit.revise(record.file, steps).text
        kept = before[: before.index("\nstatus:") + 1]
        assert after.startswith(kept + "status: annulled"), record.id
        assert edit.apply(record.file, []) == before


def test_on_a_terminal_a_diff_has_colours_and_no_life_of_its_own(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / "predictions/due.yaml"
    path.write_text(path.read_text("utf-8") + "hedge: a\u202eb\r\n", "utf-8", newline="")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    argv = ("amend", "due", "hedge", "certain", "--why", "A misprint.", "--dry-run", *TODAY)
    lines = run(*argv, "--color", "always").out.splitlines()
    assert "\x1b[31m-hedge: a\\u202eb\x1b[0m" in lines
    assert "\x1b[32m+hedge: certain\x1b[0m" in lines
    assert any(line.startswith("\x1b[36m@@ ") for line in lines)
