"""`tracker init DIR`: create a registry with schemas, a CI workflow and an annotated example."""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tracker import REPOSITORY, __version__
from tracker.cli.common import UsageError, fail
from tracker.cli.editing import print_diagnostics
from tracker.cli.errors import advice
from tracker.cli.parser import named
from tracker.cli.schema import silenceable
from tracker.text import plain, slug

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
_ATTRIBUTES = """\
# The same bytes on every machine, so that a diff never shows line endings.
*.yaml text eol=lf
*.yml  text eol=lf
schema/*.json text eol=lf linguist-generated
"""
_CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"
_ACTION = (
    f"{REPOSITORY.removeprefix('https://github.com/')}@v{__version__}"
    " # zizmor: ignore[unpinned-uses] a release"
)
_DEPENDABOT = """\
# Monthly pull requests with newer versions of the actions in .github/workflows.
version: 2

updates:
  - package-ecosystem: github-actions
    directory: /
    schedule:
      interval: monthly
    cooldown:
      default-days: 7
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "dir",
        metavar="DIR",
        type=named("DIR", "pass a folder, or . for this one"),
        help="the registry's folder, created if it does not exist",
    )


def run(args: argparse.Namespace) -> int:
    """Write the files; return 1 if one can't be written, raise UsageError if one exists."""
    from tracker import checks
    from tracker.editing import files
    from tracker.registry import load

    folder = Path(args.dir)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder.absolute()} is not a folder", "choose another path")
    if (folder / "predictions").exists():
        raise UsageError(
            f"{folder.absolute()} already contains a registry", "add a record with `tracker new ID`"
        )
    top, inside = _repository(folder)
    shared, texts = _shared(folder, top, inside), _files()
    existing = [name for name in texts if (folder / name).exists()]
    if existing:
        raise UsageError(
            f"{folder.absolute()} already contains {', '.join(existing)}; nothing was written",
            "move these files away, or choose another folder",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, (text, needed) in shared.items():
            if not path.exists():
                files.create(path, text.encode(), root=top)
                print(plain(f"wrote {path}"))
            elif needed.encode() not in files.read(path, root=top):
                print(plain(f"note: {path} exists; add to it: {needed}"), file=sys.stderr)
        for name, text in texts.items():
            files.create(folder / name, text.encode(), root=folder)
            print(plain(f"wrote {folder / name}"))
    except files.WriteFailed as failed:
        return fail(str(failed), advice(failed.__cause__))
    print_diagnostics(args, checks.run(load(folder)))
    there = "" if folder.resolve() == Path.cwd().resolve() else f"cd {shlex.quote(str(folder))} && "
    print(plain(f"next: {there}tracker due"))
    return 0


def _repository(folder: Path) -> tuple[Path, str]:
    """The top of the repository that the folder is in, and the folder's path in it."""
    real = Path(os.path.realpath(folder))
    for top in (real, *real.parents):
        if (top / ".git").exists():
            inside = real.relative_to(top).as_posix()
            if inside == ".":
                return folder, ""
            is_near = Path(os.path.realpath(Path.cwd())).is_relative_to(top)
            return Path(os.path.relpath(top)) if is_near else top, inside
    return folder, ""


def _shared(folder: Path, top: Path, inside: str) -> dict[Path, tuple[str, str]]:
    """The files that a repository may have already: path -> text, and what is needed of it."""
    name = ".github/workflows/predictions.yml"
    if (top / name).exists():  # another registry's, or somebody's own
        name = f".github/workflows/predictions-{slug(inside) or 'registry'}.yml"
    return {
        folder / ".gitattributes": (_ATTRIBUTES, "*.yaml text eol=lf"),
        top / name: (_workflow(inside), f"uses: {_ACTION}"),
        top / ".github/dependabot.yml": (_DEPENDABOT, "package-ecosystem: github-actions"),
    }


def _workflow(inside: str) -> str:
    """The workflow for a registry in this folder of the repository; empty for its top."""
    root = inside or "."
    name = f"Predictions in {inside}" if inside else "Predictions"
    if re.fullmatch(r"[A-Za-z][\w./-]*|\.", root, re.ASCII) is None:
        root, name = json.dumps(root), json.dumps(name)
    return f"""\
# Check each change to the registry. Every Monday, list what is due in an issue, and fail if a
# record is overdue.
name: {name}

on:
  push:
    branches: [main, master]
  pull_request:
  schedule:
    - cron: "17 5 * * 1"
  workflow_dispatch:

permissions:
  contents: read

jobs:
  check:
    if: github.event_name == 'push' || github.event_name == 'pull_request'
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - uses: {_CHECKOUT}
        with:
          fetch-depth: 0 # a pull request is compared with its base branch
          persist-credentials: false
      - uses: {_ACTION}
        with:
          root: {root}
  due:
    if: github.event_name == 'schedule' || github.event_name == 'workflow_dispatch'
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    concurrency: ${{{{ github.workflow }}}} # two runs at once would open two issues
    permissions:
      contents: read
      issues: write
    steps:
      - uses: {_CHECKOUT}
        with:
          persist-credentials: false
      - uses: {_ACTION}
        with:
          root: {root}
          fail-on: overdue
          issue: true
"""


def _files() -> dict[str, str]:
    """Path in the registry -> text; the record last, so that it never exists without the rest."""
    from tracker.editing.new_record import annotated
    from tracker.records.schema import FOLDER, Proposals, schemas

    proposals = Proposals({"ada-example": "Ada Example"}, tags=["example"], warnings=silenceable())
    return {
        **{f"{FOLDER}/{name}": text for name, text in schemas(proposals).items()},
        "seeds/people.yaml": _PEOPLE,
        "predictions/ada-robot-taxis.yaml": annotated(
            _EXAMPLE, f"../{FOLDER}/prediction.schema.json"
        ),
    }
