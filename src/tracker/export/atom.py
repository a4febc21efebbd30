"""What changed, as a feed: RFC 4287, one entry a change of state, newest first.

Written with the standard library: the feed libraries need lxml, stamp the clock on what has no
date, and fail on control characters instead of showing them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET

from tracker.export.base import Options
from tracker.labels import deadline_in_words, quote
from tracker.records.state import State
from tracker.records.timeline import changes
from tracker.registry import Registry
from tracker.report.xml import legal
from tracker.rows import Row
from tracker.text import one_line

__all__ = ["export"]

_ATOM = "http://www.w3.org/2005/Atom"
#: A tag URI (RFC 4151) names a day on which its authority was its owner's.
_SINCE = "2026"
#: What is news; that a record is soon or upcoming is not, it follows from the calendar.
_TOLD = {
    State.DUE: "Due",
    State.OVERDUE: "Overdue",
    State.REVIEW: "To review",
    State.RESOLVED: "Resolved",
}


@dataclass(frozen=True, slots=True)
class _Entry:
    row: Row
    day: date
    word: str
    title: str
    content: str


def export(registry: Registry, rows: Sequence[Row], today: date, options: Options) -> str:
    """The whole history up to `today`; the ids stay the same as long as the dates do."""
    entries = [entry for row in rows for entry in _entries(registry, row, today, options)]
    entries.sort(key=lambda entry: (-entry.day.toordinal(), entry.row.id, entry.word))
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _add(feed, "id", f"tag:{options.host},{_SINCE}:predictions")
    _add(feed, "title", "Predictions")
    _add(feed, "subtitle", "What came due, what was resolved")
    # An empty feed needs a date too; it has no other than the day it was asked for.
    _add(feed, "updated", _time(entries[0].day if entries else today))
    _add(ET.SubElement(feed, "author"), "name", "prediction-tracker")
    if options.site:
        ET.SubElement(feed, "link", {"rel": "alternate", "href": options.site})
    for entry in entries:
        _append(feed, entry, registry, options)
    ET.indent(feed)
    text = ET.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _entries(registry: Registry, row: Row, today: date, options: Options) -> Iterator[_Entry]:
    record = registry.records[row.id]
    facts = registry.facts(record)
    resolution = record.prediction.resolution
    for change in changes(facts, today, soon=options.soon, grace=options.grace):
        told = _TOLD.get(change.after)
        if told is None:
            continue
        is_resolved = change.after is State.RESOLVED
        title = f"{told}, {row.status}: {row.title}" if is_resolved else f"{told}: {row.title}"
        content = _verdict(row, resolution.note) if is_resolved and resolution else _question(row)
        yield _Entry(row, change.day, change.after.value, title, content)
    written = resolution.recorded_on if resolution else None
    if resolution and written and row.state is State.RESOLVED and written <= today:
        title = f"Recorded, {row.status}: {row.title}"
        yield _Entry(row, written, "recorded", title, _verdict(row, resolution.note))


def _question(row: Row) -> str:
    parts = [
        row.claim,
        f"{row.speaker_name} said ({row.made_on}): {quote(row)}",
        f"Deadline: {deadline_in_words(row)}",
        f"Correct: {row.correct}" if row.correct else "",
        f"Incorrect: {row.incorrect}" if row.incorrect else "",
    ]
    return "\n".join(one_line(part) for part in parts if part)


def _verdict(row: Row, note: str) -> str:
    event = f"\nThe event came {row.timing}." if row.timing else ""
    summary = f"{one_line(row.summary)} " if row.summary else ""
    return f"{_question(row)}\nVerdict: {row.status}. {summary}{one_line(note)}{event}"


def _append(feed: ET.Element, entry: _Entry, registry: Registry, options: Options) -> None:
    row = entry.row
    element = ET.SubElement(feed, "entry")
    _add(element, "id", f"tag:{options.host},{_SINCE}:{row.id}/{entry.word}/{entry.day}")
    _add(element, "title", one_line(entry.title))
    _add(element, "updated", _time(entry.day))
    for tag in row.tags:
        ET.SubElement(element, "category", {"term": legal(tag)})
    card = registry.cards.get(row.source)
    link = card.card.url if card else row.source
    if link and link.casefold().startswith("http"):
        ET.SubElement(element, "link", {"rel": "related", "href": legal(link)})
    _add(element, "content", entry.content).set("type", "text")


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = legal(text)
    return element


def _time(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
