"""Owns surgical changes of a record's text: text in, text out; no file is read or written here.

A change is a splice at the places that the parser gave, in the style of what stands around it.
Everything else stays byte for byte: comments, quoting, line ends, blank lines, the order of keys.
Each result is parsed again and must hold exactly the values that were meant, else it is refused:
an edit is right or it is not made. Longer than most modules, because YAML has many styles.
"""

from __future__ import annotations

import difflib
import re
import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from pydantic import BaseModel

from tracker.diagnostic import Diagnostic
from tracker.model import Prediction
from tracker.validation import validate_prediction
from tracker.yaml_source import Loc, Plain, Source, parse

__all__ = [
    "Append",
    "Edit",
    "Refused",
    "Remove",
    "Set",
    "apply",
    "check",
    "diff",
    "encode",
    "render",
    "revise",
]

_BOM = b"\xef\xbb\xbf"
_BREAK = re.compile(r"\r\n|\n|\r")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
#: A list that is written on one line, as `tags: [chips, video]` is, has no longer line than this.
_FLOW_WIDTH = 90


@dataclass(frozen=True, slots=True)
class Set:
    """The value at `loc` becomes `value`; a missing key is added in its canonical place.

    Between two mappings or two lists only what differs is changed, so comments inside stay.
    Mappings on the way to a missing key are made.
    """

    loc: Loc
    value: Plain


@dataclass(frozen=True, slots=True)
class Append:
    """`value` becomes the last item of the list at `loc`; a missing or null list is made."""

    loc: Loc
    value: Plain


@dataclass(frozen=True, slots=True)
class Remove:
    """The key or item at `loc` goes, with the comments inside and at the end of its line."""

    loc: Loc


Edit: TypeAlias = Set | Append | Remove
_Splice: TypeAlias = tuple[int, int, str]


class Refused(Exception):
    """This edit can't be made without touching something else, or would break the record."""


def apply(source: Source, edits: Sequence[Edit]) -> str:
    """The text of `source` with the edits made in their order; without its byte order mark.

    Raises Refused, which says why in one sentence.
    """
    for edit in edits:
        for step in _steps(source.value, edit):
            source = _made(source, step)
    return source.text


def revise(source: Source, edits: Sequence[Edit]) -> Source:
    """`apply`, parsed and valid by the schema; Refused names the first problem otherwise."""
    text = apply(source, edits)
    revised, problems = parse(encode(source, text), source.path)
    if revised is not None:
        problems = check(revised)
    if revised is None or problems:
        raise Refused(f"the record would not be valid: {problems[0].message}")
    return revised


def check(source: Source) -> list[Diagnostic]:
    """What the schema says of a record's text."""
    stem = source.path.rpartition("/")[2].rpartition(".")[0]
    return validate_prediction(source, stem)[1]


def encode(source: Source, text: str) -> bytes:
    """The bytes to write for `text`: with a byte order mark where `source` had one."""
    return (_BOM if source.bom else b"") + text.encode()


def diff(old: str, new: str, path: str) -> str:
    """A unified diff that `git apply` takes; empty when nothing changed.

    Lines end as git sees them, at line feeds; only a text without any is cut at carriage returns.
    """
    end = "\n" if "\n" in old + new else "\r"
    lines = difflib.unified_diff(
        _lines(old, end), _lines(new, end), f"a/{path}", f"b/{path}", lineterm="\n"
    )
    written = []
    for line in lines:
        if line.endswith("\n"):
            written.append(line)
        elif end == "\r" and line.endswith("\r"):
            written.append(line[:-1] + "\n")
        else:
            written.append(line + "\n\\ No newline at end of file\n")
    return "".join(written)


def render(value: dict[str, Plain]) -> str:
    """A whole new record as text, keys in their canonical order."""
    style = _Style("\n", 2, 2)
    return "".join(line + "\n" for line in _mapping_lines(value, (), 0, style))


def _lines(text: str, end: str) -> list[str]:
    parts = [part + end for part in text.split(end)]
    last = parts.pop()[: -len(end)]
    return [*parts, last] if last else parts


# --- from an edit to steps that each change one thing ---


def _steps(root: Plain, edit: Edit) -> Iterator[Edit]:
    """The edit as steps whose loc, or whose parent, is there; nothing for what is so already."""
    if not edit.loc:
        if isinstance(edit, Set) and isinstance(edit.value, dict) and isinstance(root, dict):
            yield from _difference((), root, edit.value)
            return
        raise Refused("the whole record can't be replaced")
    if not isinstance(root, dict):
        raise Refused("the file holds no record")
    depth, found = _reach(root, edit.loc)
    rest = edit.loc[depth:]
    if isinstance(edit, Remove):
        if rest:
            raise Refused(f"there is no `{_dotted(edit.loc)}` to remove")
        yield edit
    elif isinstance(edit, Append) and isinstance(found, list) and not rest:
        if found:
            yield edit
        else:
            yield Set(edit.loc, [edit.value])
    else:
        value = [edit.value] if isinstance(edit, Append) else edit.value
        if isinstance(edit, Append) and not rest and found is not None:
            raise Refused(f"`{_dotted(edit.loc)}` is no list")
        yield from _set(edit.loc, depth, found, value)


def _set(loc: Loc, depth: int, found: Plain, value: Plain) -> Iterator[Edit]:
    rest = loc[depth:]
    if not rest:
        yield from _difference(loc, found, value)
        return
    is_new = found is None or isinstance(found, dict)
    if not is_new or not all(isinstance(step, str) for step in rest):
        raise Refused(f"there is no place for `{_dotted(loc)}`")
    keep = 1 if isinstance(found, dict) else 0
    for step in reversed(rest[keep:]):
        value = {str(step): value}
    yield Set(loc[: depth + keep], value)


def _difference(loc: Loc, old: Plain, new: Plain) -> Iterator[Edit]:
    """What must change to come from one value to the other, inside first."""
    if old == new and type(old) is type(new):
        return
    if isinstance(old, dict) and isinstance(new, dict) and old and new:
        for key, value in new.items():
            if key in old:
                yield from _difference((*loc, key), old[key], value)
            else:
                yield Set((*loc, key), value)
        yield from (Remove((*loc, key)) for key in old if key not in new)
    elif isinstance(old, list) and isinstance(new, list) and old and new:
        for index, (before, after) in enumerate(zip(old, new, strict=False)):
            yield from _difference((*loc, index), before, after)
        yield from (Append(loc, value) for value in new[len(old) :])
        yield from (Remove((*loc, index)) for index in range(len(old) - 1, len(new) - 1, -1))
    else:
        yield Set(loc, new)


def _reach(root: Plain, loc: Loc) -> tuple[int, Plain]:
    """How many steps of `loc` lead somewhere, and the value there."""
    node = root
    for depth, step in enumerate(loc):
        if isinstance(node, dict) and step in node:
            node = node[str(step)]
        elif isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node):
            node = node[step]
        else:
            return depth, node
    return len(loc), node


def _expected(node: Plain, edit: Edit, loc: Loc) -> Plain:
    """The plain value after a step, told without looking at any text."""
    if not loc:
        if isinstance(edit, Append):
            return [*(node if isinstance(node, list) else []), edit.value]
        return edit.value if isinstance(edit, Set) else None
    step, rest = loc[0], loc[1:]
    if isinstance(node, dict):
        if isinstance(edit, Remove) and not rest:
            return {key: value for key, value in node.items() if key != step}
        return {**node, str(step): _expected(node.get(str(step)), edit, rest)}
    if isinstance(node, list) and isinstance(step, int):
        if isinstance(edit, Remove) and not rest:
            return [*node[:step], *node[step + 1 :]]
        return [*node[:step], _expected(node[step], edit, rest), *node[step + 1 :]]
    raise Refused(f"there is no `{_dotted(edit.loc)}`")


# --- from a step to a text, proved ---


def _made(source: Source, step: Edit) -> Source:
    """The source after one step: the first way of writing it that holds what was meant."""
    _refuse_controls(None if isinstance(step, Remove) else step.value, step.loc)
    expected = _expected(source.value, step, step.loc)
    reason = ""
    try:
        for splices in _ways(source, step):
            text = _spliced(source.text, splices)
            made, problems = parse(encode(source, text), source.path)
            if made is not None and made.value == expected:
                return made
            if problems:
                reason = f": {problems[0].message}"
    except KeyError:
        reason = ": it is written in an unusual way"
    if not reason and not source.text.endswith(("\n", "\r")):
        reason = ": end the last line of the file first"
    raise Refused(f"`{_dotted(step.loc)}` can't be changed without touching other text{reason}")


def _spliced(text: str, splices: Sequence[_Splice]) -> str:
    parts, at = [], 0
    for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
        if start < at:
            raise KeyError(start)  # two changes of one place: no way to write it
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


def _ways(source: Source, step: Edit) -> Iterator[Sequence[_Splice]]:
    here = _Here(source, step.loc)
    match step:
        case Append():
            return _ways_to_append(here, step.value)
        case Remove():
            return _ways_to_remove(here)
        case Set() if _reach(source.value, step.loc)[0] == len(step.loc):
            return _ways_to_replace(here, step.value)
        case _:
            return _ways_to_add(here, step.value)


class _Style(NamedTuple):
    """How the text around is written: its line end, and the columns of nested blocks and lists."""

    end: str
    indent: int
    dash: int


class _Here:
    """A place in a text, and what a splice there must know of its surroundings."""

    def __init__(self, source: Source, loc: Loc) -> None:
        self.source, self.loc, self.text = source, loc, source.text
        self.key = loc[-1]
        self.parent = loc[:-1]
        self.in_flow = any(
            source.style(loc[:depth]) == "flow"
            for depth in range(len(loc))
            if self._is_there(depth)
        )
        self.style = _style_of(source)

    def _is_there(self, depth: int) -> bool:
        return _reach(self.source.value, self.loc[:depth])[0] == depth

    @property
    def siblings(self) -> dict[str, Plain] | list[Plain]:
        found = _reach(self.source.value, self.parent)[1]
        if not isinstance(found, (dict, list)):
            raise KeyError(self.parent)
        return found

    @property
    def colon_end(self) -> int:
        """Right behind the colon of the key."""
        match = re.compile(r"[ \t]*:").match(self.text, self.source.span(self.loc, key=True)[1])
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

    def insert_lines(self, index: int, lines: Sequence[str]) -> _Splice:
        """Whole lines at a line's start, or behind a last line that has no end."""
        end = self.style.end
        if index and self.text[index - 1] not in "\r\n":
            return index, index, "".join(end + line for line in lines)
        return index, index, "".join(line + end for line in lines)


class _Extent(NamedTuple):
    """Where a block node ends: its content, its last line (comment included), the blanks after."""

    content: int
    line: int
    blank: int


def _extent(source: Source, loc: Loc) -> _Extent:
    value = _reach(source.value, loc)[1]
    while isinstance(value, (dict, list)) and value and source.style(loc) == "block":
        if isinstance(value, dict):
            key = next(reversed(value))
            loc, value = (*loc, key), value[key]
        else:
            loc, value = (*loc, len(value) - 1), value[-1]
    text = source.text
    start, end = source.span(loc)
    if source.style(loc) in ("|", ">"):
        content = start + len(text[start:end].rstrip(" \r\n"))
        content, line = _break_after(text, content)
        return _Extent(content, line, max(end, line))
    line = _break_after(text, end)[1]
    blank = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*").match(text, line)
    return _Extent(end, line, blank.end() if blank else line)


def _break_after(text: str, index: int) -> tuple[int, int]:
    """Start and end of the line end at or behind `index`; the text's end without one."""
    match = _BREAK.search(text, index)
    return match.span() if match else (len(text), len(text))


def _style_of(source: Source) -> _Style:
    first = _BREAK.search(source.text)
    end = first[0] if first else "\n"
    indent = dash = None
    root = source.value
    if isinstance(root, dict) and source.style(()) == "block":
        base = source.line_column(source.span(())[0])[1]
        for key, value in root.items():
            if not isinstance(value, (dict, list)) or source.style((key,)) != "block":
                continue
            column = source.line_column(source.span((key,))[0])[1] - base
            if isinstance(value, dict):
                indent = indent or column
            elif dash is None:
                dash = column
    indent = indent or 2
    return _Style(end, indent, indent if dash is None else dash)


# --- ways to write a step; the first that proves right is taken ---


def _ways_to_add(here: _Here, value: Plain) -> Iterator[Sequence[_Splice]]:
    siblings = here.siblings
    if not isinstance(siblings, dict):
        raise KeyError(here.loc)
    key = str(here.key)
    anchor = _anchor(here.parent, key, siblings)
    if here.source.style(here.parent) == "flow":
        entry = f"{_key(key)}: {_flow(value, here.loc)}"
        if anchor is not None:
            yield from _ways_into_flow(here, (*here.parent, anchor), entry, key=True)
        elif siblings:
            start = here.source.span((*here.parent, next(iter(siblings))), key=True)[0]
            yield [(start, start, entry + ", ")]
        else:
            yield [_into_empty(here, here.parent, entry)]
        return
    if here.in_flow:
        raise KeyError(here.loc)  # `[a: b]`, a pair that has no braces to take a second one
    start = here.source.span(here.parent)[0]
    column = here.column(start)
    lines = _entry_lines(key, value, here.loc, column, here.style)
    if anchor is None:
        text = here.style.end.join([*lines, ""]) + " " * column
        yield [(start, start, text[column:])]
        return
    extent = _extent(here.source, (*here.parent, anchor))
    yield [here.insert_lines(extent.line, lines)]
    yield [here.insert_lines(extent.blank, lines)]


def _anchor(parent: Loc, key: str, siblings: dict[str, Plain]) -> str | None:
    """The key after which a new one stands: the nearest before it in canonical order, or the last.

    None means before all others.
    """
    order = _order(parent)
    if key not in order:
        return next(reversed(siblings), None)
    before = [each for each in order[: order.index(key)] if each in siblings]
    return before[-1] if before else None


def _ways_to_append(here: _Here, value: Plain) -> Iterator[Sequence[_Splice]]:
    found = _reach(here.source.value, here.loc)[1]
    if not isinstance(found, list):
        raise KeyError(here.loc)
    last = (*here.loc, len(found) - 1)
    if here.source.style(here.loc) == "flow":
        yield from _ways_into_flow(here, last, _flow(value, last), key=False)
        return
    start = here.source.span(here.loc)[0]
    lines = _item_lines(value, last, here.column(start), here.style, _gap(here, last))
    extent = _extent(here.source, last)
    yield [here.insert_lines(extent.line, lines)]
    yield [here.insert_lines(extent.blank, lines)]


def _gap(here: _Here, item: Loc) -> int:
    """Columns from a dash to the mapping or text behind it, as the neighbour has them."""
    start, end = here.source.span(item)
    gap = here.column(start) - here.column(here.source.span(item[:-1])[0])
    is_beside = re.search(r"- +\Z", here.text[here.line_start(start) : start]) is not None
    return gap if is_beside and start < end and gap >= 2 else 2


def _ways_into_flow(
    here: _Here, last: Loc, entry: str, *, key: bool
) -> Iterator[Sequence[_Splice]]:
    """Behind a neighbour inside brackets: on a line of its own where the neighbour has one."""
    text = here.text
    start = here.source.span(last, key=key)[0]
    end = here.source.span(last)[1]
    if start > here.line_start(start) and here.begins_line(start):
        pad = here.style.end + " " * here.column(start)
        rest = re.compile(r"([ \t]*,)?([ \t]*|[ \t]+#[^\r\n]*)(?=[\r\n])").match(text, end)
        if rest and rest[1]:
            yield [(rest.end(), rest.end(), f"{pad}{entry},")]
        elif rest:
            yield [(end, end, ","), (rest.end(), rest.end(), pad + entry)]
    yield [(end, end, ", " + entry)]


def _into_empty(here: _Here, loc: Loc, entry: str) -> _Splice:
    """Inside `{}`; blanks there go, comments stay."""
    start, end = here.source.span(loc)
    inner = here.text[start + 1 : end - 1]
    return start + 1, start + 1 if inner.strip() else end - 1, entry


def _ways_to_replace(here: _Here, value: Plain) -> Iterator[Sequence[_Splice]]:
    source = here.source
    start, end = source.span(here.loc)
    if here.in_flow:
        yield [(start, end, _before_value(here, start) + _flow(value, here.loc))]
        return
    if not _is_inline(value):
        yield from _ways_to_nest(here, value)
        return
    new = _inline(value, here.loc)
    extent = _extent(source, here.loc)
    match source.style(here.loc):
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


def _before_value(here: _Here, start: int) -> str:
    """A blank after a colon or dash that has none; a colon where a key in brackets has none."""
    before = here.text[:start].rstrip(" \t\r\n")[-1:]
    if isinstance(here.siblings, dict) and start == here.source.span(here.loc)[1] and before != ":":
        return ": "
    return here.pad_before(start) if before in (":", "-") and before else ""


def _ways_over_block_scalar(
    here: _Here, head: Sequence[str], body: Sequence[str]
) -> Iterator[Sequence[_Splice]]:
    """In the place of `|` or `>`: text on its line (a comment there stays), lines below it."""
    start, end = here.source.span(here.loc)
    header = re.compile(r"[|>][-+0-9]*").match(here.text, start)
    if header is None:
        raise KeyError(here.loc)
    extent = _extent(here.source, here.loc)
    before = (
        start if head else start - len(here.text[:start]) + len(here.text[:start].rstrip(" \t"))
    )
    for last in dict.fromkeys((extent.line, max(end, extent.line))):
        top_break, top = _break_after(here.text, header.end())
        below = "".join(line + here.style.end for line in body)
        if last == len(here.text) and here.text[-1:] not in ("\r", "\n"):
            top, below = top_break, "".join(here.style.end + line for line in body)
        yield [(before, header.end(), "".join(head)), (top, max(top, last), below)]


def _ways_to_nest(here: _Here, value: Plain) -> Iterator[Sequence[_Splice]]:
    """A mapping or a list of several lines in the place of whatever is there."""
    source = here.source
    start = source.span(here.loc)[0]
    extent = _extent(source, here.loc)
    if isinstance(here.siblings, list):
        column = here.column(source.span(here.parent)[0])
        gap = _gap(here, here.loc)
        first, *rest = _item_lines(value, here.loc, column, here.style, gap)
        first = here.pad_before(start) + first[column + gap :]
        if source.style(here.loc) in ("block", "|", ">"):
            yield [(start, extent.content, here.style.end.join([first, *rest]))]
        else:
            yield [(start, extent.content, first), here.insert_lines(extent.line, rest)]
        return
    column = here.column(source.span(here.parent)[0])
    lines = _entry_lines(str(here.key), value, here.loc, column, here.style)[1:]
    match source.style(here.loc):
        case "|" | ">":
            yield from _ways_over_block_scalar(here, [], lines)
        case "block":
            first_line = here.line_start(start)
            _, _, text = here.insert_lines(first_line, lines)
            yield [(first_line, extent.line, text)]
        case _:
            yield [(here.colon_end, extent.content, ""), here.insert_lines(extent.line, lines)]


def _ways_to_remove(here: _Here) -> Iterator[Sequence[_Splice]]:
    source, siblings = here.source, here.siblings
    if len(siblings) == 1 and not here.parent:
        raise Refused(f"`{here.key}` is all that the record holds")
    if len(siblings) == 1:
        empty: Plain = {} if isinstance(siblings, dict) else []
        yield from _ways_to_replace(_Here(source, here.parent), empty)
    elif source.style(here.parent) == "flow":
        yield from _ways_out_of_flow(here)
    elif here.in_flow:
        raise KeyError(here.loc)
    elif isinstance(siblings, dict):
        yield from _ways_out_of_mapping(here, siblings)
    else:
        start = source.span(here.loc)[0]
        dash = len(here.text[:start].rstrip(" \t\r\n")) - 1
        if here.text[dash] != "-" or not here.begins_line(dash):
            raise KeyError(here.loc)
        yield from _ways_without_lines(here, here.line_start(dash))


def _ways_without_lines(here: _Here, start: int) -> Iterator[Sequence[_Splice]]:
    extent = _extent(here.source, here.loc)
    yield [(start, extent.line, "")]
    yield [(start, extent.blank, "")]


def _ways_out_of_mapping(here: _Here, siblings: dict[str, Plain]) -> Iterator[Sequence[_Splice]]:
    start = here.source.span(here.loc, key=True)[0]
    if here.begins_line(start):
        yield from _ways_without_lines(here, here.line_start(start))
        return
    # The first key stands behind a dash: the next one takes its place, or a comment before it.
    keys = list(siblings)
    if keys[0] != here.key:
        raise KeyError(here.loc)
    following = here.source.span((*here.parent, keys[1]), key=True)[0]
    line = _extent(here.source, here.loc).line
    between = here.text[line:following]
    yield [(start, line + len(between) - len(between.lstrip()), "")]


def _ways_out_of_flow(here: _Here) -> Iterator[Sequence[_Splice]]:
    """Without the item and one comma; without its line, too, when nothing else is left on it."""
    text, siblings = here.text, here.siblings
    is_mapping = isinstance(siblings, dict)
    start = here.source.span(here.loc, key=is_mapping)[0]
    end = here.source.span(here.loc)[1]
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
    before = here.source.span(previous)[1]
    comma = skip.match(text, before)
    at = comma.end() if comma else before
    if not text[at + 1 : start].strip():
        yield [(at, end, "")]
    yield [(at, at + 1, ""), (start, end, "")]


# --- writing values ---


@lru_cache(maxsize=256)
def _order(loc: Loc) -> tuple[str, ...]:
    """The keys of the mapping at `loc` in canonical order; of all kinds, where it has several."""
    models: list[type[BaseModel]] = [Prediction]
    for step in loc:
        if isinstance(step, str):
            fields = [model.model_fields[step] for model in models if step in model.model_fields]
            models = [model for field in fields for model in _models(field.annotation)]
    order: list[str] = []
    for model in models:
        keys = list(model.model_fields)
        for index, key in enumerate(keys):
            if key not in order:
                following = [order.index(other) for other in keys[index:] if other in order]
                order.insert(min(following, default=len(order)), key)
    return tuple(order)


def _models(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in _models(part)]


def _in_order(value: dict[str, Plain], loc: Loc) -> list[tuple[str, Plain]]:
    order = _order(tuple(0 if isinstance(step, int) else step for step in loc))
    known = [(key, value[key]) for key in order if key in value]
    return known + [(key, inner) for key, inner in value.items() if key not in order]


def _mapping_lines(value: dict[str, Plain], loc: Loc, column: int, style: _Style) -> list[str]:
    return [
        line
        for key, inner in _in_order(value, loc)
        for line in _entry_lines(key, inner, (*loc, key), column, style)
    ]


def _entry_lines(key: str, value: Plain, loc: Loc, column: int, style: _Style) -> list[str]:
    head = " " * column + _key(key) + ":"
    if _is_inline(value):
        return [f"{head} {_inline(value, loc)}"]
    if isinstance(value, dict):
        return [head, *_mapping_lines(value, loc, column + style.indent, style)]
    items = value if isinstance(value, list) else []
    inner = column + style.dash
    return [head, *(line for item in items for line in _item_lines(item, loc, inner, style, 2))]


def _item_lines(value: Plain, loc: Loc, column: int, style: _Style, gap: int) -> list[str]:
    head = " " * column + "-" + " " * (gap - 1)
    if _is_inline(value):
        return [head + _inline(value, loc)]
    if isinstance(value, dict):
        first, *rest = _mapping_lines(value, loc, column + gap, style)
    else:
        items = value if isinstance(value, list) else []
        first, *rest = [
            line for item in items for line in _item_lines(item, loc, column + gap, style, 2)
        ]
    return [head + first[column + gap :], *rest]


def _is_inline(value: Plain) -> bool:
    """Whether it is written behind its key: a text, nothing, or a short list of words."""
    if isinstance(value, list) and value:
        words = [item for item in value if isinstance(item, str)]
        return (
            len(words) == len(value)
            and all(_is_plain(word, in_flow=True) for word in words)
            and sum(map(len, words)) + 2 * len(words) <= _FLOW_WIDTH
        )
    return not value or isinstance(value, str)


def _inline(value: Plain, loc: Loc) -> str:
    if isinstance(value, (dict, list)):
        return _flow(value, loc)
    return _scalar(value, loc, in_flow=False)


def _flow(value: Plain, loc: Loc) -> str:
    if isinstance(value, dict):
        pairs = [
            f"{_key(key)}: {_flow(inner, (*loc, key))}" for key, inner in _in_order(value, loc)
        ]
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item, (*loc, 0)) for item in value) + "]"
    return _scalar(value, loc, in_flow=True)


def _key(key: str) -> str:
    return key if _WORD.fullmatch(key) and not _RESOLVED.fullmatch(key) else _quoted(key)


#: Keys that hold a date or a probability. Records write these plain, and the reader takes them as
#: text; what YAML makes of them is what the schema accepts there.
TYPED = frozenset(
    {"made_on", "deadline", "earliest", "latest", "resolved_on", "happened_on", "recorded_on"}
    | {"published_on", "next", "date", "probability"}
)
_DATE = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_TYPED_PLAIN = re.compile(rf"{_DATE}(?:/{_DATE})?|0(?:\.[0-9]+)?|1(?:\.0+)?")

#: What YAML 1.1 or YAML 1.2 reads as something else than text: https://yaml.org/type/ and the core
#: schema (10.3.2) of https://yaml.org/spec/1.2.2/. Somewhat more than both, to be on the safe side.
_RESOLVED = re.compile(
    r"""(?ix) ~ | null | y | yes | n | no | true | false | on | off | = | <<
    | [-+]? (?: 0b[01_]+ | 0o[0-7_]+ | 0x[0-9a-f_]+ | \.inf | \.nan
      | [0-9][0-9_]* (?: :[0-9]{1,2} )* (?: \.[0-9_.]* )? (?: e[-+]?[0-9]+ )?
      | \.[0-9_.]+ (?: e[-+]?[0-9]+ )? )
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2} (?: (?: t | [ \t]+ ) [0-9].* )?
    """
)
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`=~<")


def _is_plain(text: str, *, in_flow: bool) -> bool:
    """The one rule: plain only where YAML 1.1 and YAML 1.2 both read it as this very text.

    Printable characters only, no indicator first, no `: ` nor ` #`, nothing of `,[]{}?` inside
    brackets, and nothing that either version takes for a number, a date, a boolean or null.
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
    """A scalar on one line: plain where the rule allows, else in double quotes.

    Under the keys in TYPED a date or number is plain: `made_on: 2024-03-05`.
    """
    if value is None:
        return "null"
    is_typed = bool(loc) and loc[-1] in TYPED and _TYPED_PLAIN.fullmatch(value) is not None
    return value if is_typed or _is_plain(value, in_flow=in_flow) else _quoted(value)


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
#: Joiners make emoji and Persian words; they stay readable. U+3000 is the blank of Chinese text.
_READABLE = frozenset("\u200c\u200d\u3000")


def _quoted(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable() or character in _READABLE:
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _refuse_controls(value: Plain, loc: Loc) -> None:
    """Control characters are no text, and the reader would refuse them even as escapes."""
    if isinstance(value, str):
        control = _CONTROL.search(value)
        if control is not None:
            raise Refused(
                f"`{_dotted(loc)}` would hold the control character U+{ord(control[0]):04X}"
            )
    elif isinstance(value, dict):
        for key, inner in value.items():
            _refuse_controls(key, loc)
            _refuse_controls(inner, (*loc, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _refuse_controls(inner, (*loc, index))


def _dotted(loc: Loc) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in loc).lstrip(".")
