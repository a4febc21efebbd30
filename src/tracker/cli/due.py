"""`tracker due`: what needs somebody, most urgent first."""

from __future__ import annotations

import argparse

from tracker.cli.common import (
    add_filters,
    as_of,
    canvas,
    command_parser,
    days,
    filters,
    load_registry,
)

_EXAMPLES = """\
  tracker due
  tracker due --as-of 2027-01-01 --within 60d
  tracker due --speaker zhou-hongyi --format json
  tracker due --fail-on overdue     exit 1 when something is overdue
"""
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
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    add_filters(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what is due; without --fail-on time alone never breaks a build."""
    from tracker.report import DUE_FORMATS, DueReport
    from tracker.rows import due

    registry = load_registry(args)
    found = due(registry, as_of(args), where=filters(args), soon=args.within, grace=args.grace)
    report = DueReport(found, registry.root, registry.invalid_files, canvas(args))
    print(DUE_FORMATS[args.format](report), end="")
    if args.fail_on is None:
        return 0
    failing = LEVELS[: LEVELS.index(args.fail_on) + 1]
    return int(bool(registry.invalid_files) or any(row.state in failing for row in found.rows))
