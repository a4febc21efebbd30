"""Diagnostics as a Markdown table, for the summary of a job."""

from __future__ import annotations

from tracker.report.base import CheckReport
from tracker.report.markdown import literal, table
from tracker.text import plural


def render(report: CheckReport) -> str:
    """The counts and one table."""
    counts = f"{plural(report.errors, 'error')}, {plural(report.warnings, 'warning')}"
    lines = ["# Registry check", "", f"{counts}; {plural(report.records, 'record')} read.", ""]
    if report.diagnostics:
        body = [
            (
                literal(found.place),
                f"{found.severity}[{found.code}]",
                literal(found.message),
                literal(found.hint),
            )
            for found in report.diagnostics
        ]
        lines += [*table(("Place", "Code", "Message", "Hint"), body), ""]
    return "\n".join(lines)
