"""Owns what several pages draw: badges, quotes, facts, lines, downloads.

Text that others wrote goes through `text` (or a table's cell): Streamlit's labels, titles and
captions are Markdown, in which a quote could call a foreign host or vanish.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import altair as alt
import streamlit as st

from tracker import labels
from tracker.charts import theme, vega
from tracker.dashboard import data, filters, url
from tracker.dashboard.data import View
from tracker.rows import Row
from tracker.text import is_web, one_line, plural, truncate

__all__ = [
    "banner",
    "downloads",
    "empty",
    "fact",
    "line",
    "link",
    "literal",
    "quote",
    "state_badge",
    "style",
    "tab_title",
    "text",
    "warning",
]

#: Columns of what a tab is called by.
_TITLE = 60
_STYLE = Path(__file__).with_name("style.css")


def style() -> None:
    """The few rules that the theme has no setting for."""
    st.html(_STYLE)


def tab_title(what: str) -> None:
    """Name the browser's tab, and so the step of its history; no Markdown there."""
    st.set_page_config(page_title=f"{truncate(one_line(what), _TITLE)} · Prediction tracker")


def literal(value: str) -> str:
    """Markdown that shows the text as it stands, for the few labels that must hold data.

    Everything but letters, digits and blanks becomes a character reference, after which a word
    joiner keeps Streamlit from finding arrows, short codes and addresses in what is decoded.
    """
    return "".join(
        char if char.isalnum() or char == " " else f"&#{ord(char)};\u2060" for char in value
    )


def text(value: str, *, key: str | None = None, help: str | None = None) -> None:
    """Text that others wrote, as it stands; `key` begins with the name of a type size."""
    if key is None:
        st.text(value, help=help)
    else:
        with st.container(key=key):
            st.text(value, help=help)


def quote(row: Row, *, lead: bool = False) -> None:
    """The speaker's own words in the glyphs of their language, below our translation."""
    tag = (row.language or "").casefold()
    script = tag if tag in ("ja", "ko") else ""
    name = f"quote-lead-{row.id}" if lead else f"quote-{row.id}"
    if "hant" in tag or tag in ("zh-tw", "zh-hk", "zh-mo"):
        name += "-hant"
    elif script:
        name += f"-lang-{script}"
    if row.quote_en:
        text(row.quote_en, key=f"quote-en-lead-{row.id}" if lead else f"quote-en-{row.id}")
        st.caption("Our translation")
    text(row.quote, key=name)


def state_badge(row: Row) -> None:
    """The state, or the verdict, as a badge: word, icon and colour."""
    mark = theme.mark(row)
    st.badge(mark.label, icon=f":material/{mark.icon}:", color=mark.badge)


def fact(label: str, *values: str | None, width: Literal["stretch", "content"] = "stretch") -> None:
    """A label and what belongs to it; nothing at all when there is nothing to say."""
    said = [value for value in values if value]
    if not said:
        return
    with st.container(gap=None, width=width):
        st.caption(label)
        for value in said:
            st.text(value)


def line(row: Row, when: str, *, key: str) -> None:
    """A record on one line of a list: when, how it stands, what it says, and the way to it."""
    with st.container(gap=None, key=f"line-{key}-{row.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.text(when)
            state_badge(row)
            text(labels.said_by(row), key=f"muted-{key}-{row.id}")
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
            st.text(row.claim, width="stretch")
            url.record_link(row.id, "Open")


def link(label: str, url: str | None, *, key: str) -> None:
    """A button to an address on the web, which is opened only when somebody clicks it."""
    if url and is_web(url):
        host = urlsplit(url).hostname or ""
        st.link_button(
            label, url, key=key, icon=":material/open_in_new:", type="tertiary", help=literal(host)
        )


def downloads(name: str, chart: alt.LayerChart, csv: Callable[[], str]) -> None:
    """A chart as a picture that can be scaled, and what it is made of; made when asked for."""
    with st.container(horizontal=True, key=f"downloads-{name}"):
        st.download_button(
            "Chart as SVG",
            lambda: vega.svg(chart),
            f"{name}.svg",
            "image/svg+xml",
            icon=":material/image:",
            on_click="ignore",
            key=f"svg-{name}",
            type="tertiary",
        )
        st.download_button(
            "Its rows as CSV",
            csv,
            f"{name}.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"csv-{name}",
            type="tertiary",
        )


# --- what is wrong ---


def banner(current: View) -> None:
    """How many files can't be read, if any, with the way to the page that says why."""
    broken = current.registry.invalid_files
    if not broken:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="banner"):
        st.badge("broken", icon=":material/error:", color="red")
        st.markdown(
            f"{plural(len(broken), 'file')} can't be read in full; everything else is shown.",
            width="stretch",
        )
        st.page_link(data.page("health"), label="What is wrong", icon=":material/arrow_forward:")


def warning(said: str) -> None:
    """A warning that quotes what somebody wrote."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="warning"):
        st.badge("warning", icon=":material/warning:", color="orange")
        st.text(said, width="stretch")


def empty(current: View) -> None:
    """Why there is nothing to show, in the words of each case, and the way out."""
    registry = current.registry
    if current.where and current.every:
        st.info("No prediction matches the search and the filters.", icon=":material/search_off:")
        st.button("Clear search and filters", on_click=filters.clear, key="clear_empty")
    elif registry.records:
        st.info("Nothing had been said by that day. Choose a later one.", icon=":material/event:")
    elif registry.invalid_files:
        st.warning(
            "No prediction could be read: every file has an error. The page Health names them.",
            icon=":material/error:",
        )
    else:
        st.info(
            "There is no prediction yet. Each is one YAML file in the folder `predictions/`.",
            icon=":material/note_add:",
        )
