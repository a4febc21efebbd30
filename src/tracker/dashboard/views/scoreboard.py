"""The Scoreboard page: who was right, with intervals, or marks where verdicts are few."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from tracker import labels
from tracker.charts import scores as charts
from tracker.dashboard import address, data, filters, widgets
from tracker.dashboard.data import View
from tracker.dashboard.width import window_width
from tracker.export import dataframe
from tracker.records.vocabulary import STATUSES
from tracker.report import score_text
from tracker.scores import scoreboard as scores
from tracker.scores.scoreboard import ForecastRow, ScoreRow
from tracker.text import plural

#: The records behind columns whose name is not a status.
_FIGURES = {
    **dict.fromkeys(("share", "low", "high", "worst", "best", "marks"), "scored"),
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
    size = window_width()
    by = st.segmented_control(
        "Group by",
        list(scores.GROUPS),
        key="by",
        default="speaker",
        required=True,
        format_func=charts.group_word,
    )
    rows = scores.score(current.rows, by or "speaker")
    _shares(current, rows, by or "speaker", size)
    _table(current, rows, by or "speaker", size)
    _forecasts(current)
    _sensitivity(current)


def _whole(current: View, row: ScoreRow) -> None:
    """How many dated claims have which verdict, their share, and what is counted apart."""
    unscored = ("ambiguous", "annulled", "withdrawn")
    with st.grid(4, min_column_width=150, key="figures"):
        for label, statuses, below in (
            ("Correct", ("correct",), "came true"),
            ("Partly correct", ("partial",), "came true in part"),
            ("Incorrect", ("incorrect",), "did not come true"),
            ("Not scored", unscored, "no clear verdict"),
        ):
            with st.container(border=True, gap=None, key=f"figure-{statuses[0]}"):
                st.metric(label, f"{sum(row.counts[status] for status in statuses):,}")
                href = current.address.only(mark=statuses, timeframe=("dated",))
                widgets.html("more.html", href=href, label=below)
    with st.container(gap=None, key="said"):
        st.text(_share_in_words(row))
        for sentence in (score_text.pending_in_words(row), *score_text.apart_in_words(row)):
            if sentence:
                st.text(sentence)


def _share_in_words(row: ScoreRow) -> str:
    if not row.scored:
        return "No claim with a deadline has a clear verdict yet."
    claims = plural(row.scored, "claim")
    said = f"Of {claims} with a deadline and a clear verdict, {row.correct} came true"
    if row.is_few or row.interval is None:
        return f"{said}."
    spread = labels.interval(row.interval.low, row.interval.high)
    return f"{said}: {row.correct / row.scored:.0%} (95% confidence interval: {spread})."


def _shares(current: View, rows: Sequence[ScoreRow], by: str, size: str) -> None:
    if not any(row.scored for row in rows):
        st.info("No verdicts to score.", icon=":material/info:")
        return
    alt = charts.describe(rows, by)
    if any(not row.is_few for row in rows):
        st.caption(
            "The point shows the share correct, the band its 95% confidence interval, and the "
            "dotted line how far pending verdicts could move it."
        )
        chart = charts.shares(rows, by, current.rows, current.today)
        event = st.altair_chart(
            chart, key=f"shares_{by}", on_select="rerun", selection_mode="pick", alt=alt
        )
        picked = [each["group"] for each in event["selection"].get("pick", []) if "group" in each]
        for row in rows:
            if row.group in picked:
                _members(current, row.label, row.ids)
        widgets.downloads(f"shares-by-{by}", chart, lambda: dataframe.csv_text(_frame(rows, by)))
    if any(row.scored and row.is_few for row in rows):
        st.caption(
            "Each mark is a verdict, in the order of the deadlines. Fewer than "
            f"{scores.FEW} verdicts are too few for a percentage."
        )
        chart = charts.marks(
            rows, by, current.rows, current.today, names=110 if size == "phone" else 220
        )
        event = st.altair_chart(
            chart,
            key=f"marks_{by}",
            width="content",
            on_select="rerun",
            selection_mode="pick",
            alt=alt,
        )
        address.open_picked(event, data.page("record"), current.address)
        widgets.downloads(f"verdicts-by-{by}", chart, lambda: dataframe.csv_text(_frame(rows, by)))


def _table(current: View, rows: Sequence[ScoreRow], by: str, size: str) -> None:
    st.header(f"Verdicts by {charts.group_word(by)}", anchor=False)
    frame = _frame(rows, by)
    chosen = st.dataframe(
        frame,
        column_order=_columns(frame, by, size),
        key=f"scores_{by}",
        on_select="rerun",
        selection_mode=["single-row", "single-cell"],
        hide_index=True,
        placeholder="",
        row_height=36,
        height=min(len(rows), 16) * 36 + 40,
        column_config={
            by: st.column_config.TextColumn(charts.group_word(by), width=200),
            "records": st.column_config.NumberColumn("predictions"),
            "partial": st.column_config.NumberColumn(labels.verdict("partial", "by")),
            "marks": st.column_config.TextColumn(
                "verdicts", help="✓ correct, ◐ partly correct, ✗ incorrect, by deadline."
            ),
            "share": st.column_config.NumberColumn("share", format="%.0f%%"),
            "low": st.column_config.NumberColumn("95% CI: low", format="%.0f%%"),
            "high": st.column_config.NumberColumn("95% CI: high", format="%.0f%%"),
            "worst": st.column_config.NumberColumn(
                "worst", format="%.0f%%", help="The share if all due predictions are incorrect."
            ),
            "best": st.column_config.NumberColumn(
                "best", format="%.0f%%", help="The share if all due predictions are correct."
            ),
            "median days off": st.column_config.NumberColumn(
                "median delay (days)", help="Negative is early, 0 in time, positive late."
            ),
            "most days late": st.column_config.NumberColumn(
                "longest delay (days)", help="How many days late the latest event was."
            ),
        },
        alt=f"Verdicts by {charts.group_word(by)}. Select a row to open its records, "
        "or a number to see the records behind it.",
    )
    if picked := chosen["selection"]["rows"]:
        _members(current, rows[picked[0]].label, rows[picked[0]].ids)
    has_page = by in ("speaker", "source")
    for place, column in chosen["selection"]["cells"]:
        if has_page and column == by:
            address.open_page(data.page(by), current.address, rows[place].group)
        _behind(current, rows[place], column)
    st.caption(
        "Verdicts and shares count claims with a deadline. Select a number to see the records "
        "behind it, or a row to see all of them."
        + (f" Select a name to open the page of the {by}." if has_page else "")
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
    counts = (*STATUSES, "due", "undated", "held", "broken", "marks")
    empty = {name for name in counts if not frame[name].any()}
    empty |= {
        name for name in ("share", "low", "high", "worst", "best") if frame[name].isna().all()
    }
    names = (by, "scored", "marks", "share", "low", "high") if size == "phone" else frame
    return [str(name) for name in names if name not in empty]


def _frame(rows: Sequence[ScoreRow], by: str) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                by: row.label,
                "records": row.total,
                **{status: row.counts[status] for status in STATUSES},
                "due": row.due,
                "scored": row.scored,
                "marks": "" if not row.is_few else labels.signs(s for _, s in row.verdicts),
                "share": _percent(None if row.is_few else row.share),
                "low": _percent(row.interval.low if row.interval and not row.is_few else None),
                "high": _percent(row.interval.high if row.interval and not row.is_few else None),
                "worst": _percent(row.bounds.low if row.bounds and not row.is_few else None),
                "best": _percent(row.bounds.high if row.bounds and not row.is_few else None),
                "undated": sum(row.undated.values()),
                "held": row.held,
                "broken": row.broken,
                "median days off": row.delays.median if row.delays else None,
                "most days late": row.delays.highest if row.delays else None,
            }
            for row in rows
        ]
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _forecasts(current: View) -> None:
    st.header("Probability forecasts", anchor=False)
    forecasters = scores.forecasts(current.registry, current.rows)
    if not forecasters:
        st.caption(score_text.NO_FORECASTS)
    for number, row in enumerate(forecasters, 1):
        _forecaster(current, row, number)


def _forecaster(current: View, row: ForecastRow, number: int) -> None:
    with st.container(border=True, key=f"forecaster-{number}"):
        st.text(f"{row.label}: {score_text.brier_in_words(row)}.")
        _members(current, plural(len(row.ids), "record"), row.ids)
        if row.count < scores.FEW:
            st.caption("Too few forecasts for a reliability diagram.")
        else:
            _diagram(current, row, number)


def _diagram(current: View, row: ForecastRow, number: int) -> None:
    chart = charts.reliability(row, current.rows, current.today)
    st.altair_chart(
        chart,
        width="content",
        alt="Reliability: forecast probability against the share that came true.",
    )
    for each in row.bins:
        label = labels.forecast_bin(each.mean_probability, each.happened, each.count)
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
    st.caption(score_text.sensitivity_in_words(turned))
    for reading, ids in (
        ("under a strict reading", turned.strict),
        ("with three months' grace", turned.grace),
    ):
        if ids:
            _members(current, f"Would change {reading}", ids)


if __name__ == "__main__":
    scoreboard()
