"""`tracker check`: report every problem in the registry."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.common import UsageError, canvas, load_registry
from tracker.cli.parser import named
from tracker.cli.schema import warn_if_stale
from tracker.report import CHECK_FORMATS, CHECK_SUMMARY, CheckReport

if TYPE_CHECKING:
    from tracker.diagnostic import Diagnostic
    from tracker.registry import Registry

EXAMPLES = """\
  tracker check
  tracker check --format concise --strict    one line each; fail on warnings
  tracker check --against origin/main        report silent changes
  tracker check --documents ~/articles       check quotes against documents
"""
FAILS = "a file has an error, or with --strict a warning"
#: What `check` leaves of a job summary for a `due` in the same step, in bytes.
_ROOM = 256 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "--format",
        choices=("auto", *CHECK_FORMATS),
        default="auto",
        metavar="FORMAT",
        help="%(choices)s (default: auto, i.e. full, or github with a summary in GitHub Actions)",
    )
    parser.add_argument("--strict", action="store_true", help="also exit with code 1 on warnings")
    parser.add_argument(
        "--against",
        metavar="REV",
        help="report changes since this git revision that lack an `amended` entry",
    )
    parser.add_argument(
        "--documents",
        metavar="DIR",
        type=named("--documents", "pass the folder of documents, or omit --documents"),
        help="check that every quote occurs in its document in DIR",
    )


def run(args: argparse.Namespace) -> int:
    """Print the diagnostics; return 1 if there is an error (with --strict: or a warning)."""
    from tracker.collector import collector_off

    with collector_off():  # until everything that was loaded has been freed
        code = _run(args)
        gc.freeze()  # nothing to collect at the end of the process, either
    return code


def _run(args: argparse.Namespace) -> int:
    from tracker.cli.output import Place, rendered

    registry = load_registry(args)
    place = Place.of(registry.root)
    report = CheckReport(
        diagnostics=_diagnostics(args, registry),
        root=registry.root,
        records=len(registry.records),
        cards=len(registry.cards),
        people=len(registry.people),
        strict=args.strict,
        canvas=canvas(args),
        prefix=place.prefix,
        blob=place.blob,
    )
    sys.stdout.write(
        rendered(
            report, args.format, CHECK_FORMATS, plain="full", summary=CHECK_SUMMARY, leave=_ROOM
        )
    )
    warn_if_stale(registry)
    return 1 if report.errors or (args.strict and report.warnings) else 0


def _diagnostics(args: argparse.Namespace, registry: Registry) -> list[Diagnostic]:
    from tracker import checks

    diagnostics = checks.run(registry)
    if args.documents is not None:
        from tracker.checks.documents import check_documents

        folder = Path(args.documents)
        if not folder.is_dir():
            raise UsageError(f"--documents: no such folder: {folder.absolute()}")
        diagnostics += check_documents(registry, folder)
    if args.against is not None:
        diagnostics += _changes(registry, args.against)
    return sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key)


def _changes(registry: Registry, revision: str) -> list[Diagnostic]:
    from tracker.checks.against import check_against
    from tracker.git import GitError

    try:
        return check_against(registry, revision)
    except GitError as error:
        raise UsageError(str(error), error.hint) from None
