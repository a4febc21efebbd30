"""Owns amounts of time as phrases name them: a year and a half, 3 to 5 years, 一两个月. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.phrases.rows import WHOLE
from tracker.phrases.tokens import Token
from tracker.records.dates import Duration

__all__ = ["ends"]

_FEWEST = 2  # the smallest plural, for "at least a few"


def ends(core: Sequence[Token]) -> tuple[Duration, Duration] | None:
    """The two ends of an amount, the same where it is one; None where it makes no whole days."""
    numbers = [index for index, word in enumerate(core) if word.code in "Nn"]
    units = [word for word in core if word.code in "UV"]
    found: list[Duration] = []
    for count, index in enumerate(numbers):
        months, days = units[min(count, len(units) - 1)].values
        is_half_more = index + 2 < len(core) and core[index + 2].code == "h"
        half = WHOLE // 2 if is_half_more else 0
        for amount in dict.fromkeys(core[index].values[:2] or (_FEWEST * WHOLE,)):
            if (amount + half) * months % WHOLE or (amount + half) * days % WHOLE:
                return None
            whole = ((amount + half) * months // WHOLE, (amount + half) * days // WHOLE)
            found.append(Duration("", *whole))
    return (found[0], found[-1]) if len(found) < 3 else None
