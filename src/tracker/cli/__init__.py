"""Owns the command line: parse, call, print, exit code. One file a command, listed here."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from tracker import __version__
from tracker.cli import (
    amend,
    check,
    dashboard,
    defer,
    due,
    export,
    horizon,
    import_,
    init,
    list_,
    new,
    resolve,
    schema,
    score,
    show,
)
from tracker.cli.common import UsageError, add_global_options, fail

__all__ = ["build_parser", "main"]

COMMANDS = (
    check,
    due,
    list_,
    show,
    resolve,
    new,
    amend,
    defer,
    score,
    export,
    import_,
    horizon,
    schema,
    init,
    dashboard,
)

_EPILOG = """\
examples:
  tracker due                          what needs somebody today
  tracker due --as-of 2027-01-01       what will on that day
  tracker check                        everything that is wrong in the registry
  tracker show ID                      one record whole, with the block that resolves it
  tracker resolve ID correct           write a verdict; it asks for what is missing
  tracker dashboard                    look at all of it in a browser

exit codes: 0 fine; 1 findings; 2 usage, or no registry found
"""


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; help and documentation are made from it."""
    parser = argparse.ArgumentParser(
        prog="tracker",
        description="Predictions as YAML files: which are due, who was right, what is wrong.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"tracker {__version__}")
    add_global_options(parser, default=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for command in COMMANDS:
        command.add_parser(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    _prepare_streams()
    parser = build_parser()
    args = parser.parse_args(argv)
    if args.command is None:
        parser.print_help()
        return 0
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except UsageError as error:
        fail([f"error: {error}", *([f"hint: {error.hint}"] if error.hint else [])])
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader went away (`tracker due | head`): leave without a word, and let the
        # interpreter's own flush at exit find an open descriptor.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        # Not of the registry's files, whose problems are diagnostics: a folder that can't be
        # written to, a working directory that is gone.
        place = f": {error.filename}" if error.filename else ""
        print(f"error: {(error.strerror or str(error)).lower()}{place}", file=sys.stderr)
        return 2
    return code


def _prepare_streams() -> None:
    """A terminal that can't show a character gets an escape, never a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
