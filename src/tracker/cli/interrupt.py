"""Ctrl-C: clean up, print nothing, and exit with code 130.

KeyboardInterrupt removes temporary files and locks on its way out. But it can be raised inside
libraries, too: some turn it into another error, and in a finalizer, which can raise nothing, Python
prints it and continues.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["CLOSED_PIPE", "INTERRUPTED", "Interrupts"]

#: The exit code that shells use: 128 plus the number of the signal.
INTERRUPTED = 130
CLOSED_PIPE = 141


class Interrupts:
    """A block that an interrupt ends silently, even if a library turned it into another error."""

    def __init__(self) -> None:
        self._was_interrupted = False

    def __enter__(self) -> None:
        self._handler = signal.getsignal(signal.SIGINT)
        self._hook = sys.unraisablehook
        # A signal that is ignored, as under `nohup` or after a shell's `&`, stays ignored.
        self._is_handling = callable(self._handler)
        if self._is_handling:
            try:
                signal.signal(signal.SIGINT, self._interrupt)
            except ValueError:  # only the main thread can handle signals
                self._is_handling = False
            else:
                sys.unraisablehook = self._unraisable

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        if self._is_handling:
            signal.signal(signal.SIGINT, self._handler)
            sys.unraisablehook = self._hook
        return kind is not None and (self._was_interrupted or issubclass(kind, KeyboardInterrupt))

    def _interrupt(self, *_: object) -> NoReturn:
        self._was_interrupted = True
        raise KeyboardInterrupt

    def _unraisable(self, lost: sys.UnraisableHookArgs) -> None:
        if issubclass(lost.exc_type, KeyboardInterrupt):
            os._exit(INTERRUPTED)
        self._hook(lost)
