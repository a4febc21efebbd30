"""Owns the rows behind every table, chart and export: plain values, no pandas.

Whatever shows a number of records asks here, so that command line, exports and pages agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.dates import PartialDate
from tracker.model import Prediction
from tracker.query import Filter
from tracker.registry import Record, Registry
from tracker.state import GRACE, SOON, URGENCY, Standing, State, Timing, state, timing

__all__ = ["NEEDS_SOMEBODY", "Due", "Row", "count_states", "due", "due_among", "row_of", "rows"]

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


@dataclass(frozen=True, slots=True)
class Due:
    """What needs somebody on a day.

    `rows` are those that do, `listed` all that the filter lets through, `counts` how many of these
    are in each state, `deferred` how many were put off to a later day.
    """

    as_of: date
    rows: tuple[Row, ...]
    listed: tuple[Row, ...]
    counts: Mapping[State, int]
    deferred: int

    @property
    def total(self) -> int:
        """How many records the filter lets through."""
        return len(self.listed)


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
    facts = registry.facts(record)
    standing = state(facts, today, soon=soon, grace=grace)
    if standing is None:
        return None
    return _row(registry, record, standing, timing(facts, today))


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


def _row(registry: Registry, record: Record, standing: Standing, lag: Timing | None) -> Row:
    prediction = record.prediction
    earliest, latest = prediction.window
    card = registry.cards.get(prediction.source)
    is_resolved = standing.state is State.RESOLVED
    resolution = prediction.resolution if is_resolved else None
    return Row(
        id=record.id,
        path=record.path,
        line=record.line,
        claim=prediction.claim,
        quote=prediction.quote,
        language=card.card.language if card else None,
        speaker=prediction.speaker,
        speaker_name=_shown(registry, prediction.speaker),
        reported_by=prediction.reported_by,
        reporter_name=_shown(registry, prediction.reported_by) if prediction.reported_by else None,
        source=prediction.source,
        source_title=_title(prediction, card.card.title_en or card.card.title if card else None),
        made_on=prediction.made_on,
        hedge=prediction.hedge,
        kind=prediction.kind,
        as_said=prediction.as_said,
        assumed=prediction.assumed,
        earliest=earliest,
        latest=latest,
        due_after=standing.due_after,
        correct=prediction.criteria.correct if prediction.criteria else None,
        incorrect=prediction.criteria.incorrect if prediction.criteria else None,
        tags=prediction.tags or (),
        restates=prediction.restates,
        after=getattr(prediction.deadline, "after", None),
        status=prediction.status if is_resolved else "open",
        state=standing.state,
        days=standing.days,
        in_window=standing.in_window,
        deferred=standing.deferred,
        hint=standing.hint,
        review=prediction.review.next if prediction.review else None,
        resolved_on=resolution.resolved_on if resolution else None,
        happened_on=resolution.happened_on if resolution else None,
        timing=lag if resolution else None,
        names=_names(registry, prediction.speaker),
        reporter_names=_names(registry, prediction.reported_by or ""),
    )


def _shown(registry: Registry, name: str) -> str:
    person = registry.people.get(name)
    return person.name_en or person.name if person else name


def _names(registry: Registry, name: str) -> tuple[str, ...]:
    person = registry.people.get(name)
    return tuple(dict.fromkeys((person.name, person.name_en or person.name))) if person else ()


def _title(prediction: Prediction, title: str | None) -> str:
    return title or prediction.source
