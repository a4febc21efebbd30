"""Read-only calls to git: revisions, the files in them, the user's name."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

__all__ = [
    "GitError",
    "NoAnswer",
    "UnknownRevision",
    "ask",
    "blobs",
    "common_ancestor",
    "files_at",
    "read_blobs",
    "user_name",
]

#: Timeout in seconds: a repository's own filters and hooks may never end.
_PATIENCE = 60


class GitError(Exception):
    """git failed, or the folder is not in a repository."""


class NoAnswer(GitError):
    """git was not found or timed out, so nothing follows from its silence."""


class UnknownRevision(GitError):
    """The repository does not have the revision; a shallow clone has only the newest."""


def common_ancestor(root: Path, revision: str) -> str:
    """The common ancestor of `revision` and HEAD, or `revision` itself if there is none.

    Raises UnknownRevision if git does not know it.
    """
    # An option is not a revision: `--` can't protect rev-parse's argument.
    if revision.startswith("-"):
        raise UnknownRevision(revision)
    try:
        commit = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    except NoAnswer:
        raise
    except GitError as error:
        if _is_repository(root):
            raise UnknownRevision(revision) from None
        raise GitError(f"{root.absolute()} is not in a git repository") from error
    name = commit.decode().strip()
    try:
        return _git(root, "merge-base", name, "HEAD").decode().strip()
    except NoAnswer:
        raise
    except GitError:
        return name


def files_at(root: Path, revision: str, folder: str) -> dict[str, str]:
    """Path (relative to `root`) -> blob id, for the files below `folder` in a commit."""
    listed = _git(root, "ls-tree", "-r", "-z", revision, "--", f"{folder}/")
    found = {}
    for entry in listed.split(b"\0"):
        about, tab, path = entry.partition(b"\t")
        if tab and about.split()[1] == b"blob":
            found[path.decode("utf-8", "surrogateescape")] = about.split()[2].decode()
    return found


def blobs(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """Path -> the blob id that the file on disk would have in git, with clean filters applied."""
    wanted = [path for path in paths if "\n" not in path]
    lines = "".join(f"{root.absolute() / path}\n" for path in wanted)
    hashed = _git(
        root, "hash-object", "--stdin-paths", stdin=lines.encode("utf-8", "surrogateescape")
    )
    return dict(zip(wanted, hashed.decode().split(), strict=True))


def read_blobs(root: Path, wanted: Mapping[str, str]) -> dict[str, bytes]:
    """Path -> bytes, for a mapping of path -> blob id."""
    lines = "".join(f"{blob}\n" for blob in wanted.values())
    out = _git(root, "cat-file", "--batch", stdin=lines.encode())
    found, at = {}, 0
    for path in wanted:
        end = out.index(b"\n", at)
        size = int(out[at:end].split()[2])
        found[path] = out[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
    return found


def user_name(root: Path, *, patience: float = _PATIENCE) -> str | None:
    """The user's name in git's configuration, or None."""
    try:
        return ask(root, "config", "user.name", patience=patience).strip() or None
    except GitError:
        return None


def ask(root: Path, *args: str, patience: float = _PATIENCE) -> str:
    """Run any git command and return its output as text, within `patience` seconds.

    Raises GitError if it fails.
    """
    return _git(root, *args, patience=patience).decode("utf-8", "replace")


def _is_repository(root: Path) -> bool:
    try:
        _git(root, "rev-parse", "--git-dir")
    except GitError:
        return False
    return True


def _git(root: Path, *args: str, stdin: bytes = b"", patience: float = _PATIENCE) -> bytes:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *args],
            input=stdin, capture_output=True, check=False, timeout=patience,
        )  # fmt: skip
    except OSError as error:
        raise NoAnswer("git not found: install it, or add it to PATH") from error
    except subprocess.TimeoutExpired as error:
        raise NoAnswer(f"git {args[0]} timed out after {patience} seconds") from error
    if done.returncode != 0:
        raise GitError(done.stderr.decode("utf-8", "replace").strip() or "git failed")
    return done.stdout
