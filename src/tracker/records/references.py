"""References between records, cards and people: unknown ones and cycles.

Used on loading, before an edit is written, and on import.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from tracker.folder import KEY, PEOPLE, PREDICTIONS, SEEDS
from tracker.records.model import AfterEvent, Card, Prediction
from tracker.text import did_you_mean

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

#: What to do about an unknown name of each kind.
_HINTS: Mapping[What, str] = {
    "speaker": f"add it to {PEOPLE}, or write the full name",
    "author": f"add it to {PEOPLE}, or write the full name",
    "source": f"add {SEEDS}/{{}}.yaml, or write a link",
    "record": f"add {PREDICTIONS}/{{}}.yaml, or correct the id",
}
#: How many names are compared to find the nearest: two seconds of work. Two files of a megabyte,
#: full of names and keys, would take hours.
_COMPARED = 200_000


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

    `people` is None if any name may exist because their file can't be read.
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
        """A copy with one more record."""
        keys = self._keys
        return Known(keys["speaker"], keys["source"] or (), {record, *(keys["record"] or ())})

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
            hint = did_you_mean(name, keys, instead=hint)
        return Problem(f"unknown-{what}", f"unknown {what} `{name}`", hint)


def is_key(name: str) -> bool:
    """Whether a name is written like a key and so must exist; anything else is a plain name."""
    return KEY.fullmatch(name) is not None


def names(prediction: Prediction) -> Iterator[Reference]:
    """The people and the card that a record refers to by key."""
    references: list[Reference] = [
        Reference(("speaker",), prediction.speaker, "speaker"),
        Reference(("source",), prediction.source, "source"),
    ]
    if prediction.reported_by is not None:
        references.append(Reference(("reported_by",), prediction.reported_by, "speaker"))
    for index, forecast in enumerate(prediction.forecasts or ()):
        references.append(Reference(("forecasts", index, "by"), forecast.by, "speaker"))
    return (each for each in references if is_key(each.name))


def authors(card: Card) -> list[Reference]:
    """The people that a card refers to by key as its authors."""
    return [
        Reference(("authors", index), name, "author")
        for index, name in enumerate(card.authors or ())
        if is_key(name)
    ]


def links(prediction: Prediction) -> list[Reference]:
    """The other records that a record refers to."""
    references = []
    if prediction.restates is not None:
        references.append(Reference(("restates",), prediction.restates, "record"))
    if isinstance(prediction.deadline, AfterEvent):
        references.append(Reference(("deadline", "after"), prediction.deadline.after, "record"))
    return references


def unknown(references: Iterable[Reference], known: Known) -> Iterator[tuple[Loc, Problem]]:
    """The references to something that does not exist, each with its problem."""
    for reference in references:
        problem = known.problem(reference)
        if problem is not None:
            yield reference.loc, problem


#: The two ways in which records follow each other: the key, its path, and the id that it holds.
_FOLLOWING: tuple[tuple[str, Loc, Callable[[Prediction], str | None]], ...] = (
    ("restates", ("restates",), lambda prediction: prediction.restates),
    ("after", ("deadline", "after"), lambda prediction: prediction.after),
)


def cycles(predictions: Mapping[str, Prediction]) -> Iterator[tuple[list[str], Loc, Problem]]:
    """Each cycle of `restates` or `after`, reported once, at its first id."""
    for key, loc, following in _FOLLOWING:
        for ring in rings({name: following(each) for name, each in predictions.items()}):
            shown = " -> ".join([*ring, ring[0]])
            message = f"`{key}` forms a cycle: {shown}"
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
