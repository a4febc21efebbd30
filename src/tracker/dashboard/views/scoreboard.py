"""Owns the page that says who was right, and how little that may mean."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from tracker import labels
from tracker.charts import scores as charts
from tracker.dashboard import data, url, widgets
from tracker.dashboard.data import View
from tracker.dashboard.width import window_width
from tracker.export import dataframe
from tracker.records.vocabulary import STATUSES
from tracker.scores import scoreboard as scores
from tracker.scores.scoreboard import ForecastRow, ScoreRow
from tracker.text import plural

#: What the columns count that are not named for it.
_FIGURES = {
    **dict.fromkeys(("share", "low", "high", "worst", "best", "how sure"), "scored"),
    **dict.fromkeys(("median days off", "most days late"), "happened"),
}
#: Records behind a figure that are shown at once; the link opens all.
_LINES = 10


def scoreboard() -> None:
    """Draw the page."""
    current = data.view()
    st.title("Who was right", anchor=False)
    if not current.rows:
        widgets.empty(current)
        return
    _whole(scores.total(current.rows))
    by = st.segmented_control("By", list(scores.GROUPS), key="by", default="speaker", required=True)
    rows = scores.score(current.rows, by or "speaker")
    _shares(rows, by or "speaker")
    _table(current, rows, by or "speaker")
    _forecasts(current)
    _sensitivity(current)


def _whole(row: ScoreRow) -> None:
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
                url.list_link(below, {"status": statuses})
    st.markdown(_said(row))


def _said(row: ScoreRow) -> str:
    if row.share is None or row.interval is None:
        return "Nothing is scored yet: no share can be given."
    few = " Too few to mean much." if row.is_few else ""
    bounds = row.bounds
    assert bounds is not None
    return (
        f"{row.share:.0%} correct, {row.correct} of {row.scored} scored; the 95% interval runs "
        f"from {row.interval.low:.0%} to {row.interval.high:.0%}.{few} If all that is due went "
        f"wrong {bounds.low:.0%}, if all went right {bounds.high:.0%}. Lower bounds and "
        f"never-claims apart: {row.stood} stood, {row.violated} violated."
    )


def _shares(rows: Sequence[ScoreRow], by: str) -> None:
    if not any(row.bounds for row in rows):
        st.info("No verdict among these is scored, and nothing is due.", icon=":material/info:")
        return
    st.caption(
        "Point: share correct. Band: its 95% interval (Wilson). Dotted: from all that is due going "
        f"wrong to all going right. Fewer than {scores.FEW} verdicts mean little."
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
        url.go_list({by: [_named(row, by) for row in rows if row.group == picked[0]]})
    widgets.downloads(f"shares-by-{by}", chart, lambda: dataframe.csv_text(_frame(rows, by)))


def _named(row: ScoreRow, by: str) -> str:
    """What an address calls the group: a key where there is one, else what is shown."""
    return row.label if by in ("hedge", "horizon") else row.group


def _table(current: View, rows: Sequence[ScoreRow], by: str) -> None:
    st.header("The counts", anchor=False)
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
            "share": st.column_config.NumberColumn("share", format="%.0f%%"),
            "low": st.column_config.NumberColumn("95% from", format="%.0f%%"),
            "high": st.column_config.NumberColumn("to", format="%.0f%%"),
            "worst": st.column_config.NumberColumn(
                "worst", format="%.0f%%", help="The share if all that is due went wrong."
            ),
            "best": st.column_config.NumberColumn(
                "best", format="%.0f%%", help="The share if all that is due went right."
            ),
            "median days off": st.column_config.NumberColumn(
                "days off", help="The median: negative early, 0 in time, positive late."
            ),
            "most days late": st.column_config.NumberColumn("latest", help="Days, at most."),
        },
        alt=f"Counts of each status by {by}. Select a row to open its records, or a figure to "
        "see those that it counts.",
    )
    if picked := chosen["selection"]["rows"]:
        url.go_list({by: [_named(rows[picked[0]], by)]})
    for place, column in chosen["selection"]["cells"]:
        _behind(current, rows[place], column)
    st.caption(
        f"Too few to tell: with fewer than {scores.FEW} scored verdicts, chance alone could make "
        "such a share. Select a figure to see the records that it counts, or a row to open all."
    )


def _behind(current: View, group: ScoreRow, column: str) -> None:
    """The records that a figure of the table counts."""
    ids = set(group.ids)
    members = [row for row in current.rows if row.id in ids]
    rows = scores.behind(members, _FIGURES.get(column, column))
    with st.container(border=True, key="behind"):
        st.text(f"{group.label}, {column}: {plural(len(rows), 'record')}")
        if rows:
            url.list_link(_opens([row.id for row in rows]), {"id": [row.id for row in rows]})
        for row in rows[:_LINES]:
            widgets.line(row, labels.window_in_words(row), key="behind")


def _columns(frame: pd.DataFrame, by: str, size: str) -> list[str]:
    """What the table shows: no column in which nothing stands, and the outcome alone on a phone."""
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
        return "nothing scored"
    return "too few to tell" if row.is_few else ""


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _forecasts(current: View) -> None:
    st.header("Probabilities that were given", anchor=False)
    forecasters = scores.forecasts(current.registry, current.rows)
    if not forecasters:
        st.caption(
            "No decided claim among these carries a probability, so there is no Brier score."
        )
    for number, row in enumerate(forecasters, 1):
        _forecaster(row, number)


def _forecaster(row: ForecastRow, number: int) -> None:
    with st.container(border=True, key=f"forecaster-{number}"):
        st.text(
            f"{row.label}: Brier {row.brier:.2f} over "
            f"{plural(row.count, 'probability', 'probabilities')} (0 is perfect, 0.25 a coin)."
        )
        url.list_link(_opens(row.ids), {"id": row.ids})
        if row.count < scores.FEW:
            st.caption("Too few to mean anything, so there is no reliability diagram.")
        else:
            _diagram(row, number)


def _diagram(row: ForecastRow, number: int) -> None:
    chart = charts.reliability(row)
    st.altair_chart(
        chart,
        width="content",
        alt="Reliability: how often it came true against the probability given.",
    )
    for each in row.bins:
        label = f"{each.mean_probability:.0%} given, {each.share:.0%} came true"
        url.list_link(f"{label} ({each.count})", {"id": row.ids_of(each)})
    frame = pd.DataFrame(
        [
            {"given": each.mean_probability, "came true": each.share, "n": each.count}
            for each in row.bins
        ]
    )
    widgets.downloads(f"reliability-{number}", chart, lambda: dataframe.csv_text(frame))


def _opens(ids: Sequence[str]) -> str:
    return f"Open {plural(len(ids), 'record')}"


def _sensitivity(current: View) -> None:
    turned = scores.sensitivity(current.rows)
    if not turned.judged:
        return
    st.header("How much hangs on the reading", anchor=False)
    st.caption(
        f"Of {plural(turned.judged, 'verdict')}, {len(turned.strict)} would change if windows "
        f"were read strictly, and {len(turned.grace)} if a quarter of grace were given."
    )
    for reading, ids in (("strictly", turned.strict), ("with grace", turned.grace)):
        if ids:
            url.list_link(f"{_opens(ids)} that change when read {reading}", {"id": ids})
    for record in dict.fromkeys((*turned.strict, *turned.grace)):
        row = current.row(record)
        if row is not None:
            reading = "strict" if record in turned.strict else "grace"
            widgets.line(row, reading, key="turns")


if __name__ == "__main__":
    scoreboard()
