"""The registry as one JSON object: whole records as written, with the computed values."""

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
    """One object: the records, and the cards and people that they use."""
    names = {name for row in rows for name in _names(registry, row)}
    sources = {row.source for row in rows}
    registry_object = {
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
    return json_text(registry_object)


def record_object(registry: Registry, row: Row) -> dict[str, object]:
    """`row` has the keys of `list --format json` and all columns, `record` the file's values."""
    more = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in record(row).items()
    }
    return {
        "row": {**row_object(row), **more},
        "record": registry.records[row.id].file.value,
    }


def _names(registry: Registry, row: Row) -> Iterator[str]:
    yield row.speaker
    if row.reported_by:
        yield row.reported_by
    for forecast in registry.records[row.id].prediction.forecasts or ():
        yield registry.person_key(forecast.by)
