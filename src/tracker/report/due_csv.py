"""Due rows as CSV: UTF-8, one header line, no cell that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io

from tracker.report.base import DueReport
from tracker.rows import Row

__all__ = ["COLUMNS", "render", "safe_cell"]

COLUMNS = (
    "id", "state", "days", "status", "kind", "as_said", "earliest", "latest", "in_window",
    "claim", "quote", "speaker", "source", "made_on", "correct", "incorrect", "tags", "path",
    "line",
)  # fmt: skip


def render(report: DueReport) -> str:
    """A header and a line a row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row) for row in report.due.rows)
    return out.getvalue()


def safe_cell(value: object) -> object:
    """Text that would start a formula gets a `'` in front; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return "" if value is None else value


def _cells(row: Row) -> list[object]:
    values = {name: getattr(row, name) for name in COLUMNS}
    values["state"] = row.state.value
    values["made_on"] = row.made_on.text
    values["tags"] = " ".join(row.tags)
    values["in_window"] = str(row.in_window).lower()
    return [safe_cell(values[name]) for name in COLUMNS]
