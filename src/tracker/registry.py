"""Owns a registry in memory: a folder's records, cards and people, and all that is wrong there.

Loading never raises for bad data: a file that can't be read becomes a diagnostic, the rest loads.
"""

from __future__ import annotations

import difflib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tracker.diagnostic import Diagnostic
from tracker.model import Card, Evidence, Person, Prediction
from tracker.state import GRACE, SOON, Facts
from tracker.validation import show_value, validate, validate_prediction
from tracker.yaml_source import Loc, Source, parse

if TYPE_CHECKING:
    from tracker.frames import DataFrame
    from tracker.query import Filter

__all__ = ["KEY", "NotARegistry", "Record", "Registry", "SourceCard", "find_root", "load"]

KEY = re.compile(r"[a-z0-9-]+", re.ASCII)
PREDICTIONS = "predictions"
SEEDS = "seeds"
PEOPLE = "seeds/people.yaml"
_ALMOST_PEOPLE = (SEEDS, PEOPLE, "seeds/people.yml")
#: One byte more than a file may have, so that a longer one is seen to be longer.
_READ_AT_MOST = 1024 * 1024 + 1


class NotARegistry(Exception):
    """There is no `predictions/` folder where a registry was looked for."""


@dataclass(frozen=True, slots=True)
class Record:
    """A prediction and where it stands: its id is the file's stem."""

    id: str
    prediction: Prediction
    source: Source = field(repr=False)

    @property
    def path(self) -> str:
        """The file, relative to the root, with `/`."""
        return self.source.path

    @property
    def line(self) -> int:
        """The line of `status:`, where resolving begins."""
        return self.source.place(("status",), key=True)[0]

    def diagnostic(
        self,
        loc: Loc,
        code: str,
        message: str,
        hint: str = "",
        *,
        key: bool = False,
    ) -> Diagnostic:
        """A problem of this record at the value (or the key) of a path in it."""
        line, column = self.source.place(loc, key=key)
        return Diagnostic(self.path, line, column, code, message, "error", hint, self.id)


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source card and its file; its key is the file's stem."""

    key: str
    card: Card
    source: Source = field(repr=False)


@dataclass(frozen=True, slots=True)
class Registry:
    """All that one folder holds. Mappings are sorted by key, diagnostics by place."""

    root: Path
    records: Mapping[str, Record]
    cards: Mapping[str, SourceCard]
    people: Mapping[str, Person]
    people_source: Source | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def invalid_files(self) -> tuple[str, ...]:
        """The files with an error, sorted."""
        return tuple(sorted({d.path for d in self.diagnostics if d.severity == "error"}))

    def facts(self, record: Record) -> Facts:
        """What the record's state depends on, its parent's facts included."""
        deadline = record.prediction.deadline
        after = getattr(deadline, "after", None)
        parent = self.records.get(after) if after else None
        return _facts(record, _facts(parent, None) if parent and parent is not record else None)

    def frame(
        self, today: date, *, where: Filter | None = None, soon: int = SOON, grace: int = GRACE
    ) -> DataFrame:
        """The records on `today` as a typed pandas DataFrame, with the columns of the exports.

        For notebooks: the one look upwards from here, and pandas is only imported by it.
        """
        from tracker.frames import records
        from tracker.rows import rows

        return records(self, rows(self, today, where=where, soon=soon, grace=grace), today)

    def person(self, name: str) -> Person | None:
        """The person or organisation of a key; None for a plain name."""
        return self.people.get(name)


def find_root(start: Path) -> Path:
    """The nearest folder upwards from `start` that holds `predictions/`.

    Raises NotARegistry, which says where it looked.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / PREDICTIONS).is_dir():
            return folder
    raise NotARegistry(f"no {PREDICTIONS}/ folder in {start} or any folder above it")


def load(root: Path) -> Registry:
    """Read the registry in `root`; raises NotARegistry when it has no `predictions/` folder."""
    if not (root / PREDICTIONS).is_dir():
        raise NotARegistry(f"no {PREDICTIONS}/ folder in {root.absolute()}")
    found: list[Diagnostic] = []
    people_file, cards = _load_seeds(root, found)
    people_source, people, broken_people = _load_people(people_file, found)
    records = _load_records(root, found)
    registry = Registry(
        root=root,
        records=MappingProxyType(records),
        cards=MappingProxyType(cards),
        people=MappingProxyType(people),
        people_source=people_source,
        diagnostics=(),
    )
    known = _Known(
        people=None if broken_people is None else people.keys() | broken_people,
        cards=cards.keys() | _stems(found, SEEDS),
        records=records.keys() | _stems(found, PREDICTIONS),
    )
    found.extend(_references(registry, known))
    found.extend(_cycles(registry))
    return Registry(
        root=root,
        records=registry.records,
        cards=registry.cards,
        people=registry.people,
        people_source=people_source,
        diagnostics=tuple(sorted(found, key=lambda diagnostic: diagnostic.sort_key)),
    )


# --- reading files ---


class _File(NamedTuple):
    path: str
    stem: str
    data: bytes


def _files(root: Path, folder: str, found: list[Diagnostic]) -> Iterator[_File]:
    """The YAML files below a folder, in the order of their paths; the others are told of."""
    for path, entry in sorted(_walk(root, folder, found)):
        name = path.rpartition("/")[2]
        stem, dot, ending = name.rpartition(".")
        if ending.lower() not in ("yaml", "yml") or not dot:
            continue
        if ending != "yaml":
            hint = f"rename to {stem}.yaml"
            message = f"the file's ending is not .yaml; got .{ending}, expected .yaml"
            found.append(Diagnostic(path, None, None, "file-ending", message, hint=hint))
            continue
        data = _read(root, path, entry, found)
        if data is None:
            continue
        if KEY.fullmatch(stem) is None:
            message = (
                f"the file's name is no id; got {show_value(stem)}, "
                "expected lower-case letters, digits and hyphens"
            )
            near = _as_id(stem)
            hint = f"rename to {near}.yaml" if near else "rename it"
            found.append(Diagnostic(path, None, None, "invalid-id", message, hint=hint))
            continue
        yield _File(path, stem, data)


def _as_id(text: str) -> str:
    """The nearest id to a text; empty when nothing of it can be kept."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def _walk(root: Path, folder: str, found: list[Diagnostic]) -> Iterator[tuple[str, os.stat_result]]:
    """Paths and what stat says, links followed only to files inside the registry."""
    pending = [folder]
    while pending:
        place = pending.pop()
        try:
            with os.scandir(root / place) as entries:
                listed = list(entries)
        except OSError as error:
            found.append(_unreadable(place, error))
            continue
        for entry in listed:
            path = f"{place}/{entry.name}"
            # Editors' leftovers and temporary files begin with a dot or end with a tilde.
            if entry.name.startswith((".", "#")) or entry.name.endswith("~"):
                continue
            try:
                status = entry.stat()
            except OSError as error:
                found.append(_unreadable(path, error))
                continue
            if entry.is_symlink() and not _is_inside(root, entry.path, status):
                message = "the link is not followed; got a link to a folder or out of the registry"
                hint = "put the file itself here"
                found.append(Diagnostic(path, None, None, "outside-link", message, hint=hint))
            elif stat.S_ISDIR(status.st_mode):
                pending.append(path)
            else:
                yield path, status


def _is_inside(root: Path, path: str, status: os.stat_result) -> bool:
    real = os.path.realpath(path)
    base = os.path.realpath(root)
    return not stat.S_ISDIR(status.st_mode) and os.path.commonpath([real, base]) == base


def _read(root: Path, path: str, status: os.stat_result, found: list[Diagnostic]) -> bytes | None:
    if not stat.S_ISREG(status.st_mode):
        message = "this is no regular file; got a pipe, socket or device, expected a text file"
        found.append(Diagnostic(path, None, None, "not-a-file", message))
        return None
    try:
        descriptor = os.open(root / path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            return _read_all(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        found.append(_unreadable(path, error))
        return None


def _read_all(descriptor: int) -> bytes:
    parts = [os.read(descriptor, _READ_AT_MOST)]
    size = len(parts[0])
    while parts[-1] and size < _READ_AT_MOST:
        parts.append(os.read(descriptor, _READ_AT_MOST - size))
        size += len(parts[-1])
    return b"".join(parts)


def _unreadable(path: str, error: OSError) -> Diagnostic:
    reason = (error.strerror or "unknown error").lower()
    message = f"the file can't be read; got {reason}, expected a readable file"
    return Diagnostic(path, None, None, "unreadable", message)


# --- files to values ---


def _load_seeds(root: Path, found: list[Diagnostic]) -> tuple[_File | None, dict[str, SourceCard]]:
    """The people's file, if it could be read, and the cards by key."""
    people: _File | None = None
    cards: dict[str, SourceCard] = {}
    paths: dict[str, str] = {}
    if not os.path.lexists(root / SEEDS):
        return None, cards
    for file in _files(root, SEEDS, found):
        if file.path == PEOPLE:
            people = file
            continue
        if file.stem in paths:
            found.append(_duplicate(file, paths[file.stem], "card"))
            continue
        paths[file.stem] = file.path
        source, problems = parse(file.data, file.path)
        if source is not None:
            card, problems = validate(Card, source.value, source)
            if card is not None:
                cards[file.stem] = SourceCard(file.stem, card, source)
        found.extend(problems)
    return people, dict(sorted(cards.items()))


def _load_people(
    file: _File | None, found: list[Diagnostic]
) -> tuple[Source | None, dict[str, Person], set[str] | None]:
    """The people by key, and the keys of those that are broken; None when any key may be."""
    if file is None:
        # A file that is there but can't be had, or is called people.yml, is told of already.
        is_broken = any(diagnostic.path.casefold() in _ALMOST_PEOPLE for diagnostic in found)
        return None, {}, None if is_broken else set()
    source, problems = parse(file.data, PEOPLE)
    found.extend(problems)
    if source is None:
        return None, {}, None
    if source.value is None:
        return source, {}, set()
    if not isinstance(source.value, dict):
        line, column = source.place(())
        message = f"people are no mapping; got {show_value(source.value)}, expected key: person"
        found.append(Diagnostic(PEOPLE, line, column, "not-a-mapping", message))
        return source, {}, None
    people: dict[str, Person] = {}
    broken: set[str] = set()
    for key, value in sorted(source.value.items()):
        person, problems = validate(Person, value, source, at=(key,))
        if KEY.fullmatch(key) is None:
            line, column = source.place((key,), key=True)
            message = f"the key is no id; got {show_value(key)}, expected a-z, 0-9 and -"
            near = _as_id(key)
            hint = f"rename to {near}" if near else ""
            problems.append(Diagnostic(PEOPLE, line, column, "invalid-id", message, hint=hint))
            broken.add(near)
        found.extend(problems)
        if person is not None and not problems:
            people[key] = person
        else:
            broken.add(key)
    return source, people, broken


def _load_records(root: Path, found: list[Diagnostic]) -> dict[str, Record]:
    records: dict[str, Record] = {}
    paths: dict[str, str] = {}
    for file in _files(root, PREDICTIONS, found):
        if file.stem in paths:
            found.append(_duplicate(file, paths[file.stem], "record"))
            continue
        paths[file.stem] = file.path
        source, problems = parse(file.data, file.path)
        if source is not None:
            prediction, problems = validate_prediction(source, file.stem)
            if prediction is not None:
                records[file.stem] = Record(file.stem, prediction, source)
        found.extend(problems)
    return dict(sorted(records.items()))


def _stems(found: Iterable[Diagnostic], folder: str) -> set[str]:
    """The ids of a folder's broken files: that they are broken is told once, at the file."""
    paths = (diagnostic.path for diagnostic in found)
    return {
        path.rpartition("/")[2].rpartition(".")[0]
        for path in paths
        if path.startswith(f"{folder}/")
    }


def _duplicate(file: _File, first: str, what: str) -> Diagnostic:
    message = f"the id is taken; got a second {what} {file.stem}, expected one in the registry"
    hint = f"the first is {first}; rename one of them"
    return Diagnostic(file.path, None, None, "duplicate-id", message, hint=hint, record=file.stem)


def _facts(record: Record, parent: Facts | None) -> Facts:
    prediction = record.prediction
    resolution = prediction.resolution
    earliest, latest = prediction.window
    return Facts(
        status=prediction.status,
        kind=prediction.kind,
        made_on=prediction.made_on,
        earliest=earliest,
        latest=latest,
        within=getattr(prediction.deadline, "within", None),
        resolved_on=resolution.resolved_on.last if resolution else None,
        happened_on=resolution.happened_on if resolution else None,
        review=prediction.review.next if prediction.review else None,
        parent=parent,
    )


# --- references between files ---


class _Known(NamedTuple):
    """What may be referred to, broken files included, so that one error does not make ten."""

    people: Iterable[str] | None
    cards: Iterable[str]
    records: Iterable[str]


def _references(registry: Registry, known: _Known) -> Iterator[Diagnostic]:
    for record in registry.records.values():
        prediction = record.prediction
        for loc, name in _names(record):
            yield from _missing(record, loc, name, known.people, "speaker", PEOPLE)
        if KEY.fullmatch(prediction.source):
            cards = known.cards
            yield from _missing(
                record, ("source",), prediction.source, cards, "source", f"{SEEDS}/"
            )
        after = getattr(prediction.deadline, "after", None)
        for loc, other in ((("restates",), prediction.restates), (("deadline", "after"), after)):
            if other is not None:
                yield from _missing(record, loc, other, known.records, "record", "predictions/")
    yield from _unknown_authors(registry, known)


def _names(record: Record) -> Iterator[tuple[Loc, str]]:
    prediction = record.prediction
    yield ("speaker",), prediction.speaker
    if prediction.reported_by is not None:
        yield ("reported_by",), prediction.reported_by
    for index, forecast in enumerate(prediction.forecasts or ()):
        yield ("forecasts", index, "by"), forecast.by


def _missing(
    record: Record, loc: Loc, name: str, known: Iterable[str] | None, what: str, where: str
) -> Iterator[Diagnostic]:
    if known is None or KEY.fullmatch(name) is None or name in known:
        return
    message = f"unknown {what}; got {show_value(name)}, expected a key of {where}"
    yield record.diagnostic(loc, f"unknown-{what}", message, _guess(name, known, where))


def _unknown_authors(registry: Registry, known: _Known) -> Iterator[Diagnostic]:
    if known.people is None:
        return
    for card in registry.cards.values():
        for index, name in enumerate(card.card.authors or ()):
            if KEY.fullmatch(name) and name not in known.people:
                line, column = card.source.place(("authors", index))
                message = f"unknown author; got {show_value(name)}, expected a key of {PEOPLE}"
                hint = _guess(name, known.people, PEOPLE)
                path = card.source.path
                yield Diagnostic(path, line, column, "unknown-author", message, hint=hint)


def _guess(name: str, known: Iterable[str], where: str) -> str:
    close = difflib.get_close_matches(name, [key for key in known if KEY.fullmatch(key)], n=1)
    if close:
        return f"did you mean {close[0]}?"
    instead = {"seeds/": ", or write a link", PEOPLE: ", or write a plain name"}.get(where, "")
    return f"add it to {where}{instead}"


def _cycles(registry: Registry) -> Iterator[Diagnostic]:
    """Each chain of restates or after that comes back to itself, told once, at its first id."""
    for key, loc in (("restates", ("restates",)), ("after", ("deadline", "after"))):
        done: set[str] = set()
        for start in registry.records:
            chain: list[str] = []
            at: str | None = start
            while at is not None and at in registry.records and at not in done:
                done.add(at)
                chain.append(at)
                at = _next(registry.records[at].prediction, key)
            if at in chain:
                ring = chain[chain.index(at) :]
                first = registry.records[min(ring)]
                turn = ring.index(first.id)
                shown = " -> ".join([*ring[turn:], *ring[:turn], first.id])
                message = f"`{key}` goes round in a circle; got {shown}, expected an end"
                yield first.diagnostic(loc, "reference-cycle", message, "remove one of them")


def _next(prediction: Prediction, key: str) -> str | None:
    if key == "restates":
        return prediction.restates
    after = getattr(prediction.deadline, "after", None)
    return after if isinstance(after, str) else None


def evidence_of(prediction: Prediction) -> tuple[Evidence, ...]:
    """The evidence of a resolution; none while it is open."""
    return prediction.resolution.evidence if prediction.resolution else ()
