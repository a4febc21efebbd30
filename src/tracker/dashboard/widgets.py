"""Widgets that several pages share: badges, quotes, facts, lines, downloads.

Text from the registry goes through `text` (or a table's cell): Streamlit's labels, titles and
captions are Markdown, in which a quote could call a foreign host or vanish.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import altair as alt
import streamlit as st

from tracker import markup
from tracker.charts import vega
from tracker.charts.theme import Mark
from tracker.dashboard.data import View
from tracker.rows import Row
from tracker.text import is_web, one_line, plural, truncate

__all__ = [
    "badge",
    "banner",
    "downloads",
    "empty",
    "fact",
    "html",
    "lines",
    "link",
    "literal",
    "steps",
    "style",
    "tab_title",
    "text",
    "warning",
]

#: Columns of what a tab is called by.
_TITLE = 60
_STYLE = Path(__file__).with_name("style.css")
_STEPS = Path(__file__).with_name("steps.js")


def style() -> None:
    """Add the few CSS rules that the theme has no setting for."""
    st.html(f"<style>{markup.style()}{_STYLE.read_text('utf-8')}</style>")


def steps() -> None:
    """Add the script that follows links without loading the page: there is no data in it."""
    with st.container(key="steps"):
        st.html(f"<script>{_STEPS.read_text('utf-8')}</script>", unsafe_allow_javascript=True)


def tab_title(what: str) -> None:
    """Name the browser's tab, and so the step of its history; no Markdown there."""
    st.set_page_config(page_title=f"{truncate(one_line(what), _TITLE)} · Prediction tracker")


def literal(value: str) -> str:
    """Markdown that shows the text verbatim, for the few labels that contain data.

    Everything but letters, digits and blanks becomes a character reference, after which a word
    joiner keeps Streamlit from finding arrows, short codes and addresses in what is decoded.
    """
    return "".join(
        char if char.isalnum() or char == " " else f"&#{ord(char)};\u2060" for char in value
    )


def text(value: str, *, key: str | None = None, help: str | None = None) -> None:
    """Text from the registry, verbatim; `key` begins with the name of a type size."""
    if key is None:
        st.text(value, help=help)
    else:
        with st.container(key=key):
            st.text(value, help=help)


def html(template: str, /, **values: Any) -> None:
    """A template of the pages; whatever is not HTML in its values is escaped."""
    st.html(markup.render(template, **values))


def badge(mark: Mark, word: str) -> None:
    """A mark of the theme with a word beside it."""
    html("badge.html", look=mark, word=word)


def lines(current: View, rows: Sequence[Row], *, own: str | None = None, head: bool = True) -> None:
    """Dense lines, one a prediction; the whole line leads to the record."""
    html(
        "list.html",
        rows=rows,
        href=lambda row: current.address.plain("record", id=row.id),
        speaker_href=lambda row: current.address.plain("speaker", id=row.speaker),
        own=own,
        head=head,
    )


def fact(label: str, *values: str | None, width: Literal["stretch", "content"] = "stretch") -> None:
    """A label with its values; nothing if there are no values."""
    said = [value for value in values if value]
    if not said:
        return
    with st.container(gap=None, width=width):
        st.caption(label)
        for value in said:
            st.text(value)


def link(label: str, url: str | None, *, key: str) -> None:
    """A button that links to a web page; nothing is fetched before a click."""
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
            "Data as CSV",
            csv,
            f"{name}.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"csv-{name}",
            type="tertiary",
        )


# --- problems ---


def banner(current: View) -> None:
    """Show how many files are invalid, if any, with a link to the Health page."""
    broken = current.registry.invalid_files
    if not broken:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="banner"):
        st.badge("broken", icon=":material/error:", color="red")
        st.markdown(
            f"{plural(len(broken), 'invalid file')}; all other records are shown.",
            width="stretch",
        )
        html("more.html", href=current.address.plain("health"), label="Show problems")


def warning(said: str) -> None:
    """A warning that contains text from outside, drawn without Markdown."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="warning"):
        st.badge("warning", icon=":material/warning:", color="orange")
        st.text(said, width="stretch")


def empty(current: View) -> None:
    """Explain why there is nothing to show; the filters above offer the way out."""
    registry = current.registry
    if current.where and current.every:
        st.info("No prediction matches the search and the filters.", icon=":material/search_off:")
    elif registry.records:
        st.info(
            "No prediction had been made by that day. Choose a later day.",
            icon=":material/event:",
        )
    elif registry.invalid_files:
        st.warning(
            "Every prediction file is invalid. The Health page lists the problems.",
            icon=":material/error:",
        )
    else:
        st.info(
            "There are no predictions yet. Add one with `tracker new ID`.",
            icon=":material/note_add:",
        )
