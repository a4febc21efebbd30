"""Due rows as CSV: UTF-8, a header and a line a row, no cell that starts a formula.

A row is one line whatever its texts hold, so that `grep`, `sort` and a CI system's log can read it;
`--format json` has the texts to the letter.
"""

from __future__ import annotations

import csv
import io

from tracker.report.base import DueReport
from tracker.rows import Row
from tracker.text import inert, one_line, safe_cell

__all__ = ["COLUMNS", "render"]

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
    return inert(out.getvalue())


def _cells(row: Row) -> list[object]:
    values = {name: getattr(row, name) for name in COLUMNS}
    values["state"] = row.state.value
    values["made_on"] = row.made_on.text
    values["tags"] = " ".join(row.tags)
    values["in_window"] = str(row.in_window).lower()
    return [safe_cell(_line(values[name])) for name in COLUMNS]


def _line(value: object) -> object:
    return one_line(value) if isinstance(value, str) else value
