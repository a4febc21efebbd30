"""Owns what every format is given: the findings and how wide and colourful the place is."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tracker.diagnostic import Diagnostic
from tracker.rows import Due

__all__ = ["Canvas", "CheckReport", "DueReport", "plural"]

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "36"}


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where text goes: `width` columns, with or without colour."""

    width: int = 80
    color: bool = False

    def paint(self, text: str, *styles: str) -> str:
        """The text in the styles (bold, dim, red, green, yellow, blue), if there is colour."""
        if not self.color or not styles:
            return text
        codes = ";".join(_CODES[style] for style in styles)
        return f"\x1b[{codes}m{text}\x1b[0m"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The diagnostics of a registry, sorted by place, and what was looked at."""

    diagnostics: Sequence[Diagnostic]
    root: Path
    records: int
    cards: int = 0
    people: int = 0
    canvas: Canvas = field(default_factory=Canvas)

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(diagnostic.severity == "error" for diagnostic in self.diagnostics)

    @property
    def warnings(self) -> int:
        """How many warnings there are."""
        return len(self.diagnostics) - self.errors

    def line(self, path: str, number: int) -> str | None:
        """A line of a file as it stands on disk, without its end; None if it can't be had."""
        lines = _lines(self.root / path)
        return lines[number - 1] if 0 < number <= len(lines) else None


@dataclass(frozen=True, slots=True)
class DueReport:
    """What needs somebody, and the files that could not be read."""

    due: Due
    root: Path
    invalid_files: Sequence[str] = ()
    canvas: Canvas = field(default_factory=Canvas)


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 record`, `2 records`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


@functools.lru_cache(maxsize=8)
def _lines(path: Path) -> tuple[str, ...]:
    try:
        with path.open("rb") as file:
            text = file.read(2 * 1024 * 1024).decode("utf-8-sig", "replace")
    except OSError:
        return ()
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
