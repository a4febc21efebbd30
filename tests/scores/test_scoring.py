"""By hand, by property, and against scoringrules, scikit-learn and SciPy where they agree on what."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
import scoringrules
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss
from sklearn.metrics import log_loss as sklearn_log_loss

from tracker.records.dates import PartialDate
from tracker.scores.scoring import (
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

OUTCOMES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)
#: Away from 0 and 1, where scikit-learn clips, and scoringrules subtracts from 1 what is near to it.
INNER = st.lists(st.tuples(st.floats(0.001, 0.999), st.booleans()), min_size=1, max_size=60)
#: No deadline: the other libraries warm up on their first call, and a busy machine is no failure.
compared = settings(deadline=None, max_examples=50)


def split(outcomes: list[Outcome]) -> tuple[list[float], list[bool]]:
    return [probability for probability, _ in outcomes], [happened for _, happened in outcomes]


# --- nothing to score is None, never NaN ---


def test_nothing_gives_nothing() -> None:
    assert wilson(0, 0) is None
    assert share_correct([]) == (0, 0)
    assert share_bounds(0, 0, 0) is None
    assert delays([]) is None
    assert brier_score([]) is None
    assert log_score([]) is None
    assert calibration([]) == []


# --- shares ---


def test_partial_is_in_the_denominator_only_and_the_others_in_neither() -> None:
    statuses = ["correct", "partial", "incorrect", "ambiguous", "annulled", "withdrawn", "open"]

    assert share_correct(statuses) == (1, 3)


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3 (Wilson).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_the_published_one(
    successes: int, trials: int, low: float, high: float
) -> None:
    interval = wilson(successes, trials)

    assert interval is not None
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@compared
@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilsons_interval_is_scipys(pair: tuple[int, int]) -> None:
    successes, trials = pair
    interval = wilson(successes, trials)
    theirs = binomtest(successes, trials).proportion_ci(0.95, method="wilson")

    assert interval is not None
    assert interval.low == pytest.approx(theirs.low, abs=1e-12)
    assert interval.high == pytest.approx(theirs.high, abs=1e-12)
    assert 0 <= interval.low <= successes / trials <= interval.high <= 1


def test_bounds_are_the_share_if_all_that_is_due_goes_one_way() -> None:
    assert share_bounds(3, 4, 6) == Interval(0.3, 0.9)
    assert share_bounds(0, 0, 5) == Interval(0, 1)
    assert share_bounds(3, 4, 0) == Interval(0.75, 0.75)
    assert share_bounds(1, 1, 0) == Interval(1, 1)


@compared
@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_the_share_lies_within_its_bounds(correct: int, wrong: int, due: int) -> None:
    bounds = share_bounds(correct, correct + wrong, due)

    if bounds is None:
        assert correct + wrong + due == 0
        return
    assert 0 <= bounds.low <= bounds.high <= 1
    if correct + wrong:
        share = correct / (correct + wrong)
        assert bounds.low - 1e-12 <= share <= bounds.high + 1e-12


def test_delays_have_a_median_and_a_range() -> None:
    assert delays([0, -3, 12, 1]) == Delays(4, 0.5, -3, 12)


# --- probabilities ---

#: Ada said 0.9 (it happened), 0.2 (it did not), 0.6 (it did not).
BY_HAND: list[Outcome] = [(0.9, True), (0.2, False), (0.6, False)]


def test_brier_by_hand() -> None:
    assert brier_score(BY_HAND) == pytest.approx((0.01 + 0.04 + 0.36) / 3, abs=1e-15)


def test_log_score_by_hand() -> None:
    expected = -(math.log(0.9) + math.log(0.8) + math.log(0.4)) / 3

    assert log_score(BY_HAND) == pytest.approx(expected, abs=1e-15)


def test_certain_and_right_is_perfect() -> None:
    assert brier_score([(1.0, True), (0.0, False)]) == 0
    assert log_score([(1.0, True), (0.0, False)]) == 0


def test_certain_and_wrong_is_one_and_infinite() -> None:
    assert brier_score([(1.0, False)]) == 1
    assert log_score([(0.0, True), (0.5, True)]) == math.inf


@compared
@given(OUTCOMES)
def test_brier_is_scoringrules_and_scikit_learns(outcomes: list[Outcome]) -> None:
    given_, happened = split(outcomes)
    score = brier_score(outcomes)

    theirs = np.mean(scoringrules.brier_score(np.array(happened, float), np.array(given_)))
    assert score == pytest.approx(float(theirs), abs=1e-12)
    sklearns = brier_score_loss(happened, given_, labels=[False, True])
    assert score == pytest.approx(float(sklearns), abs=1e-12)


@compared
@given(INNER)
def test_log_score_is_scoringrules_and_scikit_learns(outcomes: list[Outcome]) -> None:
    given_, happened = split(outcomes)
    score = log_score(outcomes)

    theirs = np.mean(scoringrules.log_score(np.array(happened, float), np.array(given_)))
    assert score == pytest.approx(float(theirs), abs=1e-12)
    sklearns = sklearn_log_loss(happened, given_, labels=[False, True])
    assert score == pytest.approx(float(sklearns), abs=1e-12)


@compared
@given(OUTCOMES)
def test_calibration_loses_no_forecast(outcomes: list[Outcome]) -> None:
    bins = calibration(outcomes)

    assert sorted(at for each in bins for at in each.members) == list(range(len(outcomes)))
    assert sum(each.happened for each in bins) == sum(happened for _, happened in outcomes)
    for each in bins:
        assert each.count == len(each.members) > 0
        assert each.low - 1e-9 <= each.mean_probability <= each.high + 1e-9
        assert each.interval.low <= each.share <= each.interval.high


@compared
@given(st.lists(st.tuples(st.integers(0, 9), st.floats(0.01, 0.09), st.booleans()), min_size=1))
def test_calibration_is_scikit_learns_within_bins(drawn: list[tuple[int, float, bool]]) -> None:
    """Within, because a probability on an edge belongs to the lower bin there, here to the upper."""
    outcomes = [(tenth / 10 + rest, happened) for tenth, rest, happened in drawn]
    given_, happened = split(outcomes)
    shares, means = calibration_curve([*happened, True, False], [*given_, 0.05, 0.05], n_bins=10)

    bins = calibration([*outcomes, (0.05, True), (0.05, False)])
    assert [each.share for each in bins] == pytest.approx(list(shares), abs=1e-12)
    assert [each.mean_probability for each in bins] == pytest.approx(list(means), abs=1e-12)


def test_bins_hold_their_lower_edge_and_the_last_one_holds_one() -> None:
    bins = calibration([(0.0, False), (0.1, False), (0.7, True), (0.99, True), (1.0, True)])

    assert [(each.low, each.high, each.members) for each in bins] == [
        (0.0, 0.1, (0,)),
        (0.1, 0.2, (1,)),
        (0.7, 0.8, (2,)),
        (0.9, 1.0, (3, 4)),
    ]


# --- other readings of a window ---


def read(
    reading: str,
    status: str,
    happened_on: str | None,
    *,
    earliest: str | None = None,
    latest: str | None = None,
    made_on: str = "2024-03-05",
) -> str:
    return verdict_if_read(
        status,
        happened_on=PartialDate.parse(happened_on) if happened_on else None,
        earliest=date.fromisoformat(earliest) if earliest else None,
        latest=date.fromisoformat(latest) if latest else None,
        made_on=PartialDate.parse(made_on),
        reading=reading,
    )


@pytest.mark.parametrize(
    ("status", "happened_on", "expected"),
    [
        ("incorrect", "2026-03-06", "correct"),  # the first day of the grace
        ("incorrect", "2026-06-05", "correct"),  # the last
        ("incorrect", "2026-06-06", "incorrect"),
        ("incorrect", "2026-03-05", "incorrect"),  # in the window: it failed for another reason
        ("incorrect", None, "incorrect"),
        ("correct", "2026-03-05", "correct"),
        ("partial", "2026-03-06", "partial"),
    ],
)
def test_a_quarter_of_grace(status: str, happened_on: str | None, expected: str) -> None:
    assert read("grace", status, happened_on, latest="2026-03-05") == expected


@pytest.mark.parametrize(
    ("happened_on", "made_on", "expected"),
    [
        ("2026-03-05", "2024-03-05", "correct"),  # the day is known: nothing to be strict about
        ("2026-02-15", "2023-02-15/2023-03-05", "correct"),
        ("2026-02-16", "2023-02-15/2023-03-05", "incorrect"),
        ("2026-02", "2023-02-15/2023-03-05", "incorrect"),  # it may have been too late
    ],
)
def test_strictly_what_is_unknown_counts_against_the_claim(
    happened_on: str, made_on: str, expected: str
) -> None:
    verdict = read("strict", "correct", happened_on, latest="2026-03-05", made_on=made_on)

    assert verdict == expected


def test_strictly_an_early_event_is_not_correct() -> None:
    window = {"earliest": "2027-01-01", "latest": "2029-01-01"}

    assert read("strict", "correct", "2026-12-31", **window) == "incorrect"
    assert read("strict", "correct", "2027-01-01", **window) == "correct"


def test_a_lower_bound_is_read_from_its_own_side() -> None:
    assert read("strict", "correct", "2033-12-31", earliest="2034-01-01") == "incorrect"
    assert read("grace", "incorrect", "2033-10-01", earliest="2034-01-01") == "correct"
    assert read("grace", "incorrect", "2033-09-30", earliest="2034-01-01") == "incorrect"
    assert read("grace", "incorrect", "2034-01-01", earliest="2034-01-01") == "incorrect"


def test_without_a_window_there_is_one_reading() -> None:
    assert read("strict", "correct", "2026-03-05") == "correct"
    assert read("grace", "incorrect", "2026-03-05") == "incorrect"


@pytest.mark.parametrize("reading", ["strict", "grace"])
def test_the_calendars_ends_are_no_obstacle(reading: str) -> None:
    ends = {"earliest": "0001-01-01", "latest": "9999-12-31", "made_on": "0001/9999"}

    assert read(reading, "correct", "0001-01-01", **ends) in ("correct", "incorrect")
    assert read(reading, "incorrect", "9999-12-31", **ends) == "incorrect"
    assert read(reading, "correct", "0001-01-01", latest="0001-01-01", made_on="0001/9999")
