"""Owns a second process that reads half of the files: forked, heard once through a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from tracker.cache import Rows
from tracker.index import Index, decode, encode

__all__ = ["Second", "has_second_processor"]

Work = Callable[[Index, Rows], None]


def has_second_processor() -> bool:
    """Whether a second process can run beside this one, and may be forked off it."""
    if not hasattr(os, "fork") or not hasattr(os, "sched_getaffinity"):
        return False
    threads = sys.modules.get("threading")
    is_alone = threads is None or threads.active_count() == 1
    return is_alone and len(os.sched_getaffinity(0)) > 1


class Second:
    """The second process, at work from now on; `work` fills an index and its rows."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._rows = Rows()
        self._rows.flush()  # a file that both have open
        self._pipe, end = os.pipe()
        self._child = os.fork()
        if self._child:
            os.close(end)
            return
        try:
            part = Index()
            work(part, self._rows)
            self._rows.flush()
            with os.fdopen(end, "wb") as pipe:
                pipe.write(self._rows.end.to_bytes(8, "little"))
                pipe.writelines(encode(part, ""))
        finally:
            os._exit(0)  # what there is to say has been said, or the pipe is empty

    def join(self, index: Index, rows: Rows) -> None:
        """Wait for it, and put its part behind the other; what it failed at is done here."""
        with os.fdopen(self._pipe, "rb") as pipe:
            told = pipe.read()
        os.waitpid(self._child, 0)
        try:
            part = decode(told[8:], "")
        except (ValueError, KeyError, TypeError):
            self._rows = Rows()
            part = Index()
            self._work(part, self._rows)
        else:
            self._rows.end = int.from_bytes(told[:8], "little")
        begin = rows.end
        rows.copy(self._rows, 0, self._rows.end)
        index.extend(part, begin)
        self._rows.close()
