"""`tracker score`: the scoreboard."""

from __future__ import annotations

import argparse
import sys

from tracker.cli.common import (
    add_filters,
    as_of,
    canvas,
    filters,
    load_registry,
)
from tracker.scores.scoreboard import GROUPS

EXAMPLES = """\
  tracker score
  tracker score --by tag
  tracker score --by horizon --as-of 2025-01-01 --format json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give the command its options."""
    parser.add_argument(
        "--by", choices=GROUPS, default="speaker", help="%(choices)s (default: speaker)"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    """Print the scoreboard."""
    from tracker.report import score_json, score_text
    from tracker.rows import rows
    from tracker.scores import scoreboard
    from tracker.text import inert

    registry = load_registry(args)
    today = as_of(args)
    listed = rows(registry, today, where=filters(args))
    found = (
        today,
        args.by,
        scoreboard.total(listed),
        scoreboard.score(listed, args.by),
        scoreboard.forecasts(registry, listed),
        scoreboard.sensitivity(listed),
    )
    if args.format == "json":
        sys.stdout.write(score_json.render(*found))
    else:
        sys.stdout.write(inert(score_text.render(*found, canvas(args))))
    return 0
