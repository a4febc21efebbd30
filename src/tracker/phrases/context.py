"""English words that say something of a time only beside certain others: may, fall, end, only."""

from __future__ import annotations

import re
from typing import NamedTuple

from tracker.phrases import english
from tracker.phrases.chinese import Parts
from tracker.phrases.digits import UNIT, YEAR
from tracker.phrases.parts import WHOLE, Part

__all__ = ["IN_CONTEXT", "in_context"]

_MONTH = "|".join(english.MONTHS)
_DAY = "[0-3]?[0-9](?:st|nd|rd|th)?"
_COUNTED = rf"[ -](?:more )?{UNIT}(?![a-z])"


class _Rule(NamedTuple):
    """What a word says where the text before it and behind it fit one of `cues`, and elsewhere."""

    cues: tuple[tuple[str, str], ...]
    says: Parts
    elsewhere: Parts


_ONE: Parts = [(Part.NUMBER, (WHOLE, WHOLE, 0))]
_SKIP: Parts = [(Part.SKIP, ())]
_OTHER: Parts = [(Part.OTHER, ())]
_SEASON = (
    ("", rf"(?:,| of)? {YEAR}"),
    (r"\b(?:in|the|this|next|by|of|late|early|mid|until|before|or|and)[ -]", ""),
)
_RULES = {
    "a": _Rule((("", _COUNTED),), _ONE, _SKIP),
    "an": _Rule((("", _COUNTED),), _ONE, _SKIP),
    "half": _Rule((("", _COUNTED),), [(Part.NUMBER, (WHOLE // 2, WHOLE // 2, 0))], _OTHER),
    "year": _Rule((("", f" {YEAR}"),), _SKIP, [english.VALUES["year"]]),
    "calendar": _Rule((("", f" {YEAR}"),), _SKIP, _OTHER),
    "post": _Rule((("", f"[ -]{YEAR}"),), [(Part.AFTER, ())], _OTHER),
    "pre": _Rule((("", f"[ -]{YEAR}"),), [(Part.BEFORE, ())], _OTHER),
    "only": _Rule(  # not before then: "will only come in 2027", "only by 2027"
        (
            (rf"(?:{YEAR}|[0-9]|\b(?:will|would|can|could|may|might|to|be|is|are)|'ll) ", ""),
            ("", " (?:in|by|on|at|after|around|from|during|toward|towards|until|for|when)\\b"),
        ),
        [(Part.UNREADABLE, ())],
        _SKIP,
    ),
    "fall": _Rule(_SEASON, [(Part.SEASON, (0, 9))], _OTHER),
    "spring": _Rule(_SEASON, [(Part.SEASON, (0, 3))], _OTHER),
    "net": _Rule(
        (("", rf" (?:{YEAR}|q[1-4]|h[12]|early|mid|late|(?:{_MONTH})[ .])"),),
        [(Part.EARLIEST, ())],
        _OTHER,
    ),
    "end": _Rule(
        (
            ("'s ", ""),
            (
                r"(?:^|\b(?:the|by|before|at|around|about|until|till|to|from|or|and|for)[ -])",
                f"[ -](?:{YEAR}|q[1-4])",
            ),
        ),
        [(Part.PHASE, (4,))],
        _OTHER,
    ),
    "may": _Rule(
        (
            ("", rf",? (?:{YEAR}|{_DAY}\b)"),
            (r"\b(?:by|in|of|mid|before|late|early|until|next|between|from|after|since)[ -]", ""),
            (r"\b(?:by|in|of|before|until|after) the ", ""),
            (
                rf"[0-9](?:st|nd|rd|th)?\.?(?: of)? |(?:first|second|third) of |(?:{_MONTH})\.?,? ",
                "",
            ),
            (rf"(?:{_MONTH})\.?,? (?:or|and|to) ", ""),
        ),
        [(Part.MONTH, (0, 5))],
        [(Part.VERB, ())],
    ),
}
IN_CONTEXT = frozenset(_RULES)
_CUES = {
    word: [(re.compile(f"(?:{before})$"), re.compile(behind)) for before, behind in rule.cues]
    for word, rule in _RULES.items()
}
_FAR = 20  # signs before the word that a cue may take


def in_context(word: str, text: str, start: int, end: int) -> Parts:
    """What `word`, which is `text[start:end]`, says among the words around it."""
    before = text[max(0, start - _FAR) : start]
    fits = any(cue.search(before) and behind.match(text, end) for cue, behind in _CUES[word])
    return _RULES[word].says if fits else _RULES[word].elsewhere
