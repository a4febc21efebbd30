"""The deadlines as a calendar (RFC 5545): all-day events on the last day that counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from tracker.export.base import Options
from tracker.labels import deadline_in_words, quote, verdict
from tracker.registry import Registry
from tracker.rows import Row
from tracker.text import escape, is_web, one_line

if TYPE_CHECKING:
    from icalendar import Alarm, Event

__all__ = ["ALARMS", "export"]

#: Days before the deadline, to leave time to find evidence.
ALARMS = (30, 7, 0)


def export(_registry: Registry, rows: Sequence[Row], today: date, options: Options) -> str:
    """One event per deadline, by date; predictions without a date are left out."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//prediction-tracker//deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", "Predictions")
    calendar.add("x-wr-calname", "Predictions")  # most calendar apps read this instead of NAME
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "P1D")  # the same for Outlook
    for row in sorted(rows, key=lambda row: (row.due_after or date.max, row.id)):
        if row.due_after and (options.resolved or row.status == "open"):
            calendar.add_component(_event(row, row.due_after, today, options))
    written: bytes = calendar.to_ical()
    return written.decode()


def _event(row: Row, day: date, today: date, options: Options) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{row.id}@{options.host}")
    # The time of this version of the event: the day of the export, not the clock's.
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("dtstart", day)
    if day < date.max:
        event.add("dtend", day + timedelta(days=1))  # exclusive, by RFC 5545
    event.add("summary", f"[{verdict(row.status, row.kind)}] {one_line(row.title)}")
    event.add("description", _description(row))
    event.add("transp", "TRANSPARENT")
    if row.tags:
        event.add("categories", [one_line(tag) for tag in row.tags])
    url = options.record(row.id) or row.source_url
    if is_web(url):
        event.add("url", url)
    if row.status == "open":
        for days in ALARMS:
            # An alarm of the past would ring at once, for every deadline that has passed.
            if (day - today).days >= days:
                event.add_component(_alarm(row, days))
    return event


def _alarm(row: Row, days: int) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(days=-days))
    alarm.add("description", one_line(row.title))
    return alarm


def _description(row: Row) -> str:
    is_cut = row.claim.startswith(row.title.removesuffix("…"))
    source = f"{row.source_title}, {row.source_url}" if row.source_url else row.source_title
    lines = [
        "" if is_cut else one_line(row.title),
        one_line(row.claim),
        f"{row.speaker_name}, {row.made_on}: {quote(row)}",
        f"deadline: {deadline_in_words(row)}",
        f"correct if: {one_line(row.correct)}" if row.correct else "",
        f"incorrect if: {one_line(row.incorrect)}" if row.incorrect else "",
        f"source: {one_line(row.source_url if row.source_url == row.source_title else source)}",
        f"file: {row.path}",
    ]
    return escape("\n".join(filter(None, lines)))
