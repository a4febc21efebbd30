"""Search, day and facets with counts, drawn below the title of each page that they act on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker import labels
from tracker.charts import theme
from tracker.dashboard import data, widgets
from tracker.dashboard.address import SORTS
from tracker.dashboard.data import View
from tracker.records.state import State
from tracker.records.vocabulary import TIMEFRAMES
from tracker.rows import Row

__all__ = ["bar"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, as a link that takes it in or leaves it out."""

    label: str
    count: int | None
    href: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with the values that it may take."""

    key: str
    label: str
    choices: Sequence[Choice]
    chosen: int


_VALUES: dict[str, tuple[str, Callable[[Row], Sequence[str]]]] = {
    "mark": ("Verdict", lambda row: (row.mark,)),
    "timeframe": ("Kind", lambda row: (row.timeframe,)),
    "deadline": ("Deadline", lambda row: row.deadline),
    "said": ("Said in", lambda row: row.said),
    "speaker": ("Speaker", lambda row: (row.speaker,)),
    "tag": ("Topic", lambda row: row.tags),
}


def bar(current: View, page: str = "", *, is_sorted: bool = False) -> None:
    """Draw the filters of a page, and which of them are active."""
    address = current.address
    where = address.where
    names = _names(current)
    facets = [_facet(current, page, key, names) for key in _VALUES]
    if is_sorted:
        facets.append(_sorts(current))
    widgets.html(
        "filters.html",
        action=f"./{page}",
        hidden=list(address.hidden),
        text=where.text,
        day=current.today,
        today=data.clock(),
        facets=facets,
        chips=list(_chips(current, page)),
        clear=address.plain(page),
        switch=_switch(current) if is_sorted else None,
    )


def _facet(current: View, page: str, key: str, names: Mapping[str, str]) -> Facet:
    """One filter: its values and how many records each would leave, the other filters kept."""
    address = current.address
    label, values = _VALUES[key]
    counted = Counter(value for row in current.without(key) for value in values(row))
    on = getattr(address.where, key)
    choices = [
        Choice(
            _label(key, value, names),
            counted[value],
            address.toggled(page, key, value),
            value in on,
        )
        for value in _ordered(key, {*counted, *on}, names)
    ]
    return Facet(key, label, choices, len(on))


def _ordered(key: str, values: set[str], names: Mapping[str, str]) -> list[str]:
    if key == "mark":
        return [word for word in theme.words() if word in values]
    if key == "timeframe":
        return [word for word in TIMEFRAMES if word in values]
    if key in ("deadline", "said"):
        return sorted(values, reverse=key == "said")
    return sorted(values, key=lambda value: (names.get(value) or value).casefold())


def _label(key: str, value: str, names: Mapping[str, str]) -> str:
    if key == "mark":
        return theme.by_word(value).label
    if key == "timeframe":
        return labels.TIMEFRAME_WORDS[value]
    return names.get(value, value)


def _names(current: View) -> Mapping[str, str]:
    names = {row.speaker: row.speaker_name for row in current.every}
    return names | {row.source: row.source_title for row in current.every}


def _sorts(current: View) -> Facet:
    address = current.address
    choices = [
        Choice(label, None, replace(address, sort=sort).href(), sort == address.sort)
        for sort, label in SORTS.items()
    ]
    return Facet("sort", f"Sort: {SORTS[address.sort]}", choices, 0)


def _switch(current: View) -> tuple[str, str]:
    """A link that shows the quotes below the claims, or hides them."""
    address = current.address
    word = "Hide quotes" if address.is_quoting else "Show quotes"
    return word, replace(address, is_quoting=not address.is_quoting).href()


_CHIPS = {
    "mark": "",
    "timeframe": "",
    "deadline": "deadline in ",
    "said": "said in ",
    "speaker": "",
    "tag": "topic: ",
    "source": "source: ",
    "state": "",
    "status": "",
}


def _chips(current: View, page: str) -> Iterator[tuple[str, str]]:
    address = current.address
    if text := address.where.text:
        yield f"“{text}”", replace(address, where=replace(address.where, text="")).href(page)
    names = _names(current)
    for key, before in _CHIPS.items():
        for value in getattr(address.where, key):
            if key == "state":
                said = labels.STATE_WORDS[State(value)]
            elif key == "status":
                said = labels.VERDICT_WORDS.get(value, value)
            else:
                said = _label(key, value, names)
            yield f"{before}{said}", address.toggled(page, key, value)
