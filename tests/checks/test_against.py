from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker import git
from tracker.checks.against import check_against
from tracker.cli import main
from tracker.registry import load

RECORD = """\
claim: A first sentence that can be checked.
quote: it will be there within two years
speaker: Ada Example
source: https://example.org/talk
made_on: 2024-03-05
deadline:
  as_said: within two years
  kind: by
  latest: 2026-03-05
forecasts:
  - by: Ada Example
    made_on: 2024-03-05
    probability: 0.7
criteria:
  correct: It is there.
  incorrect: It is not there.
tags: [chips]
status: open
"""
RESOLVED = RECORD.replace("forecasts:", "forecasts: # given\n").replace(
    "status: open\n",
    """\
status: incorrect
resolution:
  resolved_on: 2026-03-06
  note: It was not there.
  evidence:
    - url: https://example.org/report
amended:
  - date: 2024-04-01
    what: [speaker]
    why: a misprint
""",
)
AMENDED = """\
amended:
  - date: 2026-11-21
    what: [{what}]
    why: because
"""


def run_git(root: Path, *args: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *args],
        cwd=root,
        check=True,
        capture_output=True,
    )


@pytest.fixture
def repository(tmp_path: Path) -> Callable[[str], Path]:
    """A repository with one committed record, `it`."""

    def make(record: str) -> Path:
        (tmp_path / "predictions").mkdir()
        (tmp_path / "predictions" / "it.yaml").write_text(record, encoding="utf-8")
        run_git(tmp_path, "init", "--quiet", "--initial-branch=main")
        run_git(tmp_path, "add", ".")
        run_git(tmp_path, "commit", "--quiet", "-m", "first")
        return tmp_path

    return make


def changed(root: Path, *replacements: tuple[str, str], add: str = "") -> list[tuple[str, str]]:
    path = root / "predictions" / "it.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text + add, encoding="utf-8")
    registry = load(root)
    assert registry.diagnostics == ()
    return [(d.place, d.code) for d in check_against(registry, "HEAD")]


def silent(line: int) -> list[tuple[str, str]]:
    return [(f"predictions/it.yaml:{line}:1", "changed-silently")]


CHANGES = [
    ("claim", 1, ("A first", "Another")),
    ("quote", 2, ("two years\nspeaker", "three years\nspeaker")),
    ("speaker", 3, ("speaker: Ada", "speaker: Bo")),
    ("source", 4, ("/talk", "/other-talk")),
    ("made_on", 5, ("made_on: 2024-03-05\ndeadline", "made_on: 2024-03\ndeadline")),
    ("deadline", 6, ("latest: 2026-03-05", "latest: 2027-03-05")),
    ("deadline", 6, ("as_said: within two years\n", "as_said: within two years\n  assumed: so\n")),
    ("forecasts", 10, ("probability: 0.7", "probability: 0.2")),
    ("criteria", 14, ("correct: It is there.", "correct: It is nearly there.")),
]


@pytest.mark.parametrize(("what", "line", "change"), CHANGES)
def test_a_change_of_what_was_said_needs_an_amendment(
    repository: Callable[[str], Path], what: str, line: int, change: tuple[str, str]
) -> None:
    assert changed(repository(RECORD), change) == silent(line)


@pytest.mark.parametrize(("what", "line", "change"), CHANGES)
def test_a_change_with_its_amendment_is_fine(
    repository: Callable[[str], Path], what: str, line: int, change: tuple[str, str]
) -> None:
    assert changed(repository(RECORD), change, add=AMENDED.format(what=what)) == []


def test_an_amendment_of_another_key_does_not_help(repository: Callable[[str], Path]) -> None:
    add = AMENDED.format(what="claim")
    assert changed(repository(RECORD), ("speaker: Ada", "speaker: Bo"), add=add) == silent(3)


def test_an_old_amendment_does_not_help(repository: Callable[[str], Path]) -> None:
    root = repository(RECORD + AMENDED.format(what="speaker"))
    assert changed(root, ("speaker: Ada", "speaker: Bo")) == silent(3)


@pytest.mark.parametrize(
    "change",
    [
        ("tags: [chips]", "tags: [chips, compute]"),
        ("made_on: 2024-03-05\ndeadline", "made_on: '2024-03-05'\ndeadline"),
        ("speaker: Ada Example", "speaker:   Ada Example  # the first"),
        (
            "status: open\n",
            "status: correct\nresolution:\n  resolved_on: 2026-01-01\n  note: n\n"
            "  evidence: [{url: 'https://example.org'}]\n",
        ),
        (
            "    probability: 0.7\n",
            "    probability: 0.7\n  - {by: Bo, made_on: 2025, probability: 0.1}\n",
        ),
    ],
)
def test_what_is_not_guarded_may_change(
    repository: Callable[[str], Path], change: tuple[str, str]
) -> None:
    assert changed(repository(RECORD), change) == []


def test_criteria_written_later_are_a_change(repository: Callable[[str], Path]) -> None:
    undated = RECORD.replace("kind: by\n  latest: 2026-03-05", "kind: undated").replace(
        "criteria:\n  correct: It is there.\n  incorrect: It is not there.\n", ""
    )
    criteria = "criteria: {correct: It is there., incorrect: It is not.}\n"
    root = repository(undated)
    assert changed(root, ("tags:", criteria + "tags:")) == silent(13)


def test_a_bare_date_is_the_same_as_by(repository: Callable[[str], Path]) -> None:
    block = "deadline:\n  as_said: within two years\n  kind: by\n  latest: 2026-03-05\n"
    root = repository(RECORD.replace(block, "deadline: 2026-03-05\n"))
    same = "deadline: {as_said: by then, kind: by, latest: 2026-03-05}\n"
    assert changed(root, ("deadline: 2026-03-05\n", same)) == silent(6)


@pytest.mark.parametrize(
    ("line", "change"),
    [
        (19, ("status: incorrect", "status: partial")),
        (20, ("resolved_on: 2026-03-06", "resolved_on: 2026-03-07")),
        (20, ("  note: It", "  happened_on: 2026-10-01\n  note: It")),
    ],
)
def test_a_changed_verdict_needs_an_amendment(
    repository: Callable[[str], Path], line: int, change: tuple[str, str]
) -> None:
    assert changed(repository(RESOLVED), change) == silent(line)


def test_a_note_and_evidence_may_be_bettered(repository: Callable[[str], Path]) -> None:
    changes = (("It was not there.", "It was not there by then."), ("/report", "/better-report"))
    assert changed(repository(RESOLVED), *changes) == []


def test_an_amendment_that_is_gone(repository: Callable[[str], Path]) -> None:
    [(place, code)] = changed(repository(RESOLVED), ("why: a misprint", "why: another reason"))
    assert (place, code) == ("predictions/it.yaml:25:1", "amendment-removed")


def test_a_deleted_record_is_an_error(repository: Callable[[str], Path]) -> None:
    root = repository(RECORD)
    (root / "predictions" / "it.yaml").unlink()
    [diagnostic] = check_against(load(root), "HEAD")
    assert (diagnostic.path, diagnostic.line, diagnostic.code, diagnostic.record) == (
        "predictions/it.yaml", None, "deleted-record", "it",
    )  # fmt: skip


def test_a_broken_card_of_the_same_name_hides_no_deletion(
    repository: Callable[[str], Path],
) -> None:
    root = repository(RECORD)
    (root / "predictions" / "it.yaml").unlink()
    (root / "seeds").mkdir(exist_ok=True)
    (root / "seeds" / "it.yaml").write_text("title: [\n", encoding="utf-8")
    assert [d.code for d in check_against(load(root), "HEAD")] == ["deleted-record"]


def test_a_moved_record_is_the_same_record(repository: Callable[[str], Path]) -> None:
    root = repository(RECORD)
    (root / "predictions" / "2024").mkdir()
    (root / "predictions" / "it.yaml").rename(root / "predictions" / "2024" / "it.yaml")
    assert check_against(load(root), "HEAD") == []


def test_a_file_that_is_broken_now_is_told_once(repository: Callable[[str], Path]) -> None:
    root = repository(RECORD)
    (root / "predictions" / "it.yaml").write_text("claim: [", encoding="utf-8")
    assert check_against(load(root), "HEAD") == []


def test_a_new_record_is_free(repository: Callable[[str], Path]) -> None:
    root = repository(RECORD)
    (root / "predictions" / "new.yaml").write_text(RECORD, encoding="utf-8")
    assert check_against(load(root), "HEAD") == []


def test_a_registry_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    root = tmp_path / "data" / "registry"
    (root / "predictions").mkdir(parents=True)
    (root / "predictions" / "it.yaml").write_text(RECORD, encoding="utf-8")
    run_git(tmp_path, "init", "--quiet")
    run_git(tmp_path, "add", ".")
    run_git(tmp_path, "commit", "--quiet", "-m", "first")
    assert changed(root, ("speaker: Ada", "speaker: Bo")) == silent(3)


def test_a_branch_is_compared_with_where_it_began(repository: Callable[[str], Path]) -> None:
    root = repository(RECORD)
    run_git(root, "checkout", "--quiet", "-b", "topic")
    run_git(root, "checkout", "--quiet", "main")
    (root / "predictions" / "later.yaml").write_text(RECORD, encoding="utf-8")
    run_git(root, "add", ".")
    run_git(root, "commit", "--quiet", "-m", "a record that the branch has not seen")
    run_git(root, "checkout", "--quiet", "topic")
    assert check_against(load(root), "main") == []


@pytest.mark.parametrize("revision", ["nowhere", "-h", "--output=x", "HEAD~9", ""])
def test_an_unknown_revision(repository: Callable[[str], Path], revision: str) -> None:
    root = repository(RECORD)
    with pytest.raises(git.UnknownRevision):
        check_against(load(root), revision)


def test_the_command_says_what_to_do_about_an_unknown_revision(
    repository: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = repository(RECORD)

    assert main(["check", "--root", str(root), "--against", "origin/main"]) == 2
    assert capsys.readouterr().err == (
        "error: unknown revision 'origin/main'\n"
        "hint: fetch the whole history: git fetch --unshallow (in CI: fetch-depth: 0)\n"
    )


def test_the_command_outside_of_a_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "predictions").mkdir()

    assert main(["check", "--root", str(tmp_path), "--against", "HEAD"]) == 2
    assert "is not in a git repository" in capsys.readouterr().err


def test_the_command_without_git(
    repository: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = repository(RECORD)
    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("bin")))

    assert main(["check", "--root", str(root), "--against", "HEAD"]) == 2
    said = "error: --against needs git: git not found: install it, or add it to PATH\n"
    assert capsys.readouterr().err.startswith(said)


@pytest.mark.parametrize(("question", "patience"), [("rev-parse", 0.2), ("merge-base", 2)])
def test_a_git_that_never_ends_is_given_up(
    question: str,
    patience: float,
    repository: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = repository(RECORD)
    real = shutil.which("git")
    fake = tmp_path_factory.mktemp("bin") / "git"
    fake.write_text(f'#!/bin/sh\n[ "$3" = {question} ] && exec sleep 60\nexec {real} "$@"\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(fake.parent), prepend=os.pathsep)
    defaults = git._git.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "patience", patience)
    assert main(["check", "--root", str(root), "--against", "HEAD"]) == 2
    said = f"error: --against needs git: git {question} timed out after {patience} seconds\n"
    hint = "hint: `git status` must answer in the folder of the registry\n"
    assert capsys.readouterr().err == said + hint


def test_a_file_that_could_not_be_read_before_said_nothing(
    repository: Callable[[str], Path],
) -> None:
    root = repository("claim: [")
    (root / "predictions" / "it.yaml").write_text(RECORD, encoding="utf-8")
    assert check_against(load(root), "HEAD") == []


def test_a_verdict_that_had_no_days_gets_them(repository: Callable[[str], Path]) -> None:
    bare = RECORD.replace("status: open", "status: incorrect")
    root = repository(bare)
    (root / "predictions" / "it.yaml").write_text(RESOLVED, encoding="utf-8")
    (found,) = check_against(load(root), "HEAD")
    assert (found.code, found.message.split(";")[0]) == (
        "changed-silently", "`resolution` was changed without saying so",
    )  # fmt: skip


def test_a_history_without_a_common_beginning_is_compared_as_it_is(
    repository: Callable[[str], Path],
) -> None:
    root = repository(RECORD)
    run_git(root, "checkout", "--quiet", "--orphan", "other")
    run_git(root, "commit", "--quiet", "-m", "another beginning")
    run_git(root, "tag", "other-one")
    run_git(root, "checkout", "--quiet", "main")
    (root / "predictions" / "it.yaml").unlink()
    assert [d.code for d in check_against(load(root), "other-one")] == ["deleted-record"]
