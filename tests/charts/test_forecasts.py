from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tracker.charts.forecasts import Given, describe, steps
from tracker.records.dates import PartialDate

GIVEN = [
    Given("Ada Example", PartialDate.parse("2024-03-05"), 0.7),
    Given("A market", PartialDate.parse("2024-06"), 0.2),
    Given("Ada Example", PartialDate.parse("2025-01-10"), 0.4),
]


def points(**more: Any) -> tuple[list[tuple[str, float, str]], dict[str, Any]]:
    spec = steps(GIVEN, date(2026, 11, 21), **more).to_dict()
    rows = (
        spec["datasets"][spec["layer"][0]["data"]["name"]]
        if "data" in spec["layer"][0]
        else (spec["datasets"][spec["data"]["name"]])
    )
    return [(row["day"][:10], row["probability"], row["by"]) for row in rows], spec


def test_each_forecaster_holds_a_number_until_the_next_and_to_the_day_of_the_page() -> None:
    assert points()[0] == [
        ("2024-03-05", 0.7, "Ada Example"),
        ("2024-06-30", 0.2, "A market"),
        ("2025-01-10", 0.4, "Ada Example"),
        ("2026-11-21", 0.4, "Ada Example"),
        ("2026-11-21", 0.2, "A market"),
    ]


def test_lines_are_steps_that_end_with_the_verdict() -> None:
    rows, spec = points(status="correct", settled_on=date(2026, 1, 1))

    assert {day for day, _, _ in rows[3:]} == {"2026-01-01"}
    assert spec["layer"][0]["mark"]["interpolate"] == "step-after"


@pytest.mark.parametrize(("status", "at"), [("correct", 1.0), ("incorrect", 0.0)])
def test_the_outcome_is_a_point(status: str, at: float) -> None:
    _, spec = points(status=status, settled_on=date(2026, 1, 1))

    [outcome] = [
        row for rows in spec["datasets"].values() for row in rows if row.get("what") == status
    ]
    assert outcome["probability"] == at


@pytest.mark.parametrize("status", ["open", "ambiguous", "partial", "annulled", "withdrawn"])
def test_a_verdict_that_is_neither_has_no_point(status: str) -> None:
    _, spec = points(status=status, settled_on=date(2026, 1, 1))

    assert not [row for rows in spec["datasets"].values() for row in rows if "what" in row]


def test_the_words_for_who_cannot_see_it() -> None:
    assert describe(GIVEN, status="correct") == (
        "3 probability forecasts; latest: Ada Example 40%, A market 20%; outcome: correct."
    )
    assert describe(GIVEN[:1]) == "1 probability forecast; latest: Ada Example 70%."
