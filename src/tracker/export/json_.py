"""The registry as JSON: one object, whole records as written with what was computed of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tracker.export.base import VERSION, Options
from tracker.json_text import json_text
from tracker.registry import Registry
from tracker.report.columns import record
from tracker.report.due_json import figures, row_object
from tracker.rows import Row, due_among

__all__ = ["export", "record_object"]


def export(registry: Registry, rows: Sequence[Row], today: date, _options: Options) -> str:
    """One object: records, and the cards and people that they name."""
    names = {name for row in rows for name in _names(registry, row)}
    sources = {row.source for row in rows}
    found = {
        **figures(due_among(rows, today), VERSION),
        "invalid_files": len(registry.invalid_files),
        "records": [record_object(registry, row) for row in rows],
        "cards": {key: card.file.value for key, card in registry.cards.items() if key in sources},
        "people": {
            key: person.model_dump(exclude_none=True)
            for key, person in registry.people.items()
            if key in names
        },
    }
    return json_text(found)


def record_object(registry: Registry, row: Row) -> dict[str, object]:
    """`row`: what `list --format json` has, and the other columns; `record`: the file's values."""
    more = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in record(row).items()
        if name not in ("correct", "incorrect")
    }
    return {
        "row": {**row_object(row), **more},
        "record": registry.records[row.id].file.value,
    }


def _names(registry: Registry, row: Row) -> Iterator[str]:
    yield row.speaker
    if row.reported_by:
        yield row.reported_by
    yield from (each.by for each in registry.records[row.id].prediction.forecasts or ())
