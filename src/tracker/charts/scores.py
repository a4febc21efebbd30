"""The charts of the scoreboard: shares with their intervals, and reliability."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from tracker import labels
from tracker.charts import label, theme
from tracker.scores.scoreboard import ForecastRow, ScoreRow
from tracker.text import plural

__all__ = ["describe", "reliability", "shares"]

_ROW = 40
_QUIET = "#808591"


def shares(rows: Sequence[ScoreRow]) -> alt.LayerChart:
    """For each group the share correct, its 95% interval, and the range left by pending verdicts.

    Only groups with a scored verdict or a due record are drawn. The selection `pick` has the
    `group`.
    """
    drawn = [row for row in rows if row.bounds]
    labels = label.unique((f"{row.label}  ({row.correct} of {row.scored})" for row in drawn), 60)
    frame = pd.DataFrame(
        [_line(row, text) for row, text in zip(drawn, labels, strict=True)],
        columns=list(_COLUMNS),
    )
    scale = alt.Scale(domain=theme.words())
    y = alt.Y(
        "line:N",
        sort=None,
        scale=alt.Scale(domain=labels, paddingInner=0, paddingOuter=0),
        axis=alt.Axis(
            title=None,
            domain=False,
            ticks=False,
            grid=False,
            zindex=1,
            labelAlign="left",
            labelPadding=-3,
            labelOffset=-9,
            labelOverlap=False,
            labelFlush=False,
            minExtent=0,
            maxExtent=0,
            labelLimit=alt.ExprRef("width - 6"),
            labelFontSize=12,
        ),
    )
    x = alt.X(
        "bound1:Q",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(title=None, orient="top", format="%", tickCount=5, domain=False, ticks=False),
    )
    base = alt.Chart(frame).encode(y=y)
    scored = alt.Chart(frame[frame["share"].notna()]).encode(y=y)
    colour = alt.Color("word:N", scale=scale, legend=None)
    layers = [
        base.mark_rule(
            strokeWidth=1.5, strokeDash=[2, 3], color=_QUIET, aria=False, yOffset=10
        ).encode(x=x, x2="bound2:Q"),
        scored.mark_rule(
            strokeWidth=8, strokeCap="round", opacity=0.35, aria=False, yOffset=10
        ).encode(x="low:Q", x2="high:Q", color=colour),
        scored.mark_point(
            filled=True, size=120, opacity=1, shape="circle", aria=False, yOffset=10
        ).encode(x="share:Q", color=colour),
        base.mark_bar(opacity=0.001, cursor="pointer")
        .encode(
            x=alt.value(0),
            x2=alt.value("width"),
            description="aria:N",
            tooltip=[alt.Tooltip(f"{field}:N") for field in _TIPS],
        )
        .add_params(alt.selection_point(name="pick", fields=["group"], on="click", toggle=False)),
    ]
    if not frame["share"].notna().any():
        layers = [layers[0], layers[-1]]
    chart: alt.LayerChart = alt.LayerChart(layer=layers).properties(
        height=max(1, len(drawn)) * _ROW,
        width="container",
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    )
    return chart


def reliability(row: ForecastRow) -> alt.LayerChart:
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
    ).properties(height=300, width=300)
    return chart


def describe(rows: Sequence[ScoreRow], by: str) -> str:
    """What the chart shows, in a sentence."""
    drawn = sum(row.bounds is not None for row in rows)
    return (
        f"Share correct by {by}, for {plural(drawn, 'group')}, with 95% intervals. "
        "The table below has the same data as numbers."
    )


_TIPS = ("Group", "Share correct", "95% interval", "Depending on pending verdicts")
_COLUMNS = (*"group line word share low high bound1 bound2 aria".split(), *_TIPS)


def _line(row: ScoreRow, text: str) -> dict[str, object]:
    share, interval, bounds = row.share, row.interval, row.bounds
    assert bounds is not None
    shown = labels.share(row.correct, row.scored)
    spread = labels.interval(interval.low, interval.high) if interval else ""
    return {
        "group": row.group,
        "line": text,
        "word": "correct",
        "share": share,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "bound1": bounds.low,
        "bound2": bounds.high,
        "aria": f"{row.label}: {shown}",
        "Group": row.label,
        "Share correct": shown,
        "95% interval": spread,
        "Depending on pending verdicts": labels.interval(bounds.low, bounds.high),
    }
