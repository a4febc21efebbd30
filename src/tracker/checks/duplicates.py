"""Checks for records that make the same claim."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from tracker.checks.base import Finding, check
from tracker.checks.similarity import pairs, words
from tracker.registry import Record, Registry


@check("near-duplicate", "warning")
def near_duplicate(registry: Registry) -> Iterator[Finding]:
    """Two records make the same claim with the same window, and no `restates` links them.

    Claims by one speaker count as the same if they were made at the same time and share four words
    in five; claims by different speakers, only if they have exactly the same words. Claims with
    different numbers, names or negations are never the same. Function words and the words of the
    deadline are not compared, and words in more than 50 different claims are not used to find
    pairs. Each record is reported once, against the first that resembles it.

    Bad::

        # two files, one speaker, one day
        claim: A Tesla will drive itself from coast to coast.
        claim: One Tesla will drive itself, coast to coast.

    Good::

        # the second is the speaker's later statement
        restates: tesla-coast-to-coast
    """
    reported: set[str] = set()
    for record, other in _same_claims(registry):
        same_speaker = _speaker(registry, record) == _speaker(registry, other)
        if _window(record) != _window(other) or (same_speaker and not _same_time(record, other)):
            continue
        if record.id in reported:
            continue
        reported.add(record.id)
        same = "same claim, speaker and window" if same_speaker else "same words and window"
        message = f"duplicate of `{other.id}`: {same}"
        hint = (
            f"merge the records, add `restates: {other.id}`, or list the warning under `ignore` "
            "with a reason"
        )
        yield Finding(record.file, ("claim",), message, hint, record=record.id)


@check("missing-restates", "warning")
def missing_restates(registry: Registry) -> Iterator[Finding]:
    """A speaker repeats an earlier claim, but the record has no `restates`.

    `restates` shows how a deadline moves. Claims are compared as in `near-duplicate`, but the
    windows may differ, and the statements must be from different days.

    Bad::

        # 2016: claim: A Tesla will drive itself from coast to coast by the end of 2017.
        claim: A Tesla will drive itself from coast to coast by the end of 2019.
        made_on: 2018-02-07

    Good::

        claim: A Tesla will drive itself from coast to coast by the end of 2019.
        made_on: 2018-02-07
        restates: tesla-coast-to-coast-2017
    """
    reported: set[str] = set()
    for record, other in _same_claims(registry):
        if _speaker(registry, record) != _speaker(registry, other) or _same_time(record, other):
            continue
        if record.id in reported:
            continue
        reported.add(record.id)
        message = (
            f"the speaker made this claim before, in `{other.id}` ({other.prediction.made_on})"
        )
        hint = f"add `restates: {other.id}`, or list the warning under `ignore` with a reason"
        yield Finding(record.file, ("claim",), message, hint, record=record.id)


def _same_claims(registry: Registry) -> Iterator[tuple[Record, Record]]:
    """Pairs of unlinked records with the same claim, the later one first.

    Not where a chain leads to a file that can't be read: it may be the link between the two.
    """
    records = list(registry.records.values())
    claims = tuple(record.prediction.claim for record in records)
    speakers = tuple(_speaker(registry, record) for record in records)
    positions = sorted(_pairs(claims, speakers), key=lambda pair: [_age(records[i]) for i in pair])
    roots = _roots(registry) if positions else {}
    for one, two in positions:
        early, late = sorted((records[one], records[two]), key=_age)
        ends = {roots[early.id], roots[late.id]}
        if len(ends) == 2 and ends <= registry.records.keys():
            yield late, early


@lru_cache(maxsize=1)  # both checks need the same pairs
def _pairs(claims: tuple[str, ...], speakers: tuple[str, ...]) -> list[tuple[int, int]]:
    return list(pairs([words(claim) for claim in claims], speakers))


def _roots(registry: Registry) -> dict[str, str]:
    """For each record, the first one of its `restates` chain, or the unreadable id before it."""
    roots: dict[str, str] = {}
    for start in registry.records:
        chain: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in registry.records and at not in roots and at not in chain:
            chain[at] = None
            at = registry.records[at].prediction.restates
        is_missing = at is not None and at not in registry.records
        root = at if at and is_missing else roots.get(at or "", next(reversed(chain), start))
        roots.update(dict.fromkeys(chain, root))
    return roots


def _speaker(registry: Registry, record: Record) -> str:
    return registry.person_key(record.prediction.speaker)


def _age(record: Record) -> tuple[date, date, str]:
    made_on = record.prediction.made_on
    return made_on.first, made_on.last, record.id


def _same_time(one: Record, two: Record) -> bool:
    """Whether both statements may be from the same day."""
    first, second = one.prediction.made_on, two.prediction.made_on
    return first.first <= second.last and second.first <= first.last


def _window(record: Record) -> tuple[str, date | None, date | None]:
    return (record.prediction.kind, *record.prediction.window)
