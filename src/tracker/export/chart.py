"""The charts of the pages as SVG files, for READMEs and articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from tracker.export.base import Options
from tracker.export.html_ import CHART_ROWS
from tracker.registry import Registry
from tracker.rows import Row
from tracker.scores.drift import NOTHING, chains
from tracker.scores.scoreboard import score

if TYPE_CHECKING:
    import altair as alt

__all__ = ["drift", "horizon", "scores"]


def horizon(_registry: Registry, rows: Sequence[Row], today: date, _options: Options) -> str:
    """The timeline: from each statement to its deadline, and what came of it."""
    from tracker.charts import timeline

    dated = timeline.arranged(rows)
    shown = timeline.near(dated, today, CHART_ROWS)
    return _drawn(
        bool(dated),
        lambda: timeline.timeline(shown, today, total=len(dated)),
        "No prediction has a date.",
    )


def scores(_registry: Registry, rows: Sequence[Row], today: date, _options: Options) -> str:
    """The share correct of each speaker, or a mark for each verdict while all have few."""
    from tracker.charts import scores

    groups = score(rows, "speaker")
    draw = scores.marks if all(group.is_few for group in groups) else scores.shares
    return _drawn(
        any(group.scored for group in groups),
        lambda: draw(groups, "speaker", rows, today),
        "No verdicts to score.",
    )


def drift(_registry: Registry, rows: Sequence[Row], today: date, _options: Options) -> str:
    """The deadlines of claims that were stated again."""
    from tracker.charts import drift

    return _drawn(bool(chains(rows)), lambda: drift.moving(rows, today), NOTHING)


def _drawn(has_any: bool, draw: Callable[[], alt.LayerChart], nothing: str) -> str:
    """The chart as SVG; where there is nothing to draw, a sentence in its place."""
    import altair as alt

    from tracker.charts import vega

    if has_any:
        return vega.svg(draw())
    empty = alt.LayerChart(layer=[alt.Chart(alt.InlineData(values=[])).mark_point()])
    return vega.svg(empty.properties(title=nothing, height=1, width=400))
