"""`tracker show ID`: one record whole."""

from __future__ import annotations

import argparse
import difflib
from typing import TYPE_CHECKING

from tracker.cli.common import as_of, canvas, command_parser, fail, load_registry
from tracker.json_text import json_text

if TYPE_CHECKING:
    from tracker.registry import Registry

_EXAMPLES = """\
  tracker show film-from-a-script
  tracker show film-from-a-script --format json
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = command_parser(
        commands, "show", "show one record whole, with the block that resolves it", _EXAMPLES
    )
    parser.add_argument("id", metavar="ID", help="the record: its file's name without .yaml")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the record; 1 when there is none of that id, with the nearest names."""
    from tracker.report import show_json, show_text
    from tracker.rows import row_of

    registry = load_registry(args)
    record = registry.records.get(args.id)
    if record is None:
        return unknown(registry, args.id)
    today = as_of(args)
    row = row_of(registry, record, today)
    if row is None:
        said = record.prediction.made_on.first
        return fail([f"error: {record.id} had not been said on {today}; it was on {said}"])
    if args.format == "json":
        found = show_json.record_object(registry, record, row, today)
        print(json_text(found), end="")
    else:
        print(show_text.render(registry, record, row, today, canvas(args)), end="")
    return 0


def unknown(registry: Registry, wanted: str) -> int:
    """Say that there is no such record, and the nearest names; exit code 1."""
    broken = [path for path in registry.invalid_files if path.endswith(f"/{wanted}.yaml")]
    close = difflib.get_close_matches(wanted, list(registry.records), n=3)
    containing = [record for record in registry.records if wanted in record][:3]
    hint = "`tracker list` shows all ids"
    if broken:
        hint = f"{broken[0]} is invalid: run `tracker check`"
    elif close or containing:
        hint = f"did you mean {', '.join(dict.fromkeys([*close, *containing]))}?"
    return fail([f"error: no record {wanted!r} in {registry.root.absolute()}", f"hint: {hint}"])
