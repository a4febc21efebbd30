"""The page address: which predictions, on which day, in which order, and links to other pages.

All of it is in the address and nowhere else, so that a page can be linked to, reloaded and gone
back to. Links are relative: the dashboard may be served below a path of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from tracker.filter import Filter
from tracker.records.dates import parse_date
from tracker.text import folded, truncate

__all__ = ["FACETS", "SORTS", "Address", "Known", "open_picked", "read"]

#: The filters of the address that hold values of a closed list.
FACETS = ("mark", "timeframe", "deadline", "said", "speaker", "tag", "source", "state", "status")
SORTS = {
    "verdict": "latest verdict",
    "urgency": "urgency",
    "deadline": "deadline",
    "speaker": "speaker",
}
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
#: What each filter may say, without regard to case, and the value that it stands for.
Known = Mapping[str, Mapping[str, str]]
_SAID = 44


@dataclass(frozen=True, slots=True)
class Address:
    """What the address says. `day` is None for today; `odd_day` is a day that is none."""

    where: Filter
    day: date | None = None
    odd_day: str = ""
    sort: str = "verdict"
    is_quoting: bool = False

    def href(self, page: str = "", /, **own: str | int | None) -> str:
        """A relative link to a page, with the filters of this address and its own parameters."""
        return _href(page, {**self._values, **own})

    def plain(self, page: str = "", /, **own: Any) -> str:
        """A link to a page with the day of this address, but without its filters."""
        return _href(page, {"as_of": self.day, **own})

    def toggled(self, page: str, key: str, value: str) -> str:
        """A link to a page with a value of a filter taken in or left out."""
        now = getattr(self.where, key)
        kept = tuple(one for one in now if one != value) if value in now else (*now, value)
        return self.only(page, **{key: kept})

    def only(self, page: str = "", /, **values: Any) -> str:
        """A link to a page with the values of some filters replaced."""
        return replace(self, where=replace(self.where, **values)).href(page)

    @property
    def hidden(self) -> Iterable[tuple[str, str]]:
        """What a form that searches has to keep: all parameters but the search and the day."""
        for key, value in self._values.items():
            if key not in ("q", "as_of") and value:
                for one in value if isinstance(value, tuple) else (value,):
                    yield key, str(one)

    @property
    def _values(self) -> dict[str, Any]:
        where = {key: getattr(self.where, key) for key in FACETS}
        sort = None if self.sort == "verdict" else self.sort
        return {
            "q": self.where.text,
            "as_of": self.day,
            **where,
            "sort": sort,
            "quotes": "shown" if self.is_quoting else None,
        }


def _href(page: str, values: Mapping[str, Any]) -> str:
    pairs = {key: value for key, value in values.items() if value}
    query = urlencode(pairs, doseq=True)
    return f"./{page}?{query}" if query else f"./{page}"


def read(known: Known) -> Address:
    """The address of this run. Unknown values are left out: they would match nothing."""
    query = st.query_params
    facets = {
        key: tuple(
            dict.fromkeys(
                known[key][folded(value)]
                for value in query.get_all(key)
                if folded(value) in known[key]
            )
        )
        for key in FACETS
    }
    text = query.get("as_of", "")
    day = _day(text)
    sort = query.get("sort", "")
    return Address(
        where=Filter(**facets, text=query.get("q", "").strip()),
        day=day,
        odd_day="" if day or not text else truncate(text, _SAID),
        sort=sort if sort in SORTS else "verdict",
        is_quoting=query.get("quotes") == "shown",
    )


def read_day() -> date | None:
    """The day of the address, before it is known what else it may say."""
    return _day(st.query_params.get("as_of", ""))


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def open_picked(event: Mapping[str, Any], page: st.Page, address: Address) -> None:
    """Open the record whose mark was clicked, if any; `event` is what a chart returns."""
    picked = [point["id"] for point in event["selection"].get("pick", []) if "id" in point]
    if picked:
        open_page(page, address, picked[0])


def open_page(page: st.Page, address: Address, id: str) -> None:
    """Open the page of a record, a speaker or a source; the filters are kept."""
    values = {key: value for key, value in address._values.items() if value}
    query = {key: list(v) if isinstance(v, tuple) else str(v) for key, v in values.items()}
    st.switch_page(page, query_params={**query, "id": id})
