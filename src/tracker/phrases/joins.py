"""Words that make one ("next" + "year"), and words whose part of speech the next one decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.phrases.parts import WHOLE, Part, Word

__all__ = ["joined"]

_UNITS = (Part.UNIT, Part.UNITS)
_COUNTED = frozenset((Part.NUMBER, Part.FEW, Part.UNIT, Part.UNITS, Part.MORE))
_TIMES = _COUNTED | {Part.MONTH, Part.YEAR, Part.QUARTER, Part.SEASON, Part.HALF, Part.ORDINAL}
_SPANS = {12: Part.YEAR, 1: Part.MONTH, 3: Part.QUARTER}


def joined(words: Sequence[Word]) -> list[Word]:
    """Join words that make one ("next" + "year"), and name those that the next word decides."""
    related: list[Word] = []
    neither = False
    for index, word in enumerate(words):
        part = words[index + 1].part if index + 1 < len(words) else Part.OTHER
        previous = related[-1] if related else None
        if word.part is Part.NEXT and not word.chinese and part not in _COUNTED:
            word = replace(word, part=Part.EVENT)  # "coming in 2027"
        elif word.part is Part.LAST:
            follows = bool(word.numbers) and previous is not None and previous.part in _UNITS
            is_time = part in _TIMES or follows  # two years following launch
            word = replace(word, part=Part.UNREADABLE if is_time else Part.OTHER)
        elif word.part is Part.UNIT and word.numbers == _A_QUARTER and _is_one_of_four(previous):
            word = replace(word, part=Part.QUARTER, numbers=(0, related.pop().numbers[0]))
        elif word.part is Part.ORDINAL and part in (Part.NUMBER, Part.UNIT, Part.UNITS):
            if words[index + 1].numbers != _A_QUARTER and "of" not in words[index + 1].lead:
                word = replace(word, part=Part.UNREADABLE)  # the first 100 days
        elif word.part is Part.NOT and neither:
            word, neither = replace(word, part=Part.EVENT), False  # neither ... nor
        elif word.part is Part.RELATIVE:
            word = _moved(word, [each.part for each in words[index + 1 : index + 3]], related)
        elif previous is not None and word.part in (Part.UNIT, Part.MONTH, Part.SEASON):
            is_over = part is Part.VERB and bool(words[index + 1].numbers)
            word = _behind(word, related, is_over=is_over)
        elif previous is not None and word.part in (Part.PHASE, Part.YEAR_END):
            word = _ended(word, related)
        neither = neither or (word.part is Part.NOT and word.numbers == (2,))
        related.append(word)
    return related


_A_QUARTER = (3, 0)
#: "This year or early next", "this year and next".
_NEXT_OF_TWO = ([Part.OR, Part.PHASE], [Part.YEAR, Part.OR], [Part.YEAR, Part.AND])


def _is_one_of_four(word: Word | None) -> bool:
    return word is not None and word.part is Part.ORDINAL and word.numbers[0] <= 4


def _moved(word: Word, following: Sequence[Part], related: Sequence[Word]) -> Word:
    """What "this" or "next" is before words of those parts."""
    is_next = word.numbers[0] == 1
    part = following[0] if following else Part.PAUSE
    if part is Part.OTHER and following[1:] and following[1] in (Part.UNIT, Part.YEAR_END):
        return replace(word, part=Part.UNREADABLE)  # next fiscal year
    if part in (Part.NUMBER, Part.FEW, Part.UNITS, Part.MORE) and is_next:
        return replace(word, part=Part.NEXT)
    if part in (Part.UNIT, Part.MONTH, Part.SEASON, Part.YEAR_END):
        return word
    before = [each.part for each in related[-3:]]
    if is_next and before[-2:] in _NEXT_OF_TWO:
        return replace(word, part=Part.YEAR, numbers=(1, 1))
    return replace(word, part=Part.OTHER)


def _behind(word: Word, related: list[Word], *, is_over: bool) -> Word:
    """A unit, a month or a season behind "this" or "next", or behind the end of it."""
    previous = related[-1]
    if previous.part is Part.RELATIVE:
        return _relative(word, related)
    if word.part is not Part.UNIT:
        return word
    if "the" in word.lead and (previous.part is Part.PHASE or is_over):
        return _calendar(word, 0)  # the end of the month, before the decade is over
    if previous.part in (Part.NEXT, Part.MORE):
        related.append(Word(Part.NUMBER, (WHOLE, WHOLE, 0), word.start, word.start))
    return word


def _ended(word: Word, related: list[Word]) -> Word:
    """The end of a year or a month: "year's end", "next year-end"."""
    previous = related[-1]
    if previous.part is Part.RELATIVE:
        return replace(word, numbers=(1, related.pop().numbers[0]), start=previous.start)
    if previous.part is Part.UNIT and [each.part for each in related[-2:-1]] not in (
        [Part.NUMBER],
        [Part.OR],
    ):
        related[-1] = _calendar(previous, 0)
    return word


def _relative(word: Word, related: list[Word]) -> Word:
    previous = related.pop()
    moved = previous.numbers[0]
    if word.part is not Part.UNIT:
        year = {0: 3, 1: 2}[moved]
        return replace(
            word, numbers=(year, word.numbers[1]), start=previous.start, lead=previous.lead
        )
    before = related[-1].part if related else Part.OTHER
    is_amount = moved and "the" in previous.lead
    if is_amount and before not in (Part.PHASE, Part.ORDINAL, Part.QUARTER, Part.HALF):
        related.append(replace(previous, part=Part.NEXT))
        related.append(Word(Part.NUMBER, (WHOLE, WHOLE, 0), word.start, word.start))
        return word
    if is_amount and word.numbers[0] >= WHOLE:
        return replace(word, part=Part.UNREADABLE)  # the end of the next decade: which?
    return replace(_calendar(word, moved), start=previous.start, lead=previous.lead)


def _calendar(unit: Word, moved: int) -> Word:
    """This or the next year, month, quarter, week, decade, century; no word for a day."""
    months, days = unit.numbers
    if months in _SPANS:
        return replace(unit, part=_SPANS[months], numbers=(1, moved))
    if months or days == 7:
        return replace(unit, part=Part.SPAN, numbers=(months or days, moved))
    return replace(unit, part=Part.UNREADABLE)
