"""An Atom feed (RFC 4287) of changes: one entry for each change of state, newest first.

Written with the standard library, because the feed libraries need lxml, use the current time where
a date is missing, and fail on control characters instead of showing them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET

from tracker.export.base import Options
from tracker.labels import deadline_in_words, quote, verdict
from tracker.records.state import State
from tracker.records.timeline import changes
from tracker.registry import Registry
from tracker.report.xml import legal
from tracker.rows import Row
from tracker.text import is_web, one_line

__all__ = ["export"]

_ATOM = "http://www.w3.org/2005/Atom"
#: A tag URI (RFC 4151) names a date on which its owner held the host name.
_SINCE = "2026"
#: The states that are news; soon and upcoming merely follow from the calendar.
_NEWS = {
    State.DUE: "Due",
    State.OVERDUE: "Overdue",
    State.REVIEW: "Up for review",
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
    """The newest entries up to `today`; an entry keeps its id as long as its date."""
    entries = [entry for row in rows for entry in _entries(registry, row, today, options)]
    entries.sort(key=lambda entry: (-entry.day.toordinal(), entry.row.id, entry.word))
    entries = entries[: options.entries]
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _add(feed, "id", f"tag:{options.host},{_SINCE}:predictions")
    _add(feed, "title", "Predictions")
    _add(feed, "subtitle", "Predictions that became due or were resolved")
    # An empty feed needs a date, too; the only one it has is the day of the export.
    _add(feed, "updated", _time(entries[0].day if entries else today))
    _add(ET.SubElement(feed, "author"), "name", "prediction-tracker")
    if options.site:
        ET.SubElement(feed, "link", {"rel": "alternate", "href": options.site})
        if options.name:
            address = options.address(options.name) or ""
            media = {"rel": "self", "type": "application/atom+xml", "href": address}
            ET.SubElement(feed, "link", media)
    for entry in entries:
        _append(feed, entry, options)
    ET.indent(feed)
    text = ET.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _entries(registry: Registry, row: Row, today: date, options: Options) -> Iterator[_Entry]:
    record = registry.records[row.id]
    facts = registry.facts(record)
    resolution = record.prediction.resolution
    for change in changes(facts, today, soon=options.soon, grace=options.grace):
        news = _NEWS.get(change.after)
        if news is None:
            continue
        is_resolved = change.after is State.RESOLVED
        as_verdict = f" as {verdict(row.status, row.kind)}" if is_resolved else ""
        title = f"{news}{as_verdict}: {row.title}"
        content = _verdict(row, resolution.note) if is_resolved and resolution else _question(row)
        yield _Entry(row, change.day, change.after.value, title, content)
    recorded = resolution.recorded_on if resolution else None
    if resolution and recorded and row.state is State.RESOLVED and recorded <= today:
        title = f"Recorded as {verdict(row.status, row.kind)}: {row.title}"
        yield _Entry(row, recorded, "recorded", title, _verdict(row, resolution.note))


def _question(row: Row) -> str:
    parts = [
        row.claim,
        f"{row.speaker_name} said ({row.made_on}): {quote(row)}",
        f"Deadline: {deadline_in_words(row)}",
        f"Correct if: {row.correct}" if row.correct else "",
        f"Incorrect if: {row.incorrect}" if row.incorrect else "",
    ]
    return "\n".join(one_line(part) for part in parts if part)


def _verdict(row: Row, note: str) -> str:
    event = f"\nThe event happened {row.timing}." if row.timing else ""
    summary = f"{one_line(row.summary)} " if row.summary else ""
    word = verdict(row.status, row.kind)
    return f"{_question(row)}\nVerdict: {word}. {summary}{one_line(note)}{event}"


def _append(feed: ET.Element, entry: _Entry, options: Options) -> None:
    row = entry.row
    element = ET.SubElement(feed, "entry")
    _add(element, "id", f"tag:{options.host},{_SINCE}:{row.id}/{entry.word}/{entry.day}")
    _add(element, "title", one_line(entry.title))
    _add(element, "updated", _time(entry.day))
    for tag in row.tags:
        ET.SubElement(element, "category", {"term": legal(tag)})
    page = options.record(row.id)
    if page:
        ET.SubElement(element, "link", {"rel": "alternate", "href": page})
    if row.source_url and is_web(row.source_url):
        ET.SubElement(element, "link", {"rel": "related", "href": legal(row.source_url)})
    _add(element, "content", entry.content).set("type", "text")


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = legal(text)
    return element


def _time(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
