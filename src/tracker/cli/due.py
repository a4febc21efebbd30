"""`tracker due`: what needs somebody, most urgent first."""

from __future__ import annotations

import argparse
import sys

from tracker.cli.common import (
    add_filters,
    as_of,
    canvas,
    days,
    filters,
    scanning,
)
from tracker.report import DUE_FORMATS, DueReport
from tracker.rows import ASKED_FOR, due

EXAMPLES = """\
  tracker due
  tracker due --as-of 2027-01-01 --within 60d
  tracker due --speaker zhou-hongyi --format json
  tracker due --fail-on overdue     exit 1 when something is overdue
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give the command its options."""
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
        choices=[state.value for state in ASKED_FOR],
        help="exit 1 when a record is at this level or worse, or a file is invalid",
    )
    parser.add_argument(
        "--format",
        choices=("auto", *DUE_FORMATS),
        default="auto",
        help="%(choices)s (default: auto: text, and under GITHUB_ACTIONS github with a summary)",
    )
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    """Print what is due; without --fail-on time alone never breaks a build."""
    from tracker.cli.output import rendered, repository_prefix

    with scanning(args) as scan:
        found = due(
            scan,
            as_of(args),
            where=filters(args),
            soon=args.within,
            grace=args.grace,
            every=args.format == "junit",  # the one format that names records that need nobody
        )
    report = DueReport(
        found,
        scan.root,
        scan.invalid_files,
        fail_on=args.fail_on,
        canvas=canvas(args),
        prefix=repository_prefix(scan.root),
    )
    summary = DUE_FORMATS["markdown"]
    sys.stdout.write(rendered(report, args.format, DUE_FORMATS, plain="text", summary=summary))
    if args.fail_on is None:
        return 0
    return int(bool(report.failing or report.invalid_files))
