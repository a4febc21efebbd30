"""The command line: the list of commands, the parser, and exit codes."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
from typing import TYPE_CHECKING, Any

from tracker import __version__
from tracker.cli.common import UsageError, add_global_options, fail, formatter
from tracker.cli.errors import describe, missing_extra
from tracker.cli.interrupt import CLOSED_PIPE, INTERRUPTED, Interrupts
from tracker.cli.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["build_parser", "main"]

#: Command -> its module and its one-line summary.
COMMANDS = {
    "check": ("check", "report every problem in the registry"),
    "due": ("due", "list predictions that are due, overdue or up for review"),
    "list": ("list_", "list all predictions in a table"),
    "show": ("show", "show one prediction in full, and how to resolve it"),
    "resolve": ("resolve", "record a verdict with evidence, prompting for missing parts"),
    "new": ("new", "add a prediction, prompting for missing parts"),
    "person": ("person", "add a person or an organisation, prompting for missing parts"),
    "source": ("source", "add a card for a source, prompting for missing parts"),
    "amend": ("amend", "change a prediction and log the reason in `amended`"),
    "defer": ("defer", "postpone a prediction to a later review date"),
    "score": ("score", "show who was right, with confidence intervals"),
    "export": ("export", "export the registry as CSV, JSON, a calendar, a feed or HTML"),
    "import": ("import_", "import predictions from another tracker"),
    "horizon": ("horizon", "turn a deadline phrase into a date window"),
    "schema": ("schema", "write the JSON Schemas for editors"),
    "init": ("init", "create a new registry with an annotated example"),
    "dashboard": ("dashboard", "open the dashboard in a browser"),
}

_EPILOG = """\
examples:
  tracker due                        list what is due today
  tracker due --as-of 2027-01-01     list what will be due on that day
  tracker check                      report every problem in the registry
  tracker show ID                    show one prediction in full
  tracker resolve ID correct         record a verdict
  tracker dashboard                  open the dashboard in a browser

exit codes:
  0    success
  1    problems found, a prediction at the --fail-on level, or a change refused
  2    usage error, no registry found, or a system error such as a full disk
  130  interrupted with Ctrl-C
  141  the output was closed early (tracker due | head)
"""


class CommandParser(Parser):
    """A command's parser, which imports the command's module only when it is used."""

    def __init__(self, *args: Any, module: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self._module = module
        #: When the command's exit code is 1; empty if it never is.
        self.fails = ""

    def fill(self) -> None:
        """Add the command's examples and options, once."""
        if self._module:
            module = importlib.import_module(f"tracker.cli.{self._module}")
            self._module = ""
            self.epilog = f"examples:\n{module.EXAMPLES}"
            self.fails = getattr(module, "FAILS", "")
            if self.fails:
                self.epilog += f"\nexit code 1:\n  {self.fails}\n"
            add_global_options(self, default=argparse.SUPPRESS)
            module.add_arguments(self)
            self.set_defaults(run=module.run)

    def parse_known_args(self, *args: Any, **options: Any) -> Any:
        """Parse as argparse does, after adding the command's options."""
        self.fill()
        return super().parse_known_args(*args, **options)


def build_parser() -> tuple[Parser, Mapping[str, CommandParser]]:
    """The main parser, and the parser of each command, still without its options."""
    parser = Parser(
        prog="tracker",
        description=(
            "Track public predictions as YAML files in git: see what is due, who was right,\n"
            "and how deadlines slip."
        ),
        epilog=_EPILOG,
        formatter_class=formatter,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"tracker {__version__}",
        help="show the version and exit",
    )
    add_global_options(parser, default=None)
    # Without `prog`, argparse would lay out a whole usage line, with shutil, to find the name.
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
    except BrokenPipeError:
        return CLOSED_PIPE  # nobody reads the error itself
    except OSError:
        return 2  # the error itself can't be printed: standard error is full
    finally:
        _flush_streams()


def _guarded(argv: Sequence[str]) -> int:
    """Run the command; print a usage or system error as one line and a hint."""
    try:
        try:
            return _run(argv)
        finally:
            sys.stdout.flush()  # --help too, which argparse ends with SystemExit
    except UsageError as error:
        fail(str(error), error.hint)
        return error.code
    except BrokenPipeError:
        return CLOSED_PIPE  # end silently, but don't call it a success
    except OSError as error:
        fail(*describe(error))
        return 2


def _run(argv: Sequence[str]) -> int:
    parser, _ = build_parser()
    args = parser.parse_args(argv)
    if args.command is None:
        parser.print_help()
        return 0
    try:
        code: int = args.run(args)
    except ModuleNotFoundError as error:
        if usage := missing_extra(args.command, error):
            raise usage from None
        raise
    return code


def _prepare_streams() -> None:
    """Replace closed standard streams by /dev/null; escape characters that cannot be encoded.

    Undecodable input is kept as surrogates, so that the prompt that reads it can report it.

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
            with contextlib.suppress(OSError):  # input that has already been read from
                reconfigure(errors="surrogateescape" if stream is sys.stdin else "backslashreplace")


def _flush_streams() -> None:
    """Flush the streams; discard unwritable output, or the interpreter's last flush would fail."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
