"""The English vocabulary of deadline phrases: each word, or run of words, has one part of speech.

The longest run wins. A hyphen between letters counts as a blank, and case does not count.
"""

from __future__ import annotations

from tracker.phrases import numerals
from tracker.phrases.parts import WHOLE, Part

__all__ = ["ENDS", "FIRST", "LONGEST", "MONTHS", "VALUES", "WORDS"]

_MONTHS = (
    "january jan, february feb, march mar, april apr, may, june jun, july jul, august aug, "
    "september sept sep, october oct, november nov, december dec"
)
MONTHS = {
    word: number for number, names in enumerate(_MONTHS.split(", "), 1) for word in names.split()
}

_WORDS: dict[Part, str] = {
    Part.BY: (
        "by, no later than, not later than, nlt, not after, not beyond, on or before, "
        "in or before, at or before, during or before, by or before, before or in, before or on, "
        "before or by, before or during, between now and, from now until, from now to, "
        "from now till"
    ),
    Part.LATEST: (
        "at the latest, at latest, at the very latest, or sooner, or earlier, or even sooner, "
        "or even earlier, or before"
    ),
    Part.EARLIEST: (
        "or later, or after, or beyond, as early as, as soon as, in as soon as, in as early as, "
        "no earlier than, no sooner than, not earlier than, not sooner than, not before, "
        "at the earliest, at earliest, at the very earliest, at the soonest, earliest, soonest, "
        "on or after, in or after, at or after, as little as, in as little as, as few as, "
        "in as few as"
    ),
    Part.AT_LEAST: (
        "at least, at the very least, at minimum, at a minimum, a minimum of, minimum of, "
        "more than, upwards of, no less than, not less than, no fewer than, not fewer than, "
        "in more than"
    ),
    Part.OR_MORE: "or more, or longer",
    Part.WITHIN: "within, inside of",
    Part.UNDER: (
        "under, in under, less than, in less than, fewer than, in fewer than, no more than, "
        "not more than, at most, up to"
    ),
    Part.UNTIL: "until, till, not until, not till",
    Part.AFTER: "after, beyond, past, later than",
    Part.BEFORE: "before, prior to, ahead of, earlier than, sooner than",
    Part.NEXT: "coming, upcoming",
    Part.AWAY: (
        "from now, from today, of now, of today, away, off, out, hence, down the line, "
        "down the road"
    ),
    Part.TAKES: "take, takes, taking",
    Part.FOR: "for",
    Part.OVER: "over, well over",
    Part.IN: "in, during, on, around in, in around",
    Part.MORE: "another, more, further, additional",
    Part.FEW: "few, a few, several",
    Part.AND_A_HALF: "and a half, and one half",
    Part.FROM: "from, starting, beginning, starting in, beginning in, starting from, as of",
    Part.ONWARDS: "onward, onwards, forward",
    Part.OR: "or, to",
    Part.AND: "and",
    Part.THROUGH: "through, thru",
    # what turns a sentence round
    Part.NOT: (
        "not, cannot, won't, wouldn't, can't, couldn't, isn't, aren't, don't, doesn't, hasn't, "
        "haven't, shouldn't, unlikely, nor, nobody, no one, none"
    ),
    Part.CANNOT: "impossible, infeasible",
    Part.STILL_NOT: (
        "still won't, still can't, still cannot, still not, still will not, still isn't, "
        "won't still, still wouldn't, still doesn't, still be unable, still no, "
        "still will be unable"
    ),
    Part.NO: (
        "no, nothing, without, hardly, barely, scarcely, rarely, fail, fails, failed, failing, "
        "improbable, doubt, doubts, doubtful, skeptical, sceptical, far from, rule out, "
        "rules out, ruled out, ruling out, nowhere, anything but, not just, not only, not merely, "
        "not necessarily, not all, not every, not everyone, not everybody, not everything, "
        "not each, "
        "not many, not much, not both, not enough, not one, not a single, not a, "
        "difficult, hard to, challenging to, unable, struggle, struggles, struggling, unrealistic, "
        "can't wait, cannot wait, wasn't, weren't, didn't, hadn't, ain't"
    ),
    Part.NEVER: "never, always",
    Part.IF: "if, unless, whether, provided",
    Part.EVENT: (
        "happen, happens, come, comes, arrive, arrives, occur, occurs, ready, possible, here, it, "
        "see, that, available, achieved, achieve, solved, solve, reached, launched, replace, "
        "replaced, surpass, exceed, overtake, complete, completed, done, built, finished, opened, "
        "materialize, materialise, expect, expected, likely, start, begin, appear, appears, "
        "emerge, discover, develop, deliver, beat, win, hit, meet, create, produce, cure, sign, "
        "approve, finish"
    ),
    Part.ACT: (
        "launch, release, released, ship, land, fly, open, peak, reach, exist, availability, "
        "debut, delivery, deliveries, rollout, completion, arrival, opening, production"
    ),
    Part.STATE: (
        "need, needs, needed, have, there, any, longer, anymore, matter, must, necessary, able, "
        "use, used, drive, own, still, exists, wait, waits, waiting"
    ),
    # words around a time
    Part.LAST: "last, previous, preceding, every, each, per",
    Part.ABOUT: "about, around, roughly, approximately, circa, nearly, almost, some, approx",
    Part.OR_SO: "or so, ish, or thereabouts",
    Part.SKIP: (
        "if not sooner, if not earlier, if not before, no doubt, sometime, some time, later in, "
        "later, maybe, perhaps, probably, possibly, hopefully, just, between, anywhere, "
        "somewhere, as well, even, calendar year, time, both, either, the, of, at, a, an"
    ),
    Part.VERB: (
        "is, are, be, been, will, would, was, were, has, had, can, could, should, shall, might, "
        "does, do, did, we'll, they'll, it'll, i'll, you'll, he'll, she'll, i'd, we'd, becomes, "
        "become, reaches, makes, gets, goes, remains, begins"
    ),
    Part.LINK: (
        "we, i, you, he, she, they, our, its, their, his, her, my, your, all, most, but, which, "
        "who, as, with, when, while, where, because, so, than, using, thanks, due, according, "
        "says, into, via, worldwide, globally, alone, too, also, these, those, what, how, why, "
        "then, given, onto, against, despite, across, among, exactly, though, although, however, "
        "whereas, yet, pending, including, barring, citing, amid, thus"
    ),
    Part.PAST: (
        "said, told, announced, reported, wrote, published, unveiled, signed, began, started, "
        "took, taken, became, fell, rose, grew, made, got, went, came, posted, raised"
    ),
    Part.QUANTITY: "a quarter of, a third of",
    Part.CLOCK: "midnight, noon",
    # times that need a decision, lie in the past, repeat, or differ between places
    Part.UNREADABLE: (
        "by the time, by then, this time, ago, since, earlier, sooner, fiscal, fy, turn of, "
        "as late as, throughout, in time, just in time, years to come, year to come, "
        "fourth or fifth, model year, rest of, remainder of, halfway, half way, midway, outset, "
        "years later, year later, months later, month later, weeks later, days later, "
        "decades later, decade later, week of, weeks of, in office, in power, start of, "
        "beginning of, anniversary of, school year, academic year, financial year, tax year, "
        "in between, before and after, up to and including, and beyond, then on, just before, "
        "just after, well before, well after, long before, long after, right before, right after, "
        "shortly before, shortly after, soon after, back in, well into, deep into, "
        "at best, at worst, "
        "plus or minus, give or take, much before, far before, significantly before, monday, "
        "tuesday, wednesday, thursday, friday, saturday, sunday, winter"
    ),
    Part.OTHER: (
        "as soon as possible, by a quarter, by a third, by half, by far, by and large, by itself, "
        "by themselves, after all, per cent, per year, per month, per week, per day, off the, "
        "on time, out of, at large, short of"
    ),
}


def _split() -> dict[str, Part]:
    return {word.strip(): part for part, words in _WORDS.items() for word in words.split(",")}


WORDS = _split()

#: Words that bring numbers of their own: their part and what it holds.
_EARLY, _MID, _LATE, _END = ((each,) for each in (1, 2, 3, 4))
_SEASONS = {"summer": 6, "autumn": 9}
_COUPLE = (Part.NUMBER, (24, 24, 0, 1))
#: With "before" in front of a period, its last day.
_OVER = (
    "ends, is over, is out, is up, is done, is through, is finished, is gone, closes, finishes, "
    "runs out, expires, concludes, has ended, comes to an end, comes to a close, draws to a close, "
    "draws to an end"
).split(", ")
VALUES: dict[str, tuple[Part, tuple[int, ...]]] = {
    **{word: (Part.MONTH, (0, number)) for word, number in MONTHS.items() if word != "may"},
    **{word: (Part.SEASON, (0, month)) for word, month in _SEASONS.items()},
    **dict.fromkeys(("early", "early in"), (Part.PHASE, _EARLY)),
    **dict.fromkeys(("mid", "middle of"), (Part.PHASE, _MID)),
    **dict.fromkeys(("late", "late in"), (Part.PHASE, _LATE)),
    **dict.fromkeys(("end of", "close of", "ends of"), (Part.PHASE, _END)),
    **dict.fromkeys(
        (
            "end of year",
            "end of the year",
            "end of the calendar year",
            "end of calendar year",
            "year end",
            "eoy",
            "close of the year",
        ),
        (Part.YEAR_END, ()),
    ),
    **dict.fromkeys(_OVER, (Part.VERB, _END)),
    "this": (Part.RELATIVE, (0,)),
    "current": (Part.RELATIVE, (0,)),
    "next": (Part.RELATIVE, (1,)),
    "following": (Part.LAST, (1,)),
    "neither": (Part.NOT, (2,)),
    "mid century": (Part.SPAN, (1200, 50)),
    "midcentury": (Part.SPAN, (1200, 50)),
    "middle of the century": (Part.SPAN, (1200, 50)),
    "middle of this century": (Part.SPAN, (1200, 50)),
    "21st century": (Part.SPAN, (1200, 2000)),
    "year after next": (Part.YEAR, (1, 2)),
    "first half": (Part.HALF, (0, 1)),
    **dict.fromkeys(("second half", "latter half", "back half"), (Part.HALF, (0, 2))),
    **dict.fromkeys(("final quarter", "last quarter of"), (Part.QUARTER, (0, 4))),
    "day": (Part.UNIT, (0, 1)),
    "week": (Part.UNIT, (0, 7)),
    "month": (Part.UNIT, (1, 0)),
    "quarter": (Part.UNIT, (3, 0)),
    **dict.fromkeys(("year", "yr"), (Part.UNIT, (12, 0))),
    "decade": (Part.UNIT, (120, 0)),
    "century": (Part.UNIT, (1200, 0)),
    **{
        word: (Part.UNITS, size)
        for words, size in (
            ("days", (0, 1)),
            ("weeks", (0, 7)),
            ("months", (1, 0)),
            ("quarters", (3, 0)),
            ("years yrs", (12, 0)),
            ("decades", (120, 0)),
            ("centuries", (1200, 0)),
        )
        for word in words.split()
    },
    **dict.fromkeys(("half a", "a half", "another half"), (Part.NUMBER, (6, 6, 0))),
    **dict.fromkeys(("couple", "a couple", "couple of", "a couple of"), _COUPLE),
    "a full": (Part.NUMBER, (WHOLE, WHOLE, 0)),
}

#: The end of the present month and quarter.
ENDS = {"eom": Part.MONTH, "eoq": Part.QUARTER}

#: The words with which entries begin, and how many words the longest has.
FIRST = frozenset(
    form
    for entry in (*WORDS, *VALUES, *ENDS, *numerals.ORDINALS)
    for form in (entry.split()[0], f"{entry.split()[0]}'s", f"{entry.split()[0]}'")
)
LONGEST = max(len(entry.split()) for entry in (*WORDS, *VALUES))
