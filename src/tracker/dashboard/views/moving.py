"""Owns the page that asks whether a promised date moves away as fast as time passes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from tracker import labels
from tracker.charts import drift as charts
from tracker.dashboard import data, url, widgets
from tracker.dashboard.data import View
from tracker.report.columns import csv_text
from tracker.rows import Row
from tracker.scores.drift import ENOUGH, chains, dated, drift
from tracker.text import plural

#: What the statements are grouped by; a statement with two tags is in two groups.
BY: dict[str, Callable[[Row], Sequence[str]]] = {
    "speaker": lambda row: (row.speaker_name,),
    "topic": lambda row: row.tags,
}


def moving() -> None:
    """Draw the page."""
    current = data.view()
    st.title("Do promised dates move?", anchor=False)
    listed = dated(current.rows)
    if not current.rows:
        widgets.empty(current)
        return
    st.caption(
        f"{plural(len(listed), 'prediction')} with a date: when it was said, and when it was "
        "to come. Bar: the window. Line to the sides: only the bounds of the day are known. "
        "Joined: one claim, stated again. Dotted: due on the day it was said. What lies below the "
        "red line should have come by now."
    )
    if not listed:
        st.info("None of these predictions names a date.", icon=":material/event_busy:")
        return
    chart = charts.moving(listed, current.today)
    event = st.altair_chart(
        chart,
        key="moving",
        on_select="rerun",
        selection_mode="pick",
        alt=charts.describe(listed),
    )
    url.open_picked(event)
    widgets.downloads("moving-dates", chart, lambda: csv_text(listed))
    _claims(current)
    _groups(listed)


def _claims(current: View) -> None:
    st.header("Claims stated more than once", anchor=False)
    restated = chains(current.rows)
    if not restated:
        st.caption("No claim among these was stated again with another date.")
    for chain in restated:
        first, last = chain[0], chain[-1]
        with st.container(border=True, key=f"chain-{first.id}"):
            widgets.text(last.claim, key=f"claim-chain-{first.id}")
            widgets.text(_people(chain), key=f"muted-people-{first.id}")
            st.text(_told(chain))
            for row in chain:
                widgets.line(row, labels.made_on(row), key="chain")


def _people(chain: Sequence[Row]) -> str:
    """Who stated it first, and who else since."""
    first, *others = dict.fromkeys(row.speaker_name for row in chain)
    return f"{first}; restated by {', '.join(others)}" if others else first


def _groups(listed: Sequence[Row]) -> None:
    st.header("By speaker or topic", anchor=False)
    st.caption(
        "Over different claims a slope only says whether later statements look further ahead. "
        f"Fewer than {ENOUGH} statements, or all within a year, make none."
    )
    by = st.segmented_control("By", list(BY), key="moving_by", default="speaker", required=True)
    groups: dict[str, list[Row]] = {}
    for row in listed:
        for name in BY[by or "speaker"](row):
            groups.setdefault(name, []).append(row)
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    for number, (name, rows) in enumerate(ordered):
        with st.container(horizontal=True, vertical_alignment="center", key=f"line-slip-{number}"):
            st.text(name, width=260)
            with st.container(
                horizontal=True, wrap=False, vertical_alignment="center", width="stretch"
            ):
                st.text(_told(rows), width="stretch")
                url.list_link("Open", {"speaker" if by == "speaker" else "tag": [name]})


def _told(rows: Sequence[Row]) -> str:
    """The drift as a number where there is enough, and in words where there is not."""
    pace = drift(rows)
    number = plural(pace.count, "statement")
    if pace.count < ENOUGH:
        return f"{number}: too few for a slope."
    if pace.rate is None:
        return f"{number} within a year: too close together for a slope."
    return f"{number}; the date moves {pace.rate:+.2f} years per year. {_meaning(pace.rate)}"


def _meaning(rate: float) -> str:
    if rate >= 0.9:
        return "It moves away as fast as time passes, or faster."
    if rate > 0.1:
        return "It moves away, more slowly than time passes."
    return "It stands." if rate >= -0.1 else "It comes nearer."


if __name__ == "__main__":
    moving()
