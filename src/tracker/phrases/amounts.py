"""Amounts of time as phrases name them: two years, 3 to 5 years, a year and a half. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.phrases.parts import WHOLE, Part, Word, is_part
from tracker.records.dates import Duration

__all__ = ["UNITS", "Amount", "amount"]

UNITS = (Part.UNIT, Part.UNITS)
_FEWEST = 2  # the smallest plural, for "at least a few"
_RANGE = (Part.OR, Part.DASH, Part.THROUGH, Part.TO)
_Ends = tuple[Duration, Duration]


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of time: its two ends, the same where it is one, and what it is counted with."""

    low: Duration
    high: Duration
    is_few: bool
    is_couple: bool
    digits: int  # how many digits of a number that could be a year, else 0
    number: int
    in_years: bool


def amount(words: Sequence[Word], place: int) -> tuple[Amount, int] | None:
    """Two years, 3 to 5 years, a year or two, two and a half years, 一两个月."""
    first = _quantity(words, place)
    if first is not None:
        ends, unit, end = first
        other = _second(words, end, unit)
        if other is not None:
            return _amount(words, place, ends[0], other[0][1], other[1])
        return _amount(words, place, *ends, end)
    if not (is_part(words, place, Part.NUMBER) and is_part(words, place + 1, *_RANGE)):
        return None
    second = _quantity(words, place + 2, ranged=True)
    if second is None:
        return None
    ends, unit, end = second
    low = _times(words[place].numbers[0], unit)
    return None if low is None else _amount(words, place, low, ends[1], end)


def _quantity(
    words: Sequence[Word], place: int, *, ranged: bool = False
) -> tuple[_Ends, Word, int] | None:
    """A number and its unit; a singular unit behind a larger number is an adjective (10-year)."""
    if not is_part(words, place, Part.NUMBER, Part.FEW):
        return None
    number, place = words[place], place + 1
    half = 0
    while is_part(words, place, Part.MORE, Part.AND_A_HALF):
        half += WHOLE // 2 if words[place].part is Part.AND_A_HALF else 0
        place += 1
    if not is_part(words, place, *UNITS):
        return None
    unit, place = words[place], place + 1
    if unit.part is Part.UNIT and (ranged or (number.numbers or (0,))[0] > WHOLE or half):
        return None
    if is_part(words, place, Part.AND_A_HALF):
        half, place = half + WHOLE // 2, place + 1
    counts = number.numbers[:2] or (_FEWEST * WHOLE,) * 2
    low, high = (_times(count + half, unit) for count in counts)
    return None if low is None or high is None else ((low, high), unit, place)


def _second(words: Sequence[Word], place: int, unit: Word) -> tuple[_Ends, int] | None:
    """The other end of a range: two years "to four years", a year "or two"."""
    if not is_part(words, place, *_RANGE):
        return None
    quantity = _quantity(words, place + 1)
    if quantity is not None:
        return quantity[0], quantity[2]
    if words[place].part is Part.OR and is_part(words, place + 1, Part.NUMBER):
        following = words[place + 2].part if place + 2 < len(words) else Part.PAUSE
        high = _times(words[place + 1].numbers[0], unit)
        if high is not None and following is not Part.OTHER and not words[place + 1].numbers[3:]:
            return (high, high), place + 2
    return None


def _times(twelfths: int, unit: Word) -> Duration | None:
    """So many units; None where that makes no whole days."""
    months, days = (twelfths * size for size in unit.numbers)
    if months % WHOLE or days % WHOLE:
        return None
    return Duration("", months // WHOLE, days // WHOLE)


def _amount(
    words: Sequence[Word], place: int, low: Duration, high: Duration, end: int
) -> tuple[Amount, int]:
    used = words[place:end]
    number = words[place]
    digits = number.numbers[2] if len(number.numbers) == 3 and number.part is Part.NUMBER else 0
    amount = Amount(
        low,
        high,
        any(word.part is Part.FEW for word in used),
        any(len(word.numbers) > 3 for word in used),
        digits if number.numbers else 0,
        number.numbers[0] // WHOLE if number.numbers else 0,
        used[-1].chinese and used[-1].numbers == (12, 0),
    )
    return amount, end
