from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker.text import width

if TYPE_CHECKING:
    from tests.cli.conftest import MakeRecord, Run

TODAY = "2026-11-21"


ROW_KEYS = [
    "id", "title", "claim", "quote", "quote_en", "speaker", "source", "made_on", "hedge",
    "hedge_en", "status", "state", "kind", "as_said", "as_said_en", "earliest", "latest", "summary",
    "days", "in_window", "path", "line", "criteria", "tags",
]  # fmt: skip
ALL = """\
On 2026-11-21: 2 due, of which 1 overdue; 1 up for review; 1 due soon (6
predictions).

OVERDUE (1)

  overdue                                                       192 days overdue
    China-made AI chips reach at least 90% of the overall performance of an
    NVIDIA A100.
    said by    Wang Yang, 2024-02-16/2024-05-13
    quote      我認為在兩年內，中國自產芯片的整體性能能夠達到A100的90%以上
    deadline   兩年內 -> by 2026-05-13
    correct    It is shown in a cinema, with a script as its only input.
    incorrect  It is not.
    file       predictions/overdue.yaml:11

DUE (1)

  due                                                    1 day past its deadline
    A film is made from a script.
    said by    周鸿祎, 2024-02-16/2024-05-13
    quote      我認為在兩年內，中國自產芯片的整體性能能夠達到A100的90%以上
    deadline   by 2026-11-20
    correct    It is shown in a cinema, with a script as its only input.
    incorrect  It is not.
    file       predictions/due.yaml:11

REVIEW (1)

  review                                                           up for review
    A film is made from a script.
    said by    Wang Yang, 2024-02-16/2024-05-13
    quote      中國自產芯片的整體性能能夠達到A100的90%以上
    deadline   no date
    correct    It is shown in a cinema, with a script as its only input.
    incorrect  It is not.
    file       predictions/review.yaml:11

SOON (1)

  soon                                                                 due today
    A film is made from a script.
    said by    Wang Yang, 2024-02-16/2024-05-13
    quote      我認為在兩年內，中國自產芯片的整體性能能夠達到A100的90%以上
    deadline   by 2026-11-21
    correct    It is shown in a cinema, with a script as its only input.
    incorrect  It is not.
    file       predictions/soon.yaml:11

To resolve one, run `tracker resolve ID STATUS`.
"""


def test_what_needs_somebody_is_grouped_most_urgent_first(run: Run, root: Path) -> None:
    assert run("due", "--as-of", TODAY) == (0, ALL, "")


def test_nothing_due_says_so(run: Run, root: Path) -> None:
    (root / "predictions/review.yaml").unlink()
    assert run("due", "--as-of", "2024-06-01") == (
        0,
        "On 2024-06-01: nothing is due (5 predictions).\n",
        "",
    )


def test_before_anything_was_said_there_is_nothing(run: Run, root: Path) -> None:
    assert run("due", "--as-of", "2020-01-01") == (0, "No predictions on 2020-01-01.\n", "")


def test_a_deferred_record_is_counted_and_not_listed(
    run: Run, root: Path, record: MakeRecord
) -> None:
    review = "review: {next: 2027-01-01, why: The report comes out.}\n"
    (root / "predictions/due.yaml").write_text(
        record(deadline="2026-11-20", more=review), encoding="utf-8"
    )
    code, out, _ = run("due", "--as-of", TODAY)
    assert code == 0
    assert "DUE (1)" in out.replace("OVERDUE (1)", "") or "\nDUE" not in out
    assert "\n  due " not in out
    assert "; 1 deferred (6\npredictions).\n" in out
    assert json.loads(run("due", "--as-of", TODAY, "--format", "json").out)["deferred"] == 1


def test_invalid_files_are_counted_and_the_rest_goes_on(run: Run, root: Path) -> None:
    (root / "predictions/due.yaml").write_text("- no record\n", encoding="utf-8")
    code, out, err = run("due", "--as-of", TODAY)
    assert (code, err) == (0, "")
    assert out.startswith(
        "On 2026-11-21: 1 overdue; 1 up for review; 1 due soon (5 predictions).\n"
    )
    assert "\n\n1 invalid file: run `tracker check`.\n" in out


@pytest.mark.parametrize(
    ("day", "level", "code"),
    [
        # 2026-11-21: something is at every level
        (TODAY, "overdue", 1), (TODAY, "due", 1), (TODAY, "review", 1), (TODAY, "soon", 1),
        # `soon` is soon, nothing else is anything
        ("2024-06-01", "overdue", 0), ("2024-06-01", "soon", 0),
        ("2026-05-13", "due", 0), ("2026-05-13", "review", 1), ("2026-05-13", "soon", 1),
        # the day after the first deadline
        ("2026-05-14", "overdue", 0), ("2026-05-14", "due", 1), ("2026-05-14", "review", 1),
        # the last day of grace, and the day after
        ("2026-06-12", "overdue", 0), ("2026-06-13", "overdue", 1),
    ],
)  # fmt: skip
def test_fail_on_a_level_or_worse(run: Run, root: Path, day: str, level: str, code: int) -> None:
    assert run("due", "--as-of", day, "--fail-on", level).code == code
    assert run("due", "--as-of", day).code == 0


def test_fail_on_counts_only_what_the_filters_let_through(run: Run, root: Path) -> None:
    assert run("due", "--as-of", TODAY, "--fail-on", "soon", "--status", "correct").code == 0


def test_fail_on_fails_for_an_invalid_file(run: Run, root: Path) -> None:
    (root / "predictions/x.yaml").write_text("", encoding="utf-8")
    assert run("due", "--as-of", "2024-05-20", "--fail-on", "overdue").code == 1
    assert run("due", "--as-of", "2024-05-20").code == 0


@pytest.mark.parametrize(
    ("within", "soon"),
    [("0d", ["soon"]), ("0", ["soon"]), ("904d", ["soon", "upcoming"]), ("903", ["soon"]), ("130w", ["soon", "upcoming"])],
)  # fmt: skip
def test_within_moves_soon(run: Run, root: Path, within: str, soon: list[str]) -> None:
    out = run("due", "--as-of", TODAY, "--within", within, "--format", "json").out
    assert [row["id"] for row in json.loads(out)["rows"] if row["state"] == "soon"] == soon


@pytest.mark.parametrize("word", ["-1", "1.5", "30 d", "x", "1y", "", "9999999", "٣"])
def test_days_that_are_none_are_usage(run: Run, root: Path, word: str) -> None:
    code, out, err = run("due", f"--grace={word}")
    assert (code, out) == (2, "")
    assert err.endswith(
        f"argument --grace: invalid duration {word!r}: use days or weeks, such as 30d or 6w\n"
    )


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--speaker", "wang-yang"], ["overdue", "review", "soon"]),
        (["--speaker", "汪揚"], ["overdue", "review", "soon"]),
        (["--speaker", "WANG YANG"], ["overdue", "review", "soon"]),
        (["--speaker", "wang-yang", "--speaker", "zhou-hongyi"], ["overdue", "due", "review", "soon"]),
        (["--speaker", "wang-yang", "--tag", "agi"], ["review"]),
        (["--source", "https://example.org/talk"], ["soon"]),
        (["--source", "經濟導報"], ["overdue", "due", "review"]),
        (["--state", "due", "--state", "soon"], ["due", "soon"]),
        (["--status", "correct"], []),
    ],
)  # fmt: skip
def test_filters(run: Run, root: Path, options: list[str], ids: list[str]) -> None:
    code, out, _ = run("due", "--as-of", TODAY, "--format", "json", *options)
    assert (code, [row["id"] for row in json.loads(out)["rows"]]) == (0, ids)


def test_json_has_the_documented_keys(run: Run, root: Path) -> None:
    report = json.loads(run("due", "--as-of", TODAY, "--format", "json").out)
    assert list(report) == [
        "version",
        "as_of",
        "counts",
        "needs_attention",
        "deferred",
        "invalid_files",
        "rows",
    ]
    assert report["counts"] == {
        "overdue": 1,
        "due": 1,
        "review": 1,
        "soon": 1,
        "upcoming": 1,
        "resolved": 1,
    }
    assert (report["version"], report["as_of"], report["deferred"], report["invalid_files"]) == (
        1,
        TODAY,
        0,
        0,
    )
    assert [list(row) for row in report["rows"]] == [ROW_KEYS] * 4
    assert report["rows"][0] == {
        "id": "overdue",
        "title": "China-made AI chips reach at least 90% of the overall perfo…",
        "claim": "China-made AI chips reach at least 90% of the overall performance of an NVIDIA A100.",
        "quote": "我認為在兩年內，中國自產芯片的整體性能能夠達到A100的90%以上",
        "quote_en": None,
        "speaker": "wang-yang",
        "source": "herald",
        "made_on": "2024-02-16/2024-05-13",
        "hedge": None,
        "hedge_en": None,
        "status": "open",
        "state": "overdue",
        "kind": "by",
        "as_said": "兩年內",
        "as_said_en": None,
        "earliest": None,
        "latest": "2026-05-13",
        "summary": None,
        "days": -192,
        "in_window": False,
        "path": "predictions/overdue.yaml",
        "line": 11,
        "criteria": {
            "correct": "It is shown in a cinema, with a script as its only input.",
            "incorrect": "It is not.",
        },
        "tags": ["film"],
    }


HOSTILE = '"\\e[2J\\u202eevil\\u2066 a\\nOVERDUE (9)\\n  b: c\\r\\td %0A ]]> | ` </td> ::error::x"'


def test_a_hostile_claim_stays_in_its_place(run: Run, root: Path, record: MakeRecord) -> None:
    claim = HOSTILE.replace("\\e[2J", "").replace("\\r", "")  # refused where it is read
    (root / "predictions/due.yaml").write_text(
        record(claim, deadline="2026-11-20"), encoding="utf-8"
    )
    out = run("due", "--as-of", TODAY).out
    assert not {"\x1b", "\u202e", "\u2066", "\r", "\t"} & set(out)
    assert "\n    \\u202eevil\\u2066 a OVERDUE (9) b: c d %0A ]]> | ` </td> ::error::x\n" in out
    assert [line for line in out.splitlines() if line.startswith("OVERDUE")] == ["OVERDUE (1)"]


def test_long_chinese_text_keeps_to_80_columns(run: Run, root: Path, record: MakeRecord) -> None:
    text = "我認為在兩年內，中國自產芯片的整體性能能夠達到A100的90%以上，「真的」。" * 20
    (root / "predictions/due.yaml").write_text(
        record(
            text, speaker=text, deadline=f"{{as_said: {text}, kind: by, latest: 2026-05-01}}"
        ).replace("It is not.", "x" * 500),
        encoding="utf-8",
    )
    (root / f"predictions/{'a-' * 60}b.yaml").write_text(
        record(deadline="2026-05-01"), encoding="utf-8"
    )
    for argv in (["due"], ["list"], ["show", "due"]):
        out = run(*argv, "--as-of", TODAY).out
        long = [line for line in out.splitlines() if width(line) > 80]
        assert [line for line in long if "a-a-" not in line] == []
        assert argv == ["list"] or text[:10] in out


@pytest.mark.parametrize("columns", ["1", "40", "200"])
def test_any_width_of_terminal(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    code, out, _ = run("due", "--as-of", TODAY)
    assert code == 0
    lines = [line for line in out.splitlines() if "predictions/" not in line]  # places stay whole
    assert max(width(line) for line in lines) <= max(40, min(int(columns), 110))


# --- as a process ---


def process(root: Path, *argv: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "PYTHON"))}
    command = [sys.executable, "-m", "tracker", *argv]
    return subprocess.run(command, cwd=root, env={**clean, **env}, capture_output=True, check=False)


def test_python_m_tracker_is_the_same_program(root: Path) -> None:
    done = process(root, "due", "--as-of", TODAY, COLUMNS="80", PYTHONUTF8="1")
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, ALL, b"")


def test_a_terminal_of_ascii_gets_escapes(root: Path) -> None:
    done = process(root, "due", "--as-of", TODAY, PYTHONIOENCODING="ascii", COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"deadline   \\u5169\\u5e74\\u5167 -> by 2026-05-13" in done.stdout


@pytest.mark.parametrize("argv", [["due"], ["list"], ["check"], ["show", "due"]])
def test_a_reader_that_went_away_ends_it_quietly(root: Path, argv: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "tracker", *argv]
    try:
        done = subprocess.run(
            command, cwd=root, stdout=writing, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


# --- what a change touches ---


def git(folder: Path, *args: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(["git", *identity, *args], cwd=folder, check=True, capture_output=True)


def test_against_a_revision_only_what_changed_is_annotated_and_fails(run: Run, root: Path) -> None:
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "first")
    due = root / "predictions/due.yaml"
    args = ("due", "--as-of", TODAY, "--fail-on", "due", "--format", "github")
    assert run(*args).code == 1
    assert run(*args, "--against", "HEAD") == (0, "", "")
    due.write_text(due.read_text("utf-8") + "# a remark\n", encoding="utf-8")
    (root / "predictions/copy.yaml").write_bytes(due.read_bytes())  # git does not have it
    code, out, _ = run(*args, "--against", "HEAD")
    assert code == 1
    assert [line.split("title=")[1].split("::")[0] for line in out.splitlines()] == ["due%3A due"]
    git(root, "add", ".")
    assert run(*args, "--against", "HEAD").out.count("::error ") == 2
    full = ("due", "--as-of", TODAY)
    assert run(*full, "--against", "HEAD").out == run(*full).out


def test_against_a_revision_that_is_unknown_is_a_usage_error(run: Run, root: Path) -> None:
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "first")
    assert run("due", "--against", "nowhere").err == (
        "error: unknown revision 'nowhere'\n"
        "hint: fetch it, or choose one that `git branch --all` lists\n"
    )
