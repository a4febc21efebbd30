"""Owns the texts of a mapping: what stands in braces is a field of theirs. Pure.

`{question}` is a field, `{question.title}` one inside another, `{options.0}` the first of a list,
`{tags.*.name}` one of each. `{a|b|'text'}` is the first of these that is there. `{{` is a brace.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Missing", "Template", "Theirs", "Unfit", "found", "plain_text"]

#: What a file of theirs holds. Numbers are kept as they were written.
Theirs: TypeAlias = "str | bool | list[Theirs] | dict[str, Theirs] | None"

_TOKEN = re.compile(r"(?P<double>\{\{|\}\})|\{(?P<field>[^{}]*)\}|(?P<text>[^{}]+)|(?P<bad>[{}])")
_QUOTED = re.compile(r"'[^']*'")


class Missing(Exception):
    """A field that is not there, or is empty."""


class Unfit(Exception):
    """A field that holds something else than what is needed."""


@dataclass(frozen=True, slots=True)
class Template:
    """A text with fields: its parts are text as it is, or the choices for a field."""

    text: str
    parts: tuple[str | tuple[str, ...], ...]

    @classmethod
    def parse(cls, text: str) -> Template:
        """Read a template; raises ValueError with what is wrong."""
        parts: list[str | tuple[str, ...]] = []
        for token in _TOKEN.finditer(text):
            if token["bad"]:
                raise ValueError(f"a single {token['bad']} is no field; write it twice for a brace")
            if token["field"] is not None:
                choices = tuple(choice.strip() for choice in token["field"].split("|"))
                if not all(choices):
                    raise ValueError("there is no field between { and }")
                parts.append(choices)
            else:
                parts.append(token["text"] or token["double"][0])
        return cls(text, tuple(parts))

    def fill(self, item: Theirs, read: Callable[[str], str] = str) -> str:
        """The text for an item, each field passed through `read`.

        Raises Missing when a field is not there, Unfit when it is no text.
        """
        return "".join(
            part if isinstance(part, str) else _chosen(part, item, read) for part in self.parts
        )

    def each(self, item: Theirs) -> list[str]:
        """The texts of a template that is one field with several values, such as `{tags.*}`."""
        if len(self.parts) == 1 and isinstance(self.parts[0], tuple):
            return [plain_text(value) for value in found(item, self.parts[0][0])]
        return [self.fill(item)]


def _chosen(choices: tuple[str, ...], item: Theirs, read: Callable[[str], str]) -> str:
    for choice in choices:
        if _QUOTED.fullmatch(choice):
            return choice[1:-1]
        for value in found(item, choice):
            if isinstance(value, list | dict):
                what = "a list" if isinstance(value, list) else "a mapping"
                raise Unfit(f"`{choice}` is {what}, expected text")
            return read(plain_text(value))
    raise Missing(f"there is no `{'` nor `'.join(choices)}`")


def plain_text(value: Theirs) -> str:
    """A value as text: true and false as JSON writes them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ""


def found(item: Theirs, path: str) -> list[Theirs]:
    """What a path leads to, without what is empty; several values where it has a `*`."""
    if isinstance(item, dict) and path in item:  # the name of a column may hold dots
        return _there([item[path]])
    values: list[Theirs] = [item]
    for step in path.split("."):
        values = [inner for value in values for inner in _inside(value, step)]
    return _there(values)


def _inside(value: Theirs, step: str) -> Iterator[Theirs]:
    if isinstance(value, dict) and step in value:
        yield value[step]
    elif isinstance(value, list) and step == "*":
        yield from value
    elif isinstance(value, list) and step.isascii() and step.isdigit() and len(step) < 10:
        yield from value[int(step) : int(step) + 1]


def _there(values: list[Theirs]) -> list[Theirs]:
    return [
        value
        for value in values
        if value is not None and value != [] and not (isinstance(value, str) and not value.strip())
    ]
