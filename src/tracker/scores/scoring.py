"""The formulas: shares and their intervals, bounds, delays, Brier score, calibration.

All functions take plain numbers and words. They return None if there is nothing to score, not NaN.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.records.dates import PartialDate, add_days, add_months

__all__ = [
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

#: Verdicts that are scored; `partial` counts in the denominator only. All others are only counted.
SCORED = ("correct", "partial", "incorrect")

#: The standard normal quantile of a two-sided 95% interval.
_Z95 = 1.959963984540054
#: The grace of the sensitivity figure, in months.
_GRACE_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Interval:
    """A share between 0 and 1, `low <= high`."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Delays:
    """How early (negative) or late (positive) events were, in days; 0 is in time."""

    count: int
    median: float
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of similar probability: `low <= p < high` (the last bin includes 1).

    `members` are their positions in the list of outcomes.
    """

    low: float
    high: float
    count: int
    mean_probability: float
    happened: int
    share: float
    interval: Interval
    members: tuple[int, ...]


#: A forecast probability, and whether the event happened.
Outcome = tuple[float, bool]


def wilson(successes: int, trials: int, z: float = _Z95) -> Interval | None:
    """The Wilson score interval of a share; None without trials.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    JASA 22 (1927), 209-212. It stays within 0 and 1 and suits small samples.
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
    """How many are correct, and how many are scored (correct, partial or incorrect)."""
    return statuses.count("correct"), sum(status in SCORED for status in statuses)


def share_bounds(correct: int, scored: int, due: int) -> Interval | None:
    """The share correct if everything due turned out incorrect, and if all of it correct."""
    total = scored + due
    if total <= 0:
        return None
    return Interval(correct / total, (correct + due) / total)


def delays(days: Sequence[int]) -> Delays | None:
    """The median and range of days early (negative) or late (positive)."""
    if not days:
        return None
    return Delays(len(days), float(statistics.median(days)), min(days), max(days))


def brier_score(outcomes: Sequence[Outcome]) -> float | None:
    """The mean squared difference of probability and outcome: 0 is perfect, 0.25 a coin toss.

    Source: G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly
    Weather Review 78 (1950), 1-3, in today's form for two outcomes, which is half of his.
    """
    if not outcomes:
        return None
    return math.fsum((stated - happened) ** 2 for stated, happened in outcomes) / len(outcomes)


def log_score(outcomes: Sequence[Outcome]) -> float | None:
    """The mean of -ln(probability of what happened): 0 is perfect, ln 2 a coin toss.

    Infinite if something called impossible happened. Source: I. J. Good, "Rational
    decisions", JRSS B 14 (1952), 107-114.
    """
    if not outcomes:
        return None
    stated = [p if happened else 1 - p for p, happened in outcomes]
    if min(stated) <= 0:
        return math.inf
    return math.fsum(-math.log(p) for p in stated) / len(stated)


def calibration(outcomes: Sequence[Outcome], bins: int = 10) -> list[Bin]:
    """How often forecasts came true, in bins of equal width; empty bins are left out.

    Source: A. H. Murphy and R. L. Winkler, "Reliability of subjective probability forecasts",
    JRSS C 26 (1977), 41-47.
    """
    by_bin: dict[int, list[int]] = {}
    for position, (stated, _) in enumerate(outcomes):
        by_bin.setdefault(min(int(stated * bins), bins - 1), []).append(position)
    calibrated = []
    for index, members in sorted(by_bin.items()):
        count = len(members)
        hits = sum(outcomes[position][1] for position in members)
        interval = wilson(hits, count)
        assert interval is not None  # every bin here has members
        mean = math.fsum(outcomes[position][0] for position in members) / count
        low, high = index / bins, (index + 1) / bins
        calibrated.append(Bin(low, high, count, mean, hits, hits / count, interval, tuple(members)))
    return calibrated


def verdict_if_read(
    status: str,
    *,
    happened_on: PartialDate | None,
    earliest: date | None,
    latest: date | None,
    made_on: PartialDate,
    reading: str,
) -> str:
    """The verdict under another `reading` of the window.

    `strict`: an imprecise `made_on` counts against the claim. The window closes earlier by as many
    days as are uncertain, and an event before `earliest` is incorrect.
    `grace`: three months are allowed. An event up to three months after `latest`, or before
    `earliest` of a "not before" claim, is correct.
    Verdicts that do not depend on the day (no event, no dates, neither correct nor incorrect) are
    unchanged.
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
    """Whether the event missed the window by three months at most."""
    if latest is not None:
        return latest < happened_on.last <= add_months(latest, _GRACE_MONTHS)
    return earliest is not None and (
        add_months(earliest, -_GRACE_MONTHS) <= happened_on.first < earliest
    )
