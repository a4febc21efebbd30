"""Diagnostics as annotations on the lines of a pull request."""

from __future__ import annotations

from tracker.report.base import CheckReport
from tracker.report.workflow import annotation


def render(report: CheckReport) -> str:
    """One workflow command per diagnostic."""
    lines = [
        annotation(
            diagnostic.severity,
            diagnostic.message + (f"\nhint: {diagnostic.hint}" if diagnostic.hint else ""),
            title=diagnostic.code,
            path=report.prefix + diagnostic.path,
            line=diagnostic.line,
            column=diagnostic.column,
        )
        for diagnostic in report.diagnostics
    ]
    return "".join(f"{line}\n" for line in lines)
