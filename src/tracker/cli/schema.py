"""`tracker schema`: write the JSON Schemas, or say whether the written ones are current."""

from __future__ import annotations

import argparse
import sys

from tracker.cli.common import root

EXAMPLES = """\
  tracker schema            write schema/*.schema.json
  tracker schema --check    exit 1 when they are not what the models say
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give the command its options."""
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when stale")


def run(args: argparse.Namespace) -> int:
    """Write what is missing or stale below the registry's root."""
    from tracker.editing import files
    from tracker.records.schema import FOLDER, schemas

    folder = root(args) / FOLDER
    stale = []
    for name, text in schemas().items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != text.encode():
            stale.append((path, text))
    if args.check:
        for path, _ in stale:
            print(f"{FOLDER}/{path.name}: error[stale-schema] it is not what the models say")
        if stale:
            print("hint: run `tracker schema`", file=sys.stderr)
        return 1 if stale else 0
    for path, text in stale:
        files.put(path, text.encode())
        print(f"wrote {FOLDER}/{path.name}")
    if not stale:
        print(f"{FOLDER}/ is current")
    return 0
