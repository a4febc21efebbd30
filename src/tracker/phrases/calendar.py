"""Periods of the calendar as phrases name them: 2027, late March, 明年下半年. Pure."""

from __future__ import annotations

from datetime import date

from tracker.phrases.parts import Part
from tracker.records.dates import add_days, add_months

__all__ = ["EARLY", "END", "NEXT_ONE", "Period", "Span", "is_without_year", "span"]

# A period by its words: part of speech -> numbers (see `Part`).
Period = dict[Part, tuple[int, ...]]
Span = tuple[date, date]

EARLY, END = 1, 4  # the phases "early" and "end of"

NEXT_ONE = "no year was given, so the first such date after the statement is meant"
_CENTURY = "a century ends with its hundredth year"
_MID_CENTURY = "the middle of a century is its fiftieth year"
_DECADE = "a decade ends with the year ending in 9"
_THIRDS = "in a month, 'early', 'mid' and 'late' end on the 10th, the 20th and the last day"
_PHASES = (
    "in a year, 'early', 'mid' and 'late' mean January to April, May to August and September to "
    "December"
)
_SEASON = "a season is three whole months, as in the northern hemisphere"

_LENGTHS = {Part.MONTH: 1, Part.QUARTER: 3, Part.HALF: 6}  # in months


def is_without_year(period: Period) -> bool:
    """Whether it is a month, a quarter or a half without a stated year."""
    return Part.YEAR not in period and any(period.get(part, (1,))[0] == 0 for part in _LENGTHS)


def span(period: Period, base: date, notes: list[str]) -> Span | None:
    """First and last day of a period, seen from `base`; None where there is no such period.

    What it had to assume is added to `notes`.
    """
    phase = period.get(Part.PHASE, (0,))[0]
    if Part.SPAN in period:
        return _long_span(period, base, phase, notes)
    if Part.SEASON in period:
        return _season(period, base, notes)
    part = next((part for part in _LENGTHS if part in period), None)
    if part is not None:
        return _short_span(period, part, base, phase, notes)
    year = _year(period, base)
    if Part.DAY in period or Part.YEAR not in period or year >= date.max.year:
        return None
    if phase == END:
        return date(year, 12, 1), date(year, 12, 31)
    if phase:
        notes.append(_PHASES)
    begins = {0: 1, 1: 1, 2: 5, 3: 9}[phase]
    return _months(year * 12 + begins - 1, 4 if phase else 12)


def _year(period: Period, base: date) -> int:
    moved, year = period.get(Part.YEAR, (1, 0))
    return year + base.year if moved else year


def _season(period: Period, base: date, notes: list[str]) -> Span | None:
    moved, month = period[Part.SEASON]
    is_this = moved == 3
    if (
        period.keys() - {Part.SEASON, Part.YEAR}
        or not (is_this or Part.YEAR in period)
        or moved == 2
    ):
        return None
    year = _year(period, base)
    notes.append(_SEASON)
    days = _months(year * 12 + month - 1, 3) if year < date.max.year else None
    return None if days is None or (is_this and days[1] < base) else days


def _short_span(
    period: Period, part: Part, base: date, phase: int, notes: list[str]
) -> Span | None:
    """A month, a quarter, a half, or a day or a third of a month."""
    length = _LENGTHS[part]
    moved, number = period[part]
    index = _year(period, base) * 12 + (number - 1) * length
    if moved == 1:  # this month, the next quarter
        index = base.year * 12 + ((base.month - 1) // length + number) * length
    if index + 12 + length > date.max.year * 12 or (phase in (1, 2, 3) and part is not Part.MONTH):
        return None
    if moved == 2:  # "next March" is sure only where March is over
        if number > base.month or Part.YEAR in period:
            return None
        index += 12
    days = _months(index, length, period.get(Part.DAY), phase)
    if moved == 3:  # "this March"
        return days if days is not None and days[1] >= base else None
    if not moved and Part.YEAR not in period:
        notes.append(NEXT_ONE)
        if days is None or days[1] < base:
            days = _months(index + 12, length, period.get(Part.DAY), phase)
    if phase in (1, 2, 3):
        notes.append(_THIRDS)
    return days


def _months(
    index: int, length: int, day: tuple[int, ...] | None = None, phase: int = 0
) -> Span | None:
    """The months from `index` (years times twelve and months), or what is asked for of them."""
    first = date(index // 12, index % 12 + 1, 1)
    last = add_days(add_months(first, length), -1)
    if day is not None:
        return (first.replace(day=day[0]),) * 2 if 1 <= day[0] <= last.day else None
    if length == 1 and phase in (1, 2, 3):
        ends = {1: 10, 2: 20, 3: last.day}[phase]
        return first.replace(day=10 * phase - 9), first.replace(day=ends)
    return first, last


def _long_span(period: Period, base: date, phase: int, notes: list[str]) -> Span | None:
    """A decade ends in 9 and a century in 00; a week runs from Monday to Sunday."""
    size, number = period[Part.SPAN]
    if period.keys() - {Part.SPAN, Part.PHASE} or phase in (1, 2, 3):
        return None
    if size == 7:
        monday = add_days(base, 7 * number - base.weekday())
        return monday, add_days(monday, 6)
    if number == 50:
        notes.append(_MID_CENTURY)
        year = (base.year - 1) // 100 * 100 + 50
        return None if phase else (date(year, 1, 1), date(year, 12, 31))
    years = size // 12
    first = (base.year // 10 + number) * 10 if number < 1000 else number
    if years == 100:
        notes.append(_CENTURY)
        first = ((base.year - 1) // 100 + number) * 100 + 1 if number < 1000 else number + 1
    elif number < 1000:
        notes.append(_DECADE)
    if not 1 <= first <= date.max.year - years:
        return None
    return date(first, 1, 1), date(first + years - 1, 12, 31)
