"""Owns what records refer to: people, cards, other records; which of it is not there, and rings.

Whoever looks at references asks here: loading, an edit before it is written, an import.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from tracker.folder import KEY, PEOPLE, PREDICTIONS, SEEDS
from tracker.records.model import AfterEvent, Card, Prediction
from tracker.text import did_you_mean, show_value

__all__ = [
    "Known",
    "Problem",
    "Reference",
    "authors",
    "cycles",
    "is_key",
    "links",
    "names",
    "rings",
    "unknown",
]

Loc = tuple[str | int, ...]
What = Literal["speaker", "author", "source", "record"]

#: What is named -> where it must be, and what may be written instead.
_PLACES: Mapping[What, tuple[str, str]] = {
    "speaker": (PEOPLE, ", or write a plain name"),
    "author": (PEOPLE, ", or write a plain name"),
    "source": (f"{SEEDS}/", ", or write a link"),
    "record": (f"{PREDICTIONS}/", ""),
}
#: Names compared while looking for the nearest: two seconds of work. Two files of a megabyte, full
#: of names and of keys, would be hours.
_COMPARED = 200_000


class Reference(NamedTuple):
    """A key that a file names: where in it, the key, and what it must be a key of."""

    loc: Loc
    name: str
    what: What


class Problem(NamedTuple):
    """What is wrong with a reference, in words."""

    code: str
    message: str
    hint: str


class Known:
    """What may be referred to, broken files included, so that one error does not make ten.

    `people` is None when anybody may be known, because their file can't be read.
    """

    def __init__(
        self,
        people: Collection[str] | None,
        cards: Collection[str],
        records: Collection[str],
    ) -> None:
        self._keys: Mapping[What, Collection[str] | None] = {
            "speaker": people,
            "author": people,
            "source": cards,
            "record": records,
        }
        self._left = _COMPARED

    def including(self, record: str) -> Known:
        """The same with one more record."""
        keys = self._keys
        return Known(keys["speaker"], keys["source"] or (), {record, *(keys["record"] or ())})

    def problem(self, reference: Reference) -> Problem | None:
        """What is wrong with a reference; None for one that is there."""
        _, name, what = reference
        keys = self._keys[what]
        if keys is None or name in keys:
            return None
        where, instead = _PLACES[what]
        message = f"unknown {what}; got {show_value(name)}, expected a key of {where}"
        hint = f"add it to {where}{instead}"
        if self._left > 0:
            keys = [key for key in keys if is_key(key)]
            self._left -= len(keys)
            hint = did_you_mean(name, keys, instead=hint)
        return Problem(f"unknown-{what}", message, hint)


def is_key(name: str) -> bool:
    """Whether a name is written like a key, which must exist; anything else is a plain name."""
    return KEY.fullmatch(name) is not None


def names(prediction: Prediction) -> Iterator[Reference]:
    """The people and the card that a record names by key."""
    found: list[Reference] = [
        Reference(("speaker",), prediction.speaker, "speaker"),
        Reference(("source",), prediction.source, "source"),
    ]
    if prediction.reported_by is not None:
        found.append(Reference(("reported_by",), prediction.reported_by, "speaker"))
    for index, forecast in enumerate(prediction.forecasts or ()):
        found.append(Reference(("forecasts", index, "by"), forecast.by, "speaker"))
    return (each for each in found if is_key(each.name))


def authors(card: Card) -> list[Reference]:
    """The people that a card names by key as its authors."""
    return [
        Reference(("authors", index), name, "author")
        for index, name in enumerate(card.authors or ())
        if is_key(name)
    ]


def links(prediction: Prediction) -> list[Reference]:
    """The other records that a record names."""
    found = []
    if prediction.restates is not None:
        found.append(Reference(("restates",), prediction.restates, "record"))
    if isinstance(prediction.deadline, AfterEvent):
        found.append(Reference(("deadline", "after"), prediction.deadline.after, "record"))
    return found


def unknown(references: Iterable[Reference], known: Known) -> Iterator[tuple[Loc, Problem]]:
    """Those of the references that lead nowhere."""
    for reference in references:
        problem = known.problem(reference)
        if problem is not None:
            yield reference.loc, problem


#: The two ways in which records follow each other: the key, where it stands, the id that it names.
_FOLLOWING: tuple[tuple[str, Loc, Callable[[Prediction], str | None]], ...] = (
    ("restates", ("restates",), lambda prediction: prediction.restates),
    ("after", ("deadline", "after"), lambda prediction: prediction.after),
)


def cycles(predictions: Mapping[str, Prediction]) -> Iterator[tuple[list[str], Loc, Problem]]:
    """Each chain of `restates` or `after` that comes back to itself, told once, at its first id."""
    for key, loc, following in _FOLLOWING:
        for ring in rings({name: following(each) for name, each in predictions.items()}):
            shown = " -> ".join([*ring, ring[0]])
            message = f"`{key}` goes round in a circle; got {shown}, expected an end"
            yield ring, loc, Problem("reference-cycle", message, "remove one of them")


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
