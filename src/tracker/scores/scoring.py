"""Owns the scores: counts, shares with their uncertainty, bounds, delays, Brier, calibration. Pure.

Every function takes plain numbers and words. None stands for "nothing to score"; there is no NaN.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.records.dates import PartialDate, add_days, add_months

__all__ = [
    "BOUND_KINDS",
    "SCORED",
    "Bin",
    "Delays",
    "Interval",
    "Outcome",
    "brier_score",
    "calibration",
    "delays",
    "log_score",
    "share_bounds",
    "share_correct",
    "verdict_if_read",
    "wilson",
]

#: Verdicts that are scored; `partial` counts in the denominator only. The others are counted.
SCORED = ("correct", "partial", "incorrect")
#: Kinds that are judged as stood or violated, in a group of their own.
BOUND_KINDS = ("not_before", "never")

#: The standard normal quantile of a two-sided 95% interval.
_Z95 = 1.959963984540054
#: Months of a quarter: the grace of the sensitivity figure.
_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Interval:
    """A share between 0 and 1, `low <= high`."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Delays:
    """How the events lay to their windows, in days: negative early, 0 in time, positive late."""

    count: int
    median: float
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of like probability: `low <= p < high` (the last bin holds 1 too).

    `members` are their positions among the outcomes that were given.
    """

    low: float
    high: float
    count: int
    mean_probability: float
    happened: int
    share: float
    interval: Interval
    members: tuple[int, ...]


#: A probability that was given, and whether the event happened.
Outcome = tuple[float, bool]


def wilson(successes: int, trials: int, z: float = _Z95) -> Interval | None:
    """The Wilson score interval of a share; None without trials.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    JASA 22 (1927), 209-212. It stays within 0..1 and is honest for small numbers.
    """
    if trials <= 0:
        return None
    share = successes / trials
    spread = z * z / trials
    centre = share + spread / 2
    half = z * math.sqrt((share * (1 - share) + spread / 4) / trials)
    low = 0.0 if successes == 0 else (centre - half) / (1 + spread)
    high = 1.0 if successes == trials else (centre + half) / (1 + spread)
    return Interval(max(0.0, low), min(1.0, high))


def share_correct(statuses: Sequence[str]) -> tuple[int, int]:
    """How many were correct, of how many that are scored (correct, partial, incorrect)."""
    return statuses.count("correct"), sum(status in SCORED for status in statuses)


def share_bounds(correct: int, scored: int, due: int) -> Interval | None:
    """The share correct if all that is due went wrong, and if all of it went right."""
    total = scored + due
    if total <= 0:
        return None
    return Interval(correct / total, (correct + due) / total)


def delays(days: Sequence[int]) -> Delays | None:
    """Median and range of the days by which events were early (negative) or late."""
    if not days:
        return None
    return Delays(len(days), float(statistics.median(days)), min(days), max(days))


def brier_score(outcomes: Sequence[Outcome]) -> float | None:
    """The mean squared distance of probability and outcome: 0 is perfect, 0.25 is a coin.

    Source: G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly
    Weather Review 78 (1950), 1-3, in the form for two outcomes that is common now (half of his).
    """
    if not outcomes:
        return None
    return math.fsum((given - happened) ** 2 for given, happened in outcomes) / len(outcomes)


def log_score(outcomes: Sequence[Outcome]) -> float | None:
    """The mean of -ln(probability given to what happened): 0 is perfect, ln 2 is a coin.

    Infinite when something was called impossible and happened. Source: I. J. Good, "Rational
    decisions", JRSS B 14 (1952), 107-114.
    """
    if not outcomes:
        return None
    given = [p if happened else 1 - p for p, happened in outcomes]
    if min(given) <= 0:
        return math.inf
    return math.fsum(-math.log(p) for p in given) / len(given)


def calibration(outcomes: Sequence[Outcome], bins: int = 10) -> list[Bin]:
    """Forecasts in bins of equal width, those with any: how often did it happen?

    Source: A. H. Murphy and R. L. Winkler, "Reliability of subjective probability forecasts",
    JRSS C 26 (1977), 41-47.
    """
    sorted_in: dict[int, list[int]] = {}
    for position, (given, _) in enumerate(outcomes):
        sorted_in.setdefault(min(int(given * bins), bins - 1), []).append(position)
    found = []
    for index, members in sorted(sorted_in.items()):
        count = len(members)
        hits = sum(outcomes[position][1] for position in members)
        interval = wilson(hits, count)
        assert interval is not None  # a bin that is there has members
        mean = math.fsum(outcomes[position][0] for position in members) / count
        low, high = index / bins, (index + 1) / bins
        found.append(Bin(low, high, count, mean, hits, hits / count, interval, tuple(members)))
    return found


def verdict_if_read(
    status: str,
    *,
    happened_on: PartialDate | None,
    earliest: date | None,
    latest: date | None,
    made_on: PartialDate,
    reading: str,
) -> str:
    """What a verdict about a written window would be under another `reading` of it.

    `strict`: what is unknown about `made_on` counts against the claim. The window closes that many
    days earlier, and an event before `earliest` is not correct.
    `grace`: a quarter is given. An event up to three months after `latest`, or before a lower
    bound, is correct.
    Verdicts that do not hang on the day (no event, no dates, neither correct nor incorrect) are
    returned as they are.
    """
    if happened_on is None or status not in ("correct", "incorrect"):
        return status
    if earliest is None and latest is None:
        return status
    if reading == "grace":
        return "correct" if _is_near(happened_on, earliest, latest) else status
    unknown = (made_on.last - made_on.first).days
    closes = add_days(latest, -unknown) if latest else date.max
    is_late = happened_on.last > closes
    is_early = earliest is not None and happened_on.first < earliest
    return "incorrect" if status == "correct" and (is_late or is_early) else status


def _is_near(happened_on: PartialDate, earliest: date | None, latest: date | None) -> bool:
    """Outside the window, on the side that made it incorrect, by a quarter at most."""
    if latest is not None:
        return latest < happened_on.last <= add_months(latest, _QUARTER)
    return earliest is not None and (
        add_months(earliest, -_QUARTER) <= happened_on.first < earliest
    )
