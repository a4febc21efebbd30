"""Templates of a mapping: text with fields of the imported item in braces.

`{question}` is a field, `{question.title}` one inside another, `{options.0}` the first of a list,
`{tags.*.name}` one of each entry. `{a|b|'text'}` is the first that exists. `{{` is a brace.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Missing", "Template", "Theirs", "Unfit", "non_empty", "plain_text", "values_at"]

#: A value in another tracker's file. Numbers stay as they are written.
Theirs: TypeAlias = "str | bool | list[Theirs] | dict[str, Theirs] | None"

_TOKEN = re.compile(r"(?P<double>\{\{|\}\})|\{(?P<field>[^{}]*)\}|(?P<text>[^{}]+)|(?P<bad>[{}])")
_QUOTED = re.compile(r"'[^']*'")


class Missing(Exception):
    """A field is missing or empty."""


class Unfit(Exception):
    """A field's value can't be used."""


@dataclass(frozen=True, slots=True)
class Template:
    """A text with fields: each part is literal text, or the choices for a field."""

    text: str
    parts: tuple[str | tuple[str, ...], ...]

    @classmethod
    def parse(cls, text: str) -> Template:
        """Parse a template; raises ValueError."""
        parts: list[str | tuple[str, ...]] = []
        for token in _TOKEN.finditer(text):
            if token["bad"]:
                raise ValueError(f"write {token['bad']} twice for a literal brace")
            if token["field"] is not None:
                choices = tuple(choice.strip() for choice in token["field"].split("|"))
                if not all(choices):
                    raise ValueError("name a field between { and }")
                parts.append(choices)
            else:
                parts.append(token["text"] or token["double"][0])
        return cls(text, tuple(parts))

    def fill(self, item: Theirs, read: Callable[[str], str] = str) -> str:
        """The text for an item, with each field passed through `read`.

        Raises Missing if a field does not exist, Unfit if it is not text.
        """
        return "".join(
            part if isinstance(part, str) else _chosen(part, item, read) for part in self.parts
        )

    def each(self, item: Theirs) -> list[str]:
        """The texts of a template that is one field with several values, such as `{tags.*}`."""
        if len(self.parts) == 1 and isinstance(self.parts[0], tuple):
            lists = [values_at(item, choice) for choice in self.parts[0]]
            values = next(filter(None, lists), [])
            if len(values) == 1 and isinstance(values[0], list):
                values = values[0]
            if values and not any(isinstance(value, list | dict) for value in values):
                return [plain_text(value) for value in non_empty(values)]
        return [self.fill(item)]

    @property
    def fields(self) -> tuple[str, ...]:
        """The paths of all fields that the template names."""
        choices = (part for part in self.parts if not isinstance(part, str))
        return tuple(name for names in choices for name in names if not _QUOTED.fullmatch(name))


def _chosen(choices: tuple[str, ...], item: Theirs, read: Callable[[str], str]) -> str:
    absent = "missing"
    for choice in choices:
        if _QUOTED.fullmatch(choice):
            return choice[1:-1]
        for value in values_at(item, choice):
            if isinstance(value, list | dict):
                kind = "a list" if isinstance(value, list) else "a mapping"
                raise Unfit(f"`{choice}` is {kind}, not text")
            try:
                return read(plain_text(value))
            except Missing as error:  # a word for "none": the next field may have a value
                absent = str(error)
    raise Missing(f"{absent} `{'` or `'.join(choices)}`")


def plain_text(value: Theirs) -> str:
    """A value as text, with booleans as JSON writes them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ""


def values_at(item: Theirs, path: str) -> list[Theirs]:
    """The values at a path, without empty ones; several if the path has a `*`."""
    if isinstance(item, dict) and path in item:  # the name of a column may contain dots
        return non_empty([item[path]])
    values: list[Theirs] = [item]
    for step in path.split("."):
        values = [inner for value in values for inner in _inside(value, step)]
    return non_empty(values)


def _inside(value: Theirs, step: str) -> Iterator[Theirs]:
    if isinstance(value, dict) and step in value:
        yield value[step]
    elif step == "*":
        yield from entries(value)
    elif isinstance(value, list) and step.isascii() and step.isdigit() and len(step) < 10:
        yield from value[int(step) : int(step) + 1]


def entries(value: Theirs) -> list[Theirs]:
    """The entries of a list, or of an object of objects, whose own names are in `key`.

    An entry may be an object of objects, too: the name of the object around is in `outer`.
    """
    if isinstance(value, list):
        return value
    inner = value if isinstance(value, dict) else {}
    texts = {key: one for key, one in inner.items() if isinstance(one, str)}
    outer = {"outer": texts["key"]} if "key" in texts else {}
    objects = [{"key": key, **outer, **one} for key, one in inner.items() if isinstance(one, dict)]
    is_list = len(objects) + len(texts) == len(inner) and texts.keys() <= {"key", "outer"}
    return [*objects] if is_list else []


def non_empty(values: list[Theirs]) -> list[Theirs]:
    """The values without nulls, empty lists and blank texts."""
    return [
        value
        for value in values
        if value is not None and value != [] and not (isinstance(value, str) and not value.strip())
    ]
