"""Owns the one definition of "which records": the filter of command line and pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Filter", "Searchable"]


class Searchable(Protocol):
    """What a filter looks at."""

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
    def searched(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records: several values of one key mean or, different keys mean and; empty means all.

    `speaker` and `source` match a key or a name, without regard to case; `text` is looked for in
    id, claim, quote and names, each of its words anywhere.
    """

    speaker: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    text: str = ""

    def __bool__(self) -> bool:
        return bool(
            self.speaker or self.source or self.tag or self.status or self.state or self.text
        )

    def matches(self, row: Searchable) -> bool:
        """Whether the row is one of them."""
        return (
            _is_among(self.status, (row.status,))
            and _is_among(self.state, (row.state,))
            and _is_among(self.tag, row.tags)
            and _is_among(self.speaker, row.speakers)
            and _is_among(self.source, row.sources)
            and _has_words(self.text, row.searched)
        )


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
