"""Diagnostics as a Markdown table, for a job summary."""

from __future__ import annotations

from tracker.report.base import CheckReport
from tracker.report.markdown import literal, table
from tracker.text import plural


def render(report: CheckReport) -> str:
    """The counts and a table."""
    counts = f"{plural(report.errors, 'error')}, {plural(report.warnings, 'warning')}"
    lines = ["# Registry check", "", f"{counts} in {plural(report.records, 'record')}.", ""]
    if report.diagnostics:
        body = [
            (
                literal(diagnostic.place),
                f"{diagnostic.severity}[{diagnostic.code}]",
                literal(diagnostic.message),
                literal(diagnostic.hint),
            )
            for diagnostic in report.diagnostics
        ]
        lines += [*table(("Place", "Code", "Message", "Hint"), body), ""]
    return "\n".join(lines)
