"""Diagnostics as a Markdown table, for a job summary."""

from __future__ import annotations

from dataclasses import replace

from tracker.report.base import CheckReport
from tracker.report.check_full import summary
from tracker.report.markdown import literal, place, table
from tracker.text import Canvas


def render(report: CheckReport) -> str:
    """How many problems there are, and a table of them."""
    lines = ["# Registry check", "", summary(replace(report, canvas=Canvas())), ""]
    if report.diagnostics:
        body = [
            (
                place(diagnostic.path, diagnostic.line, diagnostic.place, report.blob),
                f"{diagnostic.severity}[{diagnostic.code}]",
                literal(diagnostic.message),
                literal(diagnostic.hint),
            )
            for diagnostic in report.diagnostics
        ]
        lines += [*table(("Place", "Code", "Message", "Hint"), body), ""]
    return "\n".join(lines)
