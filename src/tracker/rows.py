"""Owns the rows behind every table, chart and export: plain values, no pandas.

Whatever shows a number of records asks here, so that command line, exports and pages agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from tracker.dates import PartialDate
from tracker.query import Filter
from tracker.state import GRACE, SOON, URGENCY, Facts, State, Timing, state, timing
from tracker.values import Entry, day, deadline, partial

if TYPE_CHECKING:
    from tracker.registry import Record, Registry

__all__ = [
    "NEEDS_SOMEBODY",
    "Due",
    "Names",
    "Row",
    "count_states",
    "due",
    "due_among",
    "make",
    "row_of",
    "rows",
]

#: The states of a record that needs somebody, most urgent first.
NEEDS_SOMEBODY = (State.OVERDUE, State.DUE, State.REVIEW, State.SOON)


@dataclass(frozen=True, slots=True)
class Row:
    """One record on one day. Dates are calendar dates, `days` whole days (negative when past).

    `speaker`, `reported_by` and `source` are as written in the record (a key or a name),
    `speaker_name`, `reporter_name` and `source_title` as shown to a reader. `status` is the verdict
    that counts on the day: open before `resolved_on`.
    """

    id: str
    path: str
    line: int
    claim: str
    quote: str
    language: str | None
    speaker: str
    speaker_name: str
    reported_by: str | None
    reporter_name: str | None
    source: str
    source_title: str
    made_on: PartialDate
    hedge: str | None
    kind: str
    as_said: str | None
    assumed: str | None
    earliest: date | None
    latest: date | None
    due_after: date | None
    correct: str | None
    incorrect: str | None
    tags: tuple[str, ...]
    restates: str | None
    after: str | None
    status: str
    state: State
    days: int | None
    in_window: bool
    deferred: bool
    hint: str
    review: date | None
    resolved_on: PartialDate | None
    happened_on: PartialDate | None
    timing: Timing | None
    names: tuple[str, ...]
    reporter_names: tuple[str, ...]

    @property
    def speakers(self) -> Sequence[str]:
        """What a filter for the speaker may say."""
        return (self.speaker, self.speaker_name, *self.names)

    @property
    def sources(self) -> Sequence[str]:
        """What a filter for the source may say."""
        return (self.source, self.source_title)

    @property
    def searched(self) -> Sequence[str]:
        """Where a search looks."""
        return (
            self.id,
            self.claim,
            self.quote,
            self.speaker_name,
            *self.names,
            self.reporter_name or "",
            *self.reporter_names,
        )

    @property
    def urgency(self) -> tuple[int, date, str]:
        """The sort key of every list: most urgent first, then the nearest date, then the id."""
        when = self.resolved_on.last if self.resolved_on and self.state == "resolved" else None
        return (URGENCY.index(self.state), when or self.due_after or date.max, self.id)


class Names(Protocol):
    """Whoever can say how people and sources are called."""

    def person_names(self, key: str) -> tuple[str, ...]:
        """The names of a key, the one to be shown last; none for a plain name."""
        ...

    def card_title(self, key: str) -> tuple[str, str | None] | None:
        """A card's title to be shown and its language; None without a card."""
        ...


@dataclass(frozen=True, slots=True)
class Due:
    """What needs somebody on a day.

    `rows` are those that do, `listed` all that the filter lets through (none where nobody asked for
    them), `counts` how many of these are in each state, `deferred` how many were put off to a later
    day.
    """

    as_of: date
    rows: tuple[Row, ...]
    listed: tuple[Row, ...]
    counts: Mapping[State, int]
    deferred: int

    @property
    def total(self) -> int:
        """How many records the filter lets through."""
        return sum(self.counts.values())


def rows(
    registry: Registry,
    today: date,
    *,
    where: Filter | None = None,
    soon: int = SOON,
    grace: int = GRACE,
) -> list[Row]:
    """The records that `where` lets through, most urgent first; `soon` and `grace` in days.

    A record that had not been said on `today` is not among them.
    """
    wanted = where or Filter()
    every = (
        row_of(registry, record, today, soon=soon, grace=grace)
        for record in registry.records.values()
    )
    found = [row for row in every if row is not None and wanted.matches(row)]
    return sorted(found, key=lambda row: row.urgency)


def row_of(
    registry: Registry, record: Record, today: date, *, soon: int = SOON, grace: int = GRACE
) -> Row | None:
    """One record's row on `today`; None when it had not been said yet."""
    entry = Entry(record.id, record.path, record.line, record.values)
    return make(entry, registry.facts(record), registry, today, soon=soon, grace=grace)


def due(
    registry: Registry,
    today: date,
    *,
    where: Filter | None = None,
    soon: int = SOON,
    grace: int = GRACE,
) -> Due:
    """The records that need somebody on `today`: overdue, due, review, soon, in that order."""
    return due_among(rows(registry, today, where=where, soon=soon, grace=grace), today)


def due_among(listed: Sequence[Row], today: date) -> Due:
    """Those of the rows that need somebody; `today` is the day that the rows are of."""
    needing = [row for row in listed if row.state in NEEDS_SOMEBODY]
    return Due(
        as_of=today,
        rows=tuple(row for row in needing if not row.deferred),
        listed=tuple(listed),
        counts=count_states(listed),
        deferred=sum(row.deferred for row in needing),
    )


def count_states(listed: Iterable[Row]) -> dict[State, int]:
    """How many rows are in each state, every state named."""
    counted = Counter(row.state for row in listed)
    return {word: counted[word] for word in URGENCY}


def make(
    entry: Entry, facts: Facts, names: Names, today: date, *, soon: int = SOON, grace: int = GRACE
) -> Row | None:
    """The row of a record's plain values; None when it had not been said yet."""
    standing = state(facts, today, soon=soon, grace=grace)
    if standing is None:
        return None
    values = entry.values
    window = deadline(values)
    is_resolved = standing.state is State.RESOLVED
    resolution = (values.get("resolution") if is_resolved else None) or {}
    criteria = values.get("criteria") or {}
    review = values.get("review")
    reporter = values.get("reported_by")
    speaker, source = values["speaker"], values["source"]
    title, language = names.card_title(source) or (source, None)
    speaker_names = names.person_names(speaker)
    reporter_names = names.person_names(reporter) if reporter else ()
    return Row(
        id=entry.id,
        path=entry.path,
        line=entry.line,
        claim=values["claim"],
        quote=values["quote"],
        language=language,
        speaker=speaker,
        speaker_name=speaker_names[-1] if speaker_names else speaker,
        reported_by=reporter,
        reporter_name=reporter_names[-1] if reporter_names else reporter,
        source=source,
        source_title=title,
        made_on=facts.made_on,
        hedge=values.get("hedge"),
        kind=facts.kind,
        as_said=window.get("as_said"),
        assumed=window.get("assumed"),
        earliest=facts.earliest,
        latest=facts.latest,
        due_after=standing.due_after,
        correct=criteria.get("correct"),
        incorrect=criteria.get("incorrect"),
        tags=tuple(values.get("tags") or ()),
        restates=values.get("restates"),
        after=window.get("after"),
        status=facts.status if is_resolved else "open",
        state=standing.state,
        days=standing.days,
        in_window=standing.in_window,
        deferred=standing.deferred,
        hint=standing.hint,
        review=day(review["next"]) if review else None,
        resolved_on=partial(resolution.get("resolved_on")),
        happened_on=partial(resolution.get("happened_on")),
        timing=timing(facts, today) if resolution else None,
        names=speaker_names,
        reporter_names=reporter_names,
    )
