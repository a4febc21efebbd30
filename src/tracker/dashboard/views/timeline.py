"""The timeline: every prediction from its statement to its deadline."""

from __future__ import annotations

import streamlit as st

from tracker.charts import horizon
from tracker.dashboard import address, data, filters, widgets
from tracker.dashboard.data import View
from tracker.dashboard.width import window_width
from tracker.report.columns import csv_text
from tracker.text import plural

#: Rows of the chart at first and with each "show more": about two screens of each.
ROWS = {"phone": 15, "narrow": 25, "wide": 50}
#: Columns of its legend.
COLUMNS = {"phone": 3, "narrow": 5, "wide": 9}


def timeline() -> None:
    """Draw the page."""
    current = data.view()
    st.title("Timeline", anchor=False)
    filters.bar(current, "timeline")
    if not current.rows:
        widgets.empty(current)
        return
    _chart(current)


def _chart(current: View) -> None:
    ordered = horizon.arranged(current.rows, sort="deadline")
    size = window_width()
    step = ROWS[size]
    shown = ordered[: step * (1 + st.session_state.get("more", 0))]
    chart = horizon.horizon(shown, current.today, columns=COLUMNS[size])
    st.caption(f"{len(shown):,} of {plural(len(ordered), 'prediction')}, by deadline.")
    with st.container(key="horizon_box"):
        event = st.altair_chart(
            chart,
            key="horizon",
            on_select="rerun",
            selection_mode="pick",
            alt=horizon.describe(shown, current.today),
        )
    address.open_picked(event, data.page("record"), current.address)
    if len(shown) < len(ordered):
        more = min(step, len(ordered) - len(shown))
        st.button(f"Show {more} more", on_click=_more, key="more_rows")
    widgets.downloads("horizon", chart, lambda: csv_text(ordered))


def _more() -> None:
    st.session_state["more"] = st.session_state.get("more", 0) + 1


if __name__ == "__main__":
    timeline()
