"""Checks of a verdict against the window and the day of the event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from tracker.checks.base import Finding, Problem, check, record_check
from tracker.records.dates import PartialDate
from tracker.records.model import Prediction
from tracker.records.state import due_after
from tracker.records.vocabulary import HAPPENED
from tracker.registry import Record, Registry

# Words in a note, English or Chinese, that explain an early verdict.
_SAYS_EARLY = re.compile(
    r"\b(?:early|earlier than|before (?:the|its) (?:deadline|window|end|last day)|impossible"
    r"|no longer|can ?not (?:\w+ )?any ?more|ruled out|already)\b|提前|提早|已经|已經|不可能",
    re.IGNORECASE,
)


@check("verdict-before-window-closed", "warning")
def verdict_before_window_closed(registry: Registry) -> Iterator[Finding]:
    """A verdict was given before the window closed, and the note does not say why.

    This applies to `incorrect` and `ambiguous`, because the event could still have happened or the
    matter could have become clear, and to `correct` and `partial` without `happened_on`. The window
    closes on `latest`, or for kind `after_event` on the day of the event plus `within`. `annulled`
    and `withdrawn` are allowed at any time. No warning is given if the note says that the verdict
    is early ("early", "impossible", "no longer", "before the deadline", 提前).

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
            continue  # may be broken early; correct-before-its-date covers the rest
        if resolution.resolved_on.last < record.prediction.made_on.first:
            continue  # reported as resolved-before-made-on
        if resolution.happened_on is not None and status in HAPPENED:
            continue
        end = due_after(registry.facts(record), date.max)
        if end is None or resolution.resolved_on.last > end or _SAYS_EARLY.search(resolution.note):
            continue
        message = (
            f"status `{status}` on {resolution.resolved_on} is too early: "
            f"the window is open through {end}"
        )
        hint = "explain in `note` why the outcome was already clear"
        if status in HAPPENED:
            hint = "add `happened_on`, or " + hint
        loc = ("resolution", "resolved_on")
        yield Finding(record.file, loc, message, hint, record=record.id)


@record_check("correct-before-its-date", "error")
def correct_before_its_date(record: Record) -> Iterator[Problem]:
    """A "not before" claim is marked correct before its date.

    Until that day the event can still break the claim. The verdict `incorrect` is possible at any
    time.

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
    if status in HAPPENED and resolution.resolved_on.last < earliest:
        message = (
            f"status `{status}` on {resolution.resolved_on} is too early: "
            f"the claim can still fail until {earliest}"
        )
        yield ("resolution", "resolved_on"), message, "set `status: open` until then", False


@record_check("verdict-contradicts-event", "error")
def verdict_contradicts_event(record: Record) -> Iterator[Problem]:
    """The status contradicts `happened_on`, the day of the event.

    For `by` and `between`: the status is `correct` but the event happened after `latest`, or it is
    `incorrect` but the event happened in time (an event before `earliest` counts as correct, and
    early). For `not_before`: the status is `incorrect` but the event happened on `earliest` or
    later.
    For all kinds except `not_before`: the status is `correct` but `resolved_on` is before the
    event. Partial dates are read in the record's favour, and `partial` is left to the editor.

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
    relation = _contradiction(record.prediction, resolution.resolved_on, resolution.happened_on)
    if relation:
        message = (
            f"status `{record.prediction.status}`, but `happened_on` "
            f"({resolution.happened_on}) is {relation}"
        )
        hint = "change `status`, or correct `happened_on`"
        yield ("resolution", "happened_on"), message, hint, False


def _contradiction(prediction: Prediction, resolved: PartialDate, happened: PartialDate) -> str:
    """How `happened_on` relates to the date it contradicts; empty where it fits the status."""
    earliest, latest = prediction.window
    if prediction.status == "correct":
        if latest is not None and happened.first > latest:
            return f"after `latest` ({latest})"
        if prediction.kind != "not_before" and happened.first > resolved.last:
            return f"after `resolved_on` ({resolved})"
    if prediction.status == "incorrect":
        if latest is not None and happened.last <= latest:
            return f"on or before `latest` ({latest})"
        if prediction.kind == "not_before" and earliest is not None and happened.first >= earliest:
            return f"on or after `earliest` ({earliest})"
    return ""
