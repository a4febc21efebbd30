"""The chart of probability forecasts: a step line for each forecaster, and the outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import altair as alt
import pandas as pd

from tracker.charts import label
from tracker.records.dates import PartialDate
from tracker.text import plural

__all__ = ["Given", "describe", "steps"]

_OUTCOME = {"correct": 1.0, "incorrect": 0.0}
_QUIET = "#808591"


@dataclass(frozen=True, slots=True)
class Given:
    """A probability, its forecaster and its date; a partial date is drawn on its last day."""

    by: str
    made_on: PartialDate
    probability: float


def steps(
    forecasts: Sequence[Given], until: date, *, status: str = "open", settled_on: date | None = None
) -> alt.LayerChart:
    """The forecasts of each forecaster over time; `until` is the day of the page.

    The lines end on the day of the verdict, if there is one. The outcome is a point at 1 or 0, for
    a verdict of correct or incorrect only.
    """
    end = settled_on or until
    names = list(dict.fromkeys(forecast.by for forecast in forecasts))
    shown = dict(zip(names, label.unique(names, 40), strict=True))
    frame = pd.DataFrame(
        [
            {
                "day": forecast.made_on.last,
                "probability": forecast.probability,
                "by": shown[forecast.by],
                "date": str(forecast.made_on),
            }
            for forecast in sorted(forecasts, key=lambda forecast: forecast.made_on.last)
        ]
        + [
            {"day": end, "probability": last.probability, "by": shown[name], "date": str(end)}
            for name in names
            if (last := _last(forecasts, name)).made_on.last < end
        ],
        columns=["day", "probability", "by", "date"],
    )
    frame["day"] = pd.to_datetime(frame["day"])
    x = alt.X("day:T", axis=alt.Axis(title=None, grid=False, labelOverlap=True))
    y = alt.Y(
        "probability:Q",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(title=None, format="%", tickCount=5),
    )
    tip = [
        alt.Tooltip("by:N", title="forecaster"),
        alt.Tooltip("probability:Q", format=".0%"),
        alt.Tooltip("date:N", title="date"),
    ]
    base = alt.Chart(frame).encode(x=x, y=y, tooltip=tip)
    legend = alt.Legend(orient="top", title=None, symbolOpacity=1)
    layers: list[alt.Chart] = [
        base.mark_line(interpolate="step-after", strokeWidth=2).encode(
            color=alt.Color("by:N", sort=None, legend=legend)
        ),
        base.mark_point(filled=True, size=50).encode(color=alt.Color("by:N", sort=None)),
    ]
    if settled_on is not None and status in _OUTCOME:
        point = pd.DataFrame([{"day": settled_on, "probability": _OUTCOME[status], "what": status}])
        point["day"] = pd.to_datetime(point["day"])
        layers.append(
            alt.Chart(point)
            .mark_point(shape="diamond", filled=True, size=160, color=_QUIET)
            .encode(x=x, y=y, tooltip=[alt.Tooltip("what:N", title="outcome")])
        )
    chart: alt.LayerChart = alt.LayerChart(layer=layers).properties(height=180, width="container")
    return chart


def describe(forecasts: Sequence[Given], *, status: str = "open") -> str:
    """The chart in a sentence, for readers who cannot see it."""
    last = ", ".join(
        f"{name} {_last(forecasts, name).probability:.0%}"
        for name in dict.fromkeys(forecast.by for forecast in forecasts)
    )
    outcome = f"; outcome: {status}" if status in _OUTCOME else ""
    count = plural(len(forecasts), "probability forecast")
    return f"{count}; latest: {last}{outcome}."


def _last(forecasts: Sequence[Given], by: str) -> Given:
    own = (forecast for forecast in forecasts if forecast.by == by)
    return max(own, key=lambda forecast: forecast.made_on.last)
