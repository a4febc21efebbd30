"""Due rows for programs: one JSON object."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.json_text import json_text
from tracker.report.base import DueReport
from tracker.rows import Due, Row

__all__ = ["figures", "list_object", "render", "row_object"]


def render(report: DueReport) -> str:
    """One JSON object: the number of filtered records in each state, and the rows."""
    return json_text(_object(report.due, report.due.rows, len(report.invalid_files)))


def list_object(due: Due, invalid_files: int) -> dict[str, object]:
    """The same object, with every record as a row."""
    return _object(due, due.listed, invalid_files)


def _object(due: Due, rows: Sequence[Row], invalid_files: int) -> dict[str, object]:
    return {
        **figures(due, 1),
        "invalid_files": invalid_files,
        "rows": [row_object(row) for row in rows],
    }


def figures(due: Due, version: int) -> dict[str, object]:
    """The keys at the start of every JSON output with several records."""
    return {
        "version": version,
        "as_of": due.as_of.isoformat(),
        "counts": {state.value: count for state, count in due.counts.items()},
        "needs_attention": due.needs_attention,
        "deferred": due.deferred,
    }


def row_object(row: Row) -> dict[str, object]:
    """A row in JSON types; dates are ISO 8601 text, unknown values null."""
    return {
        "id": row.id,
        "title": row.title,
        "claim": row.claim,
        "quote": row.quote,
        "quote_en": row.quote_en,
        "speaker": row.speaker,
        "source": row.source,
        "made_on": row.made_on.text,
        "hedge": row.hedge,
        "hedge_en": row.hedge_en,
        "status": row.status,
        "state": row.state.value,
        "kind": row.kind,
        "as_said": row.as_said,
        "as_said_en": row.as_said_en,
        "earliest": row.earliest.isoformat() if row.earliest else None,
        "latest": row.latest.isoformat() if row.latest else None,
        "summary": row.summary,
        "days": row.days,
        "in_window": row.in_window,
        "path": row.path,
        "line": row.line,
        "criteria": ({"correct": row.correct, "incorrect": row.incorrect} if row.correct else None),
        "tags": list(row.tags),
    }
