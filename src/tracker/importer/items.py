"""Reading another tracker's file (CSV, XLSX, JSON, JSON Lines, YAML) as items, each with its place.

A file that can't be read at all raises Unreadable; an unreadable row is an item with a problem.
"""

from __future__ import annotations

import csv
import fnmatch
import io
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tracker.folder import unblocked
from tracker.importer.mapping import Mapping
from tracker.importer.placeholders import Theirs, entries, non_empty, plain_text, values_at
from tracker.text import nfc, plural
from tracker.yamlfile.reader import parse

__all__ = ["Item", "Unreadable", "read_items"]

#: About the size of the largest published dump of the trackers with a shipped mapping.
MAX_BYTES = 256 << 20
_ZIP = b"PK\x03\x04"
_BOMS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (_ZIP, "a ZIP archive"))
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
#: What spreadsheets and our own export put before a text that would be a formula.
_GUARD = re.compile(r"^'(?=[=+\-@\t\r\n])")
_ENDINGS = {
    "csv": ("csv", "tsv", "xlsx"),
    "json": ("json",),
    "jsonl": ("jsonl", "ndjson"),
    "yaml": ("yaml", "yml"),
}


class Unreadable(Exception):
    """The file can't be read as items; the message says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """One prediction of another tracker, or the reason why it can't be read.

    The fields in `added` are not in the file: they say where it is.
    """

    place: str
    fields: dict[str, Theirs]
    problem: str = ""
    added: tuple[str, ...] = ()


def read_items(path: Path, mapping: Mapping, notes: list[str] | None = None) -> list[Item]:
    """The items of a file, or of all such files in a folder; raises Unreadable.

    `notes` collects what was guessed and which parts of a file were not read.
    """
    notes = [] if notes is None else notes
    if path.is_dir():
        items = list(_folder(path, mapping, notes))
    else:
        items = list(_parts(path, mapping, notes, whole=mapping.each is not None))
    return _grouped(items, mapping.group_by) if mapping.group_by else items


def _parts(path: Path, mapping: Mapping, notes: list[str], *, whole: bool) -> Iterator[Item]:
    """The items of a file, or the entries of the lists in them that the mapping names."""
    for item in _file(path, mapping, notes, whole=whole):
        yield from _each(item, mapping.each) if mapping.each else [item]


def _file(path: Path, mapping: Mapping, notes: list[str], *, whole: bool) -> Iterator[Item]:
    """The items of a file; `whole` makes one of an object that holds no list."""
    data = _bytes(path)
    if mapping.format == "csv":
        yield from _table(path, data, mapping, notes)
    elif mapping.format == "jsonl":
        yield from _jsonl(path, data)
    else:
        value = (_json if mapping.format == "json" else _yaml)(path, data)
        if whole and isinstance(value, dict) and mapping.list is None:
            yield Item("", value)
        else:
            yield from _listed(path, value, mapping, notes)


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


def _table(path: Path, data: bytes, mapping: Mapping, notes: list[str]) -> Iterator[Item]:
    """One item per row of a CSV file or a spreadsheet, below a header."""
    uncalculated: dict[int, str] = {}
    if data.startswith(_ZIP) or path.suffix.casefold() == ".xlsx":
        rows, uncalculated = _sheet(path, data, notes)
    else:
        text = _text(path, data)
        rows = _cells(path, text, _delimiter(path, text, mapping, notes))
    _, names = next(rows, (0, []))
    if not any(name.strip() for name in names):
        raise Unreadable(f"{path} has no header line")
    header = _columns(names, mapping)
    duplicates = sorted({name for name in header if header.count(name) > 1})
    if duplicates:
        raise Unreadable(f"{path}: duplicate column {duplicates[0]!r}")
    short: list[int] = []
    for line, row in rows:
        if line in uncalculated:
            problem = f"the formula in {uncalculated[line]} has no value"
            yield Item(
                f"line {line}", {}, f"{problem}; open the file in a spreadsheet program and save it"
            )
        elif not any(cell.strip() for cell in row):
            continue  # a spreadsheet program writes the separators of an empty row, too
        elif any(row[len(header) :]):
            problem = f"{plural(len(row), 'cell')}, but {plural(len(header), 'column')}"
            yield Item(f"line {line}", {}, problem)
        else:  # without its last empty cells, or with some more
            short += [line] if len(row) < len(header) else []
            texts = [_GUARD.sub("", text) for text in row]
            yield Item(f"line {line}", dict(zip(header, texts, strict=False)))
    if short:
        count = plural(len(short), "row")
        notes.append(
            f"{path}: {count} with fewer cells than columns (first: line {short[0]}); the missing "
            "ones are read as empty"
        )


def _sheet(
    path: Path, data: bytes, notes: list[str]
) -> tuple[Iterator[tuple[int, list[str]]], dict[int, str]]:
    from tracker.importer.xlsx import cells

    try:
        sheet = cells(data, MAX_BYTES)
    except ValueError as error:
        raise Unreadable(f"{path} {error}") from None
    if sheet.others:
        names = ", ".join(map(repr, sheet.others))
        notes.append(f"{path}: {plural(len(sheet.others), 'sheet')} not read: {names}")
    return sheet.rows, sheet.uncalculated


def _cells(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    before = csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        start = 1
        for row in reader:
            yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(f"{path}:{reader.line_num}: invalid CSV: {error}") from None
    finally:
        csv.field_size_limit(before)


def _delimiter(path: Path, text: str, mapping: Mapping, notes: list[str]) -> str:
    """The mapping's delimiter, or the one with which more of the columns exist that it names."""
    expected = mapping.delimiter or ","

    def known(delimiter: str) -> int:
        try:
            _, names = next(_cells(path, text, delimiter), (0, []))
        except Unreadable:
            return 0
        return len(mapping.fields & {*_columns(names, mapping)})

    best = max((expected, *_DELIMITERS), key=known)  # the first of equals
    if best != expected:
        notes.append(f"{path} is separated by {_DELIMITERS[best]}, not {_DELIMITERS[expected]}")
    return best


def _columns(names: Iterable[str], mapping: Mapping) -> list[str]:
    """The names of columns; case, spaces and underscores may differ from the mapping's."""
    header = [nfc(name.strip()) or f"column {number}" for number, name in enumerate(names, 1)]
    wanted = {_letters(name): name for name in mapping.fields}
    return [name if name in mapping.fields else wanted.get(_letters(name), name) for name in header]


def _letters(name: str) -> str:
    return re.sub(r"[\s_]", "", name.casefold())


def _loads(text: str) -> Any:
    # Numbers stay text: none is too long, none is rounded, NaN is a word.
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


def _json(path: Path, data: bytes) -> Theirs:
    try:
        value: Theirs = _loads(_text(path, data))
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        raise Unreadable(f"{place}: invalid JSON: {error.msg.lower()}") from None
    except RecursionError:
        raise Unreadable(f"{path} is nested too deeply") from None
    return value


def _yaml(path: Path, data: bytes) -> Theirs:
    file, problems = parse(data, str(path))
    if file is None:
        raise Unreadable(f"{problems[0].place}: {problems[0].message}")
    value: Any = file.value  # typed as an item's; the reader limits its nesting
    theirs: Theirs = value
    return theirs


def _listed(path: Path, value: Theirs, mapping: Mapping, notes: list[str]) -> Iterator[Item]:
    """The items of a list, or of the list in the field that the mapping names."""
    if isinstance(value, dict):
        keys = ", ".join(list(value)[:8]) or "none"
        if mapping.list is None:
            message = f"{path} holds one object, not a list (keys: {keys})"
            key = "the key of the list"
            key += ", or to `*` if each key is an item" if entries(value) else ""
            raise Unreadable(f"{message}; set `list` in the mapping to {key}")
        beside: list[str] = []
        if mapping.list != "*":
            try:
                value = _at(value, mapping.list, beside)
            except KeyError:
                raise Unreadable(f"{path} has no key `{mapping.list}` (keys: {keys})") from None
        if beside:
            note = f"not read, as the items are in `{mapping.list}`: {', '.join(beside)}"
            notes += [] if note in notes else [note]  # many files of a folder are alike
        value = entries(value) or value or []
    if not isinstance(value, list):
        raise Unreadable(f"{path} contains no list of items")
    for number, item in enumerate(value, 1):
        yield _item(f"item {number}", item)


def _at(value: Theirs, path: str, beside: list[str]) -> Theirs:
    """The value at a path of keys; `beside` collects other keys with a value. Raises KeyError."""
    before = ""
    # The name of a key may contain dots.
    for step in [path] if isinstance(value, dict) and path in value else path.split("."):
        if not isinstance(value, dict):
            raise KeyError(step)
        others = (key for key in value if key != step and non_empty([value[key]]))
        beside += [f"{before}{key}" for key in others]
        value, before = value[step], f"{before}{step}."
    return value


def _item(place: str, value: Theirs) -> Item:
    if isinstance(value, dict):
        return Item(place, value)
    return Item(place, {}, "not an object")


def _jsonl(path: Path, data: bytes) -> Iterator[Item]:
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


def _folder(path: Path, mapping: Mapping, notes: list[str]) -> Iterator[Item]:
    """The items of the files in a folder.

    Each has its file's name, without ending, in `file`, and that of the subfolder in `folder`.
    """
    closed: list[OSError] = []
    entries: list[Path] = []
    for folder, _, names in os.walk(path, onerror=closed.append):
        for ending in _ENDINGS[mapping.format]:
            entries += [Path(folder, name) for name in fnmatch.filter(names, f"[!.]*.{ending}")]
    for error in closed:
        reason = (error.strerror or str(error)).lower()
        yield Item(str(error.filename), {}, f"can't read the folder: {reason}")
    for entry in sorted(entries):
        place = entry.relative_to(path).as_posix()
        try:
            for item in _parts(entry, mapping, notes, whole=True):
                where = f"{place} {item.place}".rstrip()
                added = {"file": entry.stem, "folder": place.rpartition("/")[0]}
                added = {key: text for key, text in added.items() if key not in item.fields}
                yield Item(where, {**added, **item.fields}, item.problem, tuple(added))
        except Unreadable as reason:
            yield Item(place, {}, str(reason))


def _each(item: Item, path: str) -> Iterator[Item]:
    """An item for each entry of the lists at a path, which the entry replaces."""
    if item.problem:
        yield item
        return
    problem = f"no entries in `{path}`"
    parts = list(_entries(item.fields, path.split(".")))
    if not any(is_entry for _, is_entry in parts):
        yield Item(item.place, item.fields, problem)
        return
    for number, (fields, is_entry) in enumerate(parts, 1):
        place = f"{item.place}, entry {number}".removeprefix(", ")
        known = fields if isinstance(fields, dict) else {}
        yield Item(place, known, "" if is_entry and known else problem)


def _entries(value: Theirs, steps: list[str]) -> Iterator[tuple[Theirs, bool]]:
    """The item once for each entry, and once for a part of it that has no list, or an empty one."""
    if not steps:
        yield value, value is not None
    elif steps[0] == "*" and entries(value):
        for entry in entries(value):
            yield from _entries(entry, steps[1:])
    elif isinstance(value, dict) and steps[0] in value:
        for inner, is_entry in _entries(value[steps[0]], steps[1:]):
            yield {**value, steps[0]: inner}, is_entry
    else:
        yield value, False


def _grouped(items: list[Item], keys: tuple[str, ...]) -> list[Item]:
    """Join items that agree in the keys: the first, with all of them in its field `rows`."""
    groups: dict[tuple[str, ...], list[Item]] = {}
    alone: list[Item] = []
    for item in items:
        values = [values_at(item.fields, key)[:1] for key in keys]
        if item.problem or not all(values):
            alone.append(item)
            continue
        key = tuple(nfc(plain_text(value[0])) for value in values)
        groups.setdefault(key, []).append(item)
    joined = [
        replace(rows[0], fields={**rows[0].fields, "rows": [row.fields for row in rows]})
        for rows in groups.values()
    ]
    return joined + alone
