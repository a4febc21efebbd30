"""`tracker due`: list predictions that need attention, most urgent first."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tracker.cli.common import (
    UsageError,
    add_filters,
    add_thresholds,
    as_of,
    canvas,
    check_filters,
    filters,
    scanning,
)
from tracker.report import DUE_FORMATS, DueReport
from tracker.rows import ASKED_FOR, due

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = """\
  tracker due
  tracker due --as-of 2027-01-01 --within 60d
  tracker due --speaker zhou-hongyi --format json
  tracker due --fail-on overdue     exit with code 1 if anything is overdue
"""
FAILS = "with --fail-on: an invalid file, or a prediction at that level or worse"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    add_thresholds(parser)
    parser.add_argument(
        "--fail-on",
        choices=[state.value for state in ASKED_FOR],
        metavar="LEVEL",
        help="exit with code 1 if a file is invalid or a prediction is at this level or worse: "
        "%(choices)s",
    )
    parser.add_argument(
        "--against",
        metavar="REV",
        help="annotate, and fail for, only predictions that changed since this git revision",
    )
    parser.add_argument(
        "--format",
        choices=("auto", *DUE_FORMATS),
        default="auto",
        metavar="FORMAT",
        help="%(choices)s (default: auto, i.e. text, or github with a summary in GitHub Actions)",
    )
    add_filters(parser)


def run(args: argparse.Namespace) -> int:
    """Print what is due; without --fail-on always return 0, so that time alone fails no build."""
    from tracker.cli.output import Place, rendered

    with scanning(args) as scan:
        attention = due(
            scan,
            as_of(args),
            where=filters(args),
            soon=args.within,
            grace=args.grace,
            every=args.format == "junit",  # the only format that also lists the other records
        )
        check_filters(args, scan, attention)
        changed = None if args.against is None else _changed(scan.root, args.against)
    place = Place.of(scan.root)
    report = DueReport(
        attention,
        scan.root,
        scan.invalid_files,
        fail_on=args.fail_on,
        changed=changed,
        canvas=canvas(args),
        prefix=place.prefix,
        blob=place.blob,
    )
    summary = DUE_FORMATS["markdown"]
    sys.stdout.write(rendered(report, args.format, DUE_FORMATS, plain="text", summary=summary))
    if args.fail_on is None:
        return 0
    return int(bool(report.failing or report.invalid_files))


def _changed(root: Path, revision: str) -> frozenset[str]:
    from tracker.folder import PREDICTIONS
    from tracker.git import GitError, changed_since

    try:
        return changed_since(root, revision, PREDICTIONS)
    except GitError as error:
        raise UsageError(str(error), error.hint) from None
