"""How deadlines move: the statements of a claim over time, and their slope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.rows import Row
from tracker.text import plural

__all__ = ["ENOUGH", "NOTHING", "SPAN", "Chain", "Drift", "chains", "dated", "drift"]

#: Fewer statements than this have no slope, since a line fits any two.
ENOUGH = 3
#: Statements within a shorter time than this, in years, have no slope either: the difference
#: between two claims would look like the movement of one.
SPAN = 1.0
#: Statements of one claim within a shorter time than this, in years, have no pace.
_APART = 0.25
_YEAR = 365.2425
#: What is said where nothing was stated again.
NOTHING = "No claim was stated again with another date."


@dataclass(frozen=True, slots=True)
class Drift:
    """How fast a deadline moves: `rate` in years per year, over `count` statements.

    With 0 it stays where it is, with 1 it moves away as fast as time passes. None means that there
    are too few statements, or that all are within `SPAN`.
    """

    count: int
    rate: float | None


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
        """`slips 14 months a year`, `moves 3 months a year earlier`, `does not slip`."""
        if self.months is None:
            return "too close to measure"
        if self.months > 0:
            return f"slips {plural(self.months, 'month')} a year"
        if self.months < 0:
            return f"moves {plural(-self.months, 'month')} a year earlier"
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
    """The slope of the dates of one claim, in months a year."""
    if len({_promised(row) for row in chain}) == 1:
        return 0
    rate = _slope(chain, _APART)
    return None if rate is None else round(12 * rate)


def drift(rows: Sequence[Row]) -> Drift:
    """The least-squares slope of the deadline over the day of the statement.

    The day of the statement is the middle of `made_on`; the deadline is the end of the window, or
    its start for a "not before" claim.
    """
    count = sum(_promised(row) is not None for row in rows)
    return Drift(count, _slope(rows, SPAN) if count >= ENOUGH else None)


def _slope(rows: Sequence[Row], span: float) -> float | None:
    """Years by which the date moves per year; None if the statements are less than `span` apart."""
    points = [(_made(row), day.toordinal() / _YEAR) for row in rows if (day := _promised(row))]
    years = [x for x, _ in points]
    if not years or max(years) - min(years) < span:
        return None
    middle = sum(years) / len(points)
    level = sum(y for _, y in points) / len(points)
    spread = sum((x - middle) ** 2 for x in years)
    return sum((x - middle) * (y - level) for x, y in points) / spread


def _made(row: Row) -> float:
    return (row.made_on.first.toordinal() + row.made_on.last.toordinal()) / 2 / _YEAR


def _promised(row: Row) -> date | None:
    return row.latest or row.earliest
