"""The Records page: a table of the filtered records, with a CSV download."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from tracker import labels
from tracker.dashboard import data, url, widgets
from tracker.dashboard.url import Asked
from tracker.dashboard.width import window_width
from tracker.export import dataframe
from tracker.report.columns import csv_text
from tracker.rows import Row
from tracker.text import plural

#: Records of the list on a phone at first, and with each "show more".
LINES = 25


def records() -> None:
    """Draw the page."""
    current = data.view()
    st.title("Records", anchor=False)
    asked = url.of_link()
    listed = [row for row in current.rows if asked.matches(row)]
    if asked:
        _narrowed(asked)
    if not listed:
        widgets.empty(current)
        return
    st.caption(
        f"{len(listed):,} of {plural(len(current.every), 'prediction')} as of "
        f"{current.today}, most urgent first."
    )
    if window_width() == "phone":
        _lines(listed)
    else:
        _table(listed)
    st.download_button(
        "Download as CSV",
        lambda: csv_text(listed),
        f"predictions-{current.today}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="csv",
    )


def _table(listed: Sequence[Row]) -> None:
    st.caption("Select a row to open its record (keyboard: Shift+Space).")
    chosen = st.dataframe(
        dataframe.table(listed),
        key="table",
        on_select="rerun",
        selection_mode="single-row",
        hide_index=True,
        column_config=_columns(),
        column_order=_ORDER,
        row_height=36,
        placeholder="",
        height=min(len(listed), 18) * 36 + 40,
        alt="The records that match the filter, most urgent first.",
    )
    if picked := chosen["selection"]["rows"]:
        url.go(listed[picked[0]].id)


def _lines(listed: Sequence[Row]) -> None:
    """Draw a list instead of a table, which is too narrow on a phone to show whole claims."""
    shown = listed[: LINES * (1 + st.session_state.get("more_lines", 0))]
    for row in shown:
        widgets.line(row, labels.window_in_words(row), key="list")
    if left := len(listed) - len(shown):
        st.button(f"Show {min(left, LINES)} more", on_click=_more, key="more_records")


def _more() -> None:
    st.session_state["more_lines"] = st.session_state.get("more_lines", 0) + 1


def _narrowed(asked: Asked) -> None:
    """Show what the link selected, and offer all records again."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"Only {asked.words}.")
        st.page_link(data.page("records"), label="Show all", icon=":material/close:")


_ORDER = ("state", "claim", "speaker", "made on", "as said", "earliest", "latest", "days", "tags")


def _columns() -> dict[str, ColumnConfig]:
    day = st.column_config.DateColumn(format="YYYY-MM-DD", width=100)
    return {
        "state": st.column_config.TextColumn("state", pinned=True, width=90),
        "claim": st.column_config.TextColumn("claim", width=430),
        "speaker": st.column_config.TextColumn("speaker", width=150),
        "made on": st.column_config.TextColumn("made on", width=175),
        "as said": st.column_config.TextColumn("as said", width=120),
        "earliest": day,
        "latest": day,
        "days": st.column_config.NumberColumn(
            "days", width=70, help="Days until the deadline; negative if overdue."
        ),
    }


if __name__ == "__main__":
    records()
