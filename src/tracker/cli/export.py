"""`tracker export`: write the registry as a file for other programs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from tracker.cli.common import (
    UsageError,
    add_filters,
    add_thresholds,
    as_of,
    check_filters,
    filters,
    load_registry,
    warn_of_invalid,
)
from tracker.cli.errors import missing_extra, unknown_value
from tracker.cli.parser import named
from tracker.export import EXPORTS, Options
from tracker.text import escape

_CHARTS = [name.split()[1] for name in EXPORTS if name.startswith("chart ")]
EXAMPLES = """\
  tracker export --list                     describe the formats
  tracker export ics -o deadlines.ics       write the deadlines as a calendar
  tracker export parquet -o records.parquet
  tracker export chart horizon -o horizon.svg
  tracker export csv --status open > open.csv
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    names = list(dict.fromkeys(name.split()[0] for name in EXPORTS))
    parser.add_argument("format", metavar="FORMAT", nargs="?", choices=names, help=", ".join(names))
    parser.add_argument("chart", metavar="NAME", nargs="?", help=f"chart: {', '.join(_CHARTS)}")
    parser.add_argument("--list", action="store_true", help="describe the formats and exit")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=named("--output", "pass a file or folder, or omit --output"),
        help="the file or folder to write (default: standard output)",
    )
    parser.add_argument(
        "--site",
        metavar="URL",
        type=_site,
        help="the address of the published site, for ids and links in feeds, calendars and pages",
    )
    parser.add_argument(
        "--force", action="store_true", help="html: overwrite an index.html from another program"
    )
    parser.add_argument("--resolved", action="store_true", help="ics: include resolved predictions")
    parser.add_argument(
        "--entries",
        type=_entries,
        default=100,
        metavar="N",
        help="atom: the number of entries, newest first, or `all` (default: 100)",
    )
    add_thresholds(parser)
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    """Write the export; warn of invalid files."""
    from tracker.editing import files
    from tracker.rows import due

    if args.list:
        sys.stdout.write(_listed())
        return 0
    if args.format is None:
        raise UsageError("no format given", "list the formats with `tracker export --list`")
    format_ = _format(args.format, args.chart)
    export = EXPORTS[format_]
    target = None if args.output in (None, "-") else Path(args.output)
    if export.form == "folder":
        _check_folder(target, format_, force=args.force)
    if target is not None and export.form != "folder" and target.is_dir():
        raise UsageError(f"{target} is a folder", "pass a file inside it")
    if target is None and export.form == "binary" and sys.stdout.isatty():
        raise UsageError(
            f"format `{format_}` is binary and can't be shown in a terminal",
            f"write it to a file: -o predictions{export.suffix}",
        )
    registry = load_registry(args)
    today = as_of(args)
    overview = due(registry, today, where=filters(args), soon=args.within, grace=args.grace)
    check_filters(args, registry, overview)
    listed = list(overview.listed)
    name = target.name if target else None
    beside = tuple(path.name for path in target.glob("*")) if target else ()
    options = Options(args.within, args.grace, args.site, args.resolved, name, args.entries, beside)
    try:
        content = export.render(registry, listed, today, options)
    except ModuleNotFoundError as error:  # name the format: others work without the extra
        raise missing_extra(f"{args.command} {format_}", error) or error from None
    warn_of_invalid(registry)
    if isinstance(content, Mapping):
        assert target is not None
        for path, data in sorted(content.items()):
            files.put(target / path, data, pipes=False)
    elif target is None:
        _print(content)
    else:
        files.put(target, content.encode() if isinstance(content, str) else content)
    return 0


def _format(name: str, chart: str | None) -> str:
    """The name of the export; only charts have two words."""
    if name != "chart":
        if chart is not None:
            raise UsageError(f"unexpected argument {chart!r}", "write to a file with -o FILE")
        return name
    if chart is None:
        raise UsageError("no chart given", f"choose from {', '.join(_CHARTS)}")
    if chart not in _CHARTS:
        raise unknown_value("chart {}", chart, _CHARTS)
    return f"chart {chart}"


def _check_folder(target: Path | None, name: str, *, force: bool) -> None:
    """Raise UsageError unless the target is a folder that the export may write to."""
    if target is None:
        raise UsageError(f"format `{name}` needs a folder", f"pass one, such as -o {name}/")
    is_page = target.suffix.casefold() in (".html", ".htm") and not target.is_dir()
    if is_page or target.is_file():
        hint = f"pass a folder, such as -o {target.parent / (target.stem or name)}/"
        raise UsageError(f"format `{name}` writes a folder, not the file {target}", hint)
    index = target / "index.html"
    if not force and index.is_file():
        with index.open("rb") as file:
            start = file.read(1 << 16)
        if not any(mark in start for mark in _OUR_PAGES):
            message = f"{index} was not written by `tracker export {name}`"
            raise UsageError(message, "choose another folder, or pass --force to overwrite it")


#: One of these is in the head of every page that we have written.
_OUR_PAGES = (b'name="generator" content="prediction-tracker', b"<title>Predictions on ")


def _listed() -> str:
    size = max(map(len, EXPORTS))
    return "".join(f"{name:{size}}  {export.description}\n" for name, export in EXPORTS.items())


def _print(content: str | bytes) -> None:
    if isinstance(content, str) and sys.stdout.isatty():
        # Data must not control the terminal; a file or a pipe gets it unchanged.
        sys.stdout.write(escape(content.replace("\r\n", "\n")))
        return
    data = content.encode() if isinstance(content, str) else content
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def _entries(text: str) -> int | None:
    if text == "all":
        return None
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"invalid number {text!r}: use 1 or more, or `all`")
    return int(text)


def _site(text: str) -> str:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        host = None
    # Control characters and spaces are not allowed in the addresses of feeds and calendars.
    if not host or parts.scheme not in ("http", "https") or not text.isprintable() or " " in text:
        raise argparse.ArgumentTypeError(f"invalid URL {text!r}: use http:// or https://")
    return text
