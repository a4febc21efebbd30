"""The scoreboard for people at a terminal: counts first, shares only with their n."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date

from tracker.records.vocabulary import STATUSES
from tracker.scores.scoreboard import FEW, ForecastRow, ScoreRow, Sensitivity
from tracker.text import Canvas, one_line, pad, plural, truncate, width, wrap

__all__ = ["days_off_in_words", "render", "share_in_words"]

#: The widest name in a table, and the narrowest that can still be told from the others.
_NAMES, _FEWEST = 22, 12
_SHARE = "share correct (95%)"
_SHORT = {
    "incorrect": "incorr.",
    "ambiguous": "ambig.",
    "annulled": "annul.",
    "withdrawn": "withdr.",
}


def render(
    as_of: date,
    by: str,
    total: ScoreRow,
    groups: Sequence[ScoreRow],
    given: Sequence[ForecastRow],
    readings: Sensitivity,
    canvas: Canvas,
) -> str:
    """A table by group, or a block a group where a table is too wide; then what it can't say."""
    if not total.total:
        return f"No predictions on {as_of}.\n"
    head = f"Verdicts on {as_of}, by {by}: {plural(total.total, 'prediction')}"
    rows = [*groups, total]
    statuses = [status for status in STATUSES if total.counts[status]]
    body = (
        _table(rows, statuses, statuses, canvas)
        or _table(rows, statuses, [_SHORT.get(status, status) for status in statuses], canvas)
        or list(_blocks(rows, statuses, canvas))
    )
    notes = [
        line
        for note in (*_notes(rows, total, readings), *_forecasts(given))
        for line in wrap(note.lstrip(), canvas.width, indent="  " if note[0] == " " else "")
    ]
    heading = [canvas.paint(line, "bold") for line in wrap(head, canvas.width)]
    return "\n".join([*heading, "", *body, "", *notes]) + "\n"


def share_in_words(row: ScoreRow) -> str:
    """`2 of 7, 8-64%`: the share's parts and its interval; words where there is no share."""
    if row.interval is None:
        return "nothing scored"
    low, high = round(row.interval.low * 100), round(row.interval.high * 100)
    few = " (few)" if row.is_few else ""
    return f"{row.correct} of {row.scored}, {low}-{high}%{few}"


def days_off_in_words(days: float) -> str:
    """`12 days late`, `3 days early`, `in time`."""
    if days == 0:
        return "in time"
    return f"{abs(days):g} {'day' if abs(days) == 1 else 'days'} {'late' if days > 0 else 'early'}"


def _table(
    rows: Sequence[ScoreRow], statuses: Sequence[str], titles: Sequence[str], canvas: Canvas
) -> list[str]:
    """A line a group; no lines at all where they would be wider than the canvas."""
    shares = [share_in_words(row) for row in rows]
    widths = [
        max(len(title), *(len(str(row.counts[status])) for row in rows))
        for status, title in zip(statuses, titles, strict=True)
    ]
    fixed = sum(widths) + 2 * (len(widths) + 1) + max(len(_SHARE), *map(len, shares))
    names = min(_NAMES, max(width(one_line(row.label)) for row in rows))
    room = canvas.width - fixed
    if room < min(names, _FEWEST):
        return []
    names = min(names, room)
    heads = [f"{title:>{size}}" for title, size in zip(titles, widths, strict=True)]
    lines = [canvas.paint("  ".join([" " * names, *heads, _SHARE]), "dim")]
    for row, share in zip(rows, shares, strict=True):
        label = pad(truncate(one_line(row.label), names), names)
        counts = [
            f"{row.counts[status]:>{size}}" for status, size in zip(statuses, widths, strict=True)
        ]
        lines.append("  ".join([label, *counts, share]))
    return lines


def _blocks(rows: Sequence[ScoreRow], statuses: Sequence[str], canvas: Canvas) -> Iterator[str]:
    for row in rows:
        yield canvas.paint(truncate(one_line(row.label), canvas.width), "bold")
        counts = ", ".join(f"{row.counts[each]} {each}" for each in statuses if row.counts[each])
        correct = "" if row.interval is None else "correct: "
        yield f"  {correct}{share_in_words(row)}"
        yield from wrap(counts, canvas.width, indent="  ")


def _notes(rows: Sequence[ScoreRow], total: ScoreRow, readings: Sensitivity) -> Iterator[str]:
    if any(row.is_few and row.scored for row in rows):
        yield f"(few): fewer than {FEW} scored verdicts say nothing about who tends to be right."
    if total.bounds is not None and total.bounds.low < total.bounds.high:
        low, high = round(total.bounds.low * 100), round(total.bounds.high * 100)
        yield f"If all that is due went one way, between {low}% and {high}% would be correct."
    if total.stood or total.violated:
        yield (
            f"Lower bounds and nevers: {total.stood} stood, {total.violated} violated; counted "
            "above, but in no share."
        )
    if total.delays is not None:
        found = total.delays
        yield (
            f"Events came {days_off_in_words(found.median)} in the median "
            f"({days_off_in_words(found.lowest)} to {days_off_in_words(found.highest)}, "
            f"n = {found.count})."
        )
    if readings.judged:
        yield (
            f"Of {plural(readings.judged, 'verdict')}, {len(readings.strict)} would change if "
            f"windows were read strictly, {len(readings.grace)} with a quarter of grace."
        )


def _forecasts(given: Sequence[ForecastRow]) -> Iterator[str]:
    if not given:
        yield "Nobody stated a probability that is decided: no Brier score."
    for row in given:
        log = "infinite" if math.isinf(row.log) else f"{row.log:.3f}"
        yield f"{one_line(row.label)}: Brier {row.brier:.3f}, log score {log} (n = {row.count})."
        for found in row.bins:
            yield (
                f"  {found.low:.1f} to {found.high:.1f}: {found.happened} of {found.count} "
                f"came true, {found.mean_probability:.2f} was said."
            )
