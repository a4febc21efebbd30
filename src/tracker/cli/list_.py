"""`tracker list`: a table of all records, and how many there are by source."""

from __future__ import annotations

import argparse

from tracker.cli.common import (
    add_cache_option,
    add_filters,
    answer,
    as_of,
    canvas,
    command_parser,
    filters,
    look,
)

TYPE_CHECKING = False  # as in common.py
if TYPE_CHECKING:
    from tracker.listing import Listing

_EXAMPLES = """\
  tracker list
  tracker list --state upcoming --tag chips
  tracker list --status correct --status partial --format json
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = command_parser(commands, "list", "list all records in a table", _EXAMPLES)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    add_cache_option(parser)
    add_filters(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the table, most urgent first."""
    today = as_of(args)
    only = (args.speaker, args.source, args.tag, args.status, args.state)

    def make(listing: Listing) -> tuple[str, int]:
        listed = listing.rows(today, where=filters(args))
        invalid = len(listing.invalid_files)
        if args.format == "text":
            from tracker.report import list_text

            return list_text.render(listed, canvas(args), invalid), 0
        from tracker.json_text import json_text
        from tracker.report.due_json import list_object
        from tracker.rows import count_states

        return json_text(list_object(today, count_states(listed), listed, invalid)), 0

    return answer(args, (today.isoformat(), args.format, only, look(args)), make)
