"""Owns what the commands share: global options, the root, the date, filters, the canvas."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time

from tracker.cli.errors import UsageError, fail
from tracker.cli.parser import named
from tracker.vocabulary import STATUSES

TYPE_CHECKING = False  # typing's own takes as long to import as the rest of this module

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from tracker.listing import Listing
    from tracker.query import Filter
    from tracker.registry import Registry
    from tracker.text import Canvas

__all__ = [
    "UsageError",
    "add_cache_option",
    "add_filters",
    "add_global_options",
    "answer",
    "as_of",
    "canvas",
    "days",
    "fail",
    "filters",
    "load_registry",
    "look",
    "note_if_empty",
    "root",
]

#: Widest text that still reads well, and the narrowest that is laid out.
_WIDEST, _NARROWEST = 110, 40


def add_global_options(parser: argparse.ArgumentParser, default: object) -> None:
    """The options that every command takes, before or after its name.

    `default` is None for the main parser and argparse.SUPPRESS for a command's, so that a command
    does not undo what stood before its name.
    """
    group = parser.add_argument_group("everywhere")
    group.add_argument(
        "--root",
        metavar="DIR",
        type=named("the folder that holds predictions/", "--root"),
        default=default,
        help="the registry (default: the nearest folder upwards that holds predictions/)",
    )
    group.add_argument(
        "--as-of",
        metavar="DATE",
        type=_date,
        default=default,
        help="the day to answer for (default: today)",
    )
    group.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default=default,
        help="colour in the output (default: auto; NO_COLOR is honoured)",
    )


def command_parser(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    text: str,
    examples: str,
) -> argparse.ArgumentParser:
    """A command's parser with the global options and its examples."""
    parser = commands.add_parser(
        name,
        help=text,
        description=text[0].upper() + text[1:] + ".",
        epilog="examples:\n" + examples,
        formatter_class=formatter,
    )
    add_global_options(parser, default=argparse.SUPPRESS)
    return parser


def formatter(prog: str) -> argparse.HelpFormatter:
    """Help with the texts as they are, as wide as the terminal; without shutil, which is slow."""
    return argparse.RawDescriptionHelpFormatter(prog, width=_columns() - 2)


def add_filters(parser: argparse.ArgumentParser) -> None:
    """The filters: one option repeated means or, different options mean and."""
    group = parser.add_argument_group(
        "which records (one option repeated: or; different ones: and)"
    )
    group.add_argument(
        "--speaker", action="append", default=[], metavar="WHO", help="a key or a name"
    )
    group.add_argument(
        "--source", action="append", default=[], metavar="CARD", help="a card or a link"
    )
    group.add_argument("--tag", action="append", default=[], metavar="TAG")
    group.add_argument(
        "--status",
        action="append",
        default=[],
        choices=STATUSES,
        metavar="STATUS",
        help=", ".join(STATUSES),
    )
    group.add_argument(
        "--state",
        action="append",
        default=[],
        choices=_STATES,
        metavar="STATE",
        help=", ".join(_STATES),
    )


_STATES = ("overdue", "due", "review", "soon", "upcoming", "resolved")


def filters(args: argparse.Namespace) -> Filter:
    """The filter that the options say."""
    from tracker.query import Filter

    return Filter(
        speaker=tuple(args.speaker),
        source=tuple(args.source),
        tag=tuple(args.tag),
        status=tuple(args.status),
        state=tuple(args.state),
    )


def root(args: argparse.Namespace) -> Path:
    """The registry's folder; UsageError says where it was looked for."""
    from pathlib import Path

    return Path(_root(args))


def _root(args: argparse.Namespace) -> str:
    from tracker.folder import NotARegistry, find_root

    if args.root is None:
        try:
            return find_root(os.getcwd())
        except NotARegistry as error:
            raise UsageError(str(error), "name the registry with --root DIR") from None
    if not os.path.isdir(os.path.join(args.root, "predictions")):
        raise UsageError(
            f"no predictions/ folder in {os.path.abspath(args.root)}",
            "--root names the folder that holds predictions/",
        )
    folder: str = args.root
    return folder


def load_registry(args: argparse.Namespace) -> Registry:
    """The registry that the command is about."""
    from tracker.registry import load

    with Progress() as tell:
        registry = load(root(args), tell=tell)
    note_if_empty(registry)
    return registry


def add_cache_option(parser: argparse.ArgumentParser) -> None:
    """For commands that list: what was read the last time is kept."""
    parser.add_argument(
        "--no-cache",
        action="store_true",
        help="read every file, and keep nothing for the next run",
    )


def answer(
    args: argparse.Namespace, asked: tuple[object, ...], make: Callable[[Listing], tuple[str, int]]
) -> int:
    """Print what `make` says of the registry's list: a text and an exit code.

    What has not changed since the last run is not read, and when nothing has, `asked` included,
    which is all that the answer depends on besides, the same is printed again.
    """
    from tracker.folder import Walk

    walk = Walk(_root(args))
    answers = None
    # Under GitHub Actions an answer writes a summary too.
    if not args.no_cache and not os.environ.get("GITHUB_ACTIONS"):
        from tracker.answers import Answers

        answers = Answers(walk, args.command, asked)
        found = answers.find()
        if found is not None:
            sys.stdout.write(found[0])
            return found[1]
    from tracker import loading

    with Progress() as tell:
        listing, (text, code) = loading.ask(walk, make, cached=not args.no_cache, tell=tell)
    if listing.is_empty:
        _note_empty(listing.root)
    elif answers is not None and listing.is_settled:
        answers.keep(text, code)
    sys.stdout.write(text)
    return code


def look(args: argparse.Namespace) -> tuple[int, bool]:
    """How wide and how colourful standard output is, as plain values."""
    return max(_NARROWEST, min(_columns(), _WIDEST)), _has_color(args.color)


def note_if_empty(registry: Registry) -> None:
    """Say so when there is no record at all: an empty folder is no error, but rarely meant."""
    if not registry.records and not registry.diagnostics:
        _note_empty(registry.root)


def _note_empty(folder: Path | str) -> None:
    print(f"note: no predictions in {os.path.abspath(folder)}/predictions", file=sys.stderr)


class Progress:
    """A line on the terminal that says how far reading is, from the first second on.

    None, and silent, where nobody looks: not on a terminal, or in CI.
    """

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._shown = ""

    def __enter__(self) -> Progress | None:
        return self if sys.stderr.isatty() and not os.environ.get("CI") else None

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self._since < 1:
            return
        share = min(done, total) * 24 // max(total, 1)
        shown = f"reading [{'#' * share:24}] {min(done, total)} of {total}"
        if shown != self._shown:
            self._shown = shown
            print(f"\r{shown}", end="", file=sys.stderr, flush=True)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print(f"\r{' ' * len(self._shown)}\r", end="", file=sys.stderr, flush=True)


def as_of(args: argparse.Namespace) -> date:
    """The day that the command answers for; nowhere else does the command line read the clock."""
    from datetime import date

    if args.as_of is not None:
        day: date = args.as_of
        return day
    return date.today()  # noqa: DTZ011 (calendar dates have no time zone: the user's own today)


def canvas(args: argparse.Namespace) -> Canvas:
    """How wide and how colourful standard output is."""
    from tracker.text import Canvas

    columns, color = look(args)
    return Canvas(width=columns, color=color)


def days(text: str) -> int:
    """A number of days as an option says it: `30d`, `6w` or `30`; for argparse."""
    match = re.fullmatch(r"([0-9]{1,6})([dw]?)", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"got {text!r}, expected days such as 30d or 6w")
    return int(match[1]) * (7 if match[2] == "w" else 1)


def _columns() -> int:
    """The width of the terminal: what shutil says of it, which takes as long as all the rest."""
    try:
        columns = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        columns = 0
    if columns <= 0:
        try:
            columns = os.get_terminal_size(sys.stdout.fileno()).columns
        except (AttributeError, ValueError, OSError):
            columns = 0
    return columns or 80


def _date(text: str) -> date:
    from datetime import date

    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # dates says why
    from tracker.dates import parse_date

    try:
        return parse_date(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"got {text!r}: {error}") from None


def _has_color(choice: str | None) -> bool:
    if choice in ("always", "never"):
        return choice == "always"
    return (
        not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and sys.stdout.isatty()
    )
