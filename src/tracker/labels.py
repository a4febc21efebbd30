"""Owns how a row's dates and state are said in a few English words, on every surface. Pure."""

from __future__ import annotations

from tracker.records.state import State
from tracker.rows import Due, Row
from tracker.text import one_line, plural

__all__ = [
    "STATE_WORDS",
    "as_said",
    "days",
    "days_in_words",
    "deadline_in_words",
    "figures_in_words",
    "hedge",
    "language",
    "made_on",
    "next_step",
    "quote",
    "said_by",
    "window_in_words",
]

STATE_WORDS = {
    State.OVERDUE: "overdue",
    State.DUE: "due",
    State.REVIEW: "to review",
    State.SOON: "soon",
    State.UPCOMING: "upcoming",
    State.RESOLVED: "resolved",
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


def made_on(row: Row) -> str:
    """When it was said; a pair of bounds is said as such."""
    lower, slash, upper = row.made_on.text.partition("/")
    return f"between {lower} and {upper}" if slash else lower


def said_by(row: Row) -> str:
    """The speaker, and who passed it on where that is somebody else."""
    if row.reporter_name is None or row.reporter_name == row.speaker_name:
        return row.speaker_name
    return f"{row.speaker_name}, passed on by {row.reporter_name}"


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
    """The figures over a list of what is due: what was put off is told apart and not among them."""
    counts = due.counts
    put_off = f"{due.deferred} deferred; " if due.deferred else ""
    return (
        f"{due.past} due, of which {counts[State.OVERDUE]} overdue; {counts[State.REVIEW]} to "
        f"review; {counts[State.SOON]} soon; {put_off}{due.total} in all."
    )


def as_said(row: Row) -> str:
    """The deadline in the speaker's words, our English first: `within two years (兩年內)`."""
    return _translated(row.as_said or "", row.as_said_en)


def hedge(row: Row) -> str:
    """The speaker's word of certainty, our English first: `perhaps (可能)`."""
    return _translated(row.hedge or "", row.hedge_en)


def quote(row: Row) -> str:
    """The quote on one line, our translation first and marked as ours."""
    if row.quote_en is None:
        return one_line(row.quote)
    return f"{one_line(row.quote_en)} [our translation of: {one_line(row.quote)}]"


def _translated(original: str, english: str | None) -> str:
    return f"{english} ({original})" if english else original


def deadline_in_words(row: Row) -> str:
    """As said and as dated: `within two years (兩年內) -> by 2026-05-13`."""
    window = window_in_words(row)
    return f"{as_said(row)} -> {window}" if row.as_said else window


def days_in_words(row: Row) -> str:
    """How far the deadline is: `192 days past`, `today is the last day`, `30 days left`."""
    if row.days is None:
        return {State.REVIEW: "look again", State.RESOLVED: row.status}.get(row.state, "no date")
    if row.days < 0:
        return f"{plural(-row.days, 'day')} past"
    if row.days == 0:
        return "today is the last day"
    return f"{plural(row.days, 'day')} left"


def days(row: Row) -> str:
    """How far the deadline is away; empty where there is none to speak of."""
    return "" if row.days is None else days_in_words(row)


def next_step(row: Row) -> str:
    """What somebody should do about the record."""
    if row.hint:
        return row.hint[:1].upper() + row.hint[1:]
    match row.state:
        case State.OVERDUE | State.DUE if row.kind == "not_before":
            return "Did it stand? Look for the event, then write the verdict."
        case State.OVERDUE | State.DUE:
            return "Look for evidence, then write the verdict."
        case State.REVIEW:
            return "No date was named: see whether it can be judged by now."
        case State.SOON:
            return "Read the criteria again, and note what to look for."
        case _:
            return ""
