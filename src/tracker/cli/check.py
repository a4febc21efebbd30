"""`tracker check`: all diagnostics of a registry."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.common import UsageError, canvas, load_registry
from tracker.cli.parser import named
from tracker.report import CHECK_FORMATS, CHECK_SUMMARY, CheckReport

if TYPE_CHECKING:
    from tracker.diagnostic import Diagnostic
    from tracker.registry import Registry

EXAMPLES = """\
  tracker check
  tracker check --format concise --strict    one line each; warnings count too
  tracker check --against origin/main        has anything been changed silently?
  tracker check --documents ~/articles       does each quote stand in its text?
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give the command its options."""
    parser.add_argument(
        "--format",
        choices=("auto", *CHECK_FORMATS),
        default="auto",
        help="%(choices)s (default: auto: full, and under GITHUB_ACTIONS github with a summary)",
    )
    parser.add_argument("--strict", action="store_true", help="exit 1 on warnings too")
    parser.add_argument(
        "--against",
        metavar="REV",
        help="a git revision: nothing that was said may have changed silently since",
    )
    parser.add_argument(
        "--documents",
        metavar="DIR",
        type=named("the folder of the documents", "--documents"),
        help="prove each quote against the documents in DIR",
    )


def run(args: argparse.Namespace) -> int:
    """Print the diagnostics; 1 when there is an error (with --strict: or a warning)."""
    from tracker.collector import collector_off

    with collector_off():  # until all that was loaded is gone again
        code = _run(args)
        gc.freeze()  # nor is it to look through all modules when the process ends
    return code


def _run(args: argparse.Namespace) -> int:
    from tracker.cli.output import rendered, repository_prefix

    registry = load_registry(args)
    report = CheckReport(
        diagnostics=_diagnostics(args, registry),
        root=registry.root,
        records=len(registry.records),
        cards=len(registry.cards),
        people=len(registry.people),
        strict=args.strict,
        canvas=canvas(args),
        prefix=repository_prefix(registry.root),
    )
    sys.stdout.write(
        rendered(report, args.format, CHECK_FORMATS, plain="full", summary=CHECK_SUMMARY)
    )
    return 1 if report.errors or (args.strict and report.warnings) else 0


def _diagnostics(args: argparse.Namespace, registry: Registry) -> list[Diagnostic]:
    from tracker import checks

    found = checks.run(registry)
    if args.documents is not None:
        from tracker.checks.documents import check_documents

        folder = Path(args.documents)
        if not folder.is_dir():
            raise UsageError(f"no folder {folder.absolute()}", "--documents names a folder")
        found += check_documents(registry, folder)
    if args.against is not None:
        found += _changes(registry, args.against)
    return sorted(found, key=lambda diagnostic: diagnostic.sort_key)


def _changes(registry: Registry, revision: str) -> list[Diagnostic]:
    from tracker.checks.against import check_against
    from tracker.git import GitError, NoAnswer, UnknownRevision

    try:
        return check_against(registry, revision)
    except UnknownRevision:
        hint = "fetch the whole history: git fetch --unshallow (in CI: fetch-depth: 0)"
        raise UsageError(f"unknown revision {revision!r}", hint) from None
    except NoAnswer as error:
        hint = "`git status` must answer in the folder of the registry"
        raise UsageError(f"--against needs git: {error}", hint) from None
    except GitError as error:
        raise UsageError(
            f"--against needs git: {error}", "run it in a clone of the registry's repository"
        ) from None
