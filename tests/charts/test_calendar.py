from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tracker.charts.calendar import MOST, calendar, coming, describe, within
from tracker.registry import load
from tracker.rows import Row, rows

TODAY = date(2026, 11, 21)


@pytest.fixture
def listed(make_registry: Callable[..., Path]) -> list[Row]:
    def by(latest: str) -> dict[str, object]:
        return {"deadline": {"as_said": "soon", "kind": "by", "latest": latest}}

    root = make_registry(
        {
            "past": by("2026-11-20"),
            "today": by("2026-11-21"),
            "same-month": by("2026-11-30"),
            "last-month": by("2028-10-31"),
            "too-far": by("2028-11-01"),
        }
    )
    return rows(load(root), TODAY)


def test_what_comes_next_is_ahead_and_nearest_first(listed: list[Row]) -> None:
    assert [row.id for row in coming(listed)] == ["today", "same-month", "last-month", "too-far"]


def test_the_strip_holds_two_years_of_months(listed: list[Row]) -> None:
    shown = within(coming(listed), TODAY)
    assert [row.id for row in shown] == ["today", "same-month", "last-month"]
    spec = json.loads(calendar(shown, TODAY).to_json())
    months = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert (months[0], months[-1], len(months)) == ("2026-11", "2028-10", 24)


def test_deadlines_of_one_month_are_stacked(listed: list[Row]) -> None:
    spec = json.loads(calendar(within(coming(listed), TODAY), TODAY).to_json())
    points = next(data for data in spec["datasets"].values() if "id" in data[0])
    assert [(each["month"], each["level"]) for each in points] == [
        ("2026-11", 0.5),
        ("2026-11", 1.5),
        ("2028-10", 0.5),
    ]


def test_a_full_month_ends_in_a_plus(make_registry: Callable[..., Path]) -> None:
    deadline = {"as_said": "soon", "kind": "by", "latest": "2026-12-05"}
    root = make_registry({f"r{n:02}": {"deadline": deadline} for n in range(MOST + 1)})
    shown = within(coming(rows(load(root), TODAY)), TODAY)

    def marks(number: int) -> tuple[list[str], list[dict[str, object]]]:
        spec = json.loads(calendar(shown[:number], TODAY).to_json())
        data = spec["datasets"].values()
        ids = [each["id"] for points in data for each in points if "id" in each]
        return ids, [each for points in data for each in points if "Not shown" in each]

    assert marks(MOST) == ([row.id for row in shown[:MOST]], [])
    assert marks(MOST + 1) == (
        [row.id for row in shown[: MOST - 1]],
        [{"month": "2026-12", "level": MOST - 0.5, "Not shown": "2 more deadlines in 2026-12"}],
    )


def test_the_sentence_for_those_who_cannot_see_it(listed: list[Row]) -> None:
    assert describe(within(coming(listed), TODAY), TODAY) == (
        "Calendar of the 3 deadlines in the 24 months from 2026-11. "
        "The list below shows the next ones as text."
    )
