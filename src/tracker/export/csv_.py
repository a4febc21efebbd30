"""The registry as CSV: UTF-8, RFC 4180, no cell that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from tracker.columns import COLUMNS, Value, records
from tracker.export.base import Options
from tracker.registry import Registry
from tracker.rows import Row
from tracker.text import safe_cell

__all__ = ["export"]


def export(registry: Registry, rows: Sequence[Row], today: date, _options: Options) -> str:
    """A header and a line a record; an empty cell is a value that is not there."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in COLUMNS)
    for record in records(registry, rows, today):
        writer.writerow(safe_cell(_cell(value)) for value in record.values())
    return out.getvalue()


def _cell(value: Value) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "; ".join(value)
    return value
