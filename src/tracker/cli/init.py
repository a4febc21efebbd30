"""`tracker init DIR`: create a registry with schemas, a CI workflow and an annotated example."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tracker import __version__
from tracker.cli.common import UsageError, fail
from tracker.cli.editing import print_diagnostics
from tracker.cli.errors import advice
from tracker.cli.parser import named
from tracker.text import plain

if TYPE_CHECKING:
    from tracker.yamlfile.file import Plain

EXAMPLES = """\
  tracker init my-registry
  tracker init .
"""
FAILS = "a file can't be written"
_EXAMPLE: dict[str, Plain] = {
    "claim": "Driverless taxis will carry paying passengers in ten cities within two years.",
    "quote": "within two years you will be able to take one in ten cities",
    "speaker": "ada-example",
    "source": "https://example.org/talk",
    "made_on": "2024-03-05",
    "deadline": {"as_said": "within two years", "kind": "by", "latest": "2026-03-05"},
    "criteria": {
        "correct": "On 2026-03-05 anyone can buy a driverless ride in at least ten cities.",
        "incorrect": "On that day it is possible in fewer than ten cities.",
    },
    "tags": ["example"],
    "status": "open",
}
_PEOPLE = """\
# yaml-language-server: $schema=../schema/people.schema.json
# People and organisations, each under a key. `speaker: ada-example` in a record refers to this one.
ada-example:
  name: Ada Example
  role: founder
  affiliation: Example Taxis
  stake: sells the taxis she talks about
"""
_WORKFLOW = f"""\
# Check the registry and report which predictions are due. Due predictions don't fail the build.
# Replace prediction-tracker/prediction-tracker below with the repository that has the tracker.
name: Predictions

on:
  push:
  pull_request:
  schedule:
    - cron: "17 5 * * 1"

permissions:
  contents: read

jobs:
  predictions:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          fetch-depth: 0
      - uses: prediction-tracker/prediction-tracker@v{__version__}
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "dir",
        metavar="DIR",
        type=named("DIR", "name the folder, or use . for this one"),
        help="the registry's folder, created if it does not exist",
    )


def run(args: argparse.Namespace) -> int:
    """Write the files; return 1 if one can't be written, raise UsageError if one exists."""
    from tracker import checks
    from tracker.editing import files
    from tracker.registry import load

    folder = Path(args.dir)
    texts = _files()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder.absolute()} is not a folder", "choose another path")
    if (folder / "predictions").exists():
        raise UsageError(
            f"{folder.absolute()} already contains a registry", "add a record with `tracker new ID`"
        )
    existing = [name for name in texts if (folder / name).exists()]
    if existing:
        raise UsageError(
            f"{folder.absolute()} already contains {', '.join(existing)}; nothing was written",
            "move these files away, or choose another folder",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            files.create(folder / name, text.encode(), root=folder)
            print(plain(f"wrote {folder / name}"))
    except files.WriteFailed as failed:
        return fail(str(failed), advice(failed.__cause__))
    print_diagnostics(args, checks.run(load(folder)))
    return 0


def _files() -> dict[str, str]:
    """Path in the registry -> text; the record last, so that it never exists without the rest."""
    from tracker.editing.new_record import annotated
    from tracker.records.schema import FOLDER, schemas

    return {
        **{f"{FOLDER}/{name}": text for name, text in schemas().items()},
        ".github/workflows/predictions.yml": _WORKFLOW,
        "seeds/people.yaml": _PEOPLE,
        "predictions/ada-robot-taxis.yaml": annotated(
            _EXAMPLE, f"../{FOLDER}/prediction.schema.json"
        ),
    }
