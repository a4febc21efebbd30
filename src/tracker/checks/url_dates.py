"""Dates in links: days in a path, and ids that contain a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from tracker.records.dates import PartialDate

__all__ = ["capture_date", "is_post", "url_date"]

#: There was no web before this year; an earlier number in a path means something else.
_FIRST_YEAR = 1990
_LAST_YEAR = 2099

_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_MONTH = r"(?P<month>0?[1-9]|1[0-2])"
_TWO = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0?[1-9]|[12][0-9]|3[01])"
_DAY2 = r"(?P<day>0[1-9]|[12][0-9]|3[01])"
# Whole path segments. A year alone is not a date: /2025/ is as often a conference or a budget.
_PATHS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"/{_YEAR}/{_MONTH}/{_DAY}(?=/|$)",  # /2024/05/17/
        rf"/{_YEAR}[-_]{_TWO}[-_/]{_DAY2}(?=[/_-]|\.s?html?$|$)",  # /2024-05-17, /2024-09/03/
        rf"/{_YEAR}/{_TWO}{_DAY2}(?=/|$)",  # /2024/0428/, as people.com.cn writes it
        rf"/{_YEAR}{_TWO}/t(?:(?P=year)(?P=month)){_DAY2}_[0-9]+",  # /202405/t20240517_123.html
        rf"/{_YEAR}{_TWO}/?{_DAY2}?(?=/|$)",  # /20240517/, /202405/17/, /202405/
        rf"-{_YEAR}-{_TWO}-{_DAY2}/?$",  # /technology/some-words-2024-05-17/
        rf"/{_YEAR}/{_TWO}(?=/|$)",  # /2024/05/
    )
)
# A year, a paper's number or the id of a post: a link without any of them need not be parsed.
_MAY_SHOW = re.compile(r"(?:19|20)[0-9]{2}|[0-9]{4}\.|[0-9]{11}|(?i:weibo)")
# Pages about a future day or about many days, not from one day.
_NOT_A_DATE = re.compile(r"/(?:events?|calendar|agenda|schedule|archives?|tags?)/", re.IGNORECASE)
_ARXIV = re.compile(r"/(?:abs|pdf|html)/(?P<year>[0-9]{2})(?P<month>0[1-9]|1[0-2])\.[0-9]{4,5}")
# /web/20240216093000id_/https://..., /2024.02.16-093000/https://..., /2024-0216-0930-21/https://...
_CAPTURE = re.compile(
    r"https?://[^/]+/(?:web/|wayback/)?([0-9]{4})[.-]?([0-9]{2})[.-]?([0-9]{2})"
    r"(?:[0-9]{6}|-[0-9]{4,6})?(?:[a-z]{2}_|-[0-9]{2})?/https?:"
)
_ARCHIVED = re.compile(r"https?://[^/]+/(?:web/|wayback/)?[0-9]{4}[^/]*/(https?://?.+)")
# The order of digits that Weibo uses.
_BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEIBO_HOSTS = ("weibo.com", "weibo.cn")


def url_date(url: str) -> PartialDate | None:
    """The day or month in which a linked page was published; None if the link does not show it.

    A link to an archived copy is read as the page inside it. A post's id is in UTC, so its day can
    differ by one from the author's. An arXiv number is the month of the first version.
    """
    return _url_date(url) if _MAY_SHOW.search(url) else None


@lru_cache(maxsize=4096)
def _url_date(url: str) -> PartialDate | None:
    try:
        parts = urlsplit(_inner(url))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    day = _post_day(host, parts.path)
    if day is not None:
        return PartialDate.parse(day.isoformat())
    if host in ("arxiv.org", "export.arxiv.org", "ar5iv.org"):
        number = _ARXIV.match(parts.path)
        return _partial(2000 + int(number["year"]), int(number["month"]), None) if number else None
    if _NOT_A_DATE.search(parts.path):
        return None
    for pattern in _PATHS:
        match = pattern.search(parts.path)
        if match is not None:
            day_of_month = match.groupdict().get("day")
            last = int(day_of_month) if day_of_month else None
            return _partial(int(match["year"]), int(match["month"]), last)
    return None


def is_post(url: str) -> bool:
    """Whether a link leads to a single post, whose id contains its time."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return _post_day((parts.hostname or "").removeprefix("www."), parts.path) is not None


def capture_date(url: str) -> date | None:
    """The day on which a Wayback Machine, archive.today or Megalodon made the copy, if any."""
    match = _CAPTURE.match(url)
    if match is None:
        return None
    captured = _partial(int(match[1]), int(match[2]), int(match[3]))
    return captured.first if captured else None


def _inner(url: str) -> str:
    """The page's own address inside an archive link."""
    match = _ARCHIVED.match(url)
    return match[1] if match else url


def _partial(year: int, month: int, day: int | None) -> PartialDate | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    text = f"{year:04d}-{month:02d}" if day is None else f"{year:04d}-{month:02d}-{day:02d}"
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def _post_day(host: str, path: str) -> date | None:
    """The day in UTC that the id of a post contains."""
    for hosts, pattern, seconds in _POSTS:
        if hosts is None or any(host == known or host.endswith(f".{known}") for known in hosts):
            match = re.search(pattern, path)
            if match is not None:
                stamp = seconds(match[1])
                if stamp is None or not 0 < stamp < 4102444800:  # up to 2099
                    return None
                return date(1970, 1, 1) + timedelta(seconds=int(stamp))
    return None


def _x(text: str) -> float | None:
    """Ids count milliseconds since 2010-11-04; older ones are sequence numbers without a time.

    https://ws-dl.blogspot.com/2019/08/2019-08-03-tweetedat-finding-tweet.html
    """
    number = int(text)
    return ((number >> 22) + 1288834974657) / 1000 if number > 29_700_859_247 else None


def _mastodon(text: str) -> float | None:
    """The upper 48 bits of an id count milliseconds since 1970 (Mastodon 2.0 and later)."""
    return (int(text) >> 16) / 1000


def _weibo(text: str) -> float | None:
    """Ids contain seconds; in links they are in base 62, four letters for seven digits.

    The seconds count from 1986-05-03, derived from posts whose time is public: 4230466846817001 is
    from 2018-04-19 10:35:57 +0800, 3904859252596728 from 2015-11-02 22:27:36 +0800.
    """
    if text.isdecimal() and len(text) == 16:
        return (int(text) >> 22) + 515483463
    groups = (text[:1], text[1:5], text[5:])
    digits = "".join(f"{_base62(group):07d}" for group in groups).lstrip("0")
    return (int(digits) >> 22) + 515483463 if len(digits) == 16 else None


def _base62(text: str) -> int:
    number = 0
    for letter in text:
        number = number * 62 + _BASE62.index(letter)
    return number


def _tiktok(text: str) -> float | None:
    """The upper 32 bits of an id count seconds since 1970."""
    return int(text) >> 32


_Post = tuple[tuple[str, ...] | None, str, Callable[[str], float | None]]
_POSTS: tuple[_Post, ...] = (
    (("x.com", "twitter.com", "nitter.net"), r"/status(?:es)?/([0-9]{1,19})(?:/|$)", _x),
    (_WEIBO_HOSTS, r"^/(?:[0-9]+|detail|status)/([0-9]{16}|[0-9a-zA-Z]{9})/?$", _weibo),
    (("tiktok.com", "douyin.com"), r"/video/([0-9]{19})(?:/|$)", _tiktok),
    # Any host can run Mastodon, so only the path is matched.
    (None, r"^/@[\w.]+(?:@[\w.-]+)?/(1[0-9]{17})/?$", _mastodon),
    (None, r"^/users/[\w.]+/statuses/(1[0-9]{17})/?$", _mastodon),
)
