"""`tracker schema`: write the JSON Schemas, or check that they are up to date."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tracker.cli.common import root

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = """\
  tracker schema            write schema/*.schema.json
  tracker schema --check    exit with code 1 if they are out of date
"""
FAILS = "with --check: a schema is out of date"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; exit with code 1 if a schema is out of date",
    )


def run(args: argparse.Namespace) -> int:
    """Write the schemas that are missing or out of date."""
    from tracker.editing import files
    from tracker.records.schema import FOLDER, schemas

    folder = root(args) / FOLDER
    stale = []
    for name, text in schemas().items():
        path = folder / name
        if not _holds(path, text.encode()):
            stale.append((path, text))
    if args.check:
        for path, _ in stale:
            print(f"{FOLDER}/{path.name}: error[stale-schema] out of date")
        if stale:
            print("hint: run `tracker schema`", file=sys.stderr)
        return 1 if stale else 0
    for path, text in stale:
        files.put(path, text.encode(), pipes=False)
        print(f"wrote {FOLDER}/{path.name}")
    if not stale:
        print(f"{FOLDER}/ is up to date")
    return 0


def _holds(path: Path, data: bytes) -> bool:
    """Whether the file is there and holds just that; raises OSError when it can't be read."""
    from tracker.folder import unblocked

    try:
        with open(path, "rb", opener=unblocked) as file:
            return file.read(len(data) + 1) == data
    except FileNotFoundError:
        return False
