"""Owns what is kept between two runs: one file a registry, in the user's own cache folder.

It may make a run slow, never wrong: whatever is odd about it is a reason to read the registry
anew. It never stands inside a repository, where a change could bring it along. Plain numbers and
JSON: reading it runs nothing.
"""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from zlib import crc32

from tracker import fingerprint
from tracker.index import Damaged, Index, decode, encode
from tracker.private import folder_for, open_ours

__all__ = ["Cache", "Kept", "Rows", "is_settled"]

_MAGIC = b"tracker-rows-1\n"
_MOST_BUFFERED = 1 << 20
_TRAILER = 16  # where the index begins and how long it is
#: A change within the clock's step after another leaves no trace in `stat`: FAT's is two seconds.
_STEP = 2_000_000_000


def is_settled(stamp: tuple[int, int, int, int], since: int) -> bool:
    """Whether a change of a file that was read after `since` must show in its stamp."""
    return max(stamp[1], stamp[3]) < since - _STEP


class Rows:
    """Rows as they are written, in memory while they are few or there is no room, then in a file.

    `path` names the file that becomes the cache; without it, it has no name. `since` is when it
    was made, in nanoseconds.
    """

    def __init__(
        self,
        path: str | None = None,
        *,
        descriptor: int | None = None,
        is_in_memory: bool = False,
    ) -> None:
        self.path = path
        self.since = 0
        self.end = 0
        self._file = descriptor
        self._buffer = bytearray()
        self._most = sys.maxsize if is_in_memory else _MOST_BUFFERED

    def add(self, data: bytes) -> tuple[int, int, int]:
        """Write a row; its offset, length and checksum."""
        at = self.end
        self._buffer += data
        self.end += len(data)
        if len(self._buffer) > self._most:
            self.flush()
        return at, len(data), crc32(data)

    def read(self, at: int, length: int, checksum: int) -> bytes:
        """A row that was written; raises Damaged."""
        data = self.piece(at, length)
        if len(data) != length or crc32(data) != checksum:
            raise Damaged
        return data

    def piece(self, at: int, length: int) -> bytes:
        """What stands there, at most `length` bytes."""
        if self._file is None:
            return bytes(self._buffer[at : at + length])
        if self._buffer:
            self.flush()
        return os.pread(self._file, length, at)

    def copy(self, other: Rows, at: int, length: int) -> None:
        """Write a run of another one's rows."""
        while length > 0:
            data = other.piece(at, min(length, _MOST_BUFFERED))
            if not data:
                raise Damaged
            self.add(data)
            at += len(data)
            length -= len(data)

    def finish(self) -> None:
        """Where there is a file, everything goes there now and nothing later."""
        if self._file is not None:
            self.flush()

    def flush(self) -> None:
        """Hand what is in memory to the file, which is made if there is none."""
        if self._file is None:
            self._file = _create(self.path)
            # The file system's own clock says when: it is the one that stamps the files.
            self.since = os.fstat(self._file).st_mtime_ns
        view = memoryview(self._buffer)
        while view:
            view = view[os.write(self._file, view) :]
        self._buffer = bytearray()

    def close(self) -> None:
        """Give the file back; a named one that did not become the cache goes away."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
            if self.path is not None:
                with contextlib.suppress(OSError):
                    os.unlink(self.path)


def _create(path: str | None) -> int:
    if path is not None:
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        return os.open(path, flags, 0o600)
    import tempfile

    descriptor, name = tempfile.mkstemp(prefix="tracker-")
    os.unlink(name)
    return descriptor


@dataclass(frozen=True, slots=True)
class Kept:
    """What the last run left."""

    index: Index
    rows: Rows


class Cache:
    """The cache of one registry. Nothing it does raises: without it things only take longer."""

    def __init__(self, root: str) -> None:
        self.path: str | None = None
        self._about = ""
        with contextlib.suppress(OSError):
            base = folder_for(root)
            if base is not None:
                self._about = f"{fingerprint.of_rows():08x} {os.path.realpath(root)}"
                self.path = f"{base}.rows"

    def open(self) -> Kept | None:
        """What the last run left, if it can be trusted."""
        if self.path is None:
            return None
        try:
            descriptor = open_ours(self.path)
        except OSError:
            return None
        rows = Rows(descriptor=descriptor)
        try:
            status = os.fstat(descriptor)
            trailer = os.pread(descriptor, _TRAILER, status.st_size - _TRAILER)
            begin = int.from_bytes(trailer[:8], "little")
            length = int.from_bytes(trailer[8:], "little")
            if begin + length + _TRAILER != status.st_size:
                raise ValueError("cut short")
            index = decode(os.pread(descriptor, length, begin), self._about)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            rows.close()
            return None
        rows.end = begin
        return Kept(index, rows)

    def rows(self) -> Rows:
        """Where the rows of this run go; raises OSError where there is no room."""
        if self.path is None:
            return Rows()
        name = f"{self.path}.{os.getpid()}.new"
        with contextlib.suppress(OSError):
            os.unlink(name)  # of a run that was killed, under a number that came again
        rows = Rows(name)
        rows.flush()
        return rows

    def save(self, index: Index, rows: Rows) -> None:
        """Keep this run's rows for the next one, all of them or none.

        Raises OSError where there is no room: then the rows themselves may be cut short.
        """
        if self.path is None or rows.path is None:
            return
        begin = rows.end
        for piece in encode(index, self._about):
            rows.add(piece)
        length = rows.end - begin
        rows.add(begin.to_bytes(8, "little") + length.to_bytes(8, "little"))
        rows.flush()
        name, rows.path = rows.path, None
        try:
            os.replace(name, self.path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(name)
