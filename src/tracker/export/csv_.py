"""The registry as CSV: UTF-8, RFC 4180, no cell that a spreadsheet takes for a formula."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.export.base import Options
from tracker.registry import Registry
from tracker.report.columns import csv_text
from tracker.rows import Row

__all__ = ["export"]


def export(_registry: Registry, rows: Sequence[Row], _today: date, _options: Options) -> str:
    """A header and a line a record; an empty cell is a value that is not there."""
    return csv_text(rows)
