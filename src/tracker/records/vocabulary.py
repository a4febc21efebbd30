"""The words that `status` and `deadline.kind` may hold, defined once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

__all__ = [
    "BOUNDS",
    "DATED",
    "HAPPENED",
    "KINDS",
    "STATUSES",
    "STATUS_MEANINGS",
    "TIMEFRAMES",
    "VERDICTS",
    "Alone",
    "Kind",
    "Status",
    "Timeframe",
    "timeframe",
]

#: The values of `status`; the verdicts are all but `open`.
Status = Literal["open", "correct", "partial", "incorrect", "ambiguous", "annulled", "withdrawn"]
STATUSES: tuple[Status, ...] = get_args(Status)
VERDICTS = STATUSES[1:]
#: What each status means, shown where one is chosen.
STATUS_MEANINGS: Mapping[str, str] = {
    "open": "No verdict yet; evidence may still come.",
    "correct": "It came true, according to the criteria.",
    "partial": "It came true in part.",
    "incorrect": "It did not come true, according to the criteria.",
    "ambiguous": "The evidence supports two fair readings.",
    "annulled": "The claim can't be checked, or its premise failed.",
    "withdrawn": "The speaker took it back before the deadline.",
}
#: The verdicts that say that what was predicted came true, at least in part.
HAPPENED: tuple[Status, ...] = ("correct", "partial")

#: The values of `deadline.kind`; the dated kinds have a window.
#: An importer writes those alone that need no other record.
Alone = Literal["by", "between", "not_before", "never", "undated"]
Kind = Literal[Alone, "after_event"]
KINDS: tuple[Kind, ...] = get_args(Kind)
DATED: tuple[Kind, ...] = ("by", "between", "not_before")
#: The three groups of claims that are scored and counted apart.
Timeframe = Literal["dated", "undated", "bound"]
TIMEFRAMES: tuple[Timeframe, ...] = get_args(Timeframe)
#: Claims of these kinds hold until something happens; they are scored apart.
BOUNDS: tuple[Kind, ...] = ("not_before", "never")


def timeframe(kind: str) -> Timeframe:
    """`dated` if a day can refute the claim, `bound` for `not_before` and `never`."""
    if kind in BOUNDS:
        return "bound"
    return "undated" if kind == "undated" else "dated"
