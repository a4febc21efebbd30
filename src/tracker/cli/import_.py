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
from tracker.cli.errors import advice, unknown_value
from tracker.cli.parser import named
from tracker.text import inert, one_line, plural, wrap

if TYPE_CHECKING:
    from tracker.importer import Item, Mapping, Outcome

EXAMPLES = """\
  tracker import ours.xlsx                    with the columns of `export csv`
  tracker import markets.json --map manifold --dry-run
  tracker import markets.json --map manifold
  tracker import ours.csv --map ours.yaml     with a mapping of your own
  tracker import ours.csv --map ours.yaml --explain "line 5"
"""
#: Items that share their reasons and are named; the others are counted.
_PLACES = 5
FAILS = "an item is refused or differs from its record, or FILE or MAPPING is invalid"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "file",
        metavar="FILE",
        type=named("FILE", "pass the file to import"),
        help="a CSV, XLSX, JSON, JSON Lines or YAML file, or a folder of such files",
    )
    parser.add_argument(
        "--map",
        metavar="MAPPING",
        type=named("--map", "pass a mapping"),
        help="fatebook, fatebook-csv, manifold, metaculus, predictionbook, promises, spreadsheet "
        "(the default for CSV and XLSX), or your own mapping",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would be imported without writing"
    )
    parser.add_argument(
        "--explain",
        nargs="?",
        const="",
        metavar="ITEM",
        help="show an item beside the record it would become, without writing: the first, or the "
        'one with this id or place, such as "line 5"',
    )


def run(args: argparse.Namespace) -> int:
    """Import new items; return 1 if one was refused or differs from the existing record."""
    from tracker.importer import Unreadable, carry_out, plan, read_items, unnamed
    from tracker.registry import load

    root = registry_root(args)
    path = Path(args.file)
    if not path.exists():
        raise UsageError(f"no such file: {path.absolute()}")
    mapping = _mapping(args.map or _default(path))
    if mapping is None:
        return 1
    notes: list[str] = []
    try:
        items = read_items(path, mapping, notes)
    except Unreadable as error:
        return fail(one_line(str(error)))
    registry = load(root)
    outcomes = plan(items, mapping, registry)
    if args.explain is not None:
        print(inert("\n".join(_explained(items, outcomes, mapping, args.explain))))
        return 0
    if not args.dry_run:
        outcomes = carry_out(outcomes, registry)
    notes += _unnamed(unnamed(items, mapping))
    lines = [*_list(outcomes), *_summary(outcomes, path, notes, dry_run=args.dry_run)]
    print(inert("\n".join(lines)))
    return int(any(outcome.kind in ("refused", "different") for outcome in outcomes))


def _default(path: Path) -> str:
    if path.suffix.casefold() not in (".csv", ".tsv", ".xlsx"):
        raise UsageError("no mapping given", "choose one with --map, such as --map manifold")
    return "spreadsheet"


def _explained(
    items: Sequence[Item], outcomes: Sequence[Outcome], mapping: Mapping, wanted: str
) -> list[str]:
    """The item with this place or id beside its record, or else the first."""
    from shutil import get_terminal_size

    from tracker.importer import explain

    by_place = {item.place: item for item in items}
    # Items may be skipped or grouped, but each outcome has the place of its item.
    for outcome in outcomes:
        if wanted in ("", outcome.place, outcome.id):
            columns = get_terminal_size((100, 0)).columns
            return explain(by_place[outcome.place], outcome, mapping, columns)
    if not wanted:
        return ["The file has no items."]
    names = [name for outcome in outcomes for name in (outcome.place, outcome.id)]
    raise unknown_value("item {}", wanted, names, "pass a place such as `item 3` or `line 5`")


def _unnamed(counts: Counter[str]) -> Iterator[str]:
    """The note on fields that no rule of the mapping names."""
    if counts:
        fields = ", ".join(f"{path} ({count})" for path, count in counts.items())
        yield f"fields that the mapping does not use: {fields}"


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
    """A line for each item that is not unchanged, with its reasons and what it loses.

    Items skipped or refused for the same reasons are shown with the first of them.
    """
    alike: dict[tuple[str, ...], list[str]] = {}
    for outcome in outcomes:
        if outcome.kind in ("skipped", "refused"):
            alike.setdefault((outcome.kind, *outcome.reasons), []).append(outcome.place)
    for outcome in outcomes:
        if outcome.kind == "unchanged":
            continue
        places = alike.get((outcome.kind, *outcome.reasons), [outcome.place])
        if outcome.place != places[0]:
            continue
        name = outcome.path if outcome.kind == "new" else outcome.id
        item = f"{name} ({outcome.place})" if name else outcome.place
        yield one_line(f"{outcome.kind} {item}")
        yield from (f"            {one_line(reason)}" for reason in outcome.reasons)
        if others := places[1 : _PLACES + 1]:
            more = len(places) - 1 - len(others)
            others += [f"{more:,} more"] if more else []
            yield f"            also {one_line('; '.join(others))}"
        if outcome.kind not in ("skipped", "refused"):
            yield from (f"            not imported: {one_line(lost)}" for lost in outcome.lost)


def _summary(
    outcomes: Sequence[Outcome], path: Path, notes: Sequence[str], *, dry_run: bool
) -> Iterator[str]:
    counts: Counter[str] = Counter(outcome.kind for outcome in outcomes)
    if any(outcome.kind != "unchanged" for outcome in outcomes):
        yield ""
    for note in notes:
        yield from wrap(f"note: {one_line(note)}", 100)
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
