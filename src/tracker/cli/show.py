"""`tracker show ID`: show one prediction in full."""

from __future__ import annotations

import argparse

from tracker.cli.common import add_format, as_of, canvas, fail, load_record
from tracker.json_text import json_text

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

    registry, record = load_record(args)
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
