"""Owns the form of the vocabulary: rows of (letter, pattern), and the functions that fill a token.

The first row that fits at a place wins. A row's first part is a letter, `-` for a word to leave
out, `>` or `<` for "about" said of what follows or precedes, or a function from the match to
(letter, numbers) pairs. The letters:

    N number, n a few, U unit, V units, h and a half
    Y year, M month, D day, Q quarter, H half, K decade or century, R this or next, q "quarter"
    S early, mid, late, end   s end of the year   k within the year
    I in   W within, at most   F the next   p it takes   O for   v over
    A from now   a 后   w 内   m 里   E as early as   e at least   u until   T after   c 才
    B by   b at the latest   Z 到   L before   l 前   C or, to   x through   f from   o on, 起
    ~ not   ! still not   # no   & need   . happen   i if   z never   , clause   X any other word
    G a word of time that is not to be read: the whole phrase is declined
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tracker.phrases import numerals

__all__ = ["UNIT", "WHOLE", "YEAR", "Found", "Row", "digits", "number", "numbered", "say", "unit"]

Found = list[tuple[str, tuple[int, ...]]]
Row = tuple[str | Callable[[re.Match[str]], Found], str]

# An amount is kept in twelfths, so that half a year and a year and a half stay whole numbers.
WHOLE = 12
YEAR = "(?:19|20|21)[0-9][0-9]"
UNIT = "(?:years?|yrs?|months?|weeks?|days?|decades?|century|centuries)"
_UNITS = {  # months and days of one, by the beginning of the word
    "da": (0, 1), "we": (0, 7), "mo": (1, 0), "ye": (12, 0), "yr": (12, 0), "de": (120, 0),
    "ce": (1200, 0), "天": (0, 1), "周": (0, 7), "星期": (0, 7), "礼拜": (0, 7), "个星": (0, 7),
    "个礼": (0, 7), "个月": (1, 0), "个半": (1, 0), "年": (12, 0), "个世": (1200, 0),
}  # fmt: skip


def say(*pairs: tuple[str, tuple[int, ...]]) -> Callable[[re.Match[str]], Found]:
    """The same tokens for every match."""
    return lambda _: list(pairs)


def numbered(letters: str) -> Callable[[re.Match[str]], Found]:
    """One token a letter, numbered by the groups that matched: `YQ` for `2027-q1`."""
    return lambda match: [
        (letter, (0, int(group)))
        for letter, group in zip(letters, filter(None, match.groups()), strict=False)
    ]


def digits(match: re.Match[str]) -> Found:
    """`18`, `1.5`; the third number says that two digits could be a year (25年内)."""
    whole, _, tenth = match[0].partition(".")
    amount, rest = divmod(int(whole + (tenth or "0")) * WHOLE, 10)
    if rest or not amount or (whole[0] == "0" and not tenth):
        return [("G", ())]
    return [("N", (amount, amount, int(len(whole) == 2 and not tenth)))]


def number(match: re.Match[str]) -> Found:
    """A number in words of either language."""
    text = match[0]
    if text[0].isascii():
        value = numerals.english(text) * WHOLE
        return [("N", (value, value, 0))]
    ends = numerals.chinese(text)
    return [("N", (ends[0] * WHOLE, ends[1] * WHOLE, 0))] if ends else [("X", ())]


def unit(match: re.Match[str]) -> Found:
    """`years`, `个月`, `年半`: months and days of one, and a half where it is said."""
    text = match[0]
    size = _UNITS[text[:2] if text[:2] in _UNITS else text[0]]
    plural = text.removesuffix("'s").rstrip("'").endswith("s")
    half: Found = [("h", ())] if "半" in text else []
    return [("V" if plural else "U", size), *half]
