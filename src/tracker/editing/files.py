"""Owns writing files: a registry's are locked, compared, atomic, durable. Knows nothing of YAML.

Whatever happens, a crash at any moment included, the file is the old one or the new one, whole;
and a call that raises has left the old one. Works where there are POSIX locks (Linux, macOS);
elsewhere it refuses, and the diff can be applied by hand.
"""

# Each call is one of the system's own, so that tests can fail each of them.
# ruff: noqa: PTH104, PTH105, PTH108, PTH116
from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
import time
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

__all__ = ["Conflict", "Exists", "WriteFailed", "alone", "create", "put", "read", "write"]

#: All begin with a dot, so loading and checking pass them over.
_LOCK = ".tracker-lock"
_TEMPORARY = ".tracker-new-"
#: Another one, so that who holds it can take the first in the same folder.
_LOCK_ALONE = ".tracker-alone"
#: A writer holds the lock for milliseconds; whoever waits this long waits for one that hangs.
_PATIENCE = 20.0
_PAUSE = 0.005

#: What file systems say that have no hard links, or can't sync a folder: no failure of the disk.
_UNSUPPORTED = frozenset(
    {errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EPERM, errno.EMLINK}
)


class WriteFailed(Exception):
    """The file could not be written; it is as it was before."""


class Conflict(WriteFailed):
    """The file is not what was read any more: somebody changed it meanwhile."""


class Exists(WriteFailed):
    """There is a file of that name already."""


def read(path: Path, *, root: Path | None = None) -> bytes:
    """The bytes of a regular file inside `root`; raises WriteFailed."""
    with _told(path, "read"):
        return _read(_real(path, root))


def write(path: Path, old: bytes, new: bytes, *, root: Path | None = None) -> None:
    """Replace the file at `path`, which must still hold `old`, by `new`.

    Links are followed, to files inside `root` only; the mode stays, and the owner where the
    system lets it. Raises Conflict, or WriteFailed; then the file is the one that was there.
    """
    with _told(path, "written"):
        real = _real(path, root)
        with _folder(real.parent) as folder:
            _compare(path, real, old)
            temporary = _write_temporary(real, new, os.stat(real))
            try:
                # An editor takes no lock: look once more, as late as can be.
                _compare(path, real, old)
                _replace(temporary, real, folder, old)
            finally:
                _discard(temporary)


def create(path: Path, new: bytes, *, root: Path | None = None) -> None:
    """Write a file that is not there yet, and the folders on the way to it.

    Never overwrites; raises Exists or WriteFailed.
    """
    with _told(path, "written"):
        _inside(path.parent, root, path)
        path.parent.mkdir(parents=True, exist_ok=True)
        real = Path(os.path.realpath(path.parent)) / path.name
        with _folder(real.parent) as folder:
            temporary = _write_temporary(real, new, None)
            try:
                _link(temporary, real)
                try:
                    _sync(folder)
                except OSError:
                    os.unlink(real)
                    raise
            except FileExistsError:
                raise Exists(f"{path} is there already; nothing was written") from None
            finally:
                _discard(temporary)


@contextlib.contextmanager
def alone(folder: Path, *, root: Path) -> Iterator[None]:
    """Nobody else is in such a block of the folder, which lies inside `root`; raises WriteFailed.

    For what is looked up first and written then, such as a name that is to be new.
    """
    with contextlib.ExitStack() as stack:
        with _told(folder, "written"):
            _inside(folder, root, folder)
            stack.enter_context(_locked(folder / _LOCK_ALONE))
        yield


def put(path: Path, data: bytes) -> None:
    """Make or replace a file that is ours alone, such as an export, whole or not at all.

    Folders on the way are made; a link goes on pointing where it points. A pipe or device is
    written into, as `cp` does, and stays what it is. Raises OSError.
    """
    try:
        status = os.stat(path)
    except FileNotFoundError:
        status = None
    real = Path(os.path.realpath(path))
    if status is not None and stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "Is a directory", str(path))
    if status is not None and not (stat.S_ISREG(status.st_mode) and real.exists()):
        _write_into(path, data)
        return
    real.parent.mkdir(parents=True, exist_ok=True)
    temporary = _write_temporary(real, data, status)
    try:
        os.replace(temporary, real)
    finally:
        _discard(temporary)


def _write_into(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_NOCTTY)
    try:
        if os.isatty(descriptor):
            # Data must not steer a terminal; standard output is guarded where it is one.
            raise OSError(errno.ENOTSUP, "Is a terminal; use standard output", str(path))
        _write_all(descriptor, data)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _told(path: Path, done: str) -> Iterator[None]:
    """What the system says, in a sentence that names the file."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WriteFailed(f"{path} could not be {done}: {reason}; it is as it was") from error


def _real(path: Path, root: Path | None) -> Path:
    real = Path(os.path.realpath(path))
    _inside(real, root, path)
    if real.exists() and not stat.S_ISREG(os.stat(real).st_mode):
        raise WriteFailed(f"{path} is no regular file; nothing was written")
    return real


def _inside(place: Path, root: Path | None, path: Path) -> None:
    if root is not None and not Path(os.path.realpath(place)).is_relative_to(
        os.path.realpath(root)
    ):
        raise WriteFailed(f"{path} leads out of the registry; nothing was written")


@contextlib.contextmanager
def _folder(folder: Path) -> Iterator[int]:
    """A descriptor of the folder, locked against other writers and swept of their leftovers."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with _locked(folder / _LOCK):
            _sweep(folder)
            yield descriptor
    finally:
        with contextlib.suppress(OSError):
            os.close(descriptor)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    lock = _lock(path)
    try:
        yield
    finally:
        # Gone before it is unlocked: who waits for it sees that, and makes a new one.
        _discard(path)
        with contextlib.suppress(OSError):
            os.close(lock)


def _lock(path: Path) -> int:
    if fcntl is None:
        raise WriteFailed("this system has no POSIX file locks; apply the diff by hand instead")
    deadline = time.monotonic() + _PATIENCE
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            if _try_lock(descriptor) and _is_still(descriptor, path):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        if time.monotonic() > deadline:
            message = f"another process is writing in {path.parent} and does not end"
            raise WriteFailed(f"{message}; nothing was written")
        time.sleep(_PAUSE)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_still(descriptor: int, path: Path) -> bool:
    """Whether the file that was locked still has its name; else somebody holds a newer one."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False


def _sweep(folder: Path) -> None:
    """Temporary files are made under the lock only: one that is there has no writer any more."""
    with os.scandir(folder) as entries:
        stale = [entry.name for entry in entries if entry.name.startswith(_TEMPORARY)]
    for name in stale:
        _discard(folder / name)


def _discard(path: Path) -> None:
    # What can't be removed is passed over by `check` and swept by the next write.
    with contextlib.suppress(OSError):
        os.unlink(path)


def _read(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY)
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
        message = f"{path} is gone; expected the version {_version(old)} that was read"
        raise Conflict(f"{message}; nothing was written") from None
    if now != old:
        raise Conflict(
            f"{path} changed since it was read: got version {_version(now)}, "
            f"expected version {_version(old)}; {_difference(old, now)}; nothing was written"
        )


def _version(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=4).hexdigest()


def _difference(old: bytes, now: bytes) -> str:
    lines = zip_longest(old.splitlines(), now.splitlines())
    for number, (before, after) in enumerate(lines, 1):
        if before != after:
            return f"line {number} was {_shown(before)} and is {_shown(after)}"
    return "only line ends differ"


def _shown(line: bytes | None) -> str:
    if line is None:
        return "not there"
    text = line.decode("utf-8", "replace").strip()
    return repr(text if len(text) <= 40 else text[:39] + "…")


def _write_temporary(real: Path, data: bytes, like: os.stat_result | None) -> Path:
    """A new file beside `real` with all of `data` on the disk, its mode as `like` has it."""
    path = real.parent / f"{_TEMPORARY}{secrets.token_hex(8)}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    descriptor = os.open(path, flags, 0o666 if like is None else 0o600)
    try:
        try:
            _write_all(descriptor, data)
            if like is not None:
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
        # Only root may give a file away; a file of one's own group is as good.
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, like.st_uid, like.st_gid)


def _replace(temporary: Path, real: Path, folder: int, old: bytes) -> None:
    """Put the new file in the place of the old, or the old one back when the disk can't keep it."""
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
            _sync(folder)
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
    """Give the new file its name, unless that is taken; in one step, so a crash leaves no half."""
    try:
        os.link(temporary, real)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
        # No hard links here; the lock keeps other writers of ours from coming in between.
        if os.path.lexists(real):
            raise FileExistsError(errno.EEXIST, "file exists", str(real)) from None
        os.rename(temporary, real)


def _sync(folder: int) -> None:
    """Make a new name durable."""
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
