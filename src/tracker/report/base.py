"""The input of every format: the results, and the canvas they are shown on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker import folder
from tracker.diagnostic import Diagnostic
from tracker.records.state import State
from tracker.rows import ASKED_FOR, Due, Row
from tracker.text import Canvas

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from tracker.scores.scoreboard import ForecastRow, ScoreRow, Sensitivity

__all__ = ["CheckReport", "DueReport", "ScoreReport"]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The diagnostics of a registry, sorted by place, and the number of files checked."""

    diagnostics: Sequence[Diagnostic]
    root: Path
    records: int
    cards: int = 0
    people: int = 0
    strict: bool = False
    canvas: Canvas = field(default_factory=Canvas)
    #: Prefix for paths that must be relative to the git repository, not to the registry.
    prefix: str = ""
    #: Where the registry's files can be seen in a browser; empty where that is not known.
    blob: str = ""
    _read: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def errors(self) -> int:
        """The number of errors."""
        return sum(diagnostic.severity == "error" for diagnostic in self.diagnostics)

    @property
    def warnings(self) -> int:
        """The number of warnings."""
        return len(self.diagnostics) - self.errors

    def line(self, path: str, number: int) -> str | None:
        """A line of a file on disk, without its line ending; None if it cannot be read."""
        if path not in self._read:
            self._read[path] = _lines(self.root, path)
        lines = self._read[path]
        return lines[number - 1] if 0 < number <= len(lines) else None


@dataclass(frozen=True, slots=True)
class DueReport:
    """The records that need attention, and the files with errors.

    With `changed`, the paths that a change touches, no other record is annotated or fails.
    """

    due: Due
    root: Path | str
    invalid_files: Sequence[str] = ()
    fail_on: str | None = None
    changed: Collection[str] | None = None
    canvas: Canvas = field(default_factory=Canvas)
    prefix: str = ""
    blob: str = ""

    @property
    def touched(self) -> tuple[Row, ...]:
        """The rows of the change, or all of them."""
        rows, changed = self.due.rows, self.changed
        return rows if changed is None else tuple(row for row in rows if row.path in changed)

    @property
    def failing(self) -> tuple[Row, ...]:
        """The touched rows at the level `fail_on` or worse; none if it is not set."""
        if self.fail_on is None:
            return ()
        levels = ASKED_FOR[: ASKED_FOR.index(State(self.fail_on)) + 1]
        return tuple(row for row in self.touched if row.state in levels)


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """The scoreboard on a day, by `by`; `later` verdicts came after that day."""

    as_of: date
    by: str
    total: ScoreRow
    groups: Sequence[ScoreRow]
    forecasts: Sequence[ForecastRow]
    sensitivity: Sensitivity
    later: int
    canvas: Canvas = field(default_factory=Canvas)


def _lines(root: Path, path: str) -> tuple[str, ...]:
    """The file as it is now: since it was checked it may have vanished or become a pipe."""
    data = folder.read(str(root), path, [])
    if data is None:
        return ()
    text = data.decode("utf-8-sig", "replace")
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
