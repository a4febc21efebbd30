"""Owns a registry in memory: a folder's records, cards and people, and all that is wrong there.

Loading never raises for bad data: a file that can't be read becomes a diagnostic, the rest loads.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tracker import folder
from tracker.collector import collector_off
from tracker.diagnostic import Diagnostic
from tracker.folder import KEY, PEOPLE, PREDICTIONS, SEEDS, NotARegistry, Walk
from tracker.references import Known, is_key, lost, may_be_people, rings
from tracker.shape import is_card, is_person, is_prediction
from tracker.state import GRACE, SOON, Facts
from tracker.statement import Dated, Statement
from tracker.values import Values, after, facts, names_of, show_value
from tracker.yaml_source import Loc, Source, parse

if TYPE_CHECKING:
    from tracker.folder import Tell
    from tracker.frames import DataFrame
    from tracker.model import Card, Person, Prediction
    from tracker.query import Filter

__all__ = [
    "KEY",
    "PREDICTIONS",
    "SEEDS",
    "NotARegistry",
    "Record",
    "Registry",
    "SourceCard",
    "find_root",
    "load",
]


@dataclass(frozen=True)
class Record:
    """A valid prediction and where it stands: its id is the file's stem."""

    id: str
    source: Source = field(repr=False)

    @cached_property
    def prediction(self) -> Prediction:
        """What it says, as a model; made when somebody asks for it."""
        from tracker.model import Prediction  # pydantic: it takes as long as a thousand records

        return Prediction.model_validate(self.source.value)

    @cached_property
    def statement(self) -> Statement:
        """What it says, for who looks at all records."""
        return Statement(self.values)

    @property
    def path(self) -> str:
        """The file, relative to the root, with `/`."""
        return self.source.path

    @property
    def line(self) -> int:
        """The line of `status:`, where resolving begins."""
        return self.source.key_line("status")

    @property
    def values(self) -> Values:
        """What the file says, as text."""
        found: Values = self.source.value  # type: ignore[assignment]  # a valid record is a mapping
        return found

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


@dataclass(frozen=True)
class SourceCard:
    """A valid source card and its file; its key is the file's stem."""

    key: str
    source: Source = field(repr=False)

    @cached_property
    def card(self) -> Card:
        """What it says, as a model; made when somebody asks for it."""
        from tracker.model import Card

        return Card.model_validate(self.source.value)

    @cached_property
    def dated(self) -> Dated:
        """What it says, for who looks at all cards."""
        found: Values = self.source.value  # type: ignore[assignment]  # a valid card is a mapping
        return Dated.of(found)


class People(Mapping[str, "Person"]):
    """Valid people by key; each is made a model when somebody asks for it."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values
        self._made: dict[str, Person] = {}

    def __getitem__(self, key: str) -> Person:
        found = self._made.get(key)
        if found is None:
            from tracker.model import Person

            found = self._made[key] = Person.model_validate(self._values[key])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


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
        values = record.values
        parent = self.records.get(after(values) or "")
        is_other = parent is not None and parent is not record
        return facts(values, facts(parent.values) if parent is not None and is_other else None)

    def person_names(self, key: str) -> tuple[str, ...]:
        """The names of a person or organisation, the one to be shown last; none for a name."""
        person = self.people.get(key)
        return names_of(person.name, person.name_en) if person else ()

    def card_title(self, key: str) -> tuple[str, str | None] | None:
        """A card's title to be shown and its language; None without a card."""
        card = self.cards.get(key)
        return (card.card.title_en or card.card.title, card.card.language) if card else None

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
    return Path(folder.find_root(str(start)))


def load(root: Path, *, tell: Tell | None = None) -> Registry:
    """Read the registry in `root`; raises NotARegistry when it has no `predictions/` folder."""
    with collector_off():
        return _load(root, tell)


def _load(root: Path, tell: Tell | None) -> Registry:
    walk = Walk(str(root)).sort()
    found = walk.found
    people_file, cards = _load_seeds(walk, found)
    people_source, people, broken_people = load_people(people_file, found)
    records = _load_records(walk, found, tell)
    registry = Registry(
        root=root,
        records=MappingProxyType(records),
        cards=MappingProxyType(cards),
        people=MappingProxyType(people),
        people_source=people_source,
        diagnostics=(),
    )
    known = Known(
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


# --- files to values ---


class SourceFile(NamedTuple):
    """A file that was read."""

    path: str
    stem: str
    data: bytes


def _files(
    walk: Walk, places: range, found: list[Diagnostic], tell: Tell | None = None
) -> Iterator[SourceFile]:
    """Files with their bytes, in the order of their paths; those that are none are told of."""
    for place in places:
        if tell is not None and not place % 100:
            tell(place, len(walk.paths))
        path = walk.paths[place]
        data = folder.read(walk.root, path, walk.stamps[4 * place], found)
        if data is None:
            continue
        problem = name_problem(path)
        if problem is None:
            yield SourceFile(path, path.rpartition("/")[2][:-5], data)
        else:
            found.append(problem)


def name_problem(path: str) -> Diagnostic | None:
    """What is wrong with a file's name, which is to be an id."""
    stem = path.rpartition("/")[2][:-5]
    if KEY.fullmatch(stem) is not None:
        return None
    message = (
        f"the file's name is no id; got {show_value(stem)}, "
        "expected lower-case letters, digits and hyphens"
    )
    near = _as_id(stem)
    hint = f"rename to {near}.yaml" if near else "rename it"
    return Diagnostic(path, None, None, "invalid-id", message, hint=hint)


def _as_id(text: str) -> str:
    """The nearest id to a text; empty when nothing of it can be kept."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def _load_seeds(
    walk: Walk, found: list[Diagnostic]
) -> tuple[SourceFile | None, dict[str, SourceCard]]:
    """The people's file, if it could be read, and the cards by key."""
    people: SourceFile | None = None
    cards: dict[str, SourceCard] = {}
    paths: dict[str, str] = {}
    for file in _files(walk, range(walk.seeds), found):
        if file.path == PEOPLE:
            people = file
            continue
        if file.stem in paths:
            found.append(_duplicate(file, paths[file.stem], "card"))
            continue
        paths[file.stem] = file.path
        source, problems = parse(file.data, file.path)
        if source is not None:
            if not is_card(source.value):
                problems = _problems(source)
            if not problems:
                cards[file.stem] = SourceCard(file.stem, source)
        found.extend(problems)
    return people, dict(sorted(cards.items()))


def load_people(
    file: SourceFile | None, found: list[Diagnostic]
) -> tuple[Source | None, Mapping[str, Person], set[str] | None]:
    """The people by key, and the keys of those that are broken; None when any key may be."""
    if file is None:
        # A file that is there but can't be had, or is called people.yml, is told of already.
        is_broken = may_be_people(diagnostic.path for diagnostic in found)
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
    people: dict[str, object] = {}
    broken: set[str] = set()
    for key, value in sorted(source.value.items()):
        problems = [] if is_person(value) else _problems_of_person(source, key, value)
        if KEY.fullmatch(key) is None:
            line, column = source.place((key,), key=True)
            message = f"the key is no id; got {show_value(key)}, expected a-z, 0-9 and -"
            near = _as_id(key)
            hint = f"rename to {near}" if near else ""
            problems.append(Diagnostic(PEOPLE, line, column, "invalid-id", message, hint=hint))
            broken.add(near)
        found.extend(problems)
        if problems:
            broken.add(key)
        else:
            people[key] = value
    return source, People(people), broken


# --- what the models say of values that have not their shape; they are imported for these alone ---


def _problems(source: Source, record: str | None = None) -> list[Diagnostic]:
    """What is wrong with a record, or else a card."""
    from tracker.model import Card
    from tracker.validation import validate, validate_prediction

    if record is not None:
        return validate_prediction(source, record)[1]
    return validate(Card, source.value, source)[1]


def _problems_of_person(source: Source, key: str, value: object) -> list[Diagnostic]:
    from tracker.model import Person
    from tracker.validation import validate

    return validate(Person, value, source, at=(key,))[1]


def _load_records(walk: Walk, found: list[Diagnostic], tell: Tell | None) -> dict[str, Record]:
    records: dict[str, Record] = {}
    paths: dict[str, str] = {}
    for file in _files(walk, range(walk.seeds, len(walk.paths)), found, tell):
        if file.stem in paths:
            found.append(_duplicate(file, paths[file.stem], "record"))
            continue
        paths[file.stem] = file.path
        source, problems = parse(file.data, file.path)
        if source is not None:
            if not is_prediction(source.value):
                problems = _problems(source, file.stem)
            if not problems:
                records[file.stem] = Record(file.stem, source)
        found.extend(problems)
    return dict(sorted(records.items()))


def _stems(found: Iterable[Diagnostic], name: str) -> set[str]:
    """The ids of a folder's broken files: that they are broken is told once, at the file."""
    paths = (diagnostic.path for diagnostic in found)
    return {
        path.rpartition("/")[2].rpartition(".")[0] for path in paths if path.startswith(f"{name}/")
    }


def _duplicate(file: SourceFile, first: str, what: str) -> Diagnostic:
    message = f"the id is taken; got a second {what} {file.stem}, expected one in the registry"
    hint = f"the first is {first}; rename one of them"
    return Diagnostic(file.path, None, None, "duplicate-id", message, hint=hint, record=file.stem)


# --- references between files ---


def _references(registry: Registry, known: Known) -> Iterator[Diagnostic]:
    near = _Near()
    for record in registry.records.values():
        for loc, name, what in lost(record.values, known):
            where, keys = _WHERE[what], known.of(what)
            message = f"unknown {what}; got {show_value(name)}, expected a key of {where}"
            hint = near.hint(name, keys, where)
            yield record.diagnostic(loc, f"unknown-{what}", message, hint)
    yield from _unknown_authors(registry, known, near)


_WHERE = {"speaker": PEOPLE, "source": f"{SEEDS}/", "record": f"{PREDICTIONS}/"}


def _unknown_authors(registry: Registry, known: Known, near: _Near) -> Iterator[Diagnostic]:
    if known.people is None:
        return
    for card in registry.cards.values():
        for index, name in enumerate(card.dated.authors):
            if is_key(name) and name not in known.people:
                line, column = card.source.place(("authors", index))
                message = f"unknown author; got {show_value(name)}, expected a key of {PEOPLE}"
                hint = near.hint(name, known.of("speaker"), PEOPLE)
                path = card.source.path
                yield Diagnostic(path, line, column, "unknown-author", message, hint=hint)


class _Near:
    """Looks for the nearest key to a name, until enough of them were compared."""

    def __init__(self) -> None:
        # Two seconds of work. Two files of a megabyte, full of names and of keys, would be hours.
        self._left = 200_000

    def hint(self, name: str, known: Iterable[str], where: str) -> str:
        close: Sequence[str] = ()
        if self._left > 0:
            keys = [key for key in known if KEY.fullmatch(key)]
            self._left -= len(keys)
            close = difflib.get_close_matches(name, keys, n=1)
        if close:
            return f"did you mean {close[0]}?"
        instead = {"seeds/": ", or write a link", PEOPLE: ", or write a plain name"}.get(where, "")
        return f"add it to {where}{instead}"


def _cycles(registry: Registry) -> Iterator[Diagnostic]:
    """Each chain of restates or after that comes back to itself, told once, at its first id."""
    records = registry.records
    for key, loc, following in (
        ("restates", ("restates",), {k: r.values.get("restates") for k, r in records.items()}),
        ("after", ("deadline", "after"), {k: after(r.values) for k, r in records.items()}),
    ):
        for ring in rings(following):
            shown = " -> ".join([*ring, ring[0]])
            message = f"`{key}` goes round in a circle; got {shown}, expected an end"
            yield records[ring[0]].diagnostic(loc, "reference-cycle", message, "remove one of them")
