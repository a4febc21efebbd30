"""Errors of the command line: the exception, its output, system errors and missing extras."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "EXTRAS",
    "UnknownRecord",
    "UsageError",
    "advice",
    "describe",
    "fail",
    "missing_extra",
    "unknown_value",
]

_ADVICE = {
    errno.ENOENT: "check the path",
    errno.ENOSPC: "free some disk space, then run the command again",
    errno.EDQUOT: "free some disk space, then run the command again",
    errno.EACCES: "check the permissions",
    errno.EPERM: "check the permissions",
    errno.EROFS: "choose a writable location",
    errno.EEXIST: "move the existing file away, or choose another path",
    errno.ENOTDIR: "move the existing file away, or choose another path",
    errno.EISDIR: "choose a file inside the folder",
    errno.EMFILE: "close some programs, or raise the limit with `ulimit -n`",
    errno.ENAMETOOLONG: "choose a shorter name",
}
#: The extras of pyproject.toml, and the modules that they bring. Nothing else brings these modules.
EXTRAS = {
    "dashboard": ("streamlit", "altair", "pandas", "vl_convert", "jinja2"),
    "export": ("icalendar", "pyarrow", "altair", "pandas", "vl_convert", "jinja2", "openpyxl"),
    "prompts": ("prompt_toolkit",),
}
#: The longest list of known values that a hint gives in full.
_NAMED = 16


class UsageError(Exception):
    """A command that cannot be run as typed."""

    #: The exit code.
    code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UnknownRecord(UsageError):
    """An id that is not in the registry."""

    code = 1


def fail(message: str, hint: str = "") -> int:
    """Print an error and its hint, if any, on standard error; returns exit code 1."""
    from tracker.text import plain

    print(plain(f"error: {message}"), file=sys.stderr)
    if hint:
        print(plain(f"hint: {hint}"), file=sys.stderr)
    return 1


def unknown_value(what: str, value: str, known: Sequence[str], hint: str = "") -> UsageError:
    """The error for a value that is not known, with the nearest one, `hint`, or all if few.

    `what` is a noun phrase with `{}` in the value's place.
    """
    from tracker.text import did_you_mean, show_value

    if not hint and 0 < len(known) <= _NAMED:
        hint = f"choose from {', '.join(known)}"
    near = did_you_mean(value.casefold(), known, instead=hint)
    return UsageError(f"unknown {what.format(show_value(value))}", near)


def missing_extra(command: str, error: ModuleNotFoundError) -> UsageError | None:
    """The error of a command whose extra is not installed; None if no extra brings the module.

    `command` may include the argument that needs the extra.
    """
    module = (error.name or "").partition(".")[0]
    extras = [extra for extra, modules in EXTRAS.items() if module in modules]
    if not extras:
        return None
    name = command.partition(" ")[0]
    extra = name if name in extras else extras[-1]
    install = f"pip install 'prediction-tracker[{extra}]'"
    return UsageError(f"`tracker {command}` needs the extra `{extra}` ({module}): {install}")


def describe(error: OSError) -> tuple[str, str]:
    """Message and hint for an error of the operating system.

    Not for the registry's own files, whose problems are diagnostics, but for a folder that cannot
    be written to, a deleted working directory, a full disk behind standard output.
    """
    if error.errno == errno.ENOENT and error.filename is None:
        return "the working directory no longer exists", "change to an existing folder with `cd`"
    place = f": {error.filename}" if error.filename else ""
    return f"{(error.strerror or str(error)).lower()}{place}", advice(error)


def advice(error: BaseException | None) -> str:
    """The hint for a failed read or write; empty where there is nothing to advise."""
    number = error.errno if isinstance(error, OSError) else None
    return _ADVICE.get(number or 0, "")
