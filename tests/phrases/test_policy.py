"""The deadline policy as one table, `policy.csv`: docs/format.md prints it, and these tests hold it.

Each row is a phrase in English, in Chinese, or in both, with the window that both have.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.phrases.amounts import Amount
from tracker.phrases.grammar import Clause, clauses, unbound
from tracker.phrases.horizon import Unread, interpret, read
from tracker.phrases.parts import Part
from tracker.phrases.signs import HAN
from tracker.phrases.tokens import tokens
from tracker.records.dates import PartialDate

HERE = Path(__file__).parent
FORMS = ("english", "chinese", "traditional")
DECLINED = "declined"


class Row(TypedDict):
    group: str
    english: str
    chinese: str
    traditional: str
    made_on: str
    window: str
    assumed: str
    unread_english: str
    unread_chinese: str


class Kind(TypedDict):
    phrase: str
    lang: str
    made_on: str
    expected: str


class Sentence(TypedDict):
    text: str
    lang: str
    made_on: str
    expected: str
    source: str


def _table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


POLICY: list[Row] = _table("policy.csv")  # type: ignore[assignment]
KINDS: list[Kind] = _table("kinds.csv")  # type: ignore[assignment]
#: Clauses of public pages, each with its reading by the policy. Of those that hold a doubt in their words or
#: in their shape, the reader may decline each, and half are declined.
SENTENCES: list[Sentence] = _table("sentences.csv")  # type: ignore[assignment]
READ = [row for row in POLICY if row["window"] != DECLINED]
#: Every phrase of the table that is read, with the day on which it was said.
PHRASES = [
    (phrase, row["made_on"])
    for row in READ
    for phrase in (row["english"], row["chinese"], row["traditional"])
    if phrase
]
ENGLISH = [(row["english"], row["made_on"]) for row in READ if row["english"]]
#: Words of no vocabulary: invented, foreign, a name, a number of something else.
STRANGE = ("frob", "Zürich", "KW", "Anschluss")
STRANGE_CHINESE = ("端午", "嗡嗡", "甲乙丙")


def window(phrase: str, made_on: str) -> str:
    horizon = read(phrase, PartialDate.parse(made_on))
    if horizon is None:
        return DECLINED
    return f"{horizon.kind} {horizon.earliest or ''}..{horizon.latest or ''}"


# --- the table itself -------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("row", POLICY, ids=lambda row: row["english"] or row["chinese"])
def test_a_phrase_of_the_policy_has_its_window(row: Row, form: str) -> None:
    phrase: str = row[form]  # type: ignore[literal-required]
    if phrase:
        assert window(phrase, row["made_on"]) == row["window"]


@pytest.mark.parametrize("row", READ, ids=lambda row: row["english"] or row["chinese"])
def test_a_phrase_of_the_policy_says_what_was_assumed(row: Row) -> None:
    for phrase in (row["english"], row["chinese"], row["traditional"]):
        if phrase:
            horizon = read(phrase, PartialDate.parse(row["made_on"]))
            assert horizon is not None
            assert (horizon.assumed or "") == row["assumed"]


@pytest.mark.parametrize(
    "row",
    [row for row in POLICY if row["window"] == DECLINED],
    ids=lambda row: row["english"] or row["chinese"],
)
def test_a_phrase_that_is_declined_names_the_word(row: Row) -> None:
    for phrase, unread in (
        (row["english"], row["unread_english"]),
        (row["chinese"], row["unread_chinese"]),
    ):
        if phrase:
            assert interpret(phrase, PartialDate.parse(row["made_on"])) == Unread(unread)


@pytest.mark.parametrize("row", KINDS, ids=lambda row: row["phrase"])
def test_a_phrase_of_a_kind_that_was_read_wrong_once(row: Kind) -> None:
    assert window(row["phrase"], row["made_on"]) == row["expected"]


@pytest.mark.parametrize(("lang", "count"), [("en", 582), ("zh", 288)])
def test_clauses_of_public_pages_are_read_right_or_declined(lang: str, count: int) -> None:
    sentences = [row for row in SENTENCES if row["lang"] == lang]
    readings = [(row, window(row["text"], row["made_on"])) for row in sentences]
    read_ones = [(row, got) for row, got in readings if got != DECLINED]

    assert [(row, got) for row, got in read_ones if got != row["expected"]] == []
    assert len(read_ones) == count  # of 1,456 and 600
    assert len({row["source"] for row in sentences}) > 40


# --- unknown words ----------------------------------------------------------------------------


def _torn(phrase: str, word: str) -> list[str]:
    """The phrase with the word in each gap: between English words, and between Chinese signs."""
    if not HAN.search(phrase):
        gaps = [place for place, sign in enumerate(phrase) if sign == " "]
        return [f"{phrase[:gap]} {word}{phrase[gap:]}" for gap in gaps]
    return [f"{phrase[:gap]}{word}{phrase[gap:]}" for gap in range(1, len(phrase))]


@pytest.mark.parametrize("word", [*STRANGE, *STRANGE_CHINESE])
@pytest.mark.parametrize(("phrase", "made_on"), PHRASES)
def test_an_unknown_word_inside_the_time_clause_is_never_passed_over(
    phrase: str, made_on: str, word: str
) -> None:
    """The phrase is declined, or the word stands before the clause and the window is the same."""
    for strange in _torn(phrase, word):
        assert window(strange, made_on) in (DECLINED, window(phrase, made_on)), strange


@pytest.mark.parametrize("word", STRANGE)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("by", "2027"), ("by the", "2027"), ("by the end of", "2027"), ("before", "2027"),
        ("in early", "2027"), ("within", "two years"), ("within two", "years"), ("in", "5 years"),
        ("in 3 to", "5 years"), ("as early as", "2027"), ("by the end", "of 2027"),
        ("by March", "2027"), ("by Q1", "2027"), ("no later than", "June 2027"), ("this", "year"),
        ("by", "next year"), ("after", "2030"), ("until", "2030"), ("from", "2027 on"),
    ],
)  # fmt: skip
def test_an_unknown_word_inside_the_time_clause_is_named(
    before: str, after: str, word: str
) -> None:
    phrase = f"{before} {word} {after}"
    got = interpret(phrase, PartialDate.parse("2026-02-12"))

    assert isinstance(got, Unread), phrase
    assert window(f"{before} {after}", "2026-02-12") != DECLINED


OUTSIDE = (
    "{} frob", "Frob {}.", "Frob grobs: {}", "{}, frob grobs the Zürich", "Zürich grobs frob {}, grob",
)  # fmt: skip


@pytest.mark.parametrize("sentence", OUTSIDE)
@pytest.mark.parametrize(("phrase", "made_on"), PHRASES)
def test_an_unknown_word_outside_the_time_clause_never_changes_the_window(
    phrase: str, made_on: str, sentence: str
) -> None:
    assert window(sentence.format(phrase), made_on) in (DECLINED, window(phrase, made_on))


@pytest.mark.parametrize(
    "sentence", ["We will grob the frob {}.", "Frob will grob, {}, the Zürich."]
)
@pytest.mark.parametrize(
    "phrase",
    ["by 2027", "within two years", "before 2028", "by the end of 2027", "in the next five years",
     "by March 2027", "in early 2027", "no later than 2027", "as early as 2027", "next year"],
)  # fmt: skip
def test_an_everyday_sentence_has_the_window_of_its_time(phrase: str, sentence: str) -> None:
    assert window(sentence.format(phrase), "2026-02-12") == window(phrase, "2026-02-12")


# --- the day of the statement -----------------------------------------------------------------

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2089, 12, 31)
DAYS = st.dates(FIRST_DAY, LAST_DAY)


def _clause(phrase: str) -> Clause | None:
    listed = clauses(unbound(tokens(phrase)))
    return listed[0] if len(listed) == 1 else None


def _months(phrase: str) -> int | None:
    """The months of the amount that a phrase names; None where it names a period."""
    clause = _clause(phrase)
    amount = clause.time if clause else None
    return amount.high.months if isinstance(amount, Amount) else None


def _is_dated(phrase: str) -> bool:
    """Whether it names its year, and so means the same on every day."""
    clause = _clause(phrase)
    if clause is None or isinstance(clause.time, Amount):
        return False
    years = [period.get(Part.YEAR, (1, 0)) for period in clause.time]
    return all(year[0] == 0 and year[1] > 2026 for year in years)


SAID = sorted({phrase for phrase, _ in PHRASES})
SHORT = [phrase for phrase in SAID if _months(phrase) == 0]
AMOUNTS = [phrase for phrase in SAID if _months(phrase)]
DATED = [phrase for phrase in SAID if _is_dated(phrase)]


def ends(phrase: str, day: date) -> list[date]:
    horizon = read(phrase, PartialDate.parse(day.isoformat()))
    assert horizon is not None
    return [end for end in (horizon.earliest, horizon.latest) if end is not None]


@given(DAYS, st.integers(0, 400), st.sampled_from(SHORT))
@settings(deadline=None)
def test_days_and_weeks_move_with_the_statement(day: date, later: int, phrase: str) -> None:
    moved = timedelta(days=later)

    assert ends(phrase, day + moved) == [end + moved for end in ends(phrase, day)]


@given(DAYS, st.integers(0, 400), st.sampled_from(AMOUNTS))
@settings(deadline=None)
def test_months_and_years_never_move_backwards(day: date, later: int, phrase: str) -> None:
    before, after = ends(phrase, day), ends(phrase, day + timedelta(days=later))

    assert all(first <= second for first, second in zip(before, after, strict=True))


BEFORE = st.dates(FIRST_DAY, date(2026, 2, 12))


@given(BEFORE, BEFORE, st.sampled_from(DATED))
@settings(deadline=None)
def test_a_calendar_period_keeps_its_last_day(first: date, second: date, phrase: str) -> None:
    assert ends(phrase, first)[-1] == ends(phrase, second)[-1]


def test_the_policy_has_phrases_of_each_sort() -> None:
    assert (len(SHORT), len(AMOUNTS), len(DATED)) == (4, 57, 73)


# --- writing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("phrase", "made_on"), PHRASES)
def test_full_width_signs_and_doubled_blanks_change_nothing(phrase: str, made_on: str) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in phrase)
    expected = read(phrase, PartialDate.parse(made_on))

    assert read(wide, PartialDate.parse(made_on)) == expected
    assert read(f"  {phrase.replace(' ', '  ')}\u3000", PartialDate.parse(made_on)) == expected


@pytest.mark.parametrize(("phrase", "made_on"), ENGLISH)
def test_case_changes_nothing(phrase: str, made_on: str) -> None:
    expected = window(phrase, made_on)

    assert window(phrase.upper(), made_on) == window(phrase.lower(), made_on) == expected


def test_no_word_has_two_parts_of_speech() -> None:
    from tracker.phrases import english

    words = [word.strip() for listed in english._WORDS.values() for word in listed.split(",")]

    assert sorted(words) == sorted({*words})
    assert english.WORDS.keys() & english.VALUES.keys() == set()


def test_a_declined_phrase_is_no_horizon() -> None:
    got = interpret("by Ramadan 2027", PartialDate.parse("2026-02-12"))

    assert got == Unread("Ramadan")
