"""`tracker defer ID`: postpone a prediction to a later review date."""

from __future__ import annotations

import argparse

from tracker.cli.common import UsageError, as_of, load_record
from tracker.cli.editing import add_dry_run, carry_out, day
from tracker.records.dates import parse_date

EXAMPLES = """\
  tracker defer wang-yang-chips-a100 --until 2026-09-01 \\
      --why "the annual report is due in August"
"""
FAILS = "the id is unknown, or the change is refused"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("id", metavar="ID", help="the record's file name without .yaml")
    parser.add_argument(
        "--until", metavar="DATE", type=day, required=True, help="the date of the next review"
    )
    parser.add_argument("--why", metavar="TEXT", required=True, help="the reason for waiting")
    add_dry_run(parser)


def run(args: argparse.Namespace) -> int:
    """Write `review`; return 1 if the change is refused."""
    from tracker.editing.proposal import deferral

    registry, record = load_record(args)
    if record.prediction.status != "open":
        raise UsageError(
            f"`{record.id}` is already resolved: {record.prediction.status}",
            f'take the verdict back with `tracker resolve {record.id} --reopen --why "..."`',
        )
    until = parse_date(args.until)
    if until <= as_of(args):
        raise UsageError(f"--until {args.until} is not after {as_of(args)}", "choose a later date")
    return carry_out(args, registry, record, deferral(until, args.why))
