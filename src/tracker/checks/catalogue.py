"""The documentation of every code that `tracker check` can print."""

from __future__ import annotations

from tracker.checks import CHECKS
from tracker.checks.structure import STRUCTURE

__all__ = ["STRUCTURE", "codes", "documentation"]


def codes() -> tuple[str, ...]:
    """Every code, sorted."""
    return tuple(sorted({*STRUCTURE, *(check.code for check in CHECKS)}))


def documentation(code: str) -> str:
    """The meaning of a code, in Markdown, short form first; KeyError if unknown."""
    for check in CHECKS:
        if check.code == code:
            return check.documentation
    return STRUCTURE[code]
