"""Owns the rules about source cards and people: whether they are used, and what they date."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.checks.base import Finding, check
from tracker.records.dates import PartialDate, add_days
from tracker.registry import Record, Registry, SourceCard

# A paper is of its own day; where the speaker was, it can have been the day after.
_SLACK = 1


@check("unused-person", "warning")
def unused_person(registry: Registry) -> Iterator[Finding]:
    """A key of people.yaml is no record's speaker, reporter or forecaster and no card's author.

    Nothing is said while a record or a card can't be read: it may be the one that uses the key.

    Bad::

        # seeds/people.yaml, and no record names wang-yng
        wang-yng:
          name: 汪揚

    Good::

        # seeds/people.yaml, and a record says: speaker: wang-yang
        wang-yang:
          name: 汪揚
    """
    if registry.people_file is None or _has_broken_files(registry):
        return
    used: set[str] = set()
    for record in registry.records.values():
        prediction = record.prediction
        used |= {prediction.speaker, prediction.reported_by or ""}
        used.update(forecast.by for forecast in prediction.forecasts or ())
    for card in registry.cards.values():
        used.update(card.card.authors or ())
    for key in registry.people:
        if key not in used:
            message = f"nobody uses this person; got {key!r}, expected a record that names it"
            hint = "name it as speaker or reported_by, or remove it"
            yield Finding(registry.people_file, (key,), message, hint, key=True)


@check("unused-card", "warning")
def unused_card(registry: Registry) -> Iterator[Finding]:
    """A source card is no record's source.

    Nothing is said while a record can't be read: it may be the one that uses the card.

    Bad::

        # seeds/economic-herald-3563.yaml, and no record has this source
        title: 經濟導報第3563期

    Good::

        # a record says: source: economic-herald-3563
        title: 經濟導報第3563期
    """
    if _has_broken_files(registry):
        return
    used = {record.prediction.source for record in registry.records.values()}
    for key, card in registry.cards.items():
        if key not in used:
            message = f"no record has this source; got {key!r}, expected one that names it"
            yield Finding(card.file, ("title",), message, "add a record, or remove the card")


@check("said-after-source", "error")
def said_after_source(registry: Registry) -> Iterator[Finding]:
    """A statement was made after the source in which it stands had been published.

    Partial dates are read in the record's favour, and a day is left to time zones.

    Bad::

        # the card says: published_on: {date: 2024-03-11, ...}
        made_on: 2024-05-13

    Good::

        # the card says: published_on: {date: 2024-03-11, ...}
        made_on: 2024-03-01/2024-03-11
    """
    for record, card, published in _published(registry):
        said = record.prediction.made_on
        if said.first > add_days(published.last, _SLACK):
            message = (
                f"it was said after its source was published; got {said}, "
                f"expected {published} (`published_on` of {card.key}) or earlier"
            )
            hint = "a copying site's date is not the statement's: see the card's evidence"
            yield Finding(record.file, ("made_on",), message, hint, record=record.id)


@check("made-on-too-precise", "warning")
def made_on_too_precise(registry: Registry) -> Iterator[Finding]:
    """`made_on` is narrower than the bounds between which its source was published.

    A date is never more precise than its evidence. Nothing is said when the deadline's `assumed`
    names the day (its first or last, written out): then it says where it comes from. A statement
    that is older than its source is another matter and passes.

    Bad::

        # the card says: published_on: {date: 2024-02-16/2024-05-13, ...}
        made_on: 2024-03-05

    Good::

        # the card says: published_on: {date: 2024-02-16/2024-05-13, ...}
        made_on: 2024-02-16/2024-05-13
    """
    for record, card, published in _published(registry):
        said = record.prediction.made_on
        is_inside = published.first <= said.first and said.last <= published.last
        is_narrower = said.last - said.first < published.last - published.first
        assumed = record.prediction.assumed or ""
        is_explained = any(day.isoformat() in assumed for day in (said.first, said.last))
        if is_inside and is_narrower and not is_explained:
            message = (
                f"`made_on` is more precise than its source; got {said}, "
                f"expected {published} (`published_on` of {card.key})"
            )
            hint = "widen it, or name the day in the deadline's `assumed` and how it is known"
            yield Finding(record.file, ("made_on",), message, hint, record=record.id)


@check("untranslated-quote", "warning")
def untranslated_quote(registry: Registry) -> Iterator[Finding]:
    """A quote in another language than English has no `quote_en`, so many readers can't read it.

    The language is that of the source's card.

    Bad::

        # the card says: language: zh-Hant
        quote: 我認為在兩年內，中國自產芯片的整體性能能夠達到A100的90%以上

    Good::

        quote: 我認為在兩年內，中國自產芯片的整體性能能夠達到A100的90%以上
        quote_en: I believe that within two years China-made chips will reach 90% of an A100
    """
    for record in registry.records.values():
        card = registry.cards.get(record.prediction.source)
        language = (card.card.language if card else None) or "en"
        is_english = language.casefold().split("-")[0] == "en"
        if not is_english and record.prediction.quote_en is None:
            message = f"`quote` has no English translation (the source is in {language})"
            hint = "add `quote_en`, a literal translation"
            yield Finding(record.file, ("quote",), message, hint, record=record.id)


def _published(registry: Registry) -> Iterator[tuple[Record, SourceCard, PartialDate]]:
    """Each record with its card and the day of that, where they are known."""
    for record in registry.records.values():
        card = registry.cards.get(record.prediction.source)
        if card is not None and card.card.published_on is not None:
            yield record, card, card.card.published_on.date


def _has_broken_files(registry: Registry) -> bool:
    return any(path != "seeds/people.yaml" for path in registry.invalid_files)
