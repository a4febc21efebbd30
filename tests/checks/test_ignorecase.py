from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.checks.ignorecase import Quick

PATTERN = r"\b(?:soon|kind|in 20[0-9]{2})\b|[年月]"
LETTERS = st.sampled_from([*"sSſoOnNkK\u212aiIİıdD年月 20", "\u0307", "\u0345", "ß"])


@pytest.mark.parametrize(
    "text", ["SOON", "so\u017fon", "\u017foon", "\u212aIND", "k\u0130nd", "k\u0131nd", "In 2027年"]
)
def test_case_is_ignored(text: str) -> None:
    assert bool(Quick(PATTERN).search(text)) is bool(re.search(PATTERN, text, re.IGNORECASE))


@given(st.lists(LETTERS, max_size=12).map("".join))
def test_the_places_are_those_that_ignorecase_finds(text: str) -> None:
    quick = Quick(PATTERN)
    expected = list(re.finditer(PATTERN, text, re.IGNORECASE))
    assert [match.span() for match in quick.finditer(text)] == [match.span() for match in expected]
    first = quick.search(text)
    assert (first.span() if first else None) == (expected[0].span() if expected else None)
    assert quick.blank(text) == re.sub(PATTERN, " ", text, flags=re.IGNORECASE)


def test_no_other_character_is_taken_for_a_letter() -> None:
    """All of Unicode: what IGNORECASE takes for a letter, small letters show too."""
    every = "".join(chr(n) for n in range(sys.maxunicode + 1) if not 0xD800 <= n < 0xE000)
    odd = "".join(re.findall("[a-z]", every.replace("İ", ""), re.IGNORECASE))
    assert set(odd.lower()) - set("abcdefghijklmnopqrstuvwxyz") == {"ı", "ſ"}
    assert [char for char in every if len(char.lower()) > 1] == ["İ"]
