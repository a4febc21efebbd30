"""`tracker show ID`: one record whole."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tracker.cli.common import as_of, canvas, fail, load_registry
from tracker.json_text import json_text
from tracker.text import did_you_mean

if TYPE_CHECKING:
    from tracker.registry import Registry

EXAMPLES = """\
  tracker show film-from-a-script
  tracker show film-from-a-script --format json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give the command its options."""
    parser.add_argument("id", metavar="ID", help="the record: its file's name without .yaml")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


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
    containing = [record for record in registry.records if wanted in record][:3]
    instead = f"did you mean {', '.join(containing)}?" if containing else ""
    if broken:
        hint = f"{broken[0]} is invalid: run `tracker check`"
    else:
        instead = instead or "`tracker list` shows all ids"
        hint = did_you_mean(wanted, registry.records, instead=instead, most=3)
    return fail([f"error: no record {wanted!r} in {registry.root.absolute()}", f"hint: {hint}"])
