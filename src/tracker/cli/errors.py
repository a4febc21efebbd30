"""Owns how the command line says what it can't do: the error, its hint, safe on any terminal."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["UsageError", "advice", "fail", "guarded", "of_the_system"]

_ADVICE = {
    errno.ENOENT: "see how it is written, and where you are",
    errno.ENOSPC: "make room on the disk, then run the command again",
    errno.EDQUOT: "make room on the disk, then run the command again",
    errno.EACCES: "see who may read and write there",
    errno.EPERM: "see who may read and write there",
    errno.EROFS: "name a place that can be written to",
    errno.EEXIST: "move away what stands there, or name another place",
    errno.ENOTDIR: "move away what stands there, or name another place",
    errno.EISDIR: "name a file in it",
    errno.EMFILE: "close some programs, or raise the limit (`ulimit -n`)",
    errno.ENAMETOOLONG: "choose a shorter name",
}


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


def of_the_system(error: OSError) -> list[str]:
    """What the system refused, where, and what to do about it.

    Not of the registry's files, whose problems are diagnostics: a folder that can't be written to,
    a working directory that is gone, a full disk behind standard output.
    """
    if error.errno == errno.ENOENT and error.filename is None:
        hint = "change to a folder that is there: cd"
        return ["error: the working directory is gone", f"hint: {hint}"]
    place = f": {error.filename}" if error.filename else ""
    return [f"error: {(error.strerror or str(error)).lower()}{place}", f"hint: {advice(error)}"]


def advice(error: BaseException | None) -> str:
    """What to do when something could not be written or read."""
    number = error.errno if isinstance(error, OSError) else None
    return _ADVICE.get(number or 0, "look at the place, then run the command again")


def guarded(text: str) -> str:
    """A message that may quote what others wrote, names of files among it.

    It is one line and does nothing, on a terminal or in the log of a CI run.
    """
    from tracker.text import escape, inert

    return inert(escape(text).replace("\n", "\\n"))
