"""Reading another tracker's file (CSV, JSON, JSON Lines, YAML) as items, each with its place.

A file that can't be read at all raises Unreadable; an unreadable row is an item with a problem.
"""

from __future__ import annotations

import csv
import fnmatch
import io
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.folder import unblocked
from tracker.importer.mapping import Mapping
from tracker.importer.placeholders import Theirs, plain_text, values_at
from tracker.text import plural
from tracker.yamlfile.reader import parse

__all__ = ["Item", "Unreadable", "read_items"]

#: About the size of the largest published dump of the trackers with a shipped mapping.
MAX_BYTES = 256 << 20
_BOMS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"PK\x03\x04", "a ZIP archive"))


class Unreadable(Exception):
    """The file can't be read as items; the message says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """One prediction of another tracker, or the reason why it can't be read."""

    place: str
    fields: dict[str, Theirs]
    problem: str = ""


def read_items(path: Path, mapping: Mapping) -> list[Item]:
    """The items of a file, or of a folder of YAML files; raises Unreadable."""
    if path.is_dir():
        if mapping.format != "yaml":
            raise Unreadable(f"{path} is a folder, but the mapping's format is {mapping.format}")
        items = list(_folder(path))
    else:
        data = _bytes(path)
        readers = {"csv": _csv, "json": _json, "jsonl": _jsonl, "yaml": _yaml}
        items = list(readers[mapping.format](path, data, mapping))
    return _grouped(items, mapping.group_by) if mapping.group_by else items


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise Unreadable(f"{path} is not a regular file")
    try:
        with open(path, "rb", opener=unblocked) as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"can't read {path}: {(error.strerror or str(error)).lower()}") from None
    if len(data) > MAX_BYTES:
        raise Unreadable(f"{path} is larger than {MAX_BYTES >> 20} MiB; split it")
    return data


def _text(path: Path, data: bytes) -> str:
    for start, name in _BOMS:
        if data.startswith(start):
            raise Unreadable(f"{path} is {name}, not UTF-8 text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        wrong = data[error.start]
        raise Unreadable(
            f"{path}:{line}: invalid byte 0x{wrong:02X}; save the file as UTF-8"
        ) from None


def _csv(path: Path, data: bytes, mapping: Mapping) -> Iterator[Item]:
    before = csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(
        io.StringIO(_text(path, data), newline=""), delimiter=mapping.delimiter or ",", strict=True
    )
    try:
        header = [name.strip() for name in next(reader, [])]
        if not any(header):
            raise Unreadable(f"{path} has no header line")
        duplicates = sorted({name for name in header if name and header.count(name) > 1})
        if duplicates:
            raise Unreadable(f"{path}: duplicate column {duplicates[0]!r}")
        start = reader.line_num + 1
        for row in reader:
            place, start = f"line {start}", reader.line_num + 1
            if len(row) == len(header):
                yield Item(place, dict(zip(header, row, strict=True)))
            elif row:
                problem = f"{plural(len(row), 'cell')}, but {plural(len(header), 'column')}"
                yield Item(place, {}, problem)
    except csv.Error as error:
        raise Unreadable(f"{path}:{reader.line_num}: invalid CSV: {error}") from None
    finally:
        csv.field_size_limit(before)


def _loads(text: str) -> Any:
    # Numbers stay text: none is too long, none is rounded, NaN is a word.
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


def _json(path: Path, data: bytes, mapping: Mapping) -> Iterator[Item]:
    try:
        value = _loads(_text(path, data))
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        raise Unreadable(f"{place}: invalid JSON: {error.msg.lower()}") from None
    except RecursionError:
        raise Unreadable(f"{path} is nested too deeply") from None
    yield from _listed(path, value, mapping)


def _listed(path: Path, value: Theirs, mapping: Mapping) -> Iterator[Item]:
    """The items of a list, or of the list in the field that the mapping names."""
    if isinstance(value, dict):
        keys = ", ".join(list(value)[:8]) or "none"
        if mapping.list is None:
            message = f"{path} is one object, not a list (keys: {keys})"
            raise Unreadable(f"{message}; set `list` in the mapping to the key of the items")
        if mapping.list not in value and not values_at(value, mapping.list):
            raise Unreadable(f"{path} has no key `{mapping.list}` (keys: {keys})")
        inner = values_at(value, mapping.list)
        value = inner[0] if inner else []
    if not isinstance(value, list):
        raise Unreadable(f"{path} contains no list of items")
    for number, item in enumerate(value, 1):
        yield _item(f"item {number}", item)


def _item(place: str, value: Theirs) -> Item:
    if isinstance(value, dict):
        return Item(place, value)
    return Item(place, {}, "not an object")


def _jsonl(path: Path, data: bytes, mapping: Mapping) -> Iterator[Item]:
    for number, line in enumerate(_text(path, data).split("\n"), 1):
        if not line.strip():
            continue
        place = f"line {number}"
        try:
            yield _item(place, _loads(line))
        except json.JSONDecodeError as error:
            yield Item(place, {}, f"invalid JSON: {error.msg.lower()} at column {error.colno}")
        except RecursionError:
            yield Item(place, {}, "nested too deeply")


def _yaml(path: Path, data: bytes, mapping: Mapping) -> Iterator[Item]:
    file, problems = parse(data, str(path))
    if file is None:
        first = problems[0]
        raise Unreadable(f"{first.place}: {first.message}")
    yield from _listed(path, _theirs(file.value), mapping)


def _folder(path: Path) -> Iterator[Item]:
    """One item per file, named without extension in the field `file`; one per unreadable folder."""
    closed: list[OSError] = []
    entries: list[Path] = []
    for folder, _, names in os.walk(path, onerror=closed.append):
        entries += [Path(folder, name) for name in fnmatch.filter(names, "[!.]*.y*ml")]
    for error in closed:
        reason = (error.strerror or str(error)).lower()
        yield Item(str(error.filename), {}, f"can't read the folder: {reason}")
    for entry in sorted(entries):
        place = entry.relative_to(path).as_posix()
        try:
            data = _bytes(entry)
        except Unreadable as error:
            yield Item(place, {}, str(error))
            continue
        file, problems = parse(data, place)
        if file is None:
            yield Item(place, {}, f"{problems[0].place}: {problems[0].message}")
        elif isinstance(file.value, dict):
            fields = {key: _theirs(value) for key, value in file.value.items()}
            yield Item(place, {"file": entry.stem, **fields})
        else:
            yield Item(place, {}, "not a mapping")


def _theirs(value: Any) -> Theirs:
    """The values of a YAML file, typed as an item's; the reader limits their nesting."""
    theirs: Theirs = value
    return theirs


def _grouped(items: list[Item], keys: tuple[str, ...]) -> list[Item]:
    """Join items that agree in the keys: the first, with all of them in its field `rows`."""
    groups: dict[tuple[str, ...], list[Item]] = {}
    alone: list[Item] = []
    for item in items:
        values = [values_at(item.fields, key)[:1] for key in keys]
        if item.problem or not all(values):
            alone.append(item)
            continue
        groups.setdefault(tuple(plain_text(value[0]) for value in values), []).append(item)
    joined = [
        Item(rows[0].place, {**rows[0].fields, "rows": [row.fields for row in rows]})
        for rows in groups.values()
    ]
    return joined + alone
