"""Owns the text forms of diagnostics and due rows: one file a format, listed here.

A format is imported when it is asked for: a run needs one of them.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TypeVar

from tracker.report.base import CheckReport, DueReport

__all__ = ["CHECK_FORMATS", "CHECK_SUMMARY", "DUE_FORMATS", "CheckReport", "DueReport"]

R = TypeVar("R")


def _render(kind: type[R], module: str) -> Callable[[R], str]:
    def render(report: R) -> str:
        text: str = importlib.import_module(f"tracker.report.{module}").render(report)
        return text

    return render


CHECK_FORMATS: dict[str, Callable[[CheckReport], str]] = {
    "full": _render(CheckReport, "check_full"),
    "concise": _render(CheckReport, "check_concise"),
    "github": _render(CheckReport, "check_github"),
    "json": _render(CheckReport, "check_json"),
    "sarif": _render(CheckReport, "check_sarif"),
    "junit": _render(CheckReport, "check_junit"),
}
#: What is appended to the summary of a job.
CHECK_SUMMARY = _render(CheckReport, "check_markdown")

DUE_FORMATS: dict[str, Callable[[DueReport], str]] = {
    "text": _render(DueReport, "due_text"),
    "json": _render(DueReport, "due_json"),
    "csv": _render(DueReport, "due_csv"),
    "markdown": _render(DueReport, "due_markdown"),
    "github": _render(DueReport, "due_github"),
    "junit": _render(DueReport, "due_junit"),
}
