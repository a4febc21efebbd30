"""`tracker list`: list all predictions in a table, most urgent first."""

from __future__ import annotations

import argparse
import sys

from tracker.cli.common import (
    add_filters,
    add_format,
    as_of,
    canvas,
    check_filters,
    filters,
    scanning,
)

EXAMPLES = """\
  tracker list
  tracker list --state upcoming --tag chips
  tracker list --status correct --status partial --format json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    add_format(parser)
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    """Print the table, most urgent first."""
    from tracker.json_text import json_text
    from tracker.report import list_text
    from tracker.report.due_json import list_object
    from tracker.rows import due

    today = as_of(args)
    with scanning(args) as scan:
        overview = due(scan, today, where=filters(args))
        check_filters(args, scan, overview)
    invalid = len(scan.invalid_files)
    if args.format == "text":
        sys.stdout.write(list_text.render(overview.listed, canvas(args), invalid))
    else:
        sys.stdout.write(json_text(list_object(overview, invalid)))
    return 0
