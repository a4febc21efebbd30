"""What is done to a registry's folder between two runs, for the tests of what is kept."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from tracker.folder import Walk

RECORD = """\
claim: It happens.
quote: 會發生
speaker: {speaker}
source: {source}
made_on: 2024-02
deadline: {deadline}
criteria:
  correct: Two reports say so.
  incorrect: None does.
{more}status: open
"""
PEOPLE = "wang-yang:\n  name: 汪揚\n  name_en: Wang Yang\n"
CARD = "title: 經濟導報\nauthors: [wang-yang]\n"


def record(
    speaker: str = "wang-yang", source: str = "card", deadline: str = "2026-05-13", more: str = ""
) -> str:
    return RECORD.format(speaker=speaker, source=source, deadline=deadline, more=more)


AFTER = record(deadline="\n  kind: after_event\n  after: a")
RESOLVED = record().replace(
    "status: open\n",
    "status: correct\nresolution:\n  resolved_on: 2026-05-01\n  happened_on: 2026-04\n"
    "  note: Seen.\n  evidence:\n    - url: https://example.org\n",
)
#: Texts of files: pairs of the same size among them, and what is wrong in every way.
TEXTS = (
    record(),
    record(deadline="2027-05-13"),
    record(speaker="wang-yanh"),
    record(source="card-two"),
    record(source="https://example.org/a"),
    record(more="restates: a\n"),
    record(more="restates: b\n"),
    record(more="tags: [chips]\n"),
    AFTER,
    RESOLVED,
    RESOLVED.replace("2026-05-01", "2026-06-01"),
    record(more="review:\n  next: 2026-06-01\n  why: Soon.\n"),
    "status: opem\n",
    "a: [\n",
    "",
    PEOPLE,
    PEOPLE.replace("wang-yang", "wang-yanh"),
    "wang-yang: x\n",
    "WY:\n  name: x\n",
    CARD,
    CARD.replace("wang-yang", "wang-yanh"),
    CARD + "title_en: Economic Herald\nlanguage: zh-Hant\n",
)
PATHS = (
    "predictions/a.yaml",
    "predictions/b.yaml",
    "predictions/c.yaml",
    "predictions/sub/a.yaml",
    "predictions/sub/d.yaml",
    "predictions/a.yml",
    "predictions/A b.yaml",
    "seeds/people.yaml",
    "seeds/people.yml",
    "seeds/card.yaml",
    "seeds/card-two.yaml",
    "seeds/sub/card.yaml",
)


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


def rewrite_unseen(root: Path, path: str, old: str, new: str) -> None:
    """To text of the same size, with the time of change put back, as some tools do."""
    before = (root / path).stat()
    write(root, path, (root / path).read_text("utf-8").replace(old, new))
    os.utime(root / path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replace_unseen(root: Path, path: str, old: str, new: str) -> None:
    """As editors do that write another file and rename it; with the old one's time."""
    before = (root / path).stat()
    write(root, ".new", (root / path).read_text("utf-8").replace(old, new))
    os.utime(root / ".new", ns=(before.st_atime_ns, before.st_mtime_ns))
    (root / ".new").replace(root / path)


def delete(root: Path, path: str) -> None:
    (root / path).unlink()


def touch(root: Path, path: str, when: int) -> None:
    os.utime(root / path, (when, when))


def move(root: Path, path: str, other: str) -> None:
    (root / other).parent.mkdir(parents=True, exist_ok=True)
    (root / path).replace(root / other)


def link(root: Path, path: str, other: str) -> None:
    """Another name for a file: in the registry, or for one that is outside."""
    (root / path).symlink_to(root / other)


def copy_all(root: Path) -> None:
    """As in a fresh checkout: the same bytes in other files."""
    shutil.copytree(root, root.with_name("copy"), symlinks=True, copy_function=shutil.copyfile)
    shutil.rmtree(root)
    root.with_name("copy").rename(root)


_paths = st.sampled_from(PATHS[:2]) | st.sampled_from(PATHS)
_texts = st.sampled_from(TEXTS)
_same_size = st.sampled_from(
    [
        ("2026", "2027"),
        ("2027", "2026"),
        ("wang-yang", "wang-yanh"),
        ("wang-yanh", "wang-yang"),
        ("open", "opem"),
    ]
)
_times = st.sampled_from([0, 1_700_000_000, 4_000_000_000])
_folders = st.sampled_from(["predictions/sub", "predictions/sub/two", "predictions/a.yaml"])
_elsewhere = st.sampled_from([*PATHS, "seeds", "../outside.yaml"])
_unseen = st.builds(
    lambda do, path, words: (do, path, *words),
    st.sampled_from([rewrite_unseen, replace_unseen]),
    _paths,
    _same_size,
)
_step = st.one_of(
    st.tuples(st.just(write), _paths, _texts),
    st.tuples(st.just(write), st.sampled_from([path for path in PATHS if ".yml" in path]), _texts),
    _unseen,
    _unseen,
    st.tuples(st.just(delete), _paths),
    st.tuples(st.just(touch), _paths, _times),
    st.tuples(st.just(move), _paths, _paths),
    st.tuples(st.just(move), _folders, _folders),
    st.tuples(st.just(link), _paths, _elsewhere),
    st.tuples(st.just(copy_all)),
)
#: What is done before each of some runs.
sequences = st.lists(st.lists(_step, max_size=3), min_size=2, max_size=5)


def begin(root: Path) -> None:
    """A registry in which something refers to something."""
    texts = {
        "predictions/a.yaml": record(),
        "predictions/b.yaml": AFTER,
        "predictions/sub/d.yaml": RESOLVED,
        "seeds/people.yaml": PEOPLE,
        "seeds/card.yaml": CARD,
    }
    for path, text in texts.items():
        write(root, path, text)


def carry_out(root: Path, steps: Iterable[tuple[Any, ...]]) -> None:
    """Do it; what can't be done where the folder stands is passed over."""
    for do, *arguments in steps:
        with contextlib.suppress(OSError, shutil.Error):
            do(root, *arguments)


def coarsen(patch: pytest.MonkeyPatch, step: int) -> None:
    """As on a file system whose clock steps by so many nanoseconds, and which is known to."""
    walk = Walk.__init__

    def coarse(self: Walk, root: str) -> None:
        walk(self, root)
        for at in range(len(self.stamps)):
            self.stamps[at] -= self.stamps[at] % step if at % 2 else 0

    patch.setattr(Walk, "__init__", coarse)
    patch.setattr("tracker.cache._STEP", step)


def damages(data: bytes) -> Iterator[bytes]:
    yield b""
    yield data[: len(data) // 2]
    yield data + b"\0"
    for at in range(0, len(data), max(1, len(data) // 60)):
        yield data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
