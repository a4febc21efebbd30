from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import MakeRecord, Run


def test_a_clean_registry_is_exit_0(run: Run, root: Path) -> None:
    assert run("check") == (0, "No problems in 6 records, 1 card, 2 people.\n", "")


def test_an_error_is_exit_1_with_the_line_and_a_caret(
    run: Run, root: Path, record: MakeRecord
) -> None:
    (root / "predictions/due.yaml").write_text(record(status="opne"), encoding="utf-8")
    assert run("check") == (
        1,
        """\
predictions/due.yaml:11:9: error[unknown-word] unknown value 'opne' for `status`
   |
11 | status: opne
   |         ^
hint: did you mean `open`?

1 error in 1 file (5 records, 1 card, 2 people).
""",
        "",
    )


def test_json_has_the_documented_keys(run: Run, root: Path, record: MakeRecord) -> None:
    (root / "predictions/due.yaml").write_text(
        record("A play is staged.", speaker="wang-yng"), encoding="utf-8"
    )
    (root / "predictions/old.yml").write_text(record(), encoding="utf-8")
    code, out, err = run("check", "--format", "json")
    assert (code, err) == (1, "")
    assert json.loads(out) == {
        "version": 1,
        "counts": {"error": 2, "warning": 0},
        "diagnostics": [
            {
                "path": "predictions/due.yaml",
                "line": 3,
                "column": 10,
                "severity": "error",
                "code": "unknown-speaker",
                "message": "unknown speaker `wang-yng`",
                "hint": "did you mean `wang-yang`? If not, add `wang-yng` to seeds/people.yaml, "
                "or write the full name",
                "record": "due",
            },
            {
                "path": "predictions/old.yml",
                "line": None,
                "column": None,
                "severity": "error",
                "code": "file-ending",
                "message": "file ignored: its name ends in .yml, not .yaml",
                "hint": "rename it to `old.yaml`",
                "record": None,
            },
        ],
    }


def test_time_alone_changes_no_verdict(run: Run, root: Path) -> None:
    verdicts = {run("check", "--as-of", day) for day in ("0001-01-01", "2026-11-21", "9999-12-31")}
    assert len(verdicts) == 1


def test_a_file_of_nothing_but_problems_is_told_fast_and_whole(run: Run, root: Path) -> None:
    line = "{a: " + "x" * 900_000 + ", " + ", ".join(f"k{i}: 1" for i in range(900)) + "}"
    (root / "predictions/due.yaml").write_text(line, encoding="utf-8")
    code, out, _ = run("check")
    assert code == 1
    assert out.count("error[unknown-key]") == 901
    assert max(len(text) for text in out.splitlines() if " | " in text) <= 80
