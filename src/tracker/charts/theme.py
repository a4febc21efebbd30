"""How each state and status looks: one table of labels, colours, shapes and icons.

A record is shown by its state while it is open, and by its status afterwards. Colour is never the
only sign: a shape or a word always says the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tracker.records.state import State
from tracker.rows import Row

__all__ = ["MARKS", "Mark", "colours", "mark", "words"]


@dataclass(frozen=True, slots=True)
class Mark:
    """How one state or status looks.

    `light` and `dark` are its colours on the two backgrounds, `shape` is a Vega symbol, `icon` a
    Material symbol, `badge` a colour name of Streamlit.
    """

    word: str
    label: str
    light: str
    dark: str
    shape: str
    icon: str
    badge: Literal["red", "orange", "yellow", "blue", "green", "violet", "gray"]
    meaning: str


# Paths in the square from -1 to 1, as Vega needs them: a check for correct, a cross for incorrect.
_CHECK = "M-1,.1L-.65,-.25L-.3,.1L.65,-.85L1,-.5L-.3,.8Z"
_CROSS = (
    "M-.95,-.6L-.6,-.95L0,-.35L.6,-.95L.95,-.6L.35,0L.95,.6L.6,.95L0,.35L-.6,.95L-.95,.6L-.35,0Z"
)
_HALF = "M-1,.5A1,1,0,0,1,1,.5Z"
_HOURGLASS = "M-.8,-.9L.8,-.9L0,0L.8,.9L-.8,.9L0,0Z"
_DASH = "M-1,-.35L1,-.35L1,.35L-1,.35Z"

#: In the order of legends. Each colour has a contrast of at least 3.1:1 on its background, and any
#: two different ones are at least 18 apart (CIE 1976) under protanopia, deuteranopia and tritanopia
#: as simulated by Machado et al. (2009). The three verdicts that are never scored share a colour.
MARKS: tuple[Mark, ...] = (
    Mark("overdue", "overdue", "#af0a03", "#d74351", "triangle-up", "warning", "red",
         "the deadline passed more than 30 days ago, and there is no verdict yet"),
    Mark("due", "due", "#d57b02", "#dd8c3e", "diamond", "event", "orange",
         "the deadline passed in the last 30 days"),
    Mark("review", "review", "#683078", "#b46ae8", "cross", "visibility", "violet",
         "there is no deadline, and the review date has come"),
    Mark("soon", "soon", "#a78b48", "#f8d430", "square", "schedule", "yellow",
         "the deadline passes within 30 days"),
    Mark("upcoming", "upcoming", "#7790c5", "#4f749d", "circle", "more_horiz", "gray",
         "nothing to do yet"),
    Mark("correct", "correct", "#15885c", "#9dda9a", _CHECK, "check", "green",
         "it came true, according to the criteria"),
    Mark("partial", "partly correct", "#005652", "#25dafc", _HALF, "contrast", "blue",
         "it came true in part"),
    Mark("incorrect", "incorrect", "#1d1918", "#f6f9fa", _CROSS, "close", "gray",
         "it did not come true"),
    Mark("ambiguous", "ambiguous", "#908d96", "#969ca0", _HOURGLASS, "help", "gray",
         "the evidence supports two fair readings"),
    Mark("annulled", "annulled", "#908d96", "#969ca0", _DASH, "block", "gray",
         "the claim cannot be checked, or its premise failed"),
    Mark("withdrawn", "withdrawn", "#908d96", "#969ca0", "triangle-left", "undo", "gray",
         "the speaker took it back before the deadline"),
)  # fmt: skip

_BY_WORD = {mark.word: mark for mark in MARKS}


def mark(row: Row) -> Mark:
    """The mark of a row: of its state while it is open, of its status afterwards."""
    return _BY_WORD[row.status if row.state is State.RESOLVED else row.state]


def words() -> list[str]:
    """All words in order, the domain of every colour and shape scale."""
    return [mark.word for mark in MARKS]


def colours(base: str) -> list[str]:
    """The colours of `words()` on a `light` or a `dark` background."""
    return [mark.dark if base == "dark" else mark.light for mark in MARKS]
