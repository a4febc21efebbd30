"""Due rows for programs: JSON, one object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.json_text import json_text
from tracker.report.base import DueReport
from tracker.rows import Row
from tracker.state import State

__all__ = ["list_object", "render", "row_object"]


def render(report: DueReport) -> str:
    """One JSON object: counts of every state over the filtered records, and the rows."""
    due = report.due
    found = {
        **_head(due.as_of, due.counts),
        "deferred": due.deferred,
        "invalid_files": len(report.invalid_files),
        "rows": [row_object(row) for row in due.rows],
    }
    return json_text(found)


def list_object(
    as_of: date, counts: Mapping[State, int], listed: Sequence[Row], invalid_files: int
) -> dict[str, object]:
    """The same object with every record."""
    return {
        **_head(as_of, counts),
        "invalid_files": invalid_files,
        "rows": [row_object(row) for row in listed],
    }


def row_object(row: Row) -> dict[str, object]:
    """A row in JSON's types; dates are ISO 8601 text, unknown is null."""
    return {
        "id": row.id,
        "claim": row.claim,
        "quote": row.quote,
        "speaker": row.speaker,
        "source": row.source,
        "made_on": row.made_on.text,
        "status": row.status,
        "state": row.state.value,
        "kind": row.kind,
        "as_said": row.as_said,
        "earliest": row.earliest.isoformat() if row.earliest else None,
        "latest": row.latest.isoformat() if row.latest else None,
        "days": row.days,
        "in_window": row.in_window,
        "path": row.path,
        "line": row.line,
        "criteria": ({"correct": row.correct, "incorrect": row.incorrect} if row.correct else None),
        "tags": list(row.tags),
    }


def _head(as_of: date, counts: Mapping[State, int]) -> dict[str, object]:
    return {
        "version": 1,
        "as_of": as_of.isoformat(),
        "counts": {word.value: counts[word] for word in counts},
    }
