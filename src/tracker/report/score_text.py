"""The scoreboard for people at a terminal: counts, and shares with their sample size."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date

from tracker.labels import pending, share, verdict
from tracker.records.vocabulary import STATUSES
from tracker.scores.scoreboard import FEW, ForecastRow, ScoreRow, Sensitivity
from tracker.text import Canvas, one_line, pad, plural, truncate, width, wrap

__all__ = ["days_off_in_words", "render", "share_in_words"]

#: The widest name in a table, and the narrowest that can still be distinguished.
_NAMES, _FEWEST = 22, 12
_SHARE = "share correct (95% interval)"
_TITLES: dict[str, str] = {status: verdict(status, "by") for status in STATUSES}
_SHORT = {
    **_TITLES,
    "partial": "partly",
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
    forecasts: Sequence[ForecastRow],
    readings: Sensitivity,
    canvas: Canvas,
) -> str:
    """A table by group, or a block for each if the table is too wide; then notes on the figures."""
    if not total.total:
        return f"No predictions on {as_of}.\n"
    head = f"Verdicts on {as_of}, by {by}: {plural(total.total, 'prediction')}"
    rows = [*groups, total]
    statuses = [status for status in STATUSES if total.counts[status]]
    body = (
        _table(rows, statuses, [_TITLES[status] for status in statuses], canvas)
        or _table(rows, statuses, [_SHORT[status] for status in statuses], canvas)
        or list(_blocks(rows, statuses, canvas))
    )
    notes = [
        line
        for note in (*_notes(rows, total, readings), *_forecasts(forecasts))
        for line in wrap(note.lstrip(), canvas.width, indent="  " if note[0] == " " else "")
    ]
    heading = [canvas.paint(line, "bold") for line in wrap(head, canvas.width)]
    return "\n".join([*heading, "", *body, "", *notes]) + "\n"


def share_in_words(row: ScoreRow) -> str:
    """`2 of 7 (29%; 8–64%)*`: the share with its interval, and a star for a small sample."""
    interval = (row.interval.low, row.interval.high) if row.interval else None
    return share(row.correct, row.scored, interval) + ("*" if row.scored and row.is_few else "")


def days_off_in_words(days: float) -> str:
    """`12 days late`, `3 days early`, `in time`."""
    if days == 0:
        return "in time"
    return f"{abs(days):g} {'day' if abs(days) == 1 else 'days'} {'late' if days > 0 else 'early'}"


def _table(
    rows: Sequence[ScoreRow], statuses: Sequence[str], titles: Sequence[str], canvas: Canvas
) -> list[str]:
    """A line for each group; no lines if they would be wider than the canvas."""
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
    for row, cell in zip(rows, shares, strict=True):
        label = pad(truncate(one_line(row.label), names), names)
        counts = [
            f"{row.counts[status]:>{size}}" for status, size in zip(statuses, widths, strict=True)
        ]
        lines.append("  ".join([label, *counts, cell]))
    return lines


def _blocks(rows: Sequence[ScoreRow], statuses: Sequence[str], canvas: Canvas) -> Iterator[str]:
    for row in rows:
        yield canvas.paint(truncate(one_line(row.label), canvas.width), "bold")
        counts = ", ".join(
            f"{row.counts[status]} {_TITLES[status]}" for status in statuses if row.counts[status]
        )
        correct = "" if row.interval is None else "correct: "
        yield f"  {correct}{share_in_words(row)}"
        yield from wrap(counts, canvas.width, indent="  ")


def _notes(rows: Sequence[ScoreRow], total: ScoreRow, readings: Sensitivity) -> Iterator[str]:
    if any(row.is_few and row.scored for row in rows):
        yield f"* Small sample: fewer than {FEW} scored verdicts do not show who tends to be right."
    if total.bounds is not None and total.bounds.low < total.bounds.high:
        yield pending(total.bounds.low, total.bounds.high)
    if total.stood or total.violated:
        yield (
            f'"Not before" and "never" claims ({total.stood} held, {total.violated} broken) are '
            "excluded from the percentages."
        )
    if total.delays is not None:
        delays = total.delays
        yield (
            f"Median event: {days_off_in_words(delays.median)} "
            f"(range: {days_off_in_words(delays.lowest)} to {days_off_in_words(delays.highest)}, "
            f"n = {delays.count})."
        )
    if readings.judged:
        yield (
            f"Of {plural(readings.judged, 'verdict')}, {len(readings.strict)} would change if "
            f"early events and uncertain days counted against the claim, and "
            f"{len(readings.grace)} if three months' grace were allowed."
        )


def _forecasts(forecasts: Sequence[ForecastRow]) -> Iterator[str]:
    if not forecasts:
        yield "No forecast with a probability has been resolved yet, so there is no Brier score."
    for row in forecasts:
        log = "infinite" if math.isinf(row.log) else f"{row.log:.3f}"
        yield f"{one_line(row.label)}: Brier {row.brier:.3f}, log score {log} (n = {row.count})."
        for one in row.bins:
            yield (
                f"  {one.low:.1f} to {one.high:.1f}: {one.happened} of {one.count} came true "
                f"(mean forecast {one.mean_probability:.2f})."
            )
