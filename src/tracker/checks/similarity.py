"""Owns the comparing of claims by their words, in time linear in their number. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from tracker.checks.ignorecase import Quick

__all__ = ["Words", "are_alike", "pairs", "words"]

#: Two claims are alike when they share four words of five (Jaccard similarity of their words).
ALIKE = (4, 5)
#: A word that more claims than this share finds no pairs, so that the work a claim is bounded.
COMMON = 50
#: Fewer words than this say too little to call two claims the same.
LEAST = 3

_SMALL = frozenset(
    "a an the of in on at by to for from with as and or that which who is are was were be been"
    " being will would shall should can could may might it its he she they we i you this these"
    " those there one some such do does did has have had so than then very really also into"
    " about".split()
)
_NEGATIONS = frozenset("no not never none nobody nothing neither nor cannot without".split())
_NUMBER = (
    r"(?:[0-9]+(?:\.[0-9]+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty"
    r"|fifty|a hundred|a few|a couple of|the next|the coming|this|next)"
)
# What says when: it is the deadline's, and moves from one statement of a claim to the next.
_WHEN = Quick(
    rf"\b(?:by|in|before|within|until|during|over|after|since)?\s*(?:the\s+)?"
    rf"(?:(?:end|middle|start|beginning|close)\s+of\s+(?:the\s+)?)?"
    rf"(?:(?:early|mid|late)[- ])?(?:q[1-4][ -]?)?"
    rf"(?:(?:19|20|21)[0-9]{{2}}(?:-[0-9]{{2}}){{0,2}}\b"
    rf"|(?:about |at least |at most |only |another )?{_NUMBER}(?:\s*(?:to|or|-|–)\s*{_NUMBER})?\s+"
    rf"(?:more\s+)?(?:days?|weeks?|months?|quarters?|years?|decades?)\b)"
)
# It holds one of these, which spares most claims the long expression.
_UNIT = Quick("(?:19|20|21)[0-9]{2}|day|week|month|quarter|year|decade")
_WORD = re.compile(r"[^\W_]+(?:[-.,'’][^\W_]+)*")


class Words(NamedTuple):
    """A claim's words; two claims must agree in the `fixed` ones: numbers, names, negations."""

    content: frozenset[str]
    fixed: frozenset[str]


def words(claim: str) -> Words:
    """The words that make a claim what it is: no small words, no plurals, not the time it names."""
    if _UNIT.search(claim) is not None:
        claim = _WHEN.blank(claim)
    content: set[str] = set()
    fixed: set[str] = set()
    for word in _WORD.findall(claim):
        stem, mark = _sense(word)
        content.add(stem)
        fixed.add(mark)
    content.discard("")
    fixed.discard("")
    return Words(frozenset(content), frozenset(fixed))


@lru_cache(maxsize=1 << 14)
def _sense(word: str) -> tuple[str, str]:
    """What a word adds to the content and to what is fixed; empty for nothing."""
    word = word.replace("’", "'")
    small = word.casefold()
    if small in _NEGATIONS or small.endswith("n't"):
        return "", "not"
    if small in _SMALL:
        return "", ""
    stem = _stem(small)
    # A capital begins the sentence too: "Google releases" and "Apple releases" are two.
    return stem, stem if word != small or not word.isalpha() else ""


def are_alike(one: Words, two: Words) -> bool:
    """Whether two claims share four words of five, and all numbers, names and negations."""
    share, total = ALIKE
    common = len(one.content & two.content)
    return one.fixed == two.fixed and total * common >= share * len(one.content | two.content)


def pairs(claims: Sequence[Words], owners: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of claims that are alike: one owner's, or of the same words whoever owns them.

    Each place is paired with the first that it is like, not with all of them. Claims of the same
    words are one group.
    """
    groups: dict[Words, list[int]] = defaultdict(list)
    firsts: dict[Words, dict[str, int]] = defaultdict(dict)
    for place, claim in enumerate(claims):
        if len(claim.content) >= LEAST:
            groups[claim].append(place)
            firsts[claim].setdefault(owners[place], place)
    for claim, places in groups.items():
        for place in places[1:]:
            yield from ((one, place) for one in {places[0], firsts[claim][owners[place]]} - {place})
    for claim, other in _alike(groups):
        first = firsts[other]
        yield from ((first[owners[p]], p) for p in groups[claim] if owners[p] in first)


def _alike(claims: Iterable[Words]) -> Iterator[tuple[Words, Words]]:
    """Different claims that are alike, the later one first.

    Only those are compared that agree in what is fixed and share one of their rarest words: of n
    words, two sets with four of five in common share at least one of the n // 5 + 1 rarest of each
    (prefix filtering: Bayardo, Ma, Srikant, Scaling Up All Pairs Similarity Search, WWW 2007).
    """
    agreed: dict[frozenset[str], list[Words]] = defaultdict(list)
    for claim in claims:
        agreed[claim.fixed].append(claim)
    rarity = Counter(chain.from_iterable(claim.content for claim in claims))
    for group in agreed.values():
        index: dict[str, list[Words]] = defaultdict(list)
        for claim in group if len(group) > 1 else ():
            rarest = _rarest(claim, rarity)
            for other in {other for word in rarest for other in index[word]}:
                if are_alike(claim, other):
                    yield claim, other
            for word in rarest:
                if rarity[word] <= COMMON:
                    index[word].append(claim)


def _rarest(claim: Words, rarity: Mapping[str, int]) -> list[str]:
    ordered = sorted(claim.content, key=lambda word: (rarity[word], word))
    share, total = ALIKE
    return ordered[: len(ordered) * (total - share) // total + 1]


def _stem(word: str) -> str:
    """Singular and plural, "drive" and "drives", as one."""
    word = word.removesuffix("'s")
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
