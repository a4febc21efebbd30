from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.records.dates import Duration, PartialDate
from tracker.records.state import Facts, State, state
from tracker.records.timeline import Change, changes
from tracker.registry import load

if TYPE_CHECKING:
    from tests.conftest import MakeRegistry

START = date(2024, 1, 1)
DAYS = st.integers(0, 500).map(lambda days: START + timedelta(days))
PARTIAL = st.one_of(
    DAYS.map(lambda day: PartialDate.parse(day.isoformat())),
    DAYS.map(lambda day: PartialDate.parse(day.isoformat()[:7])),
)
KINDS = ("by", "between", "not_before", "never", "after_event", "undated")


@st.composite
def facts(draw: st.DrawFn, *, with_parent: bool = True) -> Facts:
    status = draw(st.sampled_from(("open", "correct", "annulled")))
    return Facts(
        status=status,
        kind=draw(st.sampled_from(KINDS)),
        made_on=draw(PARTIAL),
        earliest=draw(DAYS),
        latest=draw(DAYS),
        within=draw(st.one_of(st.none(), st.just(Duration.parse("P3M")))),
        resolved_on=draw(DAYS) if status != "open" else None,
        happened_on=draw(st.one_of(st.none(), PARTIAL)) if status != "open" else None,
        review=draw(st.one_of(st.none(), DAYS)),
        parent=draw(st.one_of(st.none(), facts(with_parent=False))) if with_parent else None,
    )


@settings(deadline=None)
@given(facts())
def test_the_changes_are_those_that_asking_every_day_finds(given_facts: Facts) -> None:
    expected: list[Change] = []
    before: State | None = None
    for day in (START + timedelta(days) for days in range(1000)):
        standing = state(given_facts, day)
        if standing is not None and standing.state is not before:
            expected.append(Change(day, before, standing.state))
            before = standing.state

    assert changes(given_facts, START + timedelta(999)) == expected


def test_nothing_had_changed_before_it_was_said() -> None:
    facts = Facts("open", "by", PartialDate.parse("2024-03-05"), latest=date(2026, 3, 5))

    assert changes(facts, date(2024, 3, 4)) == []
    assert changes(facts, date(2024, 3, 5)) == [Change(date(2024, 3, 5), None, State.UPCOMING)]


def test_the_calendars_ends_are_no_obstacle(make_registry: MakeRegistry) -> None:
    last = {"as_said": "at the end", "kind": "by", "latest": "9999-12-31"}
    registry = load(make_registry({"end": {"deadline": last, "made_on": "0001"}}))

    (record,) = registry.records.values()
    assert changes(registry.facts(record), date.max)[-1].after is State.SOON
