"""Streams that were handed over closed, full or without a reader: a quiet end, never a traceback."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from tracker.cli import COMMANDS, main

if TYPE_CHECKING:
    from tests.cli.conftest import Run

Captured = pytest.CaptureFixture[str]
FULL = """\
error: no space left on device
hint: free some disk space, then run the command again
"""
LOST = (None, "full", "closed pipe")
READING: tuple[tuple[str, ...], ...] = (
    ("check",), ("check", "--format", "json"), ("due",), ("list",),
    ("show", "due"), ("score",), ("export", "csv"), ("export", "parquet"), ("export", "--list"),
    ("horizon", "by 2027", "--made-on", "2024"), ("init", "new"), ("schema",), ("--help",),
    ("due", "--help"), ("--version",), (),
)  # fmt: skip
#: What ends with an error, and its exit code.
FAILING = {
    ("show", "nosuch"): 1, ("horizon", "xyz", "--made-on", "2024"): 1, ("export",): 2,
    ("resolve", "due"): 2, ("amend", "due"): 2, ("defer", "due"): 2, ("new", "x"): 2,
    ("person", "add", "x"): 2, ("source", "add", "x"): 2,
    ("import", "no.csv", "--map", "x"): 2, ("nosuch",): 2, ("due", "--as-of", "x"): 2,
    ("dashboard", "--root", "/dev/null"): 2,
}  # fmt: skip

OF_ARGPARSE = {("amend", "due"), ("defer", "due"), ("due", "--as-of", "x")}


def stream(kind: str | None) -> IO[str] | None:
    """A stream as a shell hands it over, with nothing behind it; it fails at the end of a line."""
    if kind is None:
        return None
    if kind == "full":
        return Path("/dev/full").open("w", buffering=1, encoding="utf-8")
    reader, descriptor = os.pipe()
    os.close(reader)
    return os.fdopen(descriptor, "w", 1, encoding="utf-8")


@contextlib.contextmanager
def handed_over(**streams: IO[str] | None) -> Iterator[None]:
    """Other streams in `sys`; closed in the end, as the interpreter does, which must not fail."""
    saved = {name: getattr(sys, name) for name in streams}
    for name, each in streams.items():
        setattr(sys, name, each)
    try:
        yield
    finally:
        for name, each in saved.items():
            used = getattr(sys, name)
            setattr(sys, name, each)
            if used is not None:
                used.close()


def code(argv: tuple[str, ...]) -> int:
    try:
        return main([*argv, *(["--color", "auto"] if argv else [])])
    except SystemExit as stop:  # argparse
        return int(stop.code or 0)


def test_every_command_is_in_the_tables() -> None:
    assert COMMANDS.keys() <= {argv[0] for argv in (*READING, *FAILING) if argv}


@pytest.mark.parametrize("kind", LOST)
@pytest.mark.parametrize("argv", READING, ids=" ".join)
def test_an_answer_that_nobody_can_read(
    argv: tuple[str, ...], kind: str | None, root: Path, run: Run, capsys: Captured
) -> None:
    with handed_over(stdout=stream(kind)):
        done = code(argv)
    expected = {"full": (2, FULL), "closed pipe": (141, ""), None: (0, "")}[kind]
    assert (done, capsys.readouterr().err) == expected


@pytest.mark.parametrize("kind", LOST)
@pytest.mark.parametrize("argv", FAILING, ids=" ".join)
def test_an_error_that_nobody_can_read(
    argv: tuple[str, ...], kind: str | None, root: Path, run: Run, capsys: Captured
) -> None:
    with handed_over(stdin=None, stderr=stream(kind)):
        done = code(argv)
    # Full is an error of its own; argparse ends with 2 whether or not its message was written.
    expected = 2 if kind == "full" else FAILING[argv]
    if kind == "closed pipe" and argv not in OF_ARGPARSE:
        expected = 141
    assert (done, capsys.readouterr().out) == (expected, "")


@pytest.mark.parametrize("kind", LOST)
def test_all_lost(kind: str | None, root: Path, run: Run) -> None:
    with handed_over(stdin=None, stdout=stream(kind), stderr=stream(kind)):
        assert code(("check",)) == {"full": 2, "closed pipe": 141, None: 0}[kind]


def test_the_process_itself_ends_quietly(root: Path) -> None:
    """What only the interpreter's own end shows: its flush, and the number of a new file."""
    script = 'P="$0 -m tracker"; $P check >&-; $P list >/dev/full; $P --help | true; $P show no 2>&1 | true'
    done = subprocess.run(
        ["bash", "-c", script, sys.executable],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
    )
    assert (done.stdout, done.stderr) == ("", FULL)
