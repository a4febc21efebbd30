"""What the page of a record shows besides its row; dashboard and static page share it."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.rows import Row

__all__ = ["POLICY", "chain", "title"]

#: How each kind of deadline is read; the docs print the same policy.
POLICY = {
    "by": "It must happen by then; the last day still counts.",
    "between": "It must happen by the last day; before the first day it is early.",
    "not_before": "A lower bound: it must not happen before that day.",
    "never": "It can be refuted but not confirmed.",
    "after_event": "The clock starts with the event of another prediction.",
    "undated": "No date was given: it comes up for review a year after the statement.",
}


def title(id: str | None, every: Iterable[Row]) -> str:
    """What a link to another record says: its title, or its id where the record is not listed."""
    return next((row.title for row in every if row.id == id), id or "")


def chain(row: Row, every: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Earlier and later statements of the same claim, in order of time; cycles end."""
    every = list(every)
    rows = {other.id: other for other in every}
    restatements: dict[str, list[Row]] = {}
    for other in every:
        if other.restates:
            restatements.setdefault(other.restates, []).append(other)
    known = {row.id}
    earlier: list[Row] = []
    at = rows.get(row.restates or "")
    while at is not None and at.id not in known:
        earlier.append(at)
        known.add(at.id)
        at = rows.get(at.restates or "")
    later: list[Row] = []
    pending = [row]
    while pending:
        for other in restatements.get(pending.pop().id, ()):
            if other.id not in known:
                known.add(other.id)
                later.append(other)
                pending.append(other)
    later.sort(key=lambda other: (other.made_on.first, other.id))
    return earlier[::-1], later
