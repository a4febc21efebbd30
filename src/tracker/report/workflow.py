"""GitHub workflow commands: `::error file=...,line=...::message`, correctly escaped.

The rules are those of actions/toolkit (packages/core/src/command.ts): `%`, CR and LF are escaped in
messages, and `:` and `,` in properties, too.
"""

from __future__ import annotations

from typing import Literal

from tracker.text import escape

__all__ = ["Level", "annotation"]

Level = Literal["error", "warning", "notice"]


def annotation(
    level: Level, message: str, *, title: str, path: str, line: int | None, column: int | None
) -> str:
    """One annotation on one line; without `line` it belongs to the whole file."""
    properties = {"file": path}
    if line is not None:
        properties["line"] = str(line)
        if column is not None:
            properties["col"] = str(column)
    properties["title"] = title
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {shown}::{_data(message)}"


def _data(text: str) -> str:
    # Every control character except LF, CR included, becomes a visible escape.
    escaped = escape(text.replace("\t", " ").replace("%", "%25"))
    return escaped.replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
