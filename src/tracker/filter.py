"""The filter for records, shared by the command line and the dashboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tracker.text import folded

__all__ = ["Filter", "Searchable"]


class Searchable(Protocol):
    """The attributes that a filter compares."""

    @property
    def speakers(self) -> Sequence[str]: ...
    @property
    def sources(self) -> Sequence[str]: ...
    @property
    def tags(self) -> Sequence[str]: ...
    @property
    def status(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def mark(self) -> str: ...
    @property
    def timeframe(self) -> str: ...
    @property
    def said(self) -> Sequence[str]: ...
    @property
    def deadline(self) -> Sequence[str]: ...
    @property
    def searched(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: values of one key are alternatives, different keys must all match; empty means all.

    `speaker` and `source` match a key or a name, ignoring case. `said` and `deadline` are years,
    `mark` is a verdict or the state of an open record, `timeframe` one of the groups that are
    scored apart. `text` matches if each of its words occurs in the id, title, claim, quote or
    names.
    """

    speaker: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    mark: tuple[str, ...] = ()
    timeframe: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    deadline: tuple[str, ...] = ()
    text: str = ""

    def __bool__(self) -> bool:
        return self != _EMPTY

    def matches(self, row: Searchable) -> bool:
        """Whether the row passes the filter."""
        return next(self.rejecting(row), None) is None

    def rejecting(self, row: Searchable) -> Iterator[str]:
        """The keys of the filter that the row does not match."""
        for key, values in _VALUES.items():
            wanted = getattr(self, key)
            if wanted and not _is_among(wanted, values(row)):
                yield key
        if self.text and not _has_words(self.text, row.searched):
            yield "text"


_EMPTY = Filter()
#: The values of a row that each key of a filter is compared with.
_VALUES: Mapping[str, Callable[[Searchable], Sequence[str]]] = {
    "status": lambda row: (row.status,),
    "state": lambda row: (row.state,),
    "mark": lambda row: (row.mark,),
    "timeframe": lambda row: (row.timeframe,),
    "said": lambda row: row.said,
    "deadline": lambda row: row.deadline,
    "tag": lambda row: row.tags,
    "speaker": lambda row: row.speakers,
    "source": lambda row: row.sources,
}


def _is_among(wanted: tuple[str, ...], values: Sequence[str]) -> bool:
    among = {folded(value) for value in values}
    return any(folded(value) in among for value in wanted)


def _has_words(text: str, searched: Sequence[str]) -> bool:
    hay = folded("\n".join(searched))
    return all(word in hay for word in folded(text).split())
