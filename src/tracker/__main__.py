"""The command line as a process: what `tracker` and `python -m tracker` start."""

import os
import signal
import sys


def run() -> int:
    """Run the command line. Interrupted before it begins or after it is done, it just ends."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from tracker.cli import main

    return main()


if __name__ == "__main__":
    sys.exit(run())
