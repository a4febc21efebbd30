"""Owns a registry's folder: which files are looked at, in what order, and their bytes.

One walk gives names and what `stat` says; nothing here knows what a file holds. No pathlib: it
costs four times the plain calls on ten thousand files.
"""

from __future__ import annotations

import os
import re
import stat
from array import array
from collections.abc import Callable, Iterator
from typing import TypeAlias

from tracker.diagnostic import Diagnostic

#: Told now and then how many of how many files are done.
Tell: TypeAlias = Callable[[int, int], None]

__all__ = ["KEY", "PEOPLE", "PREDICTIONS", "SEEDS", "NotARegistry", "Walk", "find_root", "read"]

KEY = re.compile(r"[a-z0-9-]+", re.ASCII)
PREDICTIONS = "predictions"
SEEDS = "seeds"
PEOPLE = "seeds/people.yaml"
#: One byte more than a file may have, so that a longer one is seen to be longer.
_READ_AT_MOST = 1024 * 1024 + 1
_AT_ONCE = 1 << 13  # one call takes a record; a larger buffer costs more than it saves


#: The bits of a mode that say what a file is.
_KIND = 0o170000


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


class Walk:
    """The YAML files of a registry as they are now, and what is odd there and passed over.

    In the order of their paths, seeds first. `stamps` says of each file what changes when it does:
    size, mtime_ns, inode, ctime_ns. A link is followed only to a file below the registry's
    `predictions/` or `seeds/`, which are no links themselves: diagnostics quote what is read, and
    beside them may lie what is nobody's business.
    """

    __slots__ = ("found", "paths", "root", "seeds", "stamps")

    def __init__(self, root: str) -> None:
        if not os.path.isdir(f"{root}/{PREDICTIONS}"):
            raise NotARegistry(f"no {PREDICTIONS}/ folder in {os.path.abspath(root)}")
        self.root = root
        self.paths: list[str] = []
        self.stamps = array("q")
        self.found: list[Diagnostic] = []
        if os.path.lexists(f"{root}/{SEEDS}"):
            self._walk(SEEDS)
        self.seeds = len(self.paths)  # how many of them stand in seeds/
        self._walk(PREDICTIONS)
        self._sort()

    @property
    def odd(self) -> list[str]:
        """The paths of what is passed over, sorted."""
        return sorted(diagnostic.path for diagnostic in self.found)

    def _sort(self) -> None:
        paths, stamps, seeds = self.paths, self.stamps, self.seeds
        order = sorted(range(seeds), key=paths.__getitem__)
        order += sorted(range(seeds, len(paths)), key=paths.__getitem__)
        self.paths = [paths[at] for at in order]
        self.stamps = array("q")
        for at in order:
            self.stamps += stamps[4 * at : 4 * at + 4]

    def _walk(self, folder: str) -> None:
        if os.path.islink(f"{self.root}/{folder}"):
            self._tell_link(folder, "folder")
            return
        pending = [folder]
        while pending:
            here = pending.pop()
            try:
                with os.scandir(f"{self.root}/{here}") as entries:
                    pending += self._list(here, entries)
            except OSError as error:
                self.found.append(_unreadable(here, error))

    def _list(self, here: str, entries: Iterator[os.DirEntry[str]]) -> list[str]:
        """Take in the files of a folder; the folders in it."""
        folders = []
        add_path, add_stamp = self.paths.append, self.stamps.extend
        for entry in entries:
            name = entry.name
            # Editors' leftovers and temporary files.
            if name[0] in ".#" or name[-1] == "~":
                continue
            path = f"{here}/{name}"
            try:
                status = entry.stat(follow_symlinks=False)
                kind = status.st_mode & _KIND
                if kind == stat.S_IFLNK:
                    status = entry.stat()
                    if not self._is_inside(path, status):
                        self._tell_link(path, "file")
                        continue
                    kind = status.st_mode & _KIND
            except OSError as error:
                self.found.append(_unreadable(path, error))
                continue
            if kind == stat.S_IFDIR:
                if _is_text(name):
                    folders.append(path)
                else:
                    self._tell_name(path)
            elif name[-5:] != ".yaml":
                self._tell_ending(path, name)
            elif kind != stat.S_IFREG:
                self._tell_pipe(path)
            else:
                add_path(path)
                add_stamp((status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns))
        return folders

    def _is_inside(self, path: str, status: os.stat_result) -> bool:
        real = os.path.realpath(f"{self.root}/{path}")
        base = os.path.realpath(self.root)
        places = (os.path.join(base, PREDICTIONS, ""), os.path.join(base, SEEDS, ""))
        return not stat.S_ISDIR(status.st_mode) and real.startswith(places)

    def _tell_name(self, path: str) -> None:
        # A file's name must be an id, but a folder's goes into exports as it is.
        message = "the folder's name is not UTF-8; expected a name that can be shown"
        hint = "rename the folder; nothing in it was read"
        self.found.append(_problem(path, "folder-name", message, hint))

    def _tell_link(self, path: str, what: str) -> None:
        message = (
            "the link is not followed; got one to a folder or to elsewhere, "
            f"expected one to a file below {PREDICTIONS}/ or {SEEDS}/"
        )
        self.found.append(_problem(path, "outside-link", message, f"put the {what} itself here"))

    def _tell_ending(self, path: str, name: str) -> None:
        stem, dot, ending = name.rpartition(".")
        if dot and ending.lower() in ("yaml", "yml"):
            message = f"the file's ending is not .yaml; got .{ending}, expected .yaml"
            self.found.append(_problem(path, "file-ending", message, f"rename to {stem}.yaml"))

    def _tell_pipe(self, path: str) -> None:
        message = "this is no regular file; got a pipe, socket or device, expected a text file"
        self.found.append(_problem(path, "not-a-file", message, "remove it from the registry"))


def read(root: str, path: str, found: list[Diagnostic]) -> bytes | None:
    """A file's bytes, at most one more than it may have; None, and a diagnostic, without them."""
    try:
        # Not blocking: it may have become a pipe since.
        descriptor = os.open(f"{root}/{path}", os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            data = part = os.read(descriptor, _AT_ONCE)
            while len(part) == _AT_ONCE and len(data) < _READ_AT_MOST:
                part = os.read(descriptor, _AT_ONCE)
                data += part
            return data[:_READ_AT_MOST]
        finally:
            os.close(descriptor)
    except OSError as error:
        found.append(_unreadable(path, error))
        return None


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unreadable(path: str, error: OSError) -> Diagnostic:
    reason = (error.strerror or "unknown error").lower()
    message = f"the file can't be read; got {reason}, expected a readable file"
    return _problem(path, "unreadable", message, "let it be read by you, or remove it")


def _problem(path: str, code: str, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic(path, None, None, code, message, hint=hint)
