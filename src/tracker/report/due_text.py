"""Due rows for people at a terminal: groups by state, most urgent first, at any width."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.labels import days_in_words, deadline_in_words, figures_in_words, said_by
from tracker.records.state import State
from tracker.report.base import DueReport
from tracker.rows import ASKED_FOR, Due, Row
from tracker.text import Canvas, inert, one_line, plural, truncate, width, wrap

_COLOURS = {
    State.OVERDUE: ("red", "bold"),
    State.DUE: ("yellow", "bold"),
    State.REVIEW: ("blue", "bold"),
    State.SOON: ("bold",),
}
_INDENT = "  "


def render(report: DueReport) -> str:
    """A heading with the figures, the records by state, and how to resolve them."""
    canvas, due = report.canvas, report.due
    heading = wrap(_heading(due), canvas.width)
    parts = ["\n".join(canvas.paint(line, "bold") for line in heading)]
    for state in ASKED_FOR:
        listed = [row for row in due.rows if row.state is state]
        if listed:
            parts.append(canvas.paint(f"{state.upper()} ({len(listed)})", *_COLOURS[state]))
            parts.extend(_block(row, canvas) for row in listed)
    parts.extend(_footer(report))
    return inert("\n\n".join(parts)) + "\n"


def _heading(due: Due) -> str:
    if not due.total:
        return f"No predictions on {due.as_of}."
    sentence = figures_in_words(due)
    return f"On {due.as_of}: {sentence[:1].lower()}{sentence[1:]}"


def _block(row: Row, canvas: Canvas) -> str:
    days = days_in_words(row)
    name = truncate(row.id, canvas.width - len(_INDENT) - width(days) - 2)
    gap = " " * max(canvas.width - len(_INDENT) - width(name) - width(days), 2)
    colours = _COLOURS[row.state]
    lines = [f"{_INDENT}{canvas.paint(name, 'bold')}{gap}{canvas.paint(days, *colours)}"]
    lines += wrap(one_line(row.claim), canvas.width, indent=_INDENT * 2)
    lines += _labelled("said by", f"{said_by(row)}, {row.made_on}", canvas)
    lines += _labelled("quote", row.quote_en and f"{row.quote_en} [our translation]", canvas)
    lines += _labelled("original" if row.quote_en else "quote", row.quote, canvas)
    lines += _labelled("deadline", deadline_in_words(row), canvas)
    lines += _labelled("correct", row.correct, canvas)
    lines += _labelled("incorrect", row.incorrect, canvas)
    lines += _labelled("hint", row.hint, canvas)
    lines += _labelled("file", f"{row.path}:{row.line}", canvas, cut=False)
    return "\n".join(lines)


def _labelled(label: str, text: str | None, canvas: Canvas, *, cut: bool = True) -> Sequence[str]:
    if not text:
        return []
    indent = _INDENT * 2 + " " * 11
    if not cut:  # a place stays in one piece, so that terminals can link it
        lines = [indent + one_line(text)]
    else:
        lines = wrap(one_line(text), canvas.width, indent=indent)
    first = _INDENT * 2 + canvas.paint(label, "dim") + lines[0][len(_INDENT * 2) + len(label) :]
    return [first, *lines[1:]]


def _footer(report: DueReport) -> list[str]:
    footer = []
    if report.invalid_files:
        count = plural(len(report.invalid_files), "invalid file")
        footer.append(f"{count}: run `tracker check`.")
    if report.due.rows:
        footer.append("To resolve one, run `tracker resolve ID STATUS`.")
    lines = [line for text in footer for line in wrap(text, report.canvas.width)]
    return ["\n".join(lines)] if lines else []
