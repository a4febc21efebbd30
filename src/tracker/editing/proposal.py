"""Owns an edit of a record from the wish to the file: what changes, what `check` says, writing it.

Command line and dashboard both go this way, so that neither can write what the other would not.
Nothing here asks, prints or reads the clock.
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
from tracker.records.validation import validate_prediction
from tracker.registry import Record, Registry
from tracker.text import stem
from tracker.yamlfile.file import Loc, Plain, YamlFile

__all__ = [
    "Proposal",
    "adding",
    "amendment",
    "deferral",
    "propose",
    "references_of",
    "reopening",
    "verdict",
    "what_check_says",
    "write",
]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record as it would be: its diff, all that `check` would say of it, and its new errors.

    An empty diff means that the record says so already.
    """

    record: Record
    revised: YamlFile
    diff: str
    said: tuple[Diagnostic, ...]
    errors: tuple[Diagnostic, ...]


def propose(registry: Registry, record: Record, edits: Sequence[Edit]) -> Proposal:
    """What the edits would make of the record; raises edit.Refused.

    `errors` are those that the record does not have now: with any, it must not be written.
    """
    file = record.file
    revised = edit.revise(file, edits)
    said = what_check_says(registry, revised, record.id)
    errors = [each for each in said if each.severity == "error"]
    if errors:
        there = {(each.code, each.message) for each in what_check_says(registry, file, record.id)}
        errors = [each for each in errors if (each.code, each.message) not in there]
    diff = edit.diff(file.text, revised.text, record.path)
    return Proposal(record, revised, diff, tuple(said), tuple(errors))


def write(registry: Registry, proposal: Proposal) -> None:
    """Write the record as proposed; raises files.WriteFailed, files.Conflict among them."""
    if proposal.errors:
        raise ValueError(f"{proposal.record.path} would not pass its check")
    file, revised = proposal.record.file, proposal.revised
    files.write(
        registry.root / proposal.record.path,
        edit.encode(file, file.text),
        edit.encode(revised, revised.text),
        root=registry.root,
    )


@contextlib.contextmanager
def adding(root: Path) -> Iterator[Callable[[str, bytes], None]]:
    """A way to write new records by path, while nobody else gives out an id.

    It raises files.Exists where the id was taken meanwhile, in whichever folder; it and this raise
    files.WriteFailed.
    """

    def add(path: str, data: bytes) -> None:
        other = taken.setdefault(stem(path), path)
        if other != path:
            raise files.Exists(f"the id {stem(path)} is taken: {other}; nothing was written")
        files.create(root / path, data, root=root)

    with files.alone(root / PREDICTIONS, root=root):
        walk = Walk(str(root))
        taken = {stem(path): path for path in walk.paths[walk.seeds :]}
        yield add


# --- the edits of each wish ---


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
    """The edits for a verdict; none when the record says so already.

    `parts` are `resolved_on`, `happened_on`, `summary` and `note`; what is not given stays,
    and evidence is added to what is there. A change of a verdict goes into `amended` with `why`.
    """
    value = record.file.value
    before = value.get("resolution") if isinstance(value, dict) else None
    resolution: dict[str, Plain] = dict(before) if isinstance(before, dict) else {}
    resolution |= {key: text for key, text in parts.items() if text}
    if evidence:
        there = resolution.get("evidence")
        added: list[Plain] = [dict(entry) for entry in evidence]
        resolution["evidence"] = [*(there if isinstance(there, list) else []), *added]
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
    """The edit that says when to look again."""
    return [Set(("review",), {"next": str(until), "why": why})]


def amendment(record: Record, today: date, loc: Loc, value: Plain, why: str) -> list[Edit]:
    """The edits that change a key and say so; none when the record says so already."""
    if _at(record.file.value, loc) == value:
        return []
    return [Set(loc, value), _amended(today, [str(loc[0])], why)]


def _amended(today: date, what: list[Plain], why: str | None) -> Edit:
    return Append(("amended",), {"date": str(today), "what": what, "why": why})


def _at(value: Plain, loc: Loc) -> Plain:
    for step in loc:
        if isinstance(value, dict):
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


# --- what `check` would say ---


def what_check_says(registry: Registry, file: YamlFile, record: str) -> list[Diagnostic]:
    """What `tracker check` would say of a record, new or not, if `file` were its text."""
    prediction, found = validate_prediction(file, record)
    if prediction is None:
        return found
    now = Record(record, file, prediction)
    changed = replace(
        registry,
        records=dict(sorted({**registry.records, record: now}.items())),
        diagnostics=(),
        known=registry.known.including(record),
    )
    said = [each for each in checks.run(changed, only=record) if each.path == file.path]
    said += references_of(changed, now)
    return sorted(said, key=lambda each: each.sort_key)


def references_of(registry: Registry, record: Record) -> Iterator[Diagnostic]:
    """Keys of a record that lead nowhere or back to it."""
    named = [*references.names(record.prediction), *references.links(record.prediction)]
    for loc, problem in references.unknown(named, registry.known):
        yield record.diagnostic(loc, *problem)
    predictions = {name: each.prediction for name, each in registry.records.items()}
    for ring, loc, problem in references.cycles(predictions):
        if record.id in ring:
            yield record.diagnostic(loc, *problem)
