from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_the_window_is_printed_key_by_key(run: Run) -> None:
    assert run("horizon", "within two years", "--made-on", "2024-03-05") == (
        0, "kind: by\nlatest: 2026-03-05\n", "",
    )  # fmt: skip


def test_json_has_the_four_keys(run: Run) -> None:
    code, out, err = run("horizon", "in 2026", "--made-on", "2024-03", "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "kind": "between", "earliest": "2026-01-01", "latest": "2026-12-31", "assumed": None,
    }  # fmt: skip


def test_a_phrase_that_can_not_be_read_says_so(run: Run) -> None:
    assert run("horizon", "soonish", "--made-on", "2024-03-05") == (
        1,
        "",
        "error: can't read 'soonish' as a deadline\n"
        "hint: choose the dates yourself and explain them in `assumed`\n",
    )


def test_a_day_that_is_none_is_usage(run: Run) -> None:
    code, out, err = run("horizon", "in 2026", "--made-on", "2024-02-30")
    assert (code, out) == (2, "")
    assert "error: argument --made-on: invalid date '2024-02-30': " in err
