"""The page on moving dates: claims that were stated again, and where their dates moved."""

from __future__ import annotations

import streamlit as st

from tracker.charts import drift as charts
from tracker.dashboard import address, data, filters, widgets
from tracker.dashboard.width import window_width
from tracker.report.columns import csv_text
from tracker.scores.drift import NOTHING, chains


def moving() -> None:
    """Draw the page."""
    current = data.view()
    st.title("Do deadlines slip?", anchor=False)
    filters.bar(current, "moving")
    if not current.rows:
        widgets.empty(current)
        return
    slopes = chains(current.rows)
    if not slopes:
        st.text(NOTHING)
        return
    chart = charts.moving(current.rows, current.today, width=window_width())
    event = st.altair_chart(
        chart,
        key="moving",
        on_select="rerun",
        selection_mode="pick",
        alt=charts.describe(current.rows),
    )
    address.open_picked(event, data.page("record"), current.address)
    listed = [row for chain in slopes for row in chain.rows]
    widgets.downloads("moving-dates", chart, lambda: csv_text(listed))
    st.header("The statements", anchor=False)
    for chain in slopes:
        with st.container(key=f"chain-{chain.rows[0].id}"):
            widgets.html(
                "chain.html", title=chain.rows[0].title, about=f"{chain.names}: {chain.pace}"
            )
            widgets.lines(current, chain.rows, head=False)


if __name__ == "__main__":
    moving()
