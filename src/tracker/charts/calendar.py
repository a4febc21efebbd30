"""The calendar of coming deadlines: a symbol each, stacked by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from tracker import labels
from tracker.charts import theme
from tracker.records.dates import add_months
from tracker.records.state import State
from tracker.rows import Row
from tracker.text import plural

__all__ = ["MONTHS", "MOST", "calendar", "coming", "describe", "within"]

#: Months in the calendar, including the current one: two years fit on a phone.
MONTHS = 24
#: The most symbols in a month; a plus represents the others, which keeps the chart low.
MOST = 12
_STEP = 18
_QUIET = "#808591"


def coming(rows: Iterable[Row]) -> list[Row]:
    """The open rows with a deadline in the future, nearest first."""
    ahead = [row for row in rows if row.state in (State.SOON, State.UPCOMING)]
    return sorted((row for row in ahead if row.due_after), key=lambda row: row.urgency[1:])


def within(rows: Iterable[Row], today: date) -> list[Row]:
    """The rows within the months of the calendar."""
    last = _months(today)[-1]
    return [row for row in rows if row.due_after and row.due_after.replace(day=1) <= last]


def calendar(rows: Sequence[Row], today: date) -> alt.LayerChart:
    """The chart of rows that are all `within` it; the selection `pick` has the `id`."""
    months = _months(today)
    marks, rest = _marks(rows)
    top = max((mark["level"] + 0.5 for mark in (*marks, *rest)), default=1)
    names = [_name(month) for month in months]
    axis = alt.Axis(
        title=None,
        labelAngle=0,
        domain=True,
        ticks=False,
        grid=False,
        values=[name for month, name in zip(months, names, strict=True) if month.month % 3 == 1],
        labelOverlap="greedy",
    )
    x = alt.X("month:O", sort=names, scale=alt.Scale(domain=names), axis=axis)
    scale = alt.Scale(domain=theme.words())
    shapes = alt.Scale(domain=theme.words(), range=[mark.path for mark in theme.MARKS])
    y = alt.Y("level:Q", axis=None, scale=alt.Scale(domain=[0, top], nice=False))
    empty = (
        alt.Chart(pd.DataFrame({"month": names}))
        .mark_tick(
            thickness=1,
            size=6,
            opacity=0.6,
            color=_QUIET,
            aria=False,
            yOffset=-2,
            orient="vertical",
        )
        .encode(x=x, y=alt.value("height"))
    )
    points = (
        alt.Chart(pd.DataFrame(marks))
        .mark_point(filled=True, size=110, opacity=1, cursor="pointer")
        .encode(
            x=x,
            y=y,
            color=alt.Color("word:N", scale=scale, legend=None),
            shape=alt.Shape("word:N", scale=shapes, legend=None),
            description="aria:N",
            tooltip=[alt.Tooltip(f"{field}:N") for field in ("Claim", "Speaker", "Deadline")],
        )
        .add_params(alt.selection_point(name="pick", fields=["id"], on="click", toggle=False))
    )
    layers = [empty, points]
    if rest:  # a layer without rows causes a warning in the console
        layers.append(
            alt.Chart(pd.DataFrame(rest))
            .mark_text(text="+", fontSize=15, color=_QUIET, aria=False)
            .encode(x=x, y=y, tooltip="Not shown:N")
        )
    chart: alt.LayerChart = alt.LayerChart(layer=layers).properties(
        height=max(top, 2) * _STEP,
        width="container",
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    )
    return chart


def _marks(rows: Iterable[Row]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A mark for each row that fits into its month, and one per month for all others."""
    stacked: dict[date, list[Row]] = {}
    for row in rows:
        assert row.due_after is not None
        stacked.setdefault(row.due_after.replace(day=1), []).append(row)
    marks, rest = [], []
    for month, stack in stacked.items():
        shown = stack if len(stack) <= MOST else stack[: MOST - 1]
        marks += [_mark(row, _name(month), level + 0.5) for level, row in enumerate(shown)]
        if left := len(stack) - len(shown):
            more = f"{plural(left, 'more deadline')} in {_name(month)}"
            rest.append({"month": _name(month), "level": MOST - 0.5, "Not shown": more})
    return marks, rest


def _mark(row: Row, month: str, level: float) -> dict[str, Any]:
    return {
        "id": row.id,
        "month": month,
        "level": level,
        "word": theme.mark(row).word,
        "aria": f"{row.id}: {row.claim}; {labels.window_in_words(row)}",
        "Claim": row.claim,
        "Speaker": labels.said_by(row),
        "Deadline": f"{labels.window_in_words(row)} ({labels.days(row)})",
    }


def describe(rows: Sequence[Row], today: date) -> str:
    """What the chart shows, in a sentence."""
    return (
        f"Calendar of the {plural(len(rows), 'deadline')} in the {MONTHS} months from "
        f"{_name(today)}. The list below shows the next ones as text."
    )


def _months(today: date) -> list[date]:
    """The first day of each month; fewer near the year 9999."""
    first = today.replace(day=1)
    months = (add_months(first, step).replace(day=1) for step in range(MONTHS))
    return list(dict.fromkeys(months))


def _name(month: date) -> str:
    return month.isoformat()[:7]
