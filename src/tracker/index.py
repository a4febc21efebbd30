"""Owns what is remembered of each file of a registry: few plain numbers, and where its row is.

Columns, not objects: a hundred thousand files take some megabytes, and are read back at once.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol
from zlib import crc32

from tracker import yaml_plain

__all__ = [
    "BROKEN",
    "GOOD",
    "LOST",
    "TWIN",
    "WAITS",
    "Damaged",
    "Index",
    "decode",
    "encode",
    "is_listed",
    "read_record",
    "read_row",
    "stem",
]


#: What a file is, as bits; none of them for one that can't be read or whose name is no id.
BROKEN = 1  # something in it is wrong, by itself
GOOD = 2  # it has a row
WAITS = 4  # its state depends on another record, once that one is closed
LOST = 8  # it names a person or a card that is not there
TWIN = 16  # another file has its id already


#: A record's mapping: text, lists and mappings of it, or None.
Values = dict[str, Any]


class Damaged(Exception):
    """A row is not what was written."""


class Rows(Protocol):
    """Where rows are kept."""

    def read(self, at: int, length: int, checksum: int) -> bytes:
        """A row that was written; raises Damaged."""
        ...


@dataclass(slots=True)
class Index:
    """The files of a registry in the order of their paths, seeds first; one entry a column each.

    `stamps` are four numbers a file (`folder.File`), `turns` four (`state.Turns`), `spans` three
    (offset, length and CRC-32 of its row), `digests` 16 bytes. `links` holds the few records that
    name others, `known` what stands for the keys of people and cards, `odd` the paths that the walk
    told of, `invalid` all paths with an error.
    """

    paths: list[str] = field(default_factory=list)
    seeds: int = 0
    stamps: array[int] = field(default_factory=lambda: array("q"))
    digests: bytearray = field(default_factory=bytearray)
    flags: bytearray = field(default_factory=bytearray)
    turns: array[int] = field(default_factory=lambda: array("q"))
    spans: array[int] = field(default_factory=lambda: array("q"))
    links: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    known: int = 0
    odd: list[str] = field(default_factory=list)
    invalid: list[str] = field(default_factory=list)

    def add(
        self,
        path: str,
        stamp: Iterable[int],
        digest: bytes,
        flags: int,
        turns: Iterable[int],
        span: Iterable[int],
    ) -> None:
        """One more file."""
        self.paths.append(path)
        self.stamps.extend(stamp)
        self.digests += digest
        self.flags.append(flags)
        self.turns.extend(turns)
        self.spans.extend(span)

    def extend(self, other: Index, offset: int) -> None:
        """All files of another index, whose rows stand `offset` bytes further on here."""
        self.paths += other.paths
        self.stamps += other.stamps
        self.digests += other.digests
        self.flags += other.flags
        self.turns += other.turns
        spans = other.spans
        for at in range(0, len(spans), 3):
            spans[at] += offset
        self.spans += spans
        self.links |= other.links


def stem(path: str) -> str:
    """The name of a file without its ending: the id of what it holds."""
    return path.rpartition("/")[2].rpartition(".")[0]


def is_listed(flags: int) -> bool:
    """Whether a file has a row, is whole, and is the one that its id stands for."""
    return flags & (GOOD | BROKEN | TWIN) == GOOD


def read_row(index: Index, rows: Rows, place: int) -> Any:
    """What is kept of a card or of the people; raises Damaged."""
    at, length, checksum = index.spans[3 * place : 3 * place + 3]
    return _json(rows.read(at, length, checksum))


def read_record(index: Index, rows: Rows, place: int) -> tuple[int, Values]:
    """The line of `status:` and the values of a record; raises Damaged."""
    at, length, checksum = index.spans[3 * place : 3 * place + 3]
    data = rows.read(at, length, checksum)
    if data[:1] == b"[":
        line, values = _json(data)
        return line, values
    text = data.decode()
    found = yaml_plain.read(text)
    if found is None:
        raise Damaged
    return yaml_plain.key_line(text, "status"), found


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise Damaged from None


#: Column, numbers a file.
_NUMBERS = (("stamps", 4), ("turns", 4), ("spans", 3))


def encode(index: Index, about: str) -> list[bytes]:
    """The index as pieces, the first their checksum; `about` must be met again to read it."""
    head = {
        "about": _about(about),
        "files": len(index.paths),
        "seeds": index.seeds,
        "links": index.links,
        "known": index.known,
        "odd": index.odd,
        "invalid": index.invalid,
    }
    names = "\0".join(index.paths).encode("utf-8", "surrogateescape")
    parts = [json.dumps(head).encode(), b"\n", bytes(index.flags), bytes(index.digests)]
    parts += [getattr(index, name).tobytes() for name, _ in _NUMBERS]
    parts.append(names)
    checksum = 0
    for part in parts:
        checksum = crc32(part, checksum)
    return [checksum.to_bytes(4, "little"), *parts]


def decode(data: bytes, about: str) -> Index:
    """The index that was encoded; raises ValueError for anything else."""
    body = memoryview(data)[4:]
    if crc32(body) != int.from_bytes(data[:4], "little"):
        raise ValueError("damaged")
    end = data.index(b"\n", 4) + 1
    head = json.loads(data[4:end])
    if not isinstance(head, dict) or head.get("about") != _about(about):
        raise ValueError("of another version")
    count = head["files"]
    index = Index(seeds=head["seeds"], known=head["known"], odd=head["odd"])
    index.invalid = head["invalid"]
    index.links = {key: (one, two) for key, (one, two) in head["links"].items()}
    index.flags = bytearray(data[end : end + count])
    index.digests = bytearray(data[end + count : end + 17 * count])
    end += 17 * count
    for name, width in _NUMBERS:
        getattr(index, name).frombytes(data[end : end + 8 * width * count])
        end += 8 * width * count
    index.paths = data[end:].decode("utf-8", "surrogateescape").split("\0") if count else []
    if len(index.paths) != count or len(index.spans) != 3 * count:
        raise ValueError("too short")
    return index


def _about(text: str) -> list[object]:
    """What must be the same where it is read: the code, and how numbers are stored."""
    return [text, sys.byteorder, array("q").itemsize]
