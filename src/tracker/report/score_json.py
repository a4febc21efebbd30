"""The scoreboard for programs: JSON, one object; shares between 0 and 1, null for no number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from tracker.json_text import json_text
from tracker.scores.scoreboard import ForecastRow, ScoreRow, Sensitivity
from tracker.scores.scoring import Bin

__all__ = ["render"]


def render(
    as_of: date,
    by: str,
    total: ScoreRow,
    groups: Sequence[ScoreRow],
    given: Sequence[ForecastRow],
    readings: Sensitivity,
) -> str:
    """One JSON object. An infinite log score is the text "infinite": JSON has no such number."""
    found = {
        "version": 1,
        "as_of": as_of.isoformat(),
        "by": by,
        "total": _row(total),
        "groups": [_row(row) for row in groups],
        "forecasts": [_forecast(row) for row in given],
        "sensitivity": asdict(readings),
    }
    return json_text(found)


def _row(row: ScoreRow) -> dict[str, object]:
    return {
        "group": row.group,
        "label": row.label,
        "total": row.total,
        "counts": dict(row.counts),
        "due": row.due,
        "correct": row.correct,
        "scored": row.scored,
        "share": row.share,
        "interval": asdict(row.interval) if row.interval else None,
        "bounds": asdict(row.bounds) if row.bounds else None,
        "is_few": row.is_few,
        "stood": row.stood,
        "violated": row.violated,
        "delays": asdict(row.delays) if row.delays else None,
        "ids": list(row.ids),
    }


def _forecast(row: ForecastRow) -> dict[str, object]:
    return {
        "by": row.by,
        "label": row.label,
        "count": row.count,
        "brier": row.brier,
        "log": "infinite" if math.isinf(row.log) else row.log,
        "bins": [_bin(row, found) for found in row.bins],
        "ids": list(row.ids),
    }


def _bin(row: ForecastRow, found: Bin) -> dict[str, object]:
    shown = {key: value for key, value in asdict(found).items() if key != "members"}
    return {**shown, "ids": list(row.ids_of(found))}
