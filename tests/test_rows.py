from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.filter import Filter
from tracker.records.dates import Duration, PartialDate
from tracker.records.state import URGENCY, Facts, State, Timing, state
from tracker.registry import Registry, load
from tracker.rows import ASKED_FOR, NEEDS_ATTENTION, Row, count_states, due, due_among, row_of, rows
from tracker.scores.scoreboard import score

MakeRegistry = Callable[..., Path]

TODAY = date(2026, 5, 14)
PEOPLE = {
    "wang-yang": {"name": "汪揚", "name_en": "Wang Yang"},
    "lab": {"name": "Example Lab"},
}
CARD = {"title": "經濟導報", "title_en": "Economic Herald", "language": "zh-Hant"}


def by(latest: str) -> dict[str, str]:
    return {"as_said": "by then", "kind": "by", "latest": latest}


def verdict(resolved_on: str, **more: str) -> dict[str, object]:
    evidence = [{"url": "https://example.org/report"}]
    return {"resolved_on": resolved_on, "note": "Seen.", "evidence": evidence, **more}


def review(day: str) -> dict[str, object]:
    return {"review": {"next": day, "why": "A report comes then."}}


# Every state on 2026-05-14, named for it; two of some, so that their order shows.
RECORDS: dict[str, dict[str, object]] = {
    "upcoming": {"deadline": by("2026-06-14"), "tags": ["chips"]},
    "upcoming-later": {"deadline": by("2027-01-01")},
    "upcoming-undated": {"deadline": {"kind": "undated"}, "made_on": "2026-01"},
    "soon": {"deadline": by("2026-06-13"), "tags": ["chips"]},
    "soon-last-day": {"deadline": by("2026-05-14")},
    "soon-deferred": {"deadline": by("2026-05-20"), **review("2026-07-01")},
    "review": {"deadline": {"kind": "undated"}, "tags": ["chips"]},
    "due-one-day": {"deadline": by("2026-05-13"), "tags": ["chips", "agi"]},
    "due-same-day": {"deadline": by("2026-05-13")},
    "due-deferred": {"deadline": by("2026-05-01"), **review("2026-05-15"), "tags": ["chips"]},
    "due-looked-at": {"deadline": by("2026-05-02"), **review("2026-05-14")},
    "overdue": {"deadline": by("2026-04-13")},
    "overdue-longer": {"deadline": by("2024-12-31"), "tags": ["agi"]},
    "resolved": {
        "deadline": by("2024-06-01"),
        "status": "correct",
        "resolution": verdict("2026-05-14", happened_on="2024-05"),
    },
    "resolved-earlier": {
        "deadline": by("2025-01-01"),
        "status": "incorrect",
        "resolution": verdict("2025-02", happened_on="2025-03-05"),
    },
    "resolved-tomorrow": {
        "deadline": by("2026-05-13"),
        "status": "incorrect",
        "resolution": verdict("2026-05-15"),
    },
    "not-said-yet": {"made_on": "2026-05-15"},
}
SORTED = [
    *("overdue-longer", "overdue"),
    *("due-deferred", "due-looked-at", "due-one-day", "due-same-day", "resolved-tomorrow"),
    "review",
    *("soon-last-day", "soon-deferred", "soon"),
    *("upcoming", "upcoming-later", "upcoming-undated"),
    *("resolved-earlier", "resolved"),
]


@pytest.fixture
def registry(make_registry: MakeRegistry) -> Registry:
    loaded = load(make_registry(RECORDS))
    assert loaded.diagnostics == ()
    return loaded


def ids(listed: list[Row] | tuple[Row, ...]) -> list[str]:
    return [row.id for row in listed]


def one(make: MakeRegistry, record: dict[str, object], today: date = TODAY) -> Row:
    """The row of the only record."""
    registry = load(make({"it": record}, {"people": PEOPLE, "herald": CARD}))
    assert registry.diagnostics == ()
    row = row_of(registry, registry.records["it"], today)
    assert row is not None
    return row


# --- which, and in what order ---


def test_rows_are_most_urgent_first_then_by_date_then_by_id(registry: Registry) -> None:
    assert ids(rows(registry, TODAY)) == SORTED


def test_a_record_not_yet_said_is_no_row(registry: Registry) -> None:
    assert row_of(registry, registry.records["not-said-yet"], TODAY) is None
    assert row_of(registry, registry.records["not-said-yet"], date(2026, 5, 15)) is not None


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Filter(tag=("agi",)), ["overdue-longer", "due-one-day"]),
        (Filter(tag=("chips",), state=("soon", "review")), ["review", "soon"]),
        (Filter(status=("incorrect",)), ["resolved-earlier"]),  # the other's verdict is tomorrow's
        (Filter(state=("resolved",)), ["resolved-earlier", "resolved"]),
        (Filter(text="overdue"), ["overdue-longer", "overdue"]),
        (Filter(tag=("nothing",)), []),
    ],
)
def test_a_filter_keeps_the_order(registry: Registry, where: Filter, expected: list[str]) -> None:
    assert ids(rows(registry, TODAY, where=where)) == expected


def test_levels_reach_the_rows(registry: Registry) -> None:
    wide = {row.id: row.state for row in rows(registry, TODAY, soon=31, grace=31)}
    none = {row.id: row.state for row in rows(registry, TODAY, soon=0, grace=0)}

    assert (wide["upcoming"], wide["overdue"]) == (State.SOON, State.DUE)
    assert (none["soon"], none["due-one-day"]) == (State.UPCOMING, State.OVERDUE)


# --- what needs somebody ---


def test_due_passes_over_the_deferred_and_counts_them(registry: Registry) -> None:
    overview = due(registry, TODAY)

    assert ids(overview.rows) == [
        *("overdue-longer", "overdue"),
        *("due-looked-at", "due-one-day", "due-same-day", "resolved-tomorrow"),
        "review",
        *("soon-last-day", "soon"),
    ]
    assert overview.deferred == 2
    assert overview.as_of == TODAY


def test_due_counts_every_state_without_the_deferred(registry: Registry) -> None:
    overview = due(registry, TODAY)

    assert overview.counts == {
        State.OVERDUE: 2,
        State.DUE: 4,
        State.REVIEW: 1,
        State.SOON: 2,
        State.UPCOMING: 3,
        State.RESOLVED: 2,
    }
    assert (overview.deferred, overview.total, overview.needs_attention) == (2, 16, 7)
    assert ids(overview.listed) == SORTED


def test_due_counts_only_what_the_filter_lets_through(registry: Registry) -> None:
    overview = due(registry, TODAY, where=Filter(tag=("chips",)))

    assert ids(overview.rows) == ["due-one-day", "review", "soon"]
    assert list(overview.counts.values()) == [0, 1, 1, 1, 1, 0]
    assert (overview.deferred, overview.total) == (1, 5)


def test_due_takes_the_levels(registry: Registry) -> None:
    overview = due(registry, TODAY, soon=0, grace=0)

    assert list(overview.counts.values()) == [6, 0, 1, 1, 5, 2]


def test_due_of_an_empty_registry(registry_dir: Path) -> None:
    overview = due(load(registry_dir), TODAY)

    assert (overview.rows, overview.deferred, overview.total) == ((), 0, 0)
    assert overview.counts == dict.fromkeys(URGENCY, 0)


def test_a_broken_file_leaves_the_others(make_registry: MakeRegistry) -> None:
    root = make_registry({"good": {}, "broken": "claim: [", "wrong": {"status": "maybe"}})

    assert ids(rows(load(root), TODAY)) == ["good"]


def test_what_is_asked_for_is_the_urgent_part_of_the_states() -> None:
    assert NEEDS_ATTENTION == (State.OVERDUE, State.DUE, State.REVIEW)
    assert (*NEEDS_ATTENTION, State.SOON) == ASKED_FOR
    assert URGENCY[:4] == ASKED_FOR


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    st.integers(0, 400),
    st.integers(0, 400),
    st.sampled_from([Filter(), Filter(tag=("chips",)), Filter(status=("open",))]),
)
def test_counts_are_what_counting_by_hand_gives(
    registry: Registry, today: date, soon: int, grace: int, where: Filter
) -> None:
    expected = dict.fromkeys(URGENCY, 0)
    deferred = 0
    for record in registry.records.values():
        standing = state(registry.facts(record), today, soon=soon, grace=grace)
        row = row_of(registry, record, today, soon=soon, grace=grace)
        assert (standing is None) == (row is None)
        if standing is None or row is None or not where.matches(row):
            continue
        if standing.deferred and standing.state in URGENCY[:4]:
            deferred += 1
        else:
            expected[standing.state] += 1

    overview = due(registry, today, where=where, soon=soon, grace=grace)
    listed = rows(registry, today, where=where, soon=soon, grace=grace)

    assert overview.counts == expected
    assert overview.deferred == deferred
    assert overview.total == len(listed) == sum(expected.values()) + deferred
    assert overview.needs_attention == sum(expected[word] for word in URGENCY[:3])
    assert len(overview.rows) == sum(expected[word] for word in URGENCY[:4])
    assert due_among(listed, today) == overview
    without = due(registry, today, where=where, soon=soon, grace=grace, every=False)
    assert without == replace(overview, listed=())


def test_every_state_is_counted_where_there_is_nothing() -> None:
    assert count_states([]) == dict.fromkeys(URGENCY, 0)


# --- one row ---


def test_a_row_shows_all_that_the_files_say(make_registry: MakeRegistry) -> None:
    row = one(
        make_registry,
        {
            "title": "Chips",
            "quote": "兩年內",
            "quote_en": "within two years",
            "speaker": "wang-yang",
            "reported_by": "lab",
            "source": "herald",
            "made_on": "2024-02-16/2024-05-13",
            "hedge": "可能",
            "hedge_en": "perhaps",
            "deadline": {
                "as_said": "兩年內",
                "as_said_en": "in two years",
                "kind": "between",
                "earliest": "2026-02-16",
                "latest": "2026-05-13",
                "assumed": "The later bound.",
            },
            "tags": ["chips", "China"],
            **review("2026-08-01"),
        },
    )

    assert row == Row(
        id="it",
        path="predictions/it.yaml",
        line=16,
        title="Chips",
        claim="A first sentence that can be checked.",
        quote="兩年內",
        quote_en="within two years",
        language="zh-Hant",
        speaker="wang-yang",
        speaker_name="Wang Yang",
        reported_by="lab",
        reporter_name="Example Lab",
        source="herald",
        source_title="Economic Herald",
        source_url=None,
        made_on=PartialDate.parse("2024-02-16/2024-05-13"),
        hedge="可能",
        hedge_en="perhaps",
        kind="between",
        as_said="兩年內",
        as_said_en="in two years",
        assumed="The later bound.",
        earliest=date(2026, 2, 16),
        latest=date(2026, 5, 13),
        due_after=date(2026, 5, 13),
        correct="It is there.",
        incorrect="It is not there.",
        tags=("chips", "China"),
        restates=None,
        after=None,
        status="open",
        state=State.DUE,
        days=-1,
        in_window=False,
        deferred=True,
        hint="",
        review=date(2026, 8, 1),
        review_next=date(2026, 8, 1),
        resolved_on=None,
        happened_on=None,
        summary=None,
        note=None,
        evidence_url=None,
        timing=None,
        names=("汪揚", "Wang Yang"),
        reporter_names=("Example Lab",),
    )


def test_a_title_that_nobody_wrote_is_the_claim_cut_at_sixty(make_registry: MakeRegistry) -> None:
    row = one(make_registry, {"claim": "word " * 20})

    assert row.title == "word word word word word word word word word word word word…"
    assert len(row.title) == 60


@pytest.mark.parametrize(
    ("resolution", "summary"),
    [
        ({"summary": "It came.", "note": "Because. It did."}, "It came."),
        ({"note": "It was not there. Nobody saw it."}, "It was not there."),
        ({"note": "沒有。 誰也沒有見到。"}, "沒有。"),
        ({"note": "x" * 200}, "x" * 159 + "…"),
    ],
)
def test_a_verdict_has_a_sentence(
    make_registry: MakeRegistry, resolution: dict[str, object], summary: str
) -> None:
    verdict = {"resolved_on": "2026-04-01", "evidence": [{"url": "https://example.org/r"}]}
    row = one(make_registry, {"status": "incorrect", "resolution": {**verdict, **resolution}})

    assert row.summary == summary


@pytest.mark.parametrize("text", ["two years", "兩年", "chips", "FIRST sentence"])
def test_a_search_finds_title_claim_quote_and_translation(
    make_registry: MakeRegistry, text: str
) -> None:
    keys = {"title": "Chips", "quote": "兩年內", "quote_en": "within two years"}
    root = make_registry({"it": keys})

    assert [row.id for row in rows(load(root), TODAY, where=Filter(text=text))] == ["it"]


def test_names_without_cards_stand_for_themselves(make_registry: MakeRegistry) -> None:
    row = one(make_registry, {"reported_by": "Bo Example"})

    assert (row.speaker, row.speaker_name, row.names) == ("Ada Example", "Ada Example", ())
    assert (row.reported_by, row.reporter_name) == ("Bo Example", "Bo Example")
    assert (row.source, row.source_title) == ("https://example.org/talk",) * 2
    assert row.language is None


def test_what_a_filter_and_a_search_look_at(make_registry: MakeRegistry) -> None:
    row = one(make_registry, {"speaker": "wang-yang", "source": "herald", "quote": "兩年內"})

    for who in ("wang-yang", "WANG YANG", "汪揚"):
        assert Filter(speaker=(who,)).matches(row)
    for source in ("herald", "economic herald"):
        assert Filter(source=(source,)).matches(row)
    for text in ("兩年", "汪揚 兩年內", "wang checked", "it"):
        assert Filter(text=text).matches(row)
    assert not Filter(text="三年").matches(row)


def test_a_bare_date_is_kind_by(make_registry: MakeRegistry) -> None:
    row = one(make_registry, {"deadline": "2026-05-13"})

    assert (row.kind, row.as_said, row.earliest, row.latest) == (
        "by",
        None,
        None,
        date(2026, 5, 13),
    )


def test_line_is_that_of_status(make_registry: MakeRegistry) -> None:
    text = (
        "# a comment\nstatus: open\nclaim: c\nquote: q\nspeaker: Ada\n"
        "source: https://example.org/\nmade_on: 2024\ndeadline: {kind: undated}\n"
    )
    registry = load(make_registry({"2024/deep": text}))

    (row,) = rows(registry, TODAY)

    assert (row.id, row.path, row.line) == ("deep", "predictions/2024/deep.yaml", 2)


# --- a verdict and the day from which it counts ---

WRONG: dict[str, object] = {
    "deadline": by("2024-12-31"),
    "status": "incorrect",
    "resolution": verdict("2025-01", happened_on="2025-08-07"),
}


@pytest.mark.parametrize(
    ("today", "status", "word", "resolved_on", "lag"),
    [
        (date(2024, 12, 31), "open", State.SOON, None, None),
        (date(2025, 1, 30), "open", State.DUE, None, None),  # a month is over on its last day
        (date(2025, 1, 31), "incorrect", State.RESOLVED, "2025-01", None),
        (date(2025, 8, 6), "incorrect", State.RESOLVED, "2025-01", None),
        (date(2025, 8, 7), "incorrect", State.RESOLVED, "2025-01", Timing("late", 219)),
    ],
)
def test_status_is_the_verdict_that_counts_on_the_day(
    make_registry: MakeRegistry,
    today: date,
    status: str,
    word: State,
    resolved_on: str | None,
    lag: Timing | None,
) -> None:
    row = one(make_registry, WRONG, today)

    shown = None if row.resolved_on is None else str(row.resolved_on)
    assert (row.status, row.state, shown, row.timing) == (status, word, resolved_on, lag)


def test_nothing_of_a_verdict_shows_before_its_day(make_registry: MakeRegistry) -> None:
    later = verdict("2025-01-31", happened_on="2025-01-02")
    row = one(make_registry, {**WRONG, "resolution": later}, date(2025, 1, 30))

    assert (row.status, row.resolved_on, row.happened_on, row.timing) == ("open", None, None, None)


def test_days_are_none_once_resolved(make_registry: MakeRegistry) -> None:
    assert one(make_registry, WRONG, date(2025, 1, 30)).days == -30
    assert one(make_registry, WRONG, date(2025, 1, 31)).days is None


# --- facts, the parent's included ---


def test_facts_of_a_record_and_its_parent(make_registry: MakeRegistry) -> None:
    waits = {"kind": "after_event", "after": "parent", "within": "P1Y"}
    registry = load(make_registry({"parent": WRONG, "child": {"deadline": waits}}))
    parent = Facts(
        status="incorrect",
        kind="by",
        made_on=PartialDate.parse("2024-03-05"),
        latest=date(2024, 12, 31),
        resolved_on=date(2025, 1, 31),  # a partial date reads as its last day
        happened_on=PartialDate.parse("2025-08-07"),
    )

    assert registry.facts(registry.records["parent"]) == parent
    assert registry.facts(registry.records["child"]) == Facts(
        status="open",
        kind="after_event",
        made_on=PartialDate.parse("2024-03-05"),
        within=Duration.parse("P1Y"),
        parent=parent,
    )


@pytest.mark.parametrize(
    ("today", "word", "due_after", "hint"),
    [
        (date(2025, 1, 30), State.UPCOMING, None, ""),
        (
            date(2025, 1, 31),
            State.REVIEW,
            None,
            "the event this prediction waits for never happened; annul the prediction?",
        ),
        (date(2025, 8, 7), State.UPCOMING, date(2026, 8, 7), ""),
        (date(2026, 8, 8), State.DUE, date(2026, 8, 7), ""),
    ],
)
def test_a_child_follows_its_parent(
    make_registry: MakeRegistry, today: date, word: State, due_after: date | None, hint: str
) -> None:
    waits = {"kind": "after_event", "after": "parent", "within": "P1Y"}
    registry = load(make_registry({"parent": WRONG, "child": {"deadline": waits}}))

    row = row_of(registry, registry.records["child"], today)

    assert row is not None
    assert (row.state, row.due_after, row.hint, row.after) == (word, due_after, hint, "parent")


def test_a_chain_of_events_goes_one_step_and_a_circle_ends(make_registry: MakeRegistry) -> None:
    records = {
        "a": {"deadline": {"kind": "after_event", "after": "b"}},
        "b": {"deadline": {"kind": "after_event", "after": "a"}},
        "self": {"deadline": {"kind": "after_event", "after": "self"}},
        "lost": {"deadline": {"kind": "after_event", "after": "nowhere"}},
    }
    registry = load(make_registry(records))

    assert [(row.id, row.state) for row in rows(registry, TODAY)] == [
        ("a", State.UPCOMING),
        ("b", State.UPCOMING),
        ("lost", State.UPCOMING),
        ("self", State.UPCOMING),
    ]
    for name in ("self", "lost"):
        assert registry.facts(registry.records[name]).parent is None


# --- one person, one row ---


def test_a_name_and_its_key_are_one_person(make_registry: MakeRegistry) -> None:
    names = {"a": "ada", "b": "Ada Example", "c": "ADA EXAMPLE", "d": "Joe\u0301", "e": "Lee"}
    people = {
        "ada": {"name": "艾达", "name_en": "Ada Example"},
        "joe": {"name": "Jo\u00e9"},
        "lee-1": {"name": "Lee"},
        "lee-2": {"name": "Lee"},
    }
    records = {id_: {"speaker": name, "reported_by": name} for id_, name in names.items()}
    registry = load(make_registry(records, {"people": people}))
    listed = {row.id: row for row in rows(registry, date(2026, 4, 1))}

    assert [listed[id_].speaker for id_ in "abcd"] == ["ada", "ada", "ada", "joe"]
    assert [listed[id_].reported_by for id_ in "abcd"] == ["ada", "ada", "ada", "joe"]
    assert [listed[id_].speaker_name for id_ in "abc"] == ["Ada Example"] * 3
    assert (listed["e"].speaker, listed["e"].speaker_name) == ("Lee", "Lee")  # which of the two?
    groups = score(list(listed.values()), "speaker")
    assert [(group.group, group.label) for group in groups] == [
        ("ada", "Ada Example"), ("joe", "Jo\u00e9"), ("Lee", "Lee"),
    ]  # fmt: skip
    for text in ("ada", "ada example", "艾达"):
        filtered = due(registry, date(2026, 4, 1), where=Filter(speaker=(text,)))
        assert {row.id for row in filtered.listed} == {"a", "b", "c"}
        assert filtered.values["speaker"] == {
            "ada",
            "Ada Example",
            "艾达",
            "joe",
            "Jo\u00e9",
            "Lee",
        }
