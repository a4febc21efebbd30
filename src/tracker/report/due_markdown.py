"""Due rows as a Markdown report, for a job summary or an issue."""

from __future__ import annotations

from tracker.labels import days_in_words, deadline_in_words, figures_in_words
from tracker.report.base import DueReport
from tracker.report.markdown import literal, table
from tracker.rows import Row
from tracker.text import plural

_HEAD = ("State", "Due", "Deadline", "Speaker", "Claim", "Record")


def render(report: DueReport) -> str:
    """The figures and a table, most urgent first."""
    due = report.due
    lines = [
        f"# Predictions due on {due.as_of}",
        "",
        figures_in_words(due),
        "",
    ]
    if due.rows:
        lines += [*table(_HEAD, [_cells(row) for row in due.rows]), ""]
    if report.invalid_files:
        lines += [f"{plural(len(report.invalid_files), 'invalid file')}: run `tracker check`.", ""]
    return "\n".join(lines)


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.state.value,
        days_in_words(row),
        literal(deadline_in_words(row)),
        literal(row.speaker_name),
        literal(row.claim),
        literal(f"{row.path}:{row.line}"),
    )
