from __future__ import annotations

import io
import itertools
from pathlib import Path

import pytest

from tracker.cli import main

RECORD = """\
claim: It happens.
quote: it will happen
speaker: A speaker
source: https://example.org
made_on: 2024-02
deadline: 2026-05-13
criteria:
  correct: It did.
  incorrect: It did not.
status: open
"""
COMMANDS = (["due"], ["list"], ["check"], ["score"])


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "predictions").mkdir()
    for number in range(250):
        (tmp_path / "predictions" / f"r{number}.yaml").write_text(RECORD, "utf-8")
    monkeypatch.delenv("CI", raising=False)
    return tmp_path


def said(
    command: list[str],
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    stream: io.StringIO,
    seconds: float,
) -> str:
    """What stands on standard error, where each look at the clock is so much later."""
    clock = itertools.count(100.0, seconds)
    monkeypatch.setattr("tracker.cli.common.time.monotonic", lambda: next(clock))
    monkeypatch.setattr("sys.stderr", stream)
    main([*command, "--root", str(root), "--as-of", "2026-06-01"])
    return stream.getvalue()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_bar_on_a_terminal_is_taken_away_when_all_is_read(
    root: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    shown = said(command, root, monkeypatch, Terminal(), 0.8).split("\r")

    bar = f"reading [{'#' * 19:24}] 200 of 250"
    assert shown[-3:] == [bar, " " * len(bar), ""]


@pytest.mark.parametrize("command", COMMANDS)
def test_it_is_silent_within_a_second_without_a_terminal_and_in_ci(
    root: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    assert said(command, root, monkeypatch, Terminal(), 0.1) == ""
    assert said(command, root, monkeypatch, io.StringIO(), 10) == ""
    monkeypatch.setenv("CI", "true")
    assert said(command, root, monkeypatch, Terminal(), 10) == ""
