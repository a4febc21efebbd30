"""New people and cards: text, diff and problems, before anything is written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from tracker import checks
from tracker.diagnostic import Diagnostic
from tracker.editing import edit, files
from tracker.editing.edit import Refused, Set
from tracker.editing.emit import Style, entry_lines
from tracker.editing.proposal import adding
from tracker.folder import PEOPLE, SEEDS
from tracker.records import references
from tracker.records.model import Card, Person
from tracker.records.validation import validate
from tracker.registry import Registry, SourceCard
from tracker.text import stem
from tracker.yamlfile.file import Plain, YamlFile
from tracker.yamlfile.reader import parse

__all__ = ["Addition", "new_card", "new_person", "write"]

_STYLE = Style("\n", 2, 2)
#: Reported until the first record uses what was added.
_NOT_YET = ("unused-person", "unused-card")


@dataclass(frozen=True, slots=True)
class Addition:
    """A file with a new person, or a new card, and what `check` would report about it.

    `old` is None for a new file.
    """

    path: str
    old: YamlFile | None
    data: bytes
    said: tuple[Diagnostic, ...]

    @property
    def diff(self) -> str:
        """The change, for `git apply`."""
        before = self.old.data.decode() if self.old else ""
        return edit.diff(before, self.data.decode("utf-8", "surrogateescape"), self.path)

    @property
    def errors(self) -> list[Diagnostic]:
        """The problems that keep it from being written."""
        return [problem for problem in self.said if problem.severity == "error"]


def new_person(
    registry: Registry, key: str, value: Mapping[str, Plain]
) -> tuple[Registry, Addition]:
    """The registry with one more person, and the changed file; raises edit.Refused."""
    old = registry.people_file
    if old is None and os.path.lexists(registry.root / PEOPLE):
        raise Refused(f"{PEOPLE} is invalid", "run `tracker check`, and fix it first")
    if old is not None and old.value is not None:
        text = edit.apply(old, [Set((key,), dict(value))])
    else:
        before = old.text if old else _modeline(registry, "people", 1)
        gap = "" if not before or before.endswith("\n") else "\n"
        text = before + gap + _lines({key: dict(value)})
    data = edit.encode(old, text) if old else text.encode("utf-8", "surrogateescape")
    file, problems = parse(data, PEOPLE)
    line = 1
    if file is not None and isinstance(file.value, dict):
        line = file.place((key,), key=True)[0]
        person, problems = validate(Person, file.value[key], file, at=(key,))
        if person is not None:
            registry = registry.with_person(key, person, file)
            problems = _reported(registry, PEOPLE)
    said = tuple(each for each in problems if (each.line or line) >= line)
    return registry, Addition(PEOPLE, old, data, said)


def new_card(
    registry: Registry, path: str, value: Mapping[str, Plain]
) -> tuple[Registry, Addition]:
    """The registry with one more card, and the new file."""
    ordered = {key: value[key] for key in Card.model_fields if value.get(key) is not None}
    text = _modeline(registry, "card", path.count("/")) + _lines(ordered)
    data = text.encode("utf-8", "surrogateescape")
    file, problems = parse(data, path)
    if file is not None:
        card, problems = validate(Card, file.value, file)
        named = references.authors(file.value)
        for loc, (code, message, hint) in references.unknown(named, registry.known):
            problems.append(Diagnostic(path, *file.place(loc), code, message, hint=hint))
        if card is not None and not problems:
            registry = registry.with_card(SourceCard(stem(path), file, card))
            problems = _reported(registry, path)
    return registry, Addition(path, None, data, tuple(problems))


def write(registry: Registry, addition: Addition) -> None:
    """Write the file as proposed; raises files.WriteFailed, files.Conflict among them."""
    root = registry.root
    if addition.old is not None:
        files.write(root / addition.path, addition.old.data, addition.data, root=root)
    else:
        with adding(root, SEEDS) as add:
            add(addition.path, addition.data)


def _modeline(registry: Registry, name: str, depth: int) -> str:
    """The line that names the schema to editors, if the registry has schemas."""
    schema = f"schema/{name}.schema.json"
    has_schema = (registry.root / schema).is_file()
    return f"# yaml-language-server: $schema={'../' * depth}{schema}\n" if has_schema else ""


def _lines(value: Mapping[str, Plain]) -> str:
    lines = [line for key in value for line in entry_lines(key, value[key], (key,), 0, _STYLE)]
    return "".join(f"{line}\n" for line in lines)


def _reported(registry: Registry, path: str) -> list[Diagnostic]:
    """What `check` would report about one of the seeds, but for its missing uses."""
    alone = replace(registry, records=MappingProxyType({}), diagnostics=())
    return [each for each in checks.run(alone) if each.path == path and each.code not in _NOT_YET]
