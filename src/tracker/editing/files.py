"""Writing files safely: locked, compared with the version that was read, atomic and durable.

Whatever happens, even a crash, the file is either the old or the new one, complete; after an
exception it is the old one.
"""

# Plain system calls, so that tests can make each of them fail.
# ruff: noqa: PTH104, PTH105, PTH108, PTH116
from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from tracker.text import shorten

__all__ = ["Conflict", "Exists", "WriteFailed", "alone", "create", "put", "read", "write"]

#: All names begin with a dot, so that loading and checking ignore them.
_LOCK = ".tracker-lock"
_TEMPORARY = ".tracker-new-"
#: A second lock, so that its holder can take the first one in the same folder.
_LOCK_ALONE = ".tracker-alone"
#: A writer holds the lock for milliseconds; after this many seconds it must be hanging.
_PATIENCE = 20.0
_PAUSE = 0.005

#: Windows alone translates line ends, and has neither links nor pipes to beware of.
_BINARY = getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | _BINARY | getattr(os, "O_NONBLOCK", 0)  # waits for no pipe
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY | getattr(os, "O_NOFOLLOW", 0)

#: Errors of file systems without hard links or without syncing of folders; the disk is fine.
_UNSUPPORTED = frozenset(
    {errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EPERM, errno.EMLINK}
)


class WriteFailed(Exception):
    """The file could not be written; it is unchanged."""


class Conflict(WriteFailed):
    """The file has changed since it was read."""


class Exists(WriteFailed):
    """A file of that name already exists."""


def read(path: Path, *, root: Path | None = None) -> bytes:
    """The bytes of a regular file inside `root`; raises WriteFailed."""
    with _system_errors(path, "read"):
        return _read(_real(path, root))


def write(path: Path, old: bytes, new: bytes, *, root: Path | None = None) -> None:
    """Replace the file at `path`, whose content must still be `old`, by `new`.

    Links are followed to files inside `root` only; the mode is kept, and the owner if the system
    permits. Raises Conflict or WriteFailed; the file is then unchanged.
    """
    with _system_errors(path, "write"):
        real = _real(path, root)
        with _folder(real.parent):
            _compare(path, real, old)
            temporary = _write_temporary(real, new, os.stat(real))
            try:
                # Editors take no lock: compare once more, as late as possible.
                _compare(path, real, old)
                _replace(temporary, real, old)
            finally:
                _discard(temporary)


def create(path: Path, new: bytes, *, root: Path | None = None) -> None:
    """Write a new file, and create the folders on the way to it.

    Never overwrites; raises Exists or WriteFailed.
    """
    with _system_errors(path, "write"):
        _inside(path.parent, root, path)
        path.parent.mkdir(parents=True, exist_ok=True)
        real = Path(os.path.realpath(path.parent)) / path.name
        with _folder(real.parent):
            temporary = _write_temporary(real, new, None)
            try:
                _link(temporary, real)
                try:
                    _sync(real.parent)
                except OSError:
                    os.unlink(real)
                    raise
            except FileExistsError:
                raise Exists(f"{path} already exists; nothing was written") from None
            finally:
                _discard(temporary)


@contextlib.contextmanager
def alone(folder: Path, *, root: Path) -> Iterator[None]:
    """Hold an exclusive lock on a folder inside `root`; raises WriteFailed.

    For checks that must still be true when the file is written, such as that an id is unused.
    """
    with contextlib.ExitStack() as stack:
        with _system_errors(folder, "write"):
            _inside(folder, root, folder)
            folder.mkdir(exist_ok=True)
            stack.enter_context(_locked(folder / _LOCK_ALONE))
        yield


def put(path: Path, data: bytes, *, pipes: bool = True) -> None:
    """Create or replace a generated file, such as an export, atomically.

    Creates missing folders and follows links. A pipe or device is written to, as `cp` does; without
    `pipes` it is refused. Raises OSError.
    """
    try:
        status = os.stat(path)
    except FileNotFoundError:
        status = None
    real = Path(os.path.realpath(path))
    if status is not None and stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "Is a directory", str(path))
    is_regular = status is None or (stat.S_ISREG(status.st_mode) and real.exists())
    if not (is_regular or pipes):
        raise FileExistsError(errno.EEXIST, "Not a regular file", str(path))
    try:
        if not is_regular:
            _write_into(path, data)
            return
        real.parent.mkdir(parents=True, exist_ok=True)
        temporary = _write_temporary(real, data, status)
        try:
            os.replace(temporary, real)
        finally:
            _discard(temporary)
    except OSError as error:  # its name may be that of the temporary file, or missing
        raise OSError(error.errno, error.strerror, str(path)) from error


def _write_into(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | _BINARY | getattr(os, "O_NOCTTY", 0))
    try:
        if os.isatty(descriptor):
            # Data must not control a terminal; on standard output it is escaped.
            raise OSError(errno.ENOTSUP, "Is a terminal; use standard output", str(path))
        _write_all(descriptor, data)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _system_errors(path: Path, verb: str) -> Iterator[None]:
    """Turn an error of the system into WriteFailed with a message that names the file."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WriteFailed(f"can't {verb} {path}: {reason}; it is unchanged") from error


def _real(path: Path, root: Path | None) -> Path:
    real = Path(os.path.realpath(path))
    _inside(real, root, path)
    if real.exists() and not stat.S_ISREG(os.stat(real).st_mode):
        raise WriteFailed(f"{path} is not a regular file; nothing was written")
    return real


def _inside(place: Path, root: Path | None, path: Path) -> None:
    if root is not None and not Path(os.path.realpath(place)).is_relative_to(
        os.path.realpath(root)
    ):
        raise WriteFailed(f"{path} is outside the registry; nothing was written")


@contextlib.contextmanager
def _folder(folder: Path) -> Iterator[None]:
    """Lock the folder and remove leftover temporary files."""
    with _locked(folder / _LOCK):
        _sweep(folder)
        yield


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout  # takes longer to import than most commands take

    if not path.parent.is_dir():  # FileLock would try to make it
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path.parent))
    lock = FileLock(path, timeout=_PATIENCE, poll_interval=_PAUSE)
    try:
        lock.acquire()
    except Timeout:
        message = f"timed out waiting for the lock on {path.parent}; nothing was written"
        raise WriteFailed(message) from None
    try:
        yield
    finally:
        # Removed before it is unlocked, so that a waiting process notices and creates a new one.
        _discard(path)
        with contextlib.suppress(OSError):
            lock.release()


def _sweep(folder: Path) -> None:
    """Remove temporary files, which are made under the lock only: these have no writer any more."""
    with os.scandir(folder) as entries:
        stale = [entry.name for entry in entries if entry.name.startswith(_TEMPORARY)]
    for name in stale:
        _discard(folder / name)


def _discard(path: Path) -> None:
    # A file that can't be removed is ignored by `check` and removed by the next write.
    with contextlib.suppress(OSError):
        os.unlink(path)


def _read(path: Path) -> bytes:
    descriptor = os.open(path, _READ)
    try:
        parts = []
        while part := os.read(descriptor, 1 << 20):
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def _compare(path: Path, real: Path, old: bytes) -> None:
    try:
        now = _read(real)
    except FileNotFoundError:
        raise Conflict(f"{path} has been deleted since it was read; nothing was written") from None
    if now != old:
        raise Conflict(
            f"{path} has changed since it was read ({_difference(old, now)}); nothing was written"
        )


def _difference(old: bytes, now: bytes) -> str:
    lines = zip_longest(old.splitlines(), now.splitlines())
    for number, (before, after) in enumerate(lines, 1):
        if before != after:
            if before is None:
                return f"line {number} was added: {_shown(after or b'')}"
            if after is None:
                return f"line {number} was removed: {_shown(before)}"
            return f"line {number} was {_shown(before)} and is now {_shown(after)}"
    return "only in its line endings"


def _shown(line: bytes) -> str:
    text = line.decode("utf-8", "replace").strip()
    return repr(shorten(text, 40))


def _write_temporary(real: Path, data: bytes, like: os.stat_result | None) -> Path:
    """Write `data` durably to a new file beside `real`, with the mode and owner of `like`."""
    path = real.parent / f"{_TEMPORARY}{secrets.token_hex(8)}"
    descriptor = os.open(path, _CREATE, 0o666 if like is None else 0o600)
    try:
        try:
            _write_all(descriptor, data)
            if like is not None and hasattr(os, "fchmod"):  # not on Windows
                _keep_owner(descriptor, like)
                os.fchmod(descriptor, stat.S_IMODE(like.st_mode))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        _discard(path)
        raise
    return path


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _keep_owner(descriptor: int, like: os.stat_result) -> None:
    now = os.fstat(descriptor)
    if (now.st_uid, now.st_gid) != (like.st_uid, like.st_gid):
        # Only root may give a file away; a new owner with the same content is acceptable.
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, like.st_uid, like.st_gid)


def _replace(temporary: Path, real: Path, old: bytes) -> None:
    """Replace the old file by the new one; put the old one back if syncing fails."""
    backup: Path | None = real.parent / f"{_TEMPORARY}{secrets.token_hex(8)}"
    try:
        try:
            os.link(real, str(backup))
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
            backup = None
        os.replace(temporary, real)
        try:
            _sync(real.parent)
        except OSError:
            if backup is None:
                os.replace(_write_temporary(real, old, os.stat(real)), real)
            else:
                os.replace(backup, real)
            raise
    finally:
        if backup is not None:
            _discard(backup)


def _link(temporary: Path, real: Path) -> None:
    """Give the new file its name in one step, unless it is taken."""
    try:
        os.link(temporary, real)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
        # No hard links here; the lock keeps our other writers out.
        if os.path.lexists(real):
            raise FileExistsError(errno.EEXIST, "file exists", str(real)) from None
        os.rename(temporary, real)


def _sync(folder: Path) -> None:
    """Make a new name in the folder durable."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows opens no folders
        return
    descriptor = os.open(folder, _READ | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        with contextlib.suppress(OSError):
            os.close(descriptor)
