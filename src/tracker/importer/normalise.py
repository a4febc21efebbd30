"""Conversion of single values: ids, dates, probabilities."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from tracker.importer.placeholders import Unfit
from tracker.records.dates import PartialDate
from tracker.text import shorten, slug

__all__ = ["UNIX", "make_id", "probability", "to_day"]

#: Date formats that count from the epoch -> their unit in seconds.
UNIX = {"unix-s": Decimal(1), "unix-ms": Decimal("0.001")}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Longer ids are cut and end with digits of a hash; file systems allow names of 255 bytes.
_LONGEST_ID = 100


def make_id(prefix: str, parts: Sequence[str], *, is_hash: bool) -> str:
    """An id that depends on the parts only; raises Unfit if they contain no letters or digits."""
    digits = hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:12]
    if is_hash:
        return f"{prefix}-{digits}"
    words = slug("-".join(parts))
    if not words:
        shown = "-".join(parts)[:40]
        raise Unfit(f"no letters a-z or digits in {shown!r}; use `made_of: hash`")
    name = f"{prefix}-{words}"
    return name if len(name) <= _LONGEST_ID else f"{name[: _LONGEST_ID - 13]}-{digits}"


def to_day(text: str, formats: tuple[str, ...]) -> str:
    """The date in ISO format; a time with a zone counts as its day in UTC.

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
        if form in UNIX:
            return _day(_EPOCH + timedelta(seconds=float(_number(text) * UNIX[form])))
        return _day(datetime.strptime(text, form))
    except (ValueError, ArithmeticError):
        return None


def _number(text: str) -> Decimal:
    if not re.fullmatch(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?", text):
        raise ValueError(text)
    return Decimal(text)


def _iso(text: str) -> str:
    try:
        return PartialDate.parse(text).text
    except ValueError:
        return _day(datetime.fromisoformat(text))


def _day(moment: datetime) -> str:
    day: date = (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    return day.isoformat()


def _is_tiny(number: Decimal) -> bool:
    return number != 0 and number.adjusted() < -40


def probability(text: str, scale: str) -> str:
    """The number, scaled to 0..1 and without an exponent; raises Unfit."""
    text = text.strip()
    try:
        number = Decimal(text) / int(scale) if len(text) <= 40 else Decimal("NaN")
    except ArithmeticError:  # InvalidOperation, Overflow
        number = Decimal("NaN")
    # Check the size first, or an exponent of millions would be written out.
    if not number.is_finite() or not 0 <= number <= 1 or _is_tiny(number):
        raise Unfit(f"{shorten(text, 40)!r} is not a probability from 0 to {scale}")
    written = format(number.normalize(), "f")
    return "0" if number == 0 else written
