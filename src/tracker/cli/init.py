"""`tracker init DIR`: a new registry with its schemas, a CI file and one annotated example."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tracker import __version__
from tracker.cli.common import UsageError, fail
from tracker.cli.editing import tell
from tracker.cli.errors import advice
from tracker.cli.parser import named

if TYPE_CHECKING:
    from tracker.yamlfile.file import Plain

EXAMPLES = """\
  tracker init my-registry
  tracker init .
"""
_EXAMPLE: dict[str, Plain] = {
    "claim": "Robot taxis carry paying passengers without a driver in ten cities.",
    "quote": "within two years you will take one in ten cities",
    "speaker": "ada-example",
    "source": "https://example.org/talk",
    "made_on": "2024-03-05",
    "deadline": {"as_said": "within two years", "kind": "by", "latest": "2026-03-05"},
    "criteria": {
        "correct": "On 2026-03-05 anybody can buy a ride without a driver in ten cities or more.",
        "incorrect": "On that day it is fewer than ten.",
    },
    "tags": ["example"],
    "status": "open",
}
_PEOPLE = """\
# yaml-language-server: $schema=../schema/people.schema.json
# People and organisations: a key, and what is known of them. `speaker: ada-example` names this one.
ada-example:
  name: Ada Example
  role: founder
  affiliation: Example Taxis
  stake: sells the taxis that she talks about
"""
_WORKFLOW = f"""\
# Is the registry whole, and what is due? Time alone never fails a build: `tracker due --help`.
# Replace the owner below by the repository that you take the tracker from.
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
    """Give the command its options."""
    parser.add_argument(
        "dir",
        metavar="DIR",
        type=named("the registry's folder"),
        help="the folder; it is made when it is not there",
    )


def run(args: argparse.Namespace) -> int:
    """Write the files; 2 when one is there already or none can be, 1 when one can't be written."""
    from tracker import checks
    from tracker.editing import files
    from tracker.registry import load

    folder = Path(args.dir)
    texts = _files()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder.absolute()} is no folder", "name one that is not there yet")
    if (folder / "predictions").exists():
        raise UsageError(
            f"there is a registry in {folder.absolute()}", "`tracker new` adds a record to it"
        )
    taken = [name for name in texts if (folder / name).exists()]
    if taken:
        raise UsageError(
            f"there already: {', '.join(taken)} in {folder.absolute()}; nothing was written",
            "move these away, or name another folder",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            files.create(folder / name, text.encode(), root=folder)
            print(f"wrote {folder / name}")
    except files.WriteFailed as failed:
        return fail([f"error: {failed}", f"hint: {advice(failed.__cause__)}"])
    tell(args, checks.run(load(folder)))
    return 0


def _files() -> dict[str, str]:
    """Path in the registry -> text; the record last: once it is there, nothing is missing."""
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
