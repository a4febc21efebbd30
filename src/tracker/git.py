"""Read-only calls to git: revisions, the files in them, the user's name."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

__all__ = [
    "GitError",
    "NoAnswer",
    "UnknownRevision",
    "ask",
    "blob_id",
    "changed_since",
    "common_ancestor",
    "files_at",
    "read_blobs",
    "refuse_repositories",
    "user_name",
]

#: Timeout in seconds: a repository's own filters and hooks may never end.
_PATIENCE = 60
#: What `git rev-parse --local-env-vars` lists: a hook inherits them, and they lead git to another
#: repository or folder than the one asked about. Like git itself when it looks into a submodule,
#: we keep GIT_CONFIG_COUNT and GIT_CONFIG_PARAMETERS: settings such as safe.directory, no places.
#: The last line changes what a path means.
LOCAL = frozenset(
    """
    GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR GIT_CONFIG GIT_DIR GIT_GRAFT_FILE
    GIT_IMPLICIT_WORK_TREE GIT_INDEX_FILE GIT_INTERNAL_SUPER_PREFIX GIT_NO_REPLACE_OBJECTS
    GIT_OBJECT_DIRECTORY GIT_PREFIX GIT_REPLACE_REF_BASE GIT_SHALLOW_FILE GIT_WORK_TREE
    GIT_GLOB_PATHSPECS GIT_ICASE_PATHSPECS GIT_LITERAL_PATHSPECS GIT_NOGLOB_PATHSPECS
    """.split()
)
_UNSHALLOW = "fetch the whole history: git fetch --unshallow (in CI: fetch-depth: 0)"
_LINK, _REPOSITORY = "120000", "160000"  # modes of tree entries


class GitError(Exception):
    """git could not give what was asked; `hint` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class NoAnswer(GitError):
    """git was not found or timed out, so nothing follows from its silence."""


class UnknownRevision(GitError):
    """The repository does not have the revision; a shallow clone has only the newest."""


class _Failed(GitError):
    """git failed: its exit code, all it printed, and the reason as the message."""

    def __init__(self, code: int, said: str) -> None:
        lines = [line for line in said.splitlines() if line.strip()] or ["git failed"]
        fatal = [line for line in lines if line.startswith("fatal: ")] or lines
        super().__init__(fatal[-1].removeprefix("fatal: ").removeprefix("error: "))
        self.code, self.said = code, said


def common_ancestor(root: Path, revision: str) -> str:
    """The common ancestor of `revision` and HEAD, or `revision` itself if there is none.

    Raises UnknownRevision, or GitError with git's reason when it can't tell.
    """
    _find_repository(root)
    name = _commit(root, revision)
    try:
        return _git(root, "merge-base", name, "HEAD").decode().strip()
    except _Failed as failed:
        if failed.code != 1:
            _commit(root, "HEAD")
            raise _damaged(failed) from None
    if _is_shallow(root):
        raise GitError(
            f"HEAD and {revision!r} have no common commit in this shallow clone", _UNSHALLOW
        )
    return name


def changed_since(root: Path, revision: str, folder: str) -> frozenset[str]:
    """Paths (relative to `root`) below `folder` that differ from the common ancestor.

    New files count once git has them. Raises what `common_ancestor` raises.
    """
    commit = common_ancestor(root, revision)
    try:
        listed = _git(
            root, "diff", "--name-only", "--no-renames", "--relative", "-z", commit, "--", folder
        )
    except _Failed as failed:
        raise _damaged(failed) from None
    return frozenset(os.fsdecode(name) for name in listed.split(b"\0") if name)


def files_at(root: Path, revision: str, folder: str) -> dict[str, str]:
    """Path (relative to `root`) -> blob id, of the files below `folder` in a commit.

    Links count as what they lead to; one that leads nowhere, or out of the repository, is left
    out. Raises GitError where a folder belongs to another repository.
    """
    try:
        listed = _git(root, "ls-tree", "-r", "-z", revision, "--", folder)
    except _Failed as failed:
        raise _damaged(failed) from None
    blobs, links = {}, []
    for entry in listed.split(b"\0"):
        about, tab, name = entry.partition(b"\t")
        if not tab:
            continue
        path = os.fsdecode(name)
        mode, _, blob = about.decode().split()
        if mode == _REPOSITORY:
            raise _foreign(path)
        if mode == _LINK:
            links.append(path)
        else:
            blobs[path] = blob
    return {**blobs, **_targets(root, revision, links)}


def refuse_nothing(root: Path, revision: str, folder: str, names: Collection[str]) -> None:
    """Raise GitError where git can't say what `folder` held in a commit.

    That is so where git does not have the folder, or had files of these `names` in another folder
    that is called the same.
    """
    try:
        if not _git(root, "ls-files", "-z", "--", folder):
            message = f"{folder}/ is not in git, so nothing can be compared"
            raise GitError(message, f"add it with `git add {folder}`")
        listed = _git(root, "ls-tree", "-r", "-z", "--full-tree", "--name-only", revision)
    except _Failed as failed:
        raise _damaged(failed) from None
    for name in map(os.fsdecode, listed.split(b"\0")):
        above, inside, file = f"/{name}".partition(f"/{folder}/")
        if inside and file.rpartition("/")[2] in names:
            place = f"{above}/{folder}/".lstrip("/")
            message = f"in {revision[:12]} the records were in {place}, so they can't be compared"
            raise GitError(message, "compare with a revision after the move")


def refuse_repositories(root: Path, paths: Iterable[str]) -> None:
    """Raise GitError where one of the files lies in a repository of its own below `root`."""
    folders: set[str] = set()
    for path in paths:
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders.add(path)
    for folder in sorted(folders):
        if os.path.lexists(root / folder / ".git"):
            raise _foreign(folder)


def blob_id(data: bytes, like: str) -> str:
    """The id that git gives a file of these bytes, by the hash that made the id `like`."""
    make = hashlib.sha256 if len(like) == 64 else hashlib.sha1
    return make(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()


def read_blobs(root: Path, wanted: Mapping[str, str]) -> dict[str, bytes]:
    """Path -> bytes, for a mapping of path -> blob id; GitError when one is missing."""
    lines = "".join(f"{blob}\n" for blob in wanted.values())
    try:
        out, said = _run(root, "cat-file", "--batch", stdin=lines.encode())
    except _Failed as failed:
        raise _damaged(failed) from None
    contents, at = {}, 0
    for path in wanted:
        end = out.index(b"\n", at)
        about = out[at:end].decode()
        if about.endswith(" missing"):
            raise _damaged(_Failed(0, said or f"{path}: object {about}"))
        size = int(about.split()[2])
        contents[path] = out[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
    return contents


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


# --- the repository, and why something is missing ---


def _find_repository(root: Path) -> None:
    """Raise GitError unless git reads the nearest repository that `root` lies in."""
    place = next((up for up in _upwards(root) if os.path.lexists(up / ".git")), None)
    try:
        top = os.fsdecode(_git(root, "rev-parse", "--show-toplevel")[:-1])
    except _Failed as failed:
        # git's advice ends with the command, the path in it quoted for a shell.
        _, advice, command = failed.said.partition("git config --global --add safe.directory")
        if advice:
            message = "git refuses a repository that belongs to another user (dubious ownership)"
            raise GitError(
                f"{message}: {place}", f"if you trust it: {advice}{command.rstrip()}"
            ) from None
        if place is not None:
            raise _unusable(place, str(failed)) from None
        hint = "run the command in a clone of the registry's repository"
        raise GitError(f"not a git repository: {root.absolute()}", hint) from None
    # Git ignores a broken repository and uses one in a parent folder instead.
    if place is not None and not place.samefile(top):
        raise _unusable(place, f"git uses {top} as the work tree")


def _upwards(root: Path) -> Iterable[Path]:
    real = Path(os.path.realpath(root))
    return (real, *real.parents)


def _commit(root: Path, revision: str) -> str:
    """The commit of a revision; raises UnknownRevision or, with the reason, GitError."""
    # A revision must not look like an option: `--` can't protect rev-parse's argument.
    if revision.startswith("-"):
        raise _unknown(root, revision)
    try:
        return _resolved(root, f"{revision}^{{commit}}")
    except _Failed:
        pass
    try:
        name = _resolved(root, revision)
    except _Failed:
        # Nothing resolves before the first commit, or on a branch that is broken.
        try:
            _git(root, "log", "-1", "--no-show-signature", "--format=%H")
        except _Failed as failed:
            if "does not have any commits yet" not in str(failed):
                raise _damaged(failed) from None
            raise GitError("HEAD has no commits yet", "commit the registry first") from None
        raise _unknown(root, revision) from None
    try:
        kind = ask(root, "cat-file", "-t", name).strip()
    except _Failed as failed:
        # Any forty hex digits resolve; only a name must lead somewhere.
        is_hash = revision.lower() == name
        raise (_unknown(root, revision) if is_hash else _damaged(failed)) from None
    raise UnknownRevision(f"revision {revision!r} is a {kind}, not a commit")


def _resolved(root: Path, revision: str) -> str:
    return _git(root, "rev-parse", "--verify", "--quiet", revision).decode().strip()


def _targets(root: Path, revision: str, links: list[str]) -> dict[str, str]:
    """Path -> blob id of what links lead to inside the commit."""
    odd = [path for path in links if "\n" in path]
    if odd:
        raise GitError(f"git can't follow a link with a line break in its path: {odd[0]}")
    if not links:
        return {}
    lines = "".join(f"{revision}:./{path}\n" for path in links)
    out, _ = _run(root, "cat-file", "--batch-check", "--follow-symlinks", stdin=os.fsencode(lines))
    blobs, answers = {}, iter(out.decode("utf-8", "replace").splitlines())
    for path in links:
        words = next(answers).split()
        if words[0] in ("dangling", "loop", "notdir", "symlink"):
            next(answers)  # where it leads
        elif words[1:2] == ["blob"]:
            blobs[path] = words[0]
        elif words[1:2] == ["tree"]:
            message = f"{path} was a link to a folder in {revision[:12]}, so it can't be compared"
            raise GitError(message, "compare with a revision in which it is a folder")
    return blobs


def _is_shallow(root: Path) -> bool:
    return ask(root, "rev-parse", "--is-shallow-repository").strip() == "true"


def _unknown(root: Path, revision: str) -> UnknownRevision:
    if _is_shallow(root):
        return UnknownRevision(f"unknown revision {revision!r} in a shallow clone", _UNSHALLOW)
    hint = "fetch it, or choose one that `git branch --all` lists"
    return UnknownRevision(f"unknown revision {revision!r}", hint)


def _unusable(place: Path, reason: str) -> GitError:
    hint = "make `git status` work there first"
    return GitError(f"git can't use the repository in {place}: {reason}", hint)


def _damaged(failed: _Failed) -> GitError:
    message = f"the git repository is damaged or incomplete: {failed}"
    return GitError(message, "run `git fsck` to see what is missing")


def _foreign(folder: str) -> GitError:
    message = f"{folder}/ is a separate repository (a submodule?), so its files can't be compared"
    return GitError(message, "keep the predictions in the registry's own repository")


# --- one call ---


def _git(root: Path, *args: str, stdin: bytes = b"", patience: float = _PATIENCE) -> bytes:
    return _run(root, *args, stdin=stdin, patience=patience)[0]


def _run(
    root: Path, *args: str, stdin: bytes = b"", patience: float = _PATIENCE
) -> tuple[bytes, str]:
    """What git printed on its two streams; raises NoAnswer, or _Failed with its reason."""
    env = {name: value for name, value in os.environ.items() if name not in LOCAL}
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *args],
            input=stdin,
            capture_output=True,
            check=False,
            timeout=patience,
            env={**env, "LC_ALL": "C"},  # its reasons are read, so they must be in English
        )
    except OSError as error:
        hint = "make sure that `git status` works in the registry"
        raise NoAnswer("git was not found; install it, or put it on PATH", hint) from error
    except subprocess.TimeoutExpired as error:
        hint = "make sure that `git status` works in the registry"
        raise NoAnswer(f"git {args[0]} timed out after {patience} seconds", hint) from error
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode != 0:
        raise _Failed(done.returncode, said)
    return done.stdout, said
