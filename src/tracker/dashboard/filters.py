"""The filter bar: search, filters and the day, all kept in the page address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import streamlit as st

from tracker.dashboard import data, url
from tracker.dashboard.data import View
from tracker.filter import Filter
from tracker.records.dates import parse_date
from tracker.records.state import State
from tracker.records.vocabulary import VERDICTS
from tracker.registry import Registry
from tracker.text import folded, truncate

__all__ = ["bar", "clear", "misread_day"]

_MANY = ("state", "status", "speaker", "source", "tag")
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_ODD_DAY = "_odd_day"
#: Columns of what is chosen, beside the button that forgets it.
_SAID = 44


def bar(registry: Registry, stamp: str, page: str) -> View:
    """Draw the bar and say what it chooses; `page` is the page's path in the address.

    Drawn on every page, and never in a popover: a widget that a page leaves out, or that the
    browser has not built, loses its place in the address.
    """
    root = registry.root
    if "q" not in st.session_state:  # later, each widget owns its part of the address
        day = _day(st.query_params.get("as_of")) or data.clock()
        _tidy(_known(root, stamp, _no_earlier(day)), page)
    with st.container(horizontal=True, vertical_alignment="top", gap="small", key="filters"):
        st.text_input(
            "Search",
            key="q",
            bind="query-params",
            placeholder="Search claim, quote, speaker",
            icon=":material/search:",
            width=320,
            label_visibility="collapsed",
        )
        st.date_input(
            "As of",
            value=None,
            key="as_of",
            bind="query-params",
            format="YYYY-MM-DD",
            min_value=_FIRST_DAY,
            max_value=_LAST_DAY,
            width=255,
            help="Show states, figures and charts as of this day. Leave empty for today.",
        )
        slot = st.container(
            width="content", horizontal=True, vertical_alignment="center", key="chosen"
        )
        box = st.container(key="filter_slot")
    today, is_today = _as_of()
    every = data.seen(root, stamp, today)
    with box, st.expander("Filters", icon=":material/tune:", key="filter_box"):
        _choices(_known(root, stamp, _no_earlier(today)))
    where = _where()
    if where or not is_today:
        with slot:
            _chosen(where)
    rows = tuple(row for row in every if where.matches(row)) if where else every
    return View(registry, today, is_today, where, every, rows, stamp)


def misread_day() -> str:
    """Return, once, the error in the address's `as_of`; empty if there is none."""
    odd = st.session_state.pop(_ODD_DAY, None)
    if odd is None:
        return ""
    return (
        f"invalid date {truncate(odd, _SAID)!r} for as_of: "
        f"use YYYY-MM-DD, from {_FIRST_DAY} to {_LAST_DAY}"
    )


def clear() -> None:
    """Forget search, filters and day; the address follows."""
    for key in _MANY:
        st.session_state[key] = []
    st.session_state["q"] = ""
    st.session_state["as_of"] = None


def _tidy(known: Mapping[str, Mapping[str, str]], page: str) -> None:
    """Make the address say what the page will show.

    Keys become the names that the widgets show (`?speaker=wang-yang`). Unknown values are dropped,
    since a filter without a valid value would match everything, yet be shown as active.
    """
    kept: dict[str, list[str]] = {}
    for key in st.query_params:
        texts = st.query_params.get_all(key)
        if key in known:
            names = [known[key].get(folded(value)) for value in texts]
            kept[key] = list(dict.fromkeys(name for name in names if name))
        elif key == "as_of":
            kept[key] = [texts[-1]] if _day(texts[-1]) else []
            if not kept[key]:
                st.session_state[_ODD_DAY] = texts[-1]
        elif key == "q" or key in url.OWN.get(page, ()):
            kept[key] = texts
    kept = {key: values for key, values in kept.items() if values}
    if kept != {key: st.query_params.get_all(key) for key in st.query_params}:
        st.query_params.from_dict(kept)
        st.rerun()  # a bound widget takes its first value from the address


@st.cache_resource(show_spinner=False, max_entries=4, hash_funcs=data.PATHS)
def _known(root: Path, stamp: str, day: date) -> Mapping[str, Mapping[str, str]]:
    """What each filter may say, without regard to case, and the name that its widget shows."""
    known: dict[str, dict[str, str]] = {key: {} for key in _MANY}
    known["state"] = {str(state): str(state) for state in State}
    known["status"] = {status: status for status in VERDICTS}
    for row in data.seen(root, stamp, day):
        known["tag"].update((folded(tag), tag) for tag in row.tags)
        known["speaker"].update((folded(name), row.speaker_name) for name in row.speakers)
        known["source"].update((folded(name), row.source_title) for name in row.sources)
    return known


def _day(text: str | None) -> date | None:
    try:
        day = parse_date(text or "")
    except ValueError:
        return None
    return day if _FIRST_DAY <= day <= _LAST_DAY else None


def _as_of() -> tuple[date, bool]:
    """The day that the pages look at, and whether it is today."""
    today = data.clock()
    chosen = st.session_state.get("as_of")
    return (chosen, chosen == today) if isinstance(chosen, date) else (today, True)


def _no_earlier(day: date) -> date:
    """The day whose rows give a filter its values: one in the past takes none of them away."""
    return max(day, data.clock())


def _choices(known: Mapping[str, Mapping[str, str]]) -> None:
    with st.grid(2, min_column_width=300):
        st.pills(
            "State",
            [str(state) for state in State],
            selection_mode="multi",
            key="state",
            bind="query-params",
        )
        st.pills(
            "Verdict",
            VERDICTS,
            key="status",
            selection_mode="multi",
            bind="query-params",
        )
    with st.grid(3, min_column_width=240):
        for key in ("speaker", "source", "tag"):
            st.multiselect(
                key.capitalize(),
                sorted(set(known[key].values()), key=str.casefold),
                key=key,
                bind="query-params",
                placeholder=f"Any {key}",
            )


def _where() -> Filter:
    def many(key: str) -> tuple[str, ...]:
        return tuple(st.session_state.get(key) or ())

    return Filter(
        speaker=many("speaker"),
        source=many("source"),
        tag=many("tag"),
        status=many("status"),
        state=many("state"),
        text=st.session_state.get("q") or "",
    )


def _chosen(where: Filter) -> None:
    """Draw the active filters and a button to clear them; search and day are visible beside."""
    parts = (where.state, where.status, where.speaker, where.source, where.tag)
    if said := "; ".join(" or ".join(values) for values in parts if values):
        st.text(truncate(said, _SAID))
    st.button("Clear", icon=":material/close:", on_click=clear, type="tertiary", key="clear")
