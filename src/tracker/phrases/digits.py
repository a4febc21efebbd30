"""Dates, numbers and years in digits: patterns, and what each of them says."""

from __future__ import annotations

import re
from collections.abc import Callable

from tracker.phrases.chinese import Parts
from tracker.phrases.parts import WHOLE, Part

__all__ = ["DATES", "NUMBERS", "UNIT", "YEAR"]

YEAR = "(?:19|20|21)[0-9][0-9]"
UNIT = "(?:years?|yrs?|months?|weeks?|days?|decades?|quarters?|century|centuries)"
_COUNTED = "[0-9a-z%亿万个名多余颗台辆架人元美家次吨座千瓦]"  # behind a number that is no year
#: Behind a year that is written without 年 and still is one.
_NAMED = (
    "(?![上下]半|[首末]季|全年|[春夏秋冬第前后之以内底末初起才就将会可有能左到至和或与及](?!计))"
    "[\\u3400-\\u9fff]"
)
_FREE = "(?<![0-9a-z.,$])"  # not inside a longer number or a name such as A100


def _iso(match: re.Match[str]) -> Parts:
    year, second = int(match[1]), int(match[2])
    is_season = not match[3] and second == (year + 1) % 100 and second <= 12
    if not second or (match[3] and second > 12) or is_season:
        return [(Part.UNREADABLE, ())]  # 2004-05 is a month, or two years
    if match[3]:
        return [(Part.YEAR, (0, year)), (Part.MONTH, (0, second)), (Part.DAY, (int(match[3]),))]
    if second <= 12:
        return [(Part.YEAR, (0, year)), (Part.MONTH, (0, second))]
    return [(Part.YEAR, (0, year)), (Part.DASH, (1,)), (Part.YEAR, (0, year - year % 100 + second))]


def _slashes(match: re.Match[str]) -> Parts:
    """Read 25/12/2027, where no country takes the day for the month; 03/04/2027 is not read."""
    low, high = sorted((int(match[1]), int(match[2])))
    if (high <= 12 and low != high) or not low:
        return [(Part.UNREADABLE, ())]
    return [(Part.YEAR, (0, int(match[3]))), (Part.MONTH, (0, low)), (Part.DAY, (high,))]


def _month_of(match: re.Match[str]) -> Parts:
    return [(Part.MONTH, (0, int(match[1]))), (Part.YEAR, (0, int(match[2])))]


def _part_of_year(match: re.Match[str]) -> Parts:
    """`2027-Q1`, `Q1/2027`, `1Q27`, `H1 2027`: the quarter or half, and its year."""
    text = match[0]
    part = Part.QUARTER if "q" in text else Part.HALF
    number, year = int(match["b"]), int(match["y"])
    return [(part, (0, number)), (Part.YEAR, (0, year if year > 99 else 2000 + year))]


def _decade(match: re.Match[str]) -> Parts:
    return [(Part.SPAN, (120, int(match[1]) * 10))]


def _half(match: re.Match[str]) -> Parts:
    return [(Part.HALF, (0, int(match[1][0])))]


def _ordinal(match: re.Match[str]) -> Parts:
    return [(Part.ORDINAL, (int(match[1]),))]


def _number(match: re.Match[str]) -> Parts:
    """`18`, `1.5`, `1,000`, `10+`; the third number says how many digits could be a year."""
    text = match[1].replace(",", "")
    whole, _, tenth = text.partition(".")
    amount, rest = divmod(int(whole + (tenth or "0")) * WHOLE, 10)
    if not amount or (whole[0] == "0" and not tenth):
        return [(Part.UNREADABLE, ())]
    if rest:
        return [(Part.QUANTITY, ())]
    pairs: Parts = [(Part.NUMBER, (amount, amount, 0 if tenth else len(whole)))]
    return [(Part.AT_LEAST, ()), *pairs] if match[2] else pairs


def _short_year(match: re.Match[str]) -> Parts:
    return [(Part.YEAR, (0, 2000 + int(match[1])))]


def _full_year(match: re.Match[str]) -> Parts:
    return [(Part.YEAR, (0, int(match[1])))]


def _quarter_alone(match: re.Match[str]) -> Parts:
    part = Part.QUARTER if "q" in match[0] else Part.HALF
    return [(part, (0, int(match[1] or match[2])))]


#: Dates and numbers in digits; the first that fits wins.
DATES: tuple[tuple[Part | Callable[[re.Match[str]], Parts], str], ...] = (
    (_iso, rf"{_FREE}({YEAR})-([01][0-9])-([0-3][0-9])(?![0-9])"),
    (_iso, rf"{_FREE}({YEAR})[/.]([01]?[0-9])[/.]([0-3]?[0-9])(?![0-9])"),
    (_iso, rf"{_FREE}({YEAR})-([0-9][0-9])()(?![0-9-])"),
    (_slashes, rf"{_FREE}([0-3]?[0-9])[/.-]([0-3]?[0-9])[/.-]({YEAR})(?![0-9])"),
    (Part.UNREADABLE, rf"{_FREE}{YEAR}-?w[0-9]{{1,2}}"),
    (_month_of, rf"{_FREE}(1[0-2]|0?[1-9])[/.-]({YEAR})(?![0-9/-])"),
    (_part_of_year, rf"{_FREE}(?P<b>[1-4])[qh][-/ ]?'?(?P<y>{YEAR}|[2-9][0-9])(?![0-9a-z])"),
    (
        _part_of_year,
        rf"{_FREE}[qh](?P<b>[1-4])(?:[-/ ]| of )?'?(?P<y>{YEAR}|[2-9][0-9])(?![0-9a-z])",
    ),
    (_part_of_year, rf"{_FREE}(?P<y>{YEAR})(?:[-/ ]|年)?[qh](?P<b>[1-4])(?![0-9a-z])"),
    (_quarter_alone, rf"{_FREE}(?:[qh]([1-4])|([1-4])[qh])(?![0-9a-z])"),
    (Part.UNREADABLE, rf"{_FREE}[qh][0-9](?![0-9a-z])"),
    (_decade, rf"{_FREE}((?:19|20|21)[0-9])0(?:'?s(?![a-z])|年代)"),
    (_short_year, r"(?<![0-9a-z])'([2-9][0-9])(?![0-9a-z])"),
    (Part.UNREADABLE, rf"{_FREE}{YEAR}[+]"),
    (
        Part.CLOCK,
        rf"{_FREE}[0-9]{{1,2}}(?:(?:[:.][0-9]{{2}})? ?[ap]\.?m(?![a-z])|:[0-9]{{2}})",
    ),
    (_half, rf"{_FREE}(1st|2nd) half(?![a-z])"),
    (_ordinal, rf"{_FREE}([0-3]?[0-9])(?:st|nd|rd|th)(?![a-z])"),
    (Part.UNREADABLE, f"{_FREE}[0-9]+/[0-9]+(?:/[0-9]+)?"),
    (
        _full_year,
        rf"{_FREE}({YEAR})(?:年度?(?!代)|(?!{_COUNTED}|[.,][0-9]| ?{UNIT}|{_NAMED}))",
    ),
)
NUMBERS: tuple[tuple[Part | Callable[[re.Match[str]], Parts], str], ...] = (
    (
        _number,
        rf"{_FREE}([0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,4}}(?:\.[0-9])?)([+]?)(?= ?-?{UNIT}\b)",
    ),
    (_number, rf"{_FREE}([0-9]{{1,3}}(?:\.[0-9])?)()(?![0-9%‰a-z亿万千+]|[.,][0-9])"),
    (Part.QUANTITY, r"[0-9][0-9.,]*(?<![.,])[%‰a-z+]*"),
)
