"""The scoreboard for programs: one JSON object; shares are 0 to 1, missing numbers null."""

from __future__ import annotations

import math
from dataclasses import asdict

from tracker.json_text import json_text
from tracker.report.base import ScoreReport
from tracker.scores.scoreboard import ForecastRow, ScoreRow
from tracker.scores.scoring import Bin

__all__ = ["render"]


def render(report: ScoreReport) -> str:
    """One JSON object. An infinite log score is the text "infinite", as JSON has no such number."""
    scoreboard = {
        "version": 1,
        "as_of": report.as_of.isoformat(),
        "by": report.by,
        "later": report.later,
        "total": _row(report.total),
        "groups": [_row(row) for row in report.groups],
        "forecasts": [_forecast(row) for row in report.forecasts],
        "sensitivity": asdict(report.sensitivity),
    }
    return json_text(scoreboard)


def _row(row: ScoreRow) -> dict[str, object]:
    return {
        "group": row.group,
        "label": row.label,
        "total": row.total,
        "counts": dict(row.counts),
        "undated": dict(row.undated),
        "bound": dict(row.bound),
        "due": row.due,
        "correct": row.correct,
        "scored": row.scored,
        "share": row.share,
        "interval": asdict(row.interval) if row.interval else None,
        "bounds": asdict(row.bounds) if row.bounds else None,
        "is_few": row.is_few,
        "held": row.held,
        "broken": row.broken,
        "delays": asdict(row.delays) if row.delays else None,
        "verdicts": [{"id": record, "status": status} for record, status in row.verdicts],
        "ids": list(row.ids),
    }


def _forecast(row: ForecastRow) -> dict[str, object]:
    return {
        "by": row.by,
        "label": row.label,
        "count": row.count,
        "brier": row.brier,
        "log": "infinite" if math.isinf(row.log) else row.log,
        "bins": [_bin(row, one) for one in row.bins],
        "ids": list(row.ids),
    }


def _bin(row: ForecastRow, one: Bin) -> dict[str, object]:
    values = {key: value for key, value in asdict(one).items() if key != "members"}
    return {**values, "ids": list(row.ids_of(one))}
