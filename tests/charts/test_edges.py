"""Every chart at the edges of the calendar: days, deadlines and verdicts on its first and last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tracker.charts import drift, forecasts, scores, timeline
from tracker.charts.forecasts import Given
from tracker.records.dates import PartialDate
from tracker.registry import Registry, load
from tracker.rows import rows
from tracker.scores.drift import chains
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
            "restates": f"r{number - 1}{said}{done}" if number else None,
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
    if dated := timeline.arranged(listed):
        timeline.timeline(dated, today).to_dict()
    if ordinary := [row for row in listed if row.id == ORDINARY]:
        timeline.timeline(ordinary, today).to_dict()
    if chains(listed):
        drift.moving(listed, today).to_dict()
    board = score(listed, "horizon")
    scores.shares(board, "horizon", listed, today).to_dict()
    scores.marks(board, "horizon", listed, today).to_dict()


@pytest.mark.parametrize("until", DAYS, ids=str)
def test_steps_are_drawn_on_any_day(until: date) -> None:
    stated = [Given("Ada", PartialDate.parse(text), 0.5) for text in (FIRST, "0001", "9999", LAST)]
    for settled_on in (None, date.min, date.max):
        forecasts.steps(stated, until, status="correct", settled_on=settled_on).to_dict()
