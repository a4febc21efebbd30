"""The start page: key figures, what is due, and the horizon chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from tracker import labels
from tracker.dashboard import data, url, widgets
from tracker.dashboard.data import View
from tracker.dashboard.width import window_width
from tracker.records.state import State
from tracker.report.columns import csv_text
from tracker.rows import NEEDS_ATTENTION, Row, due_among
from tracker.text import plural

#: Cards before "show all".
CARDS = 6
#: Rows of the chart at first and with each "show more": about two screens of each.
ROWS = {"phone": 15, "narrow": 25, "wide": 50}
#: Columns of its legend.
COLUMNS = {"phone": 3, "narrow": 5, "wide": 9}
#: Lines in "Coming up" and in "Recently resolved".
LINES = 5


def overview() -> None:
    """Draw the page."""
    current = data.view()
    _head(current)
    if not current.rows:
        widgets.empty(current)
        return
    _figures(current)
    _needs(current)
    with st.grid(2, min_column_width=330, gap="large", key="times"):
        with st.container():
            _next(current)
        with st.container():
            _lately(current)
    _horizon(current)


def _head(current: View) -> None:
    st.title("Predictions: what is due, and who was right", anchor=False)
    rows = current.rows
    speakers = len({row.speaker for row in rows})
    sources = len({row.source for row in rows})
    part = f"{len(rows):,} of {plural(len(current.every), 'prediction')}"
    whole = plural(len(rows), "prediction")
    st.caption(
        f"As of {current.today}{'' if current.is_today else ' (not today)'}: "
        f"{part if current.where else whole} by {plural(speakers, 'speaker')} "
        f"from {plural(sources, 'source')}."
    )


def _figures(current: View) -> None:
    due = due_among(current.rows, current.today)
    counts = due.counts
    is_open = len(current.rows) - counts[State.RESOLVED]
    waiting = [str(state) for state in State if state is not State.RESOLVED]
    with st.grid(4, min_column_width=150, key="figures"):
        _figure("Due", due.past, f"of which {counts[State.OVERDUE]} overdue", ["overdue", "due"])
        _figure("Soon", counts[State.SOON], "due within 30 days", ["soon"])
        _figure("Open", is_open, "including those due", waiting)
        _figure("Resolved", counts[State.RESOLVED], "verdict given", ["resolved"])


def _figure(label: str, number: int, below: str, states: list[str]) -> None:
    with st.container(border=True, gap=None, key=f"figure-{label.lower()}"):
        st.metric(label, f"{number:,}")
        url.list_link(below, {"state": states})


def _needs(current: View) -> None:
    st.header("Due now", anchor=False)
    due = due_among(current.rows, current.today)
    needing = [row for row in due.rows if row.state in NEEDS_ATTENTION]
    if not needing:
        following = [row for row in current.rows if row.days is not None and row.days >= 0]
        coming = min(following, key=lambda row: row.urgency, default=None)
        st.success("Nothing is due.", icon=":material/check:")
        if coming:
            st.caption(f"The next deadline is {coming.due_after}: {labels.days(coming)}.")
    shown = needing if st.session_state.get("all_cards") else needing[:CARDS]
    with st.grid(2, min_column_width=330, key="cards"):
        for row in shown:
            _card(row)
    if due.deferred:
        st.caption(f"{plural(due.deferred, 'record')} deferred to a later review.")
    if len(needing) > CARDS:
        st.toggle(f"Show all {len(needing)}", key="all_cards")


def _card(row: Row) -> None:
    with st.container(border=True, height="stretch", key=f"card-{row.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            widgets.state_badge(row)
            st.text(labels.days(row))
        widgets.text(row.claim, key=f"claim-{row.id}")
        widgets.quote(row)
        st.text(f"{labels.said_by(row)}, {labels.made_on(row)}")
        with st.container(horizontal=True, gap="medium"):
            widgets.fact("As said", labels.as_said(row), width="content")
            widgets.fact("Deadline", labels.window_in_words(row), width="content")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(labels.next_step(row), width="stretch")
            url.record_link(row.id, "Open")


def _next(current: View) -> None:
    from tracker.charts import calendar

    st.header("Coming up", anchor=False)
    coming = calendar.coming(current.rows)
    if not coming:
        st.caption("No upcoming deadlines.")
        return
    shown = calendar.within(coming, current.today)
    if shown:
        chart = calendar.calendar(shown, current.today)
        event = st.altair_chart(
            chart,
            key="calendar",
            on_select="rerun",
            selection_mode="pick",
            alt=calendar.describe(shown, current.today),
        )
        url.open_picked(event)
        widgets.downloads("calendar", chart, lambda: csv_text(shown))
    later = len(coming) - len(shown)
    if later:
        st.caption(
            f"{plural(later, 'more deadline' if shown else 'deadline')} after the next "
            f"{calendar.MONTHS} months."
        )
    for row in coming[:LINES]:
        widgets.line(row, labels.window_in_words(row), key="next")


def _lately(current: View) -> None:
    st.header("Recently resolved", anchor=False)
    resolved = [row for row in current.rows if row.resolved_on]
    resolved.sort(key=lambda row: (row.resolved_on.last if row.resolved_on else date.min, row.id))
    if not resolved:
        st.caption("No verdicts yet.")
    for row in resolved[: -LINES - 1 : -1]:
        widgets.line(row, str(row.resolved_on), key="lately")
    if len(resolved) > LINES:
        url.list_link(f"Show all {len(resolved)}", {"state": ["resolved"]})


def _horizon(current: View) -> None:
    from tracker.charts import horizon

    st.header("Horizon", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group = st.segmented_control(
            "Group by", list(horizon.GROUPINGS), key="group", bind="query-params"
        )
        sort = st.segmented_control(
            "Sort by",
            list(horizon.SORTS),
            key="sort",
            bind="query-params",
            default="urgency",
        )
    ordered = horizon.arranged(current.rows, sort=sort or "urgency", group=group)
    size = window_width()
    step = ROWS[size]
    shown = ordered[: step * (1 + st.session_state.get("more", 0))]
    chart = horizon.horizon(shown, current.today, group=group, columns=COLUMNS[size])
    st.caption(
        f"{len(shown):,} of {plural(len(ordered), 'prediction')}. "
        "Each row runs from the day of the statement to its deadline; the bar is the window in "
        "which it should happen. The symbol marks the verdict, or the state today. Arrow: "
        "continues beyond the chart. Click a row to open its record."
    )
    with st.container(key="horizon_box"):
        event = st.altair_chart(
            chart,
            key="horizon",
            on_select="rerun",
            selection_mode="pick",
            alt=horizon.describe(shown, current.today),
        )
    url.open_picked(event)
    if len(shown) < len(ordered):
        more = min(step, len(ordered) - len(shown))
        st.button(f"Show {more} more", on_click=_more, key="more_rows")
    _jump(shown)
    widgets.downloads("horizon", chart, lambda: csv_text(ordered))


def _jump(shown: Sequence[Row]) -> None:
    """Select a record by keyboard, instead of clicking in the chart."""
    names = {row.id: f"{row.claim} ({row.speaker_name})" for row in shown}
    chosen = st.selectbox(
        "Open a record",
        list(names),
        index=None,
        format_func=names.__getitem__,
        key="jump",
        placeholder="Type part of a claim or a name",
    )
    if chosen:
        url.go(chosen)


def _more() -> None:
    st.session_state["more"] = st.session_state.get("more", 0) + 1


if __name__ == "__main__":
    overview()
