"""`tracker list`: a table of all records, and how many there are by source."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.cli.common import (
    add_cache_option,
    add_filters,
    as_of,
    ask,
    canvas,
    command_parser,
    filters,
)
from tracker.json_text import json_text
from tracker.text import Canvas, inert, one_line, pad, plural, truncate, width

if TYPE_CHECKING:
    from tracker.rows import Row

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
    from tracker.report.due_json import list_object
    from tracker.rows import count_states

    today, where = as_of(args), filters(args)
    listing, listed = ask(args, lambda listing: listing.rows(today, where=where))
    invalid = len(listing.invalid_files)
    if args.format == "json":
        found = list_object(today, count_states(listed), listed, invalid)
        print(json_text(found), end="")
    else:
        print(inert("\n".join(_table(listed, canvas(args), invalid))))
    return 0


def _table(listed: Sequence[Row], canvas: Canvas, invalid: int) -> list[str]:
    from tracker.words import window_in_words

    lines = []
    if listed:
        cells = [
            (row.status if row.state == "resolved" else row.state.value, window_in_words(row), row)
            for row in listed
        ]
        states = max(len("STATE"), *(len(state) for state, _, _ in cells))
        windows = min(max(len("DEADLINE"), *(width(window) for _, window, _ in cells)), 24)
        # The ids stay whole, to be copied; the speaker gives way to them.
        ids = max(len(row.id) for row in listed)
        room = max(canvas.width - states - windows - ids - 6, len("SPEAKER"))
        names = min(max(len("SPEAKER"), *(width(row.speaker_name) for row in listed)), 16, room)
        head = f"{'STATE':{states}}  {'DEADLINE':{windows}}  {'SPEAKER':{names}}  ID"
        lines.append(canvas.paint(head, "bold"))
        for state, window, row in cells:
            start = f"{state:{states}}  {pad(truncate(window, windows), windows)}  "
            start += f"{pad(truncate(one_line(row.speaker_name), names), names)}  "
            lines.append(start + row.id)
        lines.append("")
        lines.extend([*_by_source(listed, canvas), ""])
    lines.append(f"{plural(len(listed), 'prediction')}.")
    if invalid:
        verb = "is" if invalid == 1 else "are"
        lines.append(f"{plural(invalid, 'file')} {verb} invalid: run `tracker check`.")
    return lines


def _by_source(listed: Sequence[Row], canvas: Canvas) -> list[str]:
    counted = Counter(row.source for row in listed)
    digits = len(str(max(counted.values())))
    return [
        f"{count:>{digits}}  {truncate(one_line(source), canvas.width - digits - 2)}"
        for source, count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    ]
