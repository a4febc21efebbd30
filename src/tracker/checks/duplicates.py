"""Owns the rules about records that say the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from tracker.checks.base import Finding, check
from tracker.checks.similarity import pairs, words
from tracker.registry import Record, Registry


@check("near-duplicate", "warning")
def near_duplicate(registry: Registry) -> Iterator[Finding]:
    """Two records make the same claim for the same time, or nearly, and no `restates` links them.

    For one speaker, claims that were made at the same time and share four words of five are one
    statement filed twice. For two speakers the words have to be the same. Claims with other
    numbers, names or negations are never the same, whatever else they share; small words and the
    deadline's own words are not counted. Each record is told once, against the first one that is
    like it.

    To stay linear in the number of records, a claim is compared only with those that share one of
    its rarest words (two claims that agree in four of five must), and words that more than 50
    different claims share find none.

    Bad::

        # two files, one speaker, one day
        claim: A Tesla drives itself from coast to coast.
        claim: One Tesla drives itself, coast to coast.

    Good::

        # the second one is the speaker's later statement
        restates: tesla-coast-to-coast
    """
    told: set[str] = set()
    for record, other in _same_claims(registry):
        same_speaker = record.prediction.speaker == other.prediction.speaker
        if _window(record) != _window(other) or (same_speaker and not _same_time(record, other)):
            continue
        if record.id in told:
            continue
        told.add(record.id)
        whose = "speaker" if same_speaker else "words"
        message = (
            f"another record makes this claim; got the same {whose} as {other.id}, expected one"
        )
        hint = f"merge them, or write restates: {other.id}, or ignore it with a reason"
        yield Finding(record.file, ("claim",), message, hint, record=record.id)


@check("missing-restates", "warning")
def missing_restates(registry: Registry) -> Iterator[Finding]:
    """A speaker made the same claim before, and the later record has no `restates`.

    The links are what shows how a deadline moves. Sameness is that of near-duplicate, with other
    deadlines: only the words of the claim count, and the statements must be of different days.

    Bad::

        # 2016: claim: A Tesla drives itself from coast to coast by the end of 2017.
        claim: A Tesla drives itself from coast to coast by the end of 2019.
        made_on: 2018-02-07

    Good::

        claim: A Tesla drives itself from coast to coast by the end of 2019.
        made_on: 2018-02-07
        restates: tesla-coast-to-coast-2017
    """
    told: set[str] = set()
    for record, other in _same_claims(registry):
        if record.prediction.speaker != other.prediction.speaker or _same_time(record, other):
            continue
        if record.id in told:
            continue
        told.add(record.id)
        message = (
            f"the speaker made this claim before; got no restates, expected {other.id} "
            f"of {other.prediction.made_on}"
        )
        hint = f"write restates: {other.id}, or ignore it with a reason"
        yield Finding(record.file, ("claim",), message, hint, record=record.id)


def _same_claims(registry: Registry) -> Iterator[tuple[Record, Record]]:
    """Pairs of unlinked records with the same claim, the later one first."""
    records = list(registry.records.values())
    claims = tuple(record.prediction.claim for record in records)
    speakers = tuple(record.prediction.speaker for record in records)
    found = sorted(_pairs(claims, speakers), key=lambda pair: [_age(records[at]) for at in pair])
    roots = _roots(registry) if found else {}
    for one, two in found:
        early, late = sorted((records[one], records[two]), key=_age)
        if roots[early.id] != roots[late.id]:
            yield late, early


@lru_cache(maxsize=1)  # two checks ask for the same
def _pairs(claims: tuple[str, ...], speakers: tuple[str, ...]) -> list[tuple[int, int]]:
    return list(pairs([words(claim) for claim in claims], speakers))


def _roots(registry: Registry) -> dict[str, str]:
    """The first record of the chain of `restates` that each record belongs to."""
    roots: dict[str, str] = {}
    for start in registry.records:
        chain: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in registry.records and at not in roots and at not in chain:
            chain[at] = None
            at = registry.records[at].prediction.restates
        root = roots.get(at or "", next(reversed(chain), start))
        roots.update(dict.fromkeys(chain, root))
    return roots


def _age(record: Record) -> tuple[date, date, str]:
    made_on = record.prediction.made_on
    return made_on.first, made_on.last, record.id


def _same_time(one: Record, two: Record) -> bool:
    """Whether both can have been said on one day."""
    first, second = one.prediction.made_on, two.prediction.made_on
    return first.first <= second.last and second.first <= first.last


def _window(record: Record) -> tuple[str, date | None, date | None]:
    return (record.prediction.kind, *record.prediction.window)
