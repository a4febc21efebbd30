"""One YAML file: its text, its plain values, and the place of each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeAlias

from tracker.yamlfile import fast

__all__ = [
    "BOM",
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_PROBLEMS",
    "MAX_VALUES",
    "Loc",
    "Plain",
    "Style",
    "YamlFile",
    "value_at",
]

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"
Loc: TypeAlias = tuple[str | int, ...]
Style: TypeAlias = Literal["plain", "'", '"', "|", ">", "flow", "block"]

MAX_BYTES = 1 << 20  # a record is about 1 KB; the limit keeps everything fast
MAX_DEPTH = 100  # a record needs 4 levels; code that walks the values may recurse safely
# A mebibyte of `[],` would be 350,000 lists, and a gigabyte once validated.
MAX_VALUES = 100_000
MAX_PROBLEMS = 1000  # per file; a megabyte of duplicate keys must not become a gigabyte of text

BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(r"\r\n|\n|\r")


def value_at(value: Plain, loc: Loc) -> Plain:
    """The value at a path; None where there is none."""
    for step in loc:
        if isinstance(value, dict):
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


class YamlFile:
    """One parsed file: its text, its plain values, and the place of each.

    `text` is the decoded file without its byte order mark (`bom` is true if it had one), with the
    file's own line ends. `value` is the root: text, list, dict or None (null or empty file).
    Positions are indices into `text`, in characters. Don't change the values: places are found by
    walking them.
    """

    __slots__ = ("_indexes", "_line_starts", "_mark", "bom", "marks", "path", "text", "value")

    def __init__(
        self, path: str, text: str, mark: Callable[[YamlFile], None], *, bom: bool = False
    ) -> None:
        """`mark` fills in `marks` the first time a place is asked for."""
        self._mark = mark
        self.path = path
        self.text = text
        self.bom = bom
        self.value: Plain = None
        # Depth first. A scalar or key: start, end. A collection: start, end, the offset after its
        # last child, and then its children. Empty for an empty document; None if the fast reader
        # has read the file and no place has been asked for yet.
        self.marks: Sequence[int] | None = None
        # Offset of a collection -> key or position -> offset of the child (of its key, in a dict).
        self._indexes: dict[int, dict[str | int, int]] | None = None
        self._line_starts: list[int] | None = None

    @property
    def data(self) -> bytes:
        """The bytes that were read."""
        return (BOM if self.bom else b"") + self.text.encode()

    def line_column(self, index: int) -> tuple[int, int]:
        r"""Line and column of a position, both from 1; only `\r\n`, `\n` and `\r` end a line."""
        starts = self._line_starts
        if starts is None:
            starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]
            self._line_starts = starts
        line = bisect_right(starts, index)
        return line, index - starts[line - 1] + 1

    def place(self, loc: Loc, *, key: bool = False) -> tuple[int, int]:
        """Line and column of the value at `loc`, or of its key.

        For a missing key, the place is that of the nearest ancestor that exists; the root and the
        items of lists have no key, so their value is used. Never raises.
        """
        if self.is_plain and len(loc) == 1 and isinstance(self.value, dict):
            name = loc[0]  # in the plain shape, text is on the line of its key
            if isinstance(name, str) and isinstance(self.value.get(name), str):
                return self.key_line(name), 1 if key else len(f"{name}: ") + 1
        marks = self._marked()
        if not marks:
            return (1, 1)
        key_at, at, _ = self._walk(loc)
        return self.line_column(marks[key_at if key and key_at is not None else at])

    @property
    def is_plain(self) -> bool:
        """Whether the fast reader has read it and no place has been asked for yet."""
        return self.marks is None

    def key_line(self, key: str) -> int:
        """The line of a key of the root: a faster `place((key,), key=True)[0]`."""
        if self.marks is None and isinstance(self.value, dict) and key in self.value:
            return fast.key_line(self.text, key)
        return self.place((key,), key=True)[0]

    def span(self, loc: Loc, *, key: bool = False) -> tuple[int, int]:
        """Start and end of the value at `loc`, or of its key; KeyError if there is none.

        An empty value has an empty span right after its colon or dash. A block collection ends
        with its last child; a block scalar (`|`, `>`) with the blank lines that follow it.
        """
        at = self._find(loc, key=key)
        marks = self._marked()
        return marks[at], marks[at + 1]

    def style(self, loc: Loc, *, key: bool = False) -> Style:
        """How the value (or its key) is written; KeyError if there is none.

        A pair without braces inside a flow list, `[a: b]`, counts as block: it has no brackets.
        """
        at = self._find(loc, key=key)
        # Anchors and tags are rejected, so a node's first character gives its style.
        start, end = self._marked()[at : at + 2]
        first = self.text[start : start + 1]
        if not key and isinstance(self._value(loc), (dict, list)):
            return "flow" if first in ("{", "[") else "block"
        if start == end:
            return "plain"  # empty: the character belongs to the next token
        match first:
            case "'" | '"' | "|" | ">":
                return first
            case _:
                return "plain"

    def _marked(self) -> Sequence[int]:
        if self.marks is None:
            self._mark(self)
        assert self.marks is not None
        return self.marks

    def _find(self, loc: Loc, *, key: bool) -> int:
        if self._marked():
            key_at, at, is_whole = self._walk(loc)
            if is_whole and not key:
                return at
            if is_whole and key_at is not None:
                return key_at
        raise KeyError(loc)

    def _value(self, loc: Loc) -> Plain:
        node: Any = self.value
        for step in loc:
            node = node[step]
        value: Plain = node
        return value

    def _walk(self, loc: Loc) -> tuple[int | None, int, bool]:
        """Offsets of the key (or None) and the value, and whether all of `loc` exists."""
        node: Any = self.value
        key_at: int | None = None
        at = 0
        for step in loc:
            if not isinstance(node, (dict, list)):
                return key_at, at, False
            child_at = self.index(at, node).get(step)
            if child_at is None:
                return key_at, at, False
            is_mapping = isinstance(node, dict)
            key_at, at = (child_at, child_at + 2) if is_mapping else (None, child_at)
            values: Any = node
            node = values[step]
        return key_at, at, True

    def index(self, at: int, node: dict[Any, Any] | list[Any]) -> dict[str | int, int]:
        """The offset in the marks of each child of the collection at the offset `at`."""
        # Cached, so that placing a problem in each of n items takes n steps, not n squared.
        indexes = self._indexes
        if indexes is None:
            indexes = self._indexes = {}
        index = indexes.get(at)
        if index is None:
            index = indexes[at] = {}
            marks = self._marked()
            is_mapping = isinstance(node, dict)
            child_at = at + 3
            for step, child in node.items() if isinstance(node, dict) else enumerate(node):
                index[step] = child_at
                if is_mapping:
                    child_at += 2
                is_collection = isinstance(child, (dict, list))
                child_at = marks[child_at + 2] if is_collection else child_at + 2
        return index
