"""The editing commands on a copy of the registry of this repository, as git sees it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
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
PEOPLE = "wang-yang: {name: 汪揚, name_en: Wang Yang}\n"
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
    records = [each for each in load(copy) if each.prediction.status == "open"]
    name = next(each.id for each in records if not each.prediction.amended)
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


COMMANDS = (
    ("amend", "it", "claim", "Another film is made.", "--why", "A misprint."),  # the first line
    ("amend", "it", "tags", "[art]", "--why", "A misprint."),  # near the last one
    ("defer", "it", "--until", "2027-01-01", "--why", "A festival."),  # behind the last one
    ("resolve", "it", "annulled", "--resolved-on", "2026-05-14", "--note", "None was asked for.",
     "--evidence", "https://example.org/film"),
)  # fmt: skip


def applied(root: Path, diff: str) -> bytes:
    """The file after `git apply`, which checks first."""
    for options in (("--check",), ()):
        subprocess.run(
            ["git", "apply", *options, "-"],
            cwd=root,
            input=diff.encode(),
            check=True,
            capture_output=True,
        )
    return next(root.glob("predictions/**/it.yaml")).read_bytes()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: "-".join(command[:3]))
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["", "bom"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("is_ended", [True, False])
def test_git_applies_a_diff_whatever_the_file_is_like(
    run: Run,
    make_registry: Callable[..., Path],
    record: Callable[..., str],
    command: tuple[str, ...],
    bom: bytes,
    end: str,
    *,
    is_ended: bool,
) -> None:
    root = make_registry(seeds={"people": PEOPLE, "herald": "title: Herald\n"})
    path = root / "predictions/it.yaml"
    text = record().replace("\n", end)
    before = bom + (text if is_ended else text.rstrip("\r\n")).encode()
    path.write_bytes(before)
    where = ("--root", str(root), *TODAY)
    diff = run(*command, "--dry-run", *where)
    assert (diff.code, diff.err, path.read_bytes()) == (0, "", before)
    after = applied(root, diff.out)
    path.write_bytes(before)
    assert run(*command, *where).code == 0
    assert after == path.read_bytes() != before


@pytest.mark.parametrize(
    "folder", ["my folder", 'q"uo\\te', "tab\there", "line\nend", "中文", "a\tb c"]
)
@pytest.mark.parametrize("inside", ["", "data/registry"])
def test_git_finds_the_file_of_a_diff(
    run: Run, tmp_path: Path, record: Callable[..., str], folder: str, inside: str
) -> None:
    git(tmp_path, "init", "--quiet")
    path = tmp_path / inside / "predictions" / folder / "it.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(record(speaker="Ada", source="https://example.org"), encoding="utf-8")
    where = ("--root", str(tmp_path / inside), *TODAY)
    diff = run(*COMMANDS[0], "--dry-run", *where).out
    assert b"claim: Another film is made.\n" in applied(tmp_path / inside, diff)


def test_git_applies_the_diff_of_a_new_record(run: Run, root: Path) -> None:
    parts = (
        "--claim",
        "A film wins a prize.",
        "--quote",
        "it will win",
        "--speaker",
        "wang-yang",
        "--source",
        "herald",
        "--made-on",
        "2024-03-05",
        "--kind",
        "undated",
    )
    diff = run("new", "new folder/it", *parts, "--dry-run", *TODAY)
    assert diff.code == 0, diff.err
    assert applied(root, diff.out).decode().count("claim: A film wins a prize.\n") == 1


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
