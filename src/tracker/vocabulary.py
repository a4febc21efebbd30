"""Owns the words that a record may use, as plain tuples: the command line starts without models.

`model` has the same words as types, which a test holds together; docs/format.md explains them.
"""

from __future__ import annotations

__all__ = ["DATED", "KINDS", "STATUSES", "VERDICTS"]

#: What stands in `status`, and all of it but `open`.
STATUSES = ("open", "correct", "partial", "incorrect", "ambiguous", "annulled", "withdrawn")
VERDICTS = STATUSES[1:]

#: What stands in `deadline.kind`, and those that have a window.
KINDS = ("by", "between", "not_before", "never", "after_event", "undated")
DATED = KINDS[:3]
