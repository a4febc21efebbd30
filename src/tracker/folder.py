"""Owns a registry's folder: which files are looked at, in what order, and their bytes.

One walk gives names and what `stat` says; nothing here knows what a file holds. No pathlib: it
costs four times the plain calls on ten thousand files.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from typing import NamedTuple

from tracker.diagnostic import Diagnostic

__all__ = [
    "KEY",
    "PEOPLE",
    "PREDICTIONS",
    "SEEDS",
    "File",
    "NotARegistry",
    "files",
    "find_root",
    "read",
]

KEY = re.compile(r"[a-z0-9-]+", re.ASCII)
PREDICTIONS = "predictions"
SEEDS = "seeds"
PEOPLE = "seeds/people.yaml"
#: One byte more than a file may have, so that a longer one is seen to be longer.
_READ_AT_MOST = 1024 * 1024 + 1


class NotARegistry(Exception):
    """There is no `predictions/` folder where a registry was looked for."""


def find_root(start: str) -> str:
    """The nearest folder upwards from `start` that holds `predictions/`.

    Raises NotARegistry, which says where it looked.
    """
    start = place = os.path.abspath(start)
    while not os.path.isdir(os.path.join(place, PREDICTIONS)):
        above = os.path.dirname(place)
        if above == place:
            raise NotARegistry(f"no {PREDICTIONS}/ folder in {start} or any folder above it")
        place = above
    return place


class File(NamedTuple):
    """A YAML file; `stamp` changes when it does: size, mtime_ns, inode, ctime_ns."""

    path: str
    stamp: tuple[int, int, int, int]

    @property
    def stem(self) -> str:
        """The name without its ending: the id of what it holds."""
        return self.path.rpartition("/")[2][:-5]


def files(root: str, folder: str, found: list[Diagnostic]) -> Iterator[File]:
    """The YAML files below a folder, in the order of their paths; what is odd is told of.

    A link is followed only to a file inside the registry.
    """
    pending = [_Listing(folder, _names(root, folder, found))]
    while pending:
        here, names = pending[-1]
        for name in names:
            path = f"{here}/{name}"
            if name[-1] == "/":
                path = path[:-1]
                pending.append(_Listing(path, _names(root, path, found)))
                break
            status = _status(root, path, found)
            if status is None:
                continue
            if name[-5:] != ".yaml":
                _tell_ending(path, name, found)
            elif not stat.S_ISREG(status.st_mode):
                message = (
                    "this is no regular file; got a pipe, socket or device, expected a text file"
                )
                found.append(Diagnostic(path, None, None, "not-a-file", message))
            else:
                stamp = status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns
                yield File(path, stamp)
        else:
            pending.pop()


class _Listing(NamedTuple):
    folder: str
    names: Iterator[str]


def _names(root: str, folder: str, found: list[Diagnostic]) -> Iterator[str]:
    """The names in a folder, those of folders with a `/`: so they sort as whole paths do."""
    try:
        with os.scandir(f"{root}/{folder}") as entries:
            names = [
                f"{entry.name}/" if entry.is_dir(follow_symlinks=False) else entry.name
                for entry in entries
                # Editors' leftovers and temporary files begin with a dot or end with a tilde.
                if entry.name[0] not in ".#" and entry.name[-1] != "~"
            ]
            for name in [each for each in names if each[-1] == "/" and not _is_text(each)]:
                # A file's name must be an id, but a folder's goes into exports as it is.
                message = "the folder's name is not UTF-8; expected a name that can be shown"
                path = f"{folder}/{name[:-1]}"
                hint = "rename the folder; nothing in it was read"
                found.append(Diagnostic(path, None, None, "folder-name", message, hint=hint))
                names.remove(name)
    except OSError as error:
        found.append(_unreadable(folder, error))
        return iter(())
    names.sort()
    return iter(names)


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _status(root: str, path: str, found: list[Diagnostic]) -> os.stat_result | None:
    try:
        status = os.lstat(f"{root}/{path}")
        if stat.S_ISLNK(status.st_mode):
            status = os.stat(f"{root}/{path}")
            if not _is_inside(root, f"{root}/{path}", status):
                message = "the link is not followed; got a link to a folder or out of the registry"
                hint = "put the file itself here"
                found.append(Diagnostic(path, None, None, "outside-link", message, hint=hint))
                return None
    except OSError as error:
        found.append(_unreadable(path, error))
        return None
    return status


def read(root: str, file: File, found: list[Diagnostic]) -> bytes | None:
    """A file's bytes, at most one more than it may have; None, and a diagnostic, without them."""
    try:
        # Not blocking: it may have become a pipe since.
        descriptor = os.open(f"{root}/{file.path}", os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            data = os.read(descriptor, min(file.stamp[0] + 1, _READ_AT_MOST))
            if len(data) <= file.stamp[0]:
                return data
            return _read_on(descriptor, data)
        finally:
            os.close(descriptor)
    except OSError as error:
        found.append(_unreadable(file.path, error))
        return None


def _read_on(descriptor: int, data: bytes) -> bytes:
    """The rest of a file that is longer than `stat` said."""
    parts = [data]
    size = len(data)
    while parts[-1] and size < _READ_AT_MOST:
        parts.append(os.read(descriptor, _READ_AT_MOST - size))
        size += len(parts[-1])
    return b"".join(parts)


def _tell_ending(path: str, name: str, found: list[Diagnostic]) -> None:
    stem, dot, ending = name.rpartition(".")
    if dot and ending.lower() in ("yaml", "yml"):
        message = f"the file's ending is not .yaml; got .{ending}, expected .yaml"
        hint = f"rename to {stem}.yaml"
        found.append(Diagnostic(path, None, None, "file-ending", message, hint=hint))


def _is_inside(root: str, path: str, status: os.stat_result) -> bool:
    real = os.path.realpath(path)
    base = os.path.realpath(root)
    return not stat.S_ISDIR(status.st_mode) and os.path.commonpath([real, base]) == base


def _unreadable(path: str, error: OSError) -> Diagnostic:
    reason = (error.strerror or "unknown error").lower()
    message = f"the file can't be read; got {reason}, expected a readable file"
    return Diagnostic(path, None, None, "unreadable", message)
