"""Owns what state and rows take from a record's plain values, typed; only of valid records.

The plain values are what the file says, as text: whoever has them needs neither YAML nor models.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from tracker.dates import Duration, PartialDate, parse_date
from tracker.state import Facts
from tracker.vocabulary import DATED

__all__ = [
    "Entry",
    "Values",
    "after",
    "deadline",
    "deadline_kind",
    "facts",
    "names_of",
    "show_value",
    "unjoined",
]

#: Kinds whose window is written as dates; they need a phrase and criteria.

#: A valid record's mapping: text, lists and mappings of it, or None.
Values = Mapping[str, Any]


class Entry(NamedTuple):
    """A valid record and where it stands; `line` is that of `status:`."""

    id: str
    path: str
    line: int
    values: Values


def deadline(values: Values) -> Values:
    """The deadline as a mapping: a bare date is short for `by`."""
    found = values["deadline"]
    return {"kind": "by", "latest": found} if isinstance(found, str) else found


def after(values: Values) -> str | None:
    """The record whose event it waits for."""
    found = values["deadline"]
    return None if isinstance(found, str) else found.get("after")


def facts(values: Values, parent: Facts | None = None) -> Facts:
    """What the record's state depends on."""
    window = deadline(values)
    resolution = values.get("resolution") or {}
    review = values.get("review")
    resolved_on = partial(resolution.get("resolved_on"))
    within = window.get("within")
    return Facts(
        status=values["status"],
        kind=window["kind"],
        made_on=PartialDate.parse(values["made_on"]),
        earliest=day(window.get("earliest")),
        latest=day(window.get("latest")),
        within=Duration.parse(within) if within else None,
        resolved_on=resolved_on.last if resolved_on else None,
        happened_on=partial(resolution.get("happened_on")),
        review=day(review["next"]) if review else None,
        parent=parent,
    )


def deadline_kind(value: object) -> str | None:
    """Which of the kinds of deadline a value is to be read as; `date` for a bare one."""
    if isinstance(value, str):
        return "date"
    if isinstance(value, dict):
        kind = value.get("kind")
        return kind if isinstance(kind, str) and kind != "date" else None
    return getattr(value, "kind", "date" if isinstance(value, date) else None)


def unjoined(values: Values) -> Iterator[str]:
    """What is wrong between the keys of a record: each key that is missing or one too many."""
    is_open = values["status"] == "open"
    has_resolution = values.get("resolution") is not None
    if is_open == has_resolution:
        yield "resolution"
    is_dated = deadline(values)["kind"] in DATED
    if values.get("criteria") is None and (is_dated or not is_open):
        yield "criteria"


def names_of(name: str, name_en: str | None) -> tuple[str, ...]:
    """The names of a person, the one to be shown last."""
    return tuple(dict.fromkeys((name, name_en or name)))


def day(text: str | None) -> date | None:
    """A full date, or None."""
    return parse_date(text) if text else None


def partial(text: str | None) -> PartialDate | None:
    """A partial date, or None."""
    return PartialDate.parse(text) if text else None


def show_value(value: object) -> str:
    """A value as a message quotes it: one line, at most 60 characters, controls escaped."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return repr(text if len(text) <= 60 else text[:57] + "...")
