"""Owns one record in the static page: an article that an address can point at."""

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
    """The record whole: quote, source, deadline, criteria, verdict with its evidence."""
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
        el("p", el("a", "All records", href="#records"), f" · {row.path}:{row.line}",
           class_="quiet"),
        id=f"record-{row.id}",
    )  # fmt: skip


def badge(row: Row) -> Markup:
    """The state, or the verdict: a word in its colour."""
    word = row.status if row.state is State.RESOLVED else row.state.value
    return el("span", word, class_=f"badge m-{word}")


def quote(row: Row) -> Markup:
    """The speaker's own words in the glyphs of their language, below our translation."""
    original = el("p", row.quote, lang=row.language, dir="auto")
    if row.quote_en is None:
        return el("blockquote", original)
    ours = el("p", row.quote_en, " ", el("small", "(our translation)"))
    return el("blockquote", ours, original)


def _facts(registry: Registry, row: Row) -> Iterator[Markup]:
    found = registry.cards.get(row.source)
    address = found.card.url if found else row.source
    source = join(
        link(row.source_title, address),
        join(" (", link("archived", found.card.archive_url), ")")
        if found and found.card.archive_url
        else "",
    )
    yield _fact("Speaker", el("bdi", row.speaker_name))
    yield _fact("Reported by", el("bdi", row.reporter_name) if row.reporter_name else "")
    yield _fact("Made on", labels.made_on(row))
    yield _fact("Deadline as said", el("bdi", labels.as_said(row)) if row.as_said else "")
    yield _fact("As dated", labels.window_in_words(row))
    yield _fact("Hedge", el("bdi", labels.hedge(row)) if row.hedge else "")
    yield _fact("Tags", ", ".join(row.tags))
    yield _fact("Source", source, broad=True)
    yield _fact("What is wrong with the copy", (found.card.note or "") if found else "", broad=True)
    yield _fact("What we assumed", row.assumed or "", broad=True)


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
    yield el("p", el("strong", f"Verdict, possible from {resolution.resolved_on}: "),
             row.summary or "")  # fmt: skip
    yield el("p", resolution.note)
    yield el(
        "ul",
        *(
            el(
                "li",
                link(each.title or each.url, each.url),
                "".join(
                    f" · {part}" for part in (each.publisher, each.published_on) if part
                ),
                join(" · ", link("archived", each.archive_url)) if each.archive_url else "",
            )
            for each in resolution.evidence
        ),
    )  # fmt: skip


def _updates(prediction: Prediction, today: date) -> Iterator[Markup]:
    found = [each for each in prediction.updates or () if each.date <= today]
    if found:
        yield el(
            "ul",
            *(el("li", f"{each.date}: ", link(each.note, each.url)) for each in found),
        )
