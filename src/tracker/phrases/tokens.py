"""Owns the cutting of a text into the words of deadline phrases; it decides nothing about time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache

from tracker.phrases import chinese, english
from tracker.phrases.rows import UNIT, WHOLE, YEAR, Found, Row, digits, numbered

__all__ = ["Token", "tokens"]


@dataclass(frozen=True, slots=True)
class Token:
    """One word: a letter for its part in a phrase (see `rows`), its numbers, its place in the text.

    `chinese` is how it was written; `about` says that a word like "around" or 左右 stands at it.
    """

    code: str
    values: tuple[int, ...]
    start: int
    end: int
    chinese: bool
    about: bool = False


# The vocabulary's traditional characters, then the many forms of one sign, each as one.
_SIGNS = str.maketrans(
    "內後個兩從過還來週禮會遠絕沒無難達實現開紀間裡裏約終數幾將這於遲財當經節頂規劃畫計們歲預處隻應須對億樣讓種長時準確"
    "‐‑‒–—―−∼〜～﹣’‘`´、",
    "内后个两从过还来周礼会远绝没无难达实现开纪间里里约终数几将这于迟财当经节顶规划划计们岁预处只应须对亿样让种长时准确"
    "-------~~~-''''/",
)  # fmt: skip
_HAN = re.compile("[\u3007\u3400-\u9fff]")


def _iso(match: re.Match[str]) -> Found:
    year, second = int(match[1]), int(match[2])
    if match[3]:
        return [("Y", (0, year)), ("M", (0, second)), ("D", (int(match[3]),))]
    if second <= 12:
        return [("Y", (0, year)), ("M", (0, second))]
    return [("Y", (0, year)), ("C", ()), ("Y", (0, year - year % 100 + second))]  # 2026-27


def _slashes(match: re.Match[str]) -> Found:
    """Read 25/12/2027, where no country takes the day for the month; 03/04/2027 is not read."""
    low, high = sorted((int(match[1]), int(match[2])))
    if high <= 12 and low != high:
        return [("G", ())]
    return [("Y", (0, int(match[3]))), ("M", (0, low)), ("D", (high,))]


def _decade(match: re.Match[str]) -> Found:
    return [("K", (120, int(match[1]) * 10))]


_BETWEEN = frozenset(' )"“”「」《》')
_OTHER: Found = [("X", ())]
_CLAUSE: Found = [(",", ())]
_ENDS_A_CLAUSE = frozenset(",;.!?:…。\n")  # in one form
_FREE = "(?<![0-9a-z.,$])"  # not inside a longer number or a name such as A100
_DATES: tuple[Row, ...] = (
    (_iso, rf"{_FREE}({YEAR})-([01][0-9])-([0-3][0-9])(?![0-9])"),
    (_iso, rf"{_FREE}({YEAR})[/.]([01]?[0-9])[/.]([0-3]?[0-9])(?![0-9])"),
    (_iso, rf"{_FREE}({YEAR})-([0-9][0-9])()(?![0-9-])"),
    (_slashes, rf"{_FREE}([0-3]?[0-9])[/.]([0-3]?[0-9])[/.]({YEAR})(?![0-9])"),
    ("G", f"{_FREE}[0-9]+/[0-9]+(?:/[0-9]+)?"),
    (numbered("YQ"), rf"{_FREE}({YEAR})(?:-| |年)?q([1-4])(?![0-9a-z])"),
    (numbered("YH"), rf"{_FREE}({YEAR})(?:-| |年)?h([12])(?![0-9a-z])"),
    (_decade, rf"{_FREE}((?:19|20|21)[0-9])0(?:'?s(?![a-z])|年代)"),
    (
        numbered("Y"),
        rf"{_FREE}({YEAR})(?:年度?(?!代)|(?![0-9a-z%亿万个名多余颗台辆架人元美家次]|[.,][0-9]))",
    ),
    (lambda match: [("Y", (0, 2000 + int(match[1])))], r"(?<![0-9a-z])'([2-9][0-9])(?![0-9a-z])"),
)
_REST: tuple[Row, ...] = (
    (digits, rf"{_FREE}[0-9]{{1,3}}(?:\.[0-9])?(?![0-9%‰]|[.,][0-9]|(?!{UNIT}(?![a-z]))[a-z])"),
    ("G", "(?<=[0-9])[+]"),  # 3+ years, 2030+
    ("C", "[-~/]+"),
    ("-", "[(]"),
    ("X", "[0-9a-z][0-9a-z']*(?:[.,][0-9]+)*%?|."),
)


def _whole(rows: Sequence[Row]) -> list[Row]:
    """English rows that match whole words."""
    edge = "(?!(?<=[0-9a-z])[0-9a-z])"
    return [(emit, f"(?<![0-9a-z])(?:{words}){edge}") for emit, words in rows]


def _with_digits(rows: Sequence[Row]) -> list[Row]:
    """The others begin with a letter or a Chinese sign."""
    return [row for row in rows if re.search("[0-9]", row[1])]


class _Rows:
    """Rows as one search; the row that won is matched again for its groups."""

    def __init__(self, *rows: Row) -> None:
        self._rows = rows

    @cached_property
    def _any(self) -> re.Pattern[str]:
        # An empty group behind each row tells which one won. A group around it would keep `re` from
        # seeing by the first sign that a row can't fit, and take three times as long.
        named = (f"(?:{words})(?P<row{i}>)" for i, (_, words) in enumerate(self._rows))
        return re.compile("|".join(named), re.DOTALL)

    def match(self, text: str, place: int) -> tuple[int, Found]:
        """Where the word at `place` ends, and what it says."""
        hit = self._any.match(text, place)
        if hit is None or hit.lastgroup is None:  # the last row fits every sign
            return place + 1, _OTHER
        emit, words = self._rows[int(hit.lastgroup[3:])]
        if isinstance(emit, str):
            return hit.end(), [(emit, ())]
        match = _compiled(words).match(text, place)
        return hit.end(), emit(match) if match else _OTHER


@cache
def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words, re.DOTALL)


# A text is mostly words that say nothing of time, so a word is first looked up by how it begins,
# and a Chinese sign by itself: that makes the reader five times as fast.
_LATIN = _Rows(*_whole(english.ROWS), *_REST)
_CHINESE = _Rows(*chinese.ROWS, *_REST)
_MIXED = _Rows(*_DATES, *_with_digits(chinese.ROWS), *_whole(_with_digits(english.ROWS)), *_REST)
_PARTS = {part for _, words in english.ROWS for part in re.findall("[a-z]+", words)}
_BEGINNINGS = {part[:length] for part in _PARTS for length in (1, 2, 3)}
_SIGNS_OF_TIME = frozenset(_HAN.findall("".join(words for _, words in chinese.ROWS)))
_WORD = re.compile("([a-z]{1,3})[a-z0-9']*")


def tokens(text: str) -> list[Token]:
    """Cut `text` into tokens whose places count in `text` as it was given."""
    return _joined(_cut(text))


def _cut(text: str) -> list[Token]:
    plain, places = _plain(text)
    found: list[Token] = []
    about = False
    end = 0
    while end < len(plain):
        place = end
        end, pairs = _next(plain, place)
        for code, values in pairs:
            if code == "<":
                found[-1:] = [replace(word, about=True) for word in found[-1:]]
            elif code == ">":
                about = True
            elif code != "-" and not (code == "X" and found and found[-1].code == "X"):
                han = _HAN.search(plain, place, end) is not None
                word = Token(code, values, places[place], places[end - 1] + 1, han, about)
                found.append(word)
                about = False
    return found


def _next(plain: str, place: int) -> tuple[int, Found]:
    sign = plain[place]
    if sign in _BETWEEN:
        return place + 1, []
    if sign in _ENDS_A_CLAUSE:
        return place + 1, _CLAUSE
    if "a" <= sign <= "z":
        word = _WORD.match(plain, place)
        if word is not None and word[1] not in _BEGINNINGS:
            return word.end(), _OTHER
        return _LATIN.match(plain, place)
    if _HAN.match(sign):
        return _CHINESE.match(plain, place) if sign in _SIGNS_OF_TIME else (place + 1, _OTHER)
    return _MIXED.match(plain, place)


def _plain(text: str) -> tuple[str, list[int]]:
    """One form of every sign, small letters, single spaces and none beside Chinese; and places."""
    signs: list[str] = []
    places: list[int] = []
    previous = " "
    for place, sign in enumerate(text):
        for part in _one_form(sign):
            if part == " " and (previous == " " or _HAN.match(previous)):
                continue
            if previous == " " and signs and _HAN.match(part):
                signs.pop()
                places.pop()
            signs.append(part)
            places.append(place)
            previous = part
    return "".join(signs), places


@lru_cache(maxsize=4096)
def _one_form(sign: str) -> str:
    if unicodedata.category(sign) == "Cf":
        return ""  # zero-width and direction marks
    plain = unicodedata.normalize("NFKC", sign).casefold().translate(_SIGNS)
    return "".join(" " if part.isspace() else part for part in plain)


def _joined(words: Sequence[Token]) -> list[Token]:
    """Join words that make one: "next" + "year", "the next" + "year", "end of" + "month"."""
    joined: list[Token] = []
    for index, word in enumerate(words):
        following = words[index + 1].code if index + 1 < len(words) else ""
        previous = joined[-1] if joined else None
        if word.code == "R":
            if following in ("N", "n") and word.values[0]:
                word = replace(word, code="F")
            elif not (following and following in "Uq"):
                tail = "".join(before.code for before in joined[-3:])
                is_year = word.values[0] and re.search("YCS?$", tail)  # "this year or early next"
                word = replace(word, code="Y" if is_year else "X", values=(1, *word.values))
        elif word.code in ("U", "q") and previous is not None and previous.code in "RSF":
            if previous.code == "F" and "S" in [before.code for before in joined[-2:]]:
                word = replace(word, code="G")  # the end of the next decade: which?
            elif previous.code == "F":  # "the next year": one of it
                joined.append(replace(word, code="N", values=(WHOLE, WHOLE, 0)))
            else:
                offset = joined.pop().values[0] if previous.code == "R" else 0
                start = previous.start if previous.code == "R" else word.start
                word = replace(_relative(word, offset), start=start)
        joined.append(word)
    return joined


def _relative(unit: Token, offset: int) -> Token:
    """This or the next year, month, quarter, week, decade, century; no word for a day."""
    months, days = (3, 0) if unit.code == "q" else unit.values
    letter = {12: "Y", 1: "M", 3: "Q", 120: "K", 1200: "K"}.get(months, "K" if days == 7 else "G")
    return replace(unit, code=letter, values=(months or days if letter == "K" else 1, offset))
