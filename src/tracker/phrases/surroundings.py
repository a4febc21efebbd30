"""The words around a time: do they leave no doubt that something is to happen then? Pure.

A phrase of a few words is read where the time stands at its edge: "half of all sales by 2027". A
longer one must have the shape of a sentence that `sentences` knows. Words of durations, delays and
conditions keep both from being read, and so does a neighbour that the time may name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.phrases.amounts import Amount
from tracker.phrases.grammar import TIMES, Clause, ends, reach, starts
from tracker.phrases.negation import NOTS
from tracker.phrases.parts import Part, Word, is_part
from tracker.phrases.sentences import is_ahead, is_future, is_future_chinese, is_tied

__all__ = ["leftover", "trouble"]

_LEFT = TIMES | {
    Part.UNREADABLE,
    Part.AFTER,
    Part.BEFORE,
    Part.UNTIL,
    Part.EARLIEST,
    Part.AND_A_HALF,
}
#: What makes a sentence where there is much of it.
_NAMES = frozenset(
    (
        Part.OTHER,
        Part.OCCASION,
        Part.ACT,
        Part.LINK,
        Part.PAST,
        Part.START,
    )
)
_COUNTS = (Part.NUMBER, Part.ORDINAL, Part.QUANTITY)
_FEW = 4  # names beside the time in a phrase
_FEW_SIGNS = 10  # in a Chinese one
_RANGE = (Part.OR, Part.AND, Part.DASH, Part.TO, Part.THROUGH)


def leftover(words: Sequence[Word], clauses: Sequence[Clause]) -> list[int]:
    """The words of time that belong to no clause, by their places."""
    inside = {place for clause in clauses for place in range(clause.first, clause.last)}
    return [place for place, word in enumerate(words) if word.part in _LEFT and place not in inside]


def trouble(clause: Clause, words: Sequence[Word], text: str) -> int | None:
    """The place of a word because of which the time can't be read for sure, if any."""
    outside = [
        place
        for place, word in enumerate(words)
        if not clause.first <= place < clause.last and word.part is not Part.PAUSE
    ]
    if not outside:
        return None
    named = [at for at in outside if words[at].part in _NAMES]
    chinese = any(word.chinese for word in words)
    short = _is_short(clause, words, named, chinese=chinese)
    counted = any(words[at].part in _COUNTS for at in outside)
    alone = not named and not counted
    turns = (at for at in _near(clause, words, outside) if _turns(words[at], text, alone=alone))
    place = next(turns, None)
    if place is None:
        place = _open(clause, words, outside)
    if place is None:
        place = _beside_chinese(clause, words, text) if chinese else _in_front(clause, words, text)
    if place is None and not chinese:
        place = _behind(clause, words, text)
    if place is None and clause.is_amount and not _is_negated(words):
        place = _length(clause, words, outside, text, short=short)
    if place is not None or short:
        return place
    ahead = is_future_chinese(clause, words) if chinese else is_future(clause, words, text)
    return None if ahead else (named or outside)[0]


def _is_short(
    clause: Clause, words: Sequence[Word], named: Sequence[int], *, chinese: bool
) -> bool:
    """Whether it is a phrase of a few words with the time at its edge."""
    behind = sum(at > clause.first for at in named)
    if behind not in (0, len(named)) or any(words[at].part is Part.PAST for at in named):
        return False
    if chinese:
        return len(named) <= _FEW_SIGNS and _is_phrase(clause, words)
    if is_part(words, clause.last, Part.VERB) and clause.is_bare:
        return False  # next year will be hard
    has_verb = any(word.part is Part.VERB for word in words[: clause.first])
    return len(named) <= _FEW and not (named and has_verb)


def _is_phrase(clause: Clause, words: Sequence[Word]) -> bool:
    """Whether the time is said of what is beside it: no 缺货到年底, no 2027年前成立的公司将."""
    if ends(words, clause.last) and clause.first and not is_tied(clause, words):
        return False
    owned = False
    for word in words[clause.last :]:
        owned = owned or "的" in word.lead
        if owned and is_ahead(word):
            return False
    return True


def _written(word: Word, text: str) -> str:
    return text[word.start : word.end].casefold()


def _is_negated(words: Sequence[Word]) -> bool:
    return any(word.part in NOTS for word in words)


# --- words with which nothing is read -------------------------------------------------------------

_TURNS = (Part.IF, Part.UNREADABLE, Part.NO, Part.THROUGH, Part.ONLY_THEN)
#: Durations, states, delays, denials.
_LASTS = re.compile(
    "(?:last|spen[dt]|stay|wait|continu|keep|extend|prolong|persist|delay|postpon|defer|pushe"
    "|reschedul|slip|abandon|cancell?|scrapp?|miss|reject|oppos|den[yi]"
    "|prevent|avoid)(?:s|ed|es|e|ing)?|remain(?:s|ed)?|kept|still|original(?:ly)?|initially"
    "|previously|instead|compared|cagr|assuming|depending|against|few(?:er)?"
)


_GLOBAL = (Part.IF, Part.UNREADABLE, Part.THROUGH)


def _near(clause: Clause, words: Sequence[Word], outside: Sequence[int]) -> list[int]:
    """The words that can turn the time: in Chinese, a predicate of its own follows a comma."""
    near = reach(clause, words)
    return [
        at for at in outside if not words[at].chinese or words[at].part in _GLOBAL or at in near
    ]


def _turns(word: Word, text: str, *, alone: bool) -> bool:
    if word.part in _TURNS or alone:
        return word.part in _TURNS
    if word.chinese:
        return word.part is Part.STATE
    return _LASTS.fullmatch(_written(word, text)) is not None


def _open(clause: Clause, words: Sequence[Word], outside: Sequence[int]) -> int | None:
    """ "Until 2030" bounds a state as often as an event, and "in 2030 and 2050" is two times."""
    inside = range(clause.core, clause.behind)
    both = next((place for place in inside if words[place].part is Part.AND), None)
    if both is not None and "between" not in words[clause.core].lead:
        return both
    if _is_negated(words) or not clause.has(Part.AFTER, Part.UNTIL, Part.FROM):
        return None
    is_bound = clause.has(Part.ONLY_THEN, Part.ONWARDS) or Part.IN in clause.after
    return None if is_bound else outside[0]


# --- the nearest words ----------------------------------------------------------------------------

#: What can follow a time without being named by it: "2027 in China", but no "2027 NFL season".
_FOLLOW = frozenset(
    (
        Part.PAUSE,
        Part.LINK,
        Part.PAST,
        Part.IN,
        Part.BY,
        Part.FOR,
        Part.UNDER,
        Part.VERB,
        Part.CLOCK,
        *NOTS,
    )
)
_LOST = (Part.BY, Part.WITHIN, Part.ORDINAL)
#: What a "for" behind it says the time of: set for 2027, planned for next year.
_SET = re.compile(
    r"\b(?:set|on track|due|planned|targeted|scheduled|slated|expected|forecast)\s*$", re.IGNORECASE
)


def _in_front(clause: Clause, words: Sequence[Word], text: str) -> int | None:
    at, first = clause.first - 1, words[clause.first]
    if at < 0 or words[at].part is Part.PAUSE:
        return None
    if "of" in first.lead or _written(words[at], text) == "than":
        return at  # the class of 2027
    if not clause.is_amount and Part.FOR in clause.before and not _SET.search(text[: first.start]):
        return at  # the budget for 2027
    if not _is_introduced(clause, words, text):
        return at  # Windows 2025, nicht vor 2027
    nearest = words[max(0, at - 2) : at + 1]
    if clause.first == clause.core and any(word.part in _LOST for word in nearest):
        return at  # by Ramadan next year
    if "or" in [_written(word, text) for word in nearest]:
        return at  # on or frob before 2027
    is_count = words[at].part in _COUNTS and clause.is_bare
    return at if is_count and not clause.is_amount and not clause.is_relative else None


def _is_introduced(clause: Clause, words: Sequence[Word], text: str) -> bool:
    """Whether something ties the time to the words before it."""
    first, previous = words[clause.first], words[clause.first - 1]
    if not clause.is_bare or clause.is_amount or clause.is_relative or first.about:
        return True
    if not {"at", "between"}.isdisjoint(first.lead):
        return True
    return previous.part in (Part.EVENT, Part.DASH, *NOTS) or (
        _written(previous, text) in ("due", "is", "be")
    )


def _behind(clause: Clause, words: Sequence[Word], text: str) -> int | None:
    at = clause.last
    if ends(words, at):
        return None
    word = words[at]
    if "of" in word.lead or text[: words[at - 1].end].endswith(("'s", "’s")):
        return at
    if word.part in _RANGE:
        following = words[at + 1 : at + 4]
        counts = (Part.NUMBER, Part.ORDINAL, Part.PHASE)
        if any(each.part in counts or _written(each, text) == "half" for each in following):
            return at + 1  # next year or two
        return at if _written(word, text) == "or" or word.part is Part.DASH else None
    follows = word.part in _FOLLOW or not {"the", "a", "an", "at"}.isdisjoint(word.lead)
    if clause.is_amount:
        follows = follows or word.part in (Part.EVENT, Part.ACT) or clause.has(Part.AWAY)
    else:
        follows = follows or word.part in (Part.FROM, Part.AFTER, Part.BEFORE)
        follows = follows or (Part.FOR in clause.before and word.part is Part.ACT)
    return None if follows else at


def _beside_chinese(clause: Clause, words: Sequence[Word], text: str) -> int | None:
    at = clause.first - 1
    if words[clause.first].lead[-1:] == ("将",) and not is_tied(clause, words):
        return clause.first  # 将2027年目标上调
    if (
        starts(words, clause.first)
        and clause.last < len(words)
        and _written(words[clause.last], text) in ("是", "为", "為")
    ):
        return clause.last  # 2027年将是关键的一年
    if is_part(words, at, Part.NUMBER, Part.START, Part.BEHIND):
        return at
    if at >= 0 and "的" in words[clause.first].lead:
        return at
    if clause.last < len(words) and "的" in words[clause.last].lead[:1]:
        return clause.last  # 明年的选举
    for at in range(clause.last, len(words)):
        if words[at].part is Part.PAUSE or is_ahead(words[at]):
            return None
        if words[at].part in (Part.OCCASION, Part.AHEAD, Part.BEHIND, Part.INSIDE):
            return at  # 2028年奥运会前
    return None


# --- amounts --------------------------------------------------------------------------------------

_SUPERLATIVE = re.compile("[a-z]+est|worst|most|first|record|once")


def _length(
    clause: Clause, words: Sequence[Word], outside: Sequence[int], text: str, *, short: bool
) -> int | None:
    """The word that makes an amount a length, or looks back on it, and makes it no deadline."""
    at = clause.first - 1
    for place in range(clause.last, len(words)):
        tied = is_part(words, place - 1, Part.IN, Part.WITHIN, Part.BY)
        if words[place].part is Part.NUMBER and (tied or ends(words, place + 1)):
            return place  # "in a year, or maybe five"
    if Part.AWAY in clause.after and is_part(words, clause.last, *_NAMES):
        return clause.last  # the "50 years away" benchmark
    if clause.has(Part.NEXT, Part.AWAY):
        return None
    if clause.is_bare or clause.has(Part.FOR, Part.UNDER):
        return outside[0]
    for place in range(clause.first if clause.has(Part.IN) else 0):
        is_best = _SUPERLATIVE.fullmatch(_written(words[place], text))
        if is_best or words[place].part is Part.ORDINAL:
            return place  # the lowest in ten years
    is_short = isinstance(clause.time, Amount) and clause.time.high.months < 12
    if any(word.chinese for word in words):
        is_term = is_short and clause.has(Part.INSIDE)
        return outside[0] if is_term or (clause.has(Part.TAKES) and not short) else None
    if clause.has(Part.AT_LEAST, Part.OR_MORE, Part.TAKES):
        return next((place for place in outside if words[place].part in _NAMES), None)
    if is_short:
        return outside[0]  # within 30 days of any order
    happens = (Part.EVENT, Part.ACT, Part.VERB, Part.PAUSE)
    is_point = short or at < 0 or words[at].part in happens or not clause.has(Part.IN)
    return None if is_point else at  # "will build it in two years" says how long
