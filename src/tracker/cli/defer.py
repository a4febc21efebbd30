"""`tracker defer ID`: say when to look at a record again, and why then."""

from __future__ import annotations

import argparse

from tracker.cli.common import UsageError, as_of, load_registry
from tracker.cli.editing import add_dry_run, carry_out, day
from tracker.cli.show import unknown
from tracker.records.dates import parse_date

EXAMPLES = """\
  tracker defer wang-yang-chips-a100 --until 2026-09-01 --why "the yearly report comes in August"
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give the command its options."""
    parser.add_argument("id", metavar="ID", help="the record: its file's name without .yaml")
    parser.add_argument(
        "--until", metavar="DATE", type=day, required=True, help="the day to look again"
    )
    parser.add_argument("--why", metavar="TEXT", required=True, help="what is waited for")
    add_dry_run(parser)


def run(args: argparse.Namespace) -> int:
    """Write `review`; 1 when it is refused."""
    from tracker.editing.proposal import deferral

    registry = load_registry(args)
    record = registry.records.get(args.id)
    if record is None:
        return unknown(registry, args.id)
    if record.prediction.status != "open":
        raise UsageError(
            f"{record.id} is resolved: {record.prediction.status}",
            "`tracker resolve ID --reopen` takes a verdict back",
        )
    until = parse_date(args.until)
    if until <= as_of(args):
        raise UsageError(f"--until {args.until} is not after {as_of(args)}", "name a day to come")
    return carry_out(args, registry, record, deferral(until, args.why))
