"""Owns where a report goes: standard output, and under GitHub Actions the job's summary too."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import TypeVar

__all__ = ["rendered", "repository_prefix"]

R = TypeVar("R")

#: GitHub drops the whole summary of a step that is larger than 1 MiB. Room is left for the note.
_LIMIT = 1024 * 1024 - 200


def rendered(
    report: R,
    chosen: str,
    formats: Mapping[str, Callable[[R], str]],
    *,
    plain: str,
    summary: Callable[[R], str],
) -> str:
    """A report in the chosen format, to be printed as it is: CSV has line ends of its own.

    `auto` is `plain` for people; under GITHUB_ACTIONS it is annotations, and `summary` is appended
    to the file that GITHUB_STEP_SUMMARY names.
    """
    if chosen == "auto":
        chosen = plain
        if os.environ.get("GITHUB_ACTIONS") == "true":
            chosen = "github"
            _append_summary(summary(report))
    return formats[chosen](report)


def repository_prefix(root: str | os.PathLike[str]) -> str:
    """The registry's path in the repository that a CI run checked out: `` or `data/registry/`."""
    workspace = os.environ.get("GITHUB_WORKSPACE")
    if not workspace:
        return ""
    from pathlib import Path

    try:
        inner = Path(root).resolve().relative_to(Path(workspace).resolve()).as_posix()
    except ValueError:
        return ""
    return "" if inner == "." else inner + "/"


def _append_summary(text: str) -> None:
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    from pathlib import Path

    try:
        with Path(path).open("ab") as file:
            # A blank line behind it: the next report begins with a heading.
            whole = f"{text}\n".encode("utf-8", "backslashreplace")
            file.write(_fitting(whole, _LIMIT - file.tell()))
    except OSError as error:
        print(f"warning: no summary was written: {error}", file=sys.stderr)


def _fitting(text: bytes, room: int) -> bytes:
    """The text, or as many whole lines of it as fit and a note."""
    if len(text) <= room:
        return text
    kept = text[: max(room, 0)].rpartition(b"\n")[0]
    return kept + b"\n\nCut here: GitHub takes no more than 1 MiB.\n"
