"""One whole record for people at a terminal, and the block to resolve it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tracker.labels import deadline_in_words, hedge, state_in_words, verdict
from tracker.records.model import Person, Resolution
from tracker.registry import Record, Registry
from tracker.report.resolution_block import resolution_block
from tracker.rows import Row
from tracker.text import Canvas, inert, one_line, wrap

__all__ = ["render"]

_LABEL = 13


def render(registry: Registry, record: Record, row: Row, today: date, canvas: Canvas) -> str:
    """The sections of the record that are not empty, one below the other."""
    page = _Page(canvas)
    page.heading(row.claim)
    page.line("title", record.prediction.title)
    page.line("state", f"{_state(row)}, as of {today}")
    if row.quote_en:
        page.line("quote", f"{row.quote_en} [our translation]")
    page.line("original" if row.quote_en else "quote", row.quote)
    page.line("in the copy", record.prediction.quote_in_copy)
    page.line("speaker", _person(registry, row.speaker))
    if row.reported_by:
        page.line("reported by", _person(registry, row.reported_by))
    page.line("hedge", hedge(row))
    page.line("made on", str(row.made_on))
    _deadline(page, row)
    page.line("correct", row.correct)
    page.line("incorrect", row.incorrect)
    _source(page, registry, row)
    page.line("tags", ", ".join(row.tags))
    page.line("restates", row.restates)
    _history(page, record)
    if record.prediction.resolution:
        _resolution(page, record.prediction.status, record.prediction.resolution, row)
    page.line("file", f"{row.path}:{row.line}", cut=False)
    if record.prediction.status == "open":
        page.lines += [
            "",
            canvas.paint(f"To resolve it, replace line {row.line} with:", "bold"),
            "",
        ]
        page.lines += resolution_block(record, today).rstrip("\n").split("\n")
    return inert("\n".join(page.lines)) + "\n"


class _Page:
    """Lines with labels on the left, wrapped to the canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.lines: list[str] = []

    def heading(self, text: str) -> None:
        """The heading of the page."""
        wrapped = wrap(one_line(text), self.canvas.width)
        self.lines += [self.canvas.paint(line, "bold") for line in wrapped] + [""]

    def line(self, label: str, text: str | None, *, cut: bool = True) -> None:
        """A text with its label; nothing if the text is empty."""
        if not text:
            return
        indent = " " * _LABEL
        whole = [indent + one_line(text)]
        lines = wrap(one_line(text), self.canvas.width, indent=indent) if cut else whole
        first = self.canvas.paint(label, "dim") + lines[0][len(label) :]
        self.lines += [first, *lines[1:]]


def _state(row: Row) -> str:
    if row.state == "resolved":
        timing = f"; the event happened {row.timing}" if row.timing else ""
        return f"{verdict(row.status, row.kind)} (resolved {row.resolved_on}{timing})"
    deferred = f"; deferred to {row.review}" if row.deferred else ""
    return f"{state_in_words(row)}{deferred}"


def _person(registry: Registry, name: str) -> str:
    person = registry.people.get(name)
    return ", ".join(_about(person)) if person else name


def _about(person: Person) -> Iterator[str]:
    yield f"{person.name_en} ({person.name})" if person.name_en else person.name
    if person.role:
        yield person.role
    if person.affiliation:
        yield person.affiliation
    if person.stake:
        yield f"stake: {person.stake}"


def _deadline(page: _Page, row: Row) -> None:
    page.line("deadline", deadline_in_words(row))
    page.line("assumed", row.assumed)
    page.line("hint", row.hint)


def _source(page: _Page, registry: Registry, row: Row) -> None:
    card = registry.cards.get(row.source)
    if card is None:
        page.line("source", row.source, cut=False)
        return
    about = [card.card.title, card.card.publisher, card.card.kind]
    page.line("source", ", ".join(filter(None, about)))
    if card.card.published_on:
        published = card.card.published_on
        page.line("published", f"{published.date} ({published.evidence})")
    page.line("link", card.card.url, cut=False)
    page.line("our copy", card.card.note)


def _history(page: _Page, record: Record) -> None:
    prediction = record.prediction
    for forecast in prediction.forecasts or ():
        page.line("forecast", f"{forecast.probability:g} by {forecast.by}, {forecast.made_on}")
    for update in prediction.updates or ():
        page.line("update", f"{update.date}: {update.note}")
        page.line("", update.url, cut=False)
    if prediction.review:
        page.line("next review", f"{prediction.review.next}: {prediction.review.why}")
    for change in prediction.amended or ():
        page.line("amended", f"{change.date}, {', '.join(change.what)}: {change.why}")


def _resolution(page: _Page, status: str, resolution: Resolution, row: Row) -> None:
    counts = "" if row.state == "resolved" else f" (counts from {resolution.resolved_on.last})"
    page.line("verdict", f"{verdict(status, row.kind)}, {resolution.resolved_on}{counts}")
    if resolution.happened_on:
        page.line("happened", str(resolution.happened_on))
    page.line("summary", resolution.summary)
    page.line("why", resolution.note)
    for evidence in resolution.evidence:
        about = [evidence.title, evidence.publisher, str(evidence.published_on or "")]
        described = ", ".join(filter(None, about))
        page.line("evidence", described)
        page.line("" if described else "evidence", evidence.url, cut=False)
