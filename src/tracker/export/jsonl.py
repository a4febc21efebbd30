"""The registry as JSON Lines: one self-contained record per line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.export.base import VERSION, Options
from tracker.export.json_ import record_object
from tracker.json_text import json_text
from tracker.registry import Registry
from tracker.rows import Row

__all__ = ["export"]


def export(registry: Registry, rows: Sequence[Row], today: date, _options: Options) -> str:
    """A line per record; empty text without records."""
    return "".join(_line(registry, row, today) for row in rows)


def _line(registry: Registry, row: Row, today: date) -> str:
    card = registry.cards.get(row.source)
    people = [registry.people.get(name) for name in (row.speaker, row.reported_by or "")]
    line = {
        "version": VERSION,
        "as_of": today.isoformat(),
        **record_object(registry, row),
        "card": card.file.value if card else None,
        "speaker": people[0].model_dump(exclude_none=True) if people[0] else None,
        "reporter": people[1].model_dump(exclude_none=True) if people[1] else None,
    }
    return json_text(line, indent=None)
