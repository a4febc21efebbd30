"""The filter for records, shared by the command line and the dashboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

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
        return (
            _is_among(self.status, (row.status,))
            and _is_among(self.state, (row.state,))
            and _is_among(self.mark, (row.mark,))
            and _is_among(self.timeframe, (row.timeframe,))
            and _is_among(self.said, row.said)
            and _is_among(self.deadline, row.deadline)
            and _is_among(self.tag, row.tags)
            and _is_among(self.speaker, row.speakers)
            and _is_among(self.source, row.sources)
            and _has_words(self.text, row.searched)
        )


_EMPTY = Filter()


def _is_among(wanted: tuple[str, ...], values: Sequence[str]) -> bool:
    if not wanted:
        return True
    folded = {value.casefold() for value in values}
    return any(value.casefold() in folded for value in wanted)


def _has_words(text: str, searched: Sequence[str]) -> bool:
    if not text:
        return True
    hay = "\n".join(searched).casefold()
    return all(word in hay for word in text.casefold().split())
