"""The page on moving deadlines: do predicted dates recede as time passes?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from tracker.charts import drift as charts
from tracker.dashboard import address, data, filters, widgets
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
    st.title("Do deadlines slip?", anchor=False)
    filters.bar(current, "moving")
    listed = dated(current.rows)
    if not current.rows:
        widgets.empty(current)
        return
    st.caption(
        f"{plural(len(listed), 'prediction')} with a date: the date of each statement, and the "
        "date it predicted. Bar: the window. Horizontal line: exact day unknown. Joined: the same "
        "claim, stated again. Dotted: due on the day of the statement. Below the red line: should "
        "have happened by now."
    )
    if not listed:
        st.info("None of these predictions has a date.", icon=":material/event_busy:")
        return
    chart = charts.moving(listed, current.today)
    event = st.altair_chart(
        chart,
        key="moving",
        on_select="rerun",
        selection_mode="pick",
        alt=charts.describe(listed),
    )
    address.open_picked(event, data.page("record"), current.address)
    widgets.downloads("moving-dates", chart, lambda: csv_text(listed))
    _claims(current)
    _groups(current, listed)


def _claims(current: View) -> None:
    st.header("Claims stated more than once", anchor=False)
    restated = chains(current.rows)
    if not restated:
        st.caption("None of these claims was stated again with a different date.")
    for chain in restated:
        first, last = chain[0], chain[-1]
        with st.container(border=True, key=f"chain-{first.id}"):
            widgets.text(last.claim, key=f"claim-chain-{first.id}")
            widgets.text(_people(chain), key=f"muted-people-{first.id}")
            st.text(_told(chain))
            widgets.lines(current, chain)


def _people(chain: Sequence[Row]) -> str:
    """Who stated it first, and who restated it."""
    first, *others = dict.fromkeys(row.speaker_name for row in chain)
    return f"{first}; restated by {', '.join(others)}" if others else first


def _groups(current: View, listed: Sequence[Row]) -> None:
    st.header("By speaker or topic", anchor=False)
    st.caption(
        "How far the date moves per year, for at least "
        f"{ENOUGH} statements over more than a year. Across different claims, it only shows "
        "whether later statements look further ahead."
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
                key = "speaker" if by == "speaker" else "tag"
                values = dict.fromkeys(row.speaker for row in rows) if by == "speaker" else [name]
                label = plural(len(rows), "prediction")
                widgets.html(
                    "more.html",
                    href=current.address.plain("", **{key: list(values)}),
                    label=label,
                )


def _told(rows: Sequence[Row]) -> str:
    """The drift as a number where there is enough, and in words where there is not."""
    pace = drift(rows)
    number = plural(pace.count, "statement")
    if pace.count < ENOUGH:
        return f"{number}: too few to measure a slip."
    if pace.rate is None:
        return f"{number} within a year: too close together to measure a slip."
    return f"{number}; the date moves {pace.rate:+.2f} years per year. {_meaning(pace.rate)}"


def _meaning(rate: float) -> str:
    if rate >= 0.9:
        return "It recedes at least as fast as time passes."
    if rate > 0.1:
        return "It recedes, but more slowly than time passes."
    return "It does not move." if rate >= -0.1 else "It moves closer."


if __name__ == "__main__":
    moving()
