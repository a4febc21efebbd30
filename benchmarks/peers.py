"""Writes a registry as what other tools keep, an entry a record, and knows how to ask them.

    python benchmarks/peers.py REGISTRY FOLDER

What is open is a pending entry, what has its verdict a cleared one; the day of an entry is that of
the deadline, or of the statement where it has none.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import uuid
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import generate

from tracker.records.dates import PartialDate

SCHEMA = Path(__file__).resolve().parent.parent / "schema" / "prediction.schema.json"


class Entry(NamedTuple):
    """What all of them can hold of a record."""

    id: str
    claim: str
    quote: str
    speaker: str
    day: date
    is_open: bool


class Peer(NamedTuple):
    """Another tool: how it is asked, and how it tells its version."""

    name: str
    command: list[str]
    version: list[str]


def readers(programs: Path, registry: Path) -> list[Peer]:
    """Those that look for mistakes in the files themselves, if they are installed."""
    found = []
    files = sorted(map(str, (registry / "predictions").iterdir()))
    if program := _found("check-jsonschema", programs):
        command = [program, "--schemafile", str(SCHEMA), *files]
        found.append(Peer("check-jsonschema", command, [program, "--version"]))
    if program := _found("yamllint", programs):
        command = [program, str(registry / "predictions")]  # with the rules that it comes with
        found.append(Peer("yamllint", command, [program, "--version"]))
    return found


def keepers(programs: Path, folder: Path) -> list[Peer]:
    """Those that keep as many entries and say what is due, if they are installed."""
    end = str(date.fromordinal(generate.DAY.toordinal() + 1))
    journal = str(folder / "entries.journal")
    config = ["rc:" + str(folder / "taskrc"), "due.before:" + end, "list"]
    asked = {
        "bean-check": [str(folder / "entries.beancount")],
        "hledger": ["-f", journal, "register", "--pending", "-e", end],
        "ledger": ["-f", journal, "register", "--pending", "--end", end],
        "task": config,
    }
    return [
        Peer(name, [program, *words], [program, "--version"])
        for name, words in asked.items()
        if (program := _found(name, programs))
    ]


def _found(name: str, programs: Path) -> str | None:
    return shutil.which(name, path=str(programs)) or shutil.which(name)


def entries(registry: Path) -> list[Entry]:
    """The records, as `tracker list` tells them."""
    command = [sys.executable, "-m", "tracker", "list", "--format", "json", "--no-cache"]
    asked = [*command, "--root", str(registry), "--as-of", str(generate.DAY)]
    done = subprocess.run(asked, check=True, capture_output=True)
    found = []
    for row in json.loads(done.stdout)["rows"]:
        window = row["latest"] or row["earliest"]
        day = date.fromisoformat(window) if window else PartialDate.parse(row["made_on"]).last
        is_open = row["status"] == "open"
        found.append(Entry(row["id"], row["claim"], row["quote"], row["speaker"], day, is_open))
    return found


def write(found: list[Entry], folder: Path) -> None:
    """The entries in each tool's own form."""
    folder.mkdir(parents=True)
    opened = "2000-01-01 open Assets:Claims\n2000-01-01 open Equity:Said\n"
    _save(folder / "entries.beancount", opened + "\n".join(map(_beancount, found)))
    _save(folder / "entries.journal", "\n".join(map(_ledger, found)))
    tasks = folder / "tasks"
    tasks.mkdir()
    _save(folder / "taskrc", f"data.location={tasks}\nconfirmation=off\nhooks=off\n")
    _save(tasks / "pending.data", "".join(_task(entry) for entry in found if entry.is_open))
    _save(tasks / "completed.data", "".join(_task(entry) for entry in found if not entry.is_open))


def _beancount(entry: Entry) -> str:
    quote = entry.quote.replace('"', "'")
    return (
        f'{entry.day} {"!" if entry.is_open else "*"} "{entry.speaker}" "{entry.claim}"\n'
        f'  id: "{entry.id}"\n  quote: "{quote}"\n'
        "  Assets:Claims   1 CLAIM\n  Equity:Said  -1 CLAIM\n"
    )


def _ledger(entry: Entry) -> str:
    return (
        f"{entry.day} {'!' if entry.is_open else '*'} ({entry.id}) {entry.claim}\n"
        f"    ; quote: {entry.quote}\n    claims:{entry.speaker}    1\n    said\n"
    )


def _task(entry: Entry) -> str:
    day = int(datetime(*entry.day.timetuple()[:3], tzinfo=UTC).timestamp())
    status = "pending" if entry.is_open else "completed"
    end = "" if entry.is_open else f' end:"{day}"'
    name = uuid.uuid5(uuid.NAMESPACE_URL, entry.id)
    return (
        f'[description:"{entry.claim}" due:"{day}"{end} entry:"946684800" '
        f'project:"{entry.speaker}" status:"{status}" uuid:"{name}"]\n'
    )


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(entries(Path(sys.argv[1])), Path(sys.argv[2]))
