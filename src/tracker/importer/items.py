"""Owns reading the file of another tracker: CSV, JSON, JSON Lines, YAML -> items, each placed.

A file that can't be read at all raises Unreadable; a row that can't be is an item that says so.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.importer.mapping import Mapping
from tracker.importer.placeholders import Theirs, found, plain_text
from tracker.text import plural
from tracker.yamlfile.reader import parse

__all__ = ["Item", "Unreadable", "read_items"]

#: The largest published dump of the trackers whose mappings are shipped is about as large.
MAX_BYTES = 256 << 20
_BOMS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"PK\x03\x04", "a ZIP archive"))


class Unreadable(Exception):
    """The file holds no items that anybody could read, and why."""


@dataclass(frozen=True, slots=True)
class Item:
    """One prediction of theirs, or why it could not be read."""

    place: str
    fields: dict[str, Theirs]
    problem: str = ""


def read_items(path: Path, mapping: Mapping) -> list[Item]:
    """The items of a file, or of a folder of YAML files; raises Unreadable."""
    if path.is_dir():
        if mapping.format != "yaml":
            raise Unreadable(f"{path} is a folder; the mapping says {mapping.format}")
        items = list(_folder(path))
    else:
        data = _bytes(path)
        readers = {"csv": _csv, "json": _json, "jsonl": _jsonl, "yaml": _yaml}
        items = list(readers[mapping.format](path, data, mapping))
    return _grouped(items, mapping.group_by) if mapping.group_by else items


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise Unreadable(f"{path} is no regular file")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(
            f"{path} can't be read: {(error.strerror or str(error)).lower()}"
        ) from None
    if len(data) > MAX_BYTES:
        raise Unreadable(f"{path} is larger than {MAX_BYTES >> 20} MiB: split it")
    return data


def _text(path: Path, data: bytes) -> str:
    for start, name in _BOMS:
        if data.startswith(start):
            raise Unreadable(f"{path} is {name}, expected text in UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        wrong = data[error.start]
        raise Unreadable(
            f"{path}:{line}: got the byte 0x{wrong:02X}, expected UTF-8: save it as UTF-8"
        ) from None


def _csv(path: Path, data: bytes, mapping: Mapping) -> Iterator[Item]:
    before = csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(
        io.StringIO(_text(path, data), newline=""), delimiter=mapping.delimiter or ",", strict=True
    )
    try:
        header = [name.strip() for name in next(reader, [])]
        if not any(header):
            raise Unreadable(f"{path} has no line with the names of the columns")
        twice = sorted({name for name in header if name and header.count(name) > 1})
        if twice:
            raise Unreadable(f"{path}: the column {twice[0]!r} is there twice")
        start = reader.line_num + 1
        for row in reader:
            place, start = f"line {start}", reader.line_num + 1
            if len(row) == len(header):
                yield Item(place, dict(zip(header, row, strict=True)))
            elif row:
                problem = f"got {plural(len(row), 'cell')}, expected {len(header)}"
                yield Item(place, {}, problem)
    except csv.Error as error:
        raise Unreadable(f"{path}:{reader.line_num}: this is not CSV: {error}") from None
    finally:
        csv.field_size_limit(before)


def _loads(text: str) -> Any:
    # Numbers stay as they are written: none is too long, none is rounded, NaN is a word.
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


def _json(path: Path, data: bytes, mapping: Mapping) -> Iterator[Item]:
    try:
        value = _loads(_text(path, data))
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        raise Unreadable(f"{place}: this is not JSON: {error.msg.lower()}") from None
    except RecursionError:
        raise Unreadable(f"{path} is nested too deeply") from None
    yield from _listed(path, value, mapping)


def _listed(path: Path, value: Theirs, mapping: Mapping) -> Iterator[Item]:
    """The items of a list; where the mapping names a field that holds it, of that one's list."""
    if isinstance(value, dict):
        keys = ", ".join(list(value)[:8]) or "none"
        if mapping.list is None:
            message = f"{path} holds one object, expected a list; its keys are {keys}"
            raise Unreadable(f"{message}: say in the mapping's `list` which holds the items")
        if mapping.list not in value and not found(value, mapping.list):
            raise Unreadable(f"{path} has no `{mapping.list}`; its keys are {keys}")
        inner = found(value, mapping.list)
        value = inner[0] if inner else []
    if not isinstance(value, list):
        raise Unreadable(f"{path} holds no list of items")
    for number, item in enumerate(value, 1):
        yield _item(f"item {number}", item)


def _item(place: str, value: Theirs) -> Item:
    if isinstance(value, dict):
        return Item(place, value)
    return Item(place, {}, "it is no object with fields")


def _jsonl(path: Path, data: bytes, mapping: Mapping) -> Iterator[Item]:
    for number, line in enumerate(_text(path, data).split("\n"), 1):
        if not line.strip():
            continue
        place = f"line {number}"
        try:
            yield _item(place, _loads(line))
        except json.JSONDecodeError as error:
            yield Item(place, {}, f"this is not JSON: {error.msg.lower()} in column {error.colno}")
        except RecursionError:
            yield Item(place, {}, "it is nested too deeply")


def _yaml(path: Path, data: bytes, mapping: Mapping) -> Iterator[Item]:
    source, problems = parse(data, str(path))
    if source is None:
        first = problems[0]
        raise Unreadable(f"{first.place}: {first.message}")
    yield from _listed(path, _theirs(source.value), mapping)


def _folder(path: Path) -> Iterator[Item]:
    """One item a file, its name without the ending in the field `file`."""
    for file in sorted(path.rglob("*.y*ml")):
        if file.name.startswith("."):
            continue
        place = file.relative_to(path).as_posix()
        try:
            data = _bytes(file)
        except Unreadable as error:
            yield Item(place, {}, str(error))
            continue
        source, problems = parse(data, place)
        if source is None:
            yield Item(place, {}, f"{problems[0].place}: {problems[0].message}")
        elif isinstance(source.value, dict):
            yield Item(
                place, {"file": file.stem, **{k: _theirs(v) for k, v in source.value.items()}}
            )
        else:
            yield Item(place, {}, "it is no mapping with fields")


def _theirs(value: Any) -> Theirs:
    """The values of a YAML file; they are nested no deeper than the reader allows."""
    theirs: Theirs = value
    return theirs


def _grouped(items: list[Item], keys: tuple[str, ...]) -> list[Item]:
    """Items that agree in the keys as one: the first, with all of them in its field `rows`."""
    groups: dict[tuple[str, ...], list[Item]] = {}
    alone: list[Item] = []
    for item in items:
        values = [found(item.fields, key)[:1] for key in keys]
        if item.problem or not all(values):
            alone.append(item)
            continue
        groups.setdefault(tuple(plain_text(value[0]) for value in values), []).append(item)
    joined = [
        Item(rows[0].place, {**rows[0].fields, "rows": [row.fields for row in rows]})
        for rows in groups.values()
    ]
    return joined + alone
