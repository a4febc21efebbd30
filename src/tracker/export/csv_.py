"""The registry as CSV (UTF-8, RFC 4180); cells are safe from formula injection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.export.base import Options
from tracker.registry import Registry
from tracker.report.columns import csv_text
from tracker.rows import Row

__all__ = ["export"]


def export(_registry: Registry, rows: Sequence[Row], _today: date, _options: Options) -> str:
    """A header and a line per record; the cell of a missing value is empty."""
    return csv_text(rows)
