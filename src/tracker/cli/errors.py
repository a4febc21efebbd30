"""Owns how the command line says what it can't do: the error, its hint, safe on any terminal."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # as in common.py
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["UsageError", "fail", "guarded"]


class UsageError(Exception):
    """A command that can't be carried out as it was given; exit code 2."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def fail(lines: Iterable[str]) -> int:
    """Print an error and its hints on standard error; exit code 1."""
    for line in lines:
        print(guarded(line), file=sys.stderr)
    return 1


def guarded(text: str) -> str:
    """A message that may quote what others wrote, names of files among it.

    It is one line and does nothing, on a terminal or in the log of a CI run.
    """
    from tracker.text import escape, inert

    return inert(escape(text).replace("\n", "\\n"))
