"""`tracker schema`: write the JSON Schemas, or check that they are up to date."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tracker.cli.common import load_registry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.records.schema import Proposals
    from tracker.registry import Registry

EXAMPLES = """\
  tracker schema            write schema/*.schema.json
  tracker schema --check    compare them with this registry, and write nothing
"""
FAILS = "with --check: a rule in a schema is out of date (old suggestions only warn)"
_OLD = "people, cards or tags have changed"
_FIRST = "prediction.schema.json"
_HINT = "hint: run `tracker schema`"
_MOST = 1 << 26  # a file larger than that is no schema of ours


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing, warn of old suggestions, and exit with code 1 if a rule is old",
    )


def run(args: argparse.Namespace) -> int:
    """Write the schemas that are missing or out of date."""
    from tracker.records.schema import FOLDER, proposed

    registry = load_registry(args)
    stale = list(_stale(registry))
    if not args.check:
        for name, text, _ in stale:
            _write(registry, name, text)
            print(f"wrote {FOLDER}/{name}")
        if not stale:
            print(f"{FOLDER}/ is up to date")
        return 0
    code = 0
    for name, text, old in stale:
        if proposed(text)[0] == proposed(old)[0]:
            print(f"{FOLDER}/{name}: warning[stale-schema] {_OLD}")
        else:
            print(f"{FOLDER}/{name}: error[stale-schema] out of date")
            code = 1
    if stale:
        print(_HINT, file=sys.stderr)
    return code


def refresh(root: Path) -> None:
    """Bring the proposals up to date after a record, a person or a card was added.

    Writes nothing where there are no schemas, or where an invalid file hides what there is.
    """
    from tracker.records.schema import FOLDER
    from tracker.registry import load

    if not (root / FOLDER / _FIRST).is_file():
        return
    registry = load(root)
    if registry.invalid_files:
        return
    try:
        for name, text, old in _stale(registry):
            if old:
                _write(registry, name, text)
                print(f"updated {FOLDER}/{name}")
    except OSError as error:  # what was added stands all the same
        print(f"warning: {FOLDER}/ is out of date: {error.strerror}", file=sys.stderr)
        print(_HINT, file=sys.stderr)


def warn_if_stale(registry: Registry) -> None:
    """Print a warning on standard error if a schema lacks some of the registry's proposals."""
    if registry.invalid_files or not (registry.root / "schema" / _FIRST).is_file():
        return
    from tracker.records.schema import FOLDER, proposed

    lines = proposals(registry).lines()
    lists = {"prediction.schema.json": [*lines], "card.schema.json": ["PersonName"]}
    for name, names in lists.items():
        old = _read(registry.root / FOLDER / name)
        if old and proposed(old)[1] != [line for each in names for line in lines[each]]:
            print(f"warning: {FOLDER}/{name} is out of date: {_OLD}", file=sys.stderr)
            print(_HINT, file=sys.stderr)
            return


def proposals(registry: Registry) -> Proposals:
    """What a registry's schemas propose: its people, cards and tags, and what can be silenced."""
    from tracker.records.schema import Proposals
    from tracker.text import one_line

    people = {}
    for key, person in registry.people.items():
        *others, name = person.names
        people[key] = one_line(f"{others[0]} ({name})" if others else name)
    return Proposals(
        people=people,
        cards={key: one_line(source.card.title) for key, source in registry.cards.items()},
        tags={tag for record in registry for tag in record.prediction.tags or ()},
        warnings=silenceable(),
    )


def silenceable() -> dict[str, str]:
    """Code -> meaning of each warning that a record may silence."""
    from tracker.checks import CHECKS
    from tracker.text import one_line

    return {
        check.code: one_line(check.documentation.partition("\n\n")[0])
        for check in CHECKS
        if check.severity == "warning"
    }


def _stale(registry: Registry) -> Iterator[tuple[str, str, str]]:
    """(file name, text, text on disk) of each schema that is missing or out of date."""
    from tracker.records.schema import FOLDER, schemas

    for name, text in schemas(proposals(registry)).items():
        old = _read(registry.root / FOLDER / name)
        if old != text:
            yield name, text, old


def _write(registry: Registry, name: str, text: str) -> None:
    from tracker.editing import files
    from tracker.records.schema import FOLDER

    files.put(registry.root / FOLDER / name, text.encode(), pipes=False)


def _read(path: Path) -> str:
    """A file's text; empty if there is none. Raises OSError when it can't be read."""
    from tracker.folder import unblocked

    try:
        with open(path, "rb", opener=unblocked) as file:
            return file.read(_MOST).decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
