"""A registry: the records, cards and people of a folder, and every problem in them.

`Scan` reads one record at a time, `load` keeps them all. Bad data never raises: a file that can't
be read becomes a diagnostic, and the rest loads.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pydantic import BaseModel

from tracker import folder
from tracker.collector import collector_off
from tracker.diagnostic import Diagnostic
from tracker.folder import KEY, PEOPLE, PREDICTIONS, SEEDS, NotARegistry, Walk, is_reserved
from tracker.records import references
from tracker.records.model import AfterEvent, Card, Person, Prediction
from tracker.records.references import Known, Links
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

_ID_RULE = "only lower-case letters, digits and hyphens are allowed"


@dataclass(frozen=True, slots=True)
class Record:
    """A valid prediction and its file, whose stem is the id."""

    id: str
    file: YamlFile = field(repr=False)
    prediction: Prediction = field(repr=False)

    @property
    def path(self) -> str:
        """The file, relative to the root, with `/`."""
        return self.file.path

    @property
    def line(self) -> int:
        """The line of `status:`, the one to edit to resolve it."""
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
        """A problem of this record, at the value (or the key) of `loc`."""
        line, column = self.file.place(loc, key=key)
        return Diagnostic(self.path, line, column, code, message, "error", hint, self.id)


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A valid card and its file; its key is the file's stem."""

    key: str
    file: YamlFile = field(repr=False)
    card: Card = field(repr=False)


class People(NamedTuple):
    """The people file: the valid people by key, and the keys of the broken ones.

    `broken` is None if the file can't be read, so that any key may be in it.
    """

    file: YamlFile | None
    valid: Mapping[str, Person]
    broken: set[str] | None


class Seeds:
    """The people and cards of a registry, and their names."""

    people: Mapping[str, Person]
    cards: Mapping[str, SourceCard]
    keys: Mapping[str, str]

    def person_key(self, name: str) -> str:
        """The key of a person's name, ignoring case; anything else as it is."""
        return name if name in self.people else self.keys.get(_folded(name), name)

    def person_names(self, key: str) -> tuple[str, ...]:
        """The names of a person or organisation, display name last; empty for a plain name."""
        person = self.people.get(key)
        return person.names if person else ()

    def card_title(self, key: str) -> tuple[str, str | None, str | None] | None:
        """A card's display title, its language and its link; None without a card."""
        source = self.cards.get(key)
        if source is None:
            return None
        card = source.card
        return card.title_en or card.title, card.language, card.url


@dataclass(frozen=True, slots=True)
class Registry(Seeds):
    """The contents of one folder. Mappings are sorted by key, diagnostics by place."""

    root: Path
    records: Mapping[str, Record]
    cards: Mapping[str, SourceCard]
    people: Mapping[str, Person]
    keys: Mapping[str, str]
    people_file: YamlFile | None
    diagnostics: tuple[Diagnostic, ...]
    known: Known

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records.values())

    @property
    def invalid_files(self) -> tuple[str, ...]:
        """The files with an error, sorted."""
        return _invalid_files(self.diagnostics)

    @property
    def broken(self) -> dict[str, str]:
        """The ids of the records that could not be read, with their paths."""
        broken = _broken(self.diagnostics, PREDICTIONS)
        return {name: path for name, path in broken.items() if name not in self.records}

    def facts(self, record: Record) -> Facts:
        """What the record's state depends on, including its parent's facts."""
        parent = self.records.get(record.prediction.after or "")
        is_other = parent is not None and parent is not record
        return facts(record.prediction, parent.prediction if parent and is_other else None)

    def person(self, name: str) -> Person | None:
        """The person or organisation of a key; None for a plain name."""
        return self.people.get(name)


def find_root(start: Path) -> Path:
    """The nearest folder that contains `predictions/`, from `start` upwards.

    Raises NotARegistry with the folders searched.
    """
    return Path(folder.find_root(str(start)))


def load(root: Path, *, tell: Tell | None = None) -> Registry:
    """Read the registry in `root`; raises NotARegistry if it has no `predictions/` folder."""
    with collector_off():
        scan = Scan(root, tell=tell)
        records = {record.id: record for record in scan}
        return Registry(
            root=root,
            records=MappingProxyType(dict(sorted(records.items()))),
            cards=scan.cards,
            people=scan.people,
            keys=scan.keys,
            people_file=scan.people_file,
            diagnostics=tuple(sorted(scan.diagnostics, key=lambda diagnostic: diagnostic.sort_key)),
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
    """A registry that is read one record at a time, and only once.

    Iterating yields the valid records, those that wait for another record last: by then every other
    record has been read, so `facts` can find their parents. `diagnostics` is complete at the end.
    Records are not kept.
    """

    def __init__(self, root: Path, *, tell: Tell | None = None) -> None:
        """Read people and cards; raises NotARegistry without a `predictions/` folder."""
        self.root = root
        self._walk = Walk(str(root))
        self._tell = tell
        self.diagnostics = self._walk.diagnostics
        people, cards = self._seeds()
        self.people, self.cards = MappingProxyType(people.valid), MappingProxyType(cards)
        self.keys = _keys(self.people)
        self.people_file = people.file
        self._paths: dict[str, str] = {}  # of all records with an id, including broken ones
        broken = _broken(self.diagnostics, SEEDS).keys() - {stem(PEOPLE)}
        self.known = Known(
            None if people.broken is None else people.valid.keys() | people.broken,
            None if _hides(self.diagnostics, SEEDS) else cards.keys() | broken,
            None if _hides(self.diagnostics, PREDICTIONS) else self._paths.keys(),
        )

    def __iter__(self) -> Iterator[Record]:
        """Yield each valid record; raises RuntimeError the second time."""
        if self._paths:
            raise RuntimeError("a Scan can be read only once")
        links: dict[str, Links] = {}
        waiting: list[Record] = []
        for name, yaml, prediction in self._read():
            names = references.names(yaml.value)
            self._refuse(yaml, name, references.unknown(names, self.known))
            follows = Links.of(yaml.value)
            if any(follows):
                links[name] = follows
            if prediction is not None and prediction.after is None:
                yield Record(name, yaml, prediction)
            elif prediction is not None:
                waiting.append(Record(name, yaml, prediction))
        # Files that can't be read have an id too, as does every file with a diagnostic.
        for name in _broken(self.diagnostics, PREDICTIONS):
            self._paths.setdefault(name, "")
        for name, follows in links.items():
            if problems := list(references.unknown(follows.references(), self.known)):
                self._refuse(self._again(name), name, problems)
        for ring, loc, problem in references.cycles(dict(sorted(links.items()))):
            self._refuse(self._again(ring[0]), ring[0], [(loc, problem)])
        yield from waiting

    @property
    def invalid_files(self) -> tuple[str, ...]:
        """The files with an error, sorted."""
        return _invalid_files(self.diagnostics)

    @property
    def is_empty(self) -> bool:
        """Whether there are no records, not even broken ones."""
        return not self._paths and not self.diagnostics

    def facts(self, record: Record) -> Facts:
        """What the record's state depends on; its parent is read again."""
        after = record.prediction.after
        yaml = self._again(after) if after is not None and after != record.id else None
        parent = validate_prediction(yaml, str(after))[0] if yaml else None
        return facts(record.prediction, parent)

    def _refuse(
        self,
        yaml: YamlFile | None,
        name: str,
        problems: Iterable[tuple[Loc, references.Problem]],
    ) -> None:
        """Report problems of the record's references; a file that has gone meanwhile has none."""
        if yaml is None:
            return
        for loc, (code, message, hint) in problems:
            line, column = yaml.place(loc)
            self.diagnostics.append(
                Diagnostic(yaml.path, line, column, code, message, hint=hint, record=name)
            )

    def _again(self, name: str) -> YamlFile | None:
        """The file of a record that was read before, and not kept."""
        path = self._paths.get(name)
        file = self._file(path, []) if path else None
        return parse(file.data, file.path)[0] if file else None

    def _read(self) -> Iterator[tuple[str, YamlFile, Prediction | None]]:
        """Id, file and prediction, None if it is invalid, in the order of the paths."""
        paths = self._walk.paths
        for place in range(self._walk.seeds, len(paths)):
            if self._tell is not None and not place % 100:
                self._tell(place, len(paths))
            file = self._file(paths[place], self.diagnostics)
            if file is None or self._is_duplicate(file, self._paths):
                continue
            yaml, problems = parse(file.data, file.path)
            self.diagnostics += problems
            if yaml is not None:
                prediction, problems = validate_prediction(yaml, file.stem)
                self.diagnostics += problems
                yield file.stem, yaml, prediction

    def _file(self, path: str, diagnostics: list[Diagnostic]) -> _File | None:
        """A file with its bytes; None, and a diagnostic, if its name is not an id."""
        problem = name_problem(path)
        if problem is not None:
            diagnostics.append(problem)
            return None
        data = folder.read(self._walk.root, path, diagnostics)
        return None if data is None else _File(path, stem(path), data)

    def _is_duplicate(self, file: _File, paths: dict[str, str]) -> bool:
        """Whether another file has the same id; the first by path is kept."""
        first = paths.setdefault(file.stem, file.path)
        if first != file.path:
            message = f"duplicate id `{file.stem}` (first: {first})"
            hint = "rename one of the files"
            diagnostic = Diagnostic(
                file.path, None, None, "duplicate-id", message, hint=hint, record=file.stem
            )
            self.diagnostics.append(diagnostic)
        return first != file.path

    def _seeds(self) -> tuple[People, dict[str, SourceCard]]:
        people_file: _File | None = None
        cards: dict[str, SourceCard] = {}
        read: list[YamlFile] = []
        paths: dict[str, str] = {}
        diagnostics = self.diagnostics
        for path in self._walk.paths[: self._walk.seeds]:
            file = self._file(path, diagnostics)
            if file is None:
                continue
            if path == PEOPLE:
                people_file = file
            elif not self._is_duplicate(file, paths):
                yaml, problems = parse(file.data, path)
                diagnostics += problems
                if yaml is None:
                    continue
                read.append(yaml)
                card = _valid(Card, yaml, yaml.value, diagnostics)
                if card is not None:
                    cards[file.stem] = SourceCard(file.stem, yaml, card)
        people = _people(people_file, diagnostics)
        keys = None if people.broken is None else people.valid.keys() | people.broken
        known = Known(keys, (), ())
        for yaml in read:
            for loc, problem in references.unknown(references.authors(yaml.value), known):
                line, column = yaml.place(loc)
                code, message, hint = problem
                diagnostics.append(Diagnostic(yaml.path, line, column, code, message, hint=hint))
        return people, dict(sorted(cards.items()))


class _File(NamedTuple):
    """A file whose name is an id, with its bytes."""

    path: str
    stem: str
    data: bytes


def name_problem(path: str) -> Diagnostic | None:
    """What is wrong with a file's name, if it is not an id."""
    name = stem(path)
    if is_reserved(name):
        message = f"file name `{name}.yaml` is reserved on Windows"
        hint = f"rename it, for example to `{slug(name)}-1.yaml`"
        return Diagnostic(path, None, None, "reserved-name", message, hint=hint)
    if KEY.fullmatch(name) is not None:
        return None
    message = f"invalid id {show_value(name)}: {_ID_RULE}"
    near = slug(name)
    hint = f"rename the file to `{near}.yaml`" if near else "rename the file"
    return Diagnostic(path, None, None, "invalid-id", message, hint=hint)


def _valid(
    kind: type[M], yaml: YamlFile, value: object, diagnostics: list[Diagnostic], at: Loc = ()
) -> M | None:
    model, problems = validate(kind, value, yaml, at=at)
    diagnostics += problems
    return model


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _keys(people: Mapping[str, Person]) -> Mapping[str, str]:
    """Folded name -> key, without names that several people share."""
    keys: dict[str, set[str]] = {}
    for key, person in people.items():
        for name in person.names:
            keys.setdefault(_folded(name), set()).add(key)
    return {name: key for name, (key, *others) in keys.items() if not others}


def _people(file: _File | None, diagnostics: list[Diagnostic]) -> People:
    """The people by key, and the keys of broken ones."""
    if file is None:
        # A file that can't be read, or is called people.yml, has been reported already.
        paths = (diagnostic.path.casefold() for diagnostic in diagnostics)
        is_broken = any(path in (SEEDS, PEOPLE, "seeds/people.yml") for path in paths)
        return People(None, {}, None if is_broken else set())
    yaml, problems = parse(file.data, PEOPLE)
    diagnostics += problems
    if yaml is None:
        return People(None, {}, None)
    if yaml.value is None:
        return People(yaml, {}, set())
    if not isinstance(yaml.value, dict):
        line, column = yaml.place(())
        kind = "a list" if isinstance(yaml.value, list) else "text"
        message = f"the people file must be a mapping, not {kind}"
        hint = "write each person as `key:`, with `name:` indented below it"
        diagnostics.append(Diagnostic(PEOPLE, line, column, "not-a-mapping", message, hint=hint))
        return People(yaml, {}, None)
    valid: dict[str, Person] = {}
    broken: set[str] = set()
    for key, value in sorted(yaml.value.items()):
        person = _valid(Person, yaml, value, diagnostics, (key,))
        if KEY.fullmatch(key) is None:
            line, column = yaml.place((key,), key=True)
            message = f"invalid key {show_value(key)}: {_ID_RULE}"
            near = slug(key)
            hint = f"rename it to `{near}`" if near else ""
            diagnostics.append(Diagnostic(PEOPLE, line, column, "invalid-id", message, hint=hint))
            broken |= {near, key}
        elif person is None:
            broken.add(key)
        else:
            valid[key] = person
    return People(yaml, valid, broken)


def _broken(diagnostics: Iterable[Diagnostic], name: str) -> dict[str, str]:
    """The ids of a folder's broken files, with their paths."""
    paths = [each.path for each in diagnostics if each.path.startswith(f"{name}/")]
    return {stem(path): path for path in paths if _is_file(path)}


def _hides(diagnostics: Iterable[Diagnostic], name: str) -> bool:
    """Whether the folder, or one in it, was not read, so that any id may be in it."""
    paths = [each.path for each in diagnostics if f"{each.path}/".startswith(f"{name}/")]
    return not all(map(_is_file, paths))


def _is_file(path: str) -> bool:
    return path.casefold().endswith((".yaml", ".yml"))


def _invalid_files(diagnostics: Iterable[Diagnostic]) -> tuple[str, ...]:
    return tuple(sorted({each.path for each in diagnostics if each.severity == "error"}))
