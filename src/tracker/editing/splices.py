"""The ways to splice one step of an edit into a text, best first.

A splice is (start, end, new text). Each way keeps the style of the surrounding text; the caller
takes the first one that gives the intended values. A KeyError means that there is no way. Longer
than most modules, because YAML has many styles and each needs its own place for new text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from tracker.editing.emit import (
    Style,
    canonical_order,
    entry_lines,
    flow,
    inline,
    is_inline,
    item_lines,
    key_text,
)
from tracker.yamlfile.file import Loc, Plain, YamlFile

__all__ = [
    "Here",
    "Splice",
    "reach",
    "ways_to_add",
    "ways_to_append",
    "ways_to_remove",
    "ways_to_replace",
]

Splice: TypeAlias = tuple[int, int, str]

_BREAK = re.compile(r"\r\n|\n|\r")


def reach(root: Plain, loc: Loc) -> tuple[int, Plain]:
    """How many steps of `loc` exist, and the value at the last of them."""
    node = root
    for depth, step in enumerate(loc):
        if isinstance(node, dict) and step in node:
            node = node[str(step)]
        elif isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node):
            node = node[step]
        else:
            return depth, node
    return len(loc), node


class Here:
    """A place in a text, and what a splice there must know about its surroundings."""

    def __init__(self, file: YamlFile, loc: Loc) -> None:
        self.file, self.loc, self.text = file, loc, file.text
        self.key = loc[-1]
        self.parent = loc[:-1]
        self.in_flow = any(
            file.style(loc[:depth]) == "flow" for depth in range(len(loc)) if self._is_there(depth)
        )
        self.style = _style_of(file)

    def _is_there(self, depth: int) -> bool:
        return reach(self.file.value, self.loc[:depth])[0] == depth

    @property
    def siblings(self) -> dict[str, Plain] | list[Plain]:
        siblings = reach(self.file.value, self.parent)[1]
        if not isinstance(siblings, (dict, list)):
            raise KeyError(self.parent)
        return siblings

    @property
    def colon_end(self) -> int:
        """The index after the key's colon."""
        match = re.compile(r"[ \t]*:").match(self.text, self.file.span(self.loc, key=True)[1])
        if match is None:
            raise KeyError(self.loc)  # `? key`, or `{key}`
        return match.end()

    def column(self, index: int) -> int:
        return index - self.line_start(index)

    def line_start(self, index: int) -> int:
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def begins_line(self, index: int) -> bool:
        return not self.text[self.line_start(index) : index].strip(" ")

    def pad_before(self, index: int) -> str:
        return "" if self.text[index - 1 : index] in (" ", "\t", "") else " "

    def insert_lines(self, index: int, lines: Sequence[str]) -> Splice:
        """Insert whole lines at a line's start, or after a last line without a line end."""
        end = self.style.end
        if index and self.text[index - 1] not in "\r\n":
            return index, index, "".join(end + line for line in lines)
        return index, index, "".join(line + end for line in lines)


class _Extent(NamedTuple):
    """Where a block node ends: its content, its last line with comment, the blank lines after."""

    content: int
    line: int
    blank: int


def _extent(file: YamlFile, loc: Loc) -> _Extent:
    value = reach(file.value, loc)[1]
    while isinstance(value, (dict, list)) and value and file.style(loc) == "block":
        if isinstance(value, dict):
            key = next(reversed(value))
            loc, value = (*loc, key), value[key]
        else:
            loc, value = (*loc, len(value) - 1), value[-1]
    text = file.text
    start, end = file.span(loc)
    if file.style(loc) in ("|", ">"):
        content = start + len(text[start:end].rstrip(" \r\n"))
        content, line = _break_after(text, content)
        return _Extent(content, line, max(end, line))
    line = _break_after(text, end)[1]
    blank = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*").match(text, line)
    return _Extent(end, line, blank.end() if blank else line)


def _break_after(text: str, index: int) -> tuple[int, int]:
    """Start and end of the first line end from `index` on; the end of the text without one."""
    match = _BREAK.search(text, index)
    return match.span() if match else (len(text), len(text))


def _style_of(file: YamlFile) -> Style:
    first = _BREAK.search(file.text)
    end = first[0] if first else "\n"
    indent = dash = None
    root = file.value
    if isinstance(root, dict) and file.style(()) == "block":
        base = file.line_column(file.span(())[0])[1]
        for key, value in root.items():
            if not isinstance(value, (dict, list)) or file.style((key,)) != "block":
                continue
            column = file.line_column(file.span((key,))[0])[1] - base
            if isinstance(value, dict):
                indent = indent or column
            elif dash is None:
                dash = column
    indent = indent or 2
    return Style(end, indent, indent if dash is None else dash)


def ways_to_add(here: Here, value: Plain) -> Iterator[Sequence[Splice]]:
    """Ways to add a key that its mapping does not have yet."""
    siblings = here.siblings
    if not isinstance(siblings, dict):
        raise KeyError(here.loc)
    key = str(here.key)
    anchor = _anchor(here.parent, key, siblings)
    if here.file.style(here.parent) == "flow":
        entry = f"{key_text(key)}: {flow(value, here.loc)}"
        if anchor is not None:
            yield from _ways_into_flow(here, (*here.parent, anchor), entry, key=True)
        elif siblings:
            start = here.file.span((*here.parent, next(iter(siblings))), key=True)[0]
            yield [(start, start, entry + ", ")]
        else:
            yield [_into_empty(here, here.parent, entry)]
        return
    if here.in_flow:
        raise KeyError(here.loc)  # `[a: b]`, a pair without braces, can't take a second one
    start = here.file.span(here.parent)[0]
    column = here.column(start)
    lines = entry_lines(key, value, here.loc, column, here.style)
    if anchor is None:
        text = here.style.end.join([*lines, ""]) + " " * column
        yield [(start, start, text[column:])]
        return
    extent = _extent(here.file, (*here.parent, anchor))
    yield [here.insert_lines(extent.line, lines)]
    yield [here.insert_lines(extent.blank, lines)]


def _anchor(parent: Loc, key: str, siblings: dict[str, Plain]) -> str | None:
    """The key after which to add a new one: the nearest before it in canonical order, or the last.

    None means before all others.
    """
    order = canonical_order(parent)
    if key not in order:
        return next(reversed(siblings), None)
    before = [other for other in order[: order.index(key)] if other in siblings]
    return before[-1] if before else None


def ways_to_append(here: Here, value: Plain) -> Iterator[Sequence[Splice]]:
    """Ways to append an item to a list that is not empty."""
    items = reach(here.file.value, here.loc)[1]
    if not isinstance(items, list):
        raise KeyError(here.loc)
    last = (*here.loc, len(items) - 1)
    if here.file.style(here.loc) == "flow":
        yield from _ways_into_flow(here, last, flow(value, last), key=False)
        return
    start = here.file.span(here.loc)[0]
    lines = item_lines(value, last, here.column(start), here.style, _gap(here, last))
    extent = _extent(here.file, last)
    yield [here.insert_lines(extent.line, lines)]
    yield [here.insert_lines(extent.blank, lines)]


def _gap(here: Here, item: Loc) -> int:
    """Columns from a dash to its content, taken from the neighbour."""
    start, end = here.file.span(item)
    gap = here.column(start) - here.column(here.file.span(item[:-1])[0])
    is_beside = re.search(r"- +\Z", here.text[here.line_start(start) : start]) is not None
    return gap if is_beside and start < end and gap >= 2 else 2


def _ways_into_flow(here: Here, last: Loc, entry: str, *, key: bool) -> Iterator[Sequence[Splice]]:
    """Ways to add after a neighbour in brackets: on a line of its own if the neighbour has one."""
    text = here.text
    start = here.file.span(last, key=key)[0]
    end = here.file.span(last)[1]
    if start > here.line_start(start) and here.begins_line(start):
        pad = here.style.end + " " * here.column(start)
        rest = re.compile(r"([ \t]*,)?([ \t]*|[ \t]+#[^\r\n]*)(?=[\r\n])").match(text, end)
        if rest and rest[1]:
            yield [(rest.end(), rest.end(), f"{pad}{entry},")]
        elif rest:
            yield [(end, end, ","), (rest.end(), rest.end(), pad + entry)]
    yield [(end, end, ", " + entry)]


def _into_empty(here: Here, loc: Loc, entry: str) -> Splice:
    """Add to an empty `{}` or `[]`; spaces inside are removed, comments stay."""
    start, end = here.file.span(loc)
    inner = here.text[start + 1 : end - 1]
    return start + 1, start + 1 if inner.strip() else end - 1, entry


def ways_to_replace(here: Here, value: Plain) -> Iterator[Sequence[Splice]]:
    """Ways to replace an existing value."""
    file = here.file
    start, end = file.span(here.loc)
    old = reach(file.value, here.loc)[1]
    is_filled = isinstance(old, (dict, list)) and not old and type(value) is type(old)
    if is_filled and here.text[start + 1 : end - 1].strip():
        yield [_into_empty(here, here.loc, flow(value, here.loc)[1:-1])]
    if here.in_flow:
        yield [(start, end, _before_value(here, start) + flow(value, here.loc))]
        return
    if not is_inline(value):
        yield from _ways_to_nest(here, value)
        return
    new = inline(value, here.loc)
    extent = _extent(file, here.loc)
    match file.style(here.loc):
        case "|" | ">":
            yield from _ways_over_block_scalar(here, [new], [])
        case "block" if isinstance(here.siblings, dict):
            colon = here.colon_end
            first = here.line_start(start)
            for last in (extent.line, extent.blank):
                yield [(colon, colon, " " + new), (first, last, "")]
        case _:
            blank = " " if here.text[extent.content : extent.content + 1] == "#" else ""
            yield [(start, extent.content, _before_value(here, start) + new + blank)]


def _before_value(here: Here, start: int) -> str:
    """The space that a colon or dash lacks, or the colon that a key in brackets lacks."""
    before = here.text[:start].rstrip(" \t\r\n")[-1:]
    if isinstance(here.siblings, dict) and start == here.file.span(here.loc)[1] and before != ":":
        return ": "
    return here.pad_before(start) if before in (":", "-") and before else ""


def _ways_over_block_scalar(
    here: Here, head: Sequence[str], body: Sequence[str]
) -> Iterator[Sequence[Splice]]:
    """Ways to replace `|` or `>`: `head` on its line, keeping a comment, and `body` below."""
    start, end = here.file.span(here.loc)
    header = re.compile(r"[|>][-+0-9]*").match(here.text, start)
    if header is None:
        raise KeyError(here.loc)
    extent = _extent(here.file, here.loc)
    before = (
        start if head else start - len(here.text[:start]) + len(here.text[:start].rstrip(" \t"))
    )
    for last in dict.fromkeys((extent.line, max(end, extent.line))):
        top_break, top = _break_after(here.text, header.end())
        below = "".join(line + here.style.end for line in body)
        if last == len(here.text) and here.text[-1:] not in ("\r", "\n"):
            top, below = top_break, "".join(here.style.end + line for line in body)
        yield [(before, header.end(), "".join(head)), (top, max(top, last), below)]


def _ways_to_nest(here: Here, value: Plain) -> Iterator[Sequence[Splice]]:
    """Ways to replace a value by a mapping or list of several lines."""
    file = here.file
    start = file.span(here.loc)[0]
    extent = _extent(file, here.loc)
    if isinstance(here.siblings, list):
        column = here.column(file.span(here.parent)[0])
        indent = here.column(start) - column if here.begins_line(start) else 0
        gap = indent or _gap(here, here.loc)
        first, *rest = item_lines(value, here.loc, column, here.style, gap)
        first = first[column + gap :]
        is_scalar = file.style(here.loc) in ("|", ">")
        if is_scalar and "#" in here.text[start : _break_after(here.text, start)[0]]:
            below = [" " * (column + gap) + first, *rest]
            yield from _ways_over_block_scalar(here, [], below)
            return
        first = here.pad_before(start) + first
        if is_scalar or file.style(here.loc) == "block":
            yield [(start, extent.content, here.style.end.join([first, *rest]))]
        else:
            yield [(start, extent.content, first), here.insert_lines(extent.line, rest)]
        return
    column = here.column(file.span(here.parent)[0])
    lines = entry_lines(str(here.key), value, here.loc, column, here.style)[1:]
    match file.style(here.loc):
        case "|" | ">":
            yield from _ways_over_block_scalar(here, [], lines)
        case "block":
            first_line = here.line_start(start)
            _, _, text = here.insert_lines(first_line, lines)
            yield [(first_line, extent.line, text)]
        case _:
            yield [(here.colon_end, extent.content, ""), here.insert_lines(extent.line, lines)]


def ways_to_remove(here: Here) -> Iterator[Sequence[Splice]]:
    """Ways to remove a key or an item, and its lines if nothing else is on them."""
    file, siblings = here.file, here.siblings
    if len(siblings) == 1 and not here.parent:
        raise KeyError(here.loc)
    if len(siblings) == 1:
        empty: Plain = {} if isinstance(siblings, dict) else []
        yield from ways_to_replace(Here(file, here.parent), empty)
    elif file.style(here.parent) == "flow":
        yield from _ways_out_of_flow(here)
    elif here.in_flow:
        raise KeyError(here.loc)
    elif isinstance(siblings, dict):
        yield from _ways_out_of_mapping(here, siblings)
    else:
        start = file.span(here.loc)[0]
        dash = len(here.text[:start].rstrip(" \t\r\n")) - 1
        if here.text[dash] != "-" or not here.begins_line(dash):
            raise KeyError(here.loc)
        yield from _ways_without_lines(here, here.line_start(dash))


def _ways_without_lines(here: Here, start: int) -> Iterator[Sequence[Splice]]:
    extent = _extent(here.file, here.loc)
    yield [(start, extent.line, "")]
    yield [(start, extent.blank, "")]


def _ways_out_of_mapping(here: Here, siblings: dict[str, Plain]) -> Iterator[Sequence[Splice]]:
    start = here.file.span(here.loc, key=True)[0]
    if here.begins_line(start):
        yield from _ways_without_lines(here, here.line_start(start))
        return
    # The first key follows a dash: the next key, or a comment before it, takes its place.
    keys = list(siblings)
    if keys[0] != here.key:
        raise KeyError(here.loc)
    following = here.file.span((*here.parent, keys[1]), key=True)[0]
    line = _extent(here.file, here.loc).line
    between = here.text[line:following]
    yield [(start, line + len(between) - len(between.lstrip()), "")]


def _ways_out_of_flow(here: Here) -> Iterator[Sequence[Splice]]:
    """Ways to remove an item and one comma, and its line if nothing else is left on it."""
    text, siblings = here.text, here.siblings
    is_mapping = isinstance(siblings, dict)
    start = here.file.span(here.loc, key=is_mapping)[0]
    end = here.file.span(here.loc)[1]
    skip = re.compile(r"(?:[ \t\r\n]|(?<=[ \t\r\n])#[^\r\n]*)*")
    comma = skip.match(text, end)
    after = comma.end() if comma else end
    if text[after : after + 1] == ",":
        blanks = re.compile(r"[ \t]*").match(text, after + 1) if after == end else None
        rest = blanks.end() if blanks else after + 1
        line_break, line = _break_after(text, rest)
        if rest == line_break and here.begins_line(start):
            yield [(here.line_start(start), line, "")]
        elif rest > after + 1:
            yield [(start, rest, "")]
        yield [(start, end, ""), (after, after + 1, "")]
        return
    steps = list(siblings) if isinstance(siblings, dict) else list(range(len(siblings)))
    previous = (*here.parent, steps[[*steps].index(here.key) - 1])
    before = here.file.span(previous)[1]
    comma = skip.match(text, before)
    at = comma.end() if comma else before
    if not text[at + 1 : start].strip():
        yield [(at, end, "")]
    yield [(at, at + 1, ""), (start, end, "")]
