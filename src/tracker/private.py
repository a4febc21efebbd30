"""Owns the user's own cache folder: where it is, and that nobody else can write to it."""

from __future__ import annotations

import os
import stat
from zlib import crc32

__all__ = ["folder_for", "is_ours", "open_ours"]


def folder_for(root: str) -> str | None:
    """How the names of a registry's files begin, in a folder that is there, ours and private.

    None where there is no such folder, or where it would lie inside the registry: there a change
    could bring it along. Raises OSError.
    """
    if not hasattr(os, "getuid"):
        return None  # Windows: whose a file is can't be told like this
    real = os.path.realpath(root)
    named = os.environ.get("TRACKER_CACHE_DIR")
    base = named or os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    if not os.path.isabs(base):
        return None
    folder = base if named else f"{base}/prediction-tracker"
    if os.path.commonpath([os.path.realpath(folder), real]) == real:
        return None
    try:
        status = os.lstat(folder)
    except FileNotFoundError:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        status = os.lstat(folder)
    if not stat.S_ISDIR(status.st_mode) or not is_ours(status):
        return None
    return f"{folder}/{os.path.basename(real)[:40]}-{crc32(os.fsencode(real)):08x}"


def is_ours(status: os.stat_result) -> bool:
    """Whether it belongs to this user, and nobody else may write to it."""
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def open_ours(path: str) -> int:
    """A file to read, no link and nobody else's; raises OSError."""
    # Not blocking: a pipe would be waited for before it shows that it is one.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or not is_ours(status):
        os.close(descriptor)
        raise PermissionError(f"not ours: {path}")
    return descriptor
