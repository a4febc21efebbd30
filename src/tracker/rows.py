"""The rows behind every table, chart and export: plain values, no pandas.

Every count of records comes from here, so that command line, exports and pages agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from tracker.filter import Filter
from tracker.records.dates import PartialDate
from tracker.records.model import SUMMARY_MOST, TITLE_MOST, Resolution
from tracker.records.state import (
    GRACE,
    SOON,
    URGENCY,
    Facts,
    Standing,
    State,
    Timing,
    review_next,
    state,
    timing,
)
from tracker.records.vocabulary import Timeframe, timeframe
from tracker.text import shorten

if TYPE_CHECKING:
    from tracker.registry import Record

__all__ = [
    "ASKED_FOR",
    "NEEDS_ATTENTION",
    "Due",
    "Records",
    "Row",
    "count_states",
    "due",
    "due_among",
    "row_of",
    "rows",
]

#: The states that need attention, most urgent first; and all states that `due` lists.
NEEDS_ATTENTION = (State.OVERDUE, State.DUE, State.REVIEW)
ASKED_FOR = (*NEEDS_ATTENTION, State.SOON)


@dataclass(frozen=True, slots=True)
class Row:
    """One record on one day. Dates are calendar dates, `days` whole days (negative when past).

    `speaker` and `reported_by` are keys of people.yaml, or else names, `source` is a key or a URL;
    `speaker_name`, `reporter_name` and `source_title` are as displayed. `status` is the verdict on
    that day: open before `resolved_on`. `title` falls back to the claim, and the `summary` of a
    resolved record to its note, both shortened.
    """

    id: str
    path: str
    line: int
    title: str
    claim: str
    quote: str
    quote_en: str | None
    language: str | None
    speaker: str
    speaker_name: str
    reported_by: str | None
    reporter_name: str | None
    source: str
    source_title: str
    source_url: str | None
    made_on: PartialDate
    hedge: str | None
    hedge_en: str | None
    kind: str
    as_said: str | None
    as_said_en: str | None
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
    review_next: date | None
    resolved_on: PartialDate | None
    happened_on: PartialDate | None
    summary: str | None
    note: str | None
    evidence_url: str | None
    timing: Timing | None
    names: tuple[str, ...]
    reporter_names: tuple[str, ...]

    @property
    def speakers(self) -> Sequence[str]:
        """The values that a speaker filter matches."""
        return (self.speaker, self.speaker_name, *self.names)

    @property
    def sources(self) -> Sequence[str]:
        """The values that a source filter matches."""
        return (self.source, self.source_title)

    @property
    def searched(self) -> Sequence[str]:
        """The texts that a search looks in."""
        return (
            self.id,
            self.title,
            self.claim,
            self.quote,
            self.quote_en or "",
            self.speaker_name,
            *self.names,
            self.reporter_name or "",
            *self.reporter_names,
        )

    @property
    def mark(self) -> str:
        """The word that the record is shown by: its verdict, or its state while it is open.

        A record that would need attention but was postponed is `deferred`, as it is counted.
        """
        if self.state is State.RESOLVED:
            return self.status
        return "deferred" if self.deferred and self.state in ASKED_FOR else self.state.value

    @property
    def timeframe(self) -> Timeframe:
        """The group in which the claim is scored: dated, undated or bound."""
        return timeframe(self.kind)

    @property
    def said(self) -> Sequence[str]:
        """The years in which it may have been said."""
        first, last = self.made_on.first.year, self.made_on.last.year
        return [f"{year:04}" for year in range(first, last + 1)]

    @property
    def deadline(self) -> Sequence[str]:
        """The year in which the deadline passes; empty without a date."""
        return [f"{self.due_after.year:04}"] if self.due_after else []

    @property
    def urgency(self) -> tuple[int, date, str]:
        """The sort key of every list: most urgent first, then the nearest date, then the id."""
        when = self.resolved_on.last if self.resolved_on and self.state == "resolved" else None
        return (URGENCY.index(self.state), when or self.due_after or date.max, self.id)


class Records(Protocol):
    """The part of a registry that rows need, whole or one record at a time."""

    def __iter__(self) -> Iterator[Record]:
        """Each valid record."""
        ...

    def facts(self, record: Record) -> Facts:
        """What the record's state depends on."""
        ...

    def person_key(self, name: str) -> str:
        """The key of a name that people.yaml has; anything else as it is."""
        ...

    def person_names(self, key: str) -> tuple[str, ...]:
        """The names of a key, display name last; empty for a plain name."""
        ...

    def card_title(self, key: str) -> tuple[str, str | None, str | None] | None:
        """A card's display title, its language and its link; None without a card."""
        ...


@dataclass(frozen=True, slots=True)
class Due:
    """The records that need attention on a day, or will soon.

    `rows` holds them, most urgent first; `listed` holds every record that passes the filter, or
    none if not asked for. `counts` has the number of those per state, without the deferred ones:
    `deferred` is the number of records that would be in `rows` but were postponed. `values` has the
    speakers, sources and tags that a filter can name, of all records, or none without a filter.
    """

    as_of: date
    rows: tuple[Row, ...]
    listed: tuple[Row, ...]
    counts: Mapping[State, int]
    deferred: int
    values: Mapping[str, set[str]] = field(default_factory=dict, compare=False)

    @property
    def total(self) -> int:
        """How many records pass the filter."""
        return sum(self.counts.values()) + self.deferred

    @property
    def past(self) -> int:
        """How many are due or overdue."""
        return self.counts[State.DUE] + self.counts[State.OVERDUE]

    @property
    def needs_attention(self) -> int:
        """How many are overdue, due or up for review: the figure shown everywhere."""
        return sum(self.counts[word] for word in NEEDS_ATTENTION)


def rows(
    records: Records,
    today: date,
    *,
    where: Filter | None = None,
    soon: int = SOON,
    grace: int = GRACE,
) -> list[Row]:
    """The records that pass the filter, most urgent first; `soon` and `grace` are in days.

    Claims made after `today` are left out.
    """
    return list(due(records, today, where=where, soon=soon, grace=grace).listed)


def row_of(
    records: Records, record: Record, today: date, *, soon: int = SOON, grace: int = GRACE
) -> Row | None:
    """One record's row on `today`; None if the claim had not been made yet."""
    facts = records.facts(record)
    standing = state(facts, today, soon=soon, grace=grace)
    return None if standing is None else _make(record, facts, standing, records, today)


def due(
    records: Records,
    today: date,
    *,
    where: Filter | None = None,
    soon: int = SOON,
    grace: int = GRACE,
    every: bool = True,
) -> Due:
    """The records that need attention on `today`.

    Without `every`, `listed` is empty and rows are made only of records that are due or filtered,
    which saves most of the work.
    """
    wanted = where or Filter()
    counts = dict.fromkeys(URGENCY, 0)
    deferred = 0
    needing, listed = [], []
    values: dict[str, set[str]] = {"speaker": set(), "source": set(), "tag": set()}
    for record in records:
        if wanted:
            _note_values(values, record, records)
        facts = records.facts(record)
        standing = state(facts, today, soon=soon, grace=grace)
        if standing is None:
            continue
        is_asked = standing.state in ASKED_FOR
        row = None
        if is_asked or wanted or every:
            row = _make(record, facts, standing, records, today)
            if not wanted.matches(row):
                continue
            if every:
                listed.append(row)
        if is_asked and standing.deferred:
            deferred += 1
            continue
        counts[standing.state] += 1
        if is_asked and row is not None:
            needing.append(row)
    return Due(today, _by_urgency(needing), _by_urgency(listed), counts, deferred, values)


def _note_values(values: Mapping[str, set[str]], record: Record, records: Records) -> None:
    prediction = record.prediction
    title = records.card_title(prediction.source)
    speaker = records.person_key(prediction.speaker)
    values["speaker"].update((speaker, *records.person_names(speaker)))
    values["source"].update((prediction.source, *(title or ())[:1]))
    values["tag"].update(prediction.tags or ())


def due_among(listed: Sequence[Row], today: date) -> Due:
    """The same from existing rows, which are of the day `today`."""
    asked = [row for row in listed if row.state in ASKED_FOR]
    deferred = sum(row.deferred for row in asked)
    needing = tuple(row for row in asked if not row.deferred)
    rest = (row for row in listed if row.state not in ASKED_FOR)
    return Due(today, needing, tuple(listed), count_states([*needing, *rest]), deferred)


def _by_urgency(rows: list[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: row.urgency))


def count_states(listed: Iterable[Row]) -> dict[State, int]:
    """The number of rows in each state, including empty ones."""
    counted = Counter(row.state for row in listed)
    return {word: counted[word] for word in URGENCY}


def summary_of(resolution: Resolution) -> str:
    """What happened, in one sentence: the summary, or else the first sentence of the note."""
    if resolution.summary is not None:
        return resolution.summary
    return shorten(
        re.split(r"(?<=[.!?])\s|(?<=[。！？])", resolution.note, maxsplit=1)[0], SUMMARY_MOST
    )


def _make(record: Record, facts: Facts, standing: Standing, records: Records, today: date) -> Row:
    prediction = record.prediction
    is_resolved = standing.state is State.RESOLVED
    resolution = prediction.resolution if is_resolved else None
    criteria, review = prediction.criteria, prediction.review
    speaker, source = records.person_key(prediction.speaker), prediction.source
    reporter = records.person_key(prediction.reported_by) if prediction.reported_by else None
    title, language, url = records.card_title(source) or (source, None, source)
    speaker_names = records.person_names(speaker)
    reporter_names = records.person_names(reporter) if reporter else ()
    return Row(
        id=record.id,
        path=record.path,
        line=record.line,
        title=prediction.title or shorten(prediction.claim, TITLE_MOST),
        claim=prediction.claim,
        quote=prediction.quote,
        quote_en=prediction.quote_en,
        language=language,
        speaker=speaker,
        speaker_name=speaker_names[-1] if speaker_names else speaker,
        reported_by=reporter,
        reporter_name=reporter_names[-1] if reporter_names else reporter,
        source=source,
        source_title=title,
        source_url=url,
        made_on=facts.made_on,
        hedge=prediction.hedge,
        hedge_en=prediction.hedge_en,
        kind=facts.kind,
        as_said=prediction.as_said,
        as_said_en=prediction.as_said_en,
        assumed=prediction.assumed,
        earliest=facts.earliest,
        latest=facts.latest,
        due_after=standing.due_after,
        correct=criteria.correct if criteria else None,
        incorrect=criteria.incorrect if criteria else None,
        tags=prediction.tags or (),
        restates=prediction.restates,
        after=prediction.after,
        status=facts.status if is_resolved else "open",
        state=standing.state,
        days=standing.days,
        in_window=standing.in_window,
        deferred=standing.deferred,
        hint=standing.hint,
        review=review.next if review else None,
        review_next=review_next(facts, today),
        resolved_on=resolution.resolved_on if resolution else None,
        happened_on=resolution.happened_on if resolution else None,
        summary=summary_of(resolution) if resolution else None,
        note=resolution.note if resolution else None,
        evidence_url=resolution.evidence[0].url if resolution else None,
        timing=timing(facts, today) if resolution else None,
        names=speaker_names,
        reporter_names=reporter_names,
    )
