from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TypedDict, Unpack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.records.dates import Duration, PartialDate
from tracker.records.state import (
    GRACE,
    SOON,
    URGENCY,
    Facts,
    Standing,
    State,
    Timing,
    due_after,
    is_in_window,
    review_next,
    state,
    timing,
)

D = date.fromisoformat
P = PartialDate.parse
OVERDUE, DUE, REVIEW, SOON_, UPCOMING, RESOLVED = URGENCY
ANNUL = "the event this prediction waits for never happened; annul the prediction?"


class More(TypedDict, total=False):
    """What else a test may say of a record; days as text."""

    status: str
    resolved: str
    happened: str
    review: str


def by(latest: str, made_on: str = "2024-01-15", **more: Unpack[More]) -> Facts:
    return replace(_facts("by", made_on, more), latest=D(latest))


def between(earliest: str, latest: str, made_on: str = "2024-01-15", **more: Unpack[More]) -> Facts:
    return replace(_facts("between", made_on, more), earliest=D(earliest), latest=D(latest))


def not_before(earliest: str, made_on: str = "2024-01-15", **more: Unpack[More]) -> Facts:
    return replace(_facts("not_before", made_on, more), earliest=D(earliest))


def after_event(parent: Facts | None, within: str | None = None, **more: Unpack[More]) -> Facts:
    facts = _facts("after_event", "2024-01-15", more)
    return replace(facts, parent=parent, within=Duration.parse(within) if within else None)


def undated(made_on: str = "2024-01-15", **more: Unpack[More]) -> Facts:
    return _facts("undated", made_on, more)


def never(made_on: str = "2024-01-15", **more: Unpack[More]) -> Facts:
    return _facts("never", made_on, more)


def _facts(kind: str, made_on: str, more: More) -> Facts:
    return Facts(
        status=more.get("status", "open"),
        kind=kind,
        made_on=P(made_on),
        resolved_on=D(more["resolved"]) if "resolved" in more else None,
        happened_on=P(more["happened"]) if "happened" in more else None,
        review=D(more["review"]) if "review" in more else None,
    )


def dated(
    word: State, limit: str, days: int, *, in_window: bool = False, deferred: bool = False
) -> Standing:
    return Standing(word, due_after=D(limit), days=days, in_window=in_window, deferred=deferred)


def case(name: str, facts: Facts, today: str, expected: object, **levels: int) -> object:
    return pytest.param(facts, D(today), levels, expected, id=name)


# The parents of after_event: made 2024-01-15, expected by the end of 2024.
OPEN = by("2024-12-31")
CAME = by("2024-12-31", status="correct", resolved="2024-09-12", happened="2024-09-12")
CAME_LATE = by("2024-12-31", status="incorrect", resolved="2025-01-01", happened="2025-08-07")
CAME_IN_MAY = by("2024-12-31", status="correct", resolved="2024-05-10", happened="2024-05")
CAME_WITHIN_BOUNDS = by(
    "2024-12-31", status="correct", resolved="2024-05-01", happened="2024-05-10/2024-06-10"
)
NEVER_CAME = by("2024-12-31", status="incorrect", resolved="2025-01-01")
DROPPED = by("2024-12-31", status="withdrawn", resolved="2024-06-01")

# --- the table ---

STANDINGS = [
    # by: the last day, the day after, the first and the last day of grace, the day after
    case("by/the-last-day", by("2026-05-13"), "2026-05-13", dated(SOON_, "2026-05-13", 0)),
    case("by/the-day-after", by("2026-05-13"), "2026-05-14", dated(DUE, "2026-05-13", -1)),
    case("by/last-day-of-grace", by("2026-05-13"), "2026-06-12", dated(DUE, "2026-05-13", -30)),
    case("by/day-after-grace", by("2026-05-13"), "2026-06-13", dated(OVERDUE, "2026-05-13", -31)),
    case("by/years-later", by("2026-05-13"), "2028-05-13", dated(OVERDUE, "2026-05-13", -731)),
    case("by/30-days-before", by("2026-05-13"), "2026-04-13", dated(SOON_, "2026-05-13", 30)),
    case("by/31-days-before", by("2026-05-13"), "2026-04-12", dated(UPCOMING, "2026-05-13", 31)),
    # levels other than the defaults, and none
    case("soon-7/7-days-before", by("2026-05-13"), "2026-05-06", dated(SOON_, "2026-05-13", 7), soon=7),
    case("soon-7/8-days-before", by("2026-05-13"), "2026-05-05", dated(UPCOMING, "2026-05-13", 8), soon=7),
    case("soon-0/the-last-day", by("2026-05-13"), "2026-05-13", dated(SOON_, "2026-05-13", 0), soon=0),
    case("soon-0/the-day-before", by("2026-05-13"), "2026-05-12", dated(UPCOMING, "2026-05-13", 1), soon=0),
    case("soon-0/the-day-after", by("2026-05-13"), "2026-05-14", dated(DUE, "2026-05-13", -1), soon=0),
    case("grace-7/last-day", by("2026-05-13"), "2026-05-20", dated(DUE, "2026-05-13", -7), grace=7),
    case("grace-7/day-after", by("2026-05-13"), "2026-05-21", dated(OVERDUE, "2026-05-13", -8), grace=7),
    case("grace-0/the-last-day", by("2026-05-13"), "2026-05-13", dated(SOON_, "2026-05-13", 0), grace=0),
    case("grace-0/the-day-after", by("2026-05-13"), "2026-05-14", dated(OVERDUE, "2026-05-13", -1), grace=0),
    # leap days
    case("leap/last-day-29-feb", by("2028-02-29"), "2028-02-29", dated(SOON_, "2028-02-29", 0)),
    case("leap/day-after-29-feb", by("2028-02-29"), "2028-03-01", dated(DUE, "2028-02-29", -1)),
    case("leap/28-feb-of-a-leap-year", by("2028-02-28"), "2028-02-29", dated(DUE, "2028-02-28", -1)),
    case("leap/28-feb-of-another", by("2026-02-28"), "2026-03-01", dated(DUE, "2026-02-28", -1)),
    case("leap/grace-over-29-feb", by("2028-01-31"), "2028-03-01", dated(DUE, "2028-01-31", -30)),
    case("leap/grace-without-it", by("2027-01-31"), "2027-03-02", dated(DUE, "2027-01-31", -30)),
    case("leap/grace-without-it-ends", by("2027-01-31"), "2027-03-03", dated(OVERDUE, "2027-01-31", -31)),
    # said on a day, in a month, in a year, between bounds: listed from the first day it may be
    case("made-on/the-day", by("2026-01-15", "2024-01-15"), "2024-01-15", dated(UPCOMING, "2026-01-15", 731)),
    case("made-on/the-day-before", by("2026-01-15", "2024-01-15"), "2024-01-14", None),
    case("made-on/first-day-of-the-month", by("2024-04-30", "2024-03"), "2024-03-01", dated(UPCOMING, "2024-04-30", 60)),
    case("made-on/before-the-month", by("2024-04-30", "2024-03"), "2024-02-29", None),
    case("made-on/first-day-of-the-year", by("2024-04-30", "2024"), "2024-01-01", dated(UPCOMING, "2024-04-30", 120)),
    case("made-on/before-the-year", by("2024-04-30", "2024"), "2023-12-31", None),
    case("made-on/first-bound", by("2026-05-13", "2024-02-16/2024-05-13"), "2024-02-16", dated(UPCOMING, "2026-05-13", 817)),
    case("made-on/before-the-bounds", by("2026-05-13", "2024-02-16/2024-05-13"), "2024-02-15", None),
    case("made-on/resolved-and-not-yet-said", by("2026-01-15", status="withdrawn", resolved="2024-01-10"), "2024-01-14", None),
    # between: due as `by` is; the window is open on its first and last day
    case("between/before-the-window", between("2027-02-16", "2029-05-13"), "2027-02-15", dated(UPCOMING, "2029-05-13", 818)),
    case("between/first-day", between("2027-02-16", "2029-05-13"), "2027-02-16", dated(UPCOMING, "2029-05-13", 817, in_window=True)),
    case("between/31-days-before", between("2027-02-16", "2029-05-13"), "2029-04-12", dated(UPCOMING, "2029-05-13", 31, in_window=True)),
    case("between/30-days-before", between("2027-02-16", "2029-05-13"), "2029-04-13", dated(SOON_, "2029-05-13", 30, in_window=True)),
    case("between/last-day", between("2027-02-16", "2029-05-13"), "2029-05-13", dated(SOON_, "2029-05-13", 0, in_window=True)),
    case("between/day-after", between("2027-02-16", "2029-05-13"), "2029-05-14", dated(DUE, "2029-05-13", -1)),
    case("between/day-after-grace", between("2027-02-16", "2029-05-13"), "2029-06-13", dated(OVERDUE, "2029-05-13", -31)),
    case("between/one-day", between("2027-02-16", "2027-02-16"), "2027-02-16", dated(SOON_, "2027-02-16", 0, in_window=True)),
    case("between/reversed", between("2029-05-13", "2027-02-16"), "2028-01-01", dated(OVERDUE, "2027-02-16", -319)),
    # not_before: due from `earliest` on
    case("not-before/31-days-before", not_before("2034-05-13"), "2034-04-11", dated(UPCOMING, "2034-05-12", 31)),
    case("not-before/30-days-before", not_before("2034-05-13"), "2034-04-12", dated(SOON_, "2034-05-12", 30)),
    case("not-before/the-day-before", not_before("2034-05-13"), "2034-05-12", dated(SOON_, "2034-05-12", 0)),
    case("not-before/earliest", not_before("2034-05-13"), "2034-05-13", dated(DUE, "2034-05-12", -1)),
    case("not-before/last-day-of-grace", not_before("2034-05-13"), "2034-06-11", dated(DUE, "2034-05-12", -30)),
    case("not-before/day-after-grace", not_before("2034-05-13"), "2034-06-12", dated(OVERDUE, "2034-05-12", -31)),
    case("not-before/1-march-of-a-leap-year", not_before("2028-03-01"), "2028-02-29", dated(SOON_, "2028-02-29", 0)),
    # undated and never: a look a year after the last day on which it may have been said
    case("undated/the-day-before-a-year", undated("2024-03-05"), "2025-03-04", Standing(UPCOMING)),
    case("undated/a-year", undated("2024-03-05"), "2025-03-05", Standing(REVIEW)),
    case("undated/ten-years", undated("2024-03-05"), "2034-03-05", Standing(REVIEW)),
    case("undated/a-month-before-its-year", undated("2024-02"), "2025-02-27", Standing(UPCOMING)),
    case("undated/a-month-clips-29-feb", undated("2024-02"), "2025-02-28", Standing(REVIEW)),
    case("undated/a-year-before-its-year", undated("2024"), "2025-12-30", Standing(UPCOMING)),
    case("undated/a-year-said-by-year", undated("2024"), "2025-12-31", Standing(REVIEW)),
    case("undated/bounds-before", undated("2024-02-16/2024-05-13"), "2025-05-12", Standing(UPCOMING)),
    case("undated/bounds", undated("2024-02-16/2024-05-13"), "2025-05-13", Standing(REVIEW)),
    case("undated/review-day-before", undated(review="2026-06-01"), "2026-05-31", Standing(UPCOMING, deferred=True)),
    case("undated/review-day", undated(review="2026-06-01"), "2026-06-01", Standing(REVIEW)),
    case("undated/review-earlier-than-a-year", undated(review="2024-06-01"), "2024-06-01", Standing(REVIEW)),
    case("undated/soon-and-grace-say-nothing", undated("2024-03-05"), "2025-03-04", Standing(UPCOMING), soon=400, grace=0),
    case("never/the-day-before-a-year", never("2024-03-05"), "2025-03-04", Standing(UPCOMING)),
    case("never/a-year", never("2024-03-05"), "2025-03-05", Standing(REVIEW)),
    case("never/review-day", never(review="2030-01-01"), "2030-01-01", Standing(REVIEW)),
    # after_event: the parent is open
    case("after/parent-open", after_event(OPEN), "2024-06-01", Standing(UPCOMING)),
    case("after/parent-overdue", after_event(OPEN), "2026-06-01", Standing(UPCOMING)),
    case("after/parent-open-review-day", after_event(OPEN, review="2026-06-01"), "2026-06-01", Standing(REVIEW)),
    case("after/parent-open-deferred", after_event(OPEN, review="2026-06-01"), "2026-05-31", Standing(UPCOMING, deferred=True)),
    # the parent is closed and its event has not happened
    case("after/parent-not-closed-yet", after_event(NEVER_CAME), "2024-12-31", Standing(UPCOMING)),
    case("after/parent-closed", after_event(NEVER_CAME), "2025-01-01", Standing(REVIEW, hint=ANNUL)),
    case("after/parent-withdrawn", after_event(DROPPED), "2024-06-01", Standing(REVIEW, hint=ANNUL)),
    case("after/parent-closed-and-deferred", after_event(NEVER_CAME, review="2025-03-01"), "2025-01-01", Standing(REVIEW, deferred=True, hint=ANNUL)),
    case("after/parent-closed-within", after_event(NEVER_CAME, "P1Y"), "2025-01-01", Standing(REVIEW, hint=ANNUL)),
    # the parent's event happened
    case("after/the-event-is-tomorrow", after_event(CAME), "2024-09-11", Standing(UPCOMING)),
    case("after/the-event's-day", after_event(CAME), "2024-09-12", dated(SOON_, "2024-09-12", 0)),
    case("after/the-day-after", after_event(CAME), "2024-09-13", dated(DUE, "2024-09-12", -1)),
    case("after/last-day-of-grace", after_event(CAME), "2024-10-12", dated(DUE, "2024-09-12", -30)),
    case("after/day-after-grace", after_event(CAME), "2024-10-13", dated(OVERDUE, "2024-09-12", -31)),
    case("after/within-begins", after_event(CAME, "P1Y"), "2024-09-12", dated(UPCOMING, "2025-09-12", 365)),
    case("after/within-31-days", after_event(CAME, "P1Y"), "2025-08-12", dated(UPCOMING, "2025-09-12", 31)),
    case("after/within-30-days", after_event(CAME, "P1Y"), "2025-08-13", dated(SOON_, "2025-09-12", 30)),
    case("after/within-last-day", after_event(CAME, "P1Y"), "2025-09-12", dated(SOON_, "2025-09-12", 0)),
    case("after/within-over", after_event(CAME, "P1Y"), "2025-09-13", dated(DUE, "2025-09-12", -1)),
    case("after/within-days", after_event(CAME, "P6W"), "2024-10-25", dated(DUE, "2024-10-24", -1)),
    # whatever the parent's verdict: it was wrong, and its event came later
    case("after/wrong-parent-before-its-event", after_event(CAME_LATE), "2025-08-06", Standing(REVIEW, hint=ANNUL)),
    case("after/wrong-parent-event-day", after_event(CAME_LATE), "2025-08-07", dated(SOON_, "2025-08-07", 0)),
    case("after/wrong-parent-day-after", after_event(CAME_LATE), "2025-08-08", dated(DUE, "2025-08-07", -1)),
    case("after/wrong-parent-within", after_event(CAME_LATE, "P18M"), "2025-08-08", dated(UPCOMING, "2027-02-07", 548)),
    # the event's day is known by its month: it counts from the month's end, and is not denied before
    case("after/month-of-the-event", after_event(CAME_IN_MAY), "2024-05-10", Standing(UPCOMING)),
    case("after/month-not-over", after_event(CAME_IN_MAY), "2024-05-30", Standing(UPCOMING)),
    case("after/month-over", after_event(CAME_IN_MAY), "2024-05-31", dated(SOON_, "2024-05-31", 0)),
    case("after/bounds-begin", after_event(CAME_WITHIN_BOUNDS), "2024-05-10", Standing(UPCOMING)),
    case("after/bounds-not-begun", after_event(CAME_WITHIN_BOUNDS), "2024-05-09", Standing(REVIEW, hint=ANNUL)),
    case("after/parent-open-with-a-day", after_event(by("2024-12-31", resolved="2024-06-01")), "2024-06-01", Standing(UPCOMING)),
    # nobody knows of a parent
    case("after/dangling", after_event(None), "2034-01-01", Standing(UPCOMING)),
    case("after/dangling-within", after_event(None, "P1Y"), "2034-01-01", Standing(UPCOMING)),
    case("after/dangling-review-day", after_event(None, review="2026-06-01"), "2026-06-01", Standing(REVIEW)),
    # deferral leaves the state of a dated record alone
    case("deferred/overdue", by("2026-05-13", review="2027-01-01"), "2026-12-31", dated(OVERDUE, "2026-05-13", -232, deferred=True)),
    case("deferred/due", by("2026-05-13", review="2026-06-01"), "2026-05-14", dated(DUE, "2026-05-13", -1, deferred=True)),
    case("deferred/soon", by("2026-05-13", review="2026-06-01"), "2026-05-13", dated(SOON_, "2026-05-13", 0, deferred=True)),
    case("deferred/upcoming", by("2026-05-13", review="2026-06-01"), "2026-01-13", dated(UPCOMING, "2026-05-13", 120, deferred=True)),
    case("deferred/the-day-before", by("2026-05-13", review="2026-06-01"), "2026-05-31", dated(DUE, "2026-05-13", -18, deferred=True)),
    case("deferred/the-day-itself", by("2026-05-13", review="2026-06-01"), "2026-06-01", dated(DUE, "2026-05-13", -19)),
    case("deferred/review-past", by("2026-05-13", review="2026-06-01"), "2026-06-13", dated(OVERDUE, "2026-05-13", -31)),
    case("deferred/review-past-and-upcoming", by("2026-05-13", review="2025-06-01"), "2025-07-01", dated(UPCOMING, "2026-05-13", 316)),
    case("deferred/between", between("2026-01-01", "2026-05-13", review="2026-06-01"), "2026-05-01", dated(SOON_, "2026-05-13", 12, in_window=True, deferred=True)),
    case("deferred/not-before", not_before("2026-05-13", review="2026-06-01"), "2026-05-13", dated(DUE, "2026-05-12", -1, deferred=True)),
    case("deferred/after-event", after_event(CAME, review="2025-01-01"), "2024-09-13", dated(DUE, "2024-09-12", -1, deferred=True)),
    # a verdict counts from resolved_on
    case("verdict/the-day-before", by("2026-05-13", status="incorrect", resolved="2026-05-20"), "2026-05-19", dated(DUE, "2026-05-13", -6)),
    case("verdict/its-day", by("2026-05-13", status="incorrect", resolved="2026-05-20"), "2026-05-20", Standing(RESOLVED, D("2026-05-13"))),
    case("verdict/early-in-its-window", between("2024-01-01", "2024-12-31", status="correct", resolved="2024-04-18"), "2024-12-31", Standing(RESOLVED, D("2024-12-31"), in_window=True)),
    case("verdict/years-later", by("2026-05-13", status="incorrect", resolved="2026-05-20"), "2030-01-01", Standing(RESOLVED, D("2026-05-13"))),
    case("verdict/before-the-deadline", by("2026-05-13", status="correct", resolved="2025-01-01", happened="2025-01-01"), "2025-01-01", Standing(RESOLVED, D("2026-05-13"))),
    case("verdict/undated", undated(status="withdrawn", resolved="2025-06-01"), "2026-01-01", Standing(RESOLVED)),
    case("verdict/undated-before", undated(status="withdrawn", resolved="2025-06-01"), "2025-05-31", Standing(REVIEW)),
    case("verdict/never", never(status="incorrect", resolved="2025-06-01", happened="2025-05-01"), "2025-06-01", Standing(RESOLVED)),
    case("verdict/after-event", after_event(CAME, status="correct", resolved="2024-09-12"), "2024-09-12", Standing(RESOLVED, D("2024-09-12"))),
    case("verdict/without-a-day", by("2026-05-13", status="correct"), "2026-05-14", dated(DUE, "2026-05-13", -1)),
    case("verdict/a-day-while-open", by("2026-05-13", resolved="2026-05-13"), "2026-05-14", dated(DUE, "2026-05-13", -1)),
    # the calendar's ends
    case("edge/last-day", by("9999-12-31"), "9999-12-31", dated(SOON_, "9999-12-31", 0)),
    case("edge/the-whole-calendar", by("9999-12-31", "0001"), "0001-01-01", dated(UPCOMING, "9999-12-31", 3652058)),
    case("edge/first-day-long-ago", by("0001-01-01", "0001"), "9999-12-31", dated(OVERDUE, "0001-01-01", -3652058)),
    case("edge/undated-in-the-last-year", undated("9999"), "9999-12-30", Standing(UPCOMING)),
    case("edge/undated-on-the-last-day", undated("9999"), "9999-12-31", Standing(REVIEW)),
    case("edge/within-past-the-end", after_event(by("9999-12-31", status="correct", resolved="9999-06-01", happened="9999-06-01"), "P9999Y"), "9999-12-31", dated(SOON_, "9999-12-31", 0)),
    case("edge/not-before-the-first-day", not_before("0001-01-01", "0001"), "0001-01-02", dated(DUE, "0001-01-01", -1)),
    case("edge/resolved-on-the-first-day", by("2026-05-13", "0001", status="correct", resolved="0001-01-01"), "0001-01-01", Standing(RESOLVED, D("2026-05-13"))),
    case("edge/enormous-levels", by("2026-05-13"), "9999-12-31", dated(DUE, "2026-05-13", -2912310), soon=10**9, grace=10**9),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "today", "levels", "expected"), STANDINGS)
def test_standing(
    facts: Facts, today: date, levels: dict[str, int], expected: Standing | None
) -> None:
    assert state(facts, today, **levels) == expected


def test_the_levels_are_a_month_each() -> None:
    assert (SOON, GRACE) == (30, 30)


def test_urgency_is_the_order_of_every_list() -> None:
    assert [str(word) for word in URGENCY] == [
        "overdue",
        "due",
        "review",
        "soon",
        "upcoming",
        "resolved",
    ]


# --- when to look again ---

REVIEWS = [
    # a dated record: only where somebody put it off
    case("by", by("2026-05-13"), "2026-06-01", None),
    case("by/put-off", by("2026-05-13", review="2026-07-01"), "2026-06-01", D("2026-07-01")),
    case("after/the-event-came", after_event(CAME), "2025-01-01", None),
    case("after/the-event-came-put-off", after_event(CAME, review="2025-03-01"), "2025-01-01", D("2025-03-01")),
    # without a date: as written, or a year after the last day on which it may have been said
    case("undated", undated("2024-02"), "2024-06-01", D("2025-02-28")),
    case("undated/past", undated("2024-03-05"), "2030-01-01", D("2025-03-05")),
    case("undated/written", undated(review="2026-06-01"), "2024-06-01", D("2026-06-01")),
    case("never", never("2024-03-05"), "2024-06-01", D("2025-03-05")),
    # what waits for an event waits with it, until that is closed
    case("after/waits", after_event(OPEN), "2024-06-01", None),
    case("after/waits-and-put-off", after_event(OPEN, review="2026-06-01"), "2024-06-01", D("2026-06-01")),
    case("after/not-closed-yet", after_event(NEVER_CAME), "2024-12-31", None),
    case("after/never-came", after_event(NEVER_CAME), "2025-01-01", D("2025-01-01")),
    case("after/never-came-and-put-off", after_event(NEVER_CAME, review="2025-03-01"), "2025-01-01", D("2025-01-01")),
    case("after/dangling", after_event(None), "2025-01-01", None),
    # never, once there is a verdict
    case("resolved", undated(status="withdrawn", resolved="2025-06-01", review="2026-01-01"), "2025-06-01", None),
    case("resolved/the-day-before", undated(status="withdrawn", resolved="2025-06-01", review="2026-01-01"), "2025-05-31", D("2026-01-01")),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "today", "levels", "expected"), REVIEWS)
def test_when_to_look_again(
    facts: Facts, today: date, levels: dict[str, int], expected: date | None
) -> None:
    assert not levels
    assert review_next(facts, today) == expected


# --- early, in time, late ---

TIMINGS = [
    # by: never early
    case("by/long-before", by("2026-05-13", happened="2024-02-01"), "2026-06-01", Timing("in time")),
    case("by/the-last-day", by("2026-05-13", happened="2026-05-13"), "2026-06-01", Timing("in time")),
    case("by/the-day-after", by("2026-05-13", happened="2026-05-14"), "2026-06-01", Timing("late", 1)),
    case("by/long-after", by("2024-12-31", happened="2025-08-07"), "2026-06-01", Timing("late", 219)),
    case("by/over-29-feb", by("2024-02-28", happened="2024-03-01"), "2026-06-01", Timing("late", 2)),
    # between
    case("between/two-days-early", between("2026-05-01", "2026-05-13", happened="2026-04-29"), "2026-06-01", Timing("early", 2)),
    case("between/the-day-before", between("2026-05-01", "2026-05-13", happened="2026-04-30"), "2026-06-01", Timing("early", 1)),
    case("between/first-day", between("2026-05-01", "2026-05-13", happened="2026-05-01"), "2026-06-01", Timing("in time")),
    case("between/last-day", between("2026-05-01", "2026-05-13", happened="2026-05-13"), "2026-06-01", Timing("in time")),
    case("between/the-day-after", between("2026-05-01", "2026-05-13", happened="2026-05-14"), "2026-06-01", Timing("late", 1)),
    # not_before: violated before `earliest`, never late
    case("not-before/violated", not_before("2034-05-13", happened="2034-05-12"), "2035-01-01", Timing("early", 1)),
    case("not-before/violated-by-years", not_before("2034-05-13", happened="2026-05-13"), "2026-05-13", Timing("early", 2922)),
    case("not-before/stood", not_before("2034-05-13", happened="2034-05-13"), "2035-01-01", Timing("in time")),
    case("not-before/stood-for-years", not_before("2034-05-13", happened="2044-05-13"), "2045-01-01", Timing("in time")),
    # after_event: against the parent's event and what was given after it
    case("after/the-day", after_event(CAME, happened="2024-09-12"), "2026-01-01", Timing("in time")),
    case("after/late", after_event(CAME, happened="2024-09-15"), "2026-01-01", Timing("late", 3)),
    case("after/within", after_event(CAME, "P1Y", happened="2025-09-12"), "2026-01-01", Timing("in time")),
    case("after/within-late", after_event(CAME, "P1Y", happened="2025-09-13"), "2026-01-01", Timing("late", 1)),
    case("after/parent-open", after_event(OPEN, happened="2025-09-13"), "2026-01-01", None),
    case("after/dangling", after_event(None, happened="2025-09-13"), "2026-01-01", None),
    # a partial day is early or late only if each of its days is
    case("partial/month-in-time", by("2026-05-13", happened="2026-05"), "2026-06-01", Timing("in time")),
    case("partial/month-late", by("2026-05-13", happened="2026-06"), "2026-07-01", Timing("late", 19)),
    case("partial/year-in-time", by("2026-05-13", happened="2026"), "2027-01-01", Timing("in time")),
    case("partial/year-late", by("2026-05-13", happened="2027"), "2028-01-01", Timing("late", 233)),
    case("partial/bounds-late", by("2026-05-13", happened="2026-05-14/2026-06-30"), "2026-07-01", Timing("late", 1)),
    case("partial/month-early", between("2026-05-01", "2026-05-13", happened="2026-04"), "2026-07-01", Timing("early", 1)),
    case("partial/month-over-the-start", between("2026-05-05", "2026-05-13", happened="2026-05"), "2026-07-01", Timing("in time")),
    # nothing is said
    case("silent/not-happened", by("2026-05-13"), "2030-01-01", None),
    case("silent/closed-without-the-event", by("2026-05-13", status="incorrect", resolved="2026-05-14"), "2030-01-01", None),
    case("silent/not-yet", by("2026-05-13", happened="2026-05-14"), "2026-05-13", None),
    case("silent/on-the-day-no-more", by("2026-05-13", happened="2026-05-14"), "2026-05-14", Timing("late", 1)),
    case("silent/month-not-over", by("2026-05-13", happened="2026-05"), "2026-05-30", None),
    case("silent/undated", undated(happened="2025-01-01"), "2026-01-01", None),
    case("silent/never", never(happened="2025-01-01"), "2026-01-01", None),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "today", "levels", "expected"), TIMINGS)
def test_timing(facts: Facts, today: date, levels: dict[str, int], expected: Timing | None) -> None:
    assert not levels
    assert timing(facts, today) == expected


@pytest.mark.parametrize(
    ("lag", "words"),
    [
        (Timing("in time"), "in time"),
        (Timing("late", 1), "1 day late"),
        (Timing("late", 2), "2 days late"),
        (Timing("early", 219), "219 days early"),
    ],
)
def test_timing_in_words(lag: Timing, words: str) -> None:
    assert str(lag) == words


# --- whatever the facts are ---

days = st.dates()
partial_dates = st.one_of(
    days.map(str),
    days.map(lambda day: str(day)[:7]),
    days.map(lambda day: str(day)[:4]),
    st.tuples(days, days).map(lambda pair: f"{min(pair)}/{max(pair)}"),
).map(P)
durations = st.from_regex(r"P([0-9]{1,4}Y[0-9]{1,5}M[0-9]{1,6}D|[0-9]{1,5}W)", fullmatch=True).map(
    Duration.parse
)
kinds = st.sampled_from(["by", "between", "not_before", "never", "after_event", "undated", "?"])
statuses = st.sampled_from(["open", "correct", "partial", "incorrect", "annulled", "withdrawn"])


def facts_with(parent: st.SearchStrategy[Facts | None]) -> st.SearchStrategy[Facts]:
    return st.builds(
        Facts,
        status=statuses,
        kind=kinds,
        made_on=partial_dates,
        earliest=st.none() | days,
        latest=st.none() | days,
        within=st.none() | durations,
        resolved_on=st.none() | days,
        happened_on=st.none() | partial_dates,
        review=st.none() | days,
        parent=parent,
    )


any_facts = facts_with(st.none() | facts_with(st.none()))
levels = st.integers(min_value=0, max_value=4_000_000)
dated_kinds = st.sampled_from(["by", "between", "not_before"])
EARLIEST_DAY = P("0001")


@given(any_facts, days, levels, levels)
def test_every_record_stands_somewhere_on_every_day(
    facts: Facts, today: date, soon: int, grace: int
) -> None:
    standing = state(facts, today, soon=soon, grace=grace)
    lag = timing(facts, today)

    assert (standing is None) == (facts.made_on.first > today)
    if standing is not None:
        assert standing.due_after == due_after(facts, today)
        if standing.state is RESOLVED:
            in_window = is_in_window(facts, today)
            assert standing == Standing(RESOLVED, standing.due_after, in_window=in_window)
        elif standing.due_after is None:
            assert standing.state in (REVIEW, UPCOMING)
            assert (standing.days, standing.in_window) == (None, False)
        else:
            assert standing.days == (standing.due_after - today).days
            assert standing.in_window == is_in_window(facts, today)
            assert standing.deferred == (facts.review is not None and facts.review > today)
            assert standing.hint == ""
    if lag is not None:
        assert (lag.word, lag.days) == ("in time", 0) or (
            lag.word in ("early", "late") and lag.days > 0
        )


@given(dated_kinds, days, days, days, days, levels, levels)
def test_a_dated_record_only_grows_more_urgent(
    kind: str, earliest: date, latest: date, one: date, two: date, soon: int, grace: int
) -> None:
    facts = Facts("open", kind, EARLIEST_DAY, earliest=earliest, latest=latest)
    before = state(facts, min(one, two), soon=soon, grace=grace)
    after = state(facts, max(one, two), soon=soon, grace=grace)

    assert before is not None
    assert after is not None
    assert URGENCY.index(after.state) <= URGENCY.index(before.state)


@given(st.integers(-500, 500), st.integers(0, 400), st.integers(0, 400))
def test_a_state_is_the_arithmetic_of_its_days(days: int, soon: int, grace: int) -> None:
    limit = D("2026-05-13")
    if days < -grace:
        expected = OVERDUE
    elif days <= -1:
        expected = DUE
    elif days <= soon:
        expected = SOON_
    else:
        expected = UPCOMING
    today = limit - timedelta(days=days)

    for facts in (by("2026-05-13", "2020"), not_before("2026-05-14", "2020")):
        assert state(facts, today, soon=soon, grace=grace) == Standing(expected, limit, days)
