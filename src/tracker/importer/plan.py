"""Owns what an import would do, item by item, and doing it: new files only, whole or not at all.

A record that is there already is never touched: the same is skipped, a different one is told of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, TypeAlias

from tracker.checks import CHECKS
from tracker.editing import files
from tracker.editing.emit import canonical_order, render
from tracker.editing.proposal import adding
from tracker.importer.convert import Converted, LeftOut, convert
from tracker.importer.items import Item
from tracker.importer.mapping import Mapping
from tracker.records import references
from tracker.records.validation import validate_prediction
from tracker.registry import PREDICTIONS, Record, Registry
from tracker.text import stem
from tracker.yamlfile.file import Plain
from tracker.yamlfile.reader import parse

__all__ = ["Kind", "Outcome", "carry_out", "plan"]

Kind: TypeAlias = Literal["new", "unchanged", "changed", "left out", "refused"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one item: why, where it goes, and what it loses on the way."""

    place: str
    id: str
    kind: Kind
    reasons: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    path: str = ""
    data: bytes = b""
    record: Record | None = None


def plan(items: Sequence[Item], mapping: Mapping, registry: Registry) -> list[Outcome]:
    """What an import of the items would do, in their order. Writes nothing."""
    broken = _broken(registry)
    seen: dict[str, tuple[str, dict[str, Plain]]] = {}
    outcomes = []
    for item in items:
        if item.problem:
            outcomes.append(Outcome(item.place, "", "refused", (item.problem,)))
            continue
        try:
            made = convert(item, mapping)
        except LeftOut as reason:
            outcomes.append(Outcome(item.place, "", "left out", (str(reason),)))
            continue
        outcomes.append(_outcome(item.place, made, mapping, registry, broken, seen))
        if made.id and not made.problems:
            seen.setdefault(made.id, (item.place, made.value))
    return _checked(outcomes, registry)


def _outcome(
    place: str,
    made: Converted,
    mapping: Mapping,
    registry: Registry,
    broken: dict[str, str],
    seen: dict[str, tuple[str, dict[str, Plain]]],
) -> Outcome:
    base = Outcome(place, made.id, "refused", made.problems, made.lost)
    if made.problems:
        return base
    if made.id in seen:
        first, value = seen[made.id]
        if value == made.value:
            return replace(base, kind="left out", reasons=(f"the same as {first}",))
        return replace(base, reasons=(f"its id is that of {first}, and they differ",))
    if made.id in broken:
        return replace(base, reasons=(f"{broken[made.id]} is there and invalid; left as it is",))
    existing = registry.records.get(made.id)
    if existing is not None:
        return _compared(base, existing, made)
    path = "/".join(["predictions", *(mapping.folder or "").split("/"), f"{made.id}.yaml"])
    path = path.replace("//", "/")
    up = "../" * path.count("/")
    text = (
        f"# yaml-language-server: $schema={up}schema/prediction.schema.json\n{render(made.value)}"
    )
    data = text.encode("utf-8", "backslashreplace")
    source, problems = parse(data, path)
    if source is None:
        return replace(base, reasons=tuple(problem.message for problem in problems))
    # As every edit, a new text is proved by reading it back; nothing is known to fail here.
    if source.value != made.value:
        return replace(base, reasons=("it can't be written as YAML and read back the same",))
    prediction, problems = validate_prediction(source, made.id)
    reasons = tuple(problem.message for problem in problems)
    if prediction is not None:
        record = Record(made.id, source, prediction)
        reasons = tuple(_unknown(record, registry))
        if not reasons:
            return replace(base, kind="new", reasons=(), path=path, data=data, record=record)
    return replace(base, reasons=reasons)


def _compared(base: Outcome, existing: Record, made: Converted) -> Outcome:
    value = existing.file.value
    there = (
        {key: part for key, part in value.items() if part is not None}
        if isinstance(value, dict)
        else {}
    )
    keys = [key for key in canonical_order(()) if there.get(key) != made.value.get(key)]
    if not keys:
        return replace(base, kind="unchanged", path=existing.path)
    reason = f"{existing.path} differs in {', '.join(keys)}; left as it is"
    return replace(base, kind="changed", reasons=(reason,), path=existing.path)


def _broken(registry: Registry) -> dict[str, str]:
    """Ids of files that are there but could not be loaded -> their paths."""
    paths = [each.path for each in registry.diagnostics if each.path.startswith(f"{PREDICTIONS}/")]
    return {stem(path): path for path in paths if stem(path) not in registry.records}


def _unknown(record: Record, registry: Registry) -> Iterator[str]:
    """References that lead nowhere: a name that is written like a key is taken for one."""
    for loc, problem in references.unknown(references.names(record.prediction), registry.known):
        hint = problem.hint
        if loc != ("source",):
            hint = f'{hint}; or let the mapping add a word, such as "{{user}} (Tracker)"'
        yield f"{problem.message}; {hint}"


def _checked(outcomes: list[Outcome], registry: Registry) -> list[Outcome]:
    """The outcomes with those refused that `tracker check` would find an error in."""
    new = {outcome.id: outcome.record for outcome in outcomes if outcome.record is not None}
    if not new:
        return outcomes
    whole = replace(registry, records=MappingProxyType({**registry.records, **new}))
    errors: dict[str, list[str]] = {}
    for check in CHECKS:
        if check.severity == "error":
            for diagnostic in check.diagnostics(whole):
                errors.setdefault(diagnostic.record or "", []).append(diagnostic.message)
    return [
        replace(outcome, kind="refused", reasons=tuple(errors[outcome.id]))
        if outcome.kind == "new" and outcome.id in errors
        else outcome
        for outcome in outcomes
    ]


def carry_out(outcomes: Sequence[Outcome], registry: Registry) -> list[Outcome]:
    """Write what is new; a record that came to be there meanwhile is refused.

    When the disk takes no more, that one and all after it are refused with the reason.
    """
    if not any(outcome.kind == "new" for outcome in outcomes):
        return list(outcomes)
    try:
        with adding(registry.root) as add:
            return _carried_out(outcomes, add)
    except files.WriteFailed as error:
        return [
            replace(outcome, kind="refused", reasons=(f"not written: {error}",))
            if outcome.kind == "new"
            else outcome
            for outcome in outcomes
        ]


def _carried_out(outcomes: Sequence[Outcome], add: Callable[[str, bytes], None]) -> list[Outcome]:
    done = []
    failed = ""
    for outcome in outcomes:
        if outcome.kind != "new":
            done.append(outcome)
            continue
        try:
            if not failed:
                add(outcome.path, outcome.data)
                done.append(outcome)
                continue
            reason = f"not written: {failed}"
        except files.Exists as error:
            reason = str(error)
        except files.WriteFailed as error:
            reason = failed = str(error)
        done.append(replace(outcome, kind="refused", reasons=(reason,)))
    return done
