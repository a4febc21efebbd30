"""The state of a record on a day: one pure function of its facts, used everywhere.

The facts are plain values, not the model, so that the rules can be tested with a table of days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.records.dates import Duration, PartialDate, add_years
from tracker.text import plural

__all__ = [
    "GRACE",
    "SOON",
    "URGENCY",
    "Facts",
    "Standing",
    "State",
    "Timing",
    "review_next",
    "state",
    "timing",
]

#: A record is `soon` from SOON whole days before its deadline, and `due` until GRACE days after it,
#: then `overdue`. A month each suits a project that is looked at weekly.
SOON = 30
GRACE = 30
_ORPHAN = "the event this prediction waits for never happened; annul the prediction?"


class State(StrEnum):
    """The state of a record on a day; computed, never written."""

    OVERDUE = "overdue"
    DUE = "due"
    REVIEW = "review"
    SOON = "soon"
    UPCOMING = "upcoming"
    RESOLVED = "resolved"


#: Most urgent first: the order of every list.
URGENCY: tuple[State, ...] = tuple(State)


@dataclass(frozen=True, slots=True)
class Facts:
    """The parts of a record that its state depends on.

    `earliest` and `latest` are as written. `within` and `parent` belong to kind after_event;
    `parent` is None if the reference is unknown or forms a cycle.
    """

    status: str
    kind: str
    made_on: PartialDate
    earliest: date | None = None
    latest: date | None = None
    within: Duration | None = None
    resolved_on: date | None = None
    happened_on: PartialDate | None = None
    review: date | None = None
    parent: Facts | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A record's state on one day, with the figures that go with it.

    `days` is `due_after` minus the day: negative if past, None without a date or if resolved.
    `deferred` is true if an editor postponed the record to a later day. `hint` is a next step.
    """

    state: State
    due_after: date | None = None
    days: int | None = None
    in_window: bool = False
    deferred: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Timing:
    """When an event happened relative to its window, such as `12 days late`."""

    word: str
    days: int = 0

    def __str__(self) -> str:
        if not self.days:
            return self.word
        return f"{plural(self.days, 'day')} {self.word}"


def state(facts: Facts, today: date, *, soon: int = SOON, grace: int = GRACE) -> Standing | None:
    """The record's standing on `today`; None if the claim had not been made yet.

    `soon` and `grace` are whole days.
    """
    if facts.made_on.first > today:
        return None
    limit = due_after(facts, today)
    in_window = is_in_window(facts, today)
    if is_resolved(facts, today):
        return Standing(State.RESOLVED, limit, in_window=in_window)
    deferred = facts.review is not None and facts.review > today
    if limit is not None:
        left = (limit - today).days
        return Standing(_dated(left, soon, grace), limit, left, in_window, deferred)
    again = review_next(facts, today)
    word = State.REVIEW if again is not None and again <= today else State.UPCOMING
    hint = (
        "the event this prediction waits for never happened; annul the prediction?"
        if _is_orphan(facts, today)
        else ""
    )
    return Standing(word, deferred=deferred, hint=hint)


def _dated(left: int, soon: int, grace: int) -> State:
    """The state of an open record whose deadline is `left` days away."""
    if left < -grace:
        return State.OVERDUE
    if left < 0:
        return State.DUE
    return State.SOON if left <= soon else State.UPCOMING


def is_resolved(facts: Facts, today: date) -> bool:
    """A verdict counts from the day it could first be given; before that the record is open."""
    return facts.status != "open" and facts.resolved_on is not None and facts.resolved_on <= today


def is_in_window(facts: Facts, today: date) -> bool:
    """Whether the window of a `between` is open on `today`."""
    return (
        facts.kind == "between"
        and facts.earliest is not None
        and facts.latest is not None
        and facts.earliest <= today <= facts.latest
    )


def due_after(facts: Facts, today: date) -> date | None:
    """The last day before the record becomes due; None if no such day is known on `today`."""
    if facts.kind in ("by", "between"):
        return facts.latest
    if facts.kind == "not_before" and facts.earliest is not None:
        if facts.earliest == date.min:
            return date.min
        return facts.earliest - timedelta(days=1)
    if facts.kind == "after_event" and facts.parent is not None:
        happened = _happened(facts.parent, today)
        if happened is None:
            return None
        return facts.within.after(happened) if facts.within else happened
    return None


def timing(facts: Facts, today: date) -> Timing | None:
    """Early, in time or late: `happened_on` against the window; None until it has happened.

    A partial `happened_on` is early or late only if all its possible days are, so an event that may
    have been in time is never called late.
    """
    happened = facts.happened_on
    if happened is None or happened.last > today:
        return None
    limit = None if facts.kind == "not_before" else due_after(facts, today)
    if facts.earliest is not None and happened.last < facts.earliest:
        return Timing("early", (facts.earliest - happened.last).days)
    if limit is not None and happened.first > limit:
        return Timing("late", (happened.first - limit).days)
    if limit is None and facts.earliest is None:
        return None
    return Timing("in time")


def _happened(facts: Facts, today: date) -> date | None:
    """The day by which the event had happened, if it had by `today`, whatever the verdict."""
    if facts.happened_on is None or facts.happened_on.last > today:
        return None
    return facts.happened_on.last


def _never_came(facts: Facts, today: date) -> bool:
    """Resolved without the event. A month that has begun may include the event already."""
    happened = facts.happened_on
    return is_resolved(facts, today) and (happened is None or happened.first > today)


def _is_orphan(facts: Facts, today: date) -> bool:
    """Whether it waits for an event that never came."""
    parent = facts.parent
    return facts.kind == "after_event" and parent is not None and _never_came(parent, today)


def review_next(facts: Facts, today: date) -> date | None:
    """The day to look at the record again: as written, or by default a year after the statement.

    None if only the deadline counts, while another event is awaited, and if resolved. A dated
    record that is due is deferred until this day.
    """
    if is_resolved(facts, today):
        return None
    if due_after(facts, today) is not None:
        return facts.review
    if facts.kind == "after_event":
        parent = facts.parent
        if parent is not None and _never_came(parent, today):
            return parent.resolved_on  # and `deferred`, if an editor postponed it
        return facts.review
    return facts.review or add_years(facts.made_on.last, 1)
