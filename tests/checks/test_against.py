from __future__ import annotations

import os
import shutil
import subprocess
import sys
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
reported_by: Cy Example
source: https://example.org/talk
made_on: 2024-03-05
hedge: I believe
hedge_en: I believe
title: A first sentence
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


def commit(root: Path, message: str = "a commit") -> Path:
    """Commit all that is there, in a new repository if there is none."""
    run_git(root, "init", "--quiet", "--initial-branch=main")
    run_git(root, "add", ".")
    run_git(root, "commit", "--quiet", "--allow-empty", "-m", message)
    return root


@pytest.fixture
def repository(tmp_path: Path) -> Callable[[str], Path]:
    """A repository with one committed record, `it`."""

    def make(record: str) -> Path:
        (tmp_path / "predictions").mkdir()
        (tmp_path / "predictions" / "it.yaml").write_text(record, encoding="utf-8")
        return commit(tmp_path)

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
    ("reported_by", 4, ("reported_by: Cy", "reported_by: Di")),
    ("reported_by", 1, ("reported_by: Cy Example\n", "")),
    ("source", 5, ("/talk", "/other-talk")),
    ("made_on", 6, ("made_on: 2024-03-05\nhedge", "made_on: 2024-03\nhedge")),
    ("hedge", 7, ("hedge: I believe", "hedge: certainly")),
    ("hedge", 1, ("hedge: I believe\n", "")),
    ("deadline", 10, ("latest: 2026-03-05", "latest: 2027-03-05")),
    ("deadline", 10, ("as_said: within two years\n", "as_said: within two years\n  assumed: so\n")),
    ("forecasts", 14, ("probability: 0.7", "probability: 0.2")),
    ("criteria", 18, ("correct: It is there.", "correct: It is nearly there.")),
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
        ("made_on: 2024-03-05\nhedge", "made_on: '2024-03-05'\nhedge"),
        ("speaker: Ada Example", "speaker:   Ada Example  # the first"),
        ("title: A first", "title: One"),
        ("title: A first sentence\n", ""),
        ("hedge_en: I believe", "hedge_en: I think"),
        ("hedge_en: I believe\n", "hedge_en: I believe\nquote_en: It will be there.\n"),
        ("  kind: by\n", "  as_said_en: in two years\n  kind: by\n"),
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
    assert changed(root, ("tags:", criteria + "tags:")) == silent(17)


def test_a_bare_date_is_the_same_as_by(repository: Callable[[str], Path]) -> None:
    block = "deadline:\n  as_said: within two years\n  kind: by\n  latest: 2026-03-05\n"
    root = repository(RECORD.replace(block, "deadline: 2026-03-05\n"))
    same = "deadline: {as_said: by then, kind: by, latest: 2026-03-05}\n"
    assert changed(root, ("deadline: 2026-03-05\n", same)) == silent(10)


@pytest.mark.parametrize(
    ("line", "change"),
    [
        (23, ("status: incorrect", "status: partial")),
        (24, ("resolved_on: 2026-03-06", "resolved_on: 2026-03-07")),
        (24, ("  note: It", "  happened_on: 2026-10-01\n  note: It")),
    ],
)
def test_a_changed_verdict_needs_an_amendment(
    repository: Callable[[str], Path], line: int, change: tuple[str, str]
) -> None:
    assert changed(repository(RESOLVED), change) == silent(line)


def test_a_note_and_evidence_may_be_bettered(repository: Callable[[str], Path]) -> None:
    changes = (("It was not there.", "It was not there by then."), ("/report", "/better-report"))
    assert changed(repository(RESOLVED), *changes) == []


def test_a_summary_may_be_corrected(repository: Callable[[str], Path]) -> None:
    old = RESOLVED.replace("  note: It", "  summary: It was late.\n  note: It")
    assert changed(repository(old), ("It was late.", "It came late.")) == []


def test_cards_and_people_may_be_corrected(repository: Callable[[str], Path]) -> None:
    root = repository(RECORD)
    (root / "seeds").mkdir()
    (root / "seeds" / "people.yaml").write_text("ada: {name: Ada}\n", encoding="utf-8")
    (root / "seeds" / "talk.yaml").write_text("title: A talk\n", encoding="utf-8")
    commit(root)
    (root / "seeds" / "people.yaml").write_text("bo: {name: Bo}\n", encoding="utf-8")
    (root / "seeds" / "talk.yaml").unlink()
    assert check_against(load(root), "HEAD") == []


def test_an_amendment_that_is_gone(repository: Callable[[str], Path]) -> None:
    [(place, code)] = changed(repository(RESOLVED), ("why: a misprint", "why: another reason"))
    assert (place, code) == ("predictions/it.yaml:29:1", "amendment-removed")


def test_a_deleted_record_is_an_error(repository: Callable[[str], Path]) -> None:
    root = repository(RECORD)
    (root / "predictions" / "it.yaml").unlink()
    [diagnostic] = check_against(load(root), "HEAD")
    assert (diagnostic.path, diagnostic.line, diagnostic.code, diagnostic.record) == (
        "predictions/it.yaml",
        None,
        "deleted-record",
        "it",
    )


def test_a_broken_card_of_the_same_name_hides_no_deletion(
    repository: Callable[[str], Path],
) -> None:
    root = repository(RECORD)
    (root / "predictions" / "it.yaml").unlink()
    (root / "seeds").mkdir(exist_ok=True)
    (root / "seeds" / "it.yaml").write_text("title: [\n", encoding="utf-8")
    assert [d.code for d in check_against(load(root), "HEAD")] == ["deleted-record"]


def test_a_bad_folder_of_the_same_name_hides_no_deletion(
    repository: Callable[[str], Path],
) -> None:
    root = repository(RECORD)
    (root / "predictions" / "it.").mkdir()
    (root / "predictions" / "it.yaml").rename(root / "predictions" / "it." / "other.yaml")
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


@pytest.mark.parametrize("revision", ["nowhere", "-h", "--output=x", "HEAD~9", "", "ab" * 20])
def test_an_unknown_revision(repository: Callable[[str], Path], revision: str) -> None:
    root = repository(RECORD)
    with pytest.raises(git.UnknownRevision):
        check_against(load(root), revision)


def refusal(root: Path, revision: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command prints on standard error where it can't compare."""
    assert main(["check", "--root", str(root), "--against", revision]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    note = f"note: no predictions in {root}/predictions\n"
    return captured.err.removeprefix(note)


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        (
            "origin/main",
            "error: unknown revision 'origin/main'\n"
            "hint: fetch it, or choose one that `git branch --all` lists\n",
        ),
        ("HEAD:predictions", "error: revision 'HEAD:predictions' is a tree, not a commit\n"),
    ],
)
def test_the_command_says_what_to_do_about_an_unknown_revision(
    repository: Callable[[str], Path],
    revision: str,
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert refusal(repository(RECORD), revision, capsys) == said


UNSHALLOW = "hint: fetch the whole history: git fetch --unshallow (in CI: fetch-depth: 0)\n"


def test_a_shallow_clone_is_called_one(
    repository: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> None:
    origin = repository(RECORD)
    run_git(origin, "checkout", "--quiet", "-b", "topic")
    commit(origin, "on a branch")
    run_git(origin, "checkout", "--quiet", "main")
    commit(origin, "on main")
    clone = tmp_path_factory.mktemp("clones") / "clone"
    run_git(origin, "clone", "--quiet", "--depth=1", origin.as_uri(), str(clone))
    run_git(clone, "fetch", "--quiet", "--depth=1", "origin", "topic:topic")
    (clone / "predictions" / "it.yaml").write_text(RECORD.replace("first", "last"))

    said = "error: unknown revision 'HEAD~1' in a shallow clone\n"
    assert refusal(clone, "HEAD~1", capsys) == said + UNSHALLOW
    absent = "ab" * 20
    said = f"error: unknown revision '{absent}' in a shallow clone\n"
    assert refusal(clone, absent, capsys) == said + UNSHALLOW
    said = "error: HEAD and 'topic' have no common commit in this shallow clone\n"
    assert refusal(clone, "topic", capsys) == said + UNSHALLOW
    assert [d.code for d in check_against(load(clone), "HEAD")] == ["changed-silently"]


@pytest.mark.parametrize("revision", ["HEAD", "main~1"])
def test_a_repository_without_a_commit(
    tmp_path: Path, revision: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "predictions").mkdir()
    run_git(tmp_path, "init", "--quiet", "--initial-branch=main")
    said = "error: HEAD has no commits yet\nhint: commit the registry first\n"
    assert refusal(tmp_path, revision, capsys) == said


def test_the_command_outside_of_a_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "predictions").mkdir()
    assert refusal(tmp_path, "HEAD", capsys) == (
        f"error: not a git repository: {tmp_path}\n"
        "hint: run the command in a clone of the registry's repository\n"
    )


def test_a_repository_of_another_user(
    repository: Callable[[str], Path],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = repository(RECORD)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # git's own switch for such tests
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert refusal(root, "HEAD", capsys) == (
        f"error: git refuses a repository that belongs to another user (dubious ownership): {root}\n"
        f"hint: if you trust it: git config --global --add safe.directory {root}\n"
    )


# Where git would be led elsewhere


def in_a_subfolder(tmp_path: Path) -> Path:
    """A registry in a subfolder of a repository, its one record tampered with."""
    root = tmp_path / "data" / "registry"
    (root / "predictions").mkdir(parents=True)
    (root / "predictions" / "it.yaml").write_text(RECORD, encoding="utf-8")
    commit(tmp_path)
    (root / "predictions" / "it.yaml").write_text(RECORD.replace("first", "last"), encoding="utf-8")
    return root


@pytest.mark.parametrize("name", sorted(git.LOCAL))
def test_the_variables_of_a_hook_lead_nowhere_else(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = in_a_subfolder(tmp_path)
    # that of the repository, as hooks and `rebase --exec` have it; a value of any kind elsewhere
    value = tmp_path / ".git" if name in ("GIT_DIR", "GIT_COMMON_DIR") else tmp_path / "elsewhere"
    monkeypatch.setenv(name, str(value))
    assert [d.code for d in check_against(load(root), "HEAD")] == ["changed-silently"]


def test_the_variables_are_those_that_git_lists() -> None:
    listed = subprocess.run(
        ["git", "rev-parse", "--local-env-vars"], check=True, capture_output=True, text=True
    ).stdout.split()
    assert set(listed) - git.LOCAL == {"GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS"}


def test_a_hook_in_a_linked_work_tree(tmp_path: Path) -> None:
    main_tree, linked = tmp_path / "main", tmp_path / "linked"
    (main_tree / "data" / "predictions").mkdir(parents=True)
    (main_tree / "data" / "predictions" / "it.yaml").write_text(RECORD, encoding="utf-8")
    commit(main_tree)
    run_git(main_tree, "worktree", "add", "--quiet", str(linked))
    path = linked / "data" / "predictions" / "it.yaml"
    path.write_text(RECORD.replace("first", "last"), encoding="utf-8")
    hook = main_tree / ".git" / "hooks" / "pre-commit"
    command = f"{sys.executable} -m tracker check --root {linked}/data --against HEAD"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n{command} --format concise >&2\n")
    hook.chmod(0o755)

    with pytest.raises(subprocess.CalledProcessError) as failed:
        run_git(linked, "commit", "--quiet", "--all", "-m", "tampered")
    assert b"error[changed-silently]" in failed.value.stderr


# What lies in another repository, or is not what it seems


def foreign(folder: str) -> str:
    return (
        f"error: {folder}/ is a separate repository (a submodule?), so its files can't be compared\n"
        "hint: keep the predictions in the registry's own repository\n"
    )


@pytest.mark.parametrize("folder", ["predictions", "predictions/2024/x"])
@pytest.mark.parametrize("is_gone", [False, True])
def test_a_submodule_can_not_be_compared(
    tmp_path: Path, folder: str, *, is_gone: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    origin, root = tmp_path / "origin", tmp_path / "root"
    for each in (origin, root / "predictions"):
        each.mkdir(parents=True)
    (origin / "it.yaml").write_text(RECORD, encoding="utf-8")
    commit(origin)
    run_git(root, "init", "--quiet")
    (root / "predictions").rmdir()
    run_git(
        root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(origin), folder
    )
    commit(root)
    path = root / folder / "it.yaml"
    path.write_text(RECORD.replace("first", "last"), encoding="utf-8")
    if is_gone:  # the revision still has it
        shutil.rmtree(root / folder)
        (root / folder).mkdir(parents=True)
    assert refusal(root, "HEAD", capsys) == foreign(folder)


def test_a_repository_inside_that_the_outer_one_ignores(
    repository: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = repository(RECORD)
    (root / ".gitignore").write_text("/predictions\n", encoding="utf-8")
    run_git(root, "rm", "-r", "--quiet", "--cached", "predictions")
    commit(root)
    run_git(root / "predictions", "init", "--quiet")
    assert refusal(root, "HEAD", capsys) == foreign("predictions")


def test_a_broken_repository_is_not_passed_over_for_the_one_around_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "inner" / "predictions").mkdir(parents=True)
    root = tmp_path / "inner"
    (root / "predictions" / "it.yaml").write_text(RECORD, encoding="utf-8")
    commit(root)
    (root / ".git" / "HEAD").write_text("junk", encoding="utf-8")
    run_git(tmp_path, "init", "--quiet")
    run_git(tmp_path, "commit", "--quiet", "--allow-empty", "-m", "around it")
    assert refusal(root, "HEAD", capsys) == (
        f"error: git can't use the repository in {root}: git uses {tmp_path} as the work tree\n"
        "hint: make `git status` work there first\n"
    )


def test_a_record_that_is_a_link_is_compared_with_what_it_led_to(
    repository: Callable[[str], Path],
) -> None:
    root = repository(RECORD)
    folder = root / "predictions"
    (folder / ".kept").mkdir()
    (folder / "it.yaml").rename(folder / ".kept" / "it.txt")
    (folder / "it.yaml").symlink_to(".kept/it.txt")
    for name, target in (("out", "/etc/hosts"), ("gone", "nowhere"), ("loop", "loop.yaml")):
        (folder / f"{name}.yaml").symlink_to(target)
    commit(root)
    for name in ("out", "gone", "loop"):
        (folder / f"{name}.yaml").unlink()
    assert check_against(load(root), "HEAD") == []
    (folder / ".kept" / "it.txt").write_text(RECORD.replace("first", "last"), encoding="utf-8")
    assert [(d.place, d.code) for d in check_against(load(root), "HEAD")] == silent(1)


@pytest.mark.parametrize("folder", ["predictions/a\nb", "a\nb/predictions"])
def test_a_path_with_a_line_end(tmp_path: Path, folder: str) -> None:
    path = tmp_path / folder / "it.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(RECORD, encoding="utf-8")
    commit(tmp_path)
    root = tmp_path if folder.startswith("predictions") else path.parent.parent
    assert check_against(load(root), "HEAD") == []
    path.write_text(RECORD.replace("first", "last"), encoding="utf-8")
    assert [d.code for d in check_against(load(root), "HEAD")] == ["changed-silently"]


def test_line_ends_that_git_changes_are_no_change(repository: Callable[[str], Path]) -> None:
    root = repository(RECORD)
    path = root / "predictions" / "it.yaml"
    path.write_text(RECORD, encoding="utf-8", newline="\r\n")
    assert check_against(load(root), "HEAD") == []


def test_a_hash_of_another_length(tmp_path: Path) -> None:
    (tmp_path / "predictions").mkdir()
    (tmp_path / "predictions" / "it.yaml").write_text(RECORD, encoding="utf-8")
    run_git(tmp_path, "init", "--quiet", "--object-format=sha256")
    commit(tmp_path)
    [blob] = git.files_at(tmp_path, "HEAD", "predictions").values()
    assert git.blob_id(RECORD.encode(), blob) == blob


@pytest.mark.parametrize(
    "kept", ["version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "\0GITCRYPT\0abc"]
)
def test_what_git_does_not_hold_as_text_can_not_be_compared(
    repository: Callable[[str], Path], kept: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = repository(kept)
    (root / "predictions" / "it.yaml").write_text(RECORD, encoding="utf-8")
    assert refusal(root, "HEAD", capsys) == (
        "error: predictions/it.yaml can't be compared: git stores it encrypted or as an LFS pointer\n"
        "hint: store records as plain text: remove the filter from .gitattributes\n"
    )


@pytest.mark.parametrize("name", ["It.yaml", ".it.yaml", ".kept/it.yaml", "kept~/it.yaml"])
def test_what_was_never_a_record_may_go(repository: Callable[[str], Path], name: str) -> None:
    root = repository(RECORD)
    path = root / "predictions" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(RECORD, encoding="utf-8")
    commit(root)
    path.unlink()
    assert check_against(load(root), "HEAD") == []


# Records that were elsewhere


def test_a_registry_that_moved_is_not_compared_with_nothing(
    repository: Callable[[str], Path],
) -> None:
    root = repository("")
    (root / "sub").mkdir()
    run_git(root, "mv", "predictions", "sub/")
    commit(root, "move")

    with pytest.raises(git.GitError, match=r"the records were in predictions/, so they can't be"):
        check_against(load(root / "sub"), "HEAD~1")
    assert check_against(load(root / "sub"), "HEAD") == []


def test_a_second_registry_in_a_repository_has_nothing_to_compare(
    repository: Callable[[str], Path],
) -> None:
    root = repository(RECORD)
    (root / "second" / "predictions").mkdir(parents=True)
    (root / "second" / "predictions" / "other.yaml").write_text(RECORD, encoding="utf-8")
    commit(root, "another registry")

    assert check_against(load(root / "second"), "HEAD~1") == []


def test_a_folder_that_was_a_link_is_not_compared_with_nothing(
    repository: Callable[[str], Path],
) -> None:
    root = repository("")
    (root / "predictions").rename(root / "data")
    (root / "predictions").symlink_to("data")
    commit(root, "a link")
    (root / "predictions").unlink()
    (root / "data").rename(root / "predictions")
    commit(root, "a folder")

    with pytest.raises(git.GitError, match="predictions was a link to a folder in"):
        check_against(load(root), "HEAD~1")


def test_a_registry_outside_of_git_is_not_compared_with_nothing(
    repository: Callable[[str], Path],
) -> None:
    root = repository("")
    (root / ".gitignore").write_text("predictions/\n", encoding="utf-8")
    run_git(root, "rm", "-rq", "--cached", "predictions")
    commit(root, "ignored")

    with pytest.raises(git.GitError, match="predictions/ is not in git"):
        check_against(load(root), "HEAD")


def test_a_new_registry_has_nothing_to_compare(repository: Callable[[str], Path]) -> None:
    root = repository("")
    elsewhere = root / "predictions"
    kept = root.parent / "kept"
    elsewhere.rename(kept)
    run_git(root, "rm", "-rq", "--cached", "predictions")
    run_git(root, "commit", "-q", "--allow-empty", "-m", "none yet")
    kept.rename(elsewhere)
    commit(root, "the first records")

    assert check_against(load(root), "HEAD~1") == []


# A repository that is damaged


def lost(root: Path, name: str, left: bytes | None = None) -> str:
    """Take an object away, or leave these bytes of it; its id."""
    done = subprocess.run(
        ["git", "rev-parse", name], cwd=root, check=True, capture_output=True, text=True
    ).stdout.strip()
    path = root / ".git" / "objects" / done[:2] / done[2:]
    path.unlink()
    if left is not None:
        path.write_bytes(left)
    return done


@pytest.mark.parametrize(
    ("name", "left", "reason"),
    [
        ("HEAD:predictions/it.yaml", None, "predictions/it.yaml: object {} missing"),
        ("HEAD:predictions/it.yaml", b"junk", "unable to unpack {} header"),
        ("HEAD:predictions", None, "Could not read {}"),
        ("HEAD", None, "git cat-file: could not get object info"),
    ],
)
def test_a_missing_object_ends_with_gits_reason(
    repository: Callable[[str], Path],
    name: str,
    left: bytes | None,
    reason: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = repository(RECORD)
    (root / "predictions" / "it.yaml").write_text(RECORD.replace("first", "last"))
    reason = reason.format(lost(root, name, left))
    assert refusal(root, "HEAD", capsys) == (
        f"error: the git repository is damaged or incomplete: {reason}\n"
        "hint: run `git fsck` to see what is missing\n"
    )


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (
            ".git/refs/heads/main",
            "junk",
            "the git repository is damaged or incomplete: your current branch appears to be broken",
        ),
        (".git/config", "[", "git can't use the repository in {}: bad config line "),
        (".git/HEAD", "junk", "git can't use the repository in {}: not a git repository"),
        (".git", "gitdir: gone", "git can't use the repository in {}: not a git repository: "),
    ],
)
def test_a_damaged_repository_is_not_called_none(
    repository: Callable[[str], Path],
    file: str,
    text: str,
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = repository(RECORD)
    if file == ".git":
        shutil.rmtree(root / file)
    (root / file).write_text(text, encoding="utf-8")
    assert refusal(root, "HEAD", capsys).startswith(f"error: {said.format(root)}")


def test_a_damaged_head_is_not_called_a_history_without_a_common_beginning(
    repository: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = repository(RECORD)
    run_git(root, "tag", "before")
    run_git(root, "commit", "--quiet", "--allow-empty", "-m", "second")
    lost(root, "HEAD")
    assert refusal(root, "before", capsys).startswith("error: the git repository is damaged")


def test_the_command_without_git(
    repository: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = repository(RECORD)
    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("bin")))

    assert main(["check", "--root", str(root), "--against", "HEAD"]) == 2
    said = "error: git was not found; install it, or put it on PATH\n"
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
    said = f"error: git {question} timed out after {patience} seconds\n"
    hint = "hint: make sure that `git status` works in the registry\n"
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
    (diagnostic,) = check_against(load(root), "HEAD")
    assert (diagnostic.code, diagnostic.message.split(";")[0]) == (
        "changed-silently",
        "`resolution` changed without an `amended` entry",
    )


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


def test_a_name_replaced_by_its_key_is_no_change(repository: Callable[[str], Path]) -> None:
    root = repository(RECORD)
    (root / "seeds").mkdir(exist_ok=True)
    (root / "seeds" / "people.yaml").write_text("ada: {name: Ada Example}\nbo: {name: Bo}\n")
    assert changed(root, ("speaker: Ada Example", "speaker: ada")) == []
    assert changed(root, ("speaker: ada", "speaker: bo")) == silent(3)
