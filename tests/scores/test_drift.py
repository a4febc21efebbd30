from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tracker.registry import load
from tracker.rows import Row, rows
from tracker.scores.drift import chains, dated

TODAY = date(2026, 11, 21)
Make = Callable[..., Path]


def _said(made_on: str, latest: str, **more: object) -> dict[str, object]:
    return {
        "made_on": made_on,
        "deadline": {"as_said": "soon", "kind": "by", "latest": latest},
        **more,
    }


def _rows(root: Path) -> list[Row]:
    return rows(load(root), TODAY)


def test_a_date_that_is_always_two_years_away_slips_a_year_a_year(make_registry: Make) -> None:
    said = {
        f"y{y}": _said(f"{y}-01-01", f"{y + 2}-01-01", **more)
        for y, more in ((2016, {}), (2018, {"restates": "y2016"}), (2021, {"restates": "y2018"}))
    }
    (chain,) = chains(_rows(make_registry(said)))
    assert chain.months == 12


def test_statements_of_one_claim_are_one_chain_in_order_of_time(make_registry: Make) -> None:
    root = make_registry(
        {
            "c": _said("2020-01-01", "2022-12-31", restates="a"),
            "a": _said("2016-01-01", "2018-12-31"),
            "b": _said("2018-01-01", "2020-12-31", restates="a"),
            "other": _said("2019-01-01", "2021-12-31"),
        }
    )
    assert [[row.id for row in chain.rows] for chain in chains(_rows(root))] == [["a", "b", "c"]]


def test_only_statements_with_a_date_are_dated(make_registry: Make) -> None:
    root = make_registry(
        {
            "bound": {
                "deadline": {"as_said": "10", "kind": "not_before", "earliest": "2034-01-01"}
            },
            "never": {"deadline": {"kind": "never"}},
            "undated": {"deadline": {"kind": "undated"}},
        }
    )
    assert [row.id for row in dated(_rows(root))] == ["bound"]


def test_what_was_restated_on_the_same_day_comes_first(make_registry: Make) -> None:
    root = make_registry(
        {
            "a": _said("2016-01-01", "2018-12-31", restates="z"),
            "z": _said("2016-01-01", "2018-12-31"),
        }
    )
    assert [[row.id for row in chain.rows] for chain in chains(_rows(root))] == [["z", "a"]]


def test_a_chain_of_twenty_thousand_statements_is_joined(make_registry: Make) -> None:
    """A walk that is not linear would take minutes."""
    deadline = {"as_said": "by 2026", "kind": "by", "latest": "2026-12-31"}
    (row,) = rows(load(make_registry({"r0": {"deadline": deadline}})), TODAY)
    many = [
        replace(row, id=f"r{number:05d}", restates=f"r{number - 1:05d}" if number else None)
        for number in range(20_000)
    ]

    (chain,) = chains(many)
    assert len(chain.rows) == 20_000


@pytest.mark.parametrize(
    ("latest", "pace"),
    [
        ("2020-12-31", "slips 12 months a year"),
        ("2019-02-01", "slips 1 month a year"),
        ("2018-12-31", "does not slip"),
        ("2018-01-01", "moves earlier by 6 months a year"),
    ],
)
def test_the_pace_of_a_claim_in_words(make_registry: Make, latest: str, pace: str) -> None:
    said = {
        "a": _said("2016-01-01", "2018-12-31"),
        "b": _said("2016-01-01", "2018-12-31", restates="a"),
        "c": _said("2018-01-01", latest, restates="b"),
    }
    (chain,) = chains(_rows(make_registry(said)))
    assert chain.pace == pace


@pytest.mark.parametrize(
    ("made_on", "latest", "pace"),
    [
        ("2017-01-01", "2023-12-31", "slipped 5 years in 12 months"),
        ("2018-01-01", "2020-06-30", "slipped 18 months in 2 years"),
        ("2016-04-16", "2019-01-20", "slipped 20 days in 3 months"),
        ("2017-11-01", "2016-12-31", "moved 2 years earlier in 22 months"),
        ("2018-01-01", "2018-12-31", "does not slip"),
        ("2016-02-01", "2019-12-31", "too close to measure"),
    ],
)
def test_two_statements_say_what_happened_between_them(
    make_registry: Make, made_on: str, latest: str, pace: str
) -> None:
    said = {
        "a": _said("2016-01-01", "2018-12-31"),
        "b": _said(made_on, latest, restates="a"),
    }
    (chain,) = chains(_rows(make_registry(said)))
    assert chain.pace == pace


def test_statements_of_one_month_have_no_pace(make_registry: Make) -> None:
    said = {
        "a": _said("2016-01-01", "2018-12-31"),
        "b": _said("2016-02-01", "2019-12-31", restates="a"),
    }
    (chain,) = chains(_rows(make_registry(said)))
    assert (chain.months, chain.pace) == (None, "too close to measure")


def test_the_claim_that_slips_most_is_first(make_registry: Make) -> None:
    said = {
        "a": _said("2016-01-01", "2018-12-31"),
        "b": _said("2018-01-01", "2018-12-31", restates="a"),
        "c": _said("2016-01-01", "2018-12-31"),
        "d": _said("2018-01-01", "2023-12-31", restates="c"),
    }
    assert [chain.months for chain in chains(_rows(make_registry(said)))] == [30, 0]
