"""Badges with the number of due predictions: an SVG, and JSON for shields.io."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.export.base import Options
from tracker.json_text import json_text
from tracker.records.state import State
from tracker.registry import Registry
from tracker.rows import Row, due_among
from tracker.text import plural

__all__ = ["endpoint", "message", "svg"]

_LABEL = "predictions"
# White text on any of these has a contrast of at least 4.5 (WCAG 2.2, 1.4.3).
_COLOURS = {"red": "#b3261e", "orange": "#a04a00", "green": "#2e7d32", "grey": "#555555"}
#: The width of a character in Verdana 11px, rounded up; the text is stretched to fit.
_CHARACTER = 7
_PADDING = 6


def message(registry: Registry, rows: Sequence[Row], today: date) -> tuple[str, str]:
    """The text and its colour: `3 due, 1 to review`, red if any is overdue, else orange."""
    if registry.invalid_files:
        return plural(len(registry.invalid_files), "invalid file"), "red"
    if not rows:
        return "none yet", "grey"
    due = due_among(rows, today)
    review = due.counts[State.REVIEW]
    colour = "red" if due.counts[State.OVERDUE] else "orange" if due.needs_attention else "green"
    return f"{due.past} due" + (f", {review} to review" if review else ""), colour


def svg(registry: Registry, rows: Sequence[Row], today: date, _options: Options) -> str:
    """An SVG badge, readable without its colours."""
    text, colour = message(registry, rows, today)
    left, right = (_CHARACTER * len(each) + 2 * _PADDING for each in (_LABEL, text))
    whole = f"{_LABEL}: {text}"
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" \
aria-label="{whole}">
  <title>{whole} ({today})</title>
  <clipPath id="round"><rect width="{left + right}" height="20" rx="3"/></clipPath>
  <g clip-path="url(#round)">
    <rect width="{left}" height="20" fill="#333333"/>
    <rect x="{left}" width="{right}" height="20" fill="{_COLOURS[colour]}"/>
  </g>
  <g fill="#ffffff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" \
font-size="11">
    <text x="{left / 2:g}" y="14" textLength="{left - 2 * _PADDING}">{_LABEL}</text>
    <text x="{left + right / 2:g}" y="14" textLength="{right - 2 * _PADDING}">{text}</text>
  </g>
</svg>
"""


def endpoint(registry: Registry, rows: Sequence[Row], today: date, _options: Options) -> str:
    """JSON for the endpoint badge of shields.io, schema version 1."""
    text, colour = message(registry, rows, today)
    badge: dict[str, object] = {
        "schemaVersion": 1,
        "label": _LABEL,
        "message": text,
        "color": _COLOURS[colour].removeprefix("#"),
    }
    if registry.invalid_files:
        badge["isError"] = True
    return json_text(badge)
