"""Owns the rules that hold a verdict against the window and against the day of the event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from tracker.checks.base import Finding, Told, check, record_check
from tracker.records.dates import PartialDate
from tracker.records.model import Prediction
from tracker.records.state import due_after
from tracker.registry import Record, Registry

# What a note says that gives a verdict early, in English or Chinese.
_SAYS_EARLY = re.compile(
    r"\b(?:early|earlier than|before (?:the|its) (?:deadline|window|end|last day)|impossible"
    r"|no longer|can ?not (?:\w+ )?any ?more|ruled out|already)\b|提前|提早|已经|已經|不可能",
    re.IGNORECASE,
)


@check("verdict-before-window-closed", "warning")
def verdict_before_window_closed(registry: Registry) -> Iterator[Finding]:
    """A verdict that needs the end of the window was given before it, without saying why.

    It concerns incorrect and ambiguous (the event could still have come, or the matter have become
    clear), and correct and partial without `happened_on` (what made it so?). The end is `latest`,
    or for kind after_event the event's day and `within`. Annulled and withdrawn can come at any
    time. A note that says that it is early ("early", "impossible", "no longer", "before the
    deadline", 提前) is taken at its word.

    Bad::

        deadline: {as_said: by 2027, kind: by, latest: 2027-12-31}
        status: incorrect
        resolution: {resolved_on: 2026-03-01, note: Nothing was released.}

    Good::

        deadline: {as_said: by 2027, kind: by, latest: 2027-12-31}
        status: incorrect
        resolution: {resolved_on: 2026-03-01, note: Early; the company was dissolved.}
    """
    for record in registry.records.values():
        status, resolution = record.prediction.status, record.prediction.resolution
        if resolution is None or status in ("annulled", "withdrawn"):
            continue
        if record.prediction.kind == "not_before":
            continue  # a bound is violated early, or stands: see correct-before-its-date
        if resolution.resolved_on.last < record.prediction.made_on.first:
            continue  # resolved-before-made-on says it
        if resolution.happened_on is not None and status in ("correct", "partial"):
            continue
        end = due_after(registry.facts(record), date.max)
        if end is None or resolution.resolved_on.last > end or _SAYS_EARLY.search(resolution.note):
            continue
        message = (
            f"the verdict {status} was given before the window closed; "
            f"got {resolution.resolved_on}, expected a day after {end}"
        )
        hint = "say in `note` why it can be told early"
        if status in ("correct", "partial"):
            hint = "add `happened_on`, or " + hint
        loc = ("resolution", "resolved_on")
        yield Finding(record.file, loc, message, hint, record=record.id)


@record_check("correct-before-its-date", "error")
def correct_before_its_date(record: Record) -> Iterator[Told]:
    """A lower bound is marked correct before the day up to which it must stand.

    Until then the event can still come and make it wrong. It turns incorrect at any time.

    Bad::

        deadline: {as_said: at least ten years, kind: not_before, earliest: 2034-03-11}
        status: correct
        resolution: {resolved_on: 2030-01-01}

    Good::

        deadline: {as_said: at least ten years, kind: not_before, earliest: 2034-03-11}
        status: correct
        resolution: {resolved_on: 2034-03-11}
    """
    earliest, _ = record.prediction.window
    resolution = record.prediction.resolution
    if record.prediction.kind != "not_before" or resolution is None or earliest is None:
        return
    status = record.prediction.status
    if status in ("correct", "partial") and resolution.resolved_on.last < earliest:
        message = (
            f"a lower bound can't be {status} before its day; "
            f"got {resolution.resolved_on}, expected {earliest} or later"
        )
        yield ("resolution", "resolved_on"), message, "leave it open until then", False


@record_check("verdict-contradicts-event", "error")
def verdict_contradicts_event(record: Record) -> Iterator[Told]:
    """The status says one thing and `happened_on`, the day of the event, another.

    For a deadline (by, between): correct, though the event came after `latest`; incorrect, though
    it came by then (an event before `earliest` is correct, and early). For a lower bound
    (not_before): incorrect, though the event came on `earliest` or later. For these and for undated
    claims: correct from a day on which the event had not happened yet. Partial dates are read in
    the record's favour, and `partial` is left to the editor.

    Bad::

        deadline: {as_said: this year, kind: by, latest: 2024-12-31}
        status: correct
        resolution: {resolved_on: 2025-08-07, happened_on: 2025-08-07}

    Good::

        deadline: {as_said: this year, kind: by, latest: 2024-12-31}
        status: incorrect
        resolution: {resolved_on: 2025-01-01, happened_on: 2025-08-07}
    """
    resolution = record.prediction.resolution
    if resolution is None or resolution.happened_on is None:
        return
    expected = _contradiction(record.prediction, resolution.resolved_on, resolution.happened_on)
    if expected:
        message = (
            f"the event's day contradicts status {record.prediction.status}; "
            f"got {resolution.happened_on}, expected {expected}"
        )
        hint = "check status and days; `happened_on` is the day of the claimed event itself"
        yield ("resolution", "happened_on"), message, hint, False


def _contradiction(prediction: Prediction, resolved: PartialDate, happened: PartialDate) -> str:
    """What was expected of `happened_on`; empty where it fits the status."""
    earliest, latest = prediction.window
    if prediction.status == "correct":
        if latest is not None and happened.first > latest:
            return f"{latest} or earlier"
        if prediction.kind != "not_before" and happened.first > resolved.last:
            return f"{resolved} (`resolved_on`) or earlier"
    if prediction.status == "incorrect":
        if latest is not None and happened.last <= latest:
            return f"a day after {latest}, or none"
        if prediction.kind == "not_before" and earliest is not None and happened.first >= earliest:
            return f"a day before {earliest}"
    return ""
