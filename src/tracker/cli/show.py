"""`tracker show ID`: show one prediction in full."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tracker.cli.common import add_format, as_of, canvas, fail, load_registry
from tracker.json_text import json_text
from tracker.text import did_you_mean

if TYPE_CHECKING:
    from tracker.registry import Registry

EXAMPLES = """\
  tracker show film-from-a-script
  tracker show film-from-a-script --format json
"""
FAILS = "the id is unknown, or the prediction was made after --as-of"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("id", metavar="ID", help="the record's file name without .yaml")
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Print the record; return 1 if there is no such record on that date."""
    from tracker.report import show_json, show_text
    from tracker.rows import row_of

    registry = load_registry(args)
    record = registry.records.get(args.id)
    if record is None:
        return unknown(registry, args.id)
    today = as_of(args)
    row = row_of(registry, record, today)
    if row is None:
        made_on = record.prediction.made_on.first
        return fail(f"`{record.id}` was made on {made_on}, after {today}")
    if args.format == "json":
        print(json_text(show_json.record_object(registry, record, row, today)), end="")
    else:
        print(show_text.render(registry, record, row, today, canvas(args)), end="")
    return 0


def unknown(registry: Registry, wanted: str) -> int:
    """Report an unknown id with the nearest ones as a hint; returns exit code 1."""
    broken = [path for path in registry.invalid_files if path.endswith(f"/{wanted}.yaml")]
    containing = [record for record in registry.records if wanted in record][:3]
    names = ", ".join(f"`{record}`" for record in containing)
    instead = f"did you mean {names}?" if containing else ""
    if broken:
        hint = f"fix {broken[0]}, which is invalid (see `tracker check`)"
    else:
        instead = instead or "list all ids with `tracker list`"
        hint = did_you_mean(wanted, registry.records, instead=instead, most=3)
    return fail(f"unknown record {wanted!r} in {registry.root.absolute()}", hint)
