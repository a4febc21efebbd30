"""How deadlines move: the statements of a claim over time, and their slope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.rows import Row
from tracker.text import plural

__all__ = ["NOTHING", "Chain", "chains", "dated"]

#: Statements of one claim within a shorter time than this, in years, have no pace.
_APART = 0.25
_YEAR = 365.2425
#: What is said where nothing was stated again.
NOTHING = "No claim was stated again with another date."


@dataclass(frozen=True, slots=True)
class Chain:
    """The dated statements of one claim, earliest first.

    `months` is how far the date moves per year, in months: 12 is as fast as time passes, less than
    0 is closer. None if the statements are too close together.
    """

    rows: tuple[Row, ...]
    months: int | None

    @property
    def names(self) -> str:
        """Who stated it, the first one first."""
        return ", ".join(dict.fromkeys(row.speaker_name for row in self.rows))

    @property
    def pace(self) -> str:
        """`slips 14 months a year`, `moves earlier by 3 months a year`, `does not slip`.

        Of two statements, what happened from one to the other: `slipped 5 years in 12 months`.
        """
        if self.months is None:
            return "too close to measure"
        if self.months and len(self.rows) == 2:
            first, last = self.rows
            moved = _length(_years(last) - _years(first))
            way = f"slipped {moved}" if self.months > 0 else f"moved {moved} earlier"
            return f"{way} in {_length(_made(last) - _made(first))}"
        if self.months > 0:
            return f"slips {plural(self.months, 'month')} a year"
        if self.months < 0:
            return f"moves earlier by {plural(-self.months, 'month')} a year"
        return "does not slip"


def dated(rows: Iterable[Row]) -> list[Row]:
    """The rows with a date, earliest statement first."""
    return sorted(
        (row for row in rows if _promised(row)), key=lambda row: (row.made_on.last, row.id)
    )


def chains(rows: Sequence[Row]) -> list[Chain]:
    """The dated statements of each claim that was restated; the one that slips most first."""
    known = {row.id: row for row in rows}
    root = {row.id: row.id for row in rows}

    def top(name: str) -> str:
        while root[name] != name:
            root[name] = root[root[name]]  # path halving: shortens later look-ups
            name = root[name]
        return name

    for row in rows:
        if row.restates in known:
            one, other = top(row.id), top(row.restates)
            root[max(one, other)] = min(one, other)
    members: dict[str, list[Row]] = {}
    for row in dated(rows):
        members.setdefault(top(row.id), []).append(row)
    # On the same day, the original comes before the restatement.
    restated = [
        sorted(chain, key=lambda row: (row.made_on.last, row.restates in known))
        for chain in members.values()
        if len(chain) > 1
    ]
    measured = [Chain(tuple(chain), _months(chain)) for chain in restated]
    return sorted(
        measured,
        key=lambda chain: (
            chain.months is None,
            -(chain.months or 0),
            -len(chain.rows),
            chain.rows[0].id,
        ),
    )


def _months(chain: Sequence[Row]) -> int | None:
    """The least-squares slope of the dates over the days of the statements, in months a year.

    None if the statements are too close together.
    """
    if len({_promised(row) for row in chain}) == 1:
        return 0
    days, dates = [_made(row) for row in chain], [_years(row) for row in chain]
    if max(days) - min(days) < _APART:
        return None
    middle, level = sum(days) / len(days), sum(dates) / len(dates)
    spread = sum((x - middle) ** 2 for x in days)
    rate = sum((x - middle) * (y - level) for x, y in zip(days, dates, strict=True)) / spread
    return round(12 * rate)


def _length(years: float) -> str:
    """A time without its sign: `20 days`, `18 months`, `5 years`."""
    days = round(abs(years) * _YEAR)
    months = round(abs(years) * 12)
    if days < 45:
        return plural(days, "day")
    if months < 24 or months % 12:
        return plural(months, "month")
    return plural(months // 12, "year")


def _made(row: Row) -> float:
    """The middle of `made_on`, in years."""
    return (row.made_on.first.toordinal() + row.made_on.last.toordinal()) / 2 / _YEAR


def _promised(row: Row) -> date | None:
    return row.latest or row.earliest


def _years(row: Row) -> float:
    """The predicted date in years: the end of the window, or the start of a "not before" claim."""
    day = _promised(row)
    assert day is not None  # only dated statements are in chains
    return day.toordinal() / _YEAR
