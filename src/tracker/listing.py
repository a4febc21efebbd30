"""Owns the short way from a folder to what is listed: rows and counts, without keeping records.

Each file is read, judged and let go; what stays is a few numbers a file and its plain values on
disk. What has not changed since the last run is not read at all. `registry.load` is the long way,
for whatever needs models, places and diagnostics; both give the same rows, which tests hold.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from typing import Any

from tracker.folder import PEOPLE, PREDICTIONS, Walk
from tracker.index import WAITS, Damaged, Index, Rows, is_listed, read_record, read_row, stem
from tracker.query import Filter
from tracker.rows import NEEDS_SOMEBODY, Due, Row, make
from tracker.state import GRACE, SOON, URGENCY, Facts, State, state_on, turns
from tracker.values import Entry, Values, facts, names_of

__all__ = ["Listing"]


class Listing:
    """The records of one folder, for lists."""

    def __init__(self, walk: Walk, index: Index, rows: Rows, *, is_from_cache: bool) -> None:
        self.root = walk.root
        #: Whether every later change of a file must show in what `stat` says of it.
        self.is_settled = index.stamps == walk.stamps
        self.is_from_cache = is_from_cache
        self._index = index
        self._rows = rows
        self._seeds: dict[str, Any] = {}
        self._places: dict[str, int] = {}

    @property
    def invalid_files(self) -> tuple[str, ...]:
        """The files with an error, sorted."""
        return tuple(self._index.invalid)

    @property
    def is_empty(self) -> bool:
        """Whether there is no record, not even a broken one."""
        index = self._index
        return not index.invalid and not any(map(is_listed, index.flags[index.seeds :]))

    def due(
        self,
        today: date,
        *,
        where: Filter | None = None,
        soon: int = SOON,
        grace: int = GRACE,
        every: bool = False,
    ) -> Due:
        """What needs somebody on `today`; `listed` is only filled in for `every`."""
        wanted = where or Filter()
        counts = dict.fromkeys(URGENCY, 0)
        needing, listed = [], []
        for place, word in self._states(today, soon=soon, grace=grace):
            if not wanted and not every:
                counts[word] += 1
                if word not in NEEDS_SOMEBODY:
                    continue
            row = self._row(place, today, soon=soon, grace=grace)
            if wanted or every:
                if not wanted.matches(row):
                    continue
                counts[word] += 1
                if every:
                    listed.append(row)
            if word in NEEDS_SOMEBODY:
                needing.append(row)
        needing.sort(key=lambda row: row.urgency)
        return Due(
            as_of=today,
            rows=tuple(row for row in needing if not row.deferred),
            listed=tuple(sorted(listed, key=lambda row: row.urgency)),
            counts=counts,
            deferred=sum(row.deferred for row in needing),
        )

    def rows(
        self, today: date, *, where: Filter | None = None, soon: int = SOON, grace: int = GRACE
    ) -> list[Row]:
        """The records that `where` lets through, most urgent first."""
        return list(self.due(today, where=where, soon=soon, grace=grace, every=True).listed)

    def person_names(self, key: str) -> tuple[str, ...]:
        """The names of a person or organisation, the one to be shown last; none for a name."""
        people = self._seed(PEOPLE)
        found = people["people"].get(key) if people else None
        return names_of(*found) if found else ()

    def card_title(self, key: str) -> tuple[str, str | None] | None:
        """A card's title to be shown and its language; None without a card."""
        found = self._seed(key)
        return (found[1] or found[0], found[2]) if found else None

    def _seed(self, key: str) -> Any:
        """What is kept of a card, or of the people: plain lists and mappings."""
        index, seeds = self._index, self._seeds
        if not seeds:
            seeds[""] = None
            for place, path in enumerate(index.paths[: index.seeds]):
                if is_listed(index.flags[place]) or path == PEOPLE:
                    seeds[path if path == PEOPLE else stem(path)] = place
        found = seeds.get(key)
        if isinstance(found, int):
            found = seeds[key] = read_row(index, self._rows, found)
        return found

    def _states(self, today: date, *, soon: int, grace: int) -> Iterator[tuple[int, State]]:
        index = self._index
        day = today.toordinal()
        numbers = iter(index.turns)
        days: tuple[int, int, int, int]
        for place, days in enumerate(zip(numbers, numbers, numbers, numbers, strict=True)):
            flags = index.flags[place]
            if place < index.seeds or not is_listed(flags):
                continue
            if flags & WAITS and self._is_over(index.links[index.paths[place]][1]):
                days = turns(self._facts(place), today)
            word = state_on(days, day, soon=soon, grace=grace)
            if word is not None:
                yield place, word

    def _is_over(self, record: str | None) -> bool:
        """Whether a record is there and closed: one that is open makes no day for another."""
        place = self._place(record) if record else None
        return place is not None and self._index.turns[4 * place + 1] > 0

    def _row(self, place: int, today: date, *, soon: int, grace: int) -> Row:
        path = self._index.paths[place]
        line, values = read_record(self._index, self._rows, place)
        entry = Entry(stem(path), path, line, values)
        row = make(entry, self._facts(place, values), self, today, soon=soon, grace=grace)
        if row is None:
            raise Damaged
        return row

    def _facts(self, place: int, values: Values | None = None) -> Facts:
        if values is None:
            values = read_record(self._index, self._rows, place)[1]
        if not self._index.flags[place] & WAITS:
            return facts(values)
        parent = self._place(values["deadline"]["after"])
        if parent is None or parent == place:
            return facts(values)
        return facts(values, facts(read_record(self._index, self._rows, parent)[1]))

    def _place(self, record: str) -> int | None:
        """Where a record that is listed stands."""
        index = self._index
        path = f"{PREDICTIONS}/{record}.yaml"
        place = bisect_left(index.paths, path, index.seeds)
        is_here = place < len(index.paths) and index.paths[place] == path
        if is_here and is_listed(index.flags[place]):
            return place
        if not self._places:  # not right below predictions/
            self._places[""] = -1
            for place in range(index.seeds, len(index.paths)):
                if is_listed(index.flags[place]):
                    self._places[stem(index.paths[place])] = place
        return self._places.get(record)
