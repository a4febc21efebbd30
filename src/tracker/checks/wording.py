"""The check for vague words, which can mean anything in hindsight."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.checks.base import Problem, record_check
from tracker.checks.ignorecase import Quick
from tracker.registry import Record
from tracker.text import dotted

# Words of degree, amount and time without a measure. "More", "most", "first", "best", "least" and
# the like are left out on purpose: they compare, and can be counted.
_VAGUE = Quick(
    r"\b(?:significant(?:ly)?|substantial(?:ly)?|considerabl[ey]|dramatic(?:ally)?|drastic(?:ally)?"
    r"|massive(?:ly)?|huge(?:ly)?|enormous(?:ly)?|tremendous(?:ly)?|radical(?:ly)?|vast(?:ly)?"
    r"|major|many|numerous|several|various|widespread|widely|mainstream|ubiquitous"
    r"|soon|shortly|eventually|quickly|rapid(?:ly)?|better|worse|good|well-known|successful(?:ly)?"
    r"|meaningful(?:ly)?|notabl[ey]|reasonabl[ey]|sufficient(?:ly)?|adequate(?:ly)?|somewhat"
    r"|game[- ]chang(?:er|ing)|revolutionary|revolutioni[sz]es?)\b"
)
# What makes a sentence checkable: a number, or a word that counts.
_THRESHOLD = re.compile(
    r"[0-9%]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|fifty"
    r"|hundred|thousand|million|billion|trillion|dozen|half|halv\w+|third|quarter|doubl\w+|twice"
    r"|tripl\w+|tenfold|majority|median|more than|fewer than|less than|at least|at most"
    r"|every|first|single|rises?|risen|falls?|fallen|raised|lowered)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+")
# What opens again ends the search: text full of openers is looked through once, not once for each.
_QUOTED = re.compile(r"\"[^\"]*\"|“[^“”]*”|「[^「」]*」|\([^()]*\)")


@record_check("vague-claim", "warning")
def vague_claim(record: Record) -> Iterator[Problem]:
    """A claim or its criteria depend on a vague word.

    "There's no chance that the iPhone is going to get any significant market share" is neither
    right nor wrong until someone says how much is significant. A vague word in the claim is the
    speaker's own and is allowed if the record has criteria, which should say what it means. In the
    criteria it is allowed in a sentence that also gives a measure (a number, "at least", "every",
    "majority"). Words in quotation marks or brackets are ignored.

    Bad::

        claim: The iPhone will get no significant market share.
        criteria:
          correct: Its market share stays insignificant or is not significant.
          incorrect: It gets a significant market share.

    Good::

        claim: The iPhone will get no significant market share.
        criteria:
          correct: By 2012-04-30 its share of phones sold in a quarter has stayed below 5%.
          incorrect: By 2012-04-30 it has reached 5% in one quarter or more.
    """
    criteria = record.prediction.criteria
    if criteria is None:
        places = ((("claim",), record.prediction.claim),)
        yield from _vague(places, "`claim`", "add `criteria` that say how much, or by when")
        return
    for loc, text in (
        (("criteria", "correct"), criteria.correct),
        (("criteria", "incorrect"), criteria.incorrect),
    ):
        yield from _vague(
            ((loc, text),), f"`{dotted(loc)}`", "say how much, how many, or according to whom"
        )


def _vague(
    places: tuple[tuple[tuple[str, ...], str], ...], key: str, hint: str
) -> Iterator[Problem]:
    for loc, text in places:
        if _VAGUE.search(text) is None:
            continue
        for sentence in _SENTENCE.split(_QUOTED.sub(" ", text)):
            match = _VAGUE.search(sentence)
            if match is not None and _THRESHOLD.search(sentence) is None:
                word = sentence[slice(*match.span())]
                message = f"vague word `{word}` in {key}, without a threshold"
                yield loc, message, hint, False
                break
