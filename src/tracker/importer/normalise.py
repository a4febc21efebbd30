"""Conversion of single values: ids, dates, probabilities."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from tracker.importer.placeholders import Unfit
from tracker.phrases import horizon
from tracker.phrases.english import MONTHS
from tracker.records.dates import PartialDate
from tracker.text import nfc, shorten, slug

__all__ = ["FORMATS", "UNIX", "make_id", "probability", "to_day"]

#: Date formats that count from the epoch -> their unit in seconds.
UNIX = {"unix-s": Decimal(1), "unix-ms": Decimal("0.001")}
#: The date formats that are words; all others are patterns.
FORMATS = ("iso", "words", *UNIX)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Longer ids are cut and end with digits of a hash; file systems allow names of 255 bytes.
_LONGEST_ID = 100


def make_id(prefix: str, parts: Sequence[str], *, is_hash: bool) -> str:
    """An id that depends on the parts only; raises Unfit if they contain no letters or digits."""
    parts = [nfc(part) for part in parts]
    digits = hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:12]
    if is_hash:
        return "-".join(filter(None, (prefix, digits)))
    words = slug("-".join(parts))
    if not words:
        shown = "-".join(parts)[:40]
        raise Unfit(f"no letters a-z or digits in {shown!r}; use `made_of: hash`")
    name = "-".join(filter(None, (prefix, words)))
    return name if len(name) <= _LONGEST_ID else f"{name[: _LONGEST_ID - 13]}-{digits}"


def to_day(text: str, formats: tuple[str, ...]) -> str:
    """The date in ISO format, as precise as it is written; an instant is the day of its own zone.

    Raises Unfit if the text matches none of the formats.
    """
    for form in formats:
        day = _read(text.strip(), form)
        if day is not None:
            return day
    raise Unfit(f"{shorten(text, 40)!r} is not a date in the format {' or '.join(formats)}")


def _read(text: str, form: str) -> str | None:
    try:
        if form == "iso":
            return _iso(text)
        if form == "words":
            return _in_words(text)
        if form in UNIX:
            return _since_epoch(_number(text) * UNIX[form])
        moment = datetime.strptime(text, form)
    except (ValueError, ArithmeticError):
        return None
    # A month or a year stays one.
    length = 10 if "%d" in form else 7 if re.search("%[mbB]", form) else 4
    return moment.date().isoformat()[:length]


def _in_words(text: str) -> str | None:
    """A day, month, quarter or year, as the policy for deadlines reads it."""
    # A phrase around a date ("before 2026", "2025-2026") says more than the date does, and one that
    # counts from the day of the statement ("next month") is none.
    if not _DATE.fullmatch(text) or len(re.findall("[0-9]{4}", text)) > 1:
        return None
    read = {horizon.read(text, day) for day in _ANCIENT}
    window = read.pop() if len(read) == 1 else None
    if window is None or window.latest is None or window.kind not in ("by", "between"):
        return None
    first, last = window.earliest or window.latest, window.latest
    for length in (10, 7, 4):
        partial = PartialDate.parse(last.isoformat()[:length])
        if (partial.first, partial.last) == (first, last):
            return partial.text
    return f"{first}/{last}"


_DATE = re.compile(
    rf"(?:[0-9qh\s,./–-]|st|nd|rd|th|of|the|first|second|third|fourth|quarter|half|{'|'.join(MONTHS)}"
    "|(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?"
    "|[年月日号號第季度上下半一二三四五六七八九十])+",
    re.IGNORECASE,
)
_ANCIENT = (PartialDate.parse("0999-05-17"), PartialDate.parse("1000-11-03"))


def _since_epoch(seconds: Decimal) -> str:
    if _LAST < seconds < _ABSURD:
        return date.max.isoformat()
    return (_EPOCH + timedelta(seconds=float(seconds))).date().isoformat()


_LAST = int((datetime.max.replace(tzinfo=UTC) - _EPOCH).total_seconds())
#: Markets "close" in the year 1,000,000, which is as good as 9999; a later time is no time at all.
_ABSURD = 10**14


def _number(text: str) -> Decimal:
    if not re.fullmatch(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?(?:[eE]\+?[0-9]{1,2})?", text):
        raise ValueError(text)
    return Decimal(text)


def _iso(text: str) -> str:
    try:
        return PartialDate.parse(text).text
    except ValueError:
        day = datetime.fromisoformat(text).date()
    if re.fullmatch(r"[0-9]{4}-?W[0-9]{2}", text):  # a week, of which Python takes the Monday
        return f"{day}/{day + timedelta(days=6)}"
    return day.isoformat()


def _is_tiny(number: Decimal) -> bool:
    return number != 0 and number.adjusted() < -40


def probability(text: str, scale: str) -> str:
    """The number, scaled to 0..1 and without an exponent; `%` overrides the scale. Raises Unfit."""
    text = text.strip()
    number_of = text.removesuffix("%").rstrip()
    scale = scale if number_of == text else "100"
    try:
        number = Decimal(number_of) / int(scale) if len(text) <= 40 else Decimal("NaN")
    except ArithmeticError:  # InvalidOperation, Overflow
        number = Decimal("NaN")
    # Check the size first, or an exponent of millions would be written out.
    if not number.is_finite() or not 0 <= number <= 1 or _is_tiny(number):
        raise Unfit(f"{shorten(text, 40)!r} is not a probability from 0 to {scale}")
    written = format(number.normalize(), "f")
    return "0" if number == 0 else written
