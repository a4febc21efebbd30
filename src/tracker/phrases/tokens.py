"""Cutting a text into the words of deadline phrases; nothing is decided about time here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from tracker.phrases import chinese, english, numerals
from tracker.phrases.chinese import Parts
from tracker.phrases.context import IN_CONTEXT, in_context
from tracker.phrases.digits import DATES, NUMBERS
from tracker.phrases.joins import joined
from tracker.phrases.parts import WHOLE, Part, Word
from tracker.phrases.signs import HAN, plain

__all__ = ["tokens"]

_PAUSES = frozenset(",;:!?…。\n")
_BLANKS = frozenset(' ()"“”「」《》[]*')

_QUANTITY = re.compile(r"[$€£¥][0-9][0-9.,]*[a-z]*")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z]?[0-9][a-z0-9.]*)+|[a-z]+[0-9][a-z0-9]*")
_WORD = re.compile(r"[a-z0-9\u00df-\u024f]+(?:'[a-z]+)?|'[a-z]+")
_ENGLISH_NUMBER = re.compile(rf"(?:{numerals.ENGLISH})(?![a-z])")
_WEEKDAY = re.compile(
    r"(?:(?:this |next |coming )+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day,? "
    rf"(?=(?:the )?(?:[0-3]?[0-9]|{'|'.join(english.MONTHS)})\b)"
)
_DAY_DOT = re.compile(r"\. ?[a-z]{3}")  # 16. Nov
_SHORT = re.compile("-[0-9]{2}(?![0-9-])")  # Dec-25
_CIRCA = re.compile(r"ca?\. ?(?=[0-9])")
_INITIALS = re.compile(r"(?<![a-z0-9])[a-z](?:\. ?[a-z](?![a-z0-9]))+\.?")
# In Japanese, Korean, Russian or Arabic the same signs mean other words.
_THIRD = re.compile(
    "[\u0400-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\uac00-\ud7af]"
)


class _Patterns:
    """Patterns as one search; the one that won is matched again for its groups."""

    def __init__(self, *patterns: tuple[Part | Callable[[re.Match[str]], Parts], str]) -> None:
        self._patterns = [(emit, re.compile(words)) for emit, words in patterns]
        named = (
            f"(?:{re.sub(r'[(][?]P<[a-z]>', '(?:', words)})(?P<at{i}>)"
            for i, (_, words) in enumerate(patterns)
        )
        self._any = re.compile("|".join(named))

    def match(self, text: str, place: int) -> tuple[int, Parts] | None:
        """Where the word at `place` ends, and what it says."""
        hit = self._any.match(text, place)
        if hit is None or hit.lastgroup is None:
            return None
        emit, words = self._patterns[int(hit.lastgroup[2:])]
        if isinstance(emit, Part):
            return hit.end(), [(emit, ())]
        match = words.match(text, place)
        return hit.end(), emit(match) if match else []


_IN_DIGITS = _Patterns(
    *DATES,
    *((emit, words) for emit, words in chinese.PATTERNS if re.search("[0-9]", words)),
    *NUMBERS,
)
_FIRST = english.FIRST | IN_CONTEXT
_IN_CHINESE = _Patterns(*chinese.PATTERNS)
_SIGNS_OF_TIME = frozenset(HAN.findall("".join(words for _, words in chinese.PATTERNS)))


def tokens(text: str) -> list[Word]:
    """Cut `text` into words whose places count in `text` as it was given."""
    return joined(_cut(text))


def _cut(text: str) -> list[Word]:
    whole, places = plain(text)
    words: list[Word] = []
    lead: list[str] = []
    about = False
    end = 0
    while end < len(whole):
        place = end
        end, pairs = _next(whole, place, words)
        for part, numbers in pairs:
            if part is Part.OR_SO:
                words[-1:] = [replace(word, about=True) for word in words[-1:]]
            elif part is Part.ABOUT:
                about = True
            elif part is Part.SKIP:
                lead.append(whole[place:end])
            else:
                han = HAN.search(whole, place, end) is not None
                span = (places[place], places[end - 1] + 1)
                words.append(Word(part, numbers, *span, han, about, tuple(lead)))
                lead, about = [], False
    return words


def _next(text: str, place: int, words: list[Word]) -> tuple[int, Parts]:
    """The end of the word at `place`, and what it says."""
    sign = text[place]
    if sign in _BLANKS:
        return place + 1, []
    if sign in _PAUSES:
        return place + 1, [(Part.PAUSE, ())]
    if sign.isdigit() or (sign in "qh'" and text[place + 1 : place + 2].isdigit()):
        hit = _IN_DIGITS.match(text, place)
        if hit is not None:
            return hit
    if _WORD.match(text, place):
        return _latin(text, place)
    if HAN.match(sign):
        hit = _IN_CHINESE.match(text, place) if sign in _SIGNS_OF_TIME else None
        return hit or (place + 1, [(Part.OTHER, ())])
    quantity = _QUANTITY.match(text, place)
    if quantity is not None:
        return quantity.end(), [(Part.QUANTITY, ())]
    if sign in "-~/":
        return _dash(text, place, words[-1].part if words else Part.PAUSE)
    if sign == ".":
        is_day = words and words[-1].part is Part.NUMBER and _DAY_DOT.match(text, place)
        return place + 1, [] if is_day else [(Part.PAUSE, ())]
    return place + 1, [(Part.UNREADABLE if _THIRD.match(sign) else Part.OTHER, ())]


def _dash(text: str, place: int, previous: Part) -> tuple[int, Parts]:
    """A dash between letters, or between a letter and a number, joins; elsewhere it is "to"."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if text[place] == "~" and not before.strip() and after.isdigit():
        return place + 1, [(Part.ABOUT, ())]
    if previous is Part.MONTH and _SHORT.match(text, place):
        return place + 3, [(Part.UNREADABLE, ())]
    joins = before.isalnum() and after.isalnum() and (before + after).isascii()
    joins = joins and not (previous in (Part.MONTH, Part.QUARTER, Part.HALF) and after.isalpha())
    if joins and not (before.isdigit() and after.isdigit()) and text[place] == "-":
        return place + 1, []
    end = place
    while text[end : end + 1] and text[end] in "-~/":
        end += 1
    return end, [(Part.DASH, ())]


def _latin(text: str, place: int) -> tuple[int, Parts]:
    """An English word or the longest run of words in the vocabulary; else an unknown word."""
    circa = _CIRCA.match(text, place)
    if circa is not None:
        return circa.end(), [(Part.ABOUT, ())]
    initials = _INITIALS.match(text, place)
    if initials is not None:
        word = re.sub("[. ]", "", initials[0])
        return initials.end(), [(english.WORDS.get(word, Part.OTHER), ())]
    weekday = _WEEKDAY.match(text, place)
    if weekday is not None:
        return weekday.end(), [(Part.SKIP, ())]
    number = _ENGLISH_NUMBER.match(text, place)
    if number is not None:
        value = numerals.english(number[0]) * WHOLE
        return number.end(), [(Part.NUMBER, (value, value, 0))]
    best: tuple[int, Parts] | None = None
    first = _WORD.match(text, place)
    for end, run in _runs(text, place) if first and first[0] in _FIRST else ():
        said = _known(run, text, place, end)
        if said is not None:
            dotted = text[end : end + 1] == "." and run in english.MONTHS and run != "may"
            best = end + dotted, said
    if best is not None:
        return best
    name = _NAME.match(text, place) or _WORD.match(text, place)
    return (name.end() if name else place + 1), [(Part.OTHER, ())]


def _runs(text: str, place: int) -> Iterator[tuple[int, str]]:
    """The words from `place` on: one of them, two of them, and so on."""
    run: list[str] = []
    while len(run) < english.LONGEST:
        word = _WORD.match(text, place)
        if word is None:
            return
        run.append(word[0])
        yield word.end(), " ".join(run)
        if text[word.end() : word.end() + 1] not in (" ", "-"):
            return
        place = word.end() + 1


def _known(run: str, text: str, place: int, end: int) -> Parts | None:
    """What a run of words says; None where it is not in the vocabulary."""
    if run in IN_CONTEXT:
        return in_context(run, text, place, end)
    if run in numerals.ORDINALS:
        return [(Part.ORDINAL, (numerals.ORDINALS[run],))]
    if run in english.ENDS:
        return [(english.ENDS[run], (1, 0)), (Part.PHASE, (4,))]
    if run in english.VALUES:
        return [english.VALUES[run]]
    stem = run.removesuffix("'s").removesuffix("'")
    if stem in english.VALUES and english.VALUES[stem][0] in (Part.UNIT, Part.UNITS):
        return [english.VALUES[stem]]
    part = english.WORDS.get(run)
    return None if part is None else [(part, ())]
