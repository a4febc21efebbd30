"""What the time charts share: a column of names, the axis above and below, today, title, source.

Text is coloured by its style: `vega.config` gives the colours of a picture, a page those of its
theme, so a chart is legible on both backgrounds and changes with the theme without a rerun.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import altair as alt
import pandas as pd

from tracker import labels
from tracker.records.dates import add_days, add_months, add_years
from tracker.rows import Row
from tracker.text import one_line, plural, truncate, wrap

__all__ = [
    "FIELDS",
    "HORIZON",
    "SIZES",
    "Size",
    "Width",
    "drawn",
    "fields",
    "hit",
    "lines",
    "names",
    "on",
    "source",
    "span",
    "stamp",
    "wrapped",
]

Width = Literal["phone", "narrow", "wide"]
#: Dates more years ahead than this are clipped, so that one claim about 2060 does not squeeze all
#: others.
HORIZON = 8
#: A blank after a number, or before a year.
_INSIDE = re.compile(r"(?<=[0-9]) (?=[A-Za-z])|(?<=[a-z]) (?=[0-9]{4}\b)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Size:
    """How a chart is laid out: pixels of names, of a row and of the plot, and columns of text.

    `room` is the part of the time axis that is kept free for labels; without any, they are in the
    column of names.
    """

    names: int
    row: int
    columns: int
    plot: int
    room: float


SIZES: dict[Width, Size] = {
    "wide": Size(names=350, row=40, columns=52, plot=800, room=0.16),
    "narrow": Size(names=240, row=54, columns=34, plot=480, room=0.24),
    "phone": Size(names=158, row=74, columns=22, plot=200, room=0.03),
}


def span(rows: Sequence[Row], today: date, size: Size, *, part: float = 0) -> tuple[date, date]:
    """From the first statement to the last date, today included, with room for the labels.

    `part` of the statements may be older, though no deadline and no verdict: one of long ago does
    not squeeze all others.
    """
    cap = add_years(today, HORIZON)
    ends = [row.due_after or row.earliest or today for row in rows]
    ends += [row.resolved_on.last for row in rows if row.resolved_on]
    said = sorted(row.made_on.first for row in rows)
    start = min([today, *said[int(len(said) * part) :], *(ends if part else ())])
    end = add_months(min(max([today, *ends]), cap), 1)
    days = (end - start).days
    return add_days(start, -max(days // 60, 20)), add_days(end, max(int(days * size.room), 20))


def lines(text: str, size: Size) -> str:
    """A text in the column of names: two lines at most, one where rows are low."""
    if size.row < 50:
        return truncate(one_line(text), size.columns)
    first, *rest = wrap(one_line(text), size.columns)
    return "\n".join([first, *([truncate(" ".join(rest), size.columns)] if rest else [])])


def names(frame: pd.DataFrame, size: Size, *, below: str | None = None) -> list[alt.Chart]:
    """The column of names: `who` above `what` in each row, and on a phone a third field below."""
    base = alt.Chart(frame)

    def text(field: str, dy: int, font: float, style: str) -> alt.Chart:
        chart: alt.Chart = base.mark_text(
            align="left",
            baseline="middle",
            dy=dy,
            fontSize=font,
            lineBreak="\n",
            lineHeight=15,
            style=style,
            aria=False,
        ).encode(x=alt.value(-size.names), y=_y("top"), text=f"{field}:N")
        return chart.properties(name=f"{style}_{field}")

    texts = [text("who", 9, 11.5, "quiet"), text("what", 25, 13, "ink")]
    return [*texts, text(below, size.row - 15, 11.5, "ink")] if below else texts


def hit(frame: pd.DataFrame, left: int) -> alt.Chart:
    """A transparent bar over each row from `left`, for tooltips, clicks and screen readers."""
    bar: alt.Chart = (
        alt.Chart(frame)
        .mark_bar(opacity=0.001, cursor="pointer")
        .encode(
            x=alt.value(left),
            x2=alt.value("width"),
            y=_y("top"),
            y2="bottom:Q",
            description="aria:N",
            **({"href": "href:N"} if "href" in frame else {}),
            tooltip=[alt.Tooltip(f"{field}:N") for field in FIELDS],
        )
    )
    return bar.add_params(alt.selection_point(name="pick", fields=["id"], on="click", toggle=False))


def drawn(
    layers: Sequence[alt.Chart],
    *,
    height: int,
    size: Size,
    window: tuple[date, date],
    today: date,
    title: str,
    key: str,
    rows: Sequence[Row],
) -> alt.LayerChart:
    """The layers in their frame: years above and below, today, title, key, source and date."""
    edges = pd.DataFrame({"edge": [stamp(day) for day in window], "y": [0, height]})
    y = alt.Y(
        "y:Q",
        scale=alt.Scale(domain=[0, height], reverse=True, nice=False, zero=False),
        axis=alt.Axis(
            labels=False,
            ticks=False,
            domain=False,
            grid=False,
            title=None,
            minExtent=size.names,
            maxExtent=size.names,
        ),
    )
    years = window[1].year - window[0].year
    step = -(-years // (16 if size is SIZES["wide"] else 4)) or 1
    # Invisible points stretch the scale: with an explicit domain of dates Vega-Lite warns of a
    # conflict between layers.
    frame = [
        alt.Chart(edges)
        .mark_point(opacity=0, aria=False)
        .encode(x=alt.X("edge:T", scale=alt.Scale(nice=False), axis=_axis(orient, step)), y=y)
        for orient in ("top", "bottom")
    ]
    chart: alt.LayerChart = (
        alt.LayerChart(layer=[*frame, *_today(today), *layers, _source(rows, today, height, size)])
        .resolve_axis(x="independent")
        .resolve_scale(color="shared", shape="shared")
        .properties(
            height=height,
            width="container",
            autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
            title=alt.TitleParams(
                text=wrapped(title, {350: 140, 240: 80}.get(size.names, 46)),
                anchor="start",
                frame="bounds",
                fontSize=16,
                fontWeight=600,
                lineHeight=20,
                subtitle=wrapped(key, {350: 165, 240: 100}.get(size.names, 54)),
                subtitleFontSize=13,
                subtitleLineHeight=17,
                subtitlePadding=5,
                offset=22,
            ),
        )
    )
    return chart


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of text in which a number stays with its word: `5 incorrect`, `29 November 2026`."""
    whole = _INSIDE.sub("\N{NO-BREAK SPACE}", text)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in wrap(whole, columns)]


def stamp(day: date) -> pd.Timestamp:
    """A day for Vega. Seconds, not nanoseconds: those end in 2262."""
    return pd.Timestamp(day).as_unit("s")


def source(rows: Sequence[Row], today: date) -> str:
    """Where the data is from, and of which day it is."""
    documents = plural(len({row.source for row in rows}), "published source")
    return f"Source: {documents}, quoted in the records. As of {labels.day(today)}."


def on(field: str) -> alt.X:
    """The days of a field; the axis is drawn once, by the frame."""
    return alt.X(f"{field}:T", axis=None)


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q")


def _axis(orient: Literal["top", "bottom"], step: int) -> alt.Axis:
    return alt.Axis(
        orient=orient,
        title=None,
        format="%Y",
        tickCount=alt.TimeIntervalStep(interval="year", step=step),
        labelOverlap="greedy",
        grid=orient == "top",
        domain=False,
        ticks=False,
        offset=14 if orient == "top" else 2,
    )


def _today(today: date) -> list[alt.Chart]:
    frame = pd.DataFrame({"day": [stamp(today)], "text": ["today"]})
    rule = alt.Chart(frame).mark_rule(strokeDash=[4, 3], strokeWidth=1.4, style="today", aria=False)
    text = alt.Chart(frame).mark_text(
        baseline="bottom", dy=-3, fontSize=11.5, fontWeight=600, style="today", aria=False
    )
    return [
        rule.encode(x=on("day")).properties(name="todayrule"),
        text.encode(x=on("day"), y=alt.value(0), text="text:N").properties(name="today"),
    ]


def _source(rows: Sequence[Row], today: date, height: int, size: Size) -> alt.Chart:
    said = "\n".join(wrapped(source(rows, today), {350: 110, 240: 70}.get(size.names, 52)))
    frame = pd.DataFrame({"text": [said]})
    text: alt.Chart = (
        alt.Chart(frame)
        .mark_text(
            align="left",
            baseline="top",
            fontSize=11.5,
            lineBreak="\n",
            lineHeight=15,
            style="quiet",
            aria=False,
        )
        .encode(x=alt.value(-size.names), y=alt.value(height + 30), text="text:N")
    )
    return text


def fields(row: Row) -> dict[str, Any]:
    """What a tooltip says of a row."""
    return {
        "Claim": row.claim,
        "Speaker": labels.said_by(row),
        "State": labels.state_in_words(row),
        "Said": labels.partial(row.made_on),
        "Deadline": labels.deadline(row),
        "As said": labels.as_said(row),
    }


#: The names of `fields`, in order.
FIELDS = ("Claim", "Speaker", "State", "Said", "Deadline", "As said")
