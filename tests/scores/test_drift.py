from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tracker.registry import load
from tracker.rows import Row, rows
from tracker.scores.drift import Drift, chains, dated, drift

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


def test_a_date_that_does_not_move_has_no_slip(make_registry: Make) -> None:
    said = {f"y{year}": _said(f"{year}-01-01", "2030-12-31") for year in (2018, 2020, 2022)}
    drifts = drift(_rows(make_registry(said)))
    assert drifts.count == 3
    assert drifts.rate == pytest.approx(0.0)


def test_a_date_that_is_always_two_years_away_slips_a_year_a_year(make_registry: Make) -> None:
    said = {f"y{y}": _said(f"{y}-01-01", f"{y + 2}-01-01") for y in (2016, 2018, 2021)}
    drifts = drift(_rows(make_registry(said)))
    assert drifts.count == 3
    assert drifts.rate == pytest.approx(1.0, abs=0.01)


def test_two_statements_make_no_slope(make_registry: Make) -> None:
    said = {f"y{year}": _said(f"{year}-01-01", "2030-12-31") for year in (2018, 2020)}
    assert drift(_rows(make_registry(said))) == Drift(2, None)


def test_statements_within_a_year_make_no_slope(make_registry: Make) -> None:
    said = {f"m{m}": _said(f"2024-0{m}-01", f"203{m}-12-31") for m in (1, 2, 3)}
    assert drift(_rows(make_registry(said))) == Drift(3, None)


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
        ("2018-01-01", "moves 6 months a year earlier"),
    ],
)
def test_the_pace_of_a_claim_in_words(make_registry: Make, latest: str, pace: str) -> None:
    said = {
        "a": _said("2016-01-01", "2018-12-31"),
        "b": _said("2018-01-01", latest, restates="a"),
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
