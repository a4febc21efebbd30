"""The rule about `ignore`, which silences a warning with a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tracker.checks.base import Check, Told, record_check
from tracker.registry import Record
from tracker.text import did_you_mean

__all__ = ["unknown_check"]


def unknown_check(warnings: Collection[str]) -> Check:
    """The check of the codes that records silence; `warnings` are those that can be."""

    @record_check("unknown-check", "error")
    def unknown_check(record: Record) -> Iterator[Told]:
        """A record silences a check that does not exist, or an error, which can't be silenced.

        Bad::

            ignore: [{code: window-reversd, why: a typing error}]

        Good::

            ignore: [{code: near-duplicate, why: two speakers, two claims}]
        """
        for index, entry in enumerate(record.prediction.ignore or ()):
            if entry.code not in warnings:
                message = (
                    f"no warning has this code; got {entry.code!r}, expected the code of a warning"
                )
                hint = did_you_mean(
                    entry.code, warnings, instead="errors can't be silenced: mend them"
                )
                yield ("ignore", index, "code"), message, hint, False

    return unknown_check
