"""The timeline: every prediction with a date, and a list of those without one."""

from __future__ import annotations

import streamlit as st

from tracker.charts import timeline as charts
from tracker.dashboard import address, data, filters, widgets
from tracker.dashboard.data import View
from tracker.dashboard.width import window_width
from tracker.report.columns import csv_text
from tracker.rows import Row
from tracker.text import plural

#: Rows of the chart at first and with each "show more": about two screens of each.
ROWS = {"phone": 15, "narrow": 25, "wide": 40}

#: Predictions without a date that are listed here.
UNDATED = 60


def timeline() -> None:
    """Draw the page."""
    current = data.view()
    st.title("Timeline", anchor=False)
    filters.bar(current, "timeline")
    if not current.rows:
        widgets.empty(current)
        return
    if ordered := charts.arranged(current.rows):
        _chart(current, ordered)
    if undated := charts.undated(current.rows):
        st.header(f"{plural(len(undated), 'prediction')} without a deadline", anchor=False)
        widgets.lines(current, undated[:UNDATED])
        if len(undated) > UNDATED:
            href = current.address.only(timeframe=("undated",))
            widgets.html("more.html", href=href, label="All predictions without a deadline")


def _chart(current: View, ordered: list[Row]) -> None:
    size = window_width()
    step = ROWS[size]
    most = step * (1 + st.session_state.get("more", 0))
    shown = charts.near(ordered, current.today, most)
    chart = charts.timeline(shown, current.today, total=len(ordered), width=size)
    with st.container(key="timeline_box"):
        event = st.altair_chart(
            chart,
            key="timeline",
            on_select="rerun",
            selection_mode="pick",
            alt=charts.describe(shown, current.today),
        )
    address.open_picked(event, data.page("record"), current.address)
    if len(shown) < len(ordered):
        more = min(step, len(ordered) - len(shown))
        st.button(
            f"Show {more} more of {len(ordered) - len(shown):,}", on_click=_more, key="more_rows"
        )
    widgets.downloads("timeline", chart, lambda: csv_text(ordered))


def _more() -> None:
    st.session_state["more"] = st.session_state.get("more", 0) + 1


if __name__ == "__main__":
    timeline()
