"""Owns the short phrases that command line and pages share: deadlines and days in words."""

from __future__ import annotations

from tracker.rows import Row
from tracker.state import State
from tracker.text import plural

__all__ = ["days_in_words", "deadline_in_words", "window_in_words"]

STATE_WORDS = {
    State.OVERDUE: "overdue",
    State.DUE: "due",
    State.REVIEW: "to review",
    State.SOON: "soon",
    State.UPCOMING: "upcoming",
    State.RESOLVED: "resolved",
}


def window_in_words(row: Row) -> str:
    """The dated deadline: `by 2026-05-13`, `2027-02-16 to 2029-05-13`, `not before 2034-05-13`."""
    match row.kind:
        case "by":
            return f"by {row.latest}"
        case "between":
            return f"{row.earliest} to {row.latest}"
        case "not_before":
            return f"not before {row.earliest}"
        case "never":
            return "never"
        case "after_event":
            due = f", by {row.due_after}" if row.due_after else ""
            return f"after {row.after}{due}"
        case _:
            return "no date"


def deadline_in_words(row: Row) -> str:
    """As said and as dated: `兩年內 -> by 2026-05-13`."""
    window = window_in_words(row)
    return f"{row.as_said} -> {window}" if row.as_said else window


def days_in_words(row: Row) -> str:
    """How far the deadline is: `192 days past`, `today is the last day`, `30 days left`."""
    if row.days is None:
        return {State.REVIEW: "look again", State.RESOLVED: row.status}.get(row.state, "no date")
    if row.days < 0:
        return f"{plural(-row.days, 'day')} past"
    if row.days == 0:
        return "today is the last day"
    return f"{plural(row.days, 'day')} left"
