"""Owns the reading of deadline phrases, English and Chinese: a phrase as said -> a window. Pure.

The policy it applies is printed in the documentation; a table of phrases that people said in
public holds it in the tests. It reads what it knows and declines everything else: a word of time
that is left over, two different deadlines, an amount without a number ("a few years"), a season, a
fiscal year, a day and month in doubtful order. It never guesses and never raises.

Where the policy leaves room, a claim is never called late too early: deadlines count from the last
day of `made_on`, beginnings from its first, lower bounds from its last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from tracker.phrases import amounts, periods
from tracker.phrases.deadlines import Deadline, deadlines_in, negation
from tracker.phrases.rows import WHOLE
from tracker.phrases.tokens import Token, tokens
from tracker.records.dates import Duration, PartialDate, add_days

__all__ = ["Found", "Horizon", "find", "read"]

Kind = Literal["by", "between", "not_before", "never"]

# Words of time that may not be left over when a phrase is read.
_UNREAD = frozenset("GUVYMDQHKskTLuEe#")

# A phrase is some words, a quote some sentences; what reads them takes the square of their length.
_LONGEST = 5000
_MANY = 8  # nobody says one deadline more often
_STOPS = ".!?;。！？；．…\n"  # where a sentence ends, for `find`
_COUNTS = "0123456789$€£¥￥"  # how a count or a sum begins: "at least 50%"

# "next year or two"; "in one or two years, and maybe it'll be five"; 2028年奥运会前
_MORE = re.compile("C[NS]|,.*N$|[^,]*[la]")
_ANOTHER = re.compile(".*[IWB]N(?![UVCZ])")  # "in 5 years it works, in 10 it is everywhere"

_POINT = "a point in time is read as a deadline, so sooner is in time"
_ABOUT = "'about' is read as the time itself"
_COUPLE = "a couple is read as two"
_FEW = "'at least a few' is read as at least two"
_DECEMBER = "the end of a year is read as beginning on 1 December"
_AFTER = "'after' is read as leaving out the period that it names"
_DAY_TOO = "'日前' is read as that day or sooner"
_LAST = "of two dates the later is the deadline"
_ALONE = "an amount of time alone is read as 'in' that time"


@dataclass(frozen=True, slots=True)
class Horizon:
    """A window: days inclusive, None where the kind has no such end.

    `assumed` is one sentence on what the policy decided and the speaker did not say, or None.
    """

    kind: Kind
    earliest: date | None
    latest: date | None
    assumed: str | None = None


class _Amount(NamedTuple):
    """What an amount of time means, whenever it was said; `assumed` is the policy's part."""

    kind: Kind
    low: Duration
    high: Duration
    assumed: str = ""


class _Meant(NamedTuple):
    """What the words of a deadline mean: an amount, or periods that the day of the statement fills.

    `notes` are on the words around it.
    """

    deadline: Deadline
    negated: bool
    meaning: _Amount | Sequence[periods.Part]
    notes: tuple[str, ...]


class Found(NamedTuple):
    """A deadline inside a longer text: `text[start:end] == phrase`."""

    start: int
    end: int
    phrase: str


@lru_cache(maxsize=4096)
def read(phrase: str, made_on: PartialDate) -> Horizon | None:
    """The window that `phrase` names, said on `made_on`; None where it can't be read for sure.

    The phrase is a deadline alone or with a few words around it. Two deadlines in it are read only
    where they agree. A time that was over when the statement was made is no deadline.
    """
    if len(phrase) > _LONGEST:
        return None
    words, deadlines, meant = _cut(phrase)
    if any(word.code == "z" for word in words):
        timeless = not deadlines and not any(word.code in _UNREAD for word in words)
        return Horizon("never", None, None) if timeless else None
    if len(deadlines) > _MANY:
        return None
    horizons = {_horizon(each, made_on) if each else None for each in meant}
    horizon = horizons.pop() if len(horizons) == 1 else None
    if horizon is None or _unread(words, deadlines, phrase, horizon):
        return None
    return horizon


@lru_cache(maxsize=4096)
def _cut(phrase: str) -> tuple[Sequence[Token], Sequence[Deadline], Sequence[_Meant | None]]:
    """The words of a phrase, its deadlines and what they mean: the same ones are said every day."""
    words = tokens(phrase)
    deadlines = deadlines_in(words)
    return words, deadlines, [_meant(deadline, words) for deadline in deadlines[: _MANY + 1]]


def find(text: str, made_on: PartialDate) -> list[Found]:
    """The deadlines in a longer text that could be read, in order; each with what stands around it.

    An amount of time without a word that makes it a deadline ("two years of work") is none.
    """
    text = text[:_LONGEST]
    found: list[Found] = []
    sentence: list[Token] = []
    for word in [*tokens(text), None]:
        if word is not None and not (word.code == "," and text[word.start] in _STOPS):
            sentence.append(word)
            continue
        for deadline in deadlines_in(sentence):
            if deadline.is_amount and not deadline.has("IWFpAawmEeuc"):
                continue
            meant = _meant(deadline, sentence)
            if meant is not None and _horizon(meant, made_on) is not None:
                trailing = deadline.after.endswith("o") and "f" not in deadline.before
                start = sentence[deadline.first].start
                end = sentence[deadline.last - 1 - trailing].end
                found.append(Found(start, end, text[start:end]))
        sentence = []
    return found


def _unread(
    words: Sequence[Token], deadlines: Sequence[Deadline], phrase: str, horizon: Horizon
) -> bool:
    """Whether a word is left over that could change the reading."""
    if len(deadlines) == 1 and deadlines[0].last - deadlines[0].first == len(words):
        return False  # nothing is left over
    inside = {index for deadline in deadlines for index in range(deadline.first, deadline.last)}
    bare = any(deadline.is_amount and deadline.is_bare for deadline in deadlines)
    alone = all(word.code == "," for i, word in enumerate(words) if i not in inside)
    if bare and not alone and horizon.kind != "not_before":
        return True
    codes = "".join(word.code for word in words)
    for deadline in deadlines:
        if _MORE.match(codes, deadline.last):
            return True
        if deadline.is_amount and _ANOTHER.match(codes, deadline.last):
            return True
        if deadline.is_amount and not deadline.has("A") and codes[deadline.last :][:1] == "f":
            return True  # "in two years from launch"
    for index, word in enumerate(words):
        if index in inside or word.code not in _UNREAD:
            continue
        following = words[index + 1] if index + 1 < len(words) else None
        counts = following is not None and (
            following.code == "N" or (following.code == "X" and phrase[following.start] in _COUNTS)
        )
        if word.code in "Ee" and (counts or horizon.kind == "not_before"):
            continue  # "at least 50%", or a second word for the same bound
        return True
    return False


def _meant(deadline: Deadline, words: Sequence[Token]) -> _Meant | None:
    """What the words say, before anybody asks when; None where that is not sure."""
    if deadline.first and words[deadline.first - 1].code in "xS":
        return None  # "through 2027" says how long, not when; "at the end of five years"
    negated = negation(deadline, words)
    if negated is None:
        return None
    is_negated = negated is not False
    is_amount = deadline.is_amount
    meaning = _amount(deadline, is_negated) if is_amount else periods.parts(deadline.core)
    if meaning is None:
        return None
    notes = [negated] if isinstance(negated, str) and negated else []
    if any(word.about for word in words[deadline.first : deadline.last]):
        notes.append(_ABOUT)
    return _Meant(deadline, is_negated, meaning, tuple(notes))


def _horizon(meant: _Meant, made_on: PartialDate) -> Horizon | None:
    meaning = meant.meaning
    if isinstance(meaning, _Amount):
        horizon = _counted(meaning, meant.deadline, made_on)
    else:
        horizon = _period(meaning, meant.deadline, meant.negated, made_on)
    if horizon is None or not _is_ahead(horizon, made_on):
        return None
    sentence = "; ".join(filter(None, (horizon.assumed, *meant.notes)))
    assumed = f"{sentence[0].upper()}{sentence[1:]}." if sentence else None
    return Horizon(horizon.kind, horizon.earliest, horizon.latest, assumed)


def _is_ahead(horizon: Horizon, made_on: PartialDate) -> bool:
    if horizon.kind == "not_before":
        return horizon.earliest is not None and horizon.earliest > made_on.last
    if horizon.latest is None or horizon.latest < made_on.first:
        return False
    return horizon.earliest is None or horizon.earliest <= horizon.latest


def _amount(deadline: Deadline, negated: bool) -> _Amount | None:
    """An amount of time: within two years, in 3 to 5 years, at least ten years, 十年之后."""
    ends = amounts.ends(deadline.core)
    if ends is None:
        return None
    low, high = ends
    notes = [_COUPLE] if any(len(word.values) > 3 for word in deadline.core) else []
    few = any(word.code == "n" for word in deadline.core)
    lower = negated or deadline.has("Eeu") or (deadline.has("v") and deadline.has("A"))
    lower = lower or "ac" in deadline.after  # 十年后才能; 需要十年才能 is how long it takes
    within = deadline.has("WFwmBb")
    if few and not deadline.has("e"):
        return None
    if deadline.has("lT") or (deadline.has("L") and not lower):
        return None  # 三年前: ago
    if deadline.has("E") and deadline.has("WFwmBb"):
        return None
    if deadline.has("O") and not lower:
        return None  # "for five years" says how long
    if deadline.has("v") and not lower and not deadline.has("F"):
        return None
    if lower:
        return _Amount("not_before", low, high, "; ".join([*notes, *[_FEW] * few]))
    if low != high:
        notes += [_ALONE] * deadline.is_bare
        return _Amount("between", low, high, "; ".join(notes))
    if not within:
        notes.append(_POINT if deadline.has("IAapZ") else f"{_ALONE}: {_POINT}")
    return _Amount("by", low, high, "; ".join(notes))


def _counted(amount: _Amount, deadline: Deadline, made_on: PartialDate) -> Horizon | None:
    """The window of an amount that was said on a day."""
    if _could_be_a_year(deadline, made_on):
        return None
    kind, low, high, assumed = amount
    if kind == "not_before":
        return Horizon(kind, low.after(made_on.last), None, assumed)
    latest = high.after(made_on.last)
    if kind == "by":
        return Horizon(kind, None, latest, assumed)
    earliest = low.after(made_on.first)
    return Horizon(kind, earliest, latest, assumed) if earliest < latest else None


def _could_be_a_year(deadline: Deadline, made_on: PartialDate) -> bool:
    """25年内 said in 2024 can be within 25 years or within 2025; 未来25年 can't."""
    number, unit = deadline.core[0], deadline.core[-1]
    return (
        unit.chinese
        and number.values[2:] == (1,)
        and not deadline.has("Fp")
        and made_on.first.year <= 2000 + number.values[0] // WHOLE <= made_on.last.year + 20
        and unit.values == (12, 0)
    )


def _period(
    parts: Sequence[periods.Part], deadline: Deadline, negated: bool, made_on: PartialDate
) -> Horizon | None:
    """A period of the calendar: by 2027, in 2026, before March, 明年年底, 2026 or 2027."""
    if deadline.has("F"):
        return None
    notes: list[str] = []
    head, tail = parts[0], parts[-1]
    begin = periods.span(head, made_on.first, notes)
    begin_late = periods.span(head, made_on.last, notes)
    end = periods.span(tail, made_on.last, notes)
    if begin is None or begin_late is None or end is None or begin[0] > end[1]:
        return None
    lower = deadline.has("Eeuc") or (deadline.has("f") and deadline.has("o"))
    before, after = deadline.has("Ll"), deadline.has("T")
    if "L" in deadline.after:
        return None  # "it will be 2030 before ..."
    if deadline.has("a"):
        return None  # 2028年后 is said of 2028 too, and of the years after it
    by = deadline.has("BbWw") or "k" in (word.code for word in deadline.core)
    at_end = tail.get("S") == (4,)
    is_range = len(parts) == 2
    if lower + before + after > 1 or ((lower or after) and by) or (is_range and (before or after)):
        return None
    if deadline.has("f") and not lower and not is_range:
        return None  # "from 2026": a beginning, and no word of what is due
    notes = list(dict.fromkeys(notes))
    if lower or after or (negated and before and not at_end):
        return _bound(begin_late if not after else end, deadline, head, notes)
    latest = end[1]
    if before and "D" in tail and deadline.has("l"):
        notes.append(_DAY_TOO)
    elif before and not at_end:
        latest = add_days(begin_late[0], -1)
    if negated:
        if not (by or before or deadline.has("Z")) and begin[0] > made_on.last:
            return None  # "not in 2030" leaves the years before it open
        return Horizon("not_before", add_days(latest, 1), None, "; ".join(notes))
    if by or before or deadline.has("Z") or (not is_range and (at_end or "D" in tail)):
        notes += [_LAST] if is_range else []
        return Horizon("by", None, latest, "; ".join(notes))
    return Horizon("between", max(begin[0], made_on.first), latest, "; ".join(notes))


def _bound(
    span: tuple[date, date], deadline: Deadline, head: periods.Part, notes: list[str]
) -> Horizon | None:
    """A lower bound by the calendar: as early as 2026, not until March, after 2030."""
    if deadline.has("T"):
        return Horizon("not_before", add_days(span[1], 1), None, "; ".join([*notes, _AFTER]))
    if head.get("S") == (4,):
        if deadline.has("u") or not head.keys() <= {"S", "Y"}:
            return None  # "until the end of 2030": through it, or up to it?
        notes = [*notes, _DECEMBER]
    return Horizon("not_before", span[0], None, "; ".join(notes))
