"""Ctrl-C at any moment: exit code 130, not a word, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker import cli
from tracker.__main__ import run as run_process

if TYPE_CHECKING:
    from tests.cli.conftest import Run

#: Runs a command that is interrupted while it imports a module, or when it is done.
SCRIPT = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
moment, sys.argv[1:] = sys.argv[1], sys.argv[2:]
class Finder:
    def find_spec(self, name, *_):
        if name == moment:
            signal.raise_signal(signal.SIGINT)
class Last:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Finder())
from tracker.__main__ import run
if moment == "finalizer":
    from tracker import cli
    def lose(argv, begin=cli._run):
        Last()
        return begin(argv)
    cli._run = lose
code = run()
if moment == "end":
    signal.raise_signal(signal.SIGINT)
sys.exit(code)
"""


@pytest.fixture(autouse=True)
def _heard() -> Iterator[None]:
    """An interrupt is heard, also where the tests run in the background, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def interrupt() -> None:
    signal.raise_signal(signal.SIGINT)


@pytest.mark.parametrize(
    ("moment", "command"),
    [
        ("argparse", "check"),
        ("tracker.cli.check", "check"),
        ("tracker.registry", "check"),
        ("pydantic._internal._generate_schema", "show due"),
        ("tracker.records.model", "show due"),
        ("finalizer", "show due"),
        ("end", "export --list"),
    ],
)
def test_the_process_ends_without_a_word(root: Path, moment: str, command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, moment, *command.split()],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"]},
    )
    said = "" if moment != "end" else done.stdout
    assert (done.returncode, done.stdout, done.stderr) == (130, said, "")


def test_an_interrupt_that_a_library_makes_an_error_of(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Sequence[str]) -> int:
        try:
            interrupt()
        except KeyboardInterrupt:
            raise RuntimeError("Error calling __set_name__") from None
        return 0

    before = signal.getsignal(signal.SIGINT), sys.unraisablehook
    monkeypatch.setattr(cli, "_run", fail)
    assert run("check") == (130, "", "")
    assert (signal.getsignal(signal.SIGINT), sys.unraisablehook) == before


@pytest.mark.parametrize(
    "argv",
    [
        ("resolve", "resolved", "--reopen", "--why", "A misprint."),
        ("new", "another", "--claim", "c", "--quote", "q", "--speaker", "Ada", "--source",
         "https://example.org", "--made-on", "2024", "--kind", "undated"),
        ("export", "json", "-o", "made/records.json"),
        ("schema",),
        ("init", "made/new"),
    ],
    ids=lambda argv: argv[0],
)  # fmt: skip
def test_a_write_leaves_nothing_of_its_own(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...]
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: interrupt())
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    done = run(*argv)
    assert (done.code, done.err) == (130, "")
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_an_interrupt_that_is_ignored_stays_ignored(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def listen(_: Sequence[str]) -> int:
        interrupt()
        return 0

    monkeypatch.setattr(cli, "_run", listen)
    monkeypatch.setattr(sys, "argv", ["tracker", "check"])
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert run("check").code == 0
        assert run_process() == 0
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
