"""The timeline: a row for each prediction with a date, from its statement to its deadline.

A line leads from the statement to the window, a bar shows the window, and a symbol the verdict
where it fell, or the state at the deadline. Words beside it say the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from tracker import labels
from tracker.charts import layout, theme
from tracker.charts.layout import SIZES, Size, Width
from tracker.labels import VERDICT_WORDS
from tracker.records.state import State
from tracker.rows import ASKED_FOR, Row
from tracker.text import one_line, plural, truncate

__all__ = ["arranged", "describe", "headline", "near", "timeline", "undated"]

_LINE = "#808591"
#: Pixels between a symbol and its words, and of a character of these.
_DX = 11
_CHARACTER = 6.6
#: How to read the chart.
_KEY = (
    "The thin line starts on the day of the statement, and the bar is the window for the event. "
    "The symbol marks the verdict, or the deadline while there is none."
)
_ORDER = theme.words()
#: The part of the statements that may lie before the axis begins.
_OLD = 0.05


def arranged(rows: Iterable[Row]) -> list[Row]:
    """The rows with a date, by that date."""
    return sorted(
        (row for row in rows if _date(row)), key=lambda row: (_date(row), row.made_on.first, row.id)
    )


def undated(rows: Iterable[Row]) -> list[Row]:
    """The rows without a date, which are listed beside the chart."""
    return [row for row in rows if not _date(row)]


def near(ordered: Sequence[Row], today: date, most: int) -> list[Row]:
    """As many rows around a day: two thirds of them with a date before it, if there are so many."""
    ahead = sum((_date(row) or today) < today for row in ordered)
    first = max(min(ahead - most * 2 // 3, len(ordered) - most), 0)
    return list(ordered[first : first + most])


def timeline(
    rows: Sequence[Row],
    today: date,
    *,
    total: int = 0,
    width: Width = "wide",
    href: Callable[[Row], str] | None = None,
) -> alt.LayerChart:
    """The chart of the rows, in their order; the selection `pick` has the `id`.

    `total` is how many there are if not all are drawn. `href` makes each row a link, for pages
    without a script.
    """
    size = SIZES[width]
    window = layout.span(rows, today, size, part=_OLD)
    frame = pd.DataFrame([_marks(row, place, size, window) for place, row in enumerate(rows)])
    if href:
        frame["href"] = [href(row) for row in rows]
    layers = [
        *_layers(frame, has_labels=width != "phone"),
        *layout.names(frame, size, below="label" if width == "phone" else None),
        layout.hit(frame, -size.names),
    ]
    return layout.drawn(
        layers,
        height=len(rows) * size.row,
        size=size,
        window=window,
        today=today,
        title=headline(rows, total),
        key=_KEY,
        rows=rows,
    )


def headline(rows: Sequence[Row], total: int = 0) -> str:
    """What the chart shows: `24 predictions with a date: 6 correct, 3 incorrect, 1 overdue`."""
    named = sorted(rows, key=lambda row: (row.mark not in VERDICT_WORDS, _ORDER.index(row.mark)))
    counted = Counter(
        labels.status_in_words(row) if row.mark in VERDICT_WORDS else theme.mark(row).label
        for row in named
    )
    summary = ", ".join(f"{number} {word}" for word, number in counted.items())
    number = plural(len(rows), "prediction")
    if len(rows) < total:
        number = f"{len(rows):,} of {plural(total, 'prediction')}"
    return f"{number} with a date" + (f": {summary}" if summary else "")


def describe(rows: Sequence[Row], today: date) -> str:
    """What the chart shows, in a sentence for readers who cannot see it."""
    return (
        f"Timeline on {labels.day(today)}. {headline(rows)}. "
        "The scorecard has the same predictions as text."
    )


def _date(row: Row) -> date | None:
    return row.due_after or row.earliest


def _marks(row: Row, place: int, size: Size, window: tuple[date, date]) -> dict[str, Any]:
    start, end = window
    is_old = row.made_on.first < start
    said = max(row.made_on.last, start)
    is_bound = row.kind == "not_before"
    opens = row.earliest if row.earliest and row.earliest > said else said
    closes = end if is_bound else (row.due_after or opens)
    settled = row.happened_on or row.resolved_on
    # The verdict where it fell, the state at the date that it waits for.
    point = settled.last if settled else (opens if is_bound else closes)
    is_far = point > end or closes > end
    limit = opens if is_bound else closes
    beyond = f"{limit.year} →" if limit > end else ""
    before = f"said in {row.made_on.first.year}" if is_old else ""
    label = labels.standing(row)
    if row.state is not State.RESOLVED and row.state not in ASKED_FOR:
        label = labels.deadline(row, short=True)
    elif row.timing and row.timing.days:
        label += f", {row.timing}"
    far = [beyond] if beyond and beyond[:4] not in label else []
    far += [before] if before else []
    point = min(max(point, row.made_on.first, start), end)
    last = point if is_bound else max(point, min(closes, end))
    text = f"{label} ({'; '.join(far)})" if far else label
    reach = (_DX + _CHARACTER * len(text)) / size.plot
    return {
        "id": row.id,
        "top": place * size.row,
        "middle": place * size.row + 18,
        "bottom": (place + 1) * size.row,
        "who": truncate(one_line(row.speaker_name), size.columns + 2),
        "what": layout.lines(row.title, size),
        "label": text,
        "word": row.mark,
        "made1": layout.stamp(max(row.made_on.first, start)),
        "tick": None if is_old else layout.stamp(row.made_on.first),
        "win1": layout.stamp(min(opens, end)),
        "win2": layout.stamp(min(max(closes, opens), end)),
        "is_bound": is_bound,
        "point": None if is_far and not settled else layout.stamp(point),
        "beyond": layout.stamp(end) if is_far and not settled else None,
        "last": layout.stamp(last),
        "is_left": (end - last).days < (end - window[0]).days * reach,
        "aria": f"{row.id}: {row.claim}; {labels.state_in_words(row)}; {labels.deadline(row)}",
        **layout.fields(row),
    }


def _layers(frame: pd.DataFrame, *, has_labels: bool) -> Iterable[alt.Chart]:
    """The visible marks; layers without rows are left out, as they cause console warnings."""
    colour = alt.Color("word:N", scale=alt.Scale(domain=theme.words()), legend=None)
    shapes = alt.Scale(domain=theme.words(), range=[mark.path for mark in theme.MARKS])
    middle = alt.Y("middle:Q")

    def where(kept: pd.Series) -> alt.Chart | None:
        return alt.Chart(frame[kept]) if kept.any() else None

    base = alt.Chart(frame)
    yield base.mark_rule(strokeWidth=1.4, color=_LINE, aria=False).encode(
        x=layout.on("made1"), x2="win1:T", y=middle
    )
    if ticks := where(frame["tick"].notna()):
        yield ticks.mark_tick(
            thickness=1.6, size=9, orient="vertical", color=_LINE, aria=False
        ).encode(x=layout.on("tick"), y=middle)
    for kept, opacity in ((~frame["is_bound"], 0.42), (frame["is_bound"], 0.2)):
        if bars := where(kept):
            yield bars.mark_rule(strokeWidth=10, opacity=opacity, aria=False).encode(
                x=layout.on("win1"), x2="win2:T", y=middle, color=colour
            )
    if far := where(frame["beyond"].notna()):
        yield far.mark_point(
            shape="triangle-right", size=80, filled=True, opacity=1, aria=False
        ).encode(x=layout.on("beyond"), y=middle, color=colour)
    if points := where(frame["point"].notna()):
        yield points.mark_point(filled=True, size=130, opacity=1, aria=False).encode(
            x=layout.on("point"),
            y=middle,
            color=colour,
            shape=alt.Shape("word:N", scale=shapes, legend=None),
        )
    if has_labels:
        # Where the plot ends, the words stand above the bar.
        right: dict[str, Any] = {"align": "right", "dx": 0, "dy": -13}
        left: dict[str, Any] = {"align": "left", "dx": _DX, "dy": 0}
        for kept, place in ((~frame["is_left"], left), (frame["is_left"], right)):
            if said := where(kept):
                yield (
                    said.mark_text(**place, baseline="middle", fontSize=12, style="ink", aria=False)
                    .encode(x=layout.on("last"), y=middle, text="label:N")
                    .properties(name=f"ink_{place['align']}")
                )
