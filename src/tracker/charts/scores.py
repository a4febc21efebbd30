"""The charts of the scoreboard: shares with intervals, rows of marks, and reliability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from tracker import labels
from tracker.charts import label, layout, theme
from tracker.rows import Row
from tracker.scores.scoreboard import FEW, ForecastRow, ScoreRow
from tracker.text import plural, wrap

__all__ = ["describe", "group_word", "marks", "reliability", "shares"]

_ROW = 40
#: Groups with few verdicts that are drawn: a table has all of them.
MOST = 40
_QUIET = "#808591"
#: What all columns of names have in common.
_NAMES: Mapping[str, Any] = {
    "title": None,
    "domain": False,
    "ticks": False,
    "grid": False,
    "zindex": 1,
    "labelOverlap": False,
    "labelFlush": False,
    "labelFontSize": 12,
}


def shares(rows: Sequence[ScoreRow], by: str, listed: Sequence[Row], today: date) -> alt.LayerChart:
    """For each group the share correct, its 95% interval, and the range left by pending verdicts.

    Only groups with enough verdicts are drawn; `marks` draws the others. The selection `pick` has
    the `group`. `listed` has the records.
    """
    drawn = [row for row in rows if not row.is_few]
    lines = label.unique((f"{row.label}  ({row.correct} of {row.scored})" for row in drawn), 60)
    frame = pd.DataFrame(
        [_line(row, text) for row, text in zip(drawn, lines, strict=True)],
        columns=list(_COLUMNS),
    )
    y = alt.Y(
        "line:N",
        sort=None,
        scale=alt.Scale(domain=lines, paddingInner=0, paddingOuter=0),
        axis=alt.Axis(
            **_NAMES,
            labelAlign="left",
            labelPadding=-3,
            labelOffset=-9,
            minExtent=0,
            maxExtent=0,
            labelLimit=alt.ExprRef("width - 6"),
        ),
    )
    x = alt.X(
        "bound1:Q",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(title=None, orient="top", format="%", tickCount=5, domain=False, ticks=False),
    )
    base = alt.Chart(frame).encode(y=y)
    colour = alt.Color("word:N", scale=alt.Scale(domain=theme.words()), legend=None)
    chart: alt.LayerChart = alt.LayerChart(
        layer=[
            base.mark_rule(
                strokeWidth=1.5, strokeDash=[2, 3], color=_QUIET, aria=False, yOffset=10
            ).encode(x=x, x2="bound2:Q"),
            base.mark_rule(
                strokeWidth=8, strokeCap="round", opacity=0.35, aria=False, yOffset=10
            ).encode(x="low:Q", x2="high:Q", color=colour),
            base.mark_point(
                filled=True, size=120, opacity=1, shape="circle", aria=False, yOffset=10
            ).encode(x="share:Q", color=colour),
            base.mark_bar(opacity=0.001, cursor="pointer")
            .encode(
                x=alt.value(0),
                x2=alt.value("width"),
                description="aria:N",
                tooltip=[alt.Tooltip(f"{field}:N") for field in _TIPS],
            )
            .add_params(
                alt.selection_point(name="pick", fields=["group"], on="click", toggle=False)
            ),
        ]
    ).properties(
        title=_title(
            f"How many claims with a deadline came true, by {group_word(by)}", listed, today
        ),
        height=len(drawn) * _ROW,
        width="container",
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    )
    return chart


def marks(
    rows: Sequence[ScoreRow], by: str, listed: Sequence[Row], today: date, *, names: int = 220
) -> alt.LayerChart:
    """For each group with few verdicts a row of marks, one a verdict, in order of the deadlines.

    Too few verdicts make no percentage: an interval from 21% to 100% says nothing. `listed` has the
    records, `names` is the width of the column of names. The selection `pick` has the `id`.
    """
    known = {row.id: row for row in listed}
    few = [row for row in rows if row.scored and row.is_few]
    drawn = few[:MOST]
    part = f" ({len(drawn)} of {len(few)} groups)" if len(drawn) < len(few) else ""
    lines = label.unique((row.label for row in drawn), 60)
    pairs = list(zip(drawn, lines, strict=True))
    y = alt.Y(
        "line:N",
        sort=None,
        scale=alt.Scale(domain=lines),
        axis=alt.Axis(
            **_NAMES,
            labelLimit=names - 8,
            labelAlign="left",
            labelPadding=names,
            minExtent=names,
            maxExtent=names,
        ),
    )
    x = alt.X("place:Q", scale=alt.Scale(domain=[0, FEW + 2], nice=False), axis=None)
    words = theme.words()
    verdicts = pd.DataFrame(
        [
            {
                "line": text,
                "place": place + 0.5,
                "id": record,
                "word": status,
                "aria": f"{row.label}: {known[record].claim}; {labels.verdict(status, 'by')}",
                "Claim": known[record].claim,
                "Verdict": labels.verdict(status, "by"),
                "Deadline": labels.deadline(known[record]),
            }
            for row, text in pairs
            for place, (record, status) in enumerate(row.verdicts)
        ]
    )
    ends = pd.DataFrame(
        [
            {"line": text, "place": row.scored + 0.3, "said": labels.share(row.correct, row.scored)}
            for row, text in pairs
        ]
    )
    chart: alt.LayerChart = alt.LayerChart(
        layer=[
            alt.Chart(ends)
            .mark_text(align="left", fontSize=12, aria=False)
            .encode(y=y, x=x, text="said:N"),
            alt.Chart(verdicts)
            .mark_point(filled=True, size=130, opacity=1, cursor="pointer")
            .encode(
                y=y,
                x=x,
                color=alt.Color("word:N", scale=alt.Scale(domain=words), legend=None),
                shape=alt.Shape(
                    "word:N",
                    scale=alt.Scale(domain=words, range=[mark.path for mark in theme.MARKS]),
                    legend=None,
                ),
                description="aria:N",
                tooltip=[alt.Tooltip(f"{field}:N") for field in ("Claim", "Verdict", "Deadline")],
            )
            .add_params(alt.selection_point(name="pick", fields=["id"], on="click", toggle=False)),
        ]
    ).properties(
        title=_title(
            f"Verdicts on claims with a deadline, by {group_word(by)}{part}",
            listed,
            today,
            46 if names < 200 else 62,
        ),
        height=len(drawn) * 26,
        width=(FEW + 2) * 20,
        autosize=alt.AutoSizeParams(type="pad"),  # Streamlit's own would squeeze the marks
    )
    return chart


def reliability(row: ForecastRow, listed: Sequence[Row], today: date) -> alt.LayerChart:
    """How often forecasts came true against their probability, with 95% intervals."""
    frame = pd.DataFrame(
        [
            {
                "forecast": one.mean_probability,
                "share": one.share,
                "low": one.interval.low,
                "high": one.interval.high,
                "n": plural(one.count, "forecast"),
            }
            for one in row.bins
        ]
    )
    unit = alt.Scale(domain=[0, 1], nice=False)
    x = alt.X("forecast:Q", scale=unit, axis=alt.Axis(title="forecast probability", format="%"))
    y = alt.Y("share:Q", scale=unit, axis=alt.Axis(title="came true", format="%"))
    diagonal = pd.DataFrame({"forecast": [0.0, 1.0], "share": [0.0, 1.0]})
    chart: alt.LayerChart = alt.LayerChart(
        layer=[
            alt.Chart(diagonal)
            .mark_line(color=_QUIET, strokeDash=[2, 3], strokeWidth=1.2, aria=False)
            .encode(x=x, y=y),
            alt.Chart(frame)
            .mark_rule(strokeWidth=2, opacity=0.6, aria=False)
            .encode(x=x, y=alt.Y("low:Q"), y2="high:Q"),
            alt.Chart(frame)
            .mark_point(filled=True, size=120, opacity=1)
            .encode(x=x, y=y, tooltip=[alt.Tooltip("n:N")]),
        ]
    ).properties(
        title=_title("Forecasts against what happened", listed, today), height=300, width=300
    )
    return chart


def _title(text: str, listed: Sequence[Row], today: date, most: int = 46) -> alt.TitleParams:
    """The title, and below it where the data is from and of which day."""
    return alt.TitleParams(
        text=wrap(text, most),
        subtitle=wrap(layout.source(listed, today), 52 if most < 50 else 80),
        anchor="start",
        frame="bounds",
        fontSize=15,
        subtitleFontSize=11.5,
        offset=14,
    )


def group_word(by: str) -> str:
    """The word on pages for a grouping; a tag is called a topic there."""
    return "topic" if by == "tag" else by


def describe(rows: Sequence[ScoreRow], by: str) -> str:
    """What the charts show, in a sentence."""
    few = sum(row.scored > 0 and row.is_few for row in rows)
    enough = sum(not row.is_few for row in rows)
    return (
        f"Verdicts by {group_word(by)}: share correct with 95% interval for "
        f"{plural(enough, 'group')}, a mark for each verdict of {plural(few, 'group')} "
        "with few verdicts. The table below has the numbers."
    )


_TIPS = ("Group", "Share correct", "Range with pending verdicts")
_COLUMNS = (*"group line word share low high bound1 bound2 aria".split(), *_TIPS)


def _line(row: ScoreRow, text: str) -> dict[str, object]:
    share, spread, bounds = row.share, row.interval, row.bounds
    assert spread is not None
    assert bounds is not None
    shown = labels.share(row.correct, row.scored, (spread.low, spread.high))
    return {
        "group": row.group,
        "line": text,
        "word": "correct",
        "share": share,
        "low": spread.low,
        "high": spread.high,
        "bound1": bounds.low,
        "bound2": bounds.high,
        "aria": f"{row.label}: {shown}",
        "Group": row.label,
        "Share correct": shown,
        "Range with pending verdicts": labels.interval(bounds.low, bounds.high),
    }
