from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from tracker.dashboard.address import Address
from tracker.filter import Filter

FULL = Address(
    Filter(tag=("a b", "ü"), mark=("due",), text="x & y"), date(2026, 1, 2), sort="speaker"
)


def _query(href: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(href).query)


def test_a_link_keeps_filters_day_and_order() -> None:
    href = FULL.href("timeline", id="z")
    assert href.startswith("./timeline?")
    assert _query(href) == {
        "q": ["x & y"],
        "as_of": ["2026-01-02"],
        "mark": ["due"],
        "tag": ["a b", "ü"],
        "sort": ["speaker"],
        "id": ["z"],
    }


def test_a_plain_link_keeps_the_day_alone() -> None:
    assert FULL.plain("record", id="z") == "./record?as_of=2026-01-02&id=z"
    assert Address(Filter()).plain() == "./"


def test_a_value_is_taken_in_and_left_out() -> None:
    assert _query(FULL.toggled("", "mark", "soon"))["mark"] == ["due", "soon"]
    assert "mark" not in _query(FULL.toggled("", "mark", "due"))


def test_a_form_keeps_all_but_what_it_asks_for() -> None:
    assert sorted(FULL.hidden) == [
        ("mark", "due"),
        ("sort", "speaker"),
        ("tag", "a b"),
        ("tag", "ü"),
    ]


@pytest.mark.parametrize("text", ["<b>", "javascript:alert(1)", '" onclick="', "a&b=c#d"])
def test_a_value_cannot_leave_its_parameter(text: str) -> None:
    address = replace(FULL, where=Filter(speaker=(text,)))
    assert _query(address.href())["speaker"] == [text]
