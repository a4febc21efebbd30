"""Diagnostics for programs: one JSON object."""

from __future__ import annotations

from tracker.json_text import json_text
from tracker.report.base import CheckReport


def render(report: CheckReport) -> str:
    """One JSON object; `line` and `column` are null for a problem of a whole file."""
    return json_text(
        {
            "version": 1,
            "counts": {"error": report.errors, "warning": report.warnings},
            "diagnostics": [
                {
                    "path": diagnostic.path,
                    "line": diagnostic.line,
                    "column": diagnostic.column,
                    "severity": diagnostic.severity,
                    "code": diagnostic.code,
                    "message": diagnostic.message,
                    "hint": diagnostic.hint,
                    "record": diagnostic.record,
                }
                for diagnostic in report.diagnostics
            ],
        }
    )
