"""Owns what Ctrl-C does: the command undoes what it holds, says nothing, and ends with 130.

KeyboardInterrupt is what takes away temporary files and locks on its way out. But it comes anywhere
in the libraries too: some make another error of it, and where nobody can be told, in a finalizer,
Python prints it and goes on.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["INTERRUPTED", "Interrupts"]

#: The exit code, as shells have it: 128 and the signal's number.
INTERRUPTED = 130


class Interrupts:
    """A block that an interrupt leaves without a word, whatever error became of it."""

    def __init__(self) -> None:
        self._came = False

    def __enter__(self) -> None:
        self._handler = signal.getsignal(signal.SIGINT)
        self._hook = sys.unraisablehook
        # Ignored, as `nohup` and a shell's `&` have it, it stays ignored.
        self._hears = callable(self._handler)
        if self._hears:
            try:
                signal.signal(signal.SIGINT, self._come)
            except ValueError:  # not the main thread, which alone hears of it
                self._hears = False
            else:
                sys.unraisablehook = self._unraisable

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        if self._hears:
            signal.signal(signal.SIGINT, self._handler)
            sys.unraisablehook = self._hook
        return kind is not None and (self._came or issubclass(kind, KeyboardInterrupt))

    def _come(self, *_: object) -> NoReturn:
        self._came = True
        raise KeyboardInterrupt

    def _unraisable(self, lost: sys.UnraisableHookArgs) -> None:
        if issubclass(lost.exc_type, KeyboardInterrupt):
            os._exit(INTERRUPTED)
        self._hook(lost)
