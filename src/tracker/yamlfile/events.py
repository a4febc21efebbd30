"""Turns libyaml's events into the values and places of a file.

Never recurses. Called through `reader`, which makes sure that the file is UTF-8 and not too large.
"""

from __future__ import annotations

import contextlib
from array import array
from typing import Any

from yaml._yaml import CParser  # only libyaml: the parser in Python reads some texts differently
from yaml.error import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from tracker.diagnostic import Diagnostic
from tracker.yamlfile.file import MAX_DEPTH, YamlFile
from tracker.yamlfile.messages import (
    CONTROL,
    Problems,
    Stop,
    explain,
    refuse_alias,
    refuse_complex_key,
    refuse_conflict,
    refuse_control_character,
    refuse_depth,
    refuse_directive,
    refuse_document,
    refuse_empty_key,
    refuse_lfs_pointer,
    refuse_properties,
)

__all__ = ["mark", "read"]

# What YAML 1.1 and 1.2 both read as null.
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_SPECIAL_KEYS = _NULLS | {"<<"}
_LFS_POINTER = "version https://git-lfs.github.com/spec/"


def read(file: YamlFile) -> list[Diagnostic]:
    """Fill in the values and the marks of a file, or return the diagnostics."""
    text = file.text
    problems = Problems(file)
    # Plain searches, not one expression: they take a tenth of the time, and this runs often.
    if "<<<<<<<" in text or "=======" in text or ">>>>>>>" in text:
        refuse_conflict(problems)
    if not text.isascii() and (
        "\x85" in text or "\u2028" in text or "\u2029" in text or "\ufeff" in text
    ):
        refuse_control_character(problems)
    if text.startswith(_LFS_POINTER):
        refuse_lfs_pointer(problems)
    if not problems.diagnostics:
        try:
            _build(file, CParser(text.encode()), problems)
        except Stop:
            pass
        except (YAMLError, UnicodeDecodeError) as error:
            with contextlib.suppress(Stop):
                explain(problems, error)
    return problems.finish()


def mark(file: YamlFile) -> None:
    """Fill in the marks of a file that the fast reader has read, so it is valid."""
    value = file.value
    _build(file, CParser(file.text.encode()), Problems(file))
    file.value = value


def _build(file: YamlFile, parser: CParser, problems: Problems) -> None:
    """Fill in the values and the marks of `file`.

    One long loop, on purpose: it runs once for each word of the registry, and a call per node would
    take a third longer. A rejected key is replaced by a number, which no key can be, so that values
    and marks stay in step.
    """
    get_event = parser.get_event
    text = file.text
    # Without these characters no scalar has an anchor, a tag or an escape to check.
    is_suspect = "&" in text or "!" in text or "\\" in text
    marks: list[int] = []
    file.marks = marks
    add = marks.append
    root: list[Any] = []
    node: Any = root
    in_mapping = False
    key: Any = None  # in a mapping: the key whose value comes next
    at = end = 0  # the offset of `node` in the marks; where the last node ended
    stack: list[tuple[Any, bool, int]] = []
    while True:
        event: Any = get_event()
        kind = type(event)
        if kind is ScalarEvent:
            add(event.start_mark.index)
            end = event.end_mark.index
            add(end)
            value = event.value
            if is_suspect:
                _check_scalar(problems, event)
            if key is not None:
                # Length first: most texts need no hash then.
                node[key] = value if len(value) > 4 or event.style or value not in _NULLS else None
                key = None
            elif not in_mapping:
                node.append(value if len(value) > 4 or event.style or value not in _NULLS else None)
            elif value in node or value in _SPECIAL_KEYS:
                key = _check_key(problems, event, at, node)
            else:
                key = value
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            start = event.start_mark.index
            if in_mapping and key is None:
                refuse_complex_key(problems, start)
            if len(stack) == MAX_DEPTH:
                refuse_depth(problems, start)
            if event.anchor is not None or event.tag is not None:
                refuse_properties(problems, event)
            stack.append((node, in_mapping, at))
            child: Any = {} if kind is MappingStartEvent else []
            if key is None:
                node.append(child)
            else:
                node[key] = child
                key = None
            node = child
            in_mapping = kind is MappingStartEvent
            at = len(marks)
            marks += (start, 0, 0)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            # libyaml ends a block collection where the next token begins, lines below; only a
            # collection in brackets ends there.
            if text[marks[at]] in "{[":
                end = event.end_mark.index
            marks[at + 1] = end
            marks[at + 2] = len(marks)
            node, in_mapping, at = stack.pop()
        elif kind is AliasEvent:
            start = event.start_mark.index
            end = event.end_mark.index
            add(start)
            add(end)
            refuse_alias(problems, start, text[start:end])
            if key is not None:
                node[key] = None
                key = None
            elif in_mapping:
                key = len(marks)
            else:
                node.append(None)
        elif kind is DocumentStartEvent:
            if event.version is not None or event.tags is not None:
                refuse_directive(problems, event.start_mark.index)
            if root:
                refuse_document(problems, event.start_mark.index)
        elif kind is StreamEndEvent:
            break
    if root:
        file.value = root[0]
    file.marks = array("i", marks)  # an eighth of the list's memory


def _check_scalar(problems: Problems, event: Any) -> None:
    if event.anchor is not None or event.tag is not None:
        refuse_properties(problems, event)
    if event.style == '"':
        control = CONTROL.search(event.value)
        if control is not None:
            message = f"escaped control character U+{ord(control[0]):04X}"
            problems.add(event.start_mark.index, "control-character", message, "remove the escape")


def _check_key(problems: Problems, event: Any, at: int, node: dict[Any, Any]) -> str | int:
    """Report a key that is a duplicate, empty, null or `<<`; return the key to continue with."""
    key: str = event.value
    start: int = event.start_mark.index
    if key in node:
        problems.duplicates.append((at, node, key, start))
        problems.count(start)
    elif key == "<<" and not event.style:
        hint = "write out the keys, or put `<<` in quotes if it is meant as text"
        problems.add(start, "yaml-merge-key", "YAML merge key `<<` is not allowed", hint)
    elif not key or not event.style:
        refuse_empty_key(problems, start, key)
    else:
        return key
    return len(problems.file.marks or ())
