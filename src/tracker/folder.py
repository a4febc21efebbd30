"""The files of a registry: which are read, in what order, and their bytes.

One walk collects names and `stat` results; the contents are not looked at. No pathlib: on ten
thousand files it takes four times as long as plain calls.
"""

from __future__ import annotations

import os
import re
import stat
from array import array
from collections.abc import Callable, Iterator
from typing import TypeAlias

from tracker.diagnostic import Diagnostic
from tracker.text import show_value

#: Called now and then with the number of files read so far, and of all files.
Tell: TypeAlias = Callable[[int, int], None]

__all__ = [
    "KEY",
    "PEOPLE",
    "PREDICTIONS",
    "SEEDS",
    "NotARegistry",
    "Walk",
    "find_root",
    "folder_problem",
    "is_record",
    "is_reserved",
    "read",
    "require",
    "unblocked",
]

KEY = re.compile(r"[a-z0-9-]+", re.ASCII)
# Devices to Windows, in any case and with any ending: git can't check out such a name there.
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = frozenset({"aux", "con", "nul", "prn"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)
}
PREDICTIONS = "predictions"
SEEDS = "seeds"
PEOPLE = "seeds/people.yaml"
#: One byte more than the limit, so that a larger file is recognised.
_READ_AT_MOST = 1024 * 1024 + 1
_AT_ONCE = 1 << 13  # one call reads a record; a larger buffer costs more than it saves


#: The bits of a mode that hold the type of a file.
_KIND = 0o170000


class NotARegistry(FileNotFoundError):
    """There is no `predictions/` folder where a registry was looked for, or it can't be reached."""


def find_root(start: str) -> str:
    """The nearest folder that contains `predictions/`, from `start` upwards.

    Raises NotARegistry with the folders searched.
    """
    start = place = os.path.abspath(start)
    while not os.path.isdir(os.path.join(place, PREDICTIONS)):
        above = os.path.dirname(place)
        if above == place:
            raise NotARegistry(f"no {PREDICTIONS}/ folder in {start} or any folder above it")
        place = above
    return place


def require(root: str) -> None:
    """Raise NotARegistry, which says why, where `root` holds no `predictions/` folder."""
    problem = f"no {PREDICTIONS}/ folder in {os.path.abspath(root)}"
    try:
        if stat.S_ISDIR(os.stat(f"{root}/{PREDICTIONS}").st_mode):
            return
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        reason = (error.strerror or "unknown error").lower()
        problem = f"{PREDICTIONS}/ in {os.path.abspath(root)} can't be opened: {reason}"
    raise NotARegistry(problem)


def unblocked(path: str, flags: int) -> int:
    """Open a file for `open(opener=...)`; one that became a pipe is not waited for."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


class Walk:
    """The YAML files of a registry as they are now, and diagnostics about files that are skipped.

    Sorted by path, seeds first. `stamps` holds size, mtime_ns, inode and ctime_ns of each file, to
    detect changes. Symlinks are followed only to files inside the registry's `predictions/` or
    `seeds/`, which must not be symlinks themselves: diagnostics quote the files read, and files
    outside may be private.
    """

    __slots__ = ("diagnostics", "paths", "root", "seeds", "stamps")

    def __init__(self, root: str) -> None:
        require(root)
        self.root = root
        self.paths: list[str] = []
        self.stamps = array("q")
        self.diagnostics: list[Diagnostic] = []
        if os.path.lexists(f"{root}/{SEEDS}"):
            self._walk(SEEDS)
        self.seeds = len(self.paths)  # how many of them are in seeds/
        self._walk(PREDICTIONS)
        self._sort()

    @property
    def odd(self) -> list[str]:
        """The paths that are skipped, sorted."""
        return sorted(diagnostic.path for diagnostic in self.diagnostics)

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
            self._refuse_link(folder, is_folder=True)
            return
        pending = [folder]
        while pending:
            here = pending.pop()
            try:
                with os.scandir(f"{self.root}/{here}") as entries:
                    pending += self._list(here, entries)
            except OSError as error:
                self.diagnostics.append(_unreadable(here, error))

    def _list(self, here: str, entries: Iterator[os.DirEntry[str]]) -> list[str]:
        """Add the files of a folder; return the folders in it."""
        folders = []
        add_path, add_stamp = self.paths.append, self.stamps.extend
        for entry in entries:
            name = entry.name
            if _is_left_out(name):
                continue
            path = f"{here}/{name}"
            try:
                status = entry.stat(follow_symlinks=False)
                kind = status.st_mode & _KIND
                if kind == stat.S_IFLNK:
                    status = entry.stat()
                    if not self._is_inside(path, status):
                        self._refuse_link(path, is_folder=stat.S_ISDIR(status.st_mode))
                        continue
                    kind = status.st_mode & _KIND
            except OSError as error:
                self.diagnostics.append(_unreadable(path, error))
                continue
            if kind == stat.S_IFDIR:
                if _is_text(name):
                    folders.append(path)
                else:
                    self._refuse_name(path)
            elif name[-5:] != ".yaml":
                self._refuse_ending(path, name)
            elif kind != stat.S_IFREG:
                self._refuse_pipe(path)
            else:
                add_path(path)
                add_stamp((status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns))
        if folders:
            self._report_folders(folders)
        return folders

    def _report_folders(self, paths: list[str]) -> None:
        """Report folders that Windows can't check out; they are read anyway."""
        first: dict[str, str] = {}
        for path in sorted(paths):
            name = path.rpartition("/")[2]
            problem = folder_problem(name)
            twin = first.setdefault(_upper(name), name)
            if twin != name and problem is None:
                problem = (
                    f"folder name {show_value(name)} differs from {show_value(twin)} only in case"
                )
            if problem is not None:
                hint = "rename the folder: Windows can't check it out"
                self.diagnostics.append(_problem(path, "folder-name", problem, hint))

    def _is_inside(self, path: str, status: os.stat_result) -> bool:
        real = os.path.realpath(f"{self.root}/{path}")
        base = os.path.realpath(self.root)
        places = (os.path.join(base, PREDICTIONS, ""), os.path.join(base, SEEDS, ""))
        return not stat.S_ISDIR(status.st_mode) and real.startswith(places)

    def _refuse_name(self, path: str) -> None:
        # A file's name must be an id, but a folder's goes into exports as it is.
        message = "folder skipped: its name is not UTF-8"
        self.diagnostics.append(_problem(path, "folder-name", message, "rename the folder"))

    def _refuse_link(self, path: str, *, is_folder: bool) -> None:
        message = f"symlink ignored: it points outside {PREDICTIONS}/ and {SEEDS}/"
        if is_folder:
            message = "symlink ignored: links to folders are not followed"
        hint = f"replace it with the {'folder' if is_folder else 'file'} itself"
        self.diagnostics.append(_problem(path, "outside-link", message, hint))

    def _refuse_ending(self, path: str, name: str) -> None:
        stem, dot, ending = name.rpartition(".")
        if dot and ending.lower() in ("yaml", "yml"):
            message = f"file ignored: its name ends in .{ending}, not .yaml"
            hint = f"rename it to `{stem}.yaml`"
            self.diagnostics.append(_problem(path, "file-ending", message, hint))

    def _refuse_pipe(self, path: str) -> None:
        message = "not a regular file but a pipe, socket or device"
        self.diagnostics.append(_problem(path, "not-a-file", message, "remove it"))


def is_reserved(name: str) -> bool:
    """Whether a file or folder of this name, ending or not, is a device to Windows."""
    return name.partition(".")[0].rstrip(" ").lower() in _RESERVED


def _upper(name: str) -> str:
    """A name as Windows compares it: character by character, so that ß is not SS."""
    return "".join(upper if len(upper := char.upper()) == 1 else char for char in name)


def folder_problem(name: str) -> str | None:
    """Why a folder of this name can't be checked out on Windows; None where it can."""
    if is_reserved(name):
        return f"folder name {show_value(name)} is reserved on Windows"
    if name[-1] in ". ":
        return f"folder name {show_value(name)} ends in a {'dot' if name[-1] == '.' else 'space'}"
    return None


def is_record(path: str) -> bool:
    """Whether a file at this path is read as a record: by its name, and the folders that it is in.

    `path` is relative to the root, with `/`, and begins with `predictions/`.
    """
    *folders, name = path.split("/")
    is_named = name.endswith(".yaml") and KEY.fullmatch(name[:-5]) is not None
    return is_named and not is_reserved(name) and not any(map(_is_left_out, folders))


def _is_left_out(name: str) -> bool:
    """Whether a file is an editor's leftover or temporary."""
    return name[0] in ".#" or name[-1] == "~"


def read(root: str, path: str, diagnostics: list[Diagnostic]) -> bytes | None:
    """A file's bytes, at most one more than the limit; None, and a diagnostic, if unreadable."""
    try:
        # Non-blocking: it may have become a pipe since.
        descriptor = unblocked(f"{root}/{path}", os.O_RDONLY)
        try:
            data = part = os.read(descriptor, _AT_ONCE)
            while len(part) == _AT_ONCE and len(data) < _READ_AT_MOST:
                part = os.read(descriptor, _AT_ONCE)
                data += part
            return data[:_READ_AT_MOST]
        finally:
            os.close(descriptor)
    except OSError as error:
        diagnostics.append(_unreadable(path, error))
        return None


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unreadable(path: str, error: OSError) -> Diagnostic:
    reason = (error.strerror or "unknown error").lower()
    hint = "check its permissions, or remove it"
    return _problem(path, "unreadable", f"can't be read: {reason}", hint)


def _problem(path: str, code: str, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic(path, None, None, code, message, hint=hint)
