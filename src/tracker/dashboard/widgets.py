"""Owns what several pages draw: figures, cards, facts, links, the filter bar.

Text that others wrote goes through `text` (or a table's cell): Streamlit's labels, titles and
captions are Markdown, in which a quote could call a foreign host or vanish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import streamlit as st

from tracker import words
from tracker.charts import theme, vega
from tracker.charts.vega import Chart
from tracker.dashboard import data
from tracker.dashboard.data import View
from tracker.vocabulary import STATUSES
from tracker.query import Filter
from tracker.registry import Registry
from tracker.rows import Row
from tracker.scoreboard import GROUPS
from tracker.state import State
from tracker.text import is_web

__all__ = [
    "Asked",
    "as_of",
    "banner",
    "clear",
    "downloads",
    "empty",
    "fact",
    "filter_bar",
    "go",
    "go_list",
    "is_phone",
    "line",
    "link",
    "list_link",
    "literal",
    "of_link",
    "open_picked",
    "quote",
    "record_link",
    "state_badge",
    "style",
    "text",
]

_KEYS = ("q", "state", "status", "speaker", "source", "tag")
_MANY = _KEYS[1:]
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)

_STYLE = Path(__file__).with_name("style.css")


def style() -> None:
    """The few rules that the theme has no setting for."""
    st.html(_STYLE)


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
    """The speaker's own words, in the glyphs of their language."""
    tag = (row.language or "").casefold()
    script = tag if tag in ("ja", "ko") else ""
    name = f"quote-lead-{row.id}" if lead else f"quote-{row.id}"
    if "hant" in tag or tag in ("zh-tw", "zh-hk", "zh-mo"):
        name += "-hant"
    elif script:
        name += f"-lang-{script}"
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
            text(row.speaker_name, key=f"muted-{key}-{row.id}")
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
            st.text(row.claim, width="stretch")
            record_link(row.id, "Open")


def link(label: str, url: str | None, *, key: str) -> None:
    """A button to an address on the web, which is opened only when somebody clicks it."""
    if url and is_web(url):
        host = urlsplit(url).hostname or ""
        st.link_button(
            label, url, key=key, icon=":material/open_in_new:", type="tertiary", help=literal(host)
        )


def is_phone() -> bool:
    """Whether the browser calls itself one of a phone; the width is not known here."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def record_link(record: str, label: str) -> None:
    """A link to a record. What the filter bar holds goes along by itself."""
    st.page_link(
        data.page("record"), label=label, icon=":material/arrow_forward:", icon_position="right",
        query_params={"id": record},
    )  # fmt: skip


def go(record: str) -> None:
    """Open a record, as a click in a chart or a table does.

    Only the id is named: a bound parameter named here as well keeps the browser on the page.
    """
    st.switch_page(data.page("record"), query_params={"id": record})


def open_picked(event: Mapping[str, Any]) -> None:
    """Open the record whose mark was clicked, if any; `event` is what a chart returns."""
    picked = [point["id"] for point in event["selection"].get("pick", []) if "id" in point]
    if picked:
        go(picked[0])


def go_list(chosen: Mapping[str, Sequence[str]]) -> None:
    """Open the list as `list_link` does, after a click in a chart or a table."""
    st.switch_page(data.page("records"), query_params=_asked(chosen))


def downloads(name: str, chart: Chart, csv: Callable[[], str]) -> None:
    """A chart as a picture that can be scaled, and what it is made of; made when asked for."""
    with st.container(horizontal=True, key=f"downloads-{name}"):
        st.download_button(
            "Chart as SVG", lambda: vega.svg(chart), f"{name}.svg", "image/svg+xml",
            icon=":material/image:", on_click="ignore", key=f"svg-{name}", type="tertiary",
        )  # fmt: skip
        st.download_button(
            "Its rows as CSV", csv, f"{name}.csv", "text/csv",
            icon=":material/download:", on_click="ignore", key=f"csv-{name}", type="tertiary",
        )  # fmt: skip


# --- the filter bar ---


def as_of() -> tuple[date, bool]:
    """The day that the pages look at, and whether it is today."""
    today = data.clock()
    chosen = st.session_state.get("as_of")
    return (chosen, chosen == today) if isinstance(chosen, date) else (today, True)


def filter_bar(registry: Registry, stamp: str) -> View:
    """Search, filters and the day, which live in the address.

    Drawn on every page, and never in a popover: a widget that a page leaves out, or that the
    browser has not built, loses its place in the address.
    """
    _translate(registry)
    with st.container(horizontal=True, vertical_alignment="top", gap="small", key="filters"):
        st.text_input(
            "Search", key="q", bind="query-params", placeholder="Search claim, quote, speaker",
            icon=":material/search:", width=320, label_visibility="collapsed",
        )  # fmt: skip
        st.date_input(
            "As of", value=None, key="as_of", bind="query-params", format="YYYY-MM-DD",
            min_value=_FIRST_DAY, max_value=_LAST_DAY, width=255,
            help="States, figures and charts as they were, or will be, on that day. Empty: today.",
        )  # fmt: skip
        slot = st.container(width="content")
        box = st.container(key="filter_slot")
    today, is_today = as_of()
    every = data.seen(str(registry.root), stamp, today)
    # In a session's first run the widgets below are not there yet, and the address speaks for them.
    chosen = sum(len(st.session_state.get(key, st.query_params.get_all(key))) for key in _MANY)
    label = f"Filters: {chosen} chosen" if chosen else "Filters"
    with box, st.expander(label, icon=":material/tune:", key="filter_box"):
        _choices(every)
    where = _where()
    if where or not is_today:
        slot.button("Clear", icon=":material/close:", on_click=clear, type="tertiary", key="clear")
    rows = tuple(row for row in every if where.matches(row)) if where else every
    return View(registry, today, is_today, where, every, rows, stamp)


def _choices(every: Sequence[Row]) -> None:
    with st.grid(2, min_column_width=300):
        st.pills(
            "State", [str(state) for state in State], selection_mode="multi", key="state",
            bind="query-params",
        )  # fmt: skip
        st.pills(
            "Verdict", [status for status in STATUSES if status != "open"], key="status",
            selection_mode="multi", bind="query-params",
        )  # fmt: skip
    options = {
        "speaker": {row.speaker_name for row in every},
        "source": {row.source_title for row in every},
        "tag": {tag for row in every for tag in row.tags},
    }
    with st.grid(3, min_column_width=240):
        for key, found in options.items():
            st.multiselect(
                key.capitalize(), sorted(found, key=str.casefold), key=key, bind="query-params",
                placeholder=f"Any {key}",
            )  # fmt: skip


def _translate(registry: Registry) -> None:
    """Keys in an address (`?speaker=wang-yang`) become the names that the widgets show."""
    for key in ("speaker", "source"):
        if key in st.session_state or not (given := st.query_params.get_all(key)):
            continue
        people, cards = registry.people, registry.cards
        names = []
        for value in given:
            if key == "speaker" and value in people:
                names.append(people[value].name_en or people[value].name)
            elif key == "source" and value in cards:
                names.append(cards[value].card.title_en or cards[value].card.title)
            else:
                names.append(value)
        if names != given:
            st.query_params[key] = names
            st.rerun()  # a bound widget takes its first value from the address


def _where() -> Filter:
    def many(key: str) -> tuple[str, ...]:
        return tuple(st.session_state.get(key) or ())

    return Filter(
        speaker=many("speaker"), source=many("source"), tag=many("tag"),
        status=many("status"), state=many("state"), text=st.session_state.get("q") or "",
    )  # fmt: skip


def clear() -> None:
    """Forget search, filters and day; the address follows."""
    for key in _MANY:
        st.session_state[key] = []
    st.session_state["q"] = ""
    st.session_state["as_of"] = None


def list_link(label: str, chosen: Mapping[str, Sequence[str]]) -> None:
    """A link to the list of those of the chosen records that have these values too.

    Under names of its own in the address (`of_state`): what a link says of a bound widget is added
    to what the address holds, and the widget ignores it.
    """
    st.page_link(
        data.page("records"), label=label, icon=":material/arrow_forward:", icon_position="right",
        query_params=_asked(chosen),
    )  # fmt: skip


def _asked(chosen: Mapping[str, Sequence[str]]) -> dict[str, str | Iterable[str]]:
    return {f"of_{key}": list(values) for key, values in chosen.items()}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the link that led to a list asked for, beside the filters of the page."""

    where: Filter
    groups: Mapping[str, tuple[str, ...]]
    ids: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.where or self.groups or self.ids)

    def matches(self, row: Row) -> bool:
        """Whether the row is one of them."""
        return (
            self.where.matches(row)
            and (not self.ids or row.id in self.ids)
            and all(
                any(label in wanted for _, label in GROUPS[by](row))
                for by, wanted in self.groups.items()
            )
        )

    @property
    def words(self) -> str:
        """`overdue or due; over 5 years`: all that was asked for."""
        where = self.where
        parts = [where.state, where.status, where.speaker, where.source, where.tag]
        parts += self.groups.values()
        said = [" or ".join(values) for values in parts if values]
        if self.ids:
            said.append(words.count(len(self.ids), "record"))
        return "; ".join(said)


def of_link() -> Asked:
    """What the link that led here asked for."""

    def many(key: str) -> tuple[str, ...]:
        return tuple(st.query_params.get_all(f"of_{key}"))

    where = Filter(
        speaker=many("speaker"), source=many("source"), tag=many("tag"),
        status=many("status"), state=many("state"),
    )  # fmt: skip
    groups = {by: many(by) for by in ("hedge", "horizon") if many(by)}
    return Asked(where, groups, many("id"))


# --- what is wrong ---


def banner(current: View) -> None:
    """How many files can't be read, if any, with the way to the page that says why."""
    broken = current.registry.invalid_files
    if not broken:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="banner"):
        st.badge("broken", icon=":material/error:", color="red")
        st.markdown(
            f"{words.count(len(broken), 'file')} can't be read in full; everything else is shown.",
            width="stretch",
        )
        st.page_link(data.page("health"), label="What is wrong", icon=":material/arrow_forward:")


def empty(current: View) -> None:
    """Why there is nothing to show, in the words of each case, and the way out."""
    registry = current.registry
    if current.where and current.every:
        st.info("No prediction matches the search and the filters.", icon=":material/search_off:")
        st.button("Clear search and filters", on_click=clear, key="clear_empty")
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
