"""Deadline phrases, English and Chinese: a phrase as said -> a window of days. Pure.

The policy is printed in docs/format.md, from the table that tests it. A phrase is read only where
every word of its time clause is known and nothing beside it can change the meaning; everything else
is declined, with the words that could not be read. It never guesses and never raises.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from tracker.phrases.amounts import Amount
from tracker.phrases.calendar import NEXT_ONE
from tracker.phrases.grammar import Clause, clauses, unbound
from tracker.phrases.parts import Part, Word
from tracker.phrases.surroundings import leftover, trouble
from tracker.phrases.tokens import tokens
from tracker.phrases.windows import Horizon, window
from tracker.records.dates import PartialDate

__all__ = ["Horizon", "Mention", "Unread", "find", "interpret", "read"]

# A phrase is some words, a quote some sentences.
_LONGEST = 5000
_MANY = 8  # no statement repeats its deadline more often
# "Never" and "always" are about all the time to come only where they follow "will" and the like, or
# begin the sentence: "it's always been so" and "it never worked" speak of the past.
_FOREVER = re.compile(
    r"""(?:\b(?:will|shall|can|going\ to)\ |['’]ll[ ]
        |\b(?:would|could|may|might|must)\ (?!.*\bhave\b)
        |(?:^|[.!?:;])\W{0,5}(?!\w+\ (?:been|has|have|had|was|were|did|done|\w+[^e\W]ed)\b))
    (?:(?:almost\ )?(?:certainly|definitely|surely|probably|likely|possibly|simply|still)\ )*
    (?:never|always)\b
    |(?:\b(?:is|are|am)|\w['’](?:s|re|m))\ never\b(?=\ (?:going\ to|gonna)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
# A word that is not one of those, or is negated: "won't always", 并不永远.
_NOT_FOREVER = re.compile(
    r"\b(?:never|always)\b|(?:[不没沒非]\w{0,2}|几乎|幾乎)永[远遠]", re.IGNORECASE
)
_STOPS = ".!?;。！？；．…\n"  # where a sentence ends, for `find`


@dataclass(frozen=True, slots=True)
class Unread:
    """A phrase that is not read for sure, and the words of it that are the reason."""

    words: str


class Mention(NamedTuple):
    """A deadline inside a longer text: `text[start:end] == phrase`."""

    start: int
    end: int
    phrase: str


@lru_cache(maxsize=16)  # three checks in a row ask the same
def read(phrase: str, made_on: PartialDate) -> Horizon | None:
    """The window that `phrase` names, said on `made_on`; None where it can't be read for sure.

    The phrase is a deadline alone or in a sentence. Two deadlines in it are read only where they
    agree. A time that was over when the statement was made is no deadline.
    """
    horizon = interpret(phrase, made_on)
    return horizon if isinstance(horizon, Horizon) else None


def interpret(phrase: str, made_on: PartialDate) -> Horizon | Unread:
    """`read`, with the words that could not be read instead of None."""
    if len(phrase) > _LONGEST:
        return Unread(phrase[:40] + "…")
    words, times, left, unread = _parsed(phrase)
    if any(word.part is Part.NEVER for word in words):
        others = _NOT_FOREVER.search(_FOREVER.sub("", " ".join(phrase.split())))
        timeless = not times and not left and others is None
        return Horizon("never", None, None) if timeless else Unread(phrase)
    if not times or len(times) > _MANY:
        return Unread(_unknown(words, phrase))
    if left and words[left[0]].part is Part.UNREADABLE:
        return Unread(_said(words, left[0], phrase))
    pair = _pair(times, words, made_on) if not left else None
    if pair is not None:
        return pair
    if unread is not None:
        return unread
    horizons = {window(clause, words, made_on) for clause in times}
    horizon = horizons.pop() if len(horizons) == 1 else None
    if horizon is None:
        few = next((word for word in words if word.part is Part.FEW), None)
        return Unread(phrase if few is None else phrase[few.start : few.end])
    if _is_past(words, horizon):
        return Unread(phrase)
    return Unread(_said(words, left[0], phrase)) if left else horizon


@lru_cache(maxsize=1024)
def _parsed(
    phrase: str,
) -> tuple[Sequence[Word], Sequence[Clause], Sequence[int], Unread | None]:
    """All that does not depend on a day: "by 2027" is said in one record of ten.

    The words, the time clauses, the places of other words, and what could not be read.
    """
    words = unbound(tokens(phrase))
    times = clauses(words)
    left = sorted(
        leftover(words, times), key=lambda place: words[place].part is not Part.UNREADABLE
    )
    troubles = (trouble(clause, words, phrase) for clause in times)
    at = next((place for place in troubles if place is not None), None)
    return words, times, left, None if at is None else Unread(_said(words, at, phrase))


def find(text: str, made_on: PartialDate) -> list[Mention]:
    """The deadlines in a longer text that could be read, in order; each with what stands around it.

    A time without a word that makes it a deadline ("two years of work") is none.
    """
    text = text[:_LONGEST]
    mentions: list[Mention] = []
    sentence: list[Word] = []
    for word in [*tokens(text), None]:
        if word is not None and not (word.part is Part.PAUSE and text[word.start] in _STOPS):
            sentence.append(word)
            continue
        words = unbound(sentence)
        times = clauses(words)
        for clause in times if len(times) <= _MANY else ():
            if not _is_deadline(clause):
                continue
            if trouble(clause, words, text) is None and window(clause, words, made_on):
                trailing = clause.after[-1:] == (Part.ONWARDS,) and Part.FROM not in clause.before
                start = words[clause.first].start
                end = words[clause.last - 1 - trailing].end
                mentions.append(Mention(start, end, text[start:end]))
        sentence = []
    return mentions


def _is_deadline(clause: Clause) -> bool:
    """Whether a word of the clause says that something is to happen then."""
    if not isinstance(clause.time, Amount):
        return (
            not clause.is_bare
            or clause.time[0].keys() != {Part.YEAR}
            or clause.time[0][Part.YEAR][0] > 0
        )
    if clause.has(Part.WITHIN, Part.NEXT, Part.AWAY, Part.BEHIND, Part.INSIDE, Part.ONLY_THEN):
        return True
    return clause.has(Part.IN) and clause.time.high.months >= 12  # "trained in 30 days"


def _said(words: Sequence[Word], at: int, phrase: str) -> str:
    """The word at `at` as it was written, with the unknown words and numbers around it."""
    if words[at].part not in _UNKNOWN:
        return phrase[words[at].start : words[at].end]
    first = last = at
    while first > 0 and words[first - 1].part in _UNKNOWN:
        first -= 1
    while last + 1 < len(words) and words[last + 1].part in _UNKNOWN:
        last += 1
    return phrase[words[first].start : words[last].end]


_UNKNOWN = frozenset((Part.OTHER, Part.NUMBER, Part.ORDINAL, Part.QUANTITY, Part.OCCASION))


def _unknown(words: Sequence[Word], phrase: str) -> str:
    """The token where a time is expected."""
    for wanted in ((Part.UNREADABLE,), (Part.NUMBER, Part.ORDINAL, Part.QUANTITY), (Part.OTHER,)):
        for at, word in enumerate(words):
            if word.part in wanted:
                return _said(words, at, phrase)
    return phrase


def _pair(times: Sequence[Clause], words: Sequence[Word], made_on: PartialDate) -> Horizon | None:
    """Both ends said apart: no earlier than 2027 and no later than 2030; NET 2023 BY 2027."""
    if len(times) != 2 or any(word.part in (Part.NOT, Part.IF) for word in words):
        return None
    lower, upper = times
    between = words[lower.last : upper.first]
    outside = [*words[: lower.first], *between, *words[upper.last :]]
    if lower.before != (Part.EARLIEST,) or upper.before != (Part.BY,):
        return None
    if any(word.part not in (Part.PAUSE, Part.AND) for word in outside):
        return None
    first, last = (window(clause, words, made_on) for clause in times)
    if first is None or last is None or first.earliest is None or last.latest is None:
        return None
    if first.earliest > last.latest:
        return None
    return Horizon("between", first.earliest, last.latest, last.assumed)


def _is_past(words: Sequence[Word], horizon: Horizon) -> bool:
    """Whether a day without a year is reported about: "said in March that ..."."""
    is_past = any(word.part is Part.PAST for word in words)
    return is_past and NEXT_ONE in (horizon.assumed or "").casefold()
