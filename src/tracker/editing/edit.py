"""Owns surgical changes of a record's text: text in, text out; no file is read or written here.

A change is a splice at the places that the parser gave, in the style of what stands around it.
Everything else stays byte for byte: comments, quoting, line ends, blank lines, the order of keys.
Each result is parsed again and must hold exactly the values that were meant, else it is refused:
an edit is right or it is not made. Where and how to splice is
found by `splices`, how a value is written is said by `yaml_write`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tracker.diagnostic import Diagnostic
from tracker.editing.splices import (
    Here,
    Splice,
    reach,
    ways_to_add,
    ways_to_append,
    ways_to_remove,
    ways_to_replace,
)
from tracker.records.validation import validate_prediction
from tracker.text import dotted, stem
from tracker.yamlfile.file import Loc, Plain, YamlFile
from tracker.yamlfile.reader import parse

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
    "revise",
]

_BOM = b"\xef\xbb\xbf"


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


class Refused(Exception):
    """This edit can't be made without touching something else, or would break the record.

    `hint` says what to do about it; None where only an edit by hand will do.
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def apply(file: YamlFile, edits: Sequence[Edit]) -> str:
    """The text of `file` with the edits made in their order; without its byte order mark.

    Raises Refused, which says why in one sentence.
    """
    for edit in edits:
        for step in _steps(file.value, edit):
            file = _made(file, step)
    return file.text


def revise(file: YamlFile, edits: Sequence[Edit]) -> YamlFile:
    """`apply`, parsed and valid by the schema; Refused names the first problem otherwise."""
    text = apply(file, edits)
    revised, problems = parse(encode(file, text), file.path)
    if revised is not None:
        problems = check(revised)
    if revised is None or problems:
        raise Refused(
            f"the record would not be valid: {problems[0].message}",
            f"nothing was written{'; ' * bool(problems[0].hint)}{problems[0].hint}",
        )
    return revised


def check(file: YamlFile) -> list[Diagnostic]:
    """What the schema says of a record's text."""
    return validate_prediction(file, stem(file.path))[1]


def encode(file: YamlFile, text: str) -> bytes:
    """The bytes to write for `text`: with a byte order mark where `file` had one."""
    return (_BOM if file.bom else b"") + text.encode()


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
    depth, found = reach(root, edit.loc)
    rest = edit.loc[depth:]
    if isinstance(edit, Remove):
        if rest:
            raise Refused(f"there is no `{dotted(edit.loc)}` to remove")
        if len(edit.loc) == len(root) == 1:
            raise Refused(f"`{dotted(edit.loc)}` is all that the record holds")
        yield edit
    elif isinstance(edit, Append) and isinstance(found, list) and not rest:
        if found:
            yield edit
        else:
            yield Set(edit.loc, [edit.value])
    else:
        value = [edit.value] if isinstance(edit, Append) else edit.value
        if isinstance(edit, Append) and not rest and found is not None:
            raise Refused(f"`{dotted(edit.loc)}` is no list")
        yield from _set(edit.loc, depth, found, value)


def _what_is_there(loc: Loc, found: Plain) -> str:
    name = dotted(loc)
    if not isinstance(found, list):
        return f"nothing was written; `{name}` is one text: give its whole value anew"
    last = f"`{name}[{len(found) - 1}]`" if found else "none"
    return f"nothing was written; the entries of `{name}` count from 0, the last is {last}"


def _set(loc: Loc, depth: int, found: Plain, value: Plain) -> Iterator[Edit]:
    rest = loc[depth:]
    if not rest:
        yield from _difference(loc, found, value)
        return
    is_new = found is None or isinstance(found, dict)
    if not is_new or not all(isinstance(step, str) for step in rest):
        raise Refused(f"there is no place for `{dotted(loc)}`", _what_is_there(loc[:depth], found))
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
    raise Refused(f"there is no `{dotted(edit.loc)}`")


# --- from a step to a text, proved ---


def _made(file: YamlFile, step: Edit) -> YamlFile:
    """The file after one step: the first way of writing it that holds what was meant."""
    _refuse_controls(None if isinstance(step, Remove) else step.value, step.loc)
    expected = _expected(file.value, step, step.loc)
    reason = ""
    try:
        for splices in _ways(file, step):
            text = _spliced(file.text, splices)
            made, problems = parse(encode(file, text), file.path)
            if made is not None and made.value == expected:
                return made
            if problems:
                reason = f": {problems[0].message}"
    except KeyError:
        reason = ": it is written in an unusual way"
    if not reason and not file.text.endswith(("\n", "\r")):
        reason = ": end the last line of the file first"
    raise Refused(f"`{dotted(step.loc)}` can't be changed without touching other text{reason}")


def _spliced(text: str, splices: Sequence[Splice]) -> str:
    parts, at = [], 0
    for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
        if start < at:
            raise KeyError(start)  # two changes of one place: no way to write it
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


def _ways(file: YamlFile, step: Edit) -> Iterator[Sequence[Splice]]:
    here = Here(file, step.loc)
    match step:
        case Append():
            return ways_to_append(here, step.value)
        case Remove():
            return ways_to_remove(here)
        case Set() if reach(file.value, step.loc)[0] == len(step.loc):
            return ways_to_replace(here, step.value)
        case _:
            return ways_to_add(here, step.value)


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _refuse_controls(value: Plain, loc: Loc) -> None:
    """Control characters are no text, and the reader would refuse them even as escapes."""
    if isinstance(value, str):
        control = _CONTROL.search(value)
        if control is not None:
            raise Refused(
                f"`{dotted(loc)}` would hold the control character U+{ord(control[0]):04X}"
            )
    elif isinstance(value, dict):
        for key, inner in value.items():
            _refuse_controls(key, loc)
            _refuse_controls(inner, (*loc, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _refuse_controls(inner, (*loc, index))
