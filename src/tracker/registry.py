"""Owns a registry: a folder's records, cards and people, and all that is wrong there.

`scan` reads one record at a time, `load` keeps them all. Reading never raises for bad data: a file
that can't be read becomes a diagnostic, the rest loads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pydantic import BaseModel

from tracker import folder
from tracker.collector import collector_off
from tracker.diagnostic import Diagnostic
from tracker.folder import KEY, PEOPLE, PREDICTIONS, SEEDS, NotARegistry, Walk
from tracker.records import references
from tracker.records.model import AfterEvent, Card, Person, Prediction
from tracker.records.references import Known
from tracker.records.state import Facts
from tracker.records.validation import validate, validate_prediction
from tracker.text import show_value, slug, stem
from tracker.yamlfile.file import Loc, YamlFile
from tracker.yamlfile.reader import parse

if TYPE_CHECKING:
    from tracker.folder import Tell

__all__ = [
    "KEY",
    "PREDICTIONS",
    "SEEDS",
    "NotARegistry",
    "Record",
    "Registry",
    "Scan",
    "SourceCard",
    "find_root",
    "load",
]

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Record:
    """A valid prediction and where it stands: its id is the file's stem."""

    id: str
    file: YamlFile = field(repr=False)
    prediction: Prediction = field(repr=False)

    @property
    def path(self) -> str:
        """The file, relative to the root, with `/`."""
        return self.file.path

    @property
    def line(self) -> int:
        """The line of `status:`, where resolving begins."""
        return self.file.key_line("status")

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
        line, column = self.file.place(loc, key=key)
        return Diagnostic(self.path, line, column, code, message, "error", hint, self.id)


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A valid source card and its file; its key is the file's stem."""

    key: str
    file: YamlFile = field(repr=False)
    card: Card = field(repr=False)


class People(NamedTuple):
    """The people's file: the valid ones by key, and the keys of those that are broken.

    `broken` is None where any key may be one of them: the file can't be read.
    """

    source: YamlFile | None
    valid: Mapping[str, Person]
    broken: set[str] | None


class Seeds:
    """The people and the cards of a registry, and how they are called."""

    people: Mapping[str, Person]
    cards: Mapping[str, SourceCard]

    def person_names(self, key: str) -> tuple[str, ...]:
        """The names of a person or organisation, the one to be shown last; none for a name."""
        person = self.people.get(key)
        return person.names if person else ()

    def card_title(self, key: str) -> tuple[str, str | None] | None:
        """A card's title to be shown and its language; None without a card."""
        found = self.cards.get(key)
        return (found.card.title_en or found.card.title, found.card.language) if found else None


@dataclass(frozen=True, slots=True)
class Registry(Seeds):
    """All that one folder holds. Mappings are sorted by key, diagnostics by place."""

    root: Path
    records: Mapping[str, Record]
    cards: Mapping[str, SourceCard]
    people: Mapping[str, Person]
    people_file: YamlFile | None
    diagnostics: tuple[Diagnostic, ...]
    known: Known

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records.values())

    @property
    def invalid_files(self) -> tuple[str, ...]:
        """The files with an error, sorted."""
        return _invalid_files(self.diagnostics)

    def facts(self, record: Record) -> Facts:
        """What the record's state depends on, its parent's facts included."""
        parent = self.records.get(record.prediction.after or "")
        is_other = parent is not None and parent is not record
        return facts(record.prediction, parent.prediction if parent and is_other else None)

    def person(self, name: str) -> Person | None:
        """The person or organisation of a key; None for a plain name."""
        return self.people.get(name)


def find_root(start: Path) -> Path:
    """The nearest folder upwards from `start` that holds `predictions/`.

    Raises NotARegistry, which says where it looked.
    """
    return Path(folder.find_root(str(start)))


def load(root: Path, *, tell: Tell | None = None) -> Registry:
    """Read the registry in `root`; raises NotARegistry when it has no `predictions/` folder."""
    with collector_off():
        scan = Scan(root, tell=tell)
        records = {record.id: record for record in scan}
        return Registry(
            root=root,
            records=MappingProxyType(dict(sorted(records.items()))),
            cards=scan.cards,
            people=scan.people,
            people_file=scan.people_file,
            diagnostics=tuple(sorted(scan.diagnostics, key=lambda each: each.sort_key)),
            known=scan.known,
        )


def facts(prediction: Prediction, parent: Prediction | None = None) -> Facts:
    """What the state of a prediction depends on; `parent` is the one whose event it waits for."""
    earliest, latest = prediction.window
    deadline, resolution, review = prediction.deadline, prediction.resolution, prediction.review
    return Facts(
        status=prediction.status,
        kind=prediction.kind,
        made_on=prediction.made_on,
        earliest=earliest,
        latest=latest,
        within=deadline.within if isinstance(deadline, AfterEvent) else None,
        resolved_on=resolution.resolved_on.last if resolution else None,
        happened_on=resolution.happened_on if resolution else None,
        review=review.next if review else None,
        parent=facts(parent) if parent is not None else None,
    )


# --- a folder, one record at a time ---


class Scan(Seeds):
    """A registry that is read one record at a time, for what needs no more: once through it.

    Iterating gives the valid records, those that wait for another one last. Only then is all known
    that is wrong, and `facts` may be asked of these. A record that nobody holds is let go.
    """

    def __init__(self, root: Path, *, tell: Tell | None = None) -> None:
        """Read people and cards; raises NotARegistry without a `predictions/` folder."""
        self.root = root
        self._walk = Walk(str(root))
        self._tell = tell
        self.diagnostics = self._walk.found
        people, cards = self._seeds()
        self.people, self.cards = MappingProxyType(people.valid), MappingProxyType(cards)
        self.people_file = people.source
        self._paths: dict[str, str] = {}  # of all records that have an id, broken ones too
        self.known = Known(
            None if people.broken is None else people.valid.keys() | people.broken,
            cards.keys() | _broken(self.diagnostics, SEEDS),
            self._paths.keys(),
        )

    def __iter__(self) -> Iterator[Record]:
        """Each valid record; raises RuntimeError the second time."""
        if self._paths:
            raise RuntimeError("a scan can be read once")
        linked: dict[str, Record] = {}
        for record in self._records():
            names = references.unknown(references.names(record.prediction), self.known)
            self._refuse(record, names)
            if references.links(record.prediction):
                linked[record.id] = record
            if record.prediction.after is None:
                yield record
        # Files that can't be read have an id too; and whatever was told of, at this place or not.
        for name in _broken(self.diagnostics, PREDICTIONS):
            self._paths.setdefault(name, "")
        for record in linked.values():
            links = references.links(record.prediction)
            self._refuse(record, references.unknown(links, self.known))
        predictions = {name: record.prediction for name, record in sorted(linked.items())}
        for ring, loc, problem in references.cycles(predictions):
            self._refuse(linked[ring[0]], [(loc, problem)])
        yield from (record for record in linked.values() if record.prediction.after is not None)

    @property
    def invalid_files(self) -> tuple[str, ...]:
        """The files with an error, sorted."""
        return _invalid_files(self.diagnostics)

    @property
    def is_empty(self) -> bool:
        """Whether there is no record, not even a broken one."""
        return not self._paths and not self.diagnostics

    def facts(self, record: Record) -> Facts:
        """What the record's state depends on; its parent is read again."""
        after = record.prediction.after
        path = self._paths.get(after) if after is not None and after != record.id else None
        file = self._file(path, []) if path else None
        parent = _record(file, []) if file else None
        return facts(record.prediction, parent.prediction if parent else None)

    def _refuse(self, record: Record, found: Iterable[tuple[Loc, references.Problem]]) -> None:
        self.diagnostics += [record.diagnostic(loc, *problem) for loc, problem in found]

    def _records(self) -> Iterator[Record]:
        """The valid records, in the order of their paths."""
        paths = self._walk.paths
        for place in range(self._walk.seeds, len(paths)):
            if self._tell is not None and not place % 100:
                self._tell(place, len(paths))
            file = self._file(paths[place], self.diagnostics)
            if file is None or self._is_twin(file, self._paths, "record"):
                continue
            record = _record(file, self.diagnostics)
            if record is not None:
                yield record

    def _file(self, path: str, found: list[Diagnostic]) -> _File | None:
        """A file with its bytes; None, and a diagnostic, for one whose name is no id."""
        problem = name_problem(path)
        if problem is not None:
            found.append(problem)
            return None
        data = folder.read(self._walk.root, path, found)
        return None if data is None else _File(path, stem(path), data)

    def _is_twin(self, file: _File, paths: dict[str, str], what: str) -> bool:
        """Whether another file has its id already: the first by path is the one that counts."""
        first = paths.setdefault(file.stem, file.path)
        if first != file.path:
            message = (
                f"the id is taken; got a second {what} {file.stem}, expected one in the registry"
            )
            hint = f"the first is {first}; rename one of them"
            twin = Diagnostic(
                file.path, None, None, "duplicate-id", message, hint=hint, record=file.stem
            )
            self.diagnostics.append(twin)
        return first != file.path

    def _seeds(self) -> tuple[People, dict[str, SourceCard]]:
        people: _File | None = None
        cards: dict[str, SourceCard] = {}
        paths: dict[str, str] = {}
        found = self.diagnostics
        for path in self._walk.paths[: self._walk.seeds]:
            file = self._file(path, found)
            if file is None:
                continue
            if path == PEOPLE:
                people = file
            elif not self._is_twin(file, paths, "card"):
                source, problems = parse(file.data, path)
                found += problems
                card = _valid(Card, source, source.value, found) if source else None
                if source is not None and card is not None:
                    cards[file.stem] = SourceCard(file.stem, source, card)
        known = _people(people, found)
        keys = None if known.broken is None else known.valid.keys() | known.broken
        for each in cards.values():
            unknown = references.unknown(references.authors(each.card), Known(keys, (), ()))
            for loc, problem in unknown:
                line, column = each.file.place(loc)
                told = Diagnostic(each.file.path, line, column, problem.code, problem.message)
                found.append(replace(told, hint=problem.hint))
        return known, dict(sorted(cards.items()))


class _File(NamedTuple):
    """A file that was read, whose name is an id."""

    path: str
    stem: str
    data: bytes


def name_problem(path: str) -> Diagnostic | None:
    """What is wrong with a file's name, which is to be an id."""
    name = stem(path)
    if KEY.fullmatch(name) is not None:
        return None
    message = (
        f"the file's name is no id; got {show_value(name)}, "
        "expected lower-case letters, digits and hyphens"
    )
    near = slug(name)
    hint = f"rename to {near}.yaml" if near else "rename it"
    return Diagnostic(path, None, None, "invalid-id", message, hint=hint)


def _record(file: _File, found: list[Diagnostic]) -> Record | None:
    source, problems = parse(file.data, file.path)
    found += problems
    if source is None:
        return None
    prediction, problems = validate_prediction(source, file.stem)
    found += problems
    return None if prediction is None else Record(file.stem, source, prediction)


def _valid(
    kind: type[M], source: YamlFile, value: object, found: list[Diagnostic], at: Loc = ()
) -> M | None:
    model, problems = validate(kind, value, source, at=at)
    found += problems
    return model


def _people(file: _File | None, found: list[Diagnostic]) -> People:
    """The people by key, and which of them are broken."""
    if file is None:
        # A file that is there but can't be had, or is called people.yml, is told of already.
        paths = (diagnostic.path.casefold() for diagnostic in found)
        is_broken = any(path in (SEEDS, PEOPLE, "seeds/people.yml") for path in paths)
        return People(None, {}, None if is_broken else set())
    source, problems = parse(file.data, PEOPLE)
    found += problems
    if source is None:
        return People(None, {}, None)
    if source.value is None:
        return People(source, {}, set())
    if not isinstance(source.value, dict):
        line, column = source.place(())
        message = f"people are no mapping; got {show_value(source.value)}, expected key: person"
        found.append(Diagnostic(PEOPLE, line, column, "not-a-mapping", message))
        return People(source, {}, None)
    valid: dict[str, Person] = {}
    broken: set[str] = set()
    for key, value in sorted(source.value.items()):
        person = _valid(Person, source, value, found, (key,))
        if KEY.fullmatch(key) is None:
            line, column = source.place((key,), key=True)
            message = f"the key is no id; got {show_value(key)}, expected a-z, 0-9 and -"
            near = slug(key)
            hint = f"rename to {near}" if near else ""
            found.append(Diagnostic(PEOPLE, line, column, "invalid-id", message, hint=hint))
            broken |= {near, key}
        elif person is None:
            broken.add(key)
        else:
            valid[key] = person
    return People(source, valid, broken)


def _broken(found: Iterable[Diagnostic], name: str) -> set[str]:
    """The ids of a folder's broken files: that they are broken is told once, at the file."""
    return {stem(each.path) for each in found if each.path.startswith(f"{name}/")}


def _invalid_files(found: Iterable[Diagnostic]) -> tuple[str, ...]:
    return tuple(sorted({each.path for each in found if each.severity == "error"}))
