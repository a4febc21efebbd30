"""Owns the text forms of diagnostics and due rows: one file a format, listed here."""

from __future__ import annotations

from collections.abc import Callable

from tracker.report import check_full, check_json, due_json, due_text
from tracker.report.base import CheckReport, DueReport

__all__ = ["CHECK_FORMATS", "DUE_FORMATS", "CheckReport", "DueReport"]

CHECK_FORMATS: dict[str, Callable[[CheckReport], str]] = {
    "full": check_full.render,
    "json": check_json.render,
}
DUE_FORMATS: dict[str, Callable[[DueReport], str]] = {
    "text": due_text.render,
    "json": due_json.render,
}
