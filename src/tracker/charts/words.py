"""Owns how a row's dates and state are said in a few English words. Pure."""

from __future__ import annotations

from tracker.rows import Row
from tracker.state import State

__all__ = ["count", "days", "deadline", "language", "made_on", "next_step"]

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


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`1 record`, `2 records`, `0 records`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def made_on(row: Row) -> str:
    """When it was said; a pair of bounds is said as such."""
    lower, slash, upper = row.made_on.text.partition("/")
    return f"between {lower} and {upper}" if slash else lower


def deadline(row: Row) -> str:
    """The deadline as dated."""
    if row.kind == "by" and row.latest:
        return f"by {row.latest}"
    if row.kind == "between" and row.earliest and row.latest:
        return f"{row.earliest} to {row.latest}"
    if row.kind == "not_before" and row.earliest:
        return f"not before {row.earliest}"
    if row.kind == "after_event":
        return f"by {row.due_after}, after its event" if row.due_after else "once its event came"
    return "never" if row.kind == "never" else "no date"


def days(row: Row) -> str:
    """How far the deadline is away; empty where there is none to speak of."""
    if row.days is None:
        return ""
    if row.days < 0:
        return f"{count(-row.days, 'day')} past"
    if row.days == 0:
        return "last day today"
    return f"{count(row.days, 'day')} left"


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
