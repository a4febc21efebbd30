"""One record for programs: its row, its keys as written, its card and its people."""

from __future__ import annotations

from datetime import date

from tracker.registry import Record, Registry
from tracker.report.due_json import row_object
from tracker.rows import Row

__all__ = ["record_object"]


def record_object(registry: Registry, record: Record, row: Row, today: date) -> dict[str, object]:
    """In JSON types: `record` has the values of the file as text, `row` the computed ones."""
    card = registry.cards.get(row.source)
    names = {row.speaker, row.reported_by} & registry.people.keys()
    return {
        "version": 1,
        "as_of": today.isoformat(),
        "row": row_object(row),
        "timing": str(row.timing) if row.timing else None,
        "record": record.file.value,
        "card": card.file.value if card else None,
        "people": {
            name: registry.people[name].model_dump(exclude_none=True)
            for name in sorted(filter(None, names))
        },
    }
