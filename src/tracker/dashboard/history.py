"""Git facts about a record's file: its commits, and where it can be edited on the web."""

from __future__ import annotations

import os
import re
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

from tracker import git
from tracker.git import GitError

__all__ = ["Commit", "commits", "edit_url", "user_name"]

_SHOWN = 20
#: Timeout for git, in seconds; the page is drawn without the answer after it.
_PATIENCE = 3
#: Hosts whose address for editing a file is known: `host/owner/name`, by https or ssh.
_REMOTE = re.compile(
    r"(?:https://(?:[^@/]+@)?|ssh://git@|git@)(github\.com|gitlab\.com)[:/]"
    r"([A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+?)(?:\.git)?/?"
)
_EDIT = {
    "github.com": "https://github.com/{name}/edit/{branch}/{path}",
    "gitlab.com": "https://gitlab.com/{name}/-/edit/{branch}/{path}",
}


@dataclass(frozen=True, slots=True)
class Commit:
    """One change of a file: short hash, day, and the first line of its message."""

    name: str
    day: str
    subject: str


def commits(root: Path, path: str) -> list[Commit]:
    """The commits that touched the file, newest first; empty if git fails."""
    out = _git(
        root, "log", "--follow", f"--max-count={_SHOWN}", "--format=%h%x00%as%x00%s", "--", path
    )
    fields = [line.split("\0") for line in out.splitlines()]
    return [Commit(*parts) for parts in fields if len(parts) == 3]


def edit_url(root: Path, path: str) -> str | None:
    """Where the file is edited on the web, for the two hosts whose addresses are known."""
    match = _REMOTE.fullmatch(_git(root, "remote", "get-url", "origin").strip())
    if match is None:
        return None
    branch = _git(root, "branch", "--show-current").strip()
    prefix = _git(root, "rev-parse", "--show-prefix").strip()
    if re.fullmatch(r"[A-Za-z0-9_./-]+", branch) is None:
        return None
    address = urllib.parse.quote(os.fsencode(prefix + path))
    return _EDIT[match[1]].format(name=match[2], branch=branch, path=address)


def user_name(root: Path) -> str | None:
    """The name that git would sign with; None without one."""
    return git.user_name(root, patience=_PATIENCE)


def _git(root: Path, *args: str) -> str:
    """What git prints; nothing when it fails, is not there, or takes too long."""
    try:
        return git.ask(root, *args, patience=_PATIENCE)
    except GitError:
        return ""
