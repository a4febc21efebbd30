"""The data that pages show: registry, day and filter. Reads the files and the clock."""

from __future__ import annotations

import hashlib
import importlib
import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.navigation.page import Page

from tracker import registry as registries
from tracker.charts import theme
from tracker.dashboard import address, history
from tracker.dashboard.address import Address, Known
from tracker.dashboard.history import Commit
from tracker.diagnostic import Diagnostic
from tracker.filter import Filter
from tracker.folder import NotARegistry, Walk
from tracker.records.dates import parse_date
from tracker.records.state import State
from tracker.records.vocabulary import STATUSES, TIMEFRAMES
from tracker.registry import Registry
from tracker.rows import Row, rows
from tracker.text import folded

__all__ = [
    "PATHS",
    "View",
    "clock",
    "commits",
    "current",
    "diagnostics",
    "edit_url",
    "find_root",
    "fingerprint",
    "forget",
    "known",
    "load",
    "misread_day",
    "page",
    "problem_count",
    "remember",
    "remember_pages",
    "seen",
    "stamp_now",
    "user_name",
    "view",
]

_VIEW = "_view"
_PAGES = "_pages"
#: A folder by its bytes: Streamlit hashes a path as text, and not every folder's name is text.
PATHS: dict[str | type[Any], Callable[[Any], Any]] = {type(Path()): os.fsencode, str: os.fsencode}


@dataclass(frozen=True, slots=True)
class View:
    """The data of one run: the registry on a day, all its rows, and the filtered rows."""

    registry: Registry
    today: date
    is_today: bool
    address: Address
    every: tuple[Row, ...]
    rows: tuple[Row, ...]
    #: The rows that a single key of the filter rejects, by that key.
    rejected: Mapping[str, Sequence[Row]]
    stamp: str

    def without(self, key: str) -> list[Row]:
        """The rows that the filter would leave without this key."""
        return [*self.rows, *self.rejected.get(key, ())]

    @property
    def where(self) -> Filter:
        """The filter of the address."""
        return self.address.where

    def row(self, record: str) -> Row | None:
        """The row of a record, chosen or not."""
        return next((row for row in self.every if row.id == record), None)


def clock() -> date:
    """Today, unless TRACKER_AS_OF names another day: the one place that reads the clock."""
    text = os.environ.get("TRACKER_AS_OF", "")
    if text and not misread_day():
        return parse_date(text)
    return date.today()  # noqa: DTZ011 (the reader's own calendar day is what is meant)


def misread_day() -> str:
    """The error in TRACKER_AS_OF; empty if it is valid or not set."""
    text = os.environ.get("TRACKER_AS_OF", "")
    try:
        if text:
            parse_date(text)
    except ValueError as error:
        return f"TRACKER_AS_OF: invalid date {text!r}: {error}"
    return ""


def find_root() -> Path:
    """The registry's folder: TRACKER_ROOT, or the nearest upwards from here or from this file.

    Raises NotARegistry, which says where it looked.
    """
    named = os.environ.get("TRACKER_ROOT")
    if named:
        return Path(named).absolute()
    try:
        return registries.find_root(Path())
    except FileNotFoundError as error:  # or the working directory itself is gone
        try:
            return registries.find_root(Path(__file__).parent)
        except NotARegistry:
            raise NotARegistry(str(error)) from None


def fingerprint(root: Path) -> str:
    """What changes whenever a file that the registry is read from does: names, and what stat says.

    Streamlit notices no change of a YAML file by itself. A digest, since Streamlit hashes what a
    cached function is given anew at every call.
    """
    try:
        walk = Walk(str(root))
    except NotARegistry:
        return ""  # the folder was taken away; loading says so
    names = "\0".join((*walk.paths, *walk.odd))
    digest = hashlib.blake2b(names.encode("utf-8", "surrogateescape"), digest_size=16)
    digest.update(walk.stamps.tobytes())
    return digest.hexdigest()


def stamp_now() -> str:
    """The fingerprint of the registry that a page would look at now; empty where there is none."""
    try:
        return fingerprint(find_root())
    except NotARegistry:
        return ""


@st.cache_resource(show_spinner=False, max_entries=2, hash_funcs=PATHS)
def load(root: Path, stamp: str) -> Registry:
    """The registry as its files were at the fingerprint; frozen, so that all sessions share it."""
    return registries.load(root)


@st.cache_resource(show_spinner=False, max_entries=2, hash_funcs=PATHS)
def diagnostics(root: Path, stamp: str) -> tuple[Diagnostic, ...]:
    """All that is wrong with the registry, sorted by file and place."""
    loaded = load(root, stamp)
    problems = importlib.import_module("tracker.checks").run(loaded)
    return tuple(sorted(problems, key=lambda diagnostic: diagnostic.sort_key))


def problem_count(root: Path, stamp: str) -> int:
    """How many problems the Health page lists."""
    return len(diagnostics(root, stamp))


@st.cache_resource(show_spinner=False, max_entries=4, hash_funcs=PATHS)
def seen(root: Path, stamp: str, today: date) -> tuple[Row, ...]:
    """All rows on a day, most urgent first."""
    return tuple(rows(load(root, stamp), today))


@st.cache_data(show_spinner=False, max_entries=200, hash_funcs=PATHS)
def commits(root: Path, path: str, stamp: str) -> list[Commit]:
    """The commits that touched a file, looked up anew when the registry changes."""
    return history.commits(root, path)


@st.cache_data(show_spinner=False, max_entries=200, hash_funcs=PATHS)
def edit_url(root: Path, path: str) -> str | None:
    """Where a file is edited on the web, if that is known."""
    return history.edit_url(root, path)


@st.cache_data(show_spinner=False, max_entries=4, hash_funcs=PATHS)
def user_name(root: Path) -> str | None:
    """The name that git would sign with, if it has one."""
    return history.user_name(root)


@st.cache_resource(show_spinner=False, max_entries=4, hash_funcs=PATHS)
def known(root: Path, stamp: str, day: date) -> Known:
    """What each filter of the address may say, and the value that it stands for."""
    values: dict[str, dict[str, str]] = {key: {} for key in address.FACETS}
    values["state"] = {str(state): str(state) for state in State}
    values["status"] = {status: status for status in STATUSES}
    values["mark"] = {word: word for word in theme.words()}
    values["timeframe"] = {word: word for word in TIMEFRAMES}
    for row in seen(root, stamp, day):
        values["tag"].update((folded(tag), tag) for tag in row.tags)
        values["speaker"].update((folded(name), row.speaker) for name in row.speakers)
        values["source"].update((folded(name), row.source) for name in row.sources)
        values["said"].update((year, year) for year in row.said)
        values["deadline"].update((year, year) for year in row.deadline)
    return values


def current(root: Path, stamp: str) -> View:
    """What this run looks at: the registry, and the rows that the address asks for.

    A filter offers what is there today, or later: a day in the past takes no value away.
    """
    today = clock()
    day = address.read_day() or today
    asked = address.read(known(root, stamp, max(day, today)))
    every = seen(root, stamp, day)
    rows: list[Row] = []
    rejected = defaultdict[str, list[Row]](list)
    for row in every:
        match list(asked.where.rejecting(row)):
            case []:
                rows.append(row)
            case [key]:
                rejected[key].append(row)
    return View(load(root, stamp), day, day == today, asked, every, tuple(rows), rejected, stamp)


def remember(current: View) -> None:
    """Hand the view to the page that runs next."""
    st.session_state[_VIEW] = current


def forget() -> None:
    """The view is of one run: a session that waits would keep a registry that has changed since.

    Streamlit keeps sessions whose page was closed for minutes.
    """
    del st.session_state[_VIEW]


def view() -> View:
    """What the running page looks at."""
    current = st.session_state[_VIEW]
    assert isinstance(current, View)
    return current


def remember_pages(pages: dict[str, Page]) -> None:
    """Keep the pages by name, for links between them."""
    st.session_state[_PAGES] = pages


def page(name: str) -> Page:
    """A page by its name."""
    pages: dict[str, Page] = st.session_state[_PAGES]
    return pages[name]
