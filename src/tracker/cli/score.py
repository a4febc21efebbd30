"""`tracker score`: show who was right, with confidence intervals."""

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
    load_registry,
    warn_of_invalid,
)
from tracker.scores.scoreboard import GROUPS

EXAMPLES = """\
  tracker score
  tracker score --by tag
  tracker score --by horizon --as-of 2025-01-01 --format json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "--by",
        choices=GROUPS,
        default="speaker",
        metavar="GROUP",
        help="group by %(choices)s (default: speaker)",
    )
    add_format(parser)
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    """Print the scoreboard."""
    from tracker.report import ScoreReport, score_json, score_text
    from tracker.rows import due
    from tracker.scores import scoreboard
    from tracker.text import inert

    registry = load_registry(args)
    warn_of_invalid(registry)
    today = as_of(args)
    overview = due(registry, today, where=filters(args))
    check_filters(args, registry, overview)
    listed = list(overview.listed)
    report = ScoreReport(
        today,
        args.by,
        scoreboard.total(listed),
        scoreboard.score(listed, args.by),
        scoreboard.forecasts(registry, listed),
        scoreboard.sensitivity(listed),
        scoreboard.later(registry, listed),
        canvas(args),
    )
    if args.format == "json":
        sys.stdout.write(score_json.render(report))
    else:
        sys.stdout.write(inert(score_text.render(report)))
    return 0
