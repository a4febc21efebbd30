from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.charts import vega
from tracker.charts.scores import reliability, shares
from tracker.registry import load
from tracker.rows import rows
from tracker.scores.scoreboard import ScoreRow, forecasts, score

TODAY = date(2026, 11, 21)
Make = Callable[..., Path]


def _settled(status: str, **more: object) -> dict[str, Any]:
    verdict = {
        "resolved_on": "2025-01-01",
        "note": "It is so.",
        "evidence": [{"url": "https://example.org"}],
    }
    return {"status": status, "resolution": verdict, **more}


@pytest.fixture
def board(make_registry: Make) -> list[ScoreRow]:
    root = make_registry(
        {
            "right": _settled("correct", speaker="Ada"),
            "wrong": _settled("incorrect", speaker="Ada"),
            "waiting": {"speaker": "Bob"},
            "undated": {"speaker": "Cid", "deadline": {"kind": "undated"}},
        }
    )
    return score(rows(load(root), TODAY), "speaker")


def _points(board: list[ScoreRow]) -> dict[str, dict[str, Any]]:
    spec = json.loads(shares(board).to_json())
    return {each["group"]: each for data in spec["datasets"].values() for each in data}


def test_the_numbers_drawn_are_those_of_the_scoreboard(board: list[ScoreRow]) -> None:
    ada = next(row for row in board if row.label == "Ada")
    assert ada.interval is not None
    drawn = _points(board)["Ada"]
    assert (drawn["share"], drawn["low"], drawn["high"]) == (
        0.5,
        pytest.approx(ada.interval.low),
        pytest.approx(ada.interval.high),
    )
    assert drawn["Share correct"] == "1 of 2 (50%)"


def test_who_has_only_something_due_has_bounds_and_no_point(board: list[ScoreRow]) -> None:
    bob = _points(board)["Bob"]
    assert (bob["share"], bob["bound1"], bob["bound2"]) == (None, 0, 1)
    assert bob["Share correct"] == "none scored"


def test_who_has_nothing_to_score_is_not_drawn(board: list[ScoreRow]) -> None:
    assert set(_points(board)) == {"Ada", "Bob"}


def test_reliability_has_a_point_for_each_bin(make_registry: Make) -> None:
    stated = [{"by": "Ada", "made_on": "2024-03-05", "probability": "0.8"}]
    root = make_registry({"one": _settled("correct", forecasts=stated)})
    registry = load(root)
    (row,) = forecasts(registry, rows(registry, TODAY))
    spec = json.loads(reliability(row).to_json())
    points = [data for data in spec["datasets"].values() if "low" in data[0]]
    assert [(each["forecast"], each["share"]) for each in points[0]] == [(0.8, 1.0)]


def test_without_a_verdict_the_bounds_alone_are_drawn(make_registry: Make) -> None:
    root = make_registry({"waiting": {"speaker": "Bob"}})
    spec = json.loads(shares(score(rows(load(root), TODAY), "speaker")).to_json())
    assert [each["mark"]["type"] for each in spec["layer"]] == ["rule", "bar"]


def test_a_chart_of_a_width_of_its_own_keeps_it(make_registry: Make) -> None:
    stated = [{"by": "Ada", "made_on": "2024-03-05", "probability": "0.8"}]
    registry = load(make_registry({"one": _settled("correct", forecasts=stated)}))
    (row,) = forecasts(registry, rows(registry, TODAY))
    chart = reliability(row)
    assert vega.svg(chart) == vega.svg(chart, width=2000)
