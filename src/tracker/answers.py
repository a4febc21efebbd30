"""Owns the last answer of each command that lists, to be given again.

When neither a file nor the question nor the code is another than last time, the same text is the
answer, and nothing but the walk over the folder is left to do. Beside the cache of rows, under the
same rules: whatever is odd about it is a reason to work the answer out.
"""

from __future__ import annotations

import contextlib
import os
from zlib import crc32

from tracker import fingerprint
from tracker.private import folder_for, open_ours

TYPE_CHECKING = False  # as in folder.py
if TYPE_CHECKING:
    from tracker.folder import Walk

__all__ = ["Answers"]

#: Output that is larger is not kept: to work it out is little beside reading it.
_MOST = 16 * 1024 * 1024
_HEAD = 4 + 8 + 8


class Answers:
    """The last answer of one command about one registry. Nothing it does raises."""

    def __init__(self, walk: Walk, command: str, question: object) -> None:
        self._path: str | None = None
        with contextlib.suppress(OSError, ValueError):
            base = folder_for(walk.root)
            if base is not None:
                # What is passed over is no file of the registry, and yet it is told of.
                said = [os.path.realpath(walk.root), repr(question), fingerprint.of_answers()]
                names = "\0".join([*walk.paths, "", *walk.odd, "", *said])
                self._asked = walk.stamps.tobytes() + names.encode("utf-8", "surrogateescape")
                self._path = f"{base}.{command}"

    def find(self) -> tuple[str, int] | None:
        """The text and the exit code, if this has been asked before."""
        if self._path is None:
            return None
        with contextlib.suppress(OSError, ValueError, IndexError):
            descriptor = open_ours(self._path)
            try:
                size = os.fstat(descriptor).st_size
                data = os.read(descriptor, size) if size < 2 * _MOST else b""
            finally:
                os.close(descriptor)
            begin = _HEAD + len(self._asked)
            is_same = int.from_bytes(data[4:12], "little") == len(self._asked)
            if not is_same or data[_HEAD:begin] != self._asked:
                return None
            if crc32(memoryview(data)[4:]) == int.from_bytes(data[:4], "little"):
                return data[begin:].decode(), int.from_bytes(data[12:20], "little")
        return None

    def keep(self, text: str, code: int) -> None:
        """Remember an answer, in place of the one before."""
        if self._path is None or len(text) > _MOST:
            return
        name = f"{self._path}.{os.getpid()}.new"
        with contextlib.suppress(OSError, ValueError):
            body = len(self._asked).to_bytes(8, "little") + code.to_bytes(8, "little")
            body += self._asked + text.encode()
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            descriptor = os.open(name, flags, 0o600)
            try:
                view = memoryview(crc32(body).to_bytes(4, "little") + body)
                while view:
                    view = view[os.write(descriptor, view) :]
                os.replace(name, self._path)
            except BaseException:
                os.unlink(name)
                raise
            finally:
                os.close(descriptor)
