"""The output of reports: standard output, and in GitHub Actions the job summary, too."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

__all__ = ["Place", "rendered"]

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
    leave: int = 0,
) -> str:
    """A report in the chosen format, to be printed unchanged: CSV has line ends of its own.

    `auto` means `plain`; under GITHUB_ACTIONS it means annotations, and `summary` is appended to
    the file that GITHUB_STEP_SUMMARY names, where `leave` bytes stay free for the next report.
    """
    if chosen == "auto":
        chosen = plain
        if os.environ.get("GITHUB_ACTIONS") == "true":
            chosen = "github"
            _append_summary(summary(report), _LIMIT - leave)
    return formats[chosen](report)


class Place(NamedTuple):
    """Where a CI run has the registry: its path in the repository, and its address on GitHub.

    Both end in `/`, as in `data/registry/`, or are empty: at the top, or outside of a CI run.
    """

    prefix: str
    blob: str

    @classmethod
    def of(cls, root: str | os.PathLike[str]) -> Place:
        """The place of the registry in `root`, from GITHUB_* in the environment."""
        workspace = os.environ.get("GITHUB_WORKSPACE")
        if not workspace:
            return cls("", "")
        import urllib.parse
        from pathlib import Path

        try:
            inner = Path(root).resolve().relative_to(Path(workspace).resolve()).as_posix()
        except ValueError:
            return cls("", "")
        prefix = "" if inner == "." else inner + "/"
        names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
        server, repository, commit = (os.environ.get(name) for name in names)
        if not (server and repository and commit):
            return cls(prefix, "")
        path = urllib.parse.quote(prefix, errors="replace")
        return cls(prefix, f"{server}/{repository}/blob/{commit}/{path}")


def _append_summary(text: str, limit: int) -> None:
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    from pathlib import Path

    try:
        with Path(path).open("ab") as file:
            # End with a blank line, since the next report begins with a heading.
            data = f"{text}\n".encode("utf-8", "backslashreplace")
            file.write(_fitting(data, limit - file.tell()))
    except OSError as error:
        from tracker.text import plain

        print(plain(f"warning: can't write the job summary: {error}"), file=sys.stderr)


def _fitting(text: bytes, room: int) -> bytes:
    """The text, or as many whole lines as fit, and a note."""
    if len(text) <= room:
        return text
    kept = text[: max(room, 0)].rpartition(b"\n")[0]
    return kept + b"\n\nTruncated: GitHub limits summaries to 1 MiB.\n"
