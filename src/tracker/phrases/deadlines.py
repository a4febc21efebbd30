"""Owns where a text names a deadline: the words of one, those around it, and a "not" nearby.

What window it is, is decided in `tracker.phrases.horizon`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tracker.phrases.tokens import Token

__all__ = ["Deadline", "deadlines_in", "negation"]

_AMOUNT = "[Nn][UV]h?"
_DEADLINE = re.compile(
    rf"(?P<before>[IWFpOvEeuTBZLf]{{0,5}})(?:(?P<amount>{_AMOUNT}[CZ]{_AMOUNT}|N[CZ]{_AMOUNT}|"
    rf"{_AMOUNT}CN(?![UV])|{_AMOUNT})|(?P<period>[YMDQHKSsk]+(?:[CZx][YMDQHKSs]+)?))"
    r"(?P<after>[wmAaEeLlboc]{0,3})"
)
_FAR = 30  # words between a "not" and the deadline that it is said of
_NOT_WITHIN = "not within a time is read as a lower bound: until it is over"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One match: the tokens of a deadline, the letters around it, and where it stands."""

    first: int  # index of the first token, with the words that say how the time is meant
    last: int  # index behind the last token
    core: tuple[Token, ...]
    is_amount: bool
    before: str  # the letters of the words before the core
    after: str
    around: frozenset[str]  # those of both

    @property
    def is_bare(self) -> bool:
        """No word says how the time is meant."""
        return not (self.before or self.after)

    def has(self, letters: str) -> bool:
        """Whether one of `letters` stands around it."""
        return not self.around.isdisjoint(letters)


def deadlines_in(words: Sequence[Token]) -> list[Deadline]:
    """The deadlines among `words`, in order."""
    codes = "".join(word.code for word in words)
    return [
        Deadline(
            match.start(),
            match.end(),
            tuple(words[slice(*match.span("amount" if match["amount"] else "period"))]),
            match["amount"] is not None,
            match["before"],
            match["after"],
            frozenset(match["before"] + match["after"]),
        )
        for match in _DEADLINE.finditer(codes)
    ]


def negation(deadline: Deadline, words: Sequence[Token]) -> str | Literal[False] | None:
    """Whether a "not" makes a lower bound of it: False, or a note (maybe empty); None: unsure.

    "It won't happen within ten years" is a lower bound. "You won't need it in ten years" is not,
    and a word tells them apart only sometimes: where it doesn't, nobody guesses.
    """
    signs = [(i, word) for i, word in enumerate(words) if word.code in "~!"]
    if not signs:
        return False
    place, sign = signs[0]
    if any(word.code == "i" for word in words):
        return None  # "I'd be surprised if it isn't there by 2030"
    if len(signs) > 1 or deadline.first <= place < deadline.last:
        return None
    if sign.code == "!":
        return ""
    if deadline.has("E"):
        return None  # "not as early as 2026": how much later?
    lies_before = place < deadline.first
    start, end = (place + 1, deadline.first) if lies_before else (deadline.last, place)
    codes = {word.code for word in words[start : min(end, start + _FAR)]}
    if end - start >= _FAR or not codes.isdisjoint(",&"):
        return None
    within = deadline.has("WFwmuLeO" if lies_before else "WFwmul") or any(
        word.code == "k" for word in deadline.core
    )
    if lies_before:
        if deadline.has("Aap") and not deadline.has("uLe"):
            return None  # "not ten years away": more, or less?
        if codes <= {".", "C"} and not (deadline.is_bare and deadline.is_amount):
            return ""
        if within:
            return "" if deadline.has("uLeO") else _NOT_WITHIN
        return None
    if not sign.chinese:
        return None
    if start == end and (within or not deadline.is_amount):
        return ""
    return _NOT_WITHIN if within else None
