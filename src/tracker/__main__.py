"""Entry point of `tracker` and `python -m tracker`."""

import os
import signal
import sys


def run() -> int:
    """Run the command line; an interrupt before it begins or after it is done ends it silently."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from tracker.cli import main

    return main()


if __name__ == "__main__":
    sys.exit(run())
