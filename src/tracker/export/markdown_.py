"""The registry as a Markdown report: figures, due predictions, scores and all records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tracker.export.base import Options
from tracker.labels import (
    as_known,
    days_in_words,
    deadline_in_words,
    figures_in_words,
    status_in_words,
)
from tracker.registry import Registry
from tracker.report.markdown import link, literal, table
from tracker.report.score_text import SHARE, figures, notes, share_in_words
from tracker.rows import Row, due_among
from tracker.scores.scoreboard import later, score, total
from tracker.text import plural

__all__ = ["export"]


def export(registry: Registry, rows: Sequence[Row], today: date, _options: Options) -> str:
    """Sections in the order of a reader's questions."""
    lines = [f"# Predictions on {today}", "", *_figures(registry, rows, today)]
    if rows:
        lines += [*_due(rows, today), *_scores(registry, rows, today), *_records(rows)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _figures(registry: Registry, rows: Sequence[Row], today: date) -> Iterator[str]:
    due = due_among(rows, today)
    yield from (figures_in_words(due), "")
    if registry.invalid_files:
        files = plural(len(registry.invalid_files), "invalid file")
        yield from (f"{files}: run `tracker check`.", "")


def _due(rows: Sequence[Row], today: date) -> Iterator[str]:
    due = due_among(rows, today)
    yield from ("## Due now", "")
    if due.rows:
        head = ("State", "Due", "Deadline", "Speaker", "Claim")
        yield from table(
            head,
            [
                (
                    row.state.value,
                    days_in_words(row),
                    literal(deadline_in_words(row)),
                    literal(row.speaker_name),
                    literal(row.claim),
                )
                for row in due.rows
            ],
        )
    else:
        yield "Nothing is due."
    yield ""
    if due.deferred:
        yield from (f"{plural(due.deferred, 'prediction')} deferred to a later review.", "")


def _scores(registry: Registry, rows: Sequence[Row], today: date) -> Iterator[str]:
    whole = total(rows)
    groups = [*score(rows, "speaker"), whole]
    columns = figures(whole)
    yield from ("## Verdicts by speaker", "")
    yield from table(
        ("Speaker", *(figure.head for figure in columns), SHARE),
        [
            (
                literal(group.label),
                *(str(figure.of(group)) for figure in columns),
                literal(share_in_words(group)),
            )
            for group in groups
        ],
    )
    yield ""
    for note in (as_known(today, later(registry, rows)), *notes(groups, whole)):
        if note:
            yield from (note, "")


def _records(rows: Sequence[Row]) -> Iterator[str]:
    yield from ("## All records", "")
    names = {row.speaker: row.speaker_name for row in rows}
    for key, name in sorted(names.items(), key=lambda item: (item[1].casefold(), item[0])):
        yield from (f"### {literal(name)}", "")
        for row in rows:
            if row.speaker == key:
                yield from _record(row)
        yield ""


def _record(row: Row) -> Iterator[str]:
    timing = f", {row.timing}" if row.timing else ""
    yield f"- **{literal(row.claim)}**"
    if row.summary:
        yield f"  - {literal(row.summary)}"
    deadline = literal(deadline_in_words(row))
    yield f"  - {status_in_words(row)}{timing}; {deadline}; said {row.made_on}"
    if row.quote_en:
        yield f"  - “{literal(row.quote_en)}” (our translation)"
    yield f"  - “{literal(row.quote)}” ({link(row.source_title, row.source_url)})"
