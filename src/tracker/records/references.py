"""References between records, cards and people: unknown ones and cycles.

Used on loading, before an edit is written, and on import.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from tracker.folder import KEY, PEOPLE, PREDICTIONS, SEEDS
from tracker.text import did_you_mean
from tracker.yamlfile.file import Loc, Plain

__all__ = [
    "Known",
    "Links",
    "Problem",
    "Reference",
    "authors",
    "cycles",
    "is_key",
    "names",
    "rings",
    "unknown",
]

What = Literal["speaker", "author", "source", "record"]

#: What to do about an unknown name of each kind.
_HINTS: Mapping[What, str] = {
    "speaker": f"add `{{}}` to {PEOPLE}, or write the full name",
    "author": f"add `{{}}` to {PEOPLE}, or write the full name",
    "source": f"add {SEEDS}/{{}}.yaml, or write a link",
    "record": f"add {PREDICTIONS}/{{}}.yaml, or correct the id",
}
#: How many names are compared to find the nearest: two seconds of work. Two files of a megabyte,
#: full of names and keys, would take hours.
_COMPARED = 200_000
#: How many ids of a cycle a message names.
_SHOWN = 10


class Reference(NamedTuple):
    """A key that a file refers to: its path in the file, the key, and what it must name."""

    loc: Loc
    name: str
    what: What


class Problem(NamedTuple):
    """What is wrong with a reference."""

    code: str
    message: str
    hint: str


class Known:
    """The names that exist, including those of broken files, so that one error does not cause ten.

    A collection is None if any name may exist because a file or folder can't be read.
    """

    def __init__(
        self,
        people: Collection[str] | None,
        cards: Collection[str] | None,
        records: Collection[str] | None,
    ) -> None:
        self._keys: Mapping[What, Collection[str] | None] = {
            "speaker": people,
            "author": people,
            "source": cards,
            "record": records,
        }
        self._left = _COMPARED

    def including(self, record: str) -> Known:
        """A copy with one more record."""
        records = self._keys["record"]
        records = None if records is None else {record, *records}
        return Known(self._keys["speaker"], self._keys["source"], records)

    def problem(self, reference: Reference) -> Problem | None:
        """What is wrong with a reference; None if it exists."""
        _, name, what = reference
        keys = self._keys[what]
        if keys is None or name in keys:
            return None
        hint = _HINTS[what].format(name)
        if self._left > 0:
            keys = [key for key in keys if is_key(key)]
            self._left -= len(keys)
            near = did_you_mean(name, keys)
            hint = f"{near} If not, {hint}" if near and what != "record" else near or hint
        return Problem(f"unknown-{what}", f"unknown {what} `{name}`", hint)


def is_key(name: str) -> bool:
    """Whether a name is written like a key and so must exist; anything else is a plain name."""
    return KEY.fullmatch(name) is not None


def _key(value: Plain) -> str | None:
    return value if isinstance(value, str) and is_key(value) else None


def names(value: Plain) -> Iterator[Reference]:
    """The people and the card that a record's plain value, valid or not, refers to by key."""
    if not isinstance(value, dict):
        return
    yield from _named(("speaker",), value.get("speaker"), "speaker")
    yield from _named(("source",), value.get("source"), "source")
    yield from _named(("reported_by",), value.get("reported_by"), "speaker")
    forecasts = value.get("forecasts")
    for index, forecast in enumerate(forecasts if isinstance(forecasts, list) else ()):
        if isinstance(forecast, dict):
            yield from _named(("forecasts", index, "by"), forecast.get("by"), "speaker")


def authors(value: Plain) -> Iterator[Reference]:
    """The people that a card's plain value, valid or not, refers to by key as its authors."""
    entries = value.get("authors") if isinstance(value, dict) else None
    for index, name in enumerate(entries if isinstance(entries, list) else ()):
        yield from _named(("authors", index), name, "author")


def _named(loc: Loc, name: Plain, what: What) -> Iterator[Reference]:
    if isinstance(name, str) and is_key(name):
        yield Reference(loc, name, what)


class Links(NamedTuple):
    """The ids of the records that a record follows; the fields are those of `_LINKS`."""

    restates: str | None
    after: str | None

    @classmethod
    def of(cls, value: Plain) -> Links:
        """Those of a record's plain value, valid or not."""
        if not isinstance(value, dict):
            return cls(None, None)
        deadline = value.get("deadline")
        waits = isinstance(deadline, dict) and deadline.get("kind") == "after_event"
        after = deadline.get("after") if isinstance(deadline, dict) and waits else None
        return cls(_key(value.get("restates")), _key(after))

    def references(self) -> Iterator[Reference]:
        """The links as references."""
        for loc, name in zip(_LINKS.values(), self, strict=True):
            if name is not None:
                yield Reference(loc, name, "record")


#: The two ways in which records follow each other: the key, and its path.
_LINKS: Mapping[str, Loc] = {"restates": ("restates",), "after": ("deadline", "after")}


def unknown(references: Iterable[Reference], known: Known) -> Iterator[tuple[Loc, Problem]]:
    """The references to something that does not exist, each with its problem."""
    for reference in references:
        problem = known.problem(reference)
        if problem is not None:
            yield reference.loc, problem


def cycles(links: Mapping[str, Links]) -> Iterator[tuple[list[str], Loc, Problem]]:
    """Each cycle of `restates` or `after`, reported once, at its first id."""
    for key, loc in _LINKS.items():
        for ring in rings({name: getattr(each, key) for name, each in links.items()}):
            some = ring if len(ring) <= _SHOWN else [*ring[: _SHOWN - 1], f"{len(ring):,} in all"]
            message = f"`{key}` forms a cycle: {' -> '.join([*some, ring[0]])}"
            yield ring, loc, Problem("reference-cycle", message, "remove one of these references")


def rings(following: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Each cycle, starting at its first id, in the order of the ids."""
    done: set[str] = set()
    for start in following:
        chain: list[str] = []
        at: str | None = start
        while at is not None and at in following and at not in done:
            done.add(at)
            chain.append(at)
            at = following[at]
        if at in chain:
            ring = chain[chain.index(at) :]
            turn = ring.index(min(ring))
            yield [*ring[turn:], *ring[:turn]]
