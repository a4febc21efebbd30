"""`Diagnostic`: one problem in the data, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Diagnostic", "Severity"]

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem in one file, at the place where its author would fix it.

    `line` and `column` count from 1, `column` in characters; both are None if the problem has no
    place in the text (an unreadable file). `path` is relative to the registry's root, with `/`.
    """

    path: str
    line: int | None
    column: int | None
    code: str
    message: str
    severity: Severity = "error"
    hint: str = ""
    record: str | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """By file, place, code and message: the order of every output."""
        return (self.path, self.line or 0, self.column or 0, self.code, self.message)

    @property
    def place(self) -> str:
        """`path:line:col`, or only the path if there is no place."""
        if self.line is None:
            return self.path
        return f"{self.path}:{self.line}:{self.column or 1}"
