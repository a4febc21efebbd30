"""How deadlines move: the statements of a claim over time, and their slope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.rows import Row

__all__ = ["ENOUGH", "SPAN", "Drift", "chains", "dated", "drift"]

#: Fewer statements than this have no slope, since a line fits any two.
ENOUGH = 3
#: Statements within a shorter time than this, in years, have no slope either: the difference
#: between two claims would look like the movement of one.
SPAN = 1.0
_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class Drift:
    """How fast a deadline moves: `rate` in years per year, over `count` statements.

    With 0 it stays where it is, with 1 it moves away as fast as time passes. None means that there
    are too few statements, or that all are within `SPAN`.
    """

    count: int
    rate: float | None


def dated(rows: Iterable[Row]) -> list[Row]:
    """The rows with a date, earliest statement first."""
    return sorted(
        (row for row in rows if _promised(row)), key=lambda row: (row.made_on.first, row.id)
    )


def chains(rows: Sequence[Row]) -> list[list[Row]]:
    """The dated statements of each claim that was restated, in order of time."""
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
        sorted(chain, key=lambda row: (row.made_on.first, row.restates in known))
        for chain in members.values()
        if len(chain) > 1
    ]
    return sorted(restated, key=lambda chain: (-len(chain), chain[0].id))


def drift(rows: Sequence[Row]) -> Drift:
    """The least-squares slope of the deadline over the day of the statement.

    The day of the statement is the middle of `made_on`; the deadline is the end of the window, or
    its start for a "not before" claim.
    """
    points = [(_made(row), day.toordinal() / _YEAR) for row in rows if (day := _promised(row))]
    if len(points) < ENOUGH:
        return Drift(len(points), None)
    middle = sum(x for x, _ in points) / len(points)
    level = sum(y for _, y in points) / len(points)
    years = [x for x, _ in points]
    if max(years) - min(years) < SPAN:
        return Drift(len(points), None)
    spread = sum((x - middle) ** 2 for x in years)
    return Drift(len(points), sum((x - middle) * (y - level) for x, y in points) / spread)


def _made(row: Row) -> float:
    return (row.made_on.first.toordinal() + row.made_on.last.toordinal()) / 2 / _YEAR


def _promised(row: Row) -> date | None:
    return row.latest or row.earliest
