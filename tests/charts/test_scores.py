from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.charts import vega
from tracker.charts.scores import marks, reliability, shares
from tracker.registry import load
from tracker.rows import Row, rows
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
def listed(make_registry: Make) -> list[Row]:
    """Ada: few verdicts; Bob: one due; Cid: undated; Dee: enough verdicts."""
    root = make_registry(
        {
            "right": _settled("correct", speaker="Ada"),
            "wrong": _settled("incorrect", speaker="Ada"),
            "waiting": {"speaker": "Bob"},
            "undated": {"speaker": "Cid", "deadline": {"kind": "undated"}},
            **{f"d{n}": _settled("correct" if n else "partial", speaker="Dee") for n in range(10)},
            "due": {"speaker": "Dee"},
        }
    )
    return rows(load(root), TODAY)


@pytest.fixture
def board(listed: list[Row]) -> list[ScoreRow]:
    return score(listed, "speaker")


def _data(chart: Any) -> list[dict[str, Any]]:
    spec = json.loads(chart.to_json())
    return [each for data in spec["datasets"].values() for each in data]


def test_the_numbers_drawn_are_those_of_the_scoreboard(
    board: list[ScoreRow], listed: list[Row]
) -> None:
    (drawn,) = _data(shares(board, "speaker", listed, TODAY))
    dee = next(row for row in board if row.label == "Dee")
    assert dee.interval is not None
    assert (drawn["group"], drawn["share"], drawn["low"], drawn["high"]) == (
        "Dee",
        0.9,
        pytest.approx(dee.interval.low),
        pytest.approx(dee.interval.high),
    )
    assert drawn["Share correct"] == "9 of 10 (90%; 60–98%)"
    assert drawn["Range with pending verdicts"] == "82–91%"


def test_few_verdicts_are_marks_without_a_percentage(
    board: list[ScoreRow], listed: list[Row]
) -> None:
    data = _data(marks(board, "speaker", listed, TODAY))
    assert [(each["id"], each["word"]) for each in data if "id" in each] == [
        ("right", "correct"),
        ("wrong", "incorrect"),
    ]
    assert [each["said"] for each in data if "said" in each] == ["1 of 2"]
    assert "%" not in json.dumps(data)


def test_reliability_has_a_point_for_each_bin(make_registry: Make) -> None:
    stated = [{"by": "Ada", "made_on": "2024-03-05", "probability": "0.8"}]
    root = make_registry({"one": _settled("correct", forecasts=stated)})
    registry = load(root)
    (row,) = forecasts(registry, rows(registry, TODAY))
    spec = json.loads(reliability(row, rows(registry, TODAY), TODAY).to_json())
    points = [data for data in spec["datasets"].values() if "low" in data[0]]
    assert [(each["forecast"], each["share"]) for each in points[0]] == [(0.8, 1.0)]


def test_a_chart_of_a_width_of_its_own_keeps_it(make_registry: Make) -> None:
    stated = [{"by": "Ada", "made_on": "2024-03-05", "probability": "0.8"}]
    registry = load(make_registry({"one": _settled("correct", forecasts=stated)}))
    (row,) = forecasts(registry, rows(registry, TODAY))
    chart = reliability(row, rows(registry, TODAY), TODAY)
    assert vega.svg(chart) == vega.svg(chart, width=2000)
