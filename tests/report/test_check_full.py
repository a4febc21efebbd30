from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracker.diagnostic import Diagnostic
from tracker.report import CheckReport
from tracker.report.check_full import render
from tracker.text import Canvas, width

Render = Callable[..., str]


@pytest.fixture
def block(tmp_path: Path) -> Render:
    """One diagnostic on a file of the given text, without the sentence that sums up."""

    def call(text: str | None, line: int | None, column: int | None, **more: Any) -> str:
        if text is not None:
            (tmp_path / "a.yaml").write_bytes(text.encode())
        message = more.pop("message", "what")
        diagnostic = Diagnostic("a.yaml", line, column, "some-code", message, **more)
        report = CheckReport([diagnostic], tmp_path, records=1, canvas=Canvas(width=60))
        return render(report).rpartition("\n\n")[0]

    return call


def test_the_caret_is_under_the_place(block: Render) -> None:
    assert block("status: opne\n", 1, 9, hint="did you mean open?") == (
        "a.yaml:1:9: error[some-code] what\n  |\n1 | status: opne\n  |         ^\nhint: did you mean open?"
    )


@pytest.mark.parametrize(
    ("text", "column", "shown", "caret"),
    [
        # two columns a wide character, none a combining one
        ("兩年內: 錯", 6, "兩年內: 錯", 8),
        ("e\u0301: x", 5, "e\u0301: x", 3),
        # a tab is one blank, so that the caret is right for any width of tabs
        ("a:\tx", 4, "a: x", 3),
        # what would move the cursor is escaped, and counted as it is shown
        ("a\u202eb: x", 6, "a\\u202eb: x", 10),
        ("a\x1b[2J: x", 8, "a\\x1b[2J: x", 10),
        # behind the end of the line; an empty line
        ("abc", 4, "abc", 3),
        ("", 1, "", 0),
    ],
)
def test_the_caret_is_as_far_as_the_text_before_it(
    block: Render, text: str, column: int, shown: str, caret: int
) -> None:
    assert block(text + "\n", 1, column).split("\n")[1:] == [
        "  |",
        f"1 | {shown}".rstrip(),
        "  | " + " " * caret + "^",
    ]


@pytest.mark.parametrize("before", ["x" * 200, "兩" * 200, "\u202e" * 200, "a" * 1_000_000])
@pytest.mark.parametrize("after", ["", "!" * 200, "內" * 200, "b" * 1_000_000])
def test_a_long_line_is_cut_on_both_sides_and_the_caret_stays_right(
    block: Render, before: str, after: str
) -> None:
    _, _, line, caret = block(f"{before}X{after}\n", 1, len(before) + 1).split("\n")
    assert width(line) <= 60
    assert width(line.partition("X")[0]) == len(caret) - 1
    assert line.startswith("1 | …")
    assert line.endswith("…" if after else "X")


def test_all_line_ends_count_as_editors_count_them(block: Render) -> None:
    text = "a: 1\r\nb: 2\rc: 3\u2028still 3\nd: 4\n"
    assert "\n4 | d: 4\n" in block(text, 4, 1)
    assert "\n2 | b: 2\n" in block(text, 2, 1)


def test_a_byte_order_mark_takes_no_column(block: Render) -> None:
    assert block("\ufeffa: 1\n", 1, 1).endswith("1 | a: 1\n  | ^")


def test_without_a_place_there_is_no_excerpt(block: Render) -> None:
    assert block("a: 1\n", None, None) == "a.yaml: error[some-code] what"


def test_without_a_file_or_line_there_is_no_excerpt(block: Render) -> None:
    assert block(None, 1, 1) == "a.yaml:1:1: error[some-code] what"
    assert block("a: 1\n", 7, 1) == "a.yaml:7:1: error[some-code] what"


def test_hostile_messages_stay_on_their_line(block: Render) -> None:
    shown = block("a\n", 1, 1, message="got\n\x1b[31m\u202e", hint="a\nb\x07")
    assert shown.split("\n")[0] == "a.yaml:1:1: error[some-code] got \\x1b[31m\\u202e"
    assert shown.split("\n")[-1] == "hint: a b\\x07"


def test_the_last_line_sums_up(tmp_path: Path) -> None:
    lines = [
        Diagnostic("a.yaml", 1, 1, "x", "x"),
        Diagnostic("a.yaml", 2, 1, "x", "x", "warning"),
        Diagnostic("b.yaml", None, None, "x", "x", "warning"),
    ]
    report = CheckReport(lines, tmp_path, records=1, cards=2, people=1)
    last = "1 error and 2 warnings in 2 files (1 record, 2 source cards, 1 person).\n"
    assert render(report).rpartition("\n\n")[2] == last


def test_colour_marks_the_severity(tmp_path: Path) -> None:
    canvas = Canvas(color=True)
    for severity, code in (("error", "31"), ("warning", "33")):
        diagnostic = Diagnostic("a.yaml", None, None, "x", "x", severity)  # type: ignore[arg-type]  # one of the two
        text = render(CheckReport([diagnostic], tmp_path, records=0, canvas=canvas))
        assert f"\x1b[{code};1m{severity}[x]\x1b[0m" in text
