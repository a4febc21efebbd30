"""Owns the rules about the order of a record's dates."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.checks.base import Told, record_check
from tracker.registry import Record


@record_check("window-reversed", "error")
def window_reversed(record: Record) -> Iterator[Told]:
    """A window ends before it begins.

    Bad::

        deadline: {as_said: 3 to 5, kind: between, earliest: 2029-05-13, latest: 2027-02-16}

    Good::

        deadline: {as_said: 3 to 5, kind: between, earliest: 2027-02-16, latest: 2029-05-13}
    """
    earliest, latest = record.prediction.window
    if earliest is not None and latest is not None and latest < earliest:
        message = f"the window ends before it begins; got {latest}, expected {earliest} or later"
        yield ("deadline", "latest"), message, "exchange `earliest` and `latest`", False


@record_check("deadline-before-made-on", "error")
def deadline_before_made_on(record: Record) -> Iterator[Told]:
    """The last day of the window lies before the day on which it was said.

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
        message = (
            f"the deadline lies before the statement; got {end}, "
            f"expected {prediction.made_on.first} or later"
        )
        yield ("deadline", key), message, "check the year, and `made_on`", False


@record_check("resolved-before-made-on", "error")
def resolved_before_made_on(record: Record) -> Iterator[Told]:
    """A verdict, or the event itself, lies before the day on which the statement was made.

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
    said = record.prediction.made_on.first
    for key, day in (
        ("resolved_on", resolution.resolved_on),
        ("happened_on", resolution.happened_on),
    ):
        if day is not None and day.last < said:
            message = f"`{key}` lies before the statement; got {day}, expected {said} or later"
            yield ("resolution", key), message, "check the year, and `made_on`", False


@record_check("resolved-after-recorded", "error")
def resolved_after_recorded(record: Record) -> Iterator[Told]:
    """A verdict, or the event itself, lies after the day on which it was written down.

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
            message = (
                f"`{key}` lies after the day it was written down; "
                f"got {day}, expected {recorded} (`recorded_on`) or earlier"
            )
            yield ("resolution", key), message, "check the year, and `recorded_on`", False


@record_check("never-correct", "error")
def never_correct(record: Record) -> Iterator[Told]:
    """A claim that something never happens is marked correct: time can only refute it.

    Bad::

        deadline: {kind: never}
        status: correct

    Good::

        deadline: {kind: never}
        status: open
    """
    if record.prediction.kind == "never" and record.prediction.status in ("correct", "partial"):
        message = (
            f"a `never` can't be confirmed; got status {record.prediction.status}, "
            "expected open, incorrect, ambiguous, annulled or withdrawn"
        )
        yield ("status",), message, "leave it open, or give it a date with kind not_before", False
