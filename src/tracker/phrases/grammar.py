"""The time clauses of a text: an amount of time or a period, and how it is meant.

What window a clause is, `windows` decides. The grammar is closed: a clause is made of known words
only, and `trouble` names the word beside it that could change its meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.phrases.amounts import UNITS, Amount, amount
from tracker.phrases.calendar import Period
from tracker.phrases.parts import Part, Word, is_part
from tracker.phrases.periods import CALENDAR, periods

__all__ = ["TIMES", "Clause", "clauses", "ends", "reach", "starts", "unbound"]

_BEFORE = frozenset(
    (
        Part.IN,
        Part.WITHIN,
        Part.UNDER,
        Part.NEXT,
        Part.TAKES,
        Part.FOR,
        Part.OVER,
        Part.EARLIEST,
        Part.AT_LEAST,
        Part.UNTIL,
        Part.AFTER,
        Part.BY,
        Part.TO,
        Part.BEFORE,
        Part.FROM,
        Part.MORE,
        Part.THROUGH,
    )
)
_BEHIND = frozenset(
    (
        Part.AMID,
        Part.INSIDE,
        Part.BEHIND,
        Part.AHEAD,
        Part.AWAY,
        Part.EARLIEST,
        Part.LATEST,
        Part.OR_MORE,
        Part.ONLY_THEN,
        Part.ONWARDS,
    )
)
#: Words of time: what is left over of them makes a phrase unreadable.
TIMES = CALENDAR | {*UNITS, Part.RELATIVE}


@dataclass(frozen=True, slots=True)
class Clause:
    """One time clause: words `first` to `last` (exclusive), its core, and the parts around that."""

    first: int
    last: int
    core: int  # the first word of the core
    behind: int  # the first word behind the core
    time: Amount | tuple[Period, ...]
    before: tuple[Part, ...]
    after: tuple[Part, ...]

    @property
    def is_amount(self) -> bool:
        """Whether it counts from the day of the statement, and names no period."""
        return isinstance(self.time, Amount)

    @property
    def is_bare(self) -> bool:
        """Whether no word says how the time is meant."""
        return not self.after and set(self.before) <= {Part.MORE}

    @property
    def is_relative(self) -> bool:
        """Whether it is counted from the statement: this year, next month."""
        if isinstance(self.time, Amount):
            return False
        period = self.time[0]
        parts = (Part.YEAR, Part.MONTH, Part.QUARTER, Part.SEASON)
        moved = any(period.get(part, (0,))[0] for part in parts)
        return moved or period.get(Part.SPAN, (0, 2000))[1] < 2

    def has(self, *parts: Part) -> bool:
        """Whether one of `parts` stands around it."""
        before, after = self.before, self.after
        for part in parts:  # noqa: SIM110 - `any` takes twice as long, in the busiest line of `check`
            if part in before or part in after:
                return True
        return False


def clauses(words: Sequence[Word]) -> list[Clause]:
    """The time clauses among `words`, in order."""
    listed: list[Clause] = []
    place = floor = 0
    while place < len(words):
        read = amount(words, place) or periods(words, place)
        if read is None:
            place += 1
            continue
        clause = _around(words, floor, place, *read)
        listed.append(clause)
        place = floor = clause.last
    return listed


def unbound(words: Sequence[Word]) -> list[Word]:
    """The words without the bounds of amounts of something else: at least 50%, 20% or more."""
    kept: list[Word] = []
    for place, word in enumerate(words):
        is_bound = word.part in (Part.AT_LEAST, Part.UNDER, Part.OVER)
        is_more = word.part is Part.OR_MORE
        timed = is_part(kept, len(kept) - 1, *UNITS, *CALENDAR)
        if (is_bound and _is_of_a_count(words, place + 1)) or (is_more and not timed):
            word = replace(word, part=Part.QUANTITY)
        kept.append(word)
    return kept


def _is_of_a_count(words: Sequence[Word], place: int) -> bool:
    if not is_part(words, place, Part.NUMBER, Part.QUANTITY, Part.OTHER, Part.ORDINAL):
        return False
    return amount(words, place) is None and periods(words, place) is None


def _around(
    words: Sequence[Word], floor: int, core: int, time: Amount | tuple[Period, ...], end: int
) -> Clause:
    first, last = core, end
    while first > floor and core - first < 5 and words[first - 1].part in _BEFORE:
        first -= 1
    before = tuple(word.part for word in words[first:core])
    while last < len(words) and last - end < 3 and _is_behind(words, last, before):
        last += 1
    return Clause(first, last, core, end, time, before, tuple(w.part for w in words[end:last]))


def _is_behind(words: Sequence[Word], place: int, before: Sequence[Part]) -> bool:
    part = words[place].part
    following = words[place + 1].part if place + 1 < len(words) else Part.PAUSE
    if part is Part.AT_LEAST:
        return following is Part.PAUSE and not words[place].chinese
    if part is Part.EARLIEST and following in (*TIMES, Part.NUMBER):
        return False  # "NET 2027 ..., NET 2030"
    if part is Part.IN and Part.FROM in before:
        return following not in (*TIMES, Part.NUMBER)  # from 2027 on
    return part in _BEHIND


def ends(words: Sequence[Word], place: int) -> bool:
    """Whether the sentence, or a part of it, ends before `place`."""
    return place >= len(words) or words[place].part is Part.PAUSE


def starts(words: Sequence[Word], place: int) -> bool:
    """Whether the sentence, or a part of it, starts at `place`."""
    return not place or words[place - 1].part is Part.PAUSE


def reach(clause: Clause, words: Sequence[Word]) -> range:
    """The part of the sentence that the time stands in; of a time alone, the next one too."""
    first, last = clause.first, clause.last
    while not starts(words, first):
        first -= 1
    last += ends(words, last) and first == clause.first
    while not ends(words, last):
        last += 1
    return range(first, last)
