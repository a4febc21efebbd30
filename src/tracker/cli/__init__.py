"""Owns the command line: parse, call, print, exit code. One file a command, listed here."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
from typing import TYPE_CHECKING, Any

from tracker import __version__
from tracker.cli.common import UsageError, add_global_options, fail, formatter
from tracker.cli.errors import of_the_system
from tracker.cli.interrupt import INTERRUPTED, Interrupts
from tracker.cli.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["build_parser", "main"]

#: Each command, its module, and what it does.
COMMANDS = {
    "check": ("check", "say everything that is wrong in the registry"),
    "due": ("due", "say what needs somebody: overdue, due, review, soon"),
    "list": ("list_", "list all records in a table"),
    "show": ("show", "show one record whole, with the block that resolves it"),
    "resolve": ("resolve", "write a verdict with its evidence; asks for what is missing"),
    "new": ("new", "write a new record; asks for what is missing"),
    "amend": ("amend", "change what a record says, with the reason in `amended`"),
    "defer": ("defer", "look at a record again on a day: writes `review`"),
    "score": ("score", "say who was right, and how sure that is"),
    "export": ("export", "write the registry as a file for other programs"),
    "import": ("import_", "bring in predictions from another tracker; overwrites nothing"),
    "horizon": ("horizon", "say what window the deadline policy reads out of a phrase"),
    "schema": ("schema", "write the JSON Schemas for editors"),
    "init": ("init", "begin a new registry, with one annotated example"),
    "dashboard": ("dashboard", "open the dashboard on this machine"),
}

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


class CommandParser(Parser):
    """A command's parser, filled from its module when it is used: a run needs one of them."""

    def __init__(self, *args: Any, module: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self._module = module

    def fill(self) -> None:
        """Give the command its examples and options, once."""
        if self._module:
            module = importlib.import_module(f"tracker.cli.{self._module}")
            self._module = ""
            self.epilog = f"examples:\n{module.EXAMPLES}"
            add_global_options(self, default=argparse.SUPPRESS)
            module.add_arguments(self)
            self.set_defaults(run=module.run)

    def parse_known_args(self, *args: Any, **options: Any) -> Any:
        """As argparse does, with the options of the command."""
        self.fill()
        return super().parse_known_args(*args, **options)


def build_parser() -> tuple[Parser, Mapping[str, CommandParser]]:
    """The command line, and each command's own part of it, which is still to be filled."""
    parser = Parser(
        prog="tracker",
        description="Predictions as YAML files: which are due, who was right, what is wrong.",
        epilog=_EPILOG,
        formatter_class=formatter,
    )
    parser.add_argument("--version", action="version", version=f"tracker {__version__}")
    add_global_options(parser, default=None)
    # The name is said here because argparse would lay out a usage line, with shutil, to find it.
    commands = parser.add_subparsers(
        dest="command",
        metavar="COMMAND",
        title="commands",
        prog="tracker",
        parser_class=CommandParser,
    )
    for name, (module, summary) in COMMANDS.items():
        commands.add_parser(
            name,
            help=summary,
            description=summary[0].upper() + summary[1:] + ".",
            formatter_class=formatter,
            module=module,
        )
    return parser, commands.choices


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    _prepare_streams()
    try:
        with Interrupts():
            return _guarded(sys.argv[1:] if argv is None else argv)
        return INTERRUPTED
    except OSError:
        return 2  # the error itself can't be said: standard error is full or gone
    finally:
        _let_go()


def _guarded(argv: Sequence[str]) -> int:
    """The exit code; what can't be done is said in a line."""
    try:
        try:
            return _run(argv)
        finally:
            sys.stdout.flush()  # --help too, which argparse ends with SystemExit
    except UsageError as error:
        fail([f"error: {error}", *([f"hint: {error.hint}"] if error.hint else [])])
        return 2
    except BrokenPipeError:
        return 0  # the reader went away (`tracker due | head`): leave without a word
    except OSError as error:
        fail(of_the_system(error))
        return 2


def _run(argv: Sequence[str]) -> int:
    parser, _ = build_parser()
    args = parser.parse_args(argv)
    if args.command is None:
        parser.print_help()
        return 0
    code: int = args.run(args)
    return code


def _prepare_streams() -> None:
    """What was handed over closed leads nowhere; what can't show a character gets an escape.

    What is read and is no text of the terminal's is kept as it is: whoever asked says so.

    Python has None for a closed stream (`tracker check >&-`). As git does, we open the null device
    in its place, so that no file that is opened later can get its number.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(descriptor, True)
            setattr(sys, name, os.fdopen(descriptor, "w" if number else "r", encoding="utf-8"))
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with contextlib.suppress(OSError):  # input that was read from before stays as it is
                reconfigure(errors="surrogateescape" if stream is sys.stdin else "backslashreplace")


def _let_go() -> None:
    """What can't be written goes nowhere, or the interpreter's own flush at its end would fail."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
