from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import filelock
import pytest

from tracker.editing import files
from tracker.editing.files import Conflict, Exists, WriteFailed
from tracker.registry import load
from tracker.yamlfile.reader import parse

OLD, NEW = b"status: open\n", b"status: correct\nresolution: {}\n"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    (tmp_path / "predictions").mkdir()
    path = tmp_path / "predictions/a.yaml"
    path.write_bytes(OLD)
    return path


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_write_replaces_the_file_and_leaves_nothing_beside_it(record: Path) -> None:
    record.chmod(0o640)
    files.write(record, OLD, NEW)
    assert record.read_bytes() == NEW
    assert stat.S_IMODE(record.stat().st_mode) == 0o640
    assert names(record.parent) == ["a.yaml"]


def test_a_file_that_changed_is_not_written_and_the_line_is_named(record: Path) -> None:
    record.write_bytes(b"status: partial\n")
    with pytest.raises(Conflict) as caught:
        files.write(record, OLD, NEW)
    assert str(caught.value) == (
        f"{record} has changed since it was read "
        "(line 1 was 'status: open' and is now 'status: partial'); nothing was written"
    )
    assert record.read_bytes() == b"status: partial\n"
    assert names(record.parent) == ["a.yaml"]


def test_a_file_that_is_gone_is_a_conflict(record: Path) -> None:
    record.unlink()
    with pytest.raises(Conflict, match="has been deleted since it was read; nothing was written"):
        files.write(record, OLD, NEW)
    assert names(record.parent) == []


def test_a_change_after_the_lock_is_seen_too(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_fchmod = os.fchmod

    def fchmod(descriptor: int, mode: int) -> None:
        record.write_bytes(b"status: partial\n")  # an editor saves at the worst moment
        real_fchmod(descriptor, mode)

    monkeypatch.setattr(os, "fchmod", fchmod)
    with pytest.raises(Conflict):
        files.write(record, OLD, NEW)
    assert record.read_bytes() == b"status: partial\n"
    assert names(record.parent) == ["a.yaml"]


def test_a_link_is_followed_and_stays_a_link(record: Path) -> None:
    link = record.parent / "b.yaml"
    link.symlink_to("a.yaml")
    files.write(link, OLD, NEW, root=record.parent.parent)
    assert link.is_symlink()
    assert record.read_bytes() == NEW


def test_a_link_out_of_the_registry_is_refused(record: Path, tmp_path_factory: Any) -> None:
    outside = tmp_path_factory.mktemp("outside") / "a.yaml"
    outside.write_bytes(OLD)
    link = record.parent / "b.yaml"
    link.symlink_to(outside)
    with pytest.raises(WriteFailed, match=r"is outside the registry; nothing was written\Z"):
        files.write(link, OLD, NEW, root=record.parent.parent)
    assert outside.read_bytes() == OLD
    with pytest.raises(WriteFailed, match="is outside the registry"):
        files.create(record.parent / "../../new.yaml", NEW, root=record.parent.parent)


def test_a_folder_is_no_file(record: Path) -> None:
    with pytest.raises(WriteFailed, match="is not a regular file; nothing was written"):
        files.write(record.parent, OLD, NEW)


def test_leftovers_of_a_crash_are_passed_over_and_then_swept(record: Path) -> None:
    (record.parent / ".tracker-new-0123").write_bytes(b"half")
    (record.parent / ".tracker-lock").touch()
    (record.parent / ".other").touch()
    assert load(record.parent.parent).invalid_files == ("predictions/a.yaml",)
    files.write(record, OLD, NEW)
    assert names(record.parent) == [".other", "a.yaml"]


def test_create_writes_a_new_file_with_its_folders(record: Path) -> None:
    mask = os.umask(0o027)
    try:
        files.create(record.parent / "x/y/new.yaml", NEW, root=record.parent.parent)
    finally:
        os.umask(mask)
    assert (record.parent / "x/y/new.yaml").read_bytes() == NEW
    assert stat.S_IMODE((record.parent / "x/y/new.yaml").stat().st_mode) == 0o640
    assert names(record.parent / "x/y") == ["new.yaml"]


def test_create_never_overwrites(record: Path) -> None:
    with pytest.raises(Exists, match=r"a\.yaml already exists; nothing was written"):
        files.create(record, NEW)
    assert record.read_bytes() == OLD
    (record.parent / "b.yaml").symlink_to("nowhere.yaml")
    with pytest.raises(Exists):
        files.create(record.parent / "b.yaml", NEW)
    assert names(record.parent) == ["a.yaml", "b.yaml"]


def test_a_file_system_without_hard_links_or_folder_sync_is_written_too(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_fsync = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        real_fsync(descriptor)

    def link(*_: object) -> None:
        raise OSError(errno.ENOTSUP, "Operation not supported")

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "link", link)
    files.write(record, OLD, NEW)
    assert record.read_bytes() == NEW
    files.create(record.parent / "b.yaml", NEW)
    with pytest.raises(Exists):
        files.create(record.parent / "b.yaml", OLD)
    assert names(record.parent) == ["a.yaml", "b.yaml"]


def test_a_system_without_modes_owners_or_open_folders_is_written_too(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("fchmod", "fchown", "O_DIRECTORY"):  # as on Windows
        monkeypatch.delattr(os, name)
    files.write(record, OLD, NEW)
    assert record.read_bytes() == NEW
    files.create(record.parent / "b.yaml", NEW)
    assert names(record.parent) == ["a.yaml", "b.yaml"]


def test_a_writer_that_hangs_is_not_waited_for_for_ever(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_PATIENCE", 0.0)
    with (
        files._folder(record.parent),
        pytest.raises(WriteFailed, match="timed out waiting for the lock"),
    ):
        files.write(record, OLD, NEW)
    assert record.read_bytes() == OLD


# --- an error at every call of the system ---

CALLS = "close fchmod fchown fstat fsync link open read replace scandir stat unlink write".split()
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)


class Faulty:
    """Counts the calls of `os` that the store makes, and fails the one that it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[str] = []
        self.fail_at = -1
        self.number = 0
        proxy = type("Os", (), {"__getattr__": lambda _, name: getattr(os, name)})()
        for name in CALLS:
            setattr(proxy, name, self._wrapped(name, getattr(os, name)))
        monkeypatch.setattr(files, "os", proxy)
        names = ("lock_fd_nonblocking", "_lock_fd_nonblocking")  # filelock 4.2 and 4.0
        [name] = [name for name in names if hasattr(filelock._unix, name)]
        flock = self._wrapped("flock", getattr(filelock._unix, name))
        monkeypatch.setattr(filelock._unix, name, flock)

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls.append(name)
            if len(self.calls) - 1 == self.fail_at:
                if name == "close":
                    real(*args)  # a descriptor is closed even when closing fails
                raise OSError(self.number, os.strerror(self.number), str(args[0]))
            return real(*args, **kwargs)

        return call


def action(kind: str, record: Path) -> tuple[Callable[[], None], Path, bytes | None]:
    if kind == "write":
        return lambda: files.write(record, OLD, NEW, root=record.parent.parent), record, OLD
    new = record.parent / "new.yaml"
    return lambda: files.create(new, NEW, root=record.parent.parent), new, None


def outcome(act: Callable[[], None]) -> str:
    try:
        act()
    except WriteFailed as error:
        return str(error)
    return ""


def steps(kind: str, record: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    with monkeypatch.context() as patch:
        faulty = Faulty(patch)
        action(kind, record)[0]()
    return faulty.calls


@pytest.mark.parametrize("number", ERRORS, ids=errno.errorcode.__getitem__)
@pytest.mark.parametrize("kind", ["write", "create"])
def test_an_error_at_any_call_leaves_the_old_file_or_the_whole_new_one(
    kind: str, number: int, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = steps(kind, record, monkeypatch)
    assert len(calls) > 10
    failed = 0
    for index, name in enumerate(calls):
        for path in record.parent.iterdir():
            path.unlink()
        record.write_bytes(OLD)
        act, path, before = action(kind, record)
        with monkeypatch.context() as patch:
            faulty = Faulty(patch)
            faulty.fail_at, faulty.number = index, number
            message = outcome(act)
        now = path.read_bytes() if path.exists() else None
        if message:
            failed += 1
            assert os.strerror(number).lower() in message, (index, name)
            assert "\n" not in message
            assert now == before, (index, name)
        else:
            # Only what comes after the new file is safe: unlocking and cleaning up.
            assert name in ("close", "unlink"), (index, name)
            assert now == NEW, (index, name)
        left = [each for each in names(record.parent) if each.startswith(".")]
        # A lock that could not be taken may be another's: its file stays for the next write.
        assert left in ([], [".tracker-lock"]) or name == "unlink", (index, name, left)
        if path.exists():
            files.write(path, path.read_bytes(), b"next")
            assert not [each for each in names(record.parent) if each.startswith(".")]
    assert failed > 5


# --- SIGKILL at every call of the system that touches the folder ---

VICTIM = """\
import sys
from pathlib import Path
from tracker.editing import files
kind, path = sys.argv[1], Path(sys.argv[2])
if kind == "write":
    files.write(path, b"status: open\\n", b"status: correct\\nresolution: {}\\n")
else:
    files.create(path, b"status: correct\\nresolution: {}\\n")
"""
STRACE = shutil.which("strace")


def strace(*options: str, kind: str, path: Path) -> int:
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
    }
    victim = [sys.executable, "-S", "-c", VICTIM, kind, str(path)]
    done = subprocess.run(
        [str(STRACE), "-f", *options, *victim], env=environment, capture_output=True, check=False
    )
    return done.returncode


def can_trace(folder: Path) -> bool:
    """Containers may have strace and forbid its system call."""
    if STRACE is None:
        return False
    return (
        subprocess.run(
            [STRACE, "-o", str(folder / "log"), "true"], capture_output=True, check=False
        ).returncode
        == 0
    )


def touching(log: str, folder: str) -> Iterator[tuple[str, int]]:
    """(system call, its number among its kind) of each call that touches the folder."""
    counts: dict[str, int] = {}
    inside: set[str] = set()
    for line in log.splitlines():
        match = re.match(r"\d+\s+(\w+)\((.*)", line)
        if match is None:
            continue
        name, rest = match[1], match[2]
        counts[name] = counts.get(name, 0) + 1
        first = re.match(r"\d+", rest)
        if f'"{folder}' in rest and name != "execve":
            yield name, counts[name]
            result = re.search(r"\) = (\d+)$", line)
            if name.startswith("open") and result:
                inside.add(result[1])
        elif first and first[0] in inside:
            yield name, counts[name]
            if name == "close":
                inside.discard(first[0])


@pytest.mark.nightly
@pytest.mark.parametrize("kind", ["write", "create"])
def test_a_kill_at_any_system_call_leaves_the_old_file_or_the_new_one(
    kind: str, tmp_path: Path
) -> None:
    if not can_trace(tmp_path):
        pytest.skip("strace is not there or may not trace: no process was killed")
    folder = tmp_path / "predictions"
    folder.mkdir()
    record, new = folder / "a.yaml", folder / "new.yaml"
    path = record if kind == "write" else new
    record.write_bytes(OLD)
    assert strace("-o", "/dev/null", kind=kind, path=path) == 0  # compiles what will be imported
    new.unlink(missing_ok=True)
    record.write_bytes(OLD)
    assert strace("-o", str(tmp_path / "log"), kind=kind, path=path) == 0
    points = list(touching((tmp_path / "log").read_text(), str(folder)))
    assert {"flock", "fsync", "link", "unlink", "write"} <= {name for name, _ in points}
    seen = set()
    for name, number in points:
        for leftover in folder.iterdir():
            leftover.unlink()
        record.write_bytes(OLD)
        inject = f"inject={name}:signal=SIGKILL:when={number}"
        assert strace("-o", "/dev/null", "-e", inject, kind=kind, path=path) == -signal.SIGKILL
        now = path.read_bytes() if path.exists() else None
        assert now in ((OLD if kind == "write" else None), NEW), (name, number)
        seen.add(now)
        assert record.read_bytes() == (now if kind == "write" else OLD)
        assert load(tmp_path).invalid_files == tuple(
            f"predictions/{each}" for each in names(folder) if not each.startswith(".")
        )
        # Whoever comes next is not disturbed by what the dead one left.
        files.write(record, record.read_bytes(), b"next")
        assert [each for each in names(folder) if each.startswith(".")] == []
    assert len(seen) == 2  # killed before and after the moment that counts


# --- eight processes at once ---

ADDER = """\
import sys
from pathlib import Path
from tracker.editing import edit
from tracker.editing import files
from tracker.yamlfile.reader import parse
path, name, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
sys.stdin.read()  # all begin together
for number in range(times):
    while True:
        data = files.read(path)
        source, _ = parse(data, "a.yaml")
        text = edit.apply(source, [edit.Append(("updates",), {"date": "2024-01-01", "note": f"{name}-{number}"})])
        try:
            files.write(path, data, edit.encode(source, text))
        except files.Conflict:
            continue
        break
"""


def test_eight_processes_at_once_lose_no_update_and_read_nothing_torn(record: Path) -> None:
    record.write_bytes(b"status: open  # stays\n# end")
    command = [sys.executable, "-c", ADDER, str(record)]
    writers = [
        subprocess.Popen([*command, str(number), "10"], stdin=subprocess.PIPE)
        for number in range(8)
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.close()
    reads = 0
    while any(writer.poll() is None for writer in writers):
        source, problems = parse(record.read_bytes(), "a.yaml")
        assert problems == []
        assert source is not None
        assert source.text.startswith("status: open  # stays\n")
        reads += 1
    assert [writer.returncode for writer in writers] == [0] * 8
    source, _ = parse(record.read_bytes(), "a.yaml")
    assert source is not None
    assert isinstance(source.value, dict)
    updates: Any = source.value["updates"]
    notes = sorted(update["note"] for update in updates)
    assert notes == sorted(f"{name}-{number}" for name in range(8) for number in range(10))
    assert names(record.parent) == ["a.yaml"]
    assert reads > 10


def test_a_change_of_line_ends_alone_is_a_conflict_and_named(record: Path) -> None:
    record.write_bytes(OLD.replace(b"\n", b"\r\n"))
    with pytest.raises(Conflict, match=r" \(only in its line endings\); nothing was written$"):
        files.write(record, OLD, NEW)


@pytest.mark.skipif(os.getuid() != 0, reason="only root may give a file away")
def test_a_file_keeps_its_owner(record: Path) -> None:
    os.chown(record, 12345, 12346)
    files.write(record, OLD, NEW)
    assert record.read_bytes() == NEW
    assert (record.stat().st_uid, record.stat().st_gid) == (12345, 12346)


def test_where_neither_links_nor_folders_can_be_kept_the_old_file_is_written_back(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_fsync = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, "Input/output error")
        real_fsync(descriptor)

    def link(*_: object) -> None:
        raise OSError(errno.ENOTSUP, "Operation not supported")

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "link", link)
    with pytest.raises(WriteFailed, match=r"input/output error; it is unchanged$"):
        files.write(record, OLD, NEW)
    assert record.read_bytes() == OLD
    assert names(record.parent) == ["a.yaml"]
