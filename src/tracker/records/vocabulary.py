"""The words that a record may use, each in one list that all others are made from."""

from __future__ import annotations

from typing import Literal, get_args

__all__ = ["DATED", "KINDS", "STATUSES", "VERDICTS", "Kind", "Status"]

#: What stands in `status`, and all of it but `open`.
Status = Literal["open", "correct", "partial", "incorrect", "ambiguous", "annulled", "withdrawn"]
STATUSES: tuple[Status, ...] = get_args(Status)
VERDICTS = STATUSES[1:]

#: What stands in `deadline.kind`, and those that have a window.
Kind = Literal["by", "between", "not_before", "never", "after_event", "undated"]
KINDS: tuple[Kind, ...] = get_args(Kind)
DATED = KINDS[:3]
