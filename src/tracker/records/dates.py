"""Calendar dates: partial dates, durations, anniversaries. Pure; never reads the clock."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

__all__ = [
    "Duration",
    "PartialDate",
    "add_days",
    "add_months",
    "add_years",
    "parse_date",
]

_FULL = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_DURATION = re.compile(
    r"P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?", re.ASCII
)


@lru_cache(maxsize=4096)
def parse_date(text: str) -> date:
    """Read a full date, `2024-03-05`.

    Raises ValueError with a readable message for any other text and for days that don't exist.
    """
    match = _FULL.fullmatch(text)
    if match is None:
        raise ValueError("expected a full date such as 2024-03-05")
    year, month, day = (int(part) for part in match.groups())
    return _day(year, month, day)


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later (or earlier); clipped to the month's last day.

    29 February and the 31st are clipped, as the deadline policy says. Beyond the calendar's ends,
    the result is its first or last day: a deadline in the year 12000 is as good as one in 9999.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year > date.max.year:
        return date.max
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The anniversary; 29 February is clipped to 28 February."""
    return add_months(day, years * 12)


def add_days(day: date, days: int) -> date:
    """`days` later, limited to the calendar (0001-01-01 to 9999-12-31)."""
    ordinal = day.toordinal() + days
    return date.fromordinal(max(1, min(ordinal, date.max.toordinal())))


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as its evidence: a day, a month, a year, or a pair of bounds.

    `first` and `last` are its earliest and latest possible days; `text` is the date as
    written (`2024-03-05`, `2024-03`, `2024`, `2024-02-16/2024-05-13`).
    """

    text: str
    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read one of the four forms; raises ValueError with a readable message."""
        return _parse_partial(text)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Duration:
    """A calendar duration: months (years are twelve) and days (weeks are seven)."""

    text: str
    months: int
    days: int

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read ISO 8601 (`P2Y`, `P18M`, `P6W`, `P1Y6M10D`); ValueError says what is wrong."""
        match = _DURATION.fullmatch(text)
        if match is None:
            raise ValueError("expected an ISO 8601 duration such as P2Y, P18M or P30D")
        years, months, weeks, days = (int(part or 0) for part in match.groups())
        return cls(text, years * 12 + months, weeks * 7 + days)

    def after(self, day: date) -> date:
        """The day on which the duration ends if it begins on `day`."""
        return add_days(add_months(day, self.months), self.days)

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def _parse_partial(text: str) -> PartialDate:
    lower, slash, upper = text.partition("/")
    first, last = _bounds(lower)
    if slash:
        upper_first, upper_last = _bounds(upper)
        if upper_first < first or upper_last < last:
            raise ValueError("the second date is before the first")
        last = upper_last
    return PartialDate(text, first, last)


def _bounds(text: str) -> tuple[date, date]:
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise ValueError(
            "expected a date such as 2024-03-05, 2024-03, 2024 or 2024-02-16/2024-05-13"
        )
    year, month, day = match.groups()
    if day is not None:
        exact = _day(int(year), int(month), int(day))
        return exact, exact
    if month is not None:
        first = _day(int(year), int(month), 1)
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    first = _day(int(year), 1, 1)
    return first, date(first.year, 12, 31)


def _day(year: int, month: int, day: int) -> date:
    if year < 1:
        raise ValueError("years begin at 0001")
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month:02d}")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise ValueError(f"{calendar.month_name[month]} {year:04d} has {days} days")
    return date(year, month, day)
