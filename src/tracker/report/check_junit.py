"""Diagnostics as JUnit XML: a test case a diagnostic, or one that passed."""

from __future__ import annotations

from tracker.report.base import CheckReport
from tracker.report.xml import Case, suite


def render(report: CheckReport) -> str:
    """Errors fail; warnings fail with --strict, else they are listed as skipped."""
    cases = [
        Case(
            name=found.place,
            classname=found.code,
            verdict="failure" if found.severity == "error" or report.strict else "skipped",
            message=f"{found.severity}[{found.code}] {found.message}",
            text=f"{found.place}\n{found.hint}".strip(),
        )
        for found in report.diagnostics
    ]
    return suite("tracker check", cases or [Case(name="registry", classname="tracker check")])
