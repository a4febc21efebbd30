"""The chart of moving deadlines: the date of each statement against the date it predicted.

A bar shows the window, a horizontal line the days on which the statement may have been made.
Statements of the same claim are joined. There are two guide lines: today, and the diagonal on which
a claim is due on the day of its statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import altair as alt
import pandas as pd

from tracker import labels
from tracker.charts import theme
from tracker.charts.horizon import HORIZON
from tracker.records.dates import add_days, add_years
from tracker.rows import Row
from tracker.scores.drift import chains, dated
from tracker.text import plural

__all__ = ["describe", "moving"]

_QUIET = "#808591"
_TODAY = "#d5483a"
_HEIGHT = 460


def moving(rows: Sequence[Row], today: date) -> alt.LayerChart:
    """The chart of the dated rows; the selection `pick` has the `id`."""
    listed = dated(rows)
    cap = add_years(today, HORIZON)
    marks = pd.DataFrame([_mark(row, cap) for row in listed])
    scale = alt.Scale(domain=theme.words())
    shapes = alt.Scale(domain=theme.words(), range=[mark.path for mark in theme.MARKS])
    present = [mark.word for mark in theme.MARKS if mark.word in set(marks["word"])]
    legend = alt.Legend(
        title=None,
        orient="top",
        columns=3,
        symbolOpacity=1,
        values=present,
        direction="horizontal",
        padding=0,
        offset=12,
    )
    statements = alt.Axis(
        title="date of the statement", format="%Y-%m", grid=False, labelOverlap="greedy"
    )
    predicted = alt.Axis(
        title="predicted date", format="%Y", tickCount="year", labelOverlap="greedy"
    )
    x, y = alt.X("made:T", axis=statements), alt.Y("last:T", axis=predicted)
    colour = alt.Color("word:N", scale=scale, legend=legend)
    base = alt.Chart(marks)
    points = (
        base.mark_point(filled=True, size=120, opacity=1, cursor="pointer")
        .encode(
            x=x,
            y=y,
            color=colour,
            shape=alt.Shape("word:N", scale=shapes, legend=legend),
            description="aria:N",
            tooltip=[
                alt.Tooltip(f"{field}:N")
                for field in ("Claim", "Speaker", "State", "Made on", "Deadline", "As said")
            ],
        )
        .add_params(alt.selection_point(name="pick", fields=["id"], on="click", toggle=False))
    )
    windows = base.mark_rule(strokeWidth=5, strokeCap="round", opacity=0.4, aria=False).encode(
        x=x, y=alt.Y("first:T"), y2="last:T", color=colour
    )
    layers = [
        *_guides(listed, today, cap),
        windows,
        *_spans(marks, colour),
        *_joined(rows, cap),
        points,
    ]
    chart: alt.LayerChart = (
        alt.LayerChart(layer=layers)
        .properties(
            height=_HEIGHT,
            width="container",
            autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        )
        .resolve_scale(color="shared", shape="shared")
    )
    return chart


def describe(rows: Sequence[Row]) -> str:
    """What the chart shows, in a sentence."""
    listed = dated(rows)
    joined = len(chains(rows))
    return (
        f"Chart of {plural(len(listed), 'dated prediction')}: the date of each statement against "
        f"the date it predicted; {plural(joined, 'claim')} stated more than once."
    )


def _mark(row: Row, cap: date) -> dict[str, object]:
    mark, state = theme.mark(row), labels.status_in_words(row)
    last = row.latest or row.earliest or cap
    first = row.earliest or last
    return {
        "id": row.id,
        "made": _made(row),
        "made1": _stamp(row.made_on.first),
        "made2": _stamp(row.made_on.last),
        "first": _stamp(min(first, cap)),
        "last": _stamp(min(last, cap)),
        "word": mark.word,
        "aria": f"{row.id}: {row.claim}; {state}; {labels.window_in_words(row)}",
        "Claim": row.claim,
        "Speaker": labels.said_by(row),
        "State": state,
        "Made on": labels.made_on(row),
        "Deadline": labels.window_in_words(row),
        "As said": labels.as_said(row),
    }


def _guides(listed: Sequence[Row], today: date, cap: date) -> list[alt.Chart]:
    """The line of today, and the diagonal on which a claim is due on the day of its statement."""
    first = min(row.made_on.first for row in listed)
    # Shortly after the last statement, not today: the statements should fill the chart.
    end = min(max(add_days(row.made_on.last, 180) for row in listed), max(today, first))
    ends = [_stamp(first), _stamp(end)]
    frame = pd.DataFrame({"made": ends, "last": ends})
    diagonal = alt.Chart(frame).mark_line(
        color=_QUIET, strokeDash=[2, 3], strokeWidth=1.2, aria=False
    )
    now = pd.DataFrame({"last": [_stamp(today)], "text": [f"{today}"]})
    rule = alt.Chart(now).mark_rule(color=_TODAY, strokeDash=[4, 3], strokeWidth=1.4, aria=False)
    text = alt.Chart(now).mark_text(
        color=_TODAY,
        align="right",
        baseline="bottom",
        dx=-2,
        dy=-3,
        fontSize=11,
        fontWeight=600,
        aria=False,
    )
    return [
        diagonal.encode(x="made:T", y="last:T"),
        rule.encode(y="last:T"),
        text.encode(x=alt.value("width"), y="last:T", text="text:N"),
    ]


def _spans(marks: pd.DataFrame, colour: alt.Color) -> list[alt.Chart]:
    """From the first to the last day on which a statement may have been made, if not the same.

    No layers if all days are known: a layer without rows causes a warning in the console.
    """
    wide = marks[marks["made1"] != marks["made2"]]
    if wide.empty:
        return []
    span: alt.Chart = (
        alt.Chart(wide)
        .mark_rule(strokeWidth=1.6, opacity=0.8, aria=False)
        .encode(x="made1:T", x2="made2:T", y="last:T", color=colour)
    )
    days = pd.concat([wide.assign(day=wide["made1"]), wide.assign(day=wide["made2"])])
    ends: alt.Chart = (
        alt.Chart(days)
        .mark_tick(thickness=1.6, size=9, orient="vertical", aria=False)
        .encode(x="day:T", y="last:T", color=colour)
    )
    return [span, ends]


def _joined(rows: Sequence[Row], cap: date) -> list[alt.Chart]:
    """A line through the statements of each restated claim; no layer without any."""
    frame = pd.DataFrame(
        [
            {"chain": chain[0].id, "made": _made(row), "last": _stamp(min(_end(row, cap), cap))}
            for chain in chains(rows)
            for row in chain
        ]
    )
    if frame.empty:
        return []
    line: alt.Chart = (
        alt.Chart(frame)
        .mark_line(color=_QUIET, strokeWidth=2, aria=False)
        .encode(x="made:T", y="last:T", detail="chain:N")
    )
    return [line]


def _end(row: Row, cap: date) -> date:
    return row.latest or row.earliest or cap


def _made(row: Row) -> pd.Timestamp:
    """The middle of the days on which the statement may have been made."""
    return _stamp(row.made_on.first + (row.made_on.last - row.made_on.first) // 2)


def _stamp(day: date) -> pd.Timestamp:
    return pd.Timestamp(day).as_unit("s")
