"""Comparison of claims by their words, in time linear in their number."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from tracker.checks.ignorecase import Quick

__all__ = ["Words", "are_alike", "pairs", "words"]

#: Two claims are alike if they share four words in five (Jaccard similarity of their words).
ALIKE = (4, 5)
#: Words in more claims than this are not used to find pairs, which bounds the work per claim.
COMMON = 50
#: Claims with fewer words than this are not compared.
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
# Time expressions: they belong to the deadline and change from one statement to the next.
_WHEN = Quick(
    rf"(?<![\w-])(?=\w)(?:by|in|before|within|until|during|over|after|since)?\s*(?:the\s+)?"
    rf"(?:(?:end|middle|start|beginning|close)\s+of\s+(?:the\s+)?)?"
    rf"(?:(?:early|mid|late)[- ])?(?:q[1-4][ -]?)?"
    rf"(?:(?:19|20|21)[0-9]{{2}}(?:-[0-9]{{2}}){{0,2}}\b"
    rf"|(?:about |at least |at most |only |another )?{_NUMBER}(?:\s*(?:to|or|-|–)\s*{_NUMBER})?\s+"
    rf"(?:more\s+)?(?:days?|weeks?|months?|quarters?|years?|decades?)\b)"
)
# Every time expression has one of these; most claims have none, and skip the long pattern.
_UNIT = Quick("(?:19|20|21)[0-9]{2}|day|week|month|quarter|year|decade")
_WORD = re.compile(r"[^\W_]+(?:[-_.,'’][^\W_]+)*")


class Words(NamedTuple):
    """A claim's words; `fixed` are those that must be equal: numbers, names and negations."""

    content: frozenset[str]
    fixed: frozenset[str]


def words(claim: str) -> Words:
    """The words to compare: without function words, plural endings and time expressions."""
    if _UNIT.search(claim) is not None:
        claim = _WHEN.blank(claim)
    senses = set(map(_sense, _WORD.findall(claim)))
    content = frozenset([stem for stem, _ in senses if stem])
    return Words(content, frozenset([mark for _, mark in senses if mark]))


@lru_cache(maxsize=1 << 14)
def _sense(word: str) -> tuple[str, str]:
    """What a word adds to `content` and to `fixed`; an empty text adds nothing."""
    word = word.replace("’", "'")
    small = word.casefold()
    if small in _NEGATIONS or small.endswith("n't"):
        return "", "not"
    if small in _SMALL:
        return "", ""
    stem = _stem(small)
    # The first word counts as a name, too: "Google releases" and "Apple releases" differ.
    return stem, stem if word != small or not word.isalpha() else ""


def are_alike(one: Words, two: Words) -> bool:
    """Whether two claims share four words in five, and all numbers, names and negations."""
    share, total = ALIKE
    common = len(one.content & two.content)
    return one.fixed == two.fixed and total * common >= share * len(one.content | two.content)


def pairs(claims: Sequence[Words], owners: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The positions of claims that are alike, or, for different owners, have the same words.

    Each claim is paired with the first one that resembles it, not with all of them.
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

    Only claims with the same `fixed` words that share one of their rarest words are compared: two
    sets with four words in five in common share at least one of the n // 5 + 1 rarest of n words
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
    """The word without a plural or verb ending: "drives" becomes "drive"."""
    word = word.removesuffix("'s")
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
