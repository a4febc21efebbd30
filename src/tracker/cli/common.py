"""Shared by the commands: global options, the registry, the date, filters, the canvas."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
import time
from typing import TYPE_CHECKING

from tracker.cli.errors import UnknownRecord, UsageError, fail, unknown_value
from tracker.cli.parser import named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from tracker.filter import Filter
    from tracker.registry import Record, Registry, Scan
    from tracker.rows import Due
    from tracker.text import Canvas

__all__ = [
    "UsageError",
    "add_filters",
    "add_global_options",
    "add_thresholds",
    "as_of",
    "canvas",
    "check_filters",
    "fail",
    "filters",
    "load_record",
    "load_registry",
    "note_if_empty",
    "root",
    "scanning",
    "warn_of_invalid",
]

#: The widest text that still reads well, and the narrowest layout, in columns.
_WIDEST, _NARROWEST = 110, 40


def add_global_options(parser: argparse.ArgumentParser, default: object) -> None:
    """Add the options that every command takes, before or after its name.

    `default` is None for the main parser and argparse.SUPPRESS for a command's, so that a command
    does not reset an option given before its name.
    """
    group = parser.add_argument_group("global options")
    group.add_argument(
        "--root",
        metavar="DIR",
        type=named("--root", "pass the folder that contains predictions/, or omit --root"),
        default=default,
        help="the registry's folder (default: the current folder or the nearest parent that "
        "contains predictions/)",
    )
    group.add_argument(
        "--as-of",
        metavar="DATE",
        type=_date,
        default=default,
        help="show everything as of this date (default: today)",
    )
    group.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default=default,
        metavar="WHEN",
        help="%(choices)s (default: auto, which honours NO_COLOR)",
    )


def formatter(prog: str) -> argparse.HelpFormatter:
    """Help that keeps line breaks, as wide as the terminal; without shutil, which is slow."""
    return argparse.RawDescriptionHelpFormatter(prog, width=_columns() - 2)


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add `--format` to a command that writes text for people or JSON."""
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        metavar="FORMAT",
        help="%(choices)s (default: text)",
    )


def add_thresholds(parser: argparse.ArgumentParser) -> None:
    """Add the options for when a prediction is due soon, and when it is overdue."""
    parser.add_argument(
        "--within",
        type=days,
        default=30,
        metavar="30d",
        help="treat predictions as due soon this long before the deadline (default: 30d)",
    )
    parser.add_argument(
        "--grace",
        type=days,
        default=30,
        metavar="30d",
        help="treat due predictions as overdue this long after the deadline (default: 30d)",
    )


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Add the filters: repeating an option means OR, different options combine with AND."""
    from tracker.records.state import URGENCY
    from tracker.records.vocabulary import STATUSES

    states = [state.value for state in URGENCY]
    group = parser.add_argument_group(
        "filters (repeat an option for OR; different options combine with AND)"
    )
    group.add_argument(
        "--speaker",
        action="append",
        default=[],
        metavar="WHO",
        help="only predictions by this speaker (a key of seeds/people.yaml, or a name); repeatable",
    )
    group.add_argument(
        "--source",
        action="append",
        default=[],
        metavar="SOURCE",
        help="only predictions from this source (a card in seeds/, or a URL); repeatable",
    )
    group.add_argument(
        "--tag",
        action="append",
        default=[],
        metavar="TAG",
        help="only predictions with this tag; repeatable",
    )
    group.add_argument(
        "--status",
        action="append",
        default=[],
        choices=STATUSES,
        metavar="STATUS",
        help="only predictions with this status; repeatable: %(choices)s",
    )
    group.add_argument(
        "--state",
        action="append",
        default=[],
        choices=states,
        metavar="STATE",
        help="only predictions in this state; repeatable: %(choices)s",
    )


def filters(args: argparse.Namespace) -> Filter:
    """The filter that the options ask for."""
    from tracker.filter import Filter

    return Filter(
        speaker=tuple(args.speaker),
        source=tuple(args.source),
        tag=tuple(args.tag),
        status=tuple(args.status),
        state=tuple(args.state),
    )


def check_filters(args: argparse.Namespace, registry: Registry | Scan, due: Due) -> None:
    """Raise UsageError for a filter's value that occurs nowhere in the registry."""
    from tracker.text import folded, plural

    count = len(registry.invalid_files)
    unread = f"{plural(count, 'invalid file')} not searched: run `tracker check`" if count else ""
    names = (registry.person_names(key) for key in registry.people)
    in_seeds = {
        "speaker": {*registry.people, *(name for each in names for name in each)},
        "source": {*registry.cards},
        "tag": set[str](),
    }
    for key, values in in_seeds.items():
        if not getattr(args, key):
            continue
        known = values | due.values[key]
        among = {folded(value) for value in known}
        for value in getattr(args, key):
            if folded(value) not in among:
                raise unknown_value(f"{key} {{}}", value, sorted(known), unread)


def root(args: argparse.Namespace) -> Path:
    """The registry's folder; raises UsageError when there is none."""
    from pathlib import Path

    from tracker.folder import NotARegistry, find_root, require

    if args.root is None:
        try:
            return Path(find_root(os.getcwd()))
        except NotARegistry as error:
            hint = "pass --root DIR, or create a registry with `tracker init DIR`"
            raise UsageError(str(error), hint) from None
    try:
        require(args.root)
    except NotARegistry as error:
        hint = "point --root at the folder that contains predictions/"
        raise UsageError(str(error), hint) from None
    return Path(args.root)


def load_registry(args: argparse.Namespace) -> Registry:
    """Load the registry that the options name, with a progress line on a terminal."""
    from tracker.registry import load

    with Progress() as tell:
        registry = load(root(args), tell=tell)
    note_if_empty(registry)
    return registry


def load_record(args: argparse.Namespace) -> tuple[Registry, Record]:
    """Load the registry and the record that the argument `id` names.

    Raises UnknownRecord with the nearest ids as a hint.
    """
    from tracker.text import did_you_mean

    registry, wanted = load_registry(args), args.id
    if wanted in registry.records:
        return registry, registry.records[wanted]
    broken = [path for path in registry.invalid_files if path.endswith(f"/{wanted}.yaml")]
    containing = [record for record in registry.records if wanted in record][:3]
    names = ", ".join(f"`{record}`" for record in containing)
    instead = f"did you mean {names}?" if containing else "list all ids with `tracker list`"
    if broken:
        hint = f"fix {broken[0]}, which is invalid (see `tracker check`)"
    else:
        hint = did_you_mean(wanted, registry.records, instead=instead, most=3)
    raise UnknownRecord(f"unknown record {wanted!r} in {registry.root.absolute()}", hint)


@contextlib.contextmanager
def scanning(args: argparse.Namespace) -> Iterator[Scan]:
    """The registry, read one record at a time, for commands that keep no records.

    Use the scan inside the block only; a note about an empty registry is printed at its end.
    """
    from tracker.collector import collector_off
    from tracker.registry import Scan

    with Progress() as tell, collector_off():
        scan = Scan(root(args), tell=tell)
        yield scan
    if scan.is_empty:
        _note_empty(scan.root)


def note_if_empty(registry: Registry) -> None:
    """Print a note when there are no records: an empty folder is valid, but rarely intended."""
    if not registry.records and not registry.diagnostics:
        _note_empty(registry.root)


def warn_of_invalid(registry: Registry) -> None:
    """Print on standard error how many files are invalid."""
    from tracker.text import plural

    if count := len(registry.invalid_files):
        message = f"warning: {plural(count, 'invalid file')}: run `tracker check`"
        print(message, file=sys.stderr)


def _note_empty(folder: Path | str) -> None:
    from tracker.text import plain

    print(plain(f"note: no predictions in {os.path.abspath(folder)}/predictions"), file=sys.stderr)


class Progress:
    """A progress line on the terminal, shown once reading takes more than a second.

    `with Progress() as tell` gives None when standard error is not a terminal, or in CI.
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
    """The `--as-of` date, or today; nothing else in the command line reads the clock."""
    from datetime import date

    if args.as_of is not None:
        day: date = args.as_of
        return day
    return date.today()  # noqa: DTZ011 (calendar dates have no time zone: the user's own today)


def canvas(args: argparse.Namespace) -> Canvas:
    """The width of standard output, and whether it shows colour."""
    from tracker.text import Canvas

    columns = max(_NARROWEST, min(_columns(), _WIDEST))
    return Canvas(width=columns, color=_has_color(args.color))


def days(text: str) -> int:
    """An argparse type for a number of days: `30d`, `6w` or `30`."""
    match = re.fullmatch(r"([0-9]{1,6})([dw]?)", text)
    if match is None:
        raise argparse.ArgumentTypeError(
            f"invalid duration {text!r}: use days or weeks, such as 30d or 6w"
        )
    return int(match[1]) * (7 if match[2] == "w" else 1)


def _columns() -> int:
    """The width of the terminal; shutil would say the same, but is slow to import."""
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
        pass  # parse_date gives the reason
    from tracker.records.dates import parse_date

    try:
        return parse_date(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"invalid date {text!r}: {error}") from None


def _has_color(choice: str | None) -> bool:
    if choice in ("always", "never"):
        return choice == "always"
    return (
        not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and sys.stdout.isatty()
    )
