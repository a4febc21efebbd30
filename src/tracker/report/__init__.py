"""Output formats of diagnostics and due rows: one file each, listed here."""

from __future__ import annotations

from collections.abc import Callable

from tracker.report import (
    check_concise,
    check_full,
    check_github,
    check_json,
    check_junit,
    check_markdown,
    check_sarif,
    due_csv,
    due_github,
    due_json,
    due_junit,
    due_markdown,
    due_text,
)
from tracker.report.base import CheckReport, DueReport, ScoreReport

__all__ = [
    "CHECK_FORMATS",
    "CHECK_SUMMARY",
    "DUE_FORMATS",
    "CheckReport",
    "DueReport",
    "ScoreReport",
]

CHECK_FORMATS: dict[str, Callable[[CheckReport], str]] = {
    "full": check_full.render,
    "concise": check_concise.render,
    "github": check_github.render,
    "json": check_json.render,
    "sarif": check_sarif.render,
    "junit": check_junit.render,
}
#: The Markdown that is appended to a GitHub job summary.
CHECK_SUMMARY = check_markdown.render

DUE_FORMATS: dict[str, Callable[[DueReport], str]] = {
    "text": due_text.render,
    "json": due_json.render,
    "csv": due_csv.render,
    "markdown": due_markdown.render,
    "github": due_github.render,
    "junit": due_junit.render,
}
