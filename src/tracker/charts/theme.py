"""The look of everything that is drawn: one table for badges, charts, static page and print.

A record is shown by its state while it is open, and by its status afterwards. Colour is never the
only sign: a shape and a word always say the same. The table holds no Vega and no Streamlit, so that
every surface can take its colours and shapes from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tracker.labels import STATE_WORDS, VERDICT_WORDS
from tracker.records.state import State
from tracker.records.vocabulary import STATUS_MEANINGS
from tracker.rows import Row

__all__ = [
    "CJK_SANS",
    "MARKS",
    "PALETTES",
    "SANS",
    "SCRIPTS",
    "SERIF",
    "Base",
    "Mark",
    "Palette",
    "by_word",
    "colours",
    "mark",
    "variables",
    "words",
]

Base = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of pages and charts on one background; text is at least 4.5:1 on `paper`.

    `control` is for the borders of controls, at least 3:1.
    """

    paper: str
    panel: str
    ink: str
    quiet: str
    line: str
    link: str
    today: str
    control: str


#: Warm paper and ink, as in print; the same relations in the dark.
PALETTES: Mapping[Base, Palette] = {
    "light": Palette(
        paper="#fdfcf9",
        panel="#f4f1ea",
        ink="#1c1b19",
        quiet="#5b5852",
        line="#e0dbd0",
        link="#0b5a8a",
        today="#8a5a00",
        control="#8b867c",
    ),
    "dark": Palette(
        paper="#14161a",
        panel="#1e2127",
        ink="#ece9e2",
        quiet="#b5b1a8",
        line="#363a41",
        link="#7db7e8",
        today="#e5b95c",
        control="#777c85",
    ),
}

#: Simplified Chinese glyphs by name: the page's language is English, for which browsers take
#: Japanese ones. Text in another script says so by `lang`, and gets the fonts of `SCRIPTS`.
CJK_SANS = "'PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC','WenQuanYi Micro Hei'"
SANS = (
    f"'Source Sans','Source Sans 3','Source Sans Pro',system-ui,-apple-system,'Segoe UI',{CJK_SANS}"
    ",sans-serif"
)
#: For headings and claims. Streamlit ships Source Serif; a static page falls back to the system's.
SERIF = (
    "'Source Serif','Source Serif 4',Charter,'Iowan Old Style',Georgia,'Noto Serif',"
    f"'DejaVu Serif','Liberation Serif',{CJK_SANS},serif"
)
_LATIN = "'Source Sans','Source Sans 3',system-ui"
#: Fonts by language tag, for the `:lang()` rules of every page.
SCRIPTS: Mapping[str, str] = {
    "zh-Hant": f"{_LATIN},'PingFang TC','Microsoft JhengHei','Noto Sans TC','Noto Sans CJK TC'",
    "zh-TW": f"{_LATIN},'PingFang TC','Microsoft JhengHei','Noto Sans TC','Noto Sans CJK TC'",
    "zh-HK": f"{_LATIN},'PingFang HK','Microsoft JhengHei','Noto Sans HK','Noto Sans CJK HK'",
    "ja": f"{_LATIN},'Hiragino Sans','Yu Gothic','Noto Sans JP','Noto Sans CJK JP'",
    "ko": f"{_LATIN},'Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR','Noto Sans CJK KR'",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """How one state or status looks.

    `light` and `dark` are its colours on the two backgrounds. `path` is its shape in the square
    from -1 to 1, which Vega takes as a symbol and a page as an SVG path.
    """

    word: str
    label: str
    light: str
    dark: str
    path: str
    meaning: str

    @property
    def is_verdict(self) -> bool:
        """Whether it stands for a verdict, not for a state."""
        return self.word in VERDICT_WORDS


_TRIANGLE = "M0,-.95L1,.8L-1,.8Z"
_DIAMOND = "M0,-1L.85,0L0,1L-.85,0Z"
# A hole runs the other way round than its outline: Vega fills by the non-zero rule.
_EYE = (
    "M-1,0A1.15,1.15,0,0,1,1,0A1.15,1.15,0,0,1,-1,0Z"
    "M-.32,0A.32,.32,0,0,0,.32,0A.32,.32,0,0,0,-.32,0Z"
)
_PAUSE = "M-.75,-.85L-.2,-.85L-.2,.85L-.75,.85ZM.2,-.85L.75,-.85L.75,.85L.2,.85Z"
_SQUARE = "M-.8,-.8L.8,-.8L.8,.8L-.8,.8Z"
_RING = (
    "M-.85,0A.85,.85,0,0,1,.85,0A.85,.85,0,0,1,-.85,0Z"
    "M-.45,0A.45,.45,0,0,0,.45,0A.45,.45,0,0,0,-.45,0Z"
)
_CHECK = "M-1,.1L-.65,-.25L-.3,.1L.65,-.85L1,-.5L-.3,.8Z"
_CROSS = (
    "M-.95,-.6L-.6,-.95L0,-.35L.6,-.95L.95,-.6L.35,0L.95,.6L.6,.95L0,.35L-.6,.95L-.95,.6L-.35,0Z"
)
_HALF = "M0,-.9A.9,.9,0,0,1,0,.9ZM0,-.9A.9,.9,0,0,0,0,.9L0,.65A.65,.65,0,0,1,0,-.65Z"
_HOURGLASS = "M-.8,-.9L.8,-.9L0,0L.8,.9L-.8,.9L0,0Z"
_DASH = "M-1,-.3L1,-.3L1,.3L-1,.3Z"
_BACK = "M-1,0L.7,-.9L.7,.9Z"


def _state(state: State, light: str, dark: str, path: str, meaning: str) -> Mark:
    return Mark(state.value, STATE_WORDS[state], light, dark, path, meaning)


def _verdict(word: str, light: str, dark: str, path: str) -> Mark:
    return Mark(word, VERDICT_WORDS[word], light, dark, path, STATUS_MEANINGS[word])


#: In the order of legends. Each colour has a contrast of at least 3.1:1 on its background, and any
#: two different ones are at least 18 apart (CIE 1976) under protanopia, deuteranopia and tritanopia
#: as simulated by Machado et al. (2009). The three verdicts that are never scored
#: share a colour, as do upcoming and deferred.
MARKS: tuple[Mark, ...] = (
    _state(State.OVERDUE, "#b93400", "#f78c49", _TRIANGLE,
           "The deadline passed more than 30 days ago, and there is no verdict yet."),
    _state(State.DUE, "#c08300", "#e2c62d", _DIAMOND, "The deadline passed in the last 30 days."),
    _state(State.REVIEW, "#773fa0", "#9268e4", _EYE,
           "There is no deadline, and the review date has come."),
    _state(State.SOON, "#3177dd", "#8fa5fa", _SQUARE, "The deadline is within 30 days."),
    _state(State.UPCOMING, "#798ca8", "#5c6f82", _RING,
           "The deadline is more than 30 days away, or there is none."),
    Mark("deferred", "deferred", "#798ca8", "#5c6f82", _PAUSE, "Postponed to a later review."),
    _verdict("correct", "#127b4d", "#51db93", _CHECK),
    _verdict("partial", "#044c6b", "#46a7bb", _HALF),
    _verdict("incorrect", "#890020", "#ff3b59", _CROSS),
    _verdict("ambiguous", "#968d89", "#a29c96", _HOURGLASS),
    _verdict("annulled", "#968d89", "#a29c96", _DASH),
    _verdict("withdrawn", "#968d89", "#a29c96", _BACK),
)  # fmt: skip

_BY_WORD = {mark.word: mark for mark in MARKS}


def by_word(word: str) -> Mark:
    """The mark of a state or a status by its word in the data."""
    return _BY_WORD[word]


def mark(row: Row) -> Mark:
    """The mark of a row: of its state while it is open, of its status afterwards."""
    return _BY_WORD[row.mark]


def words() -> list[str]:
    """All words in order, the domain of every colour and shape scale."""
    return [mark.word for mark in MARKS]


def colours(base: Base) -> list[str]:
    """The colours of `words()` on a `light` or a `dark` background."""
    return [mark.dark if base == "dark" else mark.light for mark in MARKS]


def variables(base: Base) -> dict[str, str]:
    """CSS variables of one background: `--ink`, `--m-incorrect`, ..."""
    palette = PALETTES[base]
    names = ("paper", "panel", "ink", "quiet", "line", "link", "today", "control")
    values = {f"--{name}": str(getattr(palette, name)) for name in names}
    marks = zip(words(), colours(base), strict=True)
    return values | {f"--m-{word}": colour for word, colour in marks}
