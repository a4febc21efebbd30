"""Doubts about what an English sentence says of a time: "it is a mistake to expect it by 2030".

No list of denials is complete, so three shapes are declined whatever their words are, unless the
word in front of "to" is known to be harmless: an infinitive of opinion ("... to expect"), one that
hangs on a judgement ("is ... to build"), and one that hangs on a noun ("the plan to build").
"""

from __future__ import annotations

import re

__all__ = ["doubt", "is_doubt"]

_DOUBTS = re.compile(
    # how probable it is
    "chances?|odds|likelihood|probabilit(?:y|ies)|possibilit(?:y|ies)|prospects?|hopeless(?:ly)?"
    "|little|less(?= likely)|lack(?:s|ed|ing)?|luck(?:y|ily)?|fortunate|miracles?|miraculous(?:ly)?"
    # what somebody thinks of it
    "|wrong(?:ly)?|foolish(?:ly)?|fools?|folly|naive(?:ly|te)?|naïve|absurd(?:ly|ity)?|silly|stupid(?:ity)?"
    "|cra(?:zy|ziness)|insan(?:e|ity)|mad(?:ness)?|lunacy|idio(?:cy|tic|ts?)|ridiculous(?:ly)?|ludicrous"
    "|laugh(?:able|s|ed|ing)?|preposterous|out(?:landish|rageous)|dubious|questionable|debatable"
    "|un(?:realistic(?:ally)?|reasonabl[ey]|thinkable|imaginable|believabl[ey]|attainable|achievable"
    "|reachable|workable|tenable|warranted|founded|proven|true|clear|certain(?:ty)?|sure|convinced"
    "|convincing|fathomable|justified|wise|heard|confirmed|feasible|willing|fulfilled|met)"
    "|im(?:plausible|practical|probable|prudent)|in(?:conceivable|credible|credulous)|illusory"
    "|false(?:ly)?|fake|bogus|baseless|misguided|misleading|mis(?:taken|takes?|placed|judged)|errors?"
    "|erroneous|fallac(?:y|ies)|incorrect|pointless|useless|futile|meaningless|nonsens(?:e|ical)"
    "|rubbish|garbage|bullshit|baloney|hogwash|bunk|hype(?:d)?|jokes?|hoax|lies?|lied|scams?|myths?"
    "|mythical|fiction|fantas(?:y|ies)|fanciful|fetched|fairy|fairytales?|dream(?:s|ed|t|ing|ers?)?"
    "|pipedream|delu(?:sion|sions|sional|ded)|illusions?|hallucinat(?:ion|ing)|wish(?:ful|es|ed)?"
    "|optimis(?:tic|m)|overly|ideas?|notions?|pessimis(?:tic|m|ts?)|cynic(?:s|al)?"
    "|s[ck]eptic(?:s|al|ism)?|premature(?:ly)?|reckless|irresponsible|risky|dangerous|hasty|longshot"
    "|stretch|exaggerat(?:e|ed|es|ion|ions)|over(?:stated?|sold|estimat(?:e|ed|es|ing)|confident)"
    "|suppos(?:e|ed|edly)|alleged(?:ly)?|purported(?:ly)?|imagin(?:e|es|ing|ary)|pretend(?:s|ing)?"
    # what it does to somebody
    "|(?:surpris|shock|amaz|astonish|astound|stunn?|startl|flabbergast|dumbfound|floor|flummox"
    "|disappoint|alarm|baffl|bemus|impress)(?:ed|ing|e)?|speechless|wary|reluctant|afraid|loath"
    # what somebody does with it
    "|forget|forgot(?:ten)?|ignore[sd]?|dismiss(?:es|ed|ing|ive)?|mock(?:s|ed|ing)?|ridicul(?:e|ed|es)"
    "|scoff(?:s|ed|ing)?|sneer(?:s|ed)?|refut(?:e|es|ed)|rebut(?:s|ted)?|disput(?:e|es|ed)|debunk(?:s|ed)?"
    "|disbelie(?:f|ves?|ved)|distrust(?:s|ed)?|mistrust|disagree(?:s|d)?|question(?:s|ed|ing)?|wonder(?:s|ed|ing)?"
    "|debat(?:e|es|ed|able)|opponents?|critics?|arguments?|refus(?:e|es|ed|al)"
    "|gave|quit|seldom"
    "|disproved?|contradict(?:s|ed)?|criticis?z?(?:e|es|ed)|overturn(?:s|ed)?|blocked|thwart(?:s|ed)?"
    "|derail(?:s|ed)?|jeopardi[sz](?:e|es|ed)|threatened|endangered|stalled|halted",
    re.IGNORECASE,
)
_RUNS = re.compile(
    r"\b(?:out of (?:reach|the question)|off the table|too \w+ (?:to|for)|as if|good luck|my foot"
    r"|yeah,? right|way off|long shot|up in the air|so[- ]called|at risk|in doubt|less likely"
    r"|hard[- ]pressed|f[ae]ll(?:s|ing)? short|only (?:an?|the|some|one|few)|talks? of"
    r"|giv(?:e|es|ing) up|walk(?:ed|s)? back|you (?:think|say|claim|believe)"
    r"|wide of the mark|hell freezes|pigs fly)\b",
    re.IGNORECASE,
)
#: A word, "to", and a verb: what is behind "to" here is no noun with an article, name or number.
_TO = re.compile(
    r"([\w'’-]+)\s+to\s+(?!(?:the|an?|its|their|our|his|her|my|your|all|some|about|around|just|under|over"
    r"|more|at|between|less|as|this|that|another|other|each|every|both)\b)([a-z]+)"
)
_OPINION = re.compile(
    "expect|think|believe|imagine|assume|hope|hear|learn|find|count|rely|bet|pretend|claim|predict|promise"
    "|suggest|dream|talk|say|see|anticipate|suppose|conclude|call|speak|argue|insist|wish|want|demand|ask"
    "|forecast|project|guess|feel|trust|bank|pin|hold|consider|picture|envision|foresee"
)
#: What may stand before "to" and judges nothing.
_HARMLESS = re.compile(
    "expect(?:s|ed|ing)?|plan(?:s|ned|ning)?|scheduled|set|track|course|way|project(?:s|ed)|slated|due"
    "|aim(?:s|ed|ing)?|likely|forecasts?|needs?|estimated|predict(?:s|ed)?|commit(?:s|ted)?|commitment"
    "|promis(?:es|ed)|pledg(?:e|es|ed)|anticipat(?:es|ed)|look(?:s|ing)?|able|poised|aspires?|going"
    "|intend(?:s|ed)?|intention|tr(?:y|ies|ying)|hop(?:e|es|ing)|deci(?:des|ded|sion)|target(?:s|ed|ing)?"
    "|begins?|starts?|continues?|wants?|agree[sd]?|ready|vow(?:s|ed)|bound|sure|certain|destined"
    "|seek(?:s|ing)?|prepar(?:es|ed|ing)|propos(?:es|ed|al)|ought|ha(?:ve|s)|work(?:s|ing)?|ai|is|are|be"
    "|goal|target|objective|mission|task|job|ambition|deadline|order|up|down|back|close|closer|prior|next"
    "|open|available|equal|equivalent|similar|subject|superior|according|thanks|possible|unlikely|it|them"
    "|us|people|everyone|and|or|on|time|eager|keen|determined|confident|willing|lost|sold|sent|brought|given|happy|pleased|proud|excited"
)
_NOUNS = frozenset(
    "plan plans promise promises pledge target targets commitment goal decision intention ambition "
    "proposal objective task job hope hopes aim aims deadline need".split()
)
_OWNED = re.compile(
    r"(?:\b(?:the|an?|its|their|our|his|her|my|your|this|that|any|these|those)|['’]s)\s+(?:\w+\s+)?$"
)
_IS = re.compile(
    r"\b(?:is|are|was|were|be|been|being|am|seems?|looks?|sounds?|it)\b|(?:it|that|he|she|there|who)['’]s\b|['’](?:re|m|d)\b",
    re.IGNORECASE,
)


def is_doubt(word: str) -> bool:
    """Whether a word says that something is thought improbable, wrong or surprising."""
    return _DOUBTS.fullmatch(word) is not None


def doubt(text: str, start: int, end: int) -> bool:
    """Whether what stands between two places, before a time, judges what is said of that time."""
    if _RUNS.search(text, start, end):
        return True
    for match in _TO.finditer(text, start, end):
        before, verb = match[1].casefold(), match[2]
        if _HARMLESS.fullmatch(before):
            if before in _NOUNS and _OWNED.search(text, start, match.start()):
                return True  # the plan to open in 2027 will be dropped
            continue
        near = " ".join(text[start : match.start()].split()[-3:])
        if _OPINION.fullmatch(verb):
            return True
        if _IS.search(near) and not before.endswith(("ed", "ing")):
            return True
    return False
