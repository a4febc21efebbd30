"""A record in the static page: an article with an address of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tracker import labels
from tracker.export.markup import Markup, el, join, link
from tracker.records.model import Prediction
from tracker.records.state import State
from tracker.registry import Registry
from tracker.rows import Row

__all__ = ["article", "badge", "quote"]


def article(registry: Registry, row: Row, today: date) -> Markup:
    """The whole record: quote, source, deadline, criteria, and the verdict with its evidence."""
    prediction = registry.records[row.id].prediction
    return el(
        "article",
        el("h3", row.claim, dir="auto"),
        el("p", badge(row), " ", labels.days(row), f" · {row.timing}" if row.timing else ""),
        quote(row),
        el("dl", *_facts(registry, row), class_="facts"),
        *_criteria(row),
        *_verdict(prediction, row),
        *_updates(prediction, today),
        el(
            "p",
            el("a", "All records", href="#records"),
            f" · {row.path}:{row.line}",
            class_="quiet",
        ),
        id=f"record-{row.id}",
    )


def badge(row: Row) -> Markup:
    """The state or the verdict, in its colour."""
    word = row.status if row.state is State.RESOLVED else row.state.value
    return el("span", labels.status_in_words(row), class_=f"badge m-{word}")


def quote(row: Row) -> Markup:
    """Our translation, and below it the speaker's own words, marked with their language."""
    original = el("p", row.quote, lang=row.language, dir="auto")
    if row.quote_en is None:
        return el("blockquote", original)
    ours = el("p", row.quote_en, " ", el("small", "(our translation)"))
    return el("blockquote", ours, original)


def _facts(registry: Registry, row: Row) -> Iterator[Markup]:
    source = registry.cards.get(row.source)
    address = source.card.url if source else row.source
    title = join(
        link(row.source_title, address),
        join(" (", link("archived", source.card.archive_url), ")")
        if source and source.card.archive_url
        else "",
    )
    yield _fact("Speaker", el("bdi", row.speaker_name))
    yield _fact("Reported by", el("bdi", row.reporter_name) if row.reporter_name else "")
    yield _fact("Made on", labels.made_on(row))
    yield _fact("Deadline in their words", el("bdi", labels.as_said(row)) if row.as_said else "")
    yield _fact("Deadline", labels.window_in_words(row))
    yield _fact("Hedge", el("bdi", labels.hedge(row)) if row.hedge else "")
    yield _fact("Tags", ", ".join(row.tags))
    yield _fact("Source", title, broad=True)
    note = (source.card.note or "") if source else ""
    yield _fact("Known problems of our copy", note, broad=True)
    yield _fact("Assumptions", row.assumed or "", broad=True)


def _fact(label: str, value: str, *, broad: bool = False) -> Markup:
    if not value:
        return Markup()
    return el("div", el("dt", label), el("dd", value), class_="broad" if broad else None)


def _criteria(row: Row) -> Iterator[Markup]:
    if row.correct:
        yield el(
            "dl",
            _fact("Correct if", row.correct, broad=True),
            _fact("Incorrect if", row.incorrect or "", broad=True),
            class_="facts",
        )


def _verdict(prediction: Prediction, row: Row) -> Iterator[Markup]:
    resolution = prediction.resolution
    if resolution is None or row.resolved_on is None:
        return
    word = labels.verdict(row.status, row.kind)
    yield el(
        "p",
        el("strong", f"Verdict: {word}, resolvable since {resolution.resolved_on}. "),
        row.summary or "",
    )
    yield el("p", resolution.note)
    yield el(
        "ul",
        *(
            el(
                "li",
                link(evidence.title or evidence.url, evidence.url),
                "".join(
                    f" · {part}" for part in (evidence.publisher, evidence.published_on) if part
                ),
                join(" · ", link("archived", evidence.archive_url)) if evidence.archive_url else "",
            )
            for evidence in resolution.evidence
        ),
    )


def _updates(prediction: Prediction, today: date) -> Iterator[Markup]:
    updates = [update for update in prediction.updates or () if update.date <= today]
    if updates:
        yield el(
            "ul",
            *(el("li", f"{update.date}: ", link(update.note, update.url)) for update in updates),
        )
