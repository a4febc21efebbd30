"""The `status` and `resolution` block that resolves a record by hand."""

from __future__ import annotations

from datetime import date

from tracker.records.vocabulary import HAPPENED, VERDICTS
from tracker.registry import Record

__all__ = ["resolution_block"]


def resolution_block(record: Record, today: date) -> str:
    """YAML to replace the `status:` line; `check` reports an error until it is filled in."""
    is_never = record.prediction.kind == "never"
    words = [word for word in VERDICTS if not (is_never and word in HAPPENED)]
    return "\n".join(
        [
            f"status:  # {' | '.join(words)}",
            "resolution:",
            f"  resolved_on: {today}  # the first day on which the verdict could be given",
            "  happened_on:  # the day of the event; leave empty if it has not happened",
            "  summary:  # what happened, in one sentence",
            "  note:  # why, in two or three sentences that a sceptic would accept",
            "  evidence:",
            "    - url:",
            "      title:",
            "      publisher:",
            "      published_on:",
            f"  recorded_on: {today}",
            "",
        ]
    )
