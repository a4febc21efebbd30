"""Owns periods of the calendar as phrases name them: 2027, late March, 明年下半年. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.phrases.tokens import Token
from tracker.records.dates import add_days, add_months

__all__ = ["Part", "Span", "parts", "span"]

# A period by its words: letter -> numbers (see `rows`).
Part = dict[str, tuple[int, ...]]
Span = tuple[date, date]

_NEXT = "no year was said: the next one after the statement is meant"
_CENTURY = "a century is read as ending with its hundredth year"
_THIRDS = "the parts of a month are read as ending on its 10th, its 20th and its last day"


_LENGTHS = {"M": 1, "Q": 3, "H": 6}  # in months
_END = 4


def parts(core: Sequence[Token]) -> list[Part] | None:
    """The one or two periods of a core; a year said once holds for both ends of a range.

    None where the words make no period: two years side by side, a quarter of a month.
    """
    found: list[Part] = [{}]
    ends_year: list[Part] = []
    for word in core:
        if word.code in "CZx":
            found.append({})
            continue
        code = {"s": "S", "k": "Y"}.get(word.code, word.code)
        if code in found[-1]:
            return None
        found[-1][code] = {"s": (_END,), "k": (1, 0)}.get(word.code, word.values)
        if word.code == "s":
            ends_year.append(found[-1])
    for part in ends_year:
        part.setdefault("Y", (1, 0))  # 年底 alone is this year's
    if any(part.keys() <= {"S"} or len(part.keys() & set("MQHK")) > 1 for part in found):
        return None
    years = [part["Y"] for part in found if "Y" in part]
    if len(found) == 2 and len(years) == 1 and not any("K" in part for part in found):
        found = [{"Y": years[0], **part} for part in found]
    return found


def span(part: Part, base: date, notes: list[str]) -> Span | None:
    """First and last day of a period, seen from `base`; None where there is no such period.

    What it had to assume is added to `notes`.
    """
    third = part.get("S", (0,))[0]
    if "K" in part:
        return _long_span(part, base, third, notes)
    letter = next((letter for letter in "MQH" if letter in part), None)
    if letter is not None:
        return _short_span(part, letter, base, third, notes)
    offset, year = part.get("Y", (1, 0))
    year += base.year if offset else 0
    if "D" in part or year >= date.max.year:
        return None
    if third == _END:
        return date(year, 12, 1), date(year, 12, 31)
    begins = {0: 1, 1: 1, 2: 5, 3: 9}[third]
    return _months(year * 12 + begins - 1, 4 if third else 12)


def _short_span(part: Part, letter: str, base: date, third: int, notes: list[str]) -> Span | None:
    """A month, a quarter, a half, or a day or a third of a month."""
    length = _LENGTHS[letter]
    moved, number = part[letter]
    offset, year = part.get("Y", (1, 0))
    year += base.year if offset else 0
    index = year * 12 + (number - 1) * length
    if moved:  # this month, the next quarter
        index = base.year * 12 + ((base.month - 1) // length + number) * length
    if index + 12 + length > date.max.year * 12 or (third in (1, 2, 3) and letter != "M"):
        return None
    found = _months(index, length, part.get("D"), third)
    if not moved and "Y" not in part:
        notes.append(_NEXT)
        if found is None or found[1] < base:
            found = _months(index + 12, length, part.get("D"), third)
    if third in (1, 2, 3):
        notes.append(_THIRDS)
    return found


def _months(
    index: int, length: int, day: tuple[int, ...] | None = None, third: int = 0
) -> Span | None:
    """The months from `index` (years times twelve and months), or what is asked for of them."""
    first = date(index // 12, index % 12 + 1, 1)
    last = add_days(add_months(first, length), -1)
    if day is not None:
        return (first.replace(day=day[0]),) * 2 if 1 <= day[0] <= last.day else None
    if length == 1 and third in (1, 2, 3):
        ends = {1: 10, 2: 20, 3: last.day}[third]
        return first.replace(day=10 * third - 9), first.replace(day=ends)
    return first, last


def _long_span(part: Part, base: date, third: int, notes: list[str]) -> Span | None:
    """A decade ends in 9 and a century in 00; a week runs from Monday to Sunday."""
    size, number = part["K"]
    if part.keys() - {"K", "S"} or third in (1, 2, 3) or (third and size == 7):
        return None
    if size == 7:
        monday = add_days(base, 7 * number - base.weekday())
        return monday, add_days(monday, 6)
    years = size // 12
    first = (base.year // 10 + number) * 10 if number < 1000 else number
    if years == 100:
        notes.append(_CENTURY)
        first = ((base.year - 1) // 100 + number) * 100 + 1 if number < 1000 else number + 1
    if not 1 <= first <= date.max.year - years:
        return None
    return date(first, 1, 1), date(first + years - 1, 12, 31)
