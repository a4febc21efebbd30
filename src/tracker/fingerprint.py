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

#: The folders of all that can be asked for, this one first: here a row is made.
FOLDERS = ("", "cli", "report")
#: These say the version of their package.
_THEIRS = ("pydantic/version.py", "yaml/__init__.py")


def of_rows() -> int:
    """A checksum of the code that rows come from, the same wherever it is installed.

    Raises OSError where the code is not in files.
    """
    checksum = crc32(sys.version.encode())
    for path in (*sorted(entry.path for entry in _ours("")), *_theirs()):
        descriptor = os.open(path, os.O_RDONLY)
        checksum = crc32(os.read(descriptor, 1 << 20), checksum)
        os.close(descriptor)
    return checksum


def of_answers() -> str:
    """What `stat` says of the code that answers come from: quick, and good on this machine only.

    Raises OSError where the code is not in files.
    """
    marks = [_mark(path, os.stat(path)) for path in _theirs()]
    for folder in FOLDERS:
        marks += [_mark(entry.path, entry.stat()) for entry in _ours(folder)]
    return "\n".join([sys.version, *sorted(marks)])


def _ours(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(os.path.join(os.path.dirname(__file__), folder)) as entries:
        return [entry for entry in entries if entry.name.endswith((".py", ".json"))]


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
