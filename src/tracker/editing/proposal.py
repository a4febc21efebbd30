"""Proposed changes of a record: the edits, the diff, what `check` reports, and writing them.

The command line and the dashboard share this module, so that both refuse the same changes.
Nothing here prompts, prints or reads the clock.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tracker import checks
from tracker.diagnostic import Diagnostic
from tracker.editing import edit, files
from tracker.editing.edit import Append, Edit, Remove, Set
from tracker.folder import PREDICTIONS, Walk
from tracker.records import references
from tracker.records.references import Links
from tracker.records.validation import validate_prediction
from tracker.registry import Record, Registry
from tracker.text import stem
from tracker.yamlfile.file import Loc, Plain, YamlFile, value_at

__all__ = [
    "Proposal",
    "adding",
    "amendment",
    "deferral",
    "progress",
    "propose",
    "references_of",
    "reopening",
    "verdict",
    "what_check_says",
    "write",
]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A changed record: its diff, all problems that `check` would report, and the new errors.

    An empty diff means that the record would not change.
    """

    record: Record
    revised: YamlFile
    diff: str
    said: tuple[Diagnostic, ...]
    errors: tuple[Diagnostic, ...]


def propose(registry: Registry, record: Record, edits: Sequence[Edit]) -> Proposal:
    """The record after the edits; raises edit.Refused.

    `errors` are those that the record does not have now; a proposal with any must not be written.
    """
    file = record.file
    revised = edit.revise(file, edits)
    problems = what_check_says(registry, revised, record.id)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        known = {(old.code, old.message) for old in what_check_says(registry, file, record.id)}
        errors = [error for error in errors if (error.code, error.message) not in known]
    diff = edit.diff(file.data.decode(), revised.data.decode(), record.path)
    return Proposal(record, revised, diff, tuple(problems), tuple(errors))


def write(registry: Registry, proposal: Proposal) -> None:
    """Write the record as proposed; raises files.WriteFailed, files.Conflict among them."""
    if proposal.errors:
        raise ValueError(f"{proposal.record.path} would not pass `tracker check`")
    record = proposal.record
    path = registry.root / record.path
    files.write(path, record.file.data, proposal.revised.data, root=registry.root)


@contextlib.contextmanager
def adding(root: Path, top: str = PREDICTIONS) -> Iterator[Callable[[str, bytes], None]]:
    """Give a function that writes new records, or seeds, while no other process adds any.

    That function raises files.Exists if the id has been taken meanwhile, in any folder. Both raise
    files.WriteFailed.
    """

    def add(path: str, data: bytes) -> None:
        existing = taken.setdefault(stem(path), path)
        if existing != path:
            message = f"id `{stem(path)}` is already in use: {existing}"
            raise files.Exists(f"{message}; nothing was written")
        files.create(root / path, data, root=root)

    with files.alone(root / top, root=root):
        walk = Walk(str(root))
        taken = {stem(path): path for path in walk.paths if path.startswith(f"{top}/")}
        yield add


# --- the edits of each command ---


def verdict(
    record: Record,
    today: date,
    *,
    status: str | None,
    parts: Mapping[str, str | None],
    evidence: Sequence[Mapping[str, str]] = (),
    by: str | None = None,
    why: str | None = None,
) -> list[Edit]:
    """The edits for a verdict; none if nothing changes.

    `parts` are `resolved_on`, `happened_on`, `summary` and `note`; missing ones stay as they are,
    and `evidence` is added to the existing entries. Changing a verdict adds `why` to `amended`.
    """
    value = record.file.value
    before = value.get("resolution") if isinstance(value, dict) else None
    resolution: dict[str, Plain] = dict(before) if isinstance(before, dict) else {}
    resolution |= {key: text for key, text in parts.items() if text}
    if evidence:
        existing = resolution.get("evidence")
        added: list[Plain] = [dict(entry) for entry in evidence]
        resolution["evidence"] = [*(existing if isinstance(existing, list) else []), *added]
    status = status or record.prediction.status
    what: list[Plain] = []
    if status != record.prediction.status:
        what.append("status")
    if resolution != before:
        what.append("resolution")
    if not what:
        return []
    resolution["recorded_on"] = str(today)
    if by:
        resolution["by"] = by
    edits: list[Edit] = [Set(("status",), status), Set(("resolution",), resolution)]
    if before is not None:
        edits.append(_amended(today, what, why))
    return edits


def reopening(today: date, why: str) -> list[Edit]:
    """The edits that take a verdict back."""
    amended = _amended(today, ["status", "resolution"], why)
    return [Set(("status",), "open"), Remove(("resolution",)), amended]


def deferral(until: date, why: str) -> list[Edit]:
    """The edit that sets the next review date."""
    return [Set(("review",), {"next": str(until), "why": why})]


def progress(today: date, note: str, url: str | None, until: date, why: str) -> list[Edit]:
    """The edits after a search without a result: what was looked for, and when to look again."""
    update: dict[str, Plain] = {"date": str(today), "note": note}
    if url:
        update["url"] = url
    return [Append(("updates",), update), *deferral(until, why)]


def amendment(record: Record, today: date, loc: Loc, value: Plain, why: str) -> list[Edit]:
    """The edits that change a key and log it in `amended`; none if nothing changes."""
    if value_at(record.file.value, loc) == value:
        return []
    return [Set(loc, value), _amended(today, [str(loc[0])], why)]


def _amended(today: date, what: list[Plain], why: str | None) -> Edit:
    return Append(("amended",), {"date": str(today), "what": what, "why": why})


# --- what `check` would report ---


def what_check_says(registry: Registry, file: YamlFile, record: str) -> list[Diagnostic]:
    """The problems that `tracker check` would report for a record, if `file` were its text."""
    prediction, problems = validate_prediction(file, record)
    if prediction is None:
        return problems
    revised = Record(record, file, prediction)
    changed = replace(
        registry,
        records=dict(sorted({**registry.records, record: revised}.items())),
        diagnostics=(),
        known=registry.known.including("record", record),
    )
    problems = [
        problem for problem in checks.run(changed, only=record) if problem.path == file.path
    ]
    problems += references_of(changed, revised)
    return sorted(problems, key=lambda problem: problem.sort_key)


def references_of(registry: Registry, record: Record) -> Iterator[Diagnostic]:
    """The problems of a record's references: unknown ones, and cycles."""
    links = Links.of(record.file.value)
    named = [*references.names(record.file.value), *links.references()]
    for loc, problem in references.unknown(named, registry.known):
        yield record.diagnostic(loc, *problem)
    all_links = {name: Links.of(other.file.value) for name, other in registry.records.items()}
    for cycle, loc, problem in references.cycles(all_links):
        if record.id in cycle:
            yield record.diagnostic(loc, *problem)
