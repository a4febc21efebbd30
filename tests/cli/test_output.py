from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker.cli.output import rendered

if TYPE_CHECKING:
    from tests.cli.conftest import MakeRecord, Run

TODAY = "2026-11-21"


@pytest.fixture
def summary(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The summary of a step that has written a line already, under GitHub Actions."""
    path = tmp_path / "summary.md"
    path.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    return path


def test_under_github_actions_due_annotates_and_adds_to_the_summary(
    run: Run, root: Path, summary: Path
) -> None:
    code, out, err = run("due", "--as-of", TODAY)
    report = run("due", "--as-of", TODAY, "--format", "markdown").out
    assert (code, err) == (0, "")
    assert [line.split(" ")[0] for line in out.splitlines()] == [
        "::notice",
        "::notice",
        "::notice",
        "::notice",
    ]
    assert out.startswith(
        "::notice file=predictions/overdue.yaml,line=11,title=overdue%3A overdue::"
    )
    assert summary.read_text("utf-8") == f"before\n{report}\n"


def test_under_github_actions_check_annotates_and_adds_to_the_summary(
    run: Run, root: Path, record: MakeRecord, summary: Path
) -> None:
    (root / "predictions/due.yaml").write_text(record(status="opne"), encoding="utf-8")
    code, out, err = run("check")
    assert (code, err) == (1, "")
    assert "::error file=predictions/due.yaml,line=11,col=9,title=unknown-word::" in out
    assert summary.read_text("utf-8").startswith("before\n# Registry check\n\n1 error in ")


@pytest.mark.parametrize("command", ["check", "due"])
def test_a_format_that_was_chosen_wins(run: Run, root: Path, summary: Path, command: str) -> None:
    assert run(command, "--format", "json").out.startswith('{\n  "version": 1,\n')
    assert summary.read_text("utf-8") == "before\n"


@pytest.mark.parametrize("value", ["", "false", "1"])
def test_outside_of_github_actions_there_is_text(
    run: Run, root: Path, summary: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", value)
    assert run("due", "--as-of", TODAY).out.startswith("On 2026-11-21: 2 due,")
    assert summary.read_text("utf-8") == "before\n"


def test_github_can_be_chosen_anywhere(run: Run, root: Path) -> None:
    assert run("due", "--as-of", TODAY, "--format", "github").out.count("::notice file=") == 4


def test_a_summary_that_cannot_be_written_is_a_warning(
    run: Run, root: Path, summary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(root / "nowhere" / "summary.md"))
    code, out, err = run("due", "--as-of", TODAY)
    assert (code, out.count("\n")) == (0, 4)
    assert err.startswith("warning: can't write the job summary: ")


def test_without_a_summary_file_there_are_annotations_only(
    run: Run, root: Path, summary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    assert run("due", "--as-of", TODAY)[::2] == (0, "")


@pytest.mark.parametrize(
    ("workspace", "prefix"), [(".", ""), ("..", "{name}/"), ("predictions", ""), ("nowhere", "")]
)
def test_paths_begin_at_the_workspace(
    run: Run,
    root: Path,
    summary: Path,
    monkeypatch: pytest.MonkeyPatch,
    workspace: str,
    prefix: str,
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str((root / workspace).resolve()))
    start = f"::notice file={prefix.format(name=root.name)}predictions/overdue.yaml,"
    assert run("due", "--as-of", TODAY).out.startswith(start)


def test_links_lead_to_the_commit_that_github_checked_out(
    run: Run, root: Path, summary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(root.parent))
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/r")
    monkeypatch.setenv("GITHUB_SHA", "1234")
    place = f"https://github.com/o/r/blob/1234/{root.name}/predictions/overdue.yaml#L11"
    run("due", "--as-of", TODAY)
    assert f"[predictions/overdue.yaml:11](<{place}>)" in summary.read_text("utf-8")


def test_the_summary_of_check_leaves_room_for_that_of_due(
    run: Run, root: Path, summary: Path
) -> None:
    keys = "".join(f"key-{number}: x\n" for number in range(900))
    for name in "abcdefgh":
        (root / f"predictions/{name * 50}.yaml").write_text(keys, encoding="utf-8")
    assert run("check").code == 1
    assert summary.stat().st_size < 800_000
    assert run("due", "--as-of", TODAY).code == 0
    text = summary.read_text("utf-8")
    assert "Truncated: GitHub limits summaries to 1 MiB." in text
    assert text.count("- [ ] **") == 3


def test_a_summary_stays_below_what_github_takes(summary: Path) -> None:
    line = "兩" * 100
    for _ in range(3):
        rendered(f"{line}\n" * 3000, "auto", {"github": lambda _: ""}, plain="x", summary=str)
    text = summary.read_text("utf-8")
    assert len(text.encode()) <= 1024 * 1024
    assert set(text.split("\n")) == {
        "before",
        line,
        "",
        "Truncated: GitHub limits summaries to 1 MiB.",
    }
    assert text.count(line) > 3400
