"""Diagnostics on one line each, `path:line:col: error[code] message`, for editors and grep."""

from __future__ import annotations

from tracker.report.base import CheckReport
from tracker.report.check_full import header, summary
from tracker.text import inert, one_line


def render(report: CheckReport) -> str:
    """A line for each diagnostic, with its hint in brackets, and the summary."""
    lines = []
    for diagnostic in report.diagnostics:
        hint = f" ({one_line(diagnostic.hint)})" if diagnostic.hint else ""
        lines.append(header(report, diagnostic) + hint)
    return inert("\n".join([*lines, summary(report)])) + "\n"
