"""Plain values as YAML text: the order of keys, and one rule for quotes.

YAML 1.1 and YAML 1.2 readers get the same values from the output.
"""

from __future__ import annotations

import re
import typing
from functools import lru_cache
from typing import NamedTuple

from pydantic import BaseModel

from tracker.records.model import Prediction
from tracker.yamlfile.file import Loc, Plain

__all__ = [
    "TYPED",
    "Style",
    "canonical_order",
    "entry_lines",
    "escaped",
    "flow",
    "inline",
    "is_inline",
    "is_plain",
    "item_lines",
    "key_text",
    "models",
    "render",
]

#: The longest list that is written on one line, as in `tags: [chips, video]`.
_FLOW_WIDTH = 90
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


class Style(NamedTuple):
    """The style of the surrounding text: its line end, and the indents of mappings and lists."""

    end: str
    indent: int
    dash: int


def render(value: dict[str, Plain]) -> str:
    """A new record as text, with its keys in canonical order."""
    style = Style("\n", 2, 2)
    return "".join(line + "\n" for line in _mapping_lines(value, (), 0, style))


@lru_cache(maxsize=256)
def canonical_order(loc: Loc) -> tuple[str, ...]:
    """The keys of the mapping at `loc` in canonical order; those of all its kinds, if several."""
    owners: list[type[BaseModel]] = [Prediction]
    for step in loc:
        if isinstance(step, str):
            fields = [owner.model_fields[step] for owner in owners if step in owner.model_fields]
            owners = [model for field in fields for model in models(field.annotation)]
    order: list[str] = []
    for owner in owners:
        keys = list(owner.model_fields)
        for index, key in enumerate(keys):
            if key not in order:
                following = [order.index(other) for other in keys[index:] if other in order]
                order.insert(min(following, default=len(order)), key)
    return tuple(order)


def models(annotation: object) -> list[type[BaseModel]]:
    """The models in an annotation, such as `tuple[Evidence, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in models(part)]


def _in_order(value: dict[str, Plain], loc: Loc) -> list[tuple[str, Plain]]:
    order = canonical_order(tuple(0 if isinstance(step, int) else step for step in loc))
    known = [(key, value[key]) for key in order if key in value]
    return known + [(key, inner) for key, inner in value.items() if key not in order]


def _mapping_lines(value: dict[str, Plain], loc: Loc, column: int, style: Style) -> list[str]:
    return [
        line
        for key, inner in _in_order(value, loc)
        for line in entry_lines(key, inner, (*loc, key), column, style)
    ]


def entry_lines(key: str, value: Plain, loc: Loc, column: int, style: Style) -> list[str]:
    """A key and its value as lines, with the key at `column`."""
    head = " " * column + key_text(key) + ":"
    if is_inline(value):
        return [f"{head} {inline(value, loc)}"]
    if isinstance(value, dict):
        return [head, *_mapping_lines(value, loc, column + style.indent, style)]
    items = value if isinstance(value, list) else []
    inner = column + style.dash
    return [head, *(line for item in items for line in item_lines(item, loc, inner, style, 2))]


def item_lines(value: Plain, loc: Loc, column: int, style: Style, gap: int) -> list[str]:
    """An item of a list as lines, with its dash at `column` and its text `gap` columns further."""
    head = " " * column + "-" + " " * (gap - 1)
    if is_inline(value):
        return [head + inline(value, loc)]
    if isinstance(value, dict):
        first, *rest = _mapping_lines(value, loc, column + gap, style)
    else:
        items = value if isinstance(value, list) else []
        first, *rest = [
            line for item in items for line in item_lines(item, loc, column + gap, style, 2)
        ]
    return [head + first[column + gap :], *rest]


def is_inline(value: Plain) -> bool:
    """Whether the value goes on the line of its key: text, an empty value, or a short list."""
    if isinstance(value, list) and value:
        words = [item for item in value if isinstance(item, str)]
        return (
            len(words) == len(value)
            and all(is_plain(word, in_flow=True) for word in words)
            and sum(map(len, words)) + 2 * len(words) <= _FLOW_WIDTH
        )
    return not value or isinstance(value, str)


def inline(value: Plain, loc: Loc) -> str:
    """A value that `is_inline` accepts, as written after its key."""
    if isinstance(value, (dict, list)):
        return flow(value, loc)
    return _scalar(value, loc, in_flow=False)


def flow(value: Plain, loc: Loc) -> str:
    """A value as written inside brackets."""
    if isinstance(value, dict):
        pairs = [
            f"{key_text(key)}: {flow(inner, (*loc, key))}" for key, inner in _in_order(value, loc)
        ]
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item, (*loc, 0)) for item in value) + "]"
    return _scalar(value, loc, in_flow=True)


def key_text(key: str) -> str:
    """A key, quoted unless it is a word that every YAML reader takes as text."""
    return key if _WORD.fullmatch(key) and not _RESOLVED.fullmatch(key) else _quoted(key)


#: Keys that hold a date or a probability. These are written without quotes: our reader takes them
#: as text, and the schema accepts what other YAML readers make of them.
TYPED = frozenset(
    {"made_on", "deadline", "earliest", "latest", "resolved_on", "happened_on", "recorded_on"}
    | {"published_on", "next", "date", "probability"}
)
_DATE = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_TYPED_PLAIN = re.compile(rf"{_DATE}(?:/{_DATE})?|0(?:\.[0-9]+)?|1(?:\.0+)?")

#: Words that YAML 1.1 or YAML 1.2 does not read as text: https://yaml.org/type/ and the core schema
#: (10.3.2) of https://yaml.org/spec/1.2.2/. Slightly more than both, to be on the safe side.
_RESOLVED = re.compile(
    r"""(?ix) ~ | null | y | yes | n | no | true | false | on | off | = | <<
    | [-+]? (?: 0b[01_]+ | 0o[0-7_]+ | 0x[0-9a-f_]+ | \.inf | \.nan
      | [0-9][0-9_]* (?: :[0-9]{1,2} )* (?: \.[0-9_.]* )? (?: e[-+]?[0-9]+ )?
      | \.[0-9_.]+ (?: e[-+]?[0-9]+ )? )
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2} (?: (?: t | [ \t]+ ) [0-9].* )?
    """
)
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`=~<")


def is_plain(text: str, *, in_flow: bool) -> bool:
    """Whether YAML 1.1 and YAML 1.2 both read the text unquoted as exactly this text.

    It has printable characters only, does not begin with an indicator, contains no `: ` or ` #`,
    inside brackets none of `,[]{}?`, and neither version reads it as a number, a date, a boolean or
    null.
    """
    return (
        text.isprintable()
        and text == text.strip()
        and text != ""
        and text[0] not in _INDICATORS
        and not text.startswith("...")
        and ": " not in text
        and " #" not in text
        and not text.endswith(":")
        and not (in_flow and any(character in ",[]{}?" for character in text))
        and _RESOLVED.fullmatch(text) is None
    )


def _scalar(value: str | None, loc: Loc, *, in_flow: bool) -> str:
    """A scalar on one line: plain if `is_plain` allows it, otherwise in double quotes.

    Dates and numbers under the keys in TYPED are plain, too: `made_on: 2024-03-05`.
    """
    if value is None:
        return "null"
    is_typed = bool(loc) and loc[-1] in TYPED and _TYPED_PLAIN.fullmatch(value) is not None
    return value if is_typed or is_plain(value, in_flow=in_flow) else _quoted(value)


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
#: Joiners are part of emoji and Persian words; U+3000 is the space of Chinese text.
_READABLE = frozenset("\u200c\u200d\u3000")


def _quoted(text: str) -> str:
    return '"' + "".join(map(escaped, text)) + '"'


def escaped(character: str) -> str:
    """A character as written inside double quotes."""
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable() or character in _READABLE:
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
