from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from tracker.cli import main
from tracker.editing import files

if TYPE_CHECKING:
    from tests.cli.conftest import MakeRecord, Run

TODAY = ("--as-of", "2026-11-21")
PARTS = (
    "--resolved-on", "2026-05-14", "--note", "No chip: none.", "--by", "Ada",
    "--evidence", "https://example.org/a", "--title", "no", "--published-on", "2026-05",
    "--evidence", "https://example.org/b",
)  # fmt: skip
DIFF = """\
--- a/predictions/overdue.yaml
+++ b/predictions/overdue.yaml
@@ -8,4 +8,14 @@
   correct: It is shown in a cinema, with a script as its only input.
   incorrect: It is not.
 tags: [film]
-status: open
+status: incorrect
+resolution:
+  resolved_on: 2026-05-14
+  note: "No chip: none."
+  evidence:
+    - url: https://example.org/a
+      title: "no"
+      published_on: 2026-05
+    - url: https://example.org/b
+  recorded_on: 2026-11-21
+  by: Ada
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_verdict_is_written_and_shown_with_what_check_says(run: Run, root: Path) -> None:
    path = root / "predictions/overdue.yaml"
    before = path.read_text(encoding="utf-8")
    ran = run("resolve", "overdue", "incorrect", *PARTS, *TODAY)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(DIFF + "wrote predictions/overdue.yaml:11\n")
    assert path.read_text(encoding="utf-8").startswith(before.replace("status: open\n", ""))
    assert run("check").code == 0
    assert [each.name for each in path.parent.iterdir() if each.name.startswith(".")] == []


def test_a_dry_run_prints_the_diff_only_and_git_takes_it(run: Run, root: Path) -> None:
    path = root / "predictions/overdue.yaml"
    before = path.read_bytes()
    ran = run("resolve", "overdue", "incorrect", *PARTS, *TODAY, "--dry-run")
    assert ran == (0, DIFF, "")
    assert path.read_bytes() == before
    done = subprocess.run(
        ["git", "apply", "--check", "-"], cwd=root, input=DIFF.encode(), check=False
    )
    assert done.returncode == 0


def test_a_dry_run_warns_beside_the_diff(run: Run, root: Path) -> None:
    parts = ("--resolved-on", "2026-01-05", "--note", "x", "--evidence", "https://example.org/a")
    ran = run("resolve", "upcoming", "incorrect", *parts, *TODAY, "--dry-run")
    assert (ran.code, ran.out[:4]) == (0, "--- ")
    assert "warning[verdict-before-window-closed]" in ran.err


def test_the_name_of_git_is_the_default_for_by(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.name")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "Grace: Example")
    parts = [part for part in PARTS if part not in ("--by", "Ada")]
    assert '+  by: "Grace: Example"\n' in run("resolve", "overdue", "incorrect", *parts).out


# Without a terminal


def test_missing_parts_are_named(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run("resolve", "overdue") == (
        2,
        "",
        "error: missing: STATUS, --resolved-on, --note, --evidence\n"
        "hint: read the criteria with `tracker show overdue`; then pass the missing parts "
        "as options, or run the command in a terminal to be prompted\n",
    )
    assert run("resolve", "resolved", "partial").err.startswith(
        "error: `resolved` is already resolved: correct\nhint: pass --why with the reason"
    )


def test_an_unknown_id_gets_the_nearest_names(run: Run, root: Path) -> None:
    ran = run("resolve", "overdu", "correct", *PARTS)
    assert ran == (
        1,
        "",
        f"error: unknown record 'overdu' in {root}\nhint: did you mean `overdue`?\n",
    )


@pytest.mark.parametrize(
    ("argv", "error"),
    [
        (["overdue", "open"], "unknown status 'open'"),
        (["overdue", "correct", "--resolved-on", "2026-02-30"], "February 2026 has 28 days"),
        (["overdue", "--title", "x"], "--title must follow an --evidence URL"),
        (
            ["overdue", "--reopen", "--why", "x"],
            "error: `overdue` is open: there is no verdict to take back",
        ),
        (
            ["resolved", "--reopen", "--note", "x"],
            "error: --reopen can't be combined with the parts of a verdict",
        ),
    ],
)
def test_wrong_usage_is_told(run: Run, root: Path, argv: list[str], error: str) -> None:
    ran = run("resolve", *argv)
    assert ran.code == 2
    assert ran.out == ""
    assert error in ran.err
    assert "Traceback" not in ran.err


def test_what_the_schema_or_a_check_forbids_is_not_written(run: Run, root: Path) -> None:
    path = root / "predictions/overdue.yaml"
    before = path.read_bytes()
    parts = ("--resolved-on", "2026-05-14", "--note", "x", "--evidence", "ftp://example.org")
    ran = run("resolve", "overdue", "incorrect", *parts)
    assert (ran.code, ran.out) == (1, "")
    assert (
        "error: the record would be invalid: invalid URL 'ftp://example.org' for `resolution.evidence[0].url`"
        in ran.err
    )
    parts = ("--resolved-on", "2020-01-01", "--note", "x", "--evidence", "https://example.org")
    ran = run("resolve", "overdue", "incorrect", *parts)
    assert ran.code == 1
    assert "error[resolved-before-made-on]" in ran.out
    assert ran.err == "error: the record would not pass `tracker check`; nothing was written\n"
    ran = run("resolve", "overdue", "incorrect", "--note", "a\x07b", *parts[:2], *parts[4:])
    assert "contains the control character U+0007" in ran.err
    assert path.read_bytes() == before


# On a terminal


def test_on_a_terminal_it_shows_quote_and_criteria_and_asks(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = ["wrong", "incorrect", "", "2026-05-14", "-", "-", "No chip: none."]
    answers += ["https://example.org/a", "no", "-", "2026-05", "y"]
    answers += ["https://example.org/b", "-", "-", "-", "n", ""]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(answers)))
    ran = run("resolve", "overdue", "--by", "Ada", *TODAY, "--dry-run")
    assert (ran.code, ran.out) == (0, DIFF)
    assert ran.err.startswith(
        "Enter accepts the answer in brackets, - skips, Ctrl-C stops and saves a draft.\n"
        "China-made AI chips reach at least 90% of the overall performance of an NVIDIA A100.\n"
        "quote      我認為在兩年內，中國自產芯片的整體性能能夠達到A100的90%以上\n"
        "made on    2024-02-16/2024-05-13\n"
        "deadline   兩年內 -> by 2026-05-13\n"
        "correct    It is shown in a cinema, with a script as its only input.\n"
        "incorrect  It is not.\n\n"
        "status (correct, partial, incorrect, ambiguous, annulled, withdrawn): unknown value 'wrong' for `status`\nhint: "
    )
    assert "an answer is required\n" in ran.err


def test_an_answer_that_is_no_text_is_asked_for_again(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = io.BytesIO(b"Ada \xff\xfe\nA misprint.\n")
    keyboard = io.TextIOWrapper(typed, encoding="utf-8", errors="strict")
    monkeypatch.setattr(keyboard, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stdin", keyboard)
    code, _, err = run("resolve", "resolved", "--reopen", *TODAY, "--dry-run")
    question = "reason for reopening: "
    refused = "'Ada \\udcff\\udcfe' is not valid utf-8\n"
    assert (code, err.partition("note: ")[0]) == (0, question + refused + question)


def test_the_end_of_the_input_writes_nothing(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (root / "predictions/overdue.yaml").read_bytes()
    monkeypatch.setattr(sys, "stdin", Terminal("correct\n"))
    ran = run("resolve", "overdue")
    assert (ran.code, ran.out) == (2, "")
    assert "\nYour answers so far:\n\nstatus: correct\n\nnote: draft saved in " in ran.err
    assert ran.err.endswith(
        "error: input ended before the last question was answered; nothing was written\n"
        "hint: continue with `tracker resolve overdue --resume`, or pass the answers as options (see --help)\n"
    )
    assert (root / "predictions/overdue.yaml").read_bytes() == before


# Verdicts that are there


def test_a_changed_verdict_says_so_in_amended(run: Run, root: Path) -> None:
    more = ("--evidence", "https://example.org/b", "--why", "a better reading", "--by", "Ada")
    ran = run("resolve", "resolved", "partial", *more, *TODAY)
    assert (ran.code, ran.err) == (0, "")
    text = (root / "predictions/resolved.yaml").read_text(encoding="utf-8")
    assert text.endswith(
        "status: partial\n"
        "resolution:\n"
        "  resolved_on: 2025-08-07\n"
        "  happened_on: 2025-08-07\n"
        "  note: It came out.\n"
        "  evidence:\n"
        "    - url: https://example.org/report\n"
        "    - url: https://example.org/b\n"
        "  recorded_on: 2026-11-21\n"
        "  by: Ada\n"
        "amended:\n"
        "  - date: 2026-11-21\n"
        "    what: [status, resolution]\n"
        "    why: a better reading\n"
    )


def test_reopening_takes_the_verdict_back(run: Run, root: Path) -> None:
    path = root / "predictions/resolved.yaml"
    before = path.read_text(encoding="utf-8")
    ran = run("resolve", "resolved", "--reopen", "--why", "another film", *TODAY)
    assert (ran.code, ran.err) == (0, "")
    assert path.read_text(encoding="utf-8") == before[: before.index("status:")] + (
        "status: open\n"
        "amended:\n"
        "  - date: 2026-11-21\n"
        "    what: [status, resolution]\n"
        "    why: another film\n"
    )


def test_the_same_verdict_again_writes_nothing(run: Run, root: Path) -> None:
    ran = run("resolve", "resolved", "correct", "--why", "x")
    assert ran == (0, "", "note: no changes\n")


# When writing fails


def test_a_file_that_changed_meanwhile_is_not_overwritten(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / "predictions/overdue.yaml"
    real = files.write

    def write(*args: object, **kwargs: object) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write("# somebody else\n")
        real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(files, "write", write)
    ran = run("resolve", "overdue", "incorrect", *PARTS)
    assert ran.code == 1
    assert "changed since it was read (line " in ran.err
    assert "hint: review the file, then run the command again\n" in ran.err
    assert path.read_text(encoding="utf-8").endswith("status: open\n# somebody else\n")


def test_an_error_of_the_disk_is_a_sentence(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / "predictions/overdue.yaml"
    before = path.read_bytes()

    def replace(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", replace)
    ran = run("resolve", "overdue", "incorrect", *PARTS)
    monkeypatch.undo()
    assert ran.code == 1
    assert ran.err == (
        f"error: can't write {path}: no space left on device; it is unchanged\n"
        "hint: free some disk space, then run the command again\n"
    )
    assert path.read_bytes() == before


# Odd files and all the real ones


def test_a_file_of_another_style_keeps_it(run: Run, root: Path, record: MakeRecord) -> None:
    text = record().replace("status: open", '"status":\topen   # open').replace("\n", "\r\n")
    path = root / "predictions/odd.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + text.rstrip().encode())
    assert run("resolve", "odd", "correct", *PARTS, *TODAY).code == 0
    after = path.read_bytes()
    assert after.startswith(b"\xef\xbb\xbfclaim")
    assert b'"status":\tcorrect   # open\r\nresolution:\r\n  resolved_on: 2026-05-14\r\n' in after
    assert after.endswith(b"\r\n  by: Ada")
    assert after.count(b"\n") == after.count(b"\r\n")


def test_eight_processes_resolve_one_record_and_one_verdict_stands(root: Path) -> None:
    command = [sys.executable, "-c", "import sys; from tracker.cli import main; sys.exit(main())"]
    argv = ["resolve", "overdue", "incorrect", *PARTS, "--root", str(root)]
    running = [
        subprocess.Popen([*command, *argv], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(8)
    ]
    ended = [(each.communicate(), each.returncode) for each in running]
    codes = sorted(code for _, code in ended)
    assert codes.count(0) >= 1
    assert set(codes) <= {0, 1, 2}
    for (_, err), code in ended:
        assert b"Traceback" not in err
        assert code == 0 or b"changed since it was read" in err or b"already resolved" in err
    assert (root / "predictions/overdue.yaml").read_text(encoding="utf-8").count("resolution:") == 1
    assert main(["check", "--root", str(root)]) == 0


@pytest.mark.parametrize(
    ("argv", "answers"),
    [
        (("overdue", *PARTS), "incorrect\n"),
        (("overdue", "incorrect", *PARTS[:2], *PARTS[4:]), "-\nNo chip: none.\n"),
        (("overdue", "incorrect", *PARTS[2:]), "2026-05-14\n-\n"),
    ],
)
def test_on_a_terminal_it_asks_for_what_is_missing_alone(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...], answers: str
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answers))
    ran = run("resolve", *argv, *TODAY, "--dry-run")
    assert (ran.code, ran.out) == (0, DIFF)


def test_on_a_terminal_a_change_asks_for_its_reason(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("no script was used\n"))
    ran = run("resolve", "resolved", "partial", *TODAY, "--dry-run")
    assert ran.code == 0
    assert "already resolved as correct; reason for the change: " in ran.err
    assert "+status: partial\n" in ran.out
    assert "+    why: no script was used\n" in ran.out


def test_on_a_terminal_a_change_asks_for_the_new_verdict(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("parital\npartial\nno script was used\n"))
    ran = run("resolve", "resolved", *TODAY, "--dry-run")
    assert ran.code == 0, ran
    assert "did you mean `partial`?" in ran.err
    assert "+status: partial\n" in ran.out
    assert "+    why: no script was used\n" in ran.out


def test_reopening_needs_a_reason(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run("resolve", "resolved", "--reopen") == (
        2,
        "",
        "error: --reopen requires --why\nhint: give the reason for reopening\n",
    )


def test_without_criteria_there_are_none_to_read(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / "predictions/review.yaml"
    head, tail = path.read_text(encoding="utf-8").split("criteria:\n")
    path.write_text(head + tail[tail.index("tags:") :], encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", Terminal(""))
    ran = run("resolve", "review", "annulled")
    assert ran.code == 2
    assert "deadline   undated\n\n" in ran.err


def test_an_interrupt_at_a_question_writes_nothing(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Impatient(Terminal):
        def readline(self, *_: object) -> NoReturn:
            raise KeyboardInterrupt

    before = (root / "predictions/overdue.yaml").read_bytes()
    monkeypatch.setattr(sys, "stdin", Impatient())
    ran = run("resolve", "overdue")
    assert (ran.code, ran.out) == (130, "")
    assert (root / "predictions/overdue.yaml").read_bytes() == before
