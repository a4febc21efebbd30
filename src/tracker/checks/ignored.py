"""The check of `ignore`, which silences a warning with a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tracker.checks.base import Check, Problem, record_check
from tracker.registry import Record
from tracker.text import did_you_mean

__all__ = ["unknown_check"]


def unknown_check(warnings: Collection[str], errors: Collection[str]) -> Check:
    """The check of the codes that records silence; only `warnings` are allowed."""

    @record_check("unknown-check", "error")
    def unknown_check(record: Record) -> Iterator[Problem]:
        """`ignore` names an unknown code, or the code of an error; only warnings can be ignored.

        Bad::

            ignore: [{code: window-reversd, why: a typo}]

        Good::

            ignore: [{code: near-duplicate, why: two speakers, two claims}]
        """
        for index, entry in enumerate(record.prediction.ignore or ()):
            if entry.code in warnings:
                continue
            if entry.code in errors:
                message = f"`{entry.code}` is an error and can't be ignored"
                hint = "fix the error, and remove this entry"
            else:
                message = f"unknown code `{entry.code}`"
                instead = "use the code of a warning, as `tracker check` prints it"
                hint = did_you_mean(entry.code, warnings, instead=instead)
            yield ("ignore", index, "code"), message, hint, False

    return unknown_check
