"""Owns the English words of deadline phrases, as rows (see `rows`); each pattern is whole words."""

from __future__ import annotations

import re

from tracker.phrases import numerals
from tracker.phrases.rows import UNIT, WHOLE, YEAR, Found, Row, number, numbered, say, unit

__all__ = ["ROWS"]

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|"
    r"aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
# "may" is a verb too: alone it is a month only behind one of these words.
_CUES = "by in of mid- before late early until next between from".split()
_MAY = "|".join(rf"(?<=\b{cue}{'' if cue.endswith('-') else ' '})" for cue in _CUES)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
# "within five years of launch" counts from the launch.
_OF = "|".join(f"(?<={unit} )" for unit in "year years month months decade decades".split())
_SEASON = "(?:spring|summer|fall|autumn|winter)"
_NOT = (
    "won't|will not|wouldn't|would not|can't|cannot|isn't|is not|aren't|are not|"
    "don't|do not|doesn't|does not|not|unlikely"
)


def _month(match: re.Match[str]) -> Found:
    found: Found = []
    for part in filter(None, match.groups()):
        if part[0].isalpha():
            found.append(("M", (0, _MONTHS.index(part[:3]) + 1)))
        else:
            found.append(("Y", (0, int(part))) if len(part) == 4 else ("D", (int(part),)))
    return found


def _months(match: re.Match[str]) -> Found:
    first, *rest = _month(match)
    return [first, ("C", ()), *rest]


def _quarter(match: re.Match[str]) -> Found:
    return [("Q", (0, _ORDINALS[match[1]]))]


def _and_a_half(match: re.Match[str]) -> Found:
    value = int(match[1]) if match[1].isdigit() else numerals.english(match[1])
    return [("N", (value * WHOLE + WHOLE // 2, value * WHOLE + WHOLE // 2, 0))]


def _short_year(letter: str) -> Row:
    letters = letter.lower()
    pattern = f"(?:{letters}([1-4])|([1-4]){letters}) ?(?:of )?'?(?:20)?([2-9][0-9])"
    return (lambda m: [(letter, (0, int(m[1] or m[2]))), ("Y", (0, 2000 + int(m[3])))], pattern)


ROWS: tuple[Row, ...] = (
    ("B", "between now and|from now (?:to|until|till|through)"),
    # left out: said beside a deadline without moving it
    ("-", "if not (?:sooner|earlier|before)|no doubt|sometime"),
    ("-", f"(?:the )?(?:calendar )?year (?={YEAR})|later (?=this |in )|as well|even|additional"),
    ("-", "maybe|perhaps|probably|possibly|likely|hopefully|just|only|between|anywhere|somewhere"),
    # times that need a decision, lie in the past, repeat, or differ between places
    ("G", "not (?:just|only|merely|necessarily)|(?:can't|cannot) wait|model year"),
    ("G", f"the {YEAR}(?= [a-z])"),
    ("G", "by the time|by then|this time|each|every|per|annual(?:ly)?|ago|since|already|yesterday"),
    ("G", "tomorrow|tonight|soon|shortly|eventually|some ?day|imminent(?:ly)?|foreseeable"),
    ("G", "(?:near|short|medium|long|mid)(?:er)?[- ](?:term|future)|generations?|lifetimes?"),
    ("G", "fiscal|fy ?-?'?[0-9]{0,4}|turn of|throughout|christmas|thanksgiving|easter|new year"),
    ("G", "dozens|tens|hundreds|thousands?|hours?|minutes?|quarters|mid-century|first time"),
    ("G", "(?:just )?in time"),
    ("G", f"(?:last|past|previous|first|preceding|these)(?: [a-z0-9]+)? {UNIT}"),
    ("G", f"(?:last|past|previous) (?:quarter(?! of)|{YEAR})|years? to come|fourth or fifth"),
    ("G", f"(?:this|next|by|in|before|early|mid|late|the)[- ](?:the )?(?:next )?{_SEASON}"),
    ("G", f"{_SEASON}(?= (?:of )?(?:{YEAR}|next|this))|(?<![0-9a-z] ){_SEASON}"),
    # how a time is meant
    ("B", "(?:no|not) later than|by"),
    ("b", "at (?:the )?(?:very )?latest|or (?:even )?(?:sooner|earlier)"),
    ("E", "or later|as (?:early|soon) as|(?:no|not) (?:earlier|sooner) than|not before"),
    ("E", "(?:at (?:the )?(?:very )?)?(?:earliest|soonest)|(?:in )?as (?:little|few) as"),
    ("e", "at (?:the very )?least|at (?:a )?minimum|(?:a )?minimum of|more than|upwards of"),
    ("e", "(?:no|not) (?:less|fewer) than|or (?:more|longer)"),
    ("W", "within|inside of|(?:in )?(?:under|less than|fewer than)|(?:no|not) more than|at most"),
    ("G", f"up to (?={YEAR})"),
    ("W", "up to"),
    ("u", "(?:not )?(?:until|till)"),
    ("T", f"after|beyond|past|later than|post[- ]?(?={YEAR})"),
    ("L", "before|prior to|ahead of|earlier than|sooner than"),
    ("G", "sooner|later|earlier"),
    ("F", "the (?:very )?(?:next|coming|following|upcoming)|coming"),
    ("G", "following|rest of|remainder of"),
    ("G", f"(?:{_OF})of(?! (?:now|today))"),
    ("A", "from (?:now|today)|away|off|out|hence|down the (?:line|road)"),
    ("p", "takes?|taking"),
    ("O", "for"),
    ("v", "(?:well )?over"),
    ("I", "in|during"),
    # numbers and units; first the phrases that hold a unit's word
    (say(("Y", (1, 2))), "(?:the )?year after next|(?<=or )the year after"),
    ("s", "end of (?:the )?(?:calendar )?year|year[- ]end|year's end|eoy|(?:the )?year is out"),
    ("-", f"(?:another|further) (?=[0-9]|few|couple|half|(?:{numerals.ENGLISH}) )|more(?= {UNIT})"),
    (say(("N", (6, 6, 0))), "(?:an? |another )?half[ -](?:an? )?(?=year|decade|century)"),
    (say(("N", (24, 24, 0, 1))), "(?:a )?couple(?: of)?"),
    ("n", "(?:a )?few|several"),
    (_and_a_half, f"([1-9]|{numerals.ENGLISH}) and (?:a|one) half"),
    (number, numerals.ENGLISH),
    (say(("N", (WHOLE, WHOLE, 0))), f"(?:an?|another|a full)(?= (?:more )?{UNIT}(?![a-z]))"),
    ("h", "and (?:a|one) half"),
    (unit, f"{UNIT}(?:'s?)?"),
    # the calendar
    (say(("S", (1,))), "early(?: in)?-?|(?:beginning|start) of"),
    (say(("S", (2,))), "mid-?|middle of"),
    (say(("S", (3,))), "late(?: in)?-?"),
    (say(("S", (4,))), f"(?:end|close) of|end(?=[- ]{YEAR})-?"),
    _short_year("Q"),
    _short_year("H"),
    (say(("H", (0, 1))), "(?:first|1st) half|h1|1h"),
    (say(("H", (0, 2))), "(?:second|2nd|latter|back) half|h2|2h"),
    (_quarter, "(first|second|third|fourth|final|last(?= quarter of)) quarter"),
    (numbered("Q"), "q([1-4])|([1-4])q"),
    ("G", "q[05-9]|h[03-9]"),
    ("q", "quarter"),
    (say(("K", (1200, 2000))), "21st century"),
    (say(("R", (0,))), "this|current|the(?= (?:decade|century)(?![a-z]))"),
    (say(("R", (1,))), "next"),
    (_months, f"{_MONTH}(?: to | and | or |-|/){_MONTH}(?:,? ({YEAR}))?"),
    ("G", "(?:or|and|to) may(?! [0-9])"),
    (_month, f"([0-3]?[0-9])(?:st|nd|rd|th)? (?:of )?(?!may(?!,? {YEAR})){_MONTH}(?:,? ({YEAR}))?"),
    (_month, f"{_MONTH} (?:the )?([0-3]?[0-9])(?:st|nd|rd|th)?(?:,? ({YEAR}))?"),
    (_month, f"{_MONTH},? (?:of )?({YEAR})"),
    (_month, f"(?!may){_MONTH}|(?:{_MAY})(may)"),
    # yes and no
    ("!", f"still (?:will )?(?:{_NOT}|no|be unable)|(?:{_NOT}) still"),
    ("z", "never|always"),
    ("~", _NOT),
    ("#", "no|none|nobody|nothing|without|hardly|barely|fail(?:s|ed)?|impossible|improbable"),
    ("#", "doubt(?:s|ful)?|skeptical|sceptical|far from|rules? out|nowhere|anything but"),
    ("&", "need(?:ed|s)?|have|there|exist|any|longer|more|anymore|matter|must|necessary|able"),
    (".", "happen|come|arrive|occur|be|ready|possible|here|it|see|that|expect"),
    ("i", "if|unless|whether"),
    ("f", "from|starting|beginning|as of"),
    ("o", "onwards?|on|forward"),
    ("x", "through|thru"),
    ("C", "to|or|and"),
    (">", "about|around|roughly|approximately|circa|nearly|almost|some"),
    ("<", "or so|ish"),
    ("-", "the|of|at|an?|time"),
)
