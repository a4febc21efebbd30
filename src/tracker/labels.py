"""A row's dates, state, verdict and share in a few English words, for every surface."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tracker.records.dates import PartialDate
from tracker.records.state import State
from tracker.records.vocabulary import BOUNDS, STATUSES
from tracker.rows import Due, Row
from tracker.text import one_line, plural

__all__ = [
    "SIGNS",
    "STATE_WORDS",
    "TIMEFRAME_WORDS",
    "VERDICT_WORDS",
    "as_known",
    "as_said",
    "counts_in_words",
    "day",
    "days",
    "days_in_words",
    "deadline",
    "deadline_in_words",
    "figures_in_words",
    "forecast_bin",
    "hedge",
    "interval",
    "language",
    "made_on",
    "next_step",
    "partial",
    "quote",
    "said",
    "said_by",
    "share",
    "signs",
    "standing",
    "state_in_words",
    "status_in_words",
    "verdict",
    "window_in_words",
]

STATE_WORDS = {
    State.OVERDUE: "overdue",
    State.DUE: "due",
    State.REVIEW: "up for review",
    State.SOON: "soon",
    State.UPCOMING: "not due yet",
    State.RESOLVED: "resolved",
}
VERDICT_WORDS = {
    "correct": "correct",
    "partial": "partly correct",
    "incorrect": "incorrect",
    "ambiguous": "ambiguous",
    "annulled": "annulled",
    "withdrawn": "withdrawn",
}
#: A claim that something will not happen, in general or before a date, has its own words.
_BOUND_WORDS = {"correct": "held", "incorrect": "broken"}
#: Days within which the distance of a deadline says more than "not due yet".
_SOON_ENOUGH = 365
#: The marks of scored verdicts where there is only text; `charts.theme` has their shapes.
SIGNS = {"correct": "✓", "partial": "◐", "incorrect": "✗"}
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
TIMEFRAME_WORDS = {
    "dated": "with a deadline",
    "undated": "without a deadline",
    "bound": "not before, or never",
}
#: Languages by BCP 47 tag; a longer tag falls back to its beginning, an unknown one to itself.
LANGUAGES = {
    "zh-Hans": "Chinese (Simplified)",
    "zh-CN": "Chinese (Simplified)",
    "zh-SG": "Chinese (Simplified)",
    "zh-Hant": "Chinese (Traditional)",
    "zh-TW": "Chinese (Traditional)",
    "zh-HK": "Chinese (Traditional)",
    "zh": "Chinese",
    "en": "English",
    "ja": "Japanese",
    "ko": "Korean",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "ru": "Russian",
    "uk": "Ukrainian",
    "pl": "Polish",
    "ar": "Arabic",
    "he": "Hebrew",
    "hi": "Hindi",
}


def language(tag: str | None) -> str | None:
    """The English name of a BCP 47 language tag."""
    if tag is None:
        return None
    known = {key.casefold(): name for key, name in LANGUAGES.items()}
    parts = tag.casefold().split("-")
    for length in range(len(parts), 0, -1):
        if name := known.get("-".join(parts[:length])):
            return name
    return tag


def verdict(status: str, kind: str) -> str:
    """The word for a status: `partly correct`, or `held` for a `not_before` or `never` claim."""
    if kind in BOUNDS and status in _BOUND_WORDS:
        return _BOUND_WORDS[status]
    return VERDICT_WORDS.get(status, status)


def status_in_words(row: Row) -> str:
    """The verdict of a resolved record, the state of any other; "not due yet" needs a date."""
    if row.state is State.RESOLVED:
        return verdict(row.status, row.kind)
    if row.state is State.UPCOMING and row.days is None:
        return "waiting for another event" if row.kind == "after_event" else "no deadline"
    if row.state is State.UPCOMING and row.in_window:
        return "in its window"
    return STATE_WORDS[row.state]


def share(correct: int, scored: int, spread: tuple[float, float] | None = None) -> str:
    """`16 of 24 (67%; 47–82%)` with a 95% interval; without one, for few verdicts, `2 of 3`."""
    if not scored:
        return "none scored"
    percent = f" ({correct / scored:.0%}; {interval(*spread)})" if spread else ""
    return f"{correct} of {scored}{percent}"


def interval(low: float, high: float) -> str:
    """A range of shares: `47–82%`."""
    return f"{low * 100:.0f}–{high:.0%}"


def forecast_bin(forecast: float, happened: int, count: int) -> str:
    """How often forecasts of about one probability came true: `forecast 80%: 9 of 10 came true`."""
    return f"forecast {forecast:.0%}: {happened} of {count} came true"


def signs(statuses: Iterable[str]) -> str:
    """A row of marks, one for each scored verdict: `✓✓◐✗`."""
    return "".join(SIGNS[status] for status in statuses)


def counts_in_words(counts: Mapping[str, int], kind: str = "by") -> str:
    """`2 held, 4 open`: how many claims of a kind have each status, the open ones last."""
    statuses = sorted(STATUSES, key=lambda status: status == "open")
    return ", ".join(f"{counts[s]:,} {verdict(s, kind)}" for s in statuses if counts[s])


def as_known(today: date, later: int) -> str:
    """What a figure of another day leaves out; empty if nothing came later."""
    if not later:
        return ""
    return f"As known on {day(today)}; {plural(later, 'verdict')} came later."


def pending(low: float, high: float) -> str:
    """What the share can become once the pending verdicts are given."""
    return f"Depending on the pending verdicts, the share will be between {low:.0%} and {high:.0%}."


def day(when: date, *, short: bool = False) -> str:
    """A day for people: `14 September 2026`, or `14 Sep 2026`."""
    return f"{when.day} {_month(when.month, short)} {when.year}"


def partial(when: PartialDate | date, *, short: bool = False) -> str:
    """A date as precise as it is known: `March 2024`, `2024`, `16 February to 13 May 2024`."""
    if isinstance(when, date):
        return day(when, short=short)
    lower, slash, _ = when.text.partition("/")
    if slash:
        first, last = when.first, when.last
        since, until = day(first, short=short), day(last, short=short)
        if first.year == last.year:
            since = since.rpartition(" ")[0]
        return f"{since} to {until}"
    if len(lower) == 4:
        return lower
    if len(lower) == 7:
        return f"{_month(when.first.month, short)} {when.first.year}"
    return day(when.first, short=short)


def said(row: Row) -> str:
    """When it was said, in the space of a column: `14 Mar 2024`, `Feb–Apr 2024`."""
    first, last = row.made_on.first, row.made_on.last
    if "/" not in row.made_on.text:
        return partial(row.made_on, short=True)
    since, until = _month(first.month, True), _month(last.month, True)
    if first.year != last.year:
        return f"{since} {first.year}–{until} {last.year}"
    return f"{until} {last.year}" if since == until else f"{since}–{until} {last.year}"


def _month(number: int, short: bool) -> str:
    return _MONTHS[number - 1][:3] if short else _MONTHS[number - 1]


def deadline(row: Row, *, short: bool = False) -> str:
    """The deadline for people: `by 13 May 2026`, `in 2024`, `not before 2034`, `none`."""
    first, last = row.earliest, row.latest
    match row.kind:
        case "by" if last:
            return f"by {_end(last, short)}"
        case "between" if first and last:
            if first.year == last.year and (last.month, last.day) == (12, 31):
                return f"in {last.year}"
            return _window(first, last, short)
        case "not_before" if first:
            whole = (first.month, first.day) == (1, 1)
            return f"not before {first.year if whole else day(first, short=short)}"
        case "never":
            return "never"
        case "after_event":
            return f"by {_end(row.due_after, short)}" if row.due_after else "after another event"
        case _:
            return "no deadline"


def _window(first: date, last: date, short: bool) -> str:
    """A window; in the space of a column by its months, or as a quarter."""
    if (first.day, last) == (1, _quarter_end(first)):
        return f"in Q{(last.month + 2) // 3} {last.year}"
    if not short:
        return f"{day(first)} to {day(last)}"
    since, until = _month(first.month, True), _month(last.month, True)
    return f"{since} {first.year}–{until} {last.year}"


def _quarter_end(first: date) -> date | None:
    """The last day of the quarter that begins with the month of `first`."""
    if first.month % 3 != 1:
        return None
    month = first.month + 2
    return date(first.year, month, 31 if month in (3, 12) else 30)


def _end(last: date, short: bool) -> str:
    if (last.month, last.day) == (12, 31):
        return f"end of {last.year}" if short else f"the end of {last.year}"
    return day(last, short=short)


def made_on(row: Row) -> str:
    """The date of the statement: `2024-03`, `between 2024-02-16 and 2024-05-13`."""
    lower, slash, upper = row.made_on.text.partition("/")
    return f"between {lower} and {upper}" if slash else lower


def said_by(row: Row) -> str:
    """The speaker, and the reporter if that is someone else."""
    if row.reporter_name is None or row.reporter_name == row.speaker_name:
        return row.speaker_name
    return f"{row.speaker_name}, as reported by {row.reporter_name}"


def window_in_words(row: Row) -> str:
    """The dated deadline: `by 2026-05-13`, `2027-02-16 to 2029-05-13`, `not before 2034-05-13`."""
    match row.kind:
        case "by":
            return f"by {row.latest}"
        case "between":
            return f"{row.earliest} to {row.latest}"
        case "not_before":
            return f"not before {row.earliest}"
        case "never":
            return "never"
        case "after_event":
            due = f", by {row.due_after}" if row.due_after else ""
            return f"after {row.after}{due}"
        case _:
            return "no date"


def figures_in_words(due: Due) -> str:
    """How many are due, in a sentence.

    Such as "5 due, of which 3 overdue; 1 due soon (71 predictions).". Figures that are 0 are left
    out, and those deferred are counted apart.
    """
    overdue, review, soon = (
        due.counts[state] for state in (State.OVERDUE, State.REVIEW, State.SOON)
    )
    if not due.past:
        first = "Nothing is due"
    elif overdue == due.past:
        first = f"{overdue} overdue"
    else:
        first = f"{due.past} due" + (f", of which {overdue} overdue" if overdue else "")
    rest = ((review, "up for review"), (soon, "due soon"), (due.deferred, "deferred"))
    parts = [first, *(f"{number} {words}" for number, words in rest if number)]
    return f"{'; '.join(parts)} ({plural(due.total, 'prediction')})."


def as_said(row: Row) -> str:
    """The deadline in the speaker's words, translation first: `within two years (兩年內)`."""
    return _translated(row.as_said or "", row.as_said_en)


def hedge(row: Row) -> str:
    """The hedge, translation first: `perhaps (可能)`."""
    return _translated(row.hedge or "", row.hedge_en)


def quote(row: Row) -> str:
    """The quote on one line; if translated, the translation first and marked as ours."""
    if row.quote_en is None:
        return one_line(row.quote)
    return f"{one_line(row.quote_en)} [our translation of: {one_line(row.quote)}]"


def _translated(original: str, english: str | None) -> str:
    return f"{english} ({original})" if english else original


def deadline_in_words(row: Row) -> str:
    """The deadline as said and as dates: `within two years (兩年內) -> by 2026-05-13`."""
    window = window_in_words(row)
    return f"{as_said(row)} -> {window}" if row.as_said else window


def days_in_words(row: Row) -> str:
    """How far the deadline is: `due in 30 days`, `due today`, `27 days past its deadline`.

    `192 days overdue` is said only in the state of that name.
    """
    if row.days is None:
        return status_in_words(row)
    if row.days < 0:
        far = "overdue" if row.state is State.OVERDUE else "past its deadline"
        return f"{plural(-row.days, 'day')} {far}"
    if row.days == 0:
        return "due today"
    return f"due in {plural(row.days, 'day')}"


def days(row: Row) -> str:
    """How far the deadline is; empty if there is no date or a verdict."""
    return "" if row.days is None else days_in_words(row)


def standing(row: Row) -> str:
    """The verdict, or how far the deadline is, in the space of a badge."""
    if row.mark == "deferred":
        return "deferred"
    if row.days is None or row.days > _SOON_ENOUGH:
        return status_in_words(row)
    if row.days < 0 and row.state is State.DUE:
        return f"due {plural(-row.days, 'day')} ago"
    return days_in_words(row)


def state_in_words(row: Row) -> str:
    """State and days without repetition: `192 days overdue`, `soon, due in 12 days`."""
    state, far = status_in_words(row), days_in_words(row)
    says_all = state in far or (state == STATE_WORDS[State.UPCOMING] and row.days is not None)
    return far if says_all else f"{state}, {far}"


def next_step(row: Row) -> str:
    """What to do next about the record."""
    if row.hint:
        return row.hint[:1].upper() + row.hint[1:]
    match row.state:
        case State.OVERDUE | State.DUE if row.kind == "not_before":
            return "Find out whether the claim held, and record a verdict."
        case State.OVERDUE | State.DUE:
            return "Find evidence and record a verdict."
        case State.REVIEW:
            return "No deadline was given: can it be judged yet?"
        case State.SOON:
            return "Reread the criteria, and decide what evidence to look for."
        case _:
            return ""
