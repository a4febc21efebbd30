"""The rows of the scoreboard: who was right, with confidence intervals.

Command line and dashboard show these rows; the formulas are in `scoring`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.records.state import State
from tracker.records.vocabulary import STATUSES, TIMEFRAMES
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
    "later",
    "score",
    "sensitivity",
    "total",
]

#: With fewer scored verdicts a share says little: its 95% interval is wider than one half.
FEW = 10


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One group of records. Shares are between 0 and 1, delays in whole days.

    All figures are of dated claims (`by`, `between` and `after_event`), but for `total`, the number
    of records, and `ids`. A hit of an undated claim counts at once and a miss hardly ever, and
    `not_before` and `never` claims hold until something happens: both are counted apart, by status,
    in `undated` and `bound`. `due` counts what is due or overdue, `verdicts` has the id and status
    of each scored claim in the order of the deadlines, and `ids` all records in the order of the
    rows.
    """

    group: str
    label: str
    total: int
    counts: Mapping[str, int]
    undated: Mapping[str, int]
    bound: Mapping[str, int]
    due: int
    correct: int
    scored: int
    share: float | None
    interval: Interval | None
    bounds: Interval | None
    delays: Delays | None
    verdicts: tuple[tuple[str, str], ...]
    ids: tuple[str, ...]

    @property
    def is_few(self) -> bool:
        """Whether there are too few verdicts for a share to mean anything."""
        return self.scored < FEW

    @property
    def held(self) -> int:
        """How many "not before" and "never" claims held."""
        return self.bound["correct"]

    @property
    def broken(self) -> int:
        """How many of them were broken."""
        return self.bound["incorrect"]


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
    yield ("1-within", "within a year") if days <= _YEAR else ("2-beyond", "beyond a year")


#: Days: 365.25 rounded up, so that an anniversary is still within a year.
_YEAR = 366

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
    """Which scored verdicts depend on how the window is read."""
    changed: dict[str, list[str]] = {"strict": [], "grace": []}
    judged = [row for row in behind(listed, "scored") if row.status != "partial"]
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


def later(registry: Registry, listed: Sequence[Row]) -> int:
    """How many verdicts on the dated claims came after the day of the rows."""
    return sum(
        row.timeframe == "dated"
        and row.state is not State.RESOLVED
        and registry.records[row.id].prediction.status != "open"
        for row in listed
    )


def behind(members: Iterable[Row], figure: str) -> list[Row]:
    """The records of a group that a figure counts: a status, or one of the words below.

    `due`, `scored` and the statuses count dated claims, `happened` those of them whose event has a
    date; `undated`, `bound`, `held` and `broken` count the others. Any other word counts all.
    """
    if figure in STATUSES:
        return [row for row in members if row.timeframe == "dated" and row.status == figure]
    counts = _COUNTS.get(figure)
    return [row for row in members if counts is None or counts(row)]


_COUNTS: Mapping[str, Callable[[Row], bool]] = {
    "due": lambda row: row.timeframe == "dated" and row.state in (State.DUE, State.OVERDUE),
    "scored": lambda row: row.timeframe == "dated" and row.status in SCORED,
    "happened": lambda row: row.timeframe == "dated" and row.timing is not None,
    "undated": lambda row: row.timeframe == "undated",
    "bound": lambda row: row.timeframe == "bound",
    "held": lambda row: row.timeframe == "bound" and row.status == "correct",
    "broken": lambda row: row.timeframe == "bound" and row.status == "incorrect",
}


def _score_row(key: str, label: str, members: Sequence[Row]) -> ScoreRow:
    counts = {
        word: _counted(row for row in members if row.timeframe == word) for word in TIMEFRAMES
    }
    verdicts = sorted(
        behind(members, "scored"), key=lambda row: (row.due_after or date.max, row.id)
    )
    correct, scored = share_correct([row.status for row in verdicts])
    due = len(behind(members, "due"))
    return ScoreRow(
        group=key,
        label=label,
        total=len(members),
        counts=counts["dated"],
        undated=counts["undated"],
        bound=counts["bound"],
        due=due,
        correct=correct,
        scored=scored,
        share=correct / scored if scored else None,
        interval=wilson(correct, scored),
        bounds=share_bounds(correct, scored, due),
        delays=delays([_days_off(row) for row in behind(members, "happened")]),
        verdicts=tuple((row.id, row.status) for row in verdicts),
        ids=tuple(row.id for row in members),
    )


def _counted(rows: Iterable[Row]) -> dict[str, int]:
    counts = Counter(row.status for row in rows)
    return {status: counts[status] for status in STATUSES}


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
