"""Diagnostics for programs: JSON, one object, documented in the design of the command line."""

from __future__ import annotations

from tracker.json_text import json_text
from tracker.report.base import CheckReport


def render(report: CheckReport) -> str:
    """One JSON object; `line` and `column` are null where a problem has no place."""
    return json_text(
        {
            "version": 1,
            "counts": {"error": report.errors, "warning": report.warnings},
            "diagnostics": [
                {
                    "path": found.path,
                    "line": found.line,
                    "column": found.column,
                    "severity": found.severity,
                    "code": found.code,
                    "message": found.message,
                    "hint": found.hint,
                    "record": found.record,
                }
                for found in report.diagnostics
            ],
        }
    )
