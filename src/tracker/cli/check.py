"""`tracker check`: all diagnostics of a registry."""

from __future__ import annotations

import argparse

from tracker.cli.common import canvas, command_parser, load_registry

_EXAMPLES = """\
  tracker check
  tracker check --format json
  tracker check --strict       warnings count too
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = command_parser(
        commands, "check", "say everything that is wrong in the registry", _EXAMPLES
    )
    parser.add_argument("--format", choices=("full", "json"), default="full", help="default: full")
    parser.add_argument("--strict", action="store_true", help="exit 1 on warnings too")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the diagnostics; 1 when there is an error (with --strict: or a warning)."""
    from tracker import checks
    from tracker.report import CHECK_FORMATS, CheckReport

    registry = load_registry(args)
    report = CheckReport(
        diagnostics=checks.run(registry),
        root=registry.root,
        records=len(registry.records),
        cards=len(registry.cards),
        people=len(registry.people),
        canvas=canvas(args),
    )
    print(CHECK_FORMATS[args.format](report), end="")
    return 1 if report.errors or (args.strict and report.warnings) else 0
