"""Owns what the commands share: global options, the root, the date, filters, the canvas."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
import time
from typing import TYPE_CHECKING

from tracker.cli.errors import UsageError, fail
from tracker.cli.parser import named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from tracker.filter import Filter
    from tracker.registry import Registry, Scan
    from tracker.text import Canvas

__all__ = [
    "UsageError",
    "add_filters",
    "add_global_options",
    "as_of",
    "canvas",
    "days",
    "fail",
    "filters",
    "load_registry",
    "note_if_empty",
    "root",
    "scanning",
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


def formatter(prog: str) -> argparse.HelpFormatter:
    """Help with the texts as they are, as wide as the terminal; without shutil, which is slow."""
    return argparse.RawDescriptionHelpFormatter(prog, width=_columns() - 2)


def add_filters(parser: argparse.ArgumentParser) -> None:
    """The filters: one option repeated means or, different options mean and."""
    from tracker.records.state import URGENCY
    from tracker.records.vocabulary import STATUSES

    states = [state.value for state in URGENCY]
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
        choices=states,
        metavar="STATE",
        help=", ".join(states),
    )


def filters(args: argparse.Namespace) -> Filter:
    """The filter that the options say."""
    from tracker.filter import Filter

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

    from tracker.folder import NotARegistry, find_root

    if args.root is None:
        try:
            return Path(find_root(os.getcwd()))
        except NotARegistry as error:
            raise UsageError(str(error), "name the registry with --root DIR") from None
    if not os.path.isdir(os.path.join(args.root, "predictions")):
        raise UsageError(
            f"no predictions/ folder in {os.path.abspath(args.root)}",
            "--root names the folder that holds predictions/",
        )
    return Path(args.root)


def load_registry(args: argparse.Namespace) -> Registry:
    """The registry that the command is about."""
    from tracker.registry import load

    with Progress() as tell:
        registry = load(root(args), tell=tell)
    note_if_empty(registry)
    return registry


@contextlib.contextmanager
def scanning(args: argparse.Namespace) -> Iterator[Scan]:
    """The registry that the command is about, one record at a time: for what keeps none of them.

    Whatever is made of it is made inside; an empty one is told of behind it.
    """
    from tracker.collector import collector_off
    from tracker.registry import Scan

    with Progress() as tell, collector_off():
        scan = Scan(root(args), tell=tell)
        yield scan
    if scan.is_empty:
        _note_empty(scan.root)


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

    columns = max(_NARROWEST, min(_columns(), _WIDEST))
    return Canvas(width=columns, color=_has_color(args.color))


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
    from tracker.records.dates import parse_date

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
