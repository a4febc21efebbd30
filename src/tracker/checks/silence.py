"""Owns the rules about `ignore`, which silences a warning with a reason."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.checks.base import Told, record_check
from tracker.registry import Record
from tracker.text import did_you_mean


@record_check("unknown-check", "error")
def unknown_check(record: Record) -> Iterator[Told]:
    """A record silences a check that does not exist, or an error, which can't be silenced.

    Bad::

        ignore: [{code: window-reversd, why: a typing error}]

    Good::

        ignore: [{code: near-duplicate, why: two speakers, two claims}]
    """
    ignored = record.prediction.ignore
    if not ignored:
        return
    from tracker.checks import CHECKS  # the list holds this check too

    warnings = [check.code for check in CHECKS if check.severity == "warning"]
    for index, code in enumerate(each.code for each in ignored):
        if code not in warnings:
            message = f"no warning has this code; got {code!r}, expected the code of a warning"
            hint = did_you_mean(code, warnings, instead="errors can't be silenced: mend them")
            yield ("ignore", index, "code"), message, hint, False
