from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.checks.similarity import COMMON, LEAST, Words, are_alike, pairs, words

#: Few words, so that claims overlap; never more of them than `COMMON` claims share.
CLAIMS = st.lists(
    st.frozensets(st.sampled_from("abcdefghijkl"), min_size=LEAST, max_size=9).map(
        lambda content: Words(content, frozenset())
    ),
    max_size=COMMON,
)


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        # the same, but for small words, plurals, signs and the time that is named
        ("A Tesla drives itself from coast to coast.", "Teslas drive itself coast to coast", True),
        ("GPT-5 is released to users by 2024.", "GPT-5 is released to users in 2025.", True),
        ("GPT-5 is released to users within two years.", "GPT-5 is released to users", True),
        ("Chips reach 90% of an A100 by the end of 2026.", "Chips reach 90% of an A100", True),
        # another number, name or negation makes another claim
        ("The market reaches 42.6 billion US dollars", "The market reaches 98.1 billion US dollars", False),
        ("Sora makes videos 10 minutes long", "Sora makes videos 60 minutes long", False),
        ("OpenAI releases the weights of its model", "Google releases the weights of its model", False),
        ("The model is released to all users", "The model is not released to all users", False),
        ("The model will reach all its users", "The model won't reach all its users", False),
        # so does another identifier, and a date in it is no deadline
        ("Module tower_ad_hoc_job_wait of the awx collection will be removed", "Module tower_ad_hoc_job_stop of the awx collection will be removed", False),
        ("The model o1-2024-12-17 will be retired", "The model o1-2025-03-19 will be retired", False),
        # one word of six
        ("AI never surpasses truly outstanding painters", "AI never surpasses truly outstanding writers", False),
    ],
)  # fmt: skip
def test_claims_are_alike(one: str, two: str, alike: bool) -> None:
    assert are_alike(words(one), words(two)) is alike
    assert are_alike(words(two), words(one)) is alike


@given(CLAIMS)
def test_each_claim_with_a_like_before_it_is_found(claims: list[Words]) -> None:
    """The index loses nothing: it finds the claims that comparing all with all finds."""
    paired = {late for _, late in _ordered(claims)}
    expected = {
        late
        for late, claim in enumerate(claims)
        for early in range(late)
        if are_alike(claim, claims[early])
    }
    # Of two groups the later one is told, whichever its members: compare what is linked to what.
    linked = {place for pair in _ordered(claims) for place in pair}
    assert paired <= linked
    assert linked >= expected


@given(CLAIMS)
def test_only_alike_claims_are_paired(claims: list[Words]) -> None:
    for one, two in _ordered(claims):
        assert one != two
        assert are_alike(claims[one], claims[two])


@given(st.text(max_size=200))
def test_any_text_is_cut_and_is_like_itself(text: str) -> None:
    cut = words(text)
    assert are_alike(cut, words(text.upper().lower())) or cut.fixed
    assert are_alike(cut, cut)


def test_two_owners_are_paired_only_for_the_same_words() -> None:
    nine = words("alpha bravo charlie delta echo foxtrot golf hotel india")
    ten = words("alpha bravo charlie delta echo foxtrot golf hotel india juliet")
    assert are_alike(nine, ten)
    assert list(pairs([nine, ten], ["a", "b"])) == []
    assert list(pairs([nine, ten], ["a", "a"])) == [(0, 1)]
    assert list(pairs([nine, nine], ["a", "b"])) == [(0, 1)]


def test_an_owner_is_paired_with_the_first_of_its_own_too() -> None:
    claim = words("alpha bravo charlie delta")
    assert set(pairs([claim] * 3, ["a", "b", "b"])) == {(0, 1), (0, 2), (1, 2)}


def test_claims_of_two_words_are_never_paired() -> None:
    claim = words("Rain falls.")
    assert list(pairs([claim, claim], ["a", "a"])) == []


def test_the_work_grows_with_the_number_of_claims_and_not_with_its_square() -> None:
    """The worst case, claims that share a rare word: what is compared is counted, not timed."""
    for count in (200, 2000):
        _Counting.compared = 0
        claims = [
            _Counting(frozenset([*"abcdefg", f"block{i // COMMON}", f"x{i}", f"y{i}"]), frozenset())
            for i in range(count)
        ]
        assert _ordered(claims) == []
        assert count * COMMON / 2 <= _Counting.compared <= count * COMMON * 3


class _Counting(Words):
    """Counts how often its fixed words are compared with another claim's."""

    compared = 0

    def __getattribute__(self, name: str) -> object:
        if name == "fixed":
            _Counting.compared += 1
        return super().__getattribute__(name)


def _ordered(claims: Sequence[Words]) -> list[tuple[int, int]]:
    return list(pairs(claims, ["a"] * len(claims)))
