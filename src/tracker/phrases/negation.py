"""A "not" in a sentence with a deadline: does it turn the deadline into a lower bound? Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.phrases.amounts import Amount
from tracker.phrases.grammar import Clause, reach
from tracker.phrases.parts import Part, Word

__all__ = ["NOTS", "negation"]

NOTS = (Part.NOT, Part.CANNOT, Part.STILL_NOT)
_FAR = 30  # words between a "not" and the deadline that it is said of
_WITHIN = (Part.WITHIN, Part.UNDER, Part.NEXT, Part.AMID, Part.INSIDE, Part.UNTIL, Part.FOR)


def negation(clause: Clause, words: Sequence[Word]) -> bool | None:
    """Whether a "not" makes a lower bound of it; None where that is unsure.

    "It won't happen within ten years" is a lower bound. "You won't need it in ten years" is not,
    and a word tells them apart only sometimes: where it doesn't, nobody guesses.
    """
    near = reach(clause, words)
    places = [
        at
        for at, word in enumerate(words)
        if word.part in NOTS and (at in near or not word.chinese)
    ]
    if not places:
        return False
    place = places[0]
    sign = words[place]
    if len(places) > 1 or clause.first <= place < clause.last:
        return None
    if sign.part is Part.STILL_NOT:
        return True
    if clause.has(Part.EARLIEST):
        return None  # "not as early as 2026": how much later?
    lies_before = place < clause.first
    start, end = (place + 1, clause.first) if lies_before else (clause.last, place)
    if end - start >= _FAR or any(word.part is Part.PAUSE for word in words[start:end]):
        return None
    between = [word.part for word in words[start:end]]
    if lies_before:
        return _not_before(clause, sign, between)
    return _not_behind(clause, sign, between)


def _not_before(clause: Clause, sign: Word, between: Sequence[Part]) -> bool | None:
    """A "not" in front of the clause."""
    if Part.STATE in between:
        return None
    if clause.has(Part.AT_LEAST) and not sign.chinese and not clause.has(Part.FOR, Part.UNTIL):
        return None  # it won't be more than two years
    if clause.has(Part.BEFORE, Part.UNTIL, Part.AHEAD):
        return True
    if clause.has(Part.AWAY, Part.BEHIND, Part.TAKES) or (clause.is_amount and clause.is_bare):
        return None  # "not ten years away": more, or less?
    if sign.part is Part.CANNOT and not sign.chinese:
        return None
    known = {Part.EVENT, Part.ACT, Part.VERB, Part.OR, Part.AND, Part.IN}
    return True if set(between) <= known else None


def _not_behind(clause: Clause, sign: Word, between: Sequence[Part]) -> bool | None:
    """A "not" behind the clause, in Chinese."""
    if not sign.chinese:
        return None
    within = clause.has(*_WITHIN) or (
        not isinstance(clause.time, Amount) and Part.YEAR in clause.time[0] and clause.is_bare
    )
    if clause.has(Part.AHEAD, Part.BEFORE) and not clause.is_amount:
        return True
    if sign.part is Part.NOT or clause.has(Part.BEHIND):
        return None
    return True if not between and (within or not clause.is_amount) else None
