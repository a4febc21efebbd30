"""Every chart at the edges of the calendar: days, deadlines and verdicts on its first and last."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tracker.charts import calendar, drift, forecasts, horizon, scores
from tracker.charts.forecasts import Given
from tracker.records.dates import PartialDate
from tracker.registry import Registry, load
from tracker.rows import rows
from tracker.scores.scoreboard import score

FIRST, LAST = "0001-01-01", "9999-12-31"
ORDINARY = "ordinary"
DAYS = [date.fromisoformat(text) for text in (FIRST, "2026-11-21", "9899-01-01", LAST)]


@pytest.fixture
def registry(make_registry: Callable[..., Path]) -> Registry:
    """Each kind of window at each edge, said at each edge, open and with a verdict at each."""
    windows = [
        {"kind": "by", "latest": FIRST},
        {"kind": "by", "latest": LAST},
        {"kind": "between", "earliest": FIRST, "latest": LAST},
        {"kind": "not_before", "earliest": FIRST},
        {"kind": "not_before", "earliest": LAST},
        {"kind": "undated"},
    ]
    evidence = [{"url": "https://example.org"}]
    verdicts = [
        {"resolved_on": day, "happened_on": day, "note": "It came.", "evidence": evidence}
        for day in (FIRST, LAST)
    ]
    records = {
        f"r{number}{said}{done}": {
            "made_on": made_on,
            "deadline": {"as_said": "then", **window},
            "status": "correct" if verdict else "open",
            "resolution": verdict,
        }
        for number, window in enumerate(windows)
        for said, made_on in enumerate((FIRST, "0001", "2024-03-05", "9999"))
        for done, verdict in enumerate((None, *verdicts))
    }
    loaded = load(make_registry({ORDINARY: {}, **records}))
    assert loaded.diagnostics == ()
    return loaded


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_a_chart_is_drawn_on_any_day(registry: Registry, today: date) -> None:
    listed = rows(registry, today)
    horizon.horizon(listed, today).to_dict()
    if ordinary := [row for row in listed if row.id == ORDINARY]:
        horizon.horizon(ordinary, today).to_dict()
    drift.moving(listed, today).to_dict()
    calendar.calendar(calendar.within(calendar.coming(listed), today), today).to_dict()
    scores.shares(score(listed, "horizon")).to_dict()


@pytest.mark.parametrize("until", DAYS, ids=str)
def test_steps_are_drawn_on_any_day(until: date) -> None:
    stated = [Given("Ada", PartialDate.parse(text), 0.5) for text in (FIRST, "0001", "9999", LAST)]
    for settled_on in (None, date.min, date.max):
        forecasts.steps(stated, until, status="correct", settled_on=settled_on).to_dict()


def test_the_strip_of_months_ends_with_the_calendar(make_registry: Callable[..., Path]) -> None:
    deadline = {"as_said": "then", "kind": "by", "latest": LAST}
    today = date(9999, 11, 5)
    shown = calendar.within(
        rows(load(make_registry({"one": {"deadline": deadline}})), today), today
    )
    assert [row.id for row in shown] == ["one"]
    spec = json.loads(calendar.calendar(shown, today).to_json())
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == ["9999-11", "9999-12"]
