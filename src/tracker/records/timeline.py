"""The days on which a record's state changed, from the one state function. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.records.dates import add_days, add_years
from tracker.records.state import GRACE, SOON, Facts, State, due_after, state

__all__ = ["Change", "changes"]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of state on `day`; `before` is None on the day the claim was made."""

    day: date
    before: State | None
    after: State


def changes(facts: Facts, today: date, *, soon: int = SOON, grace: int = GRACE) -> list[Change]:
    """The changes up to `today`, oldest first; empty if the claim had not been made yet.

    The state can only change on a few days, which follow from the facts. It is computed for each of
    them, so the rules are not repeated here.
    """
    history: list[Change] = []
    before: State | None = None
    for day in sorted({day for day in _days(facts, today, soon, grace) if day <= today}):
        standing = state(facts, day, soon=soon, grace=grace)
        if standing is not None and standing.state is not before:
            history.append(Change(day, before, standing.state))
            before = standing.state
    return history


def _days(facts: Facts, today: date, soon: int, grace: int) -> Iterator[date]:
    """Every day on which the state can change."""
    yield facts.made_on.first
    yield add_years(facts.made_on.last, 1)
    limit = due_after(facts, today)
    if limit is not None:
        yield from (add_days(limit, -soon), add_days(limit, 1), add_days(limit, grace + 1))
    for each in (facts, facts.parent):
        if each is None:
            continue
        if each.review is not None:
            yield each.review
        if each.resolved_on is not None:
            yield each.resolved_on
        if each.happened_on is not None:
            yield from (each.happened_on.first, each.happened_on.last)
