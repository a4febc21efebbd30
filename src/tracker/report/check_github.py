"""Diagnostics as annotations on the lines of a pull request."""

from __future__ import annotations

from tracker.report.base import CheckReport
from tracker.report.workflow import annotation


def render(report: CheckReport) -> str:
    """One workflow command a diagnostic."""
    lines = [
        annotation(
            found.severity,
            found.message + (f"\nhint: {found.hint}" if found.hint else ""),
            title=found.code,
            path=report.prefix + found.path,
            line=found.line,
            column=found.column,
        )
        for found in report.diagnostics
    ]
    return "".join(f"{line}\n" for line in lines)
