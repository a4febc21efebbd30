"""The plan of an import, item by item, and carrying it out; only new files are written.

An existing record is never changed: an equal one is skipped, a different one is reported.
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
from tracker.importer.convert import Converted, Skipped, check_wanted, convert
from tracker.importer.fields import telling_apart
from tracker.importer.items import Item
from tracker.importer.mapping import Mapping
from tracker.importer.normalise import make_id
from tracker.records import references
from tracker.records.validation import validate_prediction
from tracker.registry import Record, Registry
from tracker.yamlfile.file import Plain
from tracker.yamlfile.reader import parse

__all__ = ["Kind", "Outcome", "carry_out", "plan"]

Kind: TypeAlias = Literal["new", "unchanged", "different", "skipped", "refused"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one item: the reasons, the file, and what is not imported."""

    place: str
    id: str
    kind: Kind
    reasons: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    path: str = ""
    data: bytes = b""
    record: Record | None = None


def plan(items: Sequence[Item], mapping: Mapping, registry: Registry) -> list[Outcome]:
    """The outcomes of importing the items, in their order. Writes nothing."""
    broken = registry.broken
    seen: dict[str, tuple[Item, dict[str, Plain]]] = {}
    outcomes = []
    for item in items:
        try:
            if item.problem:
                if item.fields:
                    check_wanted(item, mapping)
                outcomes.append(Outcome(item.place, "", "refused", (item.problem,)))
                continue
            converted = convert(item, mapping)
        except Skipped as reason:
            outcomes.append(Outcome(item.place, "", "skipped", (str(reason),)))
            continue
        outcomes.append(_outcome(item, converted, mapping, registry, broken, seen))
        if converted.id and not converted.problems:
            seen.setdefault(converted.id, (item, converted.value))
    return _checked(outcomes, registry)


def _outcome(
    item: Item,
    converted: Converted,
    mapping: Mapping,
    registry: Registry,
    broken: dict[str, str],
    seen: dict[str, tuple[Item, dict[str, Plain]]],
) -> Outcome:
    base = Outcome(item.place, converted.id, "refused", converted.problems, converted.lost)
    if converted.problems:
        return base
    if converted.id in seen:
        first, value = seen[converted.id]
        if value == converted.value:
            return replace(base, kind="skipped", reasons=(f"same as {first.place}",))
        return replace(base, reasons=(_same_id(first, item, mapping),))
    if converted.id in broken:
        reason = f"{broken[converted.id]} already exists and is invalid"
        return replace(base, reasons=(reason,))
    existing = registry.records.get(converted.id)
    if existing is not None:
        return _compared(base, existing, converted)
    path = "/".join(["predictions", *(mapping.folder or "").split("/"), f"{converted.id}.yaml"])
    path = path.replace("//", "/")
    up = "../" * path.count("/")
    schema = f"# yaml-language-server: $schema={up}schema/prediction.schema.json\n"
    text = schema + render(converted.value)
    data = text.encode("utf-8", "backslashreplace")
    file, problems = parse(data, path)
    if file is None:
        return replace(base, reasons=tuple(problem.message for problem in problems))
    # Like every edit, a new text is verified by reading it back; nothing is known to fail here.
    if file.value != converted.value:
        return replace(base, reasons=("can't be written as YAML without changing its content",))
    prediction, problems = validate_prediction(file, converted.id)
    reasons = tuple(problem.message for problem in problems)
    if prediction is not None:
        record = Record(converted.id, file, prediction)
        reasons = tuple(_unknown(record, registry))
        if not reasons:
            return replace(base, kind="new", reasons=(), path=path, data=data, record=record)
    return replace(base, reasons=reasons)


def _same_id(first: Item, item: Item, mapping: Mapping) -> str:
    """The reason for two items of one id, with the fields that would tell them apart."""
    names = " or ".join(f"`{path}`" for path in telling_apart(first, item, mapping)[:3])
    reason = f"same id as {first.place}, but different content"
    own = mapping.id.own
    if own:  # such as the column of a spreadsheet, for which there is no mapping to edit
        return f"{reason}; write another `{own}` for one of them"
    one, other = (
        make_id("", mapping.id.parts(each.fields), is_hash=True) for each in (first, item)
    )
    if one != other:  # they differ in a field of the id, but not in its letters
        return f"{reason}; add `made_of: hash` to `id` in the mapping"
    return f"{reason}; add {names} to `id.fields` in the mapping" if names else reason


def _compared(base: Outcome, existing: Record, converted: Converted) -> Outcome:
    value = existing.file.value
    current = (
        {key: part for key, part in value.items() if part is not None}
        if isinstance(value, dict)
        else {}
    )
    keys = [key for key in canonical_order(()) if current.get(key) != converted.value.get(key)]
    if not keys:
        return replace(base, kind="unchanged", path=existing.path)
    reason = f"{existing.path} differs in {', '.join(keys)}; not overwritten"
    return replace(base, kind="different", reasons=(reason,), path=existing.path)


def _unknown(record: Record, registry: Registry) -> Iterator[str]:
    """Problems of unknown references; a name that looks like a key is taken for one."""
    for loc, problem in references.unknown(references.names(record.file.value), registry.known):
        hint = problem.hint
        if loc != ("source",):
            hint = f'{hint}, or make the mapping write a plain name such as "{{user}} (Tracker)"'
        yield f"{problem.message}; {hint}"


def _checked(outcomes: list[Outcome], registry: Registry) -> list[Outcome]:
    """The outcomes, refusing new records in which `tracker check` would find an error."""
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
    """Write the new records; refuse those that another process has added meanwhile.

    If writing fails, that record and all after it are refused with the reason.
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
