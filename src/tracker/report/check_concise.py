"""Diagnostics one a line: `path:line:col: error[code] message`, for editors and grep."""

from __future__ import annotations

from tracker.report.base import CheckReport
from tracker.report.check_full import header, summary
from tracker.text import inert, one_line


def render(report: CheckReport) -> str:
    """A line for each diagnostic, its hint behind it in brackets, and the summary."""
    lines = []
    for found in report.diagnostics:
        hint = f" ({one_line(found.hint)})" if found.hint else ""
        lines.append(header(report, found) + hint)
    return inert("\n".join([*lines, summary(report)])) + "\n"
