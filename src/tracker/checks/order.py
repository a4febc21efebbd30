"""Checks on the order of a record's dates."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.checks.base import Problem, record_check
from tracker.records.vocabulary import HAPPENED
from tracker.registry import Record


@record_check("window-reversed", "error")
def window_reversed(record: Record) -> Iterator[Problem]:
    """`latest` is before `earliest`.

    Bad::

        deadline: {as_said: 3 to 5, kind: between, earliest: 2029-05-13, latest: 2027-02-16}

    Good::

        deadline: {as_said: 3 to 5, kind: between, earliest: 2027-02-16, latest: 2029-05-13}
    """
    earliest, latest = record.prediction.window
    if earliest is not None and latest is not None and latest < earliest:
        message = f"`latest` ({latest}) is before `earliest` ({earliest})"
        yield ("deadline", "latest"), message, "swap `earliest` and `latest`", False


@record_check("deadline-before-made-on", "error")
def deadline_before_made_on(record: Record) -> Iterator[Problem]:
    """The window ended before the statement was made.

    Bad::

        made_on: 2024-03-05
        deadline: {as_said: this year, kind: by, latest: 2023-12-31}

    Good::

        made_on: 2024-03-05
        deadline: {as_said: this year, kind: by, latest: 2024-12-31}
    """
    prediction = record.prediction
    earliest, latest = prediction.window
    end = latest if latest is not None else earliest
    if end is not None and end < prediction.made_on.first:
        key = "latest" if latest is not None else "earliest"
        message = f"`{key}` ({end}) is before `made_on` ({prediction.made_on})"
        yield ("deadline", key), message, "check the year of both dates", False


@record_check("resolved-before-made-on", "error")
def resolved_before_made_on(record: Record) -> Iterator[Problem]:
    """The verdict or the event is dated before the statement.

    Bad::

        made_on: 2024-03-05
        resolution: {resolved_on: 2023-08-07}

    Good::

        made_on: 2024-03-05
        resolution: {resolved_on: 2025-08-07}
    """
    resolution = record.prediction.resolution
    if resolution is None:
        return
    made_on = record.prediction.made_on
    for key, day in (
        ("resolved_on", resolution.resolved_on),
        ("happened_on", resolution.happened_on),
    ):
        if day is not None and day.last < made_on.first:
            message = f"`{key}` ({day}) is before `made_on` ({made_on})"
            yield ("resolution", key), message, "check the year of both dates", False


@record_check("resolved-after-recorded", "error")
def resolved_after_recorded(record: Record) -> Iterator[Problem]:
    """The verdict or the event is dated after `recorded_on`, the day the verdict was recorded.

    Bad::

        resolution: {resolved_on: 2027-08-07, recorded_on: 2026-11-21}

    Good::

        resolution: {resolved_on: 2025-08-07, recorded_on: 2026-11-21}
    """
    resolution = record.prediction.resolution
    if resolution is None or resolution.recorded_on is None:
        return
    recorded = resolution.recorded_on
    for key, day in (
        ("resolved_on", resolution.resolved_on),
        ("happened_on", resolution.happened_on),
    ):
        if day is not None and day.first > recorded:
            message = f"`{key}` ({day}) is after `recorded_on` ({recorded})"
            yield ("resolution", key), message, "check the year of both dates", False


@record_check("never-correct", "error")
def never_correct(record: Record) -> Iterator[Problem]:
    """A "never" claim is marked correct, but such a claim can only be refuted.

    Bad::

        deadline: {kind: never}
        status: correct

    Good::

        deadline: {kind: never}
        status: open
    """
    if record.prediction.kind == "never" and record.prediction.status in HAPPENED:
        status = record.prediction.status
        message = f"status `{status}` on a `never` claim: it can be refuted but not confirmed"
        hint = "leave it open, or give it a date with kind `not_before`"
        yield ("status",), message, hint, False
