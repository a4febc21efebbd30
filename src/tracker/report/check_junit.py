"""Diagnostics as JUnit XML: a test case for each, or a single one that passed."""

from __future__ import annotations

from tracker.report.base import CheckReport
from tracker.report.xml import Case, suite


def render(report: CheckReport) -> str:
    """Errors fail; warnings fail with --strict and are skipped without."""
    cases = [
        Case(
            name=diagnostic.place,
            classname=diagnostic.code,
            verdict="failure" if diagnostic.severity == "error" or report.strict else "skipped",
            message=f"{diagnostic.severity}[{diagnostic.code}] {diagnostic.message}",
            text=f"{diagnostic.place}\n{diagnostic.hint}".strip(),
        )
        for diagnostic in report.diagnostics
    ]
    return suite("tracker check", cases or [Case(name="registry", classname="tracker check")])
