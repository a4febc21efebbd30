"""Owns the rule about words that can mean anything afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.checks.base import Told, record_check
from tracker.checks.ignorecase import Quick
from tracker.registry import Record

# Words of degree, amount and time without a measure. Left out on purpose: more, most, first, best,
# least and the like, which compare and can be counted.
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
def vague_claim(record: Record) -> Iterator[Told]:
    """A claim or its criteria rest on a word that can be stretched afterwards.

    "There's no chance that the iPhone is going to get any significant market share" is neither
    right nor wrong until somebody says how much is significant. A vague word in the claim is the
    speaker's, and passes where there are criteria: they are to say what it means. In the criteria
    it passes in a sentence that also counts (a number, "at least", "every", "majority").
    Words in quotation marks or brackets are quoted or examples, and are not read.

    Bad::

        claim: The iPhone gets no significant market share.
        criteria:
          correct: Its market share stays insignificant or is not significant.
          incorrect: It gets a significant market share.

    Good::

        claim: The iPhone gets no significant market share.
        criteria:
          correct: By 2012-04-30 its share of phones sold in a quarter has stayed below 5%.
          incorrect: By 2012-04-30 it has reached 5% in one quarter or more.
    """
    criteria = record.prediction.criteria
    if criteria is None:
        places = ((("claim",), record.prediction.claim),)
        yield from _vague(places, "the claim", "add `criteria` that say how much, or by when")
        return
    for loc, text in (
        (("criteria", "correct"), criteria.correct),
        (("criteria", "incorrect"), criteria.incorrect),
    ):
        yield from _vague(
            ((loc, text),), f"`{loc[1]}`", "say how much, how many, or by whose count"
        )


def _vague(places: tuple[tuple[tuple[str, ...], str], ...], what: str, hint: str) -> Iterator[Told]:
    for loc, text in places:
        read = _QUOTED.sub(" ", text)
        if _VAGUE.search(read) is None:
            continue
        for sentence in _SENTENCE.split(read):
            match = _VAGUE.search(sentence)
            if match is not None and _THRESHOLD.search(sentence) is None:
                word = sentence[slice(*match.span())]
                message = f"{what} rests on a vague word; got {word!r}, expected a threshold"
                yield loc, message, hint, False
                break
