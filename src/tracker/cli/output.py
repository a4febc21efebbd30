"""The output of reports: standard output, and in GitHub Actions the job summary, too."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import TypeVar

__all__ = ["rendered", "repository_prefix"]

R = TypeVar("R")

#: GitHub drops a step's summary that is larger than 1 MiB. This leaves room for the note.
_LIMIT = 1024 * 1024 - 200


def rendered(
    report: R,
    chosen: str,
    formats: Mapping[str, Callable[[R], str]],
    *,
    plain: str,
    summary: Callable[[R], str],
) -> str:
    """A report in the chosen format, to be printed unchanged: CSV has line ends of its own.

    `auto` means `plain`; under GITHUB_ACTIONS it means annotations, and `summary` is appended to
    the file that GITHUB_STEP_SUMMARY names.
    """
    if chosen == "auto":
        chosen = plain
        if os.environ.get("GITHUB_ACTIONS") == "true":
            chosen = "github"
            _append_summary(summary(report))
    return formats[chosen](report)


def repository_prefix(root: str | os.PathLike[str]) -> str:
    """The registry's path in the repository of a CI run: empty, or such as `data/registry/`."""
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
            # End with a blank line, since the next report begins with a heading.
            data = f"{text}\n".encode("utf-8", "backslashreplace")
            file.write(_fitting(data, _LIMIT - file.tell()))
    except OSError as error:
        from tracker.text import plain

        print(plain(f"warning: can't write the job summary: {error}"), file=sys.stderr)


def _fitting(text: bytes, room: int) -> bytes:
    """The text, or as many whole lines as fit, and a note."""
    if len(text) <= room:
        return text
    kept = text[: max(room, 0)].rpartition(b"\n")[0]
    return kept + b"\n\nTruncated: GitHub limits summaries to 1 MiB.\n"
