"""The Scoreboard page: who was right, with intervals and warnings about small samples."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from tracker import labels
from tracker.charts import scores as charts
from tracker.dashboard import data, filters, widgets
from tracker.dashboard.data import View
from tracker.dashboard.width import window_width
from tracker.export import dataframe
from tracker.records.vocabulary import STATUSES
from tracker.scores import scoreboard as scores
from tracker.scores.scoreboard import ForecastRow, ScoreRow
from tracker.text import plural

#: The records behind columns whose name is not a status.
_FIGURES = {
    **dict.fromkeys(("share", "low", "high", "worst", "best", "how sure"), "scored"),
    **dict.fromkeys(("median days off", "most days late"), "happened"),
}


def scoreboard() -> None:
    """Draw the page."""
    current = data.view()
    st.title("Who was right?", anchor=False)
    filters.bar(current, "scoreboard")
    if not current.rows:
        widgets.empty(current)
        return
    _whole(current, scores.total(current.rows))
    by = st.segmented_control("By", list(scores.GROUPS), key="by", default="speaker", required=True)
    rows = scores.score(current.rows, by or "speaker")
    _shares(current, rows, by or "speaker")
    _table(current, rows, by or "speaker")
    _forecasts(current)
    _sensitivity(current)


def _whole(current: View, row: ScoreRow) -> None:
    unscored = ("ambiguous", "annulled", "withdrawn")
    with st.grid(4, min_column_width=150, key="figures"):
        for label, statuses, below in (
            ("Correct", ("correct",), "came true"),
            ("Partial", ("partial",), "came true in part"),
            ("Incorrect", ("incorrect",), "did not come true"),
            ("Not scored", unscored, "no clear verdict"),
        ):
            with st.container(border=True, gap=None, key=f"figure-{statuses[0]}"):
                st.metric(label, f"{sum(row.counts[status] for status in statuses):,}")
                href = current.address.only(mark=statuses)
                widgets.html("more.html", href=href, label=below)
    st.markdown(_said(row))


def _said(row: ScoreRow) -> str:
    if row.share is None or row.interval is None:
        return "No verdicts to score yet."
    few = " Small sample." if row.is_few else ""
    bounds = row.bounds
    assert bounds is not None
    return (
        f"Correct: {labels.share(row.correct, row.scored)}; 95% interval: "
        f"{labels.interval(row.interval.low, row.interval.high)}.{few} "
        f"{labels.pending(bounds.low, bounds.high)} "
        f'"Not before" and "never" claims are excluded: {row.stood} held, {row.violated} broken.'
    )


def _shares(current: View, rows: Sequence[ScoreRow], by: str) -> None:
    if not any(row.bounds for row in rows):
        st.info("No verdicts to score, and nothing is due.", icon=":material/info:")
        return
    st.caption(
        "Point: share correct. Band: 95% interval (Wilson). Dotted: the range left open by pending "
        f"verdicts. Fewer than {scores.FEW} verdicts are a small sample."
    )
    chart = charts.shares(rows)
    event = st.altair_chart(
        chart,
        key=f"shares_{by}",
        on_select="rerun",
        selection_mode="pick",
        alt=charts.describe(rows, by),
    )
    picked = [point["group"] for point in event["selection"].get("pick", []) if "group" in point]
    if picked:
        for row in rows:
            if row.group == picked[0]:
                _members(current, row.label, row.ids)
    widgets.downloads(f"shares-by-{by}", chart, lambda: dataframe.csv_text(_frame(rows, by)))


def _table(current: View, rows: Sequence[ScoreRow], by: str) -> None:
    st.header("Verdicts by group", anchor=False)
    frame = _frame(rows, by)
    chosen = st.dataframe(
        frame,
        column_order=_columns(frame, by, window_width()),
        key=f"scores_{by}",
        on_select="rerun",
        selection_mode=["single-row", "single-cell"],
        hide_index=True,
        placeholder="",
        row_height=36,
        height=min(len(rows), 16) * 36 + 40,
        column_config={
            by: st.column_config.TextColumn(by, width=200),
            "stood": st.column_config.NumberColumn("held"),
            "violated": st.column_config.NumberColumn("broken"),
            "how sure": st.column_config.TextColumn("sample"),
            "share": st.column_config.NumberColumn("share", format="%.0f%%"),
            "low": st.column_config.NumberColumn("95% from", format="%.0f%%"),
            "high": st.column_config.NumberColumn("to", format="%.0f%%"),
            "worst": st.column_config.NumberColumn(
                "worst", format="%.0f%%", help="The share if all due predictions are incorrect."
            ),
            "best": st.column_config.NumberColumn(
                "best", format="%.0f%%", help="The share if all due predictions are correct."
            ),
            "median days off": st.column_config.NumberColumn(
                "days off", help="Median: negative is early, 0 in time, positive late."
            ),
            "most days late": st.column_config.NumberColumn(
                "latest", help="Days late of the latest event."
            ),
        },
        alt=f"Verdicts by {by}. Select a row to open its records, or a number to see the records "
        "behind it.",
    )
    if picked := chosen["selection"]["rows"]:
        _members(current, rows[picked[0]].label, rows[picked[0]].ids)
    for place, column in chosen["selection"]["cells"]:
        _behind(current, rows[place], column)
    st.caption(
        f"Small sample: fewer than {scores.FEW} scored verdicts do not show who tends to be right. "
        "Select a number to see the records behind it, or a row to open all its records."
    )


def _behind(current: View, group: ScoreRow, column: str) -> None:
    """List the records behind a number of the table."""
    ids = set(group.ids)
    members = [row for row in current.rows if row.id in ids]
    rows = scores.behind(members, _FIGURES.get(column, column))
    with st.container(border=True, key="behind"):
        st.text(f"{group.label}, {column}: {plural(len(rows), 'record')}")
        widgets.lines(current, rows)


def _columns(frame: pd.DataFrame, by: str, size: str) -> list[str]:
    """The columns to show: none that are empty, and only the outcome on a phone."""
    if size == "phone":
        return [by, "scored", "share", "how sure", "low", "high"]
    empty = {name for name in (*STATUSES, "due", "stood", "violated") if not frame[name].any()}
    empty |= {name for name in ("worst", "best") if frame[name].isna().all()}
    return [str(name) for name in frame if name not in empty]


def _frame(rows: Sequence[ScoreRow], by: str) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                by: row.label,
                "records": row.total,
                **{status: row.counts[status] for status in STATUSES},
                "due": row.due,
                "stood": row.stood,
                "violated": row.violated,
                "scored": row.scored,
                "how sure": _how_sure(row),
                "share": _percent(row.share),
                "low": _percent(row.interval.low if row.interval else None),
                "high": _percent(row.interval.high if row.interval else None),
                "worst": _percent(row.bounds.low if row.bounds and row.due else None),
                "best": _percent(row.bounds.high if row.bounds and row.due else None),
                "median days off": row.delays.median if row.delays else None,
                "most days late": row.delays.highest if row.delays else None,
            }
            for row in rows
        ]
    )


def _how_sure(row: ScoreRow) -> str:
    if not row.scored:
        return "none scored"
    return "small sample" if row.is_few else ""


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _forecasts(current: View) -> None:
    st.header("Probability forecasts", anchor=False)
    forecasters = scores.forecasts(current.registry, current.rows)
    if not forecasters:
        st.caption(
            "No forecast with a probability has been resolved yet, so there is no Brier score."
        )
    for number, row in enumerate(forecasters, 1):
        _forecaster(current, row, number)


def _forecaster(current: View, row: ForecastRow, number: int) -> None:
    with st.container(border=True, key=f"forecaster-{number}"):
        st.text(
            f"{row.label}: Brier score {row.brier:.2f} for "
            f"{plural(row.count, 'forecast')} (0 is perfect, 0.25 a coin toss)."
        )
        _members(current, plural(len(row.ids), "record"), row.ids)
        if row.count < scores.FEW:
            st.caption("Too few forecasts for a reliability diagram.")
        else:
            _diagram(current, row, number)


def _diagram(current: View, row: ForecastRow, number: int) -> None:
    chart = charts.reliability(row)
    st.altair_chart(
        chart,
        width="content",
        alt="Reliability: forecast probability against the share that came true.",
    )
    for each in row.bins:
        label = labels.forecast_bin(each.mean_probability, each.share, each.count)
        _members(current, label, row.ids_of(each))
    frame = pd.DataFrame(
        [
            {"given": each.mean_probability, "came true": each.share, "n": each.count}
            for each in row.bins
        ]
    )
    widgets.downloads(f"reliability-{number}", chart, lambda: dataframe.csv_text(frame))


def _members(current: View, label: str, ids: Sequence[str]) -> None:
    """The records behind a figure."""
    wanted = set(ids)
    with st.container(border=True):
        st.text(f"{label}: {plural(len(wanted), 'record')}")
        widgets.lines(current, [row for row in current.every if row.id in wanted])


def _sensitivity(current: View) -> None:
    turned = scores.sensitivity(current.rows)
    if not turned.judged:
        return
    st.header("Sensitivity", anchor=False)
    st.caption(
        f"Of {plural(turned.judged, 'verdict')}, {len(turned.strict)} would change if windows "
        f"were read strictly, and {len(turned.grace)} with three months' grace."
    )
    for reading, ids in (("if read strictly", turned.strict), ("with grace", turned.grace)):
        if ids:
            _members(current, f"{plural(len(ids), 'verdict')} would change {reading}", ids)


if __name__ == "__main__":
    scoreboard()
