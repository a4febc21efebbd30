"""Periods among words: 2027, late March, June 3rd to 9th, mid to late 2027. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.phrases.amounts import UNITS
from tracker.phrases.calendar import END, Period
from tracker.phrases.parts import WHOLE, Part, Word, is_part

__all__ = ["CALENDAR", "periods"]

CALENDAR = frozenset(
    (
        Part.YEAR,
        Part.MONTH,
        Part.DAY,
        Part.QUARTER,
        Part.HALF,
        Part.SEASON,
        Part.SPAN,
        Part.PHASE,
        Part.YEAR_END,
        Part.IN_YEAR,
    )
)
_RANGE = (Part.OR, Part.AND, Part.DASH, Part.THROUGH, Part.TO)
_COUNTS = (Part.NUMBER, Part.ORDINAL)


def periods(words: Sequence[Word], place: int) -> tuple[tuple[Period, ...], int] | None:
    """A period of the calendar, or two with a word between them, and the place behind."""
    open_range = _day_of_range(words, place) or _phase_of_range(words, place)
    if open_range is not None:
        return open_range
    first = _period(words, place)
    if first is None:
        return None
    period, end = first
    if is_part(words, end, *_RANGE):
        day = _later_day(words, end + 1, period)
        second = day or _period(words, end + 1)
        if second is not None:
            both = _shared(period, second[0], chinese=words[place].chinese)
            return None if both is None else (both, second[1])
    return (period,), end


def _day_of_range(words: Sequence[Word], place: int) -> tuple[tuple[Period, ...], int] | None:
    """The first day of "3 and 12 of September", whose month comes later."""
    if not (is_part(words, place, *_COUNTS) and is_part(words, place + 1, *_RANGE)):
        return None
    second = _period(words, place + 2)
    day = _day(words[place])
    if second is None or day is None or Part.DAY not in second[0]:
        return None
    if not is_part(words, place + 2, *_COUNTS):
        return None  # 3 to March 12
    return ({**second[0], Part.DAY: (day,)}, second[0]), second[1]


def _phase_of_range(words: Sequence[Word], place: int) -> tuple[tuple[Period, ...], int] | None:
    """The first part of "mid to late 2027", whose year comes later."""
    if not (is_part(words, place, Part.PHASE) and is_part(words, place + 1, Part.OR, Part.DASH)):
        return None
    second = _period(words, place + 2)
    if second is None or second[0].keys() != {Part.PHASE, Part.YEAR}:
        return None
    return ({**second[0], Part.PHASE: words[place].numbers}, second[0]), second[1]


def _later_day(words: Sequence[Word], place: int, first: Period) -> tuple[Period, int] | None:
    """The second day of "July 13 to 15, 2027"."""
    if Part.DAY not in first:
        return None
    if is_part(words, place, *_COUNTS) and not is_part(words, place + 1, Part.MONTH, *UNITS):
        day = _day(words[place])
    elif is_part(words, place, Part.DAY):
        day = words[place].numbers[0]
    else:
        return None
    if day is None:
        return None
    second: Period = {**first, Part.DAY: (day,)}
    comma = place + 1 + is_part(words, place + 1, Part.PAUSE)
    if is_part(words, comma, Part.YEAR) and Part.YEAR not in first:
        return {**second, Part.YEAR: words[comma].numbers}, comma + 1
    return second, place + 1


def _period(words: Sequence[Word], place: int) -> tuple[Period, int] | None:
    """Calendar words side by side; None where they make no period, as two years do."""
    period: Period = {}
    ends_year: tuple[int, ...] = ()
    start = place
    while place < len(words):
        word = words[place]
        if (word.part in CALENDAR and word.part is not Part.DAY) or (
            word.part is Part.DAY and period
        ):
            part, numbers = _entry(word)
            if part in period:
                return None
            period[part] = numbers
            if word.part in (Part.YEAR_END, Part.IN_YEAR):
                ends_year = word.numbers or (1, 0)  # 年底 alone is this year's
            place += 1
        elif _is_day(words, place, period):
            period[Part.DAY] = (_day(word) or 0,)
            place += 1
        elif word.part is Part.PAUSE and _is_date_comma(words, place, period):
            place += 1
        else:
            break
    if period and _is_over(words, start - 1, place):
        period[Part.PHASE] = () if Part.PHASE in period else (END,)
        place += 1
    if ends_year:
        period = {Part.YEAR: ends_year, **period}
    return (period, place) if place > start and _is_period(period) else None


def _is_over(words: Sequence[Word], before: int, behind: int) -> bool:
    """Before 2026 ends, before June is over."""
    is_end = is_part(words, behind, Part.VERB) and bool(words[behind].numbers)
    return is_end and is_part(words, before, Part.BEFORE)


def _entry(word: Word) -> tuple[Part, tuple[int, ...]]:
    return (Part.PHASE, (END,)) if word.part is Part.YEAR_END else (word.part, word.numbers)


def _is_period(period: Period) -> bool:
    short = period.keys() & {Part.MONTH, Part.QUARTER, Part.HALF, Part.SEASON, Part.SPAN}
    if period.keys() <= {Part.PHASE} or len(short) > 1 or period.get(Part.PHASE) == ():
        return False
    if period.keys() >= {Part.PHASE, Part.DAY}:
        return False  # the end of June 26: of 2026?
    return Part.DAY not in period or Part.MONTH in period


def _day(word: Word) -> int | None:
    """A number that can be a day: the 3rd, 15, but no fifteen and no two to three."""
    if word.part is Part.ORDINAL:
        number = word.numbers[0]
    elif word.numbers[2:] in ((1,), (2,)) and not word.numbers[0] % WHOLE:
        number = word.numbers[0] // WHOLE
    else:
        return None
    return number if 1 <= number <= 31 else None


def _is_day(words: Sequence[Word], place: int, period: Period) -> bool:
    """Whether the number at `place` is a day: it stands behind a month, or before one."""
    word = words[place]
    if word.part not in _COUNTS or Part.DAY in period or _day(word) is None:
        return False
    if is_part(words, place + 1, Part.MONTH):
        return Part.MONTH not in period
    behind_month = Part.MONTH in period and words[place - 1].part is Part.MONTH
    return (
        behind_month
        and "of" not in word.lead
        and not is_part(words, place + 1, *UNITS, Part.QUANTITY)
    )


def _is_date_comma(words: Sequence[Word], place: int, period: Period) -> bool:
    """March 4, 2027; Q4, 2027."""
    dated = Part.YEAR not in period and period.keys() & {Part.DAY, Part.MONTH, Part.QUARTER}
    return bool(dated) and is_part(words, place + 1, Part.YEAR) and "," not in words[place].lead


def _shared(first: Period, second: Period, *, chinese: bool) -> tuple[Period, Period] | None:
    """The two ends of a range: a year or a month that is said once holds for both.

    A year that stands before the second of two Chinese periods is of that one alone.
    """
    for period in (first, second):
        if Part.SPAN in period and period[Part.SPAN][1] == 50:
            return None
    if Part.SPAN in first or Part.SPAN in second:
        return first, second
    if second.keys() == {Part.YEAR} and first.get(Part.PHASE, (END,)) != (END,):
        return None  # early 2026 or 2027
    if second.keys() == {Part.YEAR} and not first.keys() <= {Part.YEAR, Part.PHASE}:
        return None  # March 3 2026 or 2027, March to 2027
    if Part.YEAR in first and Part.YEAR not in second:
        second = {**second, Part.YEAR: first[Part.YEAR]}
    elif Part.YEAR in second and Part.YEAR not in first and not chinese:
        year = second[Part.YEAR]
        earlier = _order({**first, Part.YEAR: year}) > _order(second)
        first = {**first, Part.YEAR: (year[0], year[1] - earlier)}
    if not all(_is_period(period) for period in (first, second)):
        return None
    return first, second


def _order(period: Period) -> int:
    """Where in a year a period begins, in months."""
    length = {Part.MONTH: 1, Part.QUARTER: 3, Part.HALF: 6, Part.SEASON: 1}
    return next((period[part][1] * size for part, size in length.items() if part in period), 0)
