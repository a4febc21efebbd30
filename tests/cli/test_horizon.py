from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_the_window_is_printed_key_by_key(run: Run) -> None:
    assert run("horizon", "within two years", "--made-on", "2024-03-05") == (
        0,
        "kind: by\nlatest: 2026-03-05\n",
        "",
    )


def test_json_has_the_four_keys(run: Run) -> None:
    code, out, err = run("horizon", "in 2026", "--made-on", "2024-03", "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "kind": "between",
        "earliest": "2026-01-01",
        "latest": "2026-12-31",
        "assumed": None,
    }


@pytest.mark.parametrize(
    ("phrase", "unread"),
    [
        ("KW 40", "KW 40"),
        ("by KW 40 2027", "KW 40"),
        ("soonish", "soonish"),
        ("in a few years", "a few"),
        ("within 100 days of taking office", "taking"),
        ("by the end of fiscal 2027", "fiscal"),
        ("on 03/04/2027", "03/04/2027"),
        ("by 2027 and 2030 and then 2040", "and"),
    ],
)
def test_a_phrase_that_cannot_be_read_names_the_word(run: Run, phrase: str, unread: str) -> None:
    assert run("horizon", phrase, "--made-on", "2024-03-05") == (
        1,
        "",
        f"error: can't read `{unread}`\n"
        "hint: choose the window yourself and give the reason in `assumed`\n",
    )


def test_an_empty_phrase(run: Run) -> None:
    assert run("horizon", " ", "--made-on", "2024-03-05") == (1, "", "error: the phrase is empty\n")


def test_a_day_that_is_none_is_usage(run: Run) -> None:
    code, out, err = run("horizon", "in 2026", "--made-on", "2024-02-30")
    assert (code, out) == (2, "")
    assert "error: argument --made-on: invalid date '2024-02-30': " in err
