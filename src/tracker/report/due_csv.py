"""Due rows as CSV in UTF-8, with the columns of the export.

Each row is a single line even if its texts have line breaks, so that `grep`, `sort` and CI logs can
handle it; `--format json` has the unchanged texts.
"""

from __future__ import annotations

from tracker.report.base import DueReport
from tracker.report.columns import csv_text
from tracker.text import inert, one_line


def render(report: DueReport) -> str:
    """A header and a line per row."""
    return inert(csv_text(report.due.rows, text=one_line))
