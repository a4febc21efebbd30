"""The scoreboard in words: the table at a terminal, and the sentences and columns of every surface.

The Markdown report, the static page and the dashboard take their columns and notes from here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tracker import labels
from tracker.records.vocabulary import STATUSES
from tracker.report.base import ScoreReport
from tracker.scores.scoreboard import FEW, ForecastRow, ScoreRow, Sensitivity
from tracker.text import Canvas, one_line, pad, plural, truncate, width, wrap

__all__ = [
    "NO_FORECASTS",
    "SHARE",
    "Figure",
    "apart_in_words",
    "brier_in_words",
    "days_off_in_words",
    "delays_in_words",
    "figures",
    "notes",
    "pending_in_words",
    "render",
    "sensitivity_in_words",
    "share_in_words",
]

#: The widest name in a table, and the narrowest that can still be distinguished.
_NAMES, _FEWEST = 22, 12
#: The head of the column of `share_in_words`.
SHARE = "share correct (95% interval)"
_SHORT = {
    "partly correct": "partly",
    "incorrect": "incorr.",
    "ambiguous": "ambig.",
    "annulled": "annul.",
    "withdrawn": "withdr.",
}
NO_FORECASTS = "No forecast with a probability has been resolved yet, so there is no Brier score."


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of counts: `name` as `scoreboard.behind` takes it, its head, and its value."""

    name: str
    head: str
    of: Callable[[ScoreRow], int]


def figures(total: ScoreRow) -> list[Figure]:
    """The columns of counts that are not empty: dated claims by status, then those apart."""

    def status(name: str) -> Figure:
        return Figure(name, labels.verdict(name, "by"), lambda row: row.counts[name])

    apart = [
        Figure("undated", "undated", lambda row: sum(row.undated.values())),
        Figure("held", "held", lambda row: row.held),
        Figure("broken", "broken", lambda row: row.broken),
    ]
    return [each for each in (*map(status, STATUSES), *apart) if each.of(total)]


def share_in_words(row: ScoreRow) -> str:
    """`16 of 24 (67%; 47–82%)`, or for few verdicts a row of marks: `✓✗✓ 2 of 3`."""
    if row.interval and not row.is_few:
        return labels.share(row.correct, row.scored, (row.interval.low, row.interval.high))
    marks = labels.signs(status for _, status in row.verdicts)
    return f"{marks} {labels.share(row.correct, row.scored)}".lstrip()


def pending_in_words(row: ScoreRow) -> str:
    """The range that pending verdicts leave open; empty for few verdicts, or if none is pending."""
    if row.is_few or row.bounds is None or not row.due:
        return ""
    return labels.pending(row.bounds.low, row.bounds.high)


def apart_in_words(row: ScoreRow) -> Iterator[str]:
    """The groups that no share counts, a sentence each."""
    if undated := labels.counts_in_words(row.undated):
        yield f"Without a deadline, so not in the share: {undated}."
    if bound := labels.counts_in_words(row.bound, "never"):
        yield f'"Not before" and "never" claims, also counted separately: {bound}.'


def notes(rows: Sequence[ScoreRow], total: ScoreRow) -> Iterator[str]:
    """What a reader of the table needs to know about its figures."""
    if any(row.is_few and row.scored for row in rows):
        signs = ", ".join(
            f"{sign} {labels.verdict(status, 'by')}" for status, sign in labels.SIGNS.items()
        )
        yield f"{signs}, in the order of the deadlines. Percentages need {FEW} verdicts."
    if pending := pending_in_words(total):
        yield pending
    yield from apart_in_words(total)


def delays_in_words(row: ScoreRow) -> str:
    """When the events happened, against their deadlines; empty if no event has a date."""
    if row.delays is None:
        return ""
    middle, low, high = map(
        days_off_in_words, (row.delays.median, row.delays.lowest, row.delays.highest)
    )
    return f"Median event: {middle} (range: {low} to {high}, n = {row.delays.count})."


def sensitivity_in_words(readings: Sensitivity) -> str:
    """How many verdicts depend on how the windows are read; empty without verdicts."""
    if not readings.judged:
        return ""
    return (
        f"Of {plural(readings.judged, 'correct or incorrect verdict')}, {len(readings.strict)} "
        "would change if early events and uncertain days counted against the claim, and "
        f"{len(readings.grace)} if three months' grace were allowed."
    )


def brier_in_words(row: ForecastRow) -> str:
    """`Brier score 0.120 for 12 forecasts (0 is perfect, 0.25 a coin toss)`."""
    count = plural(row.count, "forecast")
    return f"Brier score {row.brier:.3f} for {count} (0 is perfect, 0.25 a coin toss)"


def days_off_in_words(days: float) -> str:
    """`12 days late`, `3 days early`, `in time`."""
    if days == 0:
        return "in time"
    return f"{plural(abs(days), 'day')} {'late' if days > 0 else 'early'}"


def render(report: ScoreReport) -> str:
    """A table by group, or a block for each if the table is too wide; then notes on the figures."""
    as_of, total, canvas = report.as_of, report.total, report.canvas
    if not total.total:
        return f"No predictions on {as_of}.\n"
    dated = sum(total.counts.values())
    head = (
        f"Verdicts on {as_of}, by {report.by}: {plural(total.total, 'prediction')}, "
        f"{dated} with a deadline"
    )
    rows = [*report.groups, total]
    columns = figures(total)
    heads = [figure.head for figure in columns]
    short = [_SHORT.get(head, head) for head in heads]
    body = (
        _table(rows, columns, heads, canvas)
        or _table(rows, columns, short, canvas)
        or list(_blocks(rows, canvas))
    )
    said = (
        *notes(rows, total),
        delays_in_words(total),
        sensitivity_in_words(report.sensitivity),
        *_forecasts(report.forecasts),
    )
    lines = [
        line
        for note in said
        if note
        for line in wrap(note.lstrip(), canvas.width, indent="  " if note[0] == " " else "")
    ]
    heading = [canvas.paint(line, "bold") for line in wrap(head, canvas.width)]
    if known := labels.as_known(as_of, report.later):
        heading += wrap(known, canvas.width)
    return "\n".join([*heading, "", *body, "", *lines]) + "\n"


def _table(
    rows: Sequence[ScoreRow], columns: Sequence[Figure], titles: Sequence[str], canvas: Canvas
) -> list[str]:
    """A line for each group; no lines if they would be wider than the canvas."""
    shares = [share_in_words(row) for row in rows]
    sizes = [
        max(len(title), *(len(str(figure.of(row))) for row in rows))
        for figure, title in zip(columns, titles, strict=True)
    ]
    fixed = sum(sizes) + 2 * (len(sizes) + 1) + max(len(SHARE), *map(len, shares))
    names = min(_NAMES, max(width(one_line(row.label)) for row in rows))
    room = canvas.width - fixed
    if room < min(names, _FEWEST):
        return []
    names = min(names, room)
    heads = [f"{title:>{size}}" for title, size in zip(titles, sizes, strict=True)]
    lines = [canvas.paint("  ".join([" " * names, *heads, SHARE]), "dim")]
    for row, cell in zip(rows, shares, strict=True):
        label = pad(truncate(one_line(row.label), names), names)
        counts = [f"{figure.of(row):>{size}}" for figure, size in zip(columns, sizes, strict=True)]
        lines.append("  ".join([label, *counts, cell]))
    return lines


def _blocks(rows: Sequence[ScoreRow], canvas: Canvas) -> Iterator[str]:
    for row in rows:
        yield canvas.paint(truncate(one_line(row.label), canvas.width), "bold")
        correct = "" if row.interval is None else "correct: "
        yield f"  {correct}{share_in_words(row)}"
        apart = (
            ("", row.counts, "by"),
            ("without a deadline: ", row.undated, "by"),
            ("not before or never: ", row.bound, "never"),
        )
        for what, counts, kind in apart:
            if said := labels.counts_in_words(counts, kind):
                yield from wrap(f"{what}{said}", canvas.width, indent="  ")


def _forecasts(forecasts: Sequence[ForecastRow]) -> Iterator[str]:
    if not forecasts:
        yield NO_FORECASTS
    for row in forecasts:
        log = "infinite" if math.isinf(row.log) else f"{row.log:.3f}"
        yield f"{one_line(row.label)}: {brier_in_words(row)}; log score {log}."
        for one in row.bins:
            yield f"  {labels.forecast_bin(one.mean_probability, one.happened, one.count)}"
