"""Owns how promised dates move: statements of one claim over time, and their slip. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.rows import Row

__all__ = ["ENOUGH", "SPAN", "Slip", "chains", "dated", "slip"]

#: Fewer statements than this are told in words: a line fits any two.
ENOUGH = 3
#: Statements closer together than this, in years, are told in words too: over a few weeks the
#: difference between two claims would pass for a movement of one.
SPAN = 1.0
_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class Slip:
    """How fast a promised date moves: `rate` in years per year, over `count` statements.

    0 means that the date stands; 1 that it moves away as fast as time passes; None that there are
    too few statements, or all of them within `SPAN`.
    """

    count: int
    rate: float | None


def dated(rows: Iterable[Row]) -> list[Row]:
    """The rows that name a date, earliest statement first."""
    return sorted(
        (row for row in rows if _promised(row)), key=lambda row: (row.made_on.first, row.id)
    )


def chains(rows: Sequence[Row]) -> list[list[Row]]:
    """The dated statements of one claim, joined by `restates`: two or more, in order of time."""
    known = {row.id: row for row in rows}
    root = {row.id: row.id for row in rows}

    def top(name: str) -> str:
        while root[name] != name:
            root[name] = root[root[name]]  # half the way for whoever comes next
            name = root[name]
        return name

    for row in rows:
        if row.restates in known:
            one, other = top(row.id), top(row.restates)
            root[max(one, other)] = min(one, other)
    members: dict[str, list[Row]] = {}
    for row in dated(rows):
        members.setdefault(top(row.id), []).append(row)
    found = [
        sorted(
            m, key=lambda row: (row.made_on.first, row.restates in known)
        )  # the same day: as told
        for m in members.values()
        if len(m) > 1
    ]
    return sorted(found, key=lambda m: (-len(m), m[0].id))


def slip(rows: Sequence[Row]) -> Slip:
    """The least-squares slope of the promised day over the day it was promised.

    The day of a statement is the middle of `made_on`, the promised day the end of the window, or
    its beginning for a lower bound.
    """
    points = [(_made(row), day.toordinal() / _YEAR) for row in rows if (day := _promised(row))]
    if len(points) < ENOUGH:
        return Slip(len(points), None)
    middle = sum(x for x, _ in points) / len(points)
    level = sum(y for _, y in points) / len(points)
    made = [x for x, _ in points]
    if max(made) - min(made) < SPAN:
        return Slip(len(points), None)
    spread = sum((x - middle) ** 2 for x in made)
    return Slip(len(points), sum((x - middle) * (y - level) for x, y in points) / spread)


def _made(row: Row) -> float:
    return (row.made_on.first.toordinal() + row.made_on.last.toordinal()) / 2 / _YEAR


def _promised(row: Row) -> date | None:
    return row.latest or row.earliest
