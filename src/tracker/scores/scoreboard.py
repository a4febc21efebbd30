"""The rows of the scoreboard: who was right, with confidence intervals.

Command line and dashboard show these rows; the formulas are in `scoring`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.records.state import State
from tracker.records.vocabulary import BOUNDS, STATUSES
from tracker.registry import Registry
from tracker.rows import Row
from tracker.scores.scoring import (
    SCORED,
    Bin,
    Delays,
    Interval,
    Outcome,
    brier_score,
    calibration,
    delays,
    log_score,
    share_bounds,
    share_correct,
    verdict_if_read,
    wilson,
)

__all__ = [
    "FEW",
    "GROUPS",
    "ForecastRow",
    "ScoreRow",
    "Sensitivity",
    "behind",
    "forecasts",
    "score",
    "sensitivity",
    "total",
]

#: With fewer scored verdicts a share says little: its 95% interval is wider than one half.
FEW = 10


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One group of records. Shares are between 0 and 1, delays in whole days.

    `counts` has every status, over all records of the group. `scored`, `correct`, `share`,
    `interval` and `bounds` exclude `not_before` and `never` claims; of these `stood` counts those
    that held and `violated` those that were broken. `due` counts the due and overdue records. `ids`
    are the records of the group, in the order of the rows.
    """

    group: str
    label: str
    total: int
    counts: Mapping[str, int]
    due: int
    correct: int
    scored: int
    share: float | None
    interval: Interval | None
    bounds: Interval | None
    stood: int
    violated: int
    delays: Delays | None
    ids: tuple[str, ...]

    @property
    def is_few(self) -> bool:
        """Whether the sample is too small to mean anything."""
        return self.scored < FEW


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """The resolved probability forecasts of one forecaster.

    `by` is the key or name in the records, `label` the name as shown. `count` is the number of
    forecasts: three for one claim count as three. `records` has the id of the record of each
    forecast; the members of the bins are positions in it.
    """

    by: str
    label: str
    count: int
    brier: float
    log: float
    bins: tuple[Bin, ...]
    records: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The records of the forecasts, each once."""
        return tuple(dict.fromkeys(self.records))

    def ids_of(self, one: Bin) -> tuple[str, ...]:
        """The records of one of the bins, each once."""
        return tuple(dict.fromkeys(self.records[position] for position in one.members))


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Which verdicts would change if windows were read strictly, or with three months' grace."""

    strict: tuple[str, ...]
    grace: tuple[str, ...]
    judged: int


def _speaker(row: Row) -> Iterable[tuple[str, str]]:
    yield row.speaker, row.speaker_name


def _source(row: Row) -> Iterable[tuple[str, str]]:
    yield row.source, row.source_title


def _tag(row: Row) -> Iterable[tuple[str, str]]:
    return ((tag, tag) for tag in row.tags)


def _hedge(row: Row) -> Iterable[tuple[str, str]]:
    yield (row.hedge, row.hedge) if row.hedge else ("", "no hedge")


def _horizon(row: Row) -> Iterable[tuple[str, str]]:
    """How far ahead the deadline was: from the last day of `made_on` to `due_after`."""
    if row.due_after is None:
        yield "none", "no date"
        return
    days = (row.due_after - row.made_on.last).days
    for limit, key, label in _HORIZONS:
        if days <= limit:
            yield key, label
            return
    yield "5-more", "over 5 years"


#: Days, key, label. A year is 365.25 days, rounded up, so that an anniversary is still within it.
_HORIZONS = (
    (366, "1-one", "up to 1 year"),
    (731, "2-two", "1 to 2 years"),
    (1827, "3-five", "2 to 5 years"),
)

#: The groupings of the scoreboard: name -> (key, label) pairs of a row.
GROUPS: dict[str, Callable[[Row], Iterable[tuple[str, str]]]] = {
    "speaker": _speaker,
    "source": _source,
    "tag": _tag,
    "hedge": _hedge,
    "horizon": _horizon,
}


def score(listed: Sequence[Row], by: str) -> list[ScoreRow]:
    """The scoreboard by one of GROUPS: most scored verdicts first, then most records.

    A record with several tags is in several groups. KeyError for an unknown grouping.
    """
    keys = GROUPS[by]
    labels: dict[str, str] = {}
    members: dict[str, list[Row]] = {}
    for row in listed:
        for key, label in keys(row):
            labels[key] = label
            members.setdefault(key, []).append(row)
    groups = [_score_row(key, labels[key], rows) for key, rows in members.items()]
    if by == "horizon":
        return sorted(groups, key=lambda row: row.group)
    return sorted(groups, key=lambda row: (-row.scored, -row.total, row.label))


def total(listed: Sequence[Row]) -> ScoreRow:
    """All rows as one group."""
    return _score_row("", "all", listed)


def forecasts(registry: Registry, listed: Sequence[Row]) -> list[ForecastRow]:
    """The probability forecasts of resolved claims, by forecaster.

    Only claims that are correct or incorrect are scored, and only forecasts made by the day of the
    verdict. A forecaster who is named by key in one record and by name in another is one person.
    """
    by_forecaster: dict[str, list[tuple[Outcome, str]]] = {}
    for row in listed:
        if row.status not in ("correct", "incorrect") or row.resolved_on is None:
            continue
        for forecast in registry.records[row.id].prediction.forecasts or ():
            if forecast.made_on.first > row.resolved_on.last:
                continue
            outcome = (forecast.probability, row.status == "correct")
            by = registry.person_key(forecast.by)
            by_forecaster.setdefault(by, []).append((outcome, row.id))
    return [_forecast_row(registry, by, pairs) for by, pairs in sorted(by_forecaster.items())]


def sensitivity(listed: Sequence[Row]) -> Sensitivity:
    """Which verdicts depend on how the window is read."""
    changed: dict[str, list[str]] = {"strict": [], "grace": []}
    judged = [row for row in listed if row.status in ("correct", "incorrect")]
    for reading, ids in changed.items():
        for row in judged:
            other = verdict_if_read(
                row.status,
                happened_on=row.happened_on,
                earliest=row.earliest,
                latest=row.latest,
                made_on=row.made_on,
                reading=reading,
            )
            if other != row.status:
                ids.append(row.id)
    return Sensitivity(tuple(changed["strict"]), tuple(changed["grace"]), len(judged))


def behind(members: Iterable[Row], figure: str) -> list[Row]:
    """The records of a group that a figure counts: `due`, `stood`, `scored` or a status.

    `happened` counts those whose event has a date; any other word counts all.
    """
    counts = _COUNTS.get(figure)
    if counts is None:
        return [row for row in members if figure not in STATUSES or row.status == figure]
    return [row for row in members if counts(row)]


def _is_bound(row: Row) -> bool:
    return row.kind in BOUNDS


_COUNTS: Mapping[str, Callable[[Row], bool]] = {
    "due": lambda row: row.state in (State.DUE, State.OVERDUE),
    "stood": lambda row: _is_bound(row) and row.status == "correct",
    "violated": lambda row: _is_bound(row) and row.status == "incorrect",
    "scored": lambda row: not _is_bound(row) and row.status in SCORED,
    "happened": lambda row: not _is_bound(row) and row.timing is not None,
}


def _score_row(key: str, label: str, members: Sequence[Row]) -> ScoreRow:
    status_counts = Counter(row.status for row in members)
    plain = [row for row in members if not _is_bound(row)]
    correct, scored = share_correct([row.status for row in plain])
    due = len(behind(plain, "due"))
    return ScoreRow(
        group=key,
        label=label,
        total=len(members),
        counts={status: status_counts[status] for status in STATUSES},
        due=len(behind(members, "due")),
        correct=correct,
        scored=scored,
        share=correct / scored if scored else None,
        interval=wilson(correct, scored),
        bounds=share_bounds(correct, scored, due),
        stood=len(behind(members, "stood")),
        violated=len(behind(members, "violated")),
        delays=delays([_days_off(row) for row in behind(plain, "happened")]),
        ids=tuple(row.id for row in members),
    )


def _days_off(row: Row) -> int:
    """The days by which an event was early (negative) or late (positive)."""
    assert row.timing is not None
    return -row.timing.days if row.timing.word == "early" else row.timing.days


def _forecast_row(registry: Registry, by: str, pairs: Sequence[tuple[Outcome, str]]) -> ForecastRow:
    outcomes = [outcome for outcome, _ in pairs]
    brier, log = brier_score(outcomes), log_score(outcomes)
    assert brier is not None
    assert log is not None
    records = tuple(record for _, record in pairs)
    bins = tuple(calibration(outcomes))
    person = registry.people.get(by)
    label = person.name_en or person.name if person else by
    return ForecastRow(by, label, len(outcomes), brier, log, bins, records)
