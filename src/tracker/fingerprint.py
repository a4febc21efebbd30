"""Owns what tells this code from any other: what other code has kept is not read.

All modules count whose text can change a row or an answer, and the packages that read the files.
"""

from __future__ import annotations

import os
import sys
from zlib import crc32

TYPE_CHECKING = False  # as in folder.py
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["of_answers", "of_rows"]

#: Whoever decides what a row holds.
ROWS = (
    "cache.py", "dates.py", "fingerprint.py", "folder.py", "index.py", "judge.py", "loading.py",
    "model.py", "references.py", "registry.py", "second.py", "shape.json", "shape.py", "state.py",
    "validation.py", "values.py", "yaml_events.py", "yaml_plain.py", "yaml_source.py",
)  # fmt: skip
#: The folders of whoever decides what a list looks like.
ANSWERS = ("", "cli", "report")
#: These say the version of their package.
_THEIRS = ("pydantic/version.py", "yaml/__init__.py")


def of_rows() -> int:
    """A checksum of the code that rows come from, the same wherever it is installed.

    Raises OSError where the code is not in files.
    """
    here = os.path.dirname(__file__)
    checksum = crc32(sys.version.encode())
    for path in (*(f"{here}/{name}" for name in ROWS), *_theirs()):
        descriptor = os.open(path, os.O_RDONLY)
        checksum = crc32(os.read(descriptor, 1 << 20), checksum)
        os.close(descriptor)
    return checksum


def of_answers() -> str:
    """What `stat` says of the code that answers come from: quick, and good on this machine only.

    Raises OSError where the code is not in files.
    """
    here = os.path.dirname(__file__)
    marks = [_mark(path, os.stat(path)) for path in _theirs()]
    for folder in ANSWERS:
        with os.scandir(f"{here}/{folder}") as entries:
            marks += [
                _mark(entry.path, entry.stat())
                for entry in entries
                if entry.name.endswith((".py", ".json"))
            ]
    return "\n".join([sys.version, *sorted(marks)])


def _mark(path: str, status: os.stat_result) -> str:
    # The time of change too: installers and images may give every file the same other one.
    return f"{path} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def _theirs() -> Iterator[str]:
    """The files that name the versions of the packages that are imported."""
    for name in _THEIRS:
        for place in sys.path:
            path = os.path.join(place, name)
            if os.path.isfile(path):
                yield path
                break
        else:
            raise FileNotFoundError(name)
