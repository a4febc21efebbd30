"""The check of `ignore`, which silences a warning with a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tracker.checks.base import Check, Problem, record_check
from tracker.registry import Record
from tracker.text import did_you_mean

__all__ = ["unknown_check"]


def unknown_check(warnings: Collection[str]) -> Check:
    """The check of the codes that records silence; `warnings` are the codes allowed."""

    @record_check("unknown-check", "error")
    def unknown_check(record: Record) -> Iterator[Problem]:
        """A record ignores an unknown code, or an error, which cannot be ignored.

        Bad::

            ignore: [{code: window-reversd, why: a typo}]

        Good::

            ignore: [{code: near-duplicate, why: two speakers, two claims}]
        """
        for index, entry in enumerate(record.prediction.ignore or ()):
            if entry.code not in warnings:
                message = f"unknown warning code `{entry.code}`"
                hint = did_you_mean(
                    entry.code,
                    warnings,
                    instead="use the code of a warning; errors can't be ignored",
                )
                yield ("ignore", index, "code"), message, hint, False

    return unknown_check
