"""The words around a time: do they leave no doubt that something is to happen then? Pure.

A phrase of a few words is read where the time stands at its edge: "half of all sales by 2027". A
longer one must have the shape of a sentence that `sentences` knows. Words of durations, delays and
conditions keep both from being read, and so does a neighbour that the time may name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.phrases import numerals
from tracker.phrases.amounts import Amount
from tracker.phrases.doubts import doubt, is_doubt
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
    if _is_two_years(clause, words, text):
        return clause.first
    if not outside:
        return None
    named = [at for at in outside if words[at].part in _NAMES]
    chinese = any(word.chinese for word in words)
    torn = _torn(clause, words, text) if chinese else None
    if torn is not None:
        return torn
    short = _is_short(clause, words, named, text, chinese=chinese)
    counted = any(words[at].part in _COUNTS for at in outside)
    alone = not named and not counted
    turns = (at for at in _near(clause, words, outside) if _turns(words[at], text, alone=alone))
    place = next(turns, None)
    if place is None and ends(words, clause.last) and _is_corrected(clause, words, text):
        place = clause.last + 1
    if place is None:
        place = _judged(clause, words, text)
    if place is None:
        place = _open(clause, words, outside, text)
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
    clause: Clause, words: Sequence[Word], named: Sequence[int], text: str, *, chinese: bool
) -> bool:
    """Whether it is a phrase of a few words with the time at its edge."""
    behind = sum(at > clause.first for at in named)
    if behind not in (0, len(named)) or any(words[at].part is Part.PAST for at in named):
        return False
    if chinese:
        return len(named) <= _FEW_SIGNS and _is_phrase(clause, words)
    if is_part(words, clause.last, Part.VERB) and clause.is_bare:
        return False  # next year will be hard
    if any(_written(word, text) in ("had", "was", "were") for word in words):
        return False
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
    written = _written(word, text)
    return _LASTS.fullmatch(written) is not None or is_doubt(written)


def _judged(clause: Clause, words: Sequence[Word], text: str) -> int | None:
    """The word before a time whose sentence is judged, or asked and answered."""
    asked = (at for at, word in enumerate(words[:-1]) if _written(word, text) == "?")
    first = clause.first
    is_judged = first and doubt(text, 0, words[first].start)
    return first - 1 if is_judged else next(asked, None)


#: Verbs of events that "not until" can be said of; what won't survive until 2030 ends before.
_EVENTS = re.compile(
    "return|resume|retire|leave|move|go|get|know|receive|pay|pass|join|enter|end|reopen|recover|turn|make"
    "|take|hear|find|break|report|publish|announce|unveil|introduce|roll|fall|rise|drop|reach|vote|decide"
)
_TO_BE = re.compile(r"\b(?:is|are|be|been)\b|\b(?:isn|aren)['’]t", re.IGNORECASE)


def _is_event(clause: Clause, words: Sequence[Word], text: str) -> bool:
    """Whether the verb behind a "not" happens at once: won't open until 2028."""
    place = next((at for at in range(clause.first) if words[at].part in NOTS), clause.first)
    verb = place + 1
    while verb < clause.first and words[verb].part is Part.VERB:
        verb += 1
    if verb >= clause.first or words[verb].chinese:
        return True
    if words[verb].part in (Part.EVENT, Part.ACT):
        return _written(words[verb], text) != "exist"
    if _TO_BE.search(text, words[max(0, place - 1)].start, words[verb].start):
        return True
    return _EVENTS.fullmatch(_written(words[verb], text)) is not None


def _open(clause: Clause, words: Sequence[Word], outside: Sequence[int], text: str) -> int | None:
    """ "Until 2030" bounds a state as often as an event, and "in 2030 and 2050" is two times."""
    inside = range(clause.core, clause.behind)
    both = next((place for place in inside if words[place].part is Part.AND), None)
    if both is not None and "between" not in words[clause.core].lead:
        return both
    if clause.has(Part.UNTIL) and not _is_event(clause, words, text):
        return clause.first - 1
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
    if "of" in first.lead or _written(words[at], text) in ("than", "into"):
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
    if word.part is Part.VERB and (word.numbers or clause.has(Part.BEFORE)):
        return at if not clause.is_amount else None  # until 2026 ends, before 2026 is frob over
    if _written(word, text) == (
        "what" if clause.is_amount else "but" if _is_negated(words) else ""
    ):
        return at  # in two years what took a century; not this year but next
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


_MORE_OR_LESS = re.compile("more|less|longer|sooner|later|earlier|fewer|tops|max|maximum")


def _is_two_years(clause: Clause, words: Sequence[Word], text: str) -> bool:
    """Whether a number behind a month may be a year: in Jan 25."""
    first = words[clause.first]
    return first.part is Part.IN and _written(first, text) == "in" and _is_short_day(clause)


def _is_short_day(clause: Clause) -> bool:
    return not isinstance(clause.time, Amount) and (
        Part.DAY in clause.time[0] and Part.YEAR not in clause.time[0]
    )


def _is_corrected(clause: Clause, words: Sequence[Word], text: str) -> bool:
    """By Dec 31, 25; in two years, maybe more; in two years, three tops."""
    at = clause.last + 1
    if not is_part(words, at, Part.NUMBER, Part.MORE, Part.OTHER, Part.UNREADABLE, Part.STATE):
        return False
    if _written(words[at], text) == "更":
        return True
    is_number = words[at].part is Part.NUMBER and (clause.is_amount or _is_short_day(clause))
    if is_number and ends(words, at + 1):
        return True
    at += is_number
    if ends(words, at):
        return False
    return _MORE_OR_LESS.fullmatch(_written(words[at], text)) is not None and ends(words, at + 1)


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
    if (
        not clause.is_amount
        and clause.last < len(words)
        and _may_be_named(words[clause.last], text)
    ):
        return clause.last
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


_TORN = frozenset("初中末底日号旬代叶")  # signs that belong to a time, left alone
_BETWEEN = frozenset((Part.OTHER, Part.OCCASION, *_RANGE))
_NEAR = 5  # words on each side of a time


def _torn(clause: Clause, words: Sequence[Word], text: str) -> int | None:
    """A word beside which unknown ones have torn a Chinese time apart: 十嗡嗡年内, 2027年嗡嗡初.

    An English word of time there makes a text of two languages, and is not read either.
    """
    near = range(max(0, clause.first - _NEAR), min(len(words), clause.last + _NEAR))
    for at in near:
        written = _written(words[at], text)
        if words[at].part is not Part.OTHER and written.isascii() and written.isalpha():
            return at
    for step, place in ((-1, clause.first - 1), (1, clause.last)):
        unknown = []
        while place in near and words[place].part in _BETWEEN and not _is_torn(words[place], text):
            unknown.append(words[place])
            place += step
        if not unknown or place not in near:
            continue
        ranged = any(word.part in _RANGE for word in unknown)
        if step < 0 and not any(word.lead for word in (*unknown, words[clause.first])):
            counts = words[place].part in _COUNTS[:2] or _is_torn(words[place], text)
        elif step > 0 and (ranged or not clause.after):
            counts = _has_days(clause, ranged=ranged) and words[place].part in (*_COUNTS, Part.DAY)
            counts = counts or _written(words[place], text) in _TORN
        else:
            counts = False
        if counts:
            return place
    return None


def _has_days(clause: Clause, *, ranged: bool) -> bool:
    """Whether a number behind the time can be a day of it."""
    period = {} if isinstance(clause.time, Amount) else clause.time[0]
    return Part.MONTH in period and (ranged or Part.DAY not in period)


def _is_torn(word: Word, text: str) -> bool:
    """Whether an unknown word is a number, or a sign that ends a time."""
    if word.part is not Part.OTHER or not word.chinese:
        return False
    written = _written(word, text)
    return written in _TORN or _NUMERALS.fullmatch(written) is not None


_SUBJECTS = ("ai", "agi", "gdp")  # no event has such a name
_NUMERALS = re.compile(f"(?:{numerals.CHINESE})+")


def _may_be_named(word: Word, text: str) -> bool:
    """Whether a word behind a Chinese time may be an event of it: 明年618, 明年五一, 明年CES."""
    if word.part not in (*_COUNTS, Part.OTHER) or is_ahead(word):
        return False
    written = _written(word, text)
    return _NUMERALS.fullmatch(written) is not None if word.chinese else written not in _SUBJECTS


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
