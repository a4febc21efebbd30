"""The words around a time clause that could change its meaning. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.phrases.amounts import Amount
from tracker.phrases.calendar import END
from tracker.phrases.grammar import TIMES, Clause
from tracker.phrases.negation import NOTS
from tracker.phrases.parts import Part, Word, is_part

__all__ = ["leftover", "trouble"]


_LEFT = TIMES | {
    Part.UNREADABLE,
    Part.AFTER,
    Part.BEFORE,
    Part.UNTIL,
    Part.NO,
    Part.EARLIEST,
    Part.AND_A_HALF,
}
_ARTICLES = frozenset(("a", "an", "the"))
_RANGE = (Part.OR, Part.AND, Part.DASH, Part.TO, Part.THROUGH)
_NAMES = (Part.OTHER, Part.OCCASION, Part.ACT, Part.RATE)  # what can make a noun with a year
_COUNTS = (Part.NUMBER, Part.ORDINAL, Part.QUANTITY)
#: A superlative, and words that end like one.
_SUPERLATIVE = re.compile(
    r"(?!(?:lat|for|inter|requ|inv|prot|cont|sugg|mod|hon|harv|midw|dig|arr|manif|conqu|n|w|t|gu|z)est\b)"
    r"[a-z]+est\b"
)


def leftover(words: Sequence[Word], clauses: Sequence[Clause]) -> list[int]:
    """The words of time that belong to no clause, by their places."""
    inside = {place for clause in clauses for place in range(clause.first, clause.last)}
    last = max(inside, default=len(words))
    return [
        place
        for place, word in enumerate(words)
        if word.part in _LEFT
        and place not in inside
        and not _is_harmless(words, place, inside, last)
    ]


def _is_harmless(words: Sequence[Word], place: int, inside: set[int], last: int) -> bool:
    """ "Early adopters", and what follows an event of its own: ", after it fell"."""
    part = words[place].part
    if part is Part.PHASE and words[place].numbers != (END,):
        return place + 1 not in inside and place - 1 not in inside
    if part in (Part.AFTER, Part.BEFORE) and place > last:
        return any(word.part is Part.PAUSE for word in words[last:place])
    return False


# --- a word that could change the meaning -----------------------------------------------------


def trouble(clause: Clause, words: Sequence[Word], text: str) -> int | None:
    """The place of a word beside the clause that could change its meaning, if any."""
    place = _conditional(clause, words)
    if place is None:
        place = _between_two(clause, words, text)
    if place is None:
        place = _in_front(clause, words, text)
    if place is None:
        place = _behind(clause, words, text)
    if place is None:
        place = _amount_in_a_sentence(clause, words, text)
    if place is None and clause.has(Part.BEFORE):
        place = next((i for i, word in enumerate(words) if word.part is Part.CLOCK), None)
    return place


def _conditional(clause: Clause, words: Sequence[Word]) -> int | None:
    """The "if" of whose condition the time is a part: "if it lands in ten years"."""
    for at in range(clause.first - 1, -1, -1):
        if words[at].part is Part.PAUSE:
            return None
        if words[at].part is Part.IF:
            return at
    return None


def _between_two(clause: Clause, words: Sequence[Word], text: str) -> int | None:
    """Words that keep two times from being a range: by 2030 and 2050, moved from 2026 to 2027."""
    if Part.FROM in clause.before:
        for at in range(clause.first):
            if _MOVED.fullmatch(_written(words[at], text)):
                return at
    if not clause.has(Part.BY, Part.LATEST, Part.TO):
        return None
    inside = range(clause.core, clause.behind)
    return next((place for place in inside if words[place].part is Part.AND), None)


_MOVED = re.compile(
    "(?:mov|push|delay|postpon|shift|chang|reschedul|slip|defer|extend|revis|bring|brought)[a-z]*"
)


def _in_front(clause: Clause, words: Sequence[Word], text: str) -> int | None:
    if not clause.first:
        return None
    at = clause.first - 1
    previous, first = words[at], words[clause.first]
    if "of" in first.lead and previous.part is not Part.PAUSE:
        return at  # the class of 2027
    if clause.is_amount and previous.part in (Part.START, Part.BEHIND):
        return at  # 上市两年后, 发布后两年内
    if _is_dangling(words, clause.first) or _is_of_a_noun(clause, previous, text):
        return at
    if clause.before == (Part.TO,) and previous.part is Part.OTHER and first.chinese:
        ends = clause.last == len(words) or words[clause.last].part is Part.PAUSE
        if ends and not _PLANNED.search(text[: first.start]):
            return at  # 缺货到年底: a state until then
    is_bare = clause.first == clause.core
    if is_bare and (previous.part is Part.OCCASION or _written(previous, text) == "than"):
        return at
    if first.chinese and previous.part is Part.NUMBER and previous.end == first.start:
        return at
    if not is_bare or first.chinese:
        return None
    if previous.part in _COUNTS and not clause.is_amount:
        is_share = previous.part is Part.QUANTITY and clause.is_relative
        return None if is_share else at  # rates of 3.0% next year
    if previous.part is Part.DASH and at and words[at - 1].part not in (Part.OTHER, Part.PAUSE):
        return at
    is_introduced = first.about or not {"at", "between"}.isdisjoint(first.lead)
    needs_none = clause.is_amount or clause.is_relative or is_introduced
    if not needs_none and not _introduces(previous, text):
        return at  # Windows 2025, Ramadan 2027, nicht vor 2027, rather than 2027
    while at > 0 and words[at].part in _NAMES and clause.first - at <= 3:
        at -= 1
    is_split = at < clause.first - 1 and words[at].part in (Part.BY, Part.WITHIN)
    return at + 1 if is_split else None  # by Ramadan next year


_PLANNED = re.compile("(?:计划|計劃|計畫|目标|目標|规划|規劃|希望|是|[，, ])$")


def _introduces(word: Word, text: str) -> bool:
    """Whether a date can stand behind it without an operator: due 2027, "the deadline is 2027"."""
    return word.part in (Part.PAUSE, Part.DASH, Part.EVENT, *NOTS) or (
        _written(word, text) in ("due", "is", "be")
    )


def _is_of_a_noun(clause: Clause, previous: Word, text: str) -> bool:
    """Whether "for" may tie the time to a thing: flood levels for the end of the century."""
    if clause.is_amount or Part.FOR not in clause.before:
        return False
    if previous.part not in (Part.OTHER, Part.OCCASION):
        return False
    return _SET.fullmatch(_written(previous, text)) is None


#: What a "for" behind it says the time of: set for 2027, planned for next year.
_SET = re.compile("set|track|due|plans?|targets?|goals?|deadline|[a-z]+(?:ed|ing)")


def _is_dangling(words: Sequence[Word], first: int) -> bool:
    """Whether a clause of known words breaks off before it: on or ... before 2027."""
    for at in range(max(0, first - 4), first - 1):
        part, following = words[at].part, words[at + 1]
        if part in (Part.IN, Part.BEFORE, Part.BY) and following.part is Part.OR:
            return True
        if part is Part.ORDINAL and "of" in following.lead and at + 2 == first:
            return True
    return False


def _behind(clause: Clause, words: Sequence[Word], text: str) -> int | None:
    at = clause.last
    if at >= len(words):
        return None
    word, last = words[at], words[at - 1]
    following = words[at + 1].part if at + 1 < len(words) else Part.PAUSE
    if "of" in word.lead and word.part is not Part.PAUSE:
        return at
    if word.part in _RANGE and following in (Part.NUMBER, Part.PHASE):
        after = words[at + 2].part if at + 2 < len(words) else Part.PAUSE
        if word.part is not Part.AND or following is Part.PHASE or after is Part.PAUSE:
            return at + 1  # next year or two
    if word.part in _RANGE and following in _NAMES:
        more = [each.part for each in words[at + 2 : at + 4]]
        if Part.NUMBER in more or Part.ORDINAL in more or _written(word, text) == "or":
            return at + 1
    if word.part is Part.AND and "half" in [
        _written(each, text) for each in words[at + 1 : at + 3]
    ]:
        return at + 1
    if last.chinese:
        return _behind_chinese(clause, words)
    if clause.is_amount:
        ends = word.part in _ENDS_A_SPAN and "at" not in word.lead and not clause.has(Part.AWAY)
        return at if ends else None
    if word.part in (Part.NUMBER, Part.ORDINAL) and following in (Part.PAUSE, *TIMES):
        return at
    if text[: last.end].endswith(("'s", "’s")) and word.part is not Part.PAUSE:
        return at  # next year's budget
    if clause.is_relative:
        return at if word.part is Part.OCCASION else None
    if set(clause.before) <= {Part.FOR, Part.IN} and word.part is Part.ACT:
        return None  # slated for mid-2026 availability
    return _named(words, at, "the" in words[clause.core].lead)


def _written(word: Word, text: str) -> str:
    return text[word.start : word.end].casefold()


_ENDS_A_SPAN = frozenset(
    (
        Part.AFTER,
        Part.FROM,
        Part.BEFORE,
        Part.LENGTH,
        Part.OCCASION,
        Part.NUMBER,
        Part.OVER,
        Part.EARLIEST,
        Part.RATE,
    )
)


def _named(words: Sequence[Word], at: int, is_definite: bool) -> int | None:
    """The word that a year or month may name: before 2013 NFL season; no subject of a verb."""
    end = at
    while end < len(words) and words[end].part in (*_NAMES, Part.DASH, Part.QUANTITY):
        if words[end].part is Part.OCCASION:
            return at
        end += 1
    if end == at or words[at].part in (Part.DASH, Part.QUANTITY):
        return None
    if not _ARTICLES.isdisjoint(words[at].lead):
        return None
    is_subject = end < len(words) and words[end].part is Part.VERB
    return at if is_definite or not is_subject else None


def _behind_chinese(clause: Clause, words: Sequence[Word]) -> int | None:
    """2026年世界杯, 2028年奥运会前: an occasion, or a later word that moves the time."""
    run = True
    if clause.last < len(words) and "的" in words[clause.last].lead[:1]:
        return clause.last  # 明年的选举: whose year it is
    for at in range(clause.last, len(words)):
        part = words[at].part
        if part is Part.PAUSE:
            return None
        if part is Part.ONLY_THEN:
            return at  # 2027年供应才能追上
        if part is Part.STATE and clause.has(Part.TO, Part.UNTIL):
            return at  # 到年底都缺货: a state until then
        run = run and part in (Part.OTHER, Part.OCCASION) and not words[at].lead
        if part in (Part.AHEAD, Part.BEHIND, Part.INSIDE) or (run and part is Part.OCCASION):
            return at
        if at == clause.last and part in (Part.FROM, Part.AFTER) and clause.is_amount:
            return at
    return None


def _amount_in_a_sentence(clause: Clause, words: Sequence[Word], text: str) -> int | None:
    """An amount, or an open beginning, among other words may be a length and no deadline."""
    others = [
        place
        for place, word in enumerate(words)
        if not clause.first <= place < clause.last and word.part is not Part.PAUSE
    ]
    if not others:
        return None
    if not clause.is_amount:
        return _open_beginning(clause, words, others, text)
    place = _length(clause, words, text)
    if place is not None:
        return place
    is_lower = clause.has(Part.AT_LEAST, Part.OR_MORE, Part.EARLIEST)
    if clause.is_bare and not _turns(words):
        return others[0]
    if (
        is_lower
        and not words[clause.behind - 1].chinese
        and not clause.has(*_AHEAD)
        and not _turns(words)
    ):
        return others[0]
    for place in others:
        following = words[place + 1].part if place + 1 < len(words) else Part.PAUSE
        looks_back = clause.has(Part.IN, Part.AT_LEAST) and not clause.has(Part.NEXT, Part.AWAY)
        word = words[place]
        if place < clause.first and looks_back and _is_record(word, text):
            return place
        if place < clause.last:
            continue
        if word.part in (Part.IN, Part.WITHIN, Part.BY) and following is Part.NUMBER:
            return place + 1  # in 5 years it works, in 10 it is everywhere
        if word.part is Part.NUMBER and following is Part.PAUSE:
            return place
    return None


def _length(clause: Clause, words: Sequence[Word], text: str) -> int | None:
    """The word that makes it how long something goes on, and not when it happens."""
    if words[clause.last - 1].chinese:
        return None
    if not clause.has(Part.IN, Part.WITHIN, Part.AWAY, Part.NEXT):
        lasts = _lasting(clause, words, text)
        if lasts is not None:
            return lasts
        if clause.has(Part.UNDER) and not _written(words[clause.first], text).startswith("in "):
            return clause.first  # up to two weeks
    if Part.AWAY in clause.after and is_part(words, clause.last, *_NAMES):
        return clause.last  # the "50 years away" benchmark
    if Part.TAKES in clause.before and Part.NEXT not in clause.before:
        at = clause.first - 1
        while at >= 0 and words[at].part is Part.VERB and _written(words[at], text) != "can":
            at -= 1
        if at >= 0 and _written(words[at], text) not in ("it", "that", "this"):
            return at  # the construction will take two years
    is_short = isinstance(clause.time, Amount) and clause.time.high.months < 12
    if clause.before == (Part.WITHIN,) and is_short and not _PLANS.search(text):
        return clause.first  # a reply within 30 days
    return None


def _lasting(clause: Clause, words: Sequence[Word], text: str) -> int | None:
    """The verb before the clause that says how long: it may last two weeks, continue until 2030."""
    for at in range(clause.first):
        if _LASTS.fullmatch(_written(words[at], text)):
            return at
    return None


_LASTS = re.compile("(?:last|spen[dt]|stay|remain|run|wait|continu|keep|sit)(?:s|ed|es|e|ing)?")
#: What makes a time of a few months one that is still to come.
_PLANS = re.compile(
    r"\b(?:will|would|shall|should|could|may|might|going|plan|expect|target|aim|hope|promis|pledg|predict|"
    r"forecast|set|schedul|due|track|estimat|project|goal|likely|must|intend|vow|want|commit)|'ll\b",
    re.IGNORECASE,
)
_AHEAD = (Part.AWAY, Part.MORE, Part.UNTIL, Part.TAKES, Part.NEXT, Part.BEFORE)


def _turns(words: Sequence[Word]) -> bool:
    return any(word.part in (Part.NOT, Part.CANNOT, Part.STILL_NOT) for word in words)


def _is_record(word: Word, text: str) -> bool:
    """The first, the lowest: what is so "in ten years" looks back on them."""
    return word.part in (Part.RECORD, Part.ORDINAL) or (
        word.part is Part.OTHER and _SUPERLATIVE.fullmatch(_written(word, text)) is not None
    )


def _open_beginning(
    clause: Clause, words: Sequence[Word], others: Sequence[int], text: str
) -> int | None:
    """ "Until 2030" and "after 2030" bound a state as often as an event."""
    if clause.has(Part.UNTIL) and not words[clause.core].chinese and not _turns(words):
        lasts = _lasting(clause, words, text)
        if lasts is not None:
            return lasts
    is_open = clause.has(Part.AFTER, Part.UNTIL) and not clause.has(Part.AT_LEAST)
    if not is_open or _turns(words) or words[clause.core].chinese:
        return None
    return next((place for place in others if words[place].part in (*_NAMES, Part.VERB)), None)
