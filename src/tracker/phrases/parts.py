"""The parts of speech of a deadline phrase, and the words that have one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

__all__ = ["WHOLE", "Part", "Word", "is_part"]

# A number is kept in twelfths, so that half a year and a year and a half stay whole numbers.
WHOLE = 12


class Part(Enum):
    """What a word can do in a deadline phrase. Every word of the vocabulary has one part."""

    # amounts: `numbers` of a NUMBER are its two ends in twelfths, of a UNIT its months and days
    NUMBER = auto()
    ORDINAL = auto()
    FEW = auto()
    UNIT = auto()
    UNITS = auto()  # the plural of one
    AND_A_HALF = auto()
    MORE = auto()  # another, further
    # the calendar: `numbers` are (0, n) for the n-th, (1, n) for the n-th after the present one
    YEAR = auto()
    MONTH = auto()
    DAY = auto()
    QUARTER = auto()
    HALF = auto()
    SEASON = auto()
    SPAN = auto()  # weeks, decades and centuries: (days or months of one, n)
    PHASE = auto()  # early, mid, late, end
    YEAR_END = auto()
    IN_YEAR = auto()  # 年内
    RELATIVE = auto()  # this, next
    # before a time
    IN = auto()
    WITHIN = auto()
    UNDER = auto()  # less than, at most
    NEXT = auto()  # the next
    TAKES = auto()
    FOR = auto()
    OVER = auto()
    EARLIEST = auto()
    AT_LEAST = auto()
    UNTIL = auto()
    AFTER = auto()
    BY = auto()
    TO = auto()
    BEFORE = auto()
    FROM = auto()
    # behind a time
    LATEST = auto()
    OR_MORE = auto()
    AWAY = auto()
    BEHIND = auto()  # 后
    AHEAD = auto()  # 前
    INSIDE = auto()  # 内
    AMID = auto()  # 里
    ONLY_THEN = auto()  # 才, 起
    ONWARDS = auto()
    # between two times
    OR = auto()
    AND = auto()
    DASH = auto()
    THROUGH = auto()
    # what turns a sentence round
    NOT = auto()
    CANNOT = auto()
    STILL_NOT = auto()
    NO = auto()
    NEVER = auto()
    IF = auto()
    # what a "not" can be said of: events and states
    EVENT = auto()
    ACT = auto()  # verbs that are nouns too: launch, release
    STATE = auto()
    # words around it
    LAST = auto()
    ABOUT = auto()
    OR_SO = auto()
    SKIP = auto()
    PAUSE = auto()
    VERB = auto()
    LINK = auto()  # words that begin a phrase of their own: the, with, in order to
    PAST = auto()  # said, was
    CLOCK = auto()
    QUANTITY = auto()  # a number of something else
    START = auto()  # an event that a span is counted from
    OCCASION = auto()  # what a year can name: an election, a season, a holiday
    UNREADABLE = auto()  # a word of time that is not to be read
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its part of speech, its numbers, its place in the text.

    `lead` holds the small words before it (of, the), `about` says that "around" or 左右 qualifies
    it, `chinese` how it was written.
    """

    part: Part
    numbers: tuple[int, ...]
    start: int
    end: int
    chinese: bool = False
    about: bool = False
    lead: tuple[str, ...] = ()


def is_part(words: Sequence[Word], place: int, *parts: Part) -> bool:
    """Whether there is a word at `place`, and it has one of these parts of speech."""
    return 0 <= place < len(words) and words[place].part in parts
