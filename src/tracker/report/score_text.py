"""The scoreboard for people at a terminal: counts first, shares only with their n."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.model import STATUSES
from tracker.scoreboard import FEW, ForecastRow, ScoreRow, Sensitivity
from tracker.text import Canvas, one_line, pad, plural, truncate, width

__all__ = ["days_off_in_words", "render", "share_in_words"]

_NAMES = 22


def render(
    as_of: date,
    by: str,
    total: ScoreRow,
    groups: Sequence[ScoreRow],
    given: Sequence[ForecastRow],
    readings: Sensitivity,
    canvas: Canvas,
) -> str:
    """A table by group, then what the numbers can't say."""
    head = f"Verdicts on {as_of}, by {by}: {plural(total.total, 'prediction')}"
    lines = [canvas.paint(head, "bold"), ""]
    if not total.total:
        return f"No predictions on {as_of}.\n"
    names = min(_NAMES, max(width(one_line(row.label)) for row in (*groups, total)))
    columns = [status for status in STATUSES if total.counts[status]]
    titles = [_short(status) for status in columns]
    lines.append(canvas.paint("  ".join([" " * names, *titles, "share correct (95%)"]), "dim"))
    for row in (*groups, total):
        label = pad(truncate(one_line(row.label), names), names)
        counts = [f"{row.counts[status]:>{len(_short(status))}}" for status in columns]
        lines.append("  ".join([label, *counts, share_in_words(row)]))
    lines += ["", *_notes(total, readings), *_forecasts(given)]
    return "\n".join(lines) + "\n"


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


def _notes(total: ScoreRow, readings: Sensitivity) -> list[str]:
    lines = [f"(few): fewer than {FEW} scored verdicts say nothing about who tends to be right."]
    if total.bounds is not None and total.due:
        low, high = round(total.bounds.low * 100), round(total.bounds.high * 100)
        lines.append(
            f"If all that is due went one way, between {low}% and {high}% would be correct."
        )
    if total.stood or total.violated:
        lines.append(f"Lower bounds and nevers: {total.stood} stood, {total.violated} violated.")
    if total.delays is not None:
        found = total.delays
        lines.append(
            f"Events came {days_off_in_words(found.median)} in the median "
            f"({days_off_in_words(found.lowest)} to {days_off_in_words(found.highest)}, "
            f"n = {found.count})."
        )
    if readings.judged:
        lines.append(
            f"Of {plural(readings.judged, 'verdict')}, {len(readings.strict)} would change if "
            f"windows were read strictly, {len(readings.grace)} with a quarter of grace."
        )
    return lines


def _forecasts(given: Sequence[ForecastRow]) -> list[str]:
    if not given:
        return ["Nobody stated a probability that is decided: no Brier score."]
    return [
        f"{one_line(row.by)}: Brier {row.brier:.3f}, log score {row.log:.3f} (n = {row.count})."
        for row in given
    ]


def _short(status: str) -> str:
    return {"incorrect": "incorr.", "ambiguous": "ambig.", "withdrawn": "withdr."}.get(
        status, status
    )
