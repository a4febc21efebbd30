"""`tracker import FILE --map MAPPING`: import predictions from another tracker."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.common import UsageError, fail
from tracker.cli.common import root as registry_root
from tracker.cli.errors import advice
from tracker.cli.parser import named
from tracker.text import inert, one_line, plural

if TYPE_CHECKING:
    from tracker.importer import Mapping, Outcome

EXAMPLES = """\
  tracker import markets.json --map manifold --dry-run
  tracker import markets.json --map manifold
  tracker import ours.csv --map ours.yaml     with a mapping of your own
"""
FAILS = "an item is refused or differs from its record, or FILE or MAPPING is invalid"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "file",
        metavar="FILE",
        type=named("FILE", "name the file to import"),
        help="a CSV, JSON, JSON Lines or YAML file, or a folder of YAML files",
    )
    parser.add_argument(
        "--map",
        required=True,
        metavar="MAPPING",
        type=named("--map", "name a mapping"),
        help="fatebook, fatebook-csv, manifold, metaculus, predictionbook, or your own mapping",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would be imported without writing"
    )


def run(args: argparse.Namespace) -> int:
    """Import new items; return 1 if one was refused or differs from the existing record."""
    from tracker.importer import Unreadable, carry_out, plan, read_items
    from tracker.registry import load

    root = registry_root(args)
    path = Path(args.file)
    if not path.exists():
        raise UsageError(f"no such file: {path.absolute()}")
    mapping = _mapping(args.map)
    if mapping is None:
        return 1
    try:
        items = read_items(path, mapping)
    except Unreadable as error:
        return fail(one_line(str(error)))
    registry = load(root)
    outcomes = plan(items, mapping, registry)
    if not args.dry_run:
        outcomes = carry_out(outcomes, registry)
    print(inert("\n".join([*_list(outcomes), *_summary(outcomes, path, dry_run=args.dry_run)])))
    return int(any(outcome.kind in ("refused", "different") for outcome in outcomes))


def _mapping(name: str) -> Mapping | None:
    from tracker.importer import load_mapping

    try:
        mapping, problems = load_mapping(name)
    except FileNotFoundError as error:
        raise UsageError(f"no such mapping: {name!r}", str(error)) from None
    except OSError as error:
        raise UsageError(
            f"can't read {name}: {(error.strerror or str(error)).lower()}", advice(error)
        ) from None
    for problem in problems:
        line = f"{problem.place}: {problem.severity}[{problem.code}] {problem.message}"
        print(one_line(line), file=sys.stderr)
        if problem.hint:
            print(f"  hint: {one_line(problem.hint)}", file=sys.stderr)
    return mapping


def _list(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A line for each item that is not unchanged, with its reasons and what it loses."""
    for outcome in outcomes:
        if outcome.kind == "unchanged":
            continue
        name = outcome.path if outcome.kind == "new" else outcome.id
        item = f"{name} ({outcome.place})" if name else outcome.place
        yield one_line(f"{outcome.kind} {item}")
        yield from (f"            {one_line(reason)}" for reason in outcome.reasons)
        if outcome.kind != "skipped":
            yield from (f"            not imported: {one_line(lost)}" for lost in outcome.lost)


def _summary(outcomes: Sequence[Outcome], path: Path, *, dry_run: bool) -> Iterator[str]:
    counts: Counter[str] = Counter(outcome.kind for outcome in outcomes)
    if any(outcome.kind != "unchanged" for outcome in outcomes):
        yield ""
    parts = [
        f"{counts[kind]} {label}"
        for kind, label in (
            ("new", "new"),
            ("unchanged", "already present"),
            ("different", "different"),
            ("skipped", "skipped"),
            ("refused", "refused"),
        )
        if counts[kind]
    ]
    total = f"{plural(len(outcomes), 'item')} in {one_line(str(path))}"
    yield f"{total}: {', '.join(parts)}." if parts else f"{total}."
    if dry_run:
        yield "Nothing was written (--dry-run)."
