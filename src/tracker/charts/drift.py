"""The chart of moving dates: what was stated more than once, and where its date moved each time.

A row for each claim: a line for each statement, from the day it was made to the date it predicted.
The dates are joined; where the joint leans right, the date slips.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Literal

import altair as alt
import pandas as pd

from tracker import labels
from tracker.charts import layout, theme
from tracker.charts.layout import SIZES, Size, Width
from tracker.rows import Row
from tracker.scores.drift import NOTHING, Chain, chains
from tracker.text import one_line, plural, truncate

__all__ = ["describe", "headline", "moving"]

_LINE = "#808591"
#: How to read the chart.
_KEY = (
    "Each thin line runs from the day of a statement to the date that it predicted. "
    "The thick line joins the statements of one claim."
)
#: Pixels from one statement to the next, and above the first one.
_STEP, _ABOVE = 15, 12


def moving(
    rows: Sequence[Row],
    today: date,
    *,
    width: Width = "wide",
    href: Callable[[Row], str] | None = None,
) -> alt.LayerChart:
    """The chart of the restated claims, the one that slips most first; `pick` has the `id`."""
    size = SIZES[width]
    slopes = chains(rows)
    listed = [row for chain in slopes for row in chain.rows]
    window = layout.span(listed, today, size)
    names, marks, top = [], [], 0
    for chain in slopes:
        names.append(_name(chain, top, size))
        marks += [
            _mark(chain, place, top + _ABOVE + place * _STEP, window[1])
            for place in range(len(chain.rows))
        ]
        top += max(len(chain.rows) * _STEP + _ABOVE, 62 if width == "wide" else 78) + 8
    frame = pd.DataFrame(marks)
    if href:
        frame["href"] = [href(row) for row in listed]
    layers = [*_layers(frame), *_names(pd.DataFrame(names), size), layout.hit(frame, 0)]
    return layout.drawn(
        layers,
        height=top,
        size=size,
        window=window,
        today=today,
        title=headline(slopes),
        key=_KEY,
        rows=listed,
    )


def headline(slopes: Sequence[Chain]) -> str:
    """What the chart shows: `10 claims stated again: 6 slipped, 3 moved earlier, 1 stayed`."""
    if not slopes:
        return NOTHING
    months = [chain.months for chain in slopes if chain.months is not None]
    counts = (
        (sum(each > 0 for each in months), "slipped"),
        (sum(each < 0 for each in months), "moved earlier"),
        (months.count(0), "stayed"),
    )
    summary = ", ".join(f"{number} {word}" for number, word in counts if number)
    return f"{plural(len(slopes), 'claim')} stated again" + (f": {summary}" if summary else "")


def describe(rows: Sequence[Row]) -> str:
    """What the chart shows, in a sentence for readers who cannot see it."""
    return f"{headline(chains(rows))}. The list below has the same statements as text."


def _name(chain: Chain, top: int, size: Size) -> dict[str, Any]:
    return {
        "top": top,
        "who": truncate(one_line(chain.names), size.columns + 2),
        "what": layout.lines(chain.rows[0].title, size),
        "pace": "\n".join(layout.wrapped(chain.pace, size.columns + 2)),
    }


def _names(frame: pd.DataFrame, size: Size) -> list[alt.Chart]:
    pace: alt.Chart = (
        alt.Chart(frame)
        .mark_text(
            align="left",
            baseline="middle",
            dy=44 if size.row < 50 else 58,
            fontSize=12,
            fontWeight=600,
            lineBreak="\n",
            lineHeight=15,
            style="ink",
            aria=False,
        )
        .encode(x=alt.value(-size.names), y=alt.Y("top:Q"), text="pace:N")
        .properties(name="ink_pace")
    )
    return [*layout.names(frame, size), pace]


def _mark(chain: Chain, place: int, middle: int, end: date) -> dict[str, Any]:
    row = chain.rows[place]
    limit = row.latest or row.earliest
    assert limit is not None  # only dated statements are in chains
    return {
        "id": row.id,
        "chain": chain.rows[0].id,
        "middle": middle,
        "top": middle - _STEP // 2,
        "bottom": middle + _STEP // 2,
        "word": row.mark,
        "made": layout.stamp(row.made_on.last),
        "last": layout.stamp(min(limit, end)),
        "beyond": f"{limit.year} →" if limit > end else None,
        # Above the first and below the last, where no line of the chain is.
        "side": 0 if place == 0 else 2 if place == len(chain.rows) - 1 else 1,
        "aria": f"{row.id}: {row.claim}; said {labels.said(row)}; {labels.deadline(row)}",
        **layout.fields(row),
    }


def _layers(frame: pd.DataFrame) -> list[alt.Chart]:
    middle = alt.Y("middle:Q")
    base = alt.Chart(frame)
    far = frame[frame["beyond"].notna()]
    places: tuple[tuple[int, Literal["bottom", "top"], int], ...] = (
        (0, "bottom", -6),
        (2, "top", 6),
    )
    years = [
        alt.Chart(far[far["side"] == side])
        .mark_text(
            align="right", baseline=baseline, dx=4, dy=dy, fontSize=11.5, style="quiet", aria=False
        )
        .encode(x=layout.on("last"), y=middle, text="beyond:N")
        for side, baseline, dy in places
        if (far["side"] == side).any()
    ]
    return [
        *years,
        base.mark_rule(strokeWidth=1.4, color=_LINE, aria=False).encode(
            x=layout.on("made"), x2="last:T", y=middle
        ),
        base.mark_tick(thickness=1.6, size=9, orient="vertical", color=_LINE, aria=False).encode(
            x=layout.on("made"), y=middle
        ),
        base.mark_line(strokeWidth=2, style="ink", aria=False)
        .encode(x=layout.on("last"), y=middle, detail="chain:N", order="middle:Q")
        .properties(name="joint"),
        base.mark_point(filled=True, size=90, opacity=1, aria=False).encode(
            x=layout.on("last"),
            y=middle,
            color=alt.Color("word:N", scale=alt.Scale(domain=theme.words()), legend=None),
            shape=alt.Shape(
                "word:N",
                scale=alt.Scale(domain=theme.words(), range=[mark.path for mark in theme.MARKS]),
                legend=None,
            ),
        ),
    ]
