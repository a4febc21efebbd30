"""Due rows as CSV, with the columns of the export: UTF-8, a header and a line a row.

A row is one line whatever its texts hold, so that `grep`, `sort` and a CI system's log can read it;
`--format json` has the texts to the letter.
"""

from __future__ import annotations

from tracker.report.base import DueReport
from tracker.report.columns import csv_text
from tracker.text import inert, one_line


def render(report: DueReport) -> str:
    """A header and a line a row."""
    return inert(csv_text(report.due.rows, text=one_line))
