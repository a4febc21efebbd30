"""Checks that compare a record's deadline with the words in which it was said.

`phrases.horizon` reads the words. Phrases that it can't read with certainty are not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from tracker.checks.base import Problem, record_check
from tracker.checks.ignorecase import Quick
from tracker.phrases.horizon import Horizon, Mention, find, read
from tracker.records.dates import PartialDate
from tracker.records.vocabulary import DATED
from tracker.registry import Record

# Every deadline that `horizon` reads holds a year, a unit or a name of time. Looking for one first
# spares nine texts of ten the reader, which takes a millisecond for a sentence.
_ANCHOR = Quick(
    r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])"
    r"|\b(?:day|week|month|quarter|year|decade|centur|spring|summer|autumn|winter|q[1-4]|h[12]"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mid-?century|eo[ymq])"
    r"|[年月季周週日天世]"
)
# "From ten years to one or two": the first of the two is what is left behind.
_LEFT_BEHIND = re.compile(
    r"(?:\b(?:from|instead of|rather than|than)|[从從]|而不是|而非)\s*$", re.I
)
# A sentence of `assumed` that speaks of time: a date, a year, or a word for a span.
_OF_TIME = re.compile(
    r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])"
    r"|\b(?:day|week|month|quarter|half|year|decade|centur|term|anniversar|season|deadline|window)"
    r"|[年月季周週日天]",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:no|not|never|none|cannot|without|unlikely|hardly|barely|far from|least|until|only|lasts?"
    r"|stays?|remains?|keeps?|continues?)\b|n't\b|n’t\b|[不沒没無无未別别難难非](?!来|來)|[至最]少|起码|起碼"
    r"|持续|持續|才",
    re.IGNORECASE,
)


@record_check("deadline-disagrees", "warning")
def deadline_disagrees(record: Record) -> Iterator[Problem]:
    """The window differs from the one the deadline policy derives from `as_said` and `made_on`.

    The policy is that of `tracker horizon`. No warning is given if the policy can't read the phrase
    with certainty, or if `assumed` gives a reason that mentions a time (a date, a year, a span).
    The sentence that the policy itself would write into `assumed` does not count as a reason.

    Bad::

        made_on: 2024-02-16/2024-05-13
        deadline: {as_said: within two years, kind: by, latest: 2026-02-16}

    Good::

        made_on: 2024-02-16/2024-05-13
        deadline: {as_said: within two years, kind: by, latest: 2026-05-13}
    """
    horizon = _explained(record)
    if horizon is None or _is_bound(horizon) != (record.prediction.kind == "not_before"):
        return  # a bound that became a deadline, or the reverse, has a rule of its own
    if max(filter(None, record.prediction.window)) < record.prediction.made_on.first:
        return  # reported as deadline-before-made-on
    window = (record.prediction.kind, *record.prediction.window)
    if window != (horizon.kind, horizon.earliest, horizon.latest):
        policy = _shown(horizon.kind, horizon.earliest, horizon.latest)
        prediction = record.prediction
        message = (
            f"`deadline` ({_shown(*window)}) does not match {prediction.as_said!r}, said on "
            f"{prediction.made_on}: expected {policy}"
        )
        hint = "correct the dates or `made_on`, or give the reason in `assumed`"
        yield _place(record), message, hint, False


@record_check("lower-bound-as-deadline", "warning")
def lower_bound_as_deadline(record: Record) -> Iterator[Problem]:
    """A phrase that means "not before" is recorded as a deadline.

    If nothing has happened by that day, a lower bound has held, but a deadline has been missed. No
    warning is given if the phrase can't be read, or if `assumed` mentions a time.

    Bad::

        deadline: {as_said: at least ten years, kind: by, latest: 2034-03-11}

    Good::

        deadline: {as_said: at least ten years, kind: not_before, earliest: 2034-03-11}
    """
    prediction = record.prediction
    if prediction.kind not in ("by", "between"):
        return
    horizon = _explained(record)
    if horizon is not None and _is_bound(horizon):
        message = (
            f"{prediction.as_said!r} is a lower bound (not before {horizon.earliest}), "
            f"but the record has kind `{prediction.kind}`"
        )
        hint = f"write `kind: not_before` and `earliest: {horizon.earliest}`"
        yield ("deadline", "kind"), message, hint, False


@record_check("deadline-as-lower-bound", "warning")
def deadline_as_lower_bound(record: Record) -> Iterator[Problem]:
    """A phrase that means "by" is recorded as a lower bound (`not_before`).

    No warning is given if the phrase can't be read or is only a date, if `assumed` mentions a time,
    or if the quote or the claim contains a word that can turn a deadline into a lower bound (not,
    hardly, at least, lasts, 不, 至少): the editor decides what such a word means.

    Bad::

        quote: The metaverse will be mainstream within ten years.
        deadline: {as_said: within ten years, kind: not_before, earliest: 2033-05-01}

    Good::

        quote: The metaverse will not be mainstream within ten years.
        deadline: {as_said: within ten years, kind: not_before, earliest: 2033-05-01}
    """
    prediction = record.prediction
    if prediction.kind != "not_before":
        return
    horizon = _explained(record)
    if horizon is None or _is_bound(horizon) or _is_date(prediction.as_said):
        return
    if any(_NEGATION.search(text) for text in (prediction.quote, prediction.claim)):
        return
    expected = _shown(horizon.kind, horizon.earliest, horizon.latest)
    message = (
        f"{prediction.as_said!r} is a deadline ({expected}), but the record has kind `not_before`"
    )
    hint = f"write `kind: {horizon.kind}` and its dates, or give the reason in `assumed`"
    yield ("deadline", "kind"), message, hint, False


@record_check("date-not-filed", "warning")
def date_not_filed(record: Record) -> Iterator[Problem]:
    """The quote, the claim or `as_said` states a deadline, but the record has no date.

    Such a record never comes due. The check looks only for a time with a word that makes it a
    deadline ("by 2020", "in the next five years", 兩年內), not for ages, lengths, names or product
    numbers. No warning is given if `assumed` quotes the phrase, if the phrase can't be read, or if
    that time had already passed when the statement was made.

    Bad::

        quote: There will be a million robotaxis on the road by the end of 2020.
        deadline: {kind: undated}

    Good::

        quote: There will be a million robotaxis on the road by the end of 2020.
        deadline: {as_said: by the end of 2020, kind: by, latest: 2020-12-31}
    """
    prediction = record.prediction
    if prediction.kind not in ("undated", "never"):
        return
    for loc, text in (
        (("deadline", "as_said"), prediction.as_said or ""),
        (("quote",), prediction.quote),
        (("claim",), prediction.claim),
    ):
        for mention, horizon in _dated(record, text, 1):
            if mention.phrase in (prediction.assumed or ""):
                continue
            window = _shown(horizon.kind, horizon.earliest, horizon.latest)
            message = (
                f"`{loc[-1]}` says {mention.phrase!r} ({window}), but the record has no date "
                f"(kind `{prediction.kind}`)"
            )
            hint = "add the deadline, or explain in `assumed` why the phrase is not one"
            yield loc, message, hint, False
            return


@record_check("two-dated-claims", "warning")
def two_dated_claims(record: Record) -> Iterator[Problem]:
    """A quote or a claim contains two deadlines on different days.

    "From ten years to one or two" is one deadline: the time after "from", "instead of" or 從 is
    ignored. Phrases that can't be read are not counted.

    Bad::

        quote: There will be a first flight by 2026 and a landing by 2028.

    Good::

        quote: There will be a first flight by 2026
    """
    if record.prediction.kind not in DATED:
        return
    for key, text in (("quote", record.prediction.quote), ("claim", record.prediction.claim)):
        windows = {
            (horizon.earliest, horizon.latest): mention.phrase
            for mention, horizon in _dated(record, text, 2)
        }
        if len(windows) > 1:
            phrases = " and ".join(repr(phrase) for phrase in windows.values())
            message = f"`{key}` contains more than one deadline: {phrases}"
            yield (key,), message, "write one record for each deadline", False


def _explained(record: Record) -> Horizon | None:
    """The policy's reading of `as_said`; None if unreadable or overruled by `assumed`."""
    prediction = record.prediction
    if prediction.kind not in DATED or prediction.as_said is None:
        return None
    horizon = read(prediction.as_said, prediction.made_on)
    if horizon is None or horizon.kind == "never":
        return None
    reason = prediction.assumed
    is_own = reason is not None and reason != horizon.assumed and _OF_TIME.search(reason)
    return None if is_own else horizon


def _dated(record: Record, text: str, least: int) -> list[tuple[Mention, Horizon]]:
    """The deadlines of a text with their windows, where it may hold `least` of them."""
    if _ANCHOR.count(text) < least:
        return []
    made_on = record.prediction.made_on
    dated = []
    for mention in find(text, made_on):
        horizon = read(mention.phrase, made_on)
        is_left_behind = _LEFT_BEHIND.search(text[: mention.start]) or re.match(
            "[从從]", mention.phrase
        )
        if horizon is not None and not is_left_behind:
            dated.append((mention, horizon))
    return dated


def _is_bound(horizon: Horizon) -> bool:
    return horizon.kind == "not_before"


def _is_date(as_said: str | None) -> bool:
    """Whether this is a date alone, such as a cell of a table, whose column has the other words."""
    try:
        return bool(as_said and PartialDate.parse(as_said))
    except ValueError:
        return False


def _place(record: Record) -> tuple[str, ...]:
    earliest, latest = record.prediction.window
    if latest is not None:
        return ("deadline", "latest")
    return ("deadline", "earliest") if earliest is not None else ("deadline", "kind")


def _shown(kind: str, earliest: date | None, latest: date | None) -> str:
    days = [str(day) for day in (earliest, latest) if day is not None]
    return " ".join([kind.replace("_", " "), " and ".join(days)])
