"""The shapes of sentences in which a time says when something is to happen. Pure.

The time belongs to a predicate of the future: "will open in 2027", "By 2030, it will open",
预计明年完工, 到2030年将. All others are declined: the ways to mean something else have no end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.phrases.grammar import Clause, ends, starts
from tracker.phrases.parts import Part, Word, is_part

__all__ = ["is_ahead", "is_future", "is_future_chinese", "is_tied"]

# --- English --------------------------------------------------------------------------------------

_BREAK = re.compile("which|that|while|because|so|as|but|although|though|whereas")
#: What is taken to be so behind a "that"; nobody can list what is doubted or denied.
_SAYS = re.compile(
    r"\b(?:sa(?:id|ys?)|believ(?:es?|ed)|thinks?|thought|expect(?:s|ed)?|predict(?:s|ed)?"
    r"|announc(?:es|ed)|report(?:s|ed)|confirm(?:s|ed)|hop(?:es?|ed)|forecasts?|estimat(?:es?|ed)"
    r"|promis(?:es?|ed)|reveal(?:s|ed)|not(?:es|ed)|told|claim(?:s|ed)|argu(?:es|ed)|confident|sure"
    r"|suggest(?:s|ed)|indicat(?:es|ed)|signal(?:s|l?ed)|shows?|means?|project(?:s|ed)"
    r"|anticipat(?:es|ed)|stat(?:es|ed)|add(?:s|ed)|insist(?:s|ed)|warn(?:s|ed)|guess|is|so)\s+$",
    re.IGNORECASE,
)
_NO_NOUN = r"(?<!\bthe )(?<!\ba )(?<!\bits )(?<!\btheir )(?<!\bour )(?<!\bhis )(?<!['’]s )"
#: What says of a predicate that it lies ahead.
_FUTURE = re.compile(
    r"\b(?:will|shall|wo|ca|cannot|(?:would|could|may|might|should)(?! have\b)|going to|scheduled"
    r"|slated|(?:set|due|planned) (?:to|for)|on track|(?:is|are|likely|unlikely|poised) to"
    rf"|expect(?:s|ed|ing)?|plan(?:ned|ning)?|{_NO_NOUN}(?:plans?|targets?|forecasts?)"
    r"|aim(?:s|ing)?|target(?:ed|ing)|hop(?:es?|ing)|intends?|project(?:ed|ing)|predict(?:s|ed)?"
    r"|anticipat(?:es|ed)|pledg(?:es|ed)|promis(?:es|ed)|vow(?:s|ed)|commit(?:s|ted)"
    r"|estimate[sd]?|due)(?:\b|n['’]t\b)|['’]ll\b",
    re.IGNORECASE,
)
#: What makes a future a past one, or a question, where it stands before the time.
_TURNED = re.compile(
    r"\b(?:was|were|had|once planned|used|who|whose|what|how|why|when|where|once(?! again))\b",
    re.IGNORECASE,
)
#: A participle that the time belongs to instead: cars sold by 2035, debt due in 2027.
_OWNED = re.compile(
    r"(?<!\bbe )(?<!\bbeen )(?<!\bbeing )(?<!\bis )(?<!\bare )(?<!\bhave )(?<!\band )(?<!ly )"
    r"(?<!\bstart )(?<!\bbegin )(?<!\bstop )(?<!\bfinish )\b"
    r"(?:[a-z-]{2,}(?:ed|ing)|sold|built|held|made|born|due|set)\s+$"
)
_IS = re.compile(r"(?:\b(?:is|are|be)|['’](?:s|re))\s+$", re.IGNORECASE)


def is_future(clause: Clause, words: Sequence[Word], text: str) -> bool:
    """ "Will open in 2027", "will open in Mobile, Alabama, in 2027" and "By 2030, it will open"."""
    first = words[clause.first].start
    is_last = ends(words, clause.last)
    start = _begin(clause, words, text, over_commas=is_last)
    if start is None or _TURNED.search(text, start, first):
        return False
    follows = clause.first and not is_part(words, clause.first - 1, Part.VERB, Part.PAUSE)
    if follows and is_part(words, clause.last, Part.VERB):
        return False  # the line that will open by 2030 is long
    if _IS.search(text, start, first) and (is_last or not clause.is_bare):
        return True  # it is ten years away
    mark = _FUTURE.search(text, start, first)
    if mark is not None:
        return _OWNED.search(text, mark.end(), first) is None
    if Part.FOR in clause.before and not clause.is_amount:
        return True  # set for 2027
    if text[start:first].strip(" ,") or is_part(words, clause.last, Part.VERB):
        return False  # 2027 will be hard
    end = clause.last + 1
    while end < len(words) and words[end].part not in (Part.PAUSE, Part.PAST):
        end += 1
    return end <= len(words) and bool(
        _FUTURE.search(text, words[clause.last].start, words[end - 1].end)
    )


def _begin(clause: Clause, words: Sequence[Word], text: str, *, over_commas: bool) -> int | None:
    """Where the part of the sentence begins that the time stands in; None where it is doubted."""
    for at in range(clause.first - 1, -1, -1):
        word = words[at]
        sign = text[word.start : word.end].casefold()
        if word.part is Part.PAUSE and not (over_commas and sign in ",."):
            return word.end
        if sign == "that" and at and not is_part(words, at + 1, Part.VERB):
            return word.end if _SAYS.search(text, 0, word.start) else None
        if _BREAK.fullmatch(sign):
            return word.end
    return 0


# --- Chinese --------------------------------------------------------------------------------------

_AHEAD = frozenset(
    "将 会 预计 有望 可望 估计 力争 争取 预定 可能 大概率 计划 规划 拟 目标 预期 预料 预测 料 打算 "
    "定于 希望 有机会 预估 期盼 盼 能够 有信心 拼 力拼".split()
)
_TIED = (
    Part.AT_LEAST,
    Part.LATEST,
    Part.WITHIN,
    Part.INSIDE,
    Part.BEFORE,
    Part.AHEAD,
    Part.EARLIEST,
    Part.NEXT,
    Part.AMID,
    Part.IN,
    Part.BEHIND,
    Part.UNTIL,
    Part.BY,
)


def is_ahead(word: Word) -> bool:
    """Whether a word of the future stands before it; they are kept with the word behind them."""
    return not _AHEAD.isdisjoint(word.lead)


def is_tied(clause: Clause, words: Sequence[Word]) -> bool:
    """Whether a word around the time ties it to a predicate: 在2027年, 2027年前."""
    leads = {lead for word in words[clause.first : clause.core + 1] for lead in word.lead}
    return clause.has(*_TIED) or not leads.isdisjoint(("在", "于"))


def is_future_chinese(clause: Clause, words: Sequence[Word]) -> bool:
    """预计明年完工, 明年将完工, 计划投资百亿在2030年前建成, 到2030年将, 到2030年，中国将."""
    start, end = clause.first, clause.last
    while not starts(words, start):
        start -= 1
    while not ends(words, end):
        end += 1
    before, behind = words[start : clause.first], words[clause.last : end]
    if any(word.part is Part.PAST for word in (*before, *behind)):
        return False
    tied = is_tied(clause, words)
    if any(is_ahead(word) for word in (*words[clause.first : clause.last], *behind[:1])):
        return True
    if tied and any(is_ahead(word) for word in before):
        return True
    if not clause.is_amount and clause.has(Part.AHEAD, *(() if before else (Part.BY, Part.TO))):
        return not any("的" in word.lead for word in behind)
    if before:
        return False
    if not behind:
        following = words[end + 1 :]
        pauses = (at for at, word in enumerate(following) if word.part is Part.PAUSE)
        return any(is_ahead(word) for word in following[: next(pauses, len(following))])
    subject = next((at for at, word in enumerate(behind) if is_ahead(word)), None)
    if subject is None or not (tied or clause.is_relative):
        return False
    return not any("的" in word.lead for word in behind[:subject])
