"""Due rows as a Markdown checklist, for a job summary or an issue."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.labels import (
    STATE_WORDS,
    days_in_words,
    deadline_in_words,
    figures_in_words,
    made_on,
    quote,
    said_by,
)
from tracker.report.base import DueReport
from tracker.report.markdown import link, literal, place
from tracker.rows import ASKED_FOR, NEEDS_ATTENTION, Row
from tracker.text import plural


def render(report: DueReport) -> str:
    """The figures, and a paragraph per record, most urgent first: it can be cut between them."""
    due = report.due
    lines = [f"# Predictions due on {due.as_of}", "", figures_in_words(due), ""]
    if report.invalid_files:
        lines += [f"{plural(len(report.invalid_files), 'invalid file')}: run `tracker check`.", ""]
    for state in ASKED_FOR:
        rows = [row for row in due.rows if row.state is state]
        if rows:
            lines += [f"## {STATE_WORDS[state].capitalize()} ({len(rows)})", ""]
        for row in rows:
            lines += [*_item(row, report.blob), ""]
    return "\n".join(lines)


def _item(row: Row, blob: str) -> Iterator[str]:
    box = "[ ] " if row.state in NEEDS_ATTENTION else ""
    file = place(row.path, row.line, f"{row.path}:{row.line}", blob)
    yield f"- {box}**{literal(row.claim)}** {file}"
    source = link(row.source_title, row.source_url)
    yield f"  - Said by {literal(said_by(row))}, {made_on(row)}: {source}"
    yield f"  - Quote: {literal(quote(row))}"
    yield f"  - Deadline: {literal(deadline_in_words(row))}, {days_in_words(row)}"
    if row.hint:
        yield f"  - Hint: {literal(row.hint)}"
    if row.correct and row.incorrect:
        yield f"  - Correct: {literal(row.correct)}"
        yield f"  - Incorrect: {literal(row.incorrect)}"
