"""Owns what records refer to: people, cards, other records; which of it is not there, and rings."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from tracker.folder import KEY, PEOPLE, SEEDS
from tracker.values import Values, deadline

__all__ = ["Known", "is_key", "lost", "lost_names", "may_be_people", "rings"]

Loc = tuple[str | int, ...]


class Known(NamedTuple):
    """What may be referred to, broken files included, so that one error does not make ten.

    `people` is None when anybody may be known, because their file can't be read.
    """

    people: Container[str] | None
    cards: Container[str]
    records: Container[str]

    def of(self, what: str) -> Iterable[str]:
        """The keys of speakers, sources or records."""
        found = {"speaker": self.people or (), "source": self.cards, "record": self.records}[what]
        assert isinstance(found, Iterable)
        return found


def is_key(name: str) -> bool:
    """Whether a name is written like a key, which must exist; anything else is a plain name."""
    return KEY.fullmatch(name) is not None


def lost(values: Values, known: Known) -> Iterator[tuple[Loc, str, str]]:
    """Each key of a record that is not there: where it stands, the key, and what it should be."""
    yield from lost_names(values, known)
    after = deadline(values).get("after")
    for loc, name in (("restates",), values.get("restates")), (("deadline", "after"), after):
        if name is not None and name not in known.records and is_key(name):
            yield loc, name, "record"


def lost_names(values: Values, known: Known) -> Iterator[tuple[Loc, str, str]]:
    """Those of them that are to be people or cards."""
    people = known.people
    if people is not None:
        name = values["speaker"]
        if name not in people and is_key(name):
            yield ("speaker",), name, "speaker"
        name = values.get("reported_by")
        if name is not None and name not in people and is_key(name):
            yield ("reported_by",), name, "speaker"
        for index, forecast in enumerate(values.get("forecasts") or ()):
            name = forecast["by"]
            if name not in people and is_key(name):
                yield ("forecasts", index, "by"), name, "speaker"
    name = values["source"]
    if name not in known.cards and is_key(name):
        yield ("source",), name, "source"


def may_be_people(paths: Iterable[str]) -> bool:
    """Whether one of the odd files may be that of the people: then anybody may be known."""
    return any(path.casefold() in (SEEDS, PEOPLE, "seeds/people.yml") for path in paths)


def rings(following: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Each chain that comes back to itself, from its first id on, in the order of the ids."""
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
