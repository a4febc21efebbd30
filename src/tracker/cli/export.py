"""`tracker export`: the registry as a file that other programs read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from tracker.cli.common import (
    UsageError,
    add_filters,
    as_of,
    days,
    filters,
    load_registry,
)
from tracker.cli.parser import named
from tracker.text import escape, plural

EXAMPLES = """\
  tracker export --list                     what there is
  tracker export ics -o deadlines.ics       subscribe to the deadlines
  tracker export parquet -o records.parquet
  tracker export csv --status open > open.csv
"""
_FORMATS = (
    "json", "jsonl", "csv", "parquet", "ics", "atom", "badge", "badge-json", "markdown",
    "html",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give the command its options."""
    parser.add_argument(
        "format", metavar="FORMAT", nargs="?", choices=_FORMATS, help=", ".join(_FORMATS)
    )
    parser.add_argument("--list", action="store_true", help="describe the formats")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=named("a file or folder", "--output"),
        help="where to (default: standard output)",
    )
    parser.add_argument(
        "--site",
        metavar="URL",
        type=_site,
        help="where it is published: for the ids and links of a feed or a calendar",
    )
    parser.add_argument(
        "--resolved", action="store_true", help="ics: keep what has a verdict in the calendar"
    )
    for name, text in (("within", "before its deadline"), ("grace", "after its deadline")):
        parser.add_argument(
            f"--{name}",
            type=days,
            default=30,
            metavar="30d",
            help=f"how long {text} a record is {'soon' if name == 'within' else 'not yet overdue'}",
        )
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    """Make the file; files that are invalid are left out, with a word about it."""
    from tracker.editing import files
    from tracker.export import EXPORTS, Options
    from tracker.rows import rows

    if args.list:
        sys.stdout.write(_listed())
        return 0
    if args.format is None:
        raise UsageError("which format?", "`tracker export --list` describes them")
    chosen = EXPORTS[args.format]
    target = None if args.output in (None, "-") else Path(args.output)
    if target is None and chosen.form == "folder":
        raise UsageError(f"{args.format} is a folder", f"name it: -o {args.format}/")
    if target is not None and chosen.form != "folder" and target.is_dir():
        raise UsageError(f"{target} is a folder", "name a file in it")
    if target is None and chosen.form == "binary" and sys.stdout.isatty():
        raise UsageError(
            f"{args.format} is not text: a terminal can't show it",
            f"name a file: -o predictions{chosen.suffix}",
        )
    registry = load_registry(args)
    today = as_of(args)
    found = rows(registry, today, where=filters(args), soon=args.within, grace=args.grace)
    options = Options(args.within, args.grace, args.site, args.resolved)
    made = chosen.render(registry, found, today, options)
    if registry.invalid_files:
        count = len(registry.invalid_files)
        print(
            f"warning: {plural(count, 'invalid file')} left out: run `tracker check`",
            file=sys.stderr,
        )
    if isinstance(made, Mapping):
        assert target is not None
        for path, data in sorted(made.items()):
            files.put(target / path, data)
    elif target is None:
        _print(made)
    else:
        files.put(target, made.encode() if isinstance(made, str) else made)
    return 0


def _listed() -> str:
    from tracker.export import EXPORTS

    size = max(map(len, EXPORTS))
    return "".join(f"{name:{size}}  {each.description}\n" for name, each in EXPORTS.items())


def _print(made: str | bytes) -> None:
    if isinstance(made, str) and sys.stdout.isatty():
        # Data must not steer a terminal; a file or a pipe gets it as it is.
        sys.stdout.write(escape(made.replace("\r\n", "\n")))
        return
    data = made.encode() if isinstance(made, str) else made
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def _site(text: str) -> str:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        host = None
    # A control character or a blank would have no place in a feed, a calendar or an id.
    if not host or parts.scheme not in ("http", "https") or not text.isprintable() or " " in text:
        raise argparse.ArgumentTypeError(f"got {text!r}, expected a link such as https://...")
    return text
