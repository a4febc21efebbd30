"""Checks of cards and people: unused ones, and dates that contradict a source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.checks.base import Finding, check
from tracker.labels import language as named
from tracker.records.dates import PartialDate, add_days
from tracker.registry import Record, Registry, SourceCard
from tracker.text import show_value
from tracker.yamlfile.file import Loc, YamlFile

# Time zones: it may already have been the next day where the speaker was.
_SLACK = 1


@check("unused-person", "warning")
def unused_person(registry: Registry) -> Iterator[Finding]:
    """A person in people.yaml is not used by any record or card.

    A person is used as a speaker, reporter or forecaster of a record, or as an author of a card. No
    warning is given while a record or a card cannot be read, because it may use the person.

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
    used.update([*map(registry.person_key, used)])
    for key in registry.people:
        if key not in used:
            message = f"unused person `{key}`"
            hint = "refer to the person in a record or a card, or remove the entry"
            yield Finding(registry.people_file, (key,), message, hint, key=True)


@check("name-has-key", "warning")
def name_has_key(registry: Registry) -> Iterator[Finding]:
    """A record or a card names a person who has a key in people.yaml.

    Scores, filters and exports count the name and the key as one person. The key leads to the role
    and the affiliation, too, and stays the same when the name is written differently. A name that
    several people share is not reported.

    Bad::

        # seeds/people.yaml has: wang-yang: {name: 汪揚}
        speaker: 汪揚

    Good::

        speaker: wang-yang
    """
    for record in registry.records.values():
        prediction = record.prediction
        names: list[tuple[Loc, str]] = [(("speaker",), prediction.speaker)]
        if prediction.reported_by:
            names.append((("reported_by",), prediction.reported_by))
        forecasts = enumerate(prediction.forecasts or ())
        names += [(("forecasts", index, "by"), each.by) for index, each in forecasts]
        yield from _named(registry, record.file, names, record.id)
    for card in registry.cards.values():
        authors = enumerate(card.card.authors or ())
        names = [(("authors", index), name) for index, name in authors]
        yield from _named(registry, card.file, names, None)


def _named(
    registry: Registry, file: YamlFile, names: Sequence[tuple[Loc, str]], record: str | None
) -> Iterator[Finding]:
    for loc, name in names:
        key = registry.person_key(name)
        if key != name:
            message = f"{show_value(name)} has a key in seeds/people.yaml"
            yield Finding(file, loc, message, f"write `{key}`", record=record)


@check("unused-card", "warning")
def unused_card(registry: Registry) -> Iterator[Finding]:
    """A card is not used by any record.

    No warning is given while a record cannot be read, because it may use the card.

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
            message = f"unused card `{key}`"
            hint = "add a record with this source, or remove the card"
            yield Finding(card.file, ("title",), message, hint)


@check("said-after-source", "error")
def said_after_source(registry: Registry) -> Iterator[Finding]:
    """A statement is dated after the publication of its source.

    Partial dates are read in the record's favour, and one day's difference is allowed for time
    zones.

    Bad::

        # the card says: published_on: {date: 2024-03-11, ...}
        made_on: 2024-05-13

    Good::

        # the card says: published_on: {date: 2024-03-11, ...}
        made_on: 2024-03-01/2024-03-11
    """
    for record, card, published in _published(registry):
        made_on = record.prediction.made_on
        if made_on.first > add_days(published.last, _SLACK):
            message = (
                f"`made_on` ({made_on}) is after `published_on` of card `{card.key}` ({published})"
            )
            hint = "use the date of the statement, not that of a site that copied it"
            yield Finding(record.file, ("made_on",), message, hint, record=record.id)


@check("made-on-too-precise", "warning")
def made_on_too_precise(registry: Registry) -> Iterator[Finding]:
    """`made_on` is more precise than the publication date of its source.

    A date must not be more precise than its evidence. No warning is given if the deadline's
    `assumed` names the first or last day of `made_on`, and so explains it, or if the statement is
    older than its source.

    Bad::

        # the card says: published_on: {date: 2024-02-16/2024-05-13, ...}
        made_on: 2024-03-05

    Good::

        # the card says: published_on: {date: 2024-02-16/2024-05-13, ...}
        made_on: 2024-02-16/2024-05-13
    """
    for record, card, published in _published(registry):
        made_on = record.prediction.made_on
        is_inside = published.first <= made_on.first and made_on.last <= published.last
        is_narrower = made_on.last - made_on.first < published.last - published.first
        assumed = record.prediction.assumed or ""
        is_explained = any(day.isoformat() in assumed for day in (made_on.first, made_on.last))
        if is_inside and is_narrower and not is_explained:
            message = (
                f"`made_on` ({made_on}) is more precise than "
                f"`published_on` of card `{card.key}` ({published})"
            )
            hint = "write a range, or explain in `deadline.assumed` how the date is known"
            yield Finding(record.file, ("made_on",), message, hint, record=record.id)


@check("untranslated-quote", "warning")
def untranslated_quote(registry: Registry) -> Iterator[Finding]:
    """A quote that is not in English has no translation (`quote_en`).

    The language is taken from the source's card.

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
            message = f"the source is in {named(language)}, but `quote` has no English translation"
            hint = "add `quote_en`, a literal translation"
            yield Finding(record.file, ("quote",), message, hint, record=record.id)


def _published(registry: Registry) -> Iterator[tuple[Record, SourceCard, PartialDate]]:
    """Each record whose card has a publication date, with both."""
    for record in registry.records.values():
        card = registry.cards.get(record.prediction.source)
        if card is not None and card.card.published_on is not None:
            yield record, card, card.card.published_on.date


def _has_broken_files(registry: Registry) -> bool:
    return any(path != "seeds/people.yaml" for path in registry.invalid_files)
