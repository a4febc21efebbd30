"""The horizon chart: a row for each prediction, from its statement to its deadline.

A tick marks the day of the statement, dots lead to the window, a bar shows the window and a closing
tick its last day. A symbol shows the state, or the verdict on the day it became possible; without a
date it is on today's line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from tracker import labels
from tracker.charts import label, theme
from tracker.records.dates import add_days, add_months, add_years
from tracker.records.state import State
from tracker.rows import Row
from tracker.text import plural

__all__ = ["GROUPINGS", "HORIZON", "ROW", "SORTS", "arranged", "describe", "horizon"]

#: The height of a row in pixels: a line of text and a bar.
ROW = 34
#: Deadlines more years ahead than this are clipped and marked, so that one claim about 2060 does
#: not squeeze all others.
HORIZON = 12
_LABEL_COLUMNS = 110
_TODAY = "#d5483a"  # readable on both backgrounds: 4.2:1 on white, 4.4:1 on the dark one
_QUIET = "#808591"
_NEVER = date.max

GROUPINGS: dict[str, Callable[[Row], Sequence[str]]] = {
    "speaker": lambda row: (row.speaker_name,),
    "source": lambda row: (row.source_title,),
    "tag": lambda row: row.tags[:1] or ("no tag",),
}
SORTS: dict[str, Callable[[Row], tuple[Any, ...]]] = {
    "urgency": lambda row: row.urgency,
    "deadline": lambda row: (row.due_after or row.earliest or _NEVER, row.id),
    "made on": lambda row: (row.made_on.first, row.made_on.last, row.id),
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the chart: a prediction, or a group header without a row."""

    text: str
    row: Row | None


def arranged(rows: Iterable[Row], *, sort: str = "urgency", group: str | None = None) -> list[Row]:
    """The rows in the order of the chart."""
    listed = sorted(rows, key=SORTS[sort])
    if group is None:
        return listed
    return sorted(listed, key=lambda row: GROUPINGS[group](row)[0].casefold())


def horizon(
    rows: Sequence[Row],
    today: date,
    *,
    group: str | None = None,
    clickable: bool = True,
    columns: int = 3,
) -> alt.LayerChart:
    """The chart of the rows, in their order (see `arranged`).

    `clickable` adds the selection `pick`, which has the `id`; `columns` is for the legend. The
    colours come from the page that shows the chart, or from `vega.config`.
    """
    lines = list(_lines(rows, group))
    labels = label.unique((line.text for line in lines), _LABEL_COLUMNS)
    labels = [
        text if line.row else label.HEADER + text for text, line in zip(labels, lines, strict=True)
    ]
    start, end = _domain(rows, today)
    marks = pd.DataFrame(
        [
            _marks(line.row, text, today, end)
            for text, line in zip(labels, lines, strict=True)
            if line.row
        ]
    )
    present = [mark.word for mark in theme.MARKS if mark.word in set(marks["word"])]
    legend = alt.Legend(
        title=None,
        orient="top",
        columns=columns,
        symbolOpacity=1,
        symbolSize=90,
        values=present,
        direction="horizontal",
        labelLimit=120,
        padding=0,
        offset=12,
    )
    scale = alt.Scale(domain=theme.words())
    shapes = alt.Scale(domain=theme.words(), range=[mark.path for mark in theme.MARKS])
    colour = alt.Color("word:N", scale=scale, legend=legend)
    x = alt.X(
        "edge:T",
        scale=alt.Scale(nice=False),
        axis=alt.Axis(
            orient="top",
            title=None,
            format="%Y",
            tickCount="year",
            labelOverlap="greedy",
            grid=True,
            domain=False,
            ticks=False,
            offset=18,
        ),
    )
    y = alt.Y(
        "line:N",
        scale=alt.Scale(domain=labels, paddingInner=0, paddingOuter=0),
        sort=None,
        axis=_label_axis(),
    )
    base = alt.Chart(marks).encode(y=y)
    layers = [_frame(start, end, x), *_layers(base, marks, colour, shapes, legend), *_today(today)]
    if clickable:
        layers.append(_hit(base))
    chart: alt.LayerChart = (
        alt.LayerChart(layer=layers)
        .properties(
            height=len(lines) * ROW,
            width="container",
            autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        )
        .resolve_scale(color="shared", shape="shared")
    )
    return chart


def describe(rows: Sequence[Row], today: date) -> str:
    """What the chart shows, in a sentence for readers who cannot see it."""
    overdue = sum(row.state is State.OVERDUE for row in rows)
    due = sum(row.state is State.DUE for row in rows)
    return (
        f"Horizon chart of {plural(len(rows), 'prediction')} on {today}: "
        f"{overdue} overdue, {due} due. The list of records has the same data as text."
    )


def _lines(rows: Sequence[Row], group: str | None) -> Iterable[_Line]:
    current = None
    for row in rows:
        if group is not None:
            name = GROUPINGS[group](row)[0]
            if name != current:
                number = sum(GROUPINGS[group](other)[0] == name for other in rows)
                yield _Line(f"{name} · {number}", None)
                current = name
        yield _Line(row.title, row)


def _domain(rows: Sequence[Row], today: date) -> tuple[date, date]:
    """From the first statement to the last deadline, including today, with a margin."""
    cap = add_years(today, HORIZON)
    starts = [row.made_on.first for row in rows]
    ends = [_limit(row) or row.earliest or today for row in rows]
    ends += [row.resolved_on.last for row in rows if row.resolved_on]
    start, end = min([today, *starts]), min(max([today, *ends]), cap)
    room = max((end - start).days // 40, 20)
    return add_days(start, -room), add_months(add_days(end, room), 1)


def _limit(row: Row) -> date | None:
    """The last day of the window; None if it has no end."""
    return None if row.kind == "not_before" else row.due_after


def _marks(row: Row, text: str, today: date, end: date) -> dict[str, Any]:
    mark, state = theme.mark(row), labels.status_in_words(row)
    limit, said_on = _limit(row), row.made_on.last
    opens = row.earliest if row.kind in ("between", "not_before") else None
    far = limit or opens
    is_clipped = bool(far and far > end)
    closes = min(limit, end) if limit else None
    settled = row.happened_on or row.resolved_on
    # Without a date and a verdict the record waits: a symbol on today's line, and an arrow.
    waits = settled is None and opens is None and closes is None
    if settled is not None:
        point = settled.last
    elif waits:
        point = max(today, said_on)
    else:
        point = (opens if row.kind == "not_before" else closes) or said_on
    is_seen = settled is not None or not is_clipped
    wait = opens or closes or (end if waits else point)
    closed = opens is not None and row.kind == "between"
    return {
        "id": row.id,
        "line": text,
        "word": mark.word,
        "made1": _stamp(row.made_on.first),
        "made2": _stamp(said_on),
        "wait": _stamp(max(min(wait, end), said_on)),
        "win1": _stamp(min(opens, end)) if opens else None,
        "win2": _stamp((closes or end) if closed else end) if opens else None,
        "is_open": row.kind == "not_before",
        "closed": _stamp(closes) if closes and not is_clipped else None,
        "clipped": _stamp(end) if is_clipped or waits or row.kind == "not_before" else None,
        "beyond": f"{far.year} →" if far and is_clipped else None,
        "point": _stamp(min(max(point, row.made_on.first), end)) if is_seen else None,
        "aria": f"{row.id}: {row.claim}; {state}; {labels.window_in_words(row)}",
        "Claim": row.claim,
        "Speaker": labels.said_by(row),
        "State": labels.state_in_words(row),
        "Made on": labels.made_on(row),
        "Deadline": labels.window_in_words(row),
        "As said": labels.as_said(row),
    }


def _layers(
    base: alt.Chart,
    marks: pd.DataFrame,
    colour: alt.Color,
    shapes: alt.Scale,
    legend: alt.Legend,
) -> Iterable[alt.Chart]:
    """The visible marks; layers without rows are left out, as they cause console warnings."""

    def where(test: str, *columns: str) -> alt.Chart | None:
        kept = marks[marks[list(columns)].notna().all(axis=1)]
        kept = kept[kept["is_open"]] if test == "open" else kept
        kept = kept[~kept["is_open"]] if test == "shut" else kept
        return alt.Chart(kept).encode(y=base.encoding.y) if len(kept) else None

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:T")

    yield base.mark_rule(
        strokeDash=[1, 4], strokeCap="round", strokeWidth=1.6, aria=False, yOffset=8
    ).encode(x=at("made2"), x2="wait:T", color=colour)
    yield base.mark_rule(strokeWidth=2, opacity=0.55, aria=False, yOffset=8).encode(
        x=at("made1"), x2="made2:T", color=colour
    )
    yield base.mark_tick(thickness=2, size=11, orient="vertical", aria=False, yOffset=8).encode(
        x=at("made1"), color=colour
    )
    if shut := where("shut", "win1"):
        yield shut.mark_rule(
            strokeWidth=9, strokeCap="round", opacity=0.6, aria=False, yOffset=8
        ).encode(x=at("win1"), x2="win2:T", color=colour)
    if opened := where("open", "win1"):
        yield opened.mark_rule(strokeWidth=9, opacity=0.28, aria=False, yOffset=8).encode(
            x=at("win1"), x2="win2:T", color=colour
        )
    if clipped := where("", "clipped"):
        yield clipped.mark_point(
            shape="triangle-right", size=70, filled=True, opacity=1, aria=False, yOffset=8
        ).encode(x=at("clipped"), color=colour)
    if beyond := where("", "beyond"):
        yield beyond.mark_text(
            align="right", dx=-9, dy=8, aria=False, color=_QUIET, fontSize=11
        ).encode(x=at("clipped"), text="beyond:N")
    if closed := where("", "closed"):
        yield closed.mark_tick(
            thickness=2.5, size=14, orient="vertical", aria=False, yOffset=8
        ).encode(x=at("closed"), color=colour)
    if point := where("", "point"):
        yield point.mark_point(filled=True, size=110, opacity=1, aria=False, yOffset=8).encode(
            x=at("point"),
            color=colour,
            shape=alt.Shape("word:N", scale=shapes, legend=legend),
        )


def _frame(start: date, end: date, x: alt.X) -> alt.Chart:
    """Two invisible points that stretch the scale from start to end.

    With an explicit domain of dates, Vega-Lite warns of a conflict between layers.
    """
    edges = pd.DataFrame({"edge": [_stamp(start), _stamp(end)]})
    chart: alt.Chart = alt.Chart(edges).mark_point(opacity=0, aria=False).encode(x=x)
    return chart


def _today(today: date) -> tuple[alt.Chart, alt.Chart]:
    frame = pd.DataFrame({"today": [_stamp(today)], "text": [str(today)]})
    rule = alt.Chart(frame).mark_rule(color=_TODAY, strokeDash=[4, 3], strokeWidth=1.4, aria=False)
    text = alt.Chart(frame).mark_text(
        color=_TODAY, baseline="bottom", dy=-4, fontSize=11, fontWeight=600, aria=False
    )
    return (
        rule.encode(x="today:T"),
        text.encode(x="today:T", y=alt.value(0), text="text:N"),
    )


def _hit(base: alt.Chart) -> alt.Chart:
    """A transparent bar over each row, for tooltips, clicks and screen readers."""
    fields = ("Claim", "Speaker", "State", "Made on", "Deadline", "As said")
    bar: alt.Chart = base.mark_bar(opacity=0.001, cursor="pointer").encode(
        x=alt.value(0),
        x2=alt.value("width"),
        description="aria:N",
        tooltip=[alt.Tooltip(f"{field}:N") for field in fields],
    )
    return bar.add_params(alt.selection_point(name="pick", fields=["id"], on="click", toggle=False))


def _label_axis() -> alt.Axis:
    # The test looks for the invisible first character of a header, a constant and not data.
    is_header = f"indexof(datum.value, '{label.HEADER}') == 0"
    return alt.Axis(
        title=None,
        orient="left",
        domain=False,
        ticks=False,
        grid=False,
        zindex=1,
        labelAlign="left",
        labelPadding=-3,
        labelOffset=-8,
        labelOverlap=False,
        labelFlush=False,
        labelLimit=alt.ExprRef("width - 6"),
        minExtent=0,
        maxExtent=0,
        labelFontSize=12,
        labelFontWeight={"condition": {"test": is_header, "value": "bold"}, "value": "normal"},
    )


def _stamp(day: date) -> pd.Timestamp:
    # Seconds, not nanoseconds: those end in 2262.
    return pd.Timestamp(day).as_unit("s")
