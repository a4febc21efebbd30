from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict, Unpack

import pytest

from tracker.filter import Filter


@dataclass(frozen=True)
class Item:
    """What a filter looks at, without a registry."""

    speakers: tuple[str, ...] = ("wang-yang", "Wang Yang", "汪揚")
    sources: tuple[str, ...] = ("economic-herald-3563", "經濟導報")
    tags: tuple[str, ...] = ("chips", "China")
    status: str = "open"
    state: str = "overdue"
    mark: str = "overdue"
    timeframe: str = "dated"
    said: tuple[str, ...] = ("2024",)
    deadline: tuple[str, ...] = ("2026",)
    searched: tuple[str, ...] = (
        "chips-a100",
        "China-made AI chips reach 90% of an A100",
        "兩年內，中國自產芯片",
        "汪揚",
    )


class Keys(TypedDict, total=False):
    speaker: tuple[str, ...]
    source: tuple[str, ...]
    tag: tuple[str, ...]
    status: tuple[str, ...]
    state: tuple[str, ...]
    mark: tuple[str, ...]
    timeframe: tuple[str, ...]
    said: tuple[str, ...]
    deadline: tuple[str, ...]
    text: str


def matches(**keys: Unpack[Keys]) -> bool:
    return Filter(**keys).matches(Item())


def test_an_empty_filter_lets_everything_through() -> None:
    assert matches()
    assert not Filter()


@pytest.mark.parametrize(
    "where",
    [
        Filter(speaker=("a",)),
        Filter(source=("a",)),
        Filter(tag=("a",)),
        Filter(status=("open",)),
        Filter(state=("due",)),
        Filter(text="a"),
    ],
)
def test_any_key_makes_a_filter(where: Filter) -> None:
    assert where


# A key or a name, in any case, the whole of it
@pytest.mark.parametrize(
    ("who", "expected"),
    [
        *[(who, True) for who in ("wang-yang", "Wang Yang", "WANG YANG", "汪揚")],
        *[(who, False) for who in ("wang", "Yang Wang", "", "zhang-hua")],
    ],
)
def test_speaker(who: str, expected: bool) -> None:
    assert matches(speaker=(who,)) is expected


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        *[(card, True) for card in ("economic-herald-3563", "Economic-Herald-3563", "經濟導報")],
        *[(card, False) for card in ("economic", "wang-yang")],
    ],
)
def test_source(card: str, expected: bool) -> None:
    assert matches(source=(card,)) is expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("chips", True), ("china", True), ("CHINA", True), ("chip", False), ("open", False)],
)
def test_tag(tag: str, expected: bool) -> None:
    assert matches(tag=(tag,)) is expected


@pytest.mark.parametrize(("status", "expected"), [("open", True), ("correct", False)])
def test_status(status: str, expected: bool) -> None:
    assert matches(status=(status,)) is expected


@pytest.mark.parametrize(("state", "expected"), [("overdue", True), ("due", False)])
def test_state(state: str, expected: bool) -> None:
    assert matches(state=(state,)) is expected


def test_several_values_of_one_key_mean_or() -> None:
    assert matches(tag=("nothing", "chips"))
    assert matches(speaker=("nobody", "汪揚"))
    assert matches(source=("nowhere", "經濟導報"))
    assert matches(status=("correct", "open"))
    assert matches(state=("soon", "overdue"))
    assert not matches(tag=("nothing", "no more"))


@pytest.mark.parametrize(
    "wrong",
    [
        Keys(speaker=("nobody",)),
        Keys(source=("nowhere",)),
        Keys(tag=("nothing",)),
        Keys(status=("correct",)),
        Keys(state=("soon",)),
        Keys(text="nothing"),
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_different_keys_mean_and(wrong: Keys) -> None:
    right = Keys(
        speaker=("汪揚",),
        source=("economic-herald-3563",),
        tag=("chips",),
        status=("open",),
        state=("overdue",),
        text="a100",
    )

    both: Keys = {**right, **wrong}

    assert matches(**right)
    assert not matches(**both)


# Each word anywhere, in any case and order
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a100", True),
        ("A100 CHIPS", True),
        ("90% made", True),
        ("芯片", True),
        ("兩年內", True),
        ("芯片 兩年 汪揚 reach", True),
        ("chips 汽车", False),
        ("芯片兩年", False),
        ("   ", True),
        ("a100汪揚", False),
        ("A100\u3000芯片", True),  # an ideographic space is a blank
    ],
)
def test_text(text: str, expected: bool) -> None:
    assert matches(text=text) is expected


def test_a_word_does_not_reach_over_two_fields() -> None:
    assert not matches(text="A100兩年內")
    assert not matches(text="chips-a100China")


def test_case_is_folded_beyond_ascii() -> None:
    item = Item(speakers=("Weiß",), searched=("STRAẞE",))

    assert Filter(speaker=("WEISS",)).matches(item)
    assert Filter(text="straße").matches(item)
