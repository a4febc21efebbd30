"""`tracker due`: what needs somebody, most urgent first."""

from __future__ import annotations

import argparse
import os

from tracker.cli.common import (
    add_cache_option,
    add_filters,
    answer,
    as_of,
    canvas,
    command_parser,
    days,
    filters,
    look,
)

TYPE_CHECKING = False  # as in common.py
if TYPE_CHECKING:
    from tracker.listing import Listing

_EXAMPLES = """\
  tracker due
  tracker due --as-of 2027-01-01 --within 60d
  tracker due --speaker zhou-hongyi --format json
  tracker due --fail-on overdue     exit 1 when something is overdue
"""
_FORMATS = ("auto", "text", "json", "csv", "markdown", "github", "junit")
#: Worst first; `--fail-on LEVEL` fails at the level and at everything worse.
LEVELS = ("overdue", "due", "review", "soon")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = command_parser(
        commands, "due", "say what needs somebody: overdue, due, review, soon", _EXAMPLES
    )
    parser.add_argument(
        "--within",
        type=days,
        default=30,
        metavar="30d",
        help="how long before its deadline a record is soon",
    )
    parser.add_argument(
        "--grace",
        type=days,
        default=30,
        metavar="30d",
        help="how long after its deadline a record is not yet overdue",
    )
    parser.add_argument(
        "--fail-on",
        choices=LEVELS,
        help="exit 1 when a record is at this level or worse, or a file is invalid",
    )
    parser.add_argument(
        "--format",
        choices=_FORMATS,
        default="auto",
        help="%(choices)s (default: auto: text, and under GITHUB_ACTIONS github with a summary)",
    )
    add_cache_option(parser)
    add_filters(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what is due; without --fail-on time alone never breaks a build."""
    today = as_of(args)

    def make(listing: Listing) -> tuple[str, int]:
        from tracker.cli.output import rendered, repository_prefix
        from tracker.report import DUE_FORMATS, DueReport

        is_every = args.format == "junit"  # the one format that names records that need nobody
        report = DueReport(
            listing.due(
                today, where=filters(args), soon=args.within, grace=args.grace, every=is_every
            ),
            listing.root,
            listing.invalid_files,
            fail_on=args.fail_on,
            canvas=canvas(args),
            prefix=repository_prefix(listing.root),
        )
        summary = DUE_FORMATS["markdown"]
        text = rendered(report, args.format, DUE_FORMATS, plain="text", summary=summary)
        if args.fail_on is None:
            return text, 0
        return text, int(bool(report.failing or report.invalid_files))

    options = (args.within, args.grace, args.fail_on, args.format)
    only = (args.speaker, args.source, args.tag, args.status, args.state)
    place = os.environ.get("GITHUB_WORKSPACE")
    return answer(args, (today.isoformat(), options, only, look(args), place), make)
