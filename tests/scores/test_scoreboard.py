from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tracker.records.vocabulary import STATUSES
from tracker.registry import Registry, load
from tracker.rows import Row, rows
from tracker.scores import scoreboard
from tracker.scores.scoring import Delays, Interval, wilson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.conftest import MakeRegistry

TODAY = date(2026, 11, 21)
PEOPLE = {"people": {"ada": {"name": "艾達", "name_en": "Ada"}, "bob": {"name": "Bob"}}}


def verdict(status: str, happened_on: str | None = None, **more: object) -> dict[str, object]:
    """A record with a verdict, given the day after its deadline."""
    event = {"happened_on": happened_on} if happened_on else {}
    evidence = [{"url": "https://example.org/report"}]
    return {
        "status": status,
        "resolution": {"resolved_on": "2026-03-06", "note": "So.", "evidence": evidence, **event},
        **more,
    }


def bound(status: str) -> dict[str, object]:
    deadline = {"as_said": "not in a year", "kind": "not_before", "earliest": "2025-03-05"}
    return verdict(status, deadline=deadline)


def forecast(by: str, probability: str, made_on: str = "2024-03-05") -> dict[str, object]:
    return {"by": by, "made_on": made_on, "probability": probability}


Loaded = tuple[Registry, list[Row]]


@pytest.fixture
def listed(make_registry: MakeRegistry) -> Loaded:
    """Ada: 2 of 4 scored, one due, two bounds, an undated hit; Bob: nothing scored."""
    return loaded(
        make_registry,
        {
            "ada-correct": verdict("correct", "2026-03-05", speaker="ada", tags=["chips", "ai"]),
            "ada-early": verdict("correct", "2026-02-01", speaker="ada", tags=["ai"], hedge="一定"),
            "ada-late": verdict("incorrect", "2026-03-15", speaker="ada"),
            "ada-half": verdict("partial", speaker="ada"),
            "ada-due": {"speaker": "ada"},
            "ada-stood": bound("correct") | {"speaker": "ada"},
            "ada-violated": bound("incorrect") | {"speaker": "ada"},
            "ada-undated": verdict("correct", speaker="ada", deadline={"kind": "undated"}),
            "bob-ambiguous": verdict("ambiguous", speaker="bob"),
            "bob-annulled": verdict("annulled", speaker="bob"),
            "bob-withdrawn": verdict("withdrawn", speaker="bob"),
            "bob-open": {"speaker": "bob", "deadline": {"kind": "undated"}},
        },
    )


def loaded(make: MakeRegistry, records: Mapping[str, Mapping[str, object]]) -> Loaded:
    registry = load(make(records, PEOPLE))
    assert registry.diagnostics == ()
    return registry, rows(registry, TODAY)


# --- groups ---


def test_a_speakers_row_by_hand(listed: Loaded) -> None:
    ada = scoreboard.score(listed[1], "speaker")[0]

    assert (ada.group, ada.label, ada.total) == ("ada", "Ada", 8)
    counts = {"open": 1, "correct": 2, "partial": 1, "incorrect": 1}
    assert ada.counts == {status: counts.get(status, 0) for status in STATUSES}
    assert (ada.correct, ada.scored, ada.share) == (2, 4, 0.5)
    assert ada.interval == wilson(2, 4)
    assert ada.due == 1
    assert ada.bounds == Interval(2 / 5, 3 / 5)
    assert (ada.held, ada.broken, sum(ada.bound.values())) == (1, 1, 2)
    assert (ada.undated["correct"], sum(ada.undated.values())) == (1, 1)
    assert ada.verdicts == (
        ("ada-correct", "correct"),
        ("ada-early", "correct"),
        ("ada-half", "partial"),
        ("ada-late", "incorrect"),
    )
    assert ada.delays == Delays(3, 0.0, 0, 10)
    assert ada.is_few


def test_what_is_not_scored_is_counted(listed: Loaded) -> None:
    bob = scoreboard.score(listed[1], "speaker")[1]

    counts = {"ambiguous": 1, "annulled": 1, "withdrawn": 1}
    assert bob.counts == {status: counts.get(status, 0) for status in STATUSES}
    assert {status for status, number in bob.undated.items() if number} == {"open"}
    assert (bob.scored, bob.share, bob.interval, bob.bounds, bob.delays) == (
        0,
        None,
        None,
        None,
        None,
    )


def test_each_group_holds_the_ids_behind_it(listed: Loaded) -> None:
    tags = {row.group: set(row.ids) for row in scoreboard.score(listed[1], "tag")}
    hedges = {row.label: len(row.ids) for row in scoreboard.score(listed[1], "hedge")}

    assert tags == {"ai": {"ada-correct", "ada-early"}, "chips": {"ada-correct"}}
    assert hedges == {"一定": 1, "no hedge": 11}


def test_horizons_stand_in_their_own_order(listed: Loaded) -> None:
    groups = [(row.label, row.total) for row in scoreboard.score(listed[1], "horizon")]

    assert groups == [("within a year", 2), ("beyond a year", 8), ("no date", 2)]


def test_sources_are_a_group(listed: Loaded) -> None:
    (row,) = scoreboard.score(listed[1], "source")

    assert (row.label, row.total) == ("https://example.org/talk", 12)


@pytest.mark.parametrize("by", list(scoreboard.GROUPS))
def test_no_records_no_groups(by: str) -> None:
    assert scoreboard.score([], by) == []
    assert scoreboard.total([]).total == 0
    assert scoreboard.total([]).share is None
    assert scoreboard.sensitivity([]) == scoreboard.Sensitivity((), (), 0)


@pytest.mark.parametrize("by", ["speaker", "source", "hedge", "horizon"])
def test_groups_add_up_to_all(listed: Loaded, by: str) -> None:
    whole, groups = scoreboard.total(listed[1]), scoreboard.score(listed[1], by)

    assert sum(row.total for row in groups) == whole.total == 12
    assert sum(row.scored for row in groups) == whole.scored
    assert sum(row.due for row in groups) == whole.due
    for name in ("counts", "undated", "bound"):
        for status in STATUSES:
            counted = sum(getattr(row, name)[status] for row in groups)
            assert counted == getattr(whole, name)[status]


@pytest.mark.parametrize("figure", ["due", "scored", "undated", "bound", "held", "broken"])
def test_a_figure_and_the_records_behind_it_agree(listed: Loaded, figure: str) -> None:
    whole = scoreboard.total(listed[1])
    number = getattr(whole, figure)
    number = number if isinstance(number, int) else sum(number.values())

    assert len(scoreboard.behind(listed[1], figure)) == number > 0


def test_tiles_and_shares_count_the_same_records(listed: Loaded) -> None:
    whole = scoreboard.total(listed[1])

    for status in STATUSES:
        assert len(scoreboard.behind(listed[1], status)) == whole.counts[status]
    assert whole.scored == sum(whole.counts[s] for s in ("correct", "partial", "incorrect"))


def test_verdicts_of_later_days_are_counted(listed: Loaded) -> None:
    registry, today = listed

    assert scoreboard.later(registry, today) == 0
    assert scoreboard.later(registry, rows(registry, date(2026, 3, 5))) == 7


def test_ten_verdicts_are_no_longer_few(make_registry: MakeRegistry) -> None:
    _, listed = loaded(make_registry, {f"r{n}": verdict("correct") for n in range(10)})

    assert not scoreboard.total(listed).is_few
    assert scoreboard.total(listed[1:]).is_few


# --- other readings ---


def test_verdicts_that_hang_on_the_reading_are_named(make_registry: MakeRegistry) -> None:
    _, listed = loaded(
        make_registry,
        {
            "just-late": verdict("incorrect", "2026-06-01"),
            "very-late": verdict("incorrect", "2026-10-01"),
            "just-in-time": verdict("correct", "2026-03-01", made_on="2024-02/2024-03-05"),
            "in-time": verdict("correct", "2026-01-01", made_on="2024-02/2024-03-05"),
            "half": verdict("partial", "2026-03-06"),
        },
    )

    assert scoreboard.sensitivity(listed) == scoreboard.Sensitivity(
        strict=("just-in-time",), grace=("just-late",), judged=4
    )


# --- forecasts ---


def test_forecasts_are_scored_by_who_gave_them(make_registry: MakeRegistry) -> None:
    registry, listed = loaded(
        make_registry,
        {
            "yes": verdict(
                "correct", forecasts=[forecast("ada", "0.9"), forecast("the market", "0.5")]
            ),
            "no": verdict(
                "incorrect",
                forecasts=[
                    forecast("Ada", "0.2"),
                    forecast("ada", "0.6", "2025"),
                    forecast("bob", "0"),
                ],
            ),
            "half": verdict("partial", forecasts=[forecast("ada", "0.1")]),
            "open": {"forecasts": [forecast("bob", "1")]},
        },
    )
    by_name = {row.by: row for row in scoreboard.forecasts(registry, listed)}

    assert list(by_name) == ["ada", "bob", "the market"]
    ada = by_name["ada"]
    assert (ada.label, ada.count, sorted(ada.ids)) == ("Ada", 3, ["no", "yes"])
    assert ada.brier == pytest.approx((0.01 + 0.04 + 0.36) / 3, abs=1e-12)
    assert [(each.low, each.happened, ada.ids_of(each)) for each in ada.bins] == [
        (0.2, 0, ("no",)),
        (0.6, 0, ("no",)),
        (0.9, 1, ("yes",)),
    ]
    assert (by_name["bob"].brier, by_name["bob"].log) == (0.0, 0.0)
    assert by_name["the market"].log == pytest.approx(math.log(2), abs=1e-12)


def test_certain_and_wrong_is_infinite_and_no_error(make_registry: MakeRegistry) -> None:
    registry, listed = loaded(
        make_registry, {"no": verdict("incorrect", forecasts=[forecast("bob", "1.0")])}
    )
    (row,) = scoreboard.forecasts(registry, listed)

    assert (row.brier, row.log) == (1.0, math.inf)


def test_a_number_given_after_the_verdict_is_no_forecast(make_registry: MakeRegistry) -> None:
    late = [forecast("bob", "1", "2026-03-07"), forecast("bob", "0.5", "2026-03")]
    registry, listed = loaded(make_registry, {"yes": verdict("correct", forecasts=late)})
    (row,) = scoreboard.forecasts(registry, listed)

    assert (row.count, row.brier) == (1, 0.25)


def test_a_verdict_of_a_later_day_decides_nothing_yet(make_registry: MakeRegistry) -> None:
    registry, _ = loaded(
        make_registry, {"yes": verdict("correct", forecasts=[forecast("bob", "1")])}
    )

    assert scoreboard.forecasts(registry, rows(registry, date(2026, 3, 5))) == []
    assert len(scoreboard.forecasts(registry, rows(registry, date(2026, 3, 6)))) == 1


@pytest.mark.parametrize(
    ("latest", "label"), [("2025-03-06", "within a year"), ("2025-03-07", "beyond a year")]
)
def test_an_anniversary_is_within_a_year(
    make_registry: MakeRegistry, latest: str, label: str
) -> None:
    deadline = {"as_said": "by then", "kind": "by", "latest": latest}
    _, listed = loaded(make_registry, {"it": {"deadline": deadline}})
    assert [row.label for row in scoreboard.score(listed, "horizon")] == [label]
