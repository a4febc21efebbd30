"""Edits of a record's text: text in, text out; no file is read or written here.

An edit is spliced in at the places that the parser reports, in the style of the text around it.
Everything else stays byte for byte: comments, quoting, line ends, blank lines, the order of keys.
Each result is parsed again and refused unless it holds exactly the intended values. `splices` finds
where to splice, `emit` formats the values.
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
from tracker.yamlfile.file import BOM, Loc, Plain, YamlFile
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


@dataclass(frozen=True, slots=True)
class Set:
    """Set the value at `loc`; a missing key is added in its canonical place.

    A mapping or list is changed only where it differs, so that the comments inside it stay.
    Missing mappings on the way to the key are created.
    """

    loc: Loc
    value: Plain


@dataclass(frozen=True, slots=True)
class Append:
    """Append `value` to the list at `loc`; a missing or null list is created."""

    loc: Loc
    value: Plain


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove the key or item at `loc`, with the comments inside it and at the end of its line."""

    loc: Loc


Edit: TypeAlias = Set | Append | Remove


class Refused(Exception):
    """The edit can't be made without changing other text, or would make the record invalid.

    `hint` says how to proceed, or is empty; None means that only an edit by hand helps.
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def apply(file: YamlFile, edits: Sequence[Edit]) -> str:
    """The text of `file` after the edits, in their order, without a byte order mark.

    Raises Refused.
    """
    for edit in edits:
        for step in _steps(file.value, edit):
            file = _after(file, step)
    return file.text


def revise(file: YamlFile, edits: Sequence[Edit]) -> YamlFile:
    """The file after the edits; raises Refused with the first problem if it would be invalid."""
    text = apply(file, edits)
    revised, problems = parse(encode(file, text), file.path)
    if revised is not None:
        problems = check(revised)
    if revised is None or problems:
        raise Refused(f"the record would be invalid: {problems[0].message}", problems[0].hint)
    return revised


def check(file: YamlFile) -> list[Diagnostic]:
    """The problems that the schema finds in a record's text."""
    return validate_prediction(file, stem(file.path))[1]


def encode(file: YamlFile, text: str) -> bytes:
    """The bytes to write for `text`, with a byte order mark if `file` has one."""
    return (BOM if file.bom else b"") + text.encode()


def diff(old: str, new: str, path: str) -> str:
    """A unified diff that `git apply` accepts; empty if nothing changed.

    Both texts hold all that is in the file, a byte order mark too; without `old` it is a new file.
    Lines end as git sees them, at line feeds: one with carriage returns only is a single line.
    """
    before = f"a/{path}" if old else "/dev/null"
    lines = difflib.unified_diff(
        _lines(old), _lines(new), _quoted(before), _quoted(f"b/{path}"), lineterm="\n"
    )
    missing = "\n\\ No newline at end of file\n"
    return "".join(line if line.endswith("\n") else line + missing for line in lines)


_ODD = re.compile(r'[\x00-\x1f"\\\x7f]')


def _lines(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=\n)", text) if part]


def _quoted(path: str) -> str:
    """A path as a diff names it: git ends one with blanks by a tab, and quotes odd characters."""
    quoted = _ODD.sub(lambda match: f"\\{ord(match[0]):03o}", path)
    if quoted != path:
        return f'"{quoted}"'
    return f"{path}\t" if " " in path else path


# --- from an edit to steps that each change one thing ---


def _steps(root: Plain, edit: Edit) -> Iterator[Edit]:
    """Split the edit into steps whose `loc`, or its parent, exists; none if nothing changes."""
    if not edit.loc:
        if isinstance(edit, Set) and isinstance(edit.value, dict) and isinstance(root, dict):
            yield from _difference((), root, edit.value)
            return
        raise Refused("can't replace the whole record")
    if not isinstance(root, dict):
        raise Refused("the file contains no record")
    depth, current = reach(root, edit.loc)
    rest = edit.loc[depth:]
    if isinstance(edit, Remove):
        if rest:
            raise Refused(f"can't remove `{dotted(edit.loc)}`, which does not exist")
        if len(edit.loc) == len(root) == 1:
            raise Refused(f"can't remove `{dotted(edit.loc)}`, the only key of the record")
        yield edit
    elif isinstance(edit, Append) and isinstance(current, list) and not rest:
        if current:
            yield edit
        else:
            yield Set(edit.loc, [edit.value])
    else:
        value = [edit.value] if isinstance(edit, Append) else edit.value
        if isinstance(edit, Append) and not rest and current is not None:
            raise Refused(f"`{dotted(edit.loc)}` is not a list")
        yield from _set(edit.loc, depth, current, value)


def _no_place_hint(loc: Loc, current: Plain) -> str:
    name = dotted(loc)
    if not isinstance(current, list):
        return f"replace the whole value of `{name}`"
    if not current:
        return f"replace the whole value of `{name}`, which is empty"
    return f"entries are counted from 0; the last one is `{name}[{len(current) - 1}]`"


def _set(loc: Loc, depth: int, current: Plain, value: Plain) -> Iterator[Edit]:
    rest = loc[depth:]
    if not rest:
        yield from _difference(loc, current, value)
        return
    is_new = current is None or isinstance(current, dict)
    if not is_new or not all(isinstance(step, str) for step in rest):
        hint = _no_place_hint(loc[:depth], current)
        raise Refused(f"`{dotted(loc)}` does not exist and can't be added", hint)
    keep = 1 if isinstance(current, dict) else 0
    for step in reversed(rest[keep:]):
        value = {str(step): value}
    yield Set(loc[: depth + keep], value)


def _difference(loc: Loc, old: Plain, new: Plain) -> Iterator[Edit]:
    """The edits that turn one value into the other, innermost first."""
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
    """The plain value after a step, computed without the text."""
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
    raise Refused(f"`{dotted(edit.loc)}` does not exist")


# --- from a step to a verified text ---


def _after(file: YamlFile, step: Edit) -> YamlFile:
    """The file after one step: the first way of writing it that gives the intended values."""
    _refuse_controls(None if isinstance(step, Remove) else step.value, step.loc)
    expected = _expected(file.value, step, step.loc)
    reason = ""
    try:
        for splices in _ways(file, step):
            text = _spliced(file.text, splices)
            revised, problems = parse(encode(file, text), file.path)
            if revised is not None and revised.value == expected:
                return revised
            if problems:
                reason = f": {problems[0].message}"
    except KeyError:
        reason = ": its YAML style is not supported"
    if not reason and not file.text.endswith(("\n", "\r")):
        reason = ": the file does not end with a newline"
    raise Refused(f"can't change `{dotted(step.loc)}` without changing other text{reason}")


def _spliced(text: str, splices: Sequence[Splice]) -> str:
    parts, at = [], 0
    for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
        if start < at:
            raise KeyError(start)  # two changes of one place can't be written
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
    """Refuse control characters, which the YAML reader rejects even as escapes."""
    if isinstance(value, str):
        control = _CONTROL.search(value)
        if control is not None:
            raise Refused(
                f"`{dotted(loc)}` contains the control character U+{ord(control[0]):04X}",
                "remove it",
            )
    elif isinstance(value, dict):
        for key, inner in value.items():
            _refuse_controls(key, loc)
            _refuse_controls(inner, (*loc, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _refuse_controls(inner, (*loc, index))
