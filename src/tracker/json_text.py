"""Writes JSON: the same everywhere, and safe to print on a terminal or in a CI log."""

from __future__ import annotations

import json
import re

__all__ = ["json_text"]

# Characters that json.dumps leaves alone although they move a cursor, reorder a line, end one for
# some readers. They occur only in strings, so escaping them changes nothing for a parser. The last
# alternative is the start of a command in a CI system's log: `##[error]`, `##vso[...]`.
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]" r"|#(?=#\w*\[)")
# A byte of a file name that is not UTF-8, which no JSON can hold: shown as in every other output.
_HALF = re.compile("[\ud800-\udfff]")


def json_text(value: object, *, indent: int | None = 2) -> str:
    """The value as JSON with a final newline; NaN and infinity raise ValueError.

    It is indented, or on one line if `indent` is None.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    text = _HALF.sub(lambda match: f"\\\\u{ord(match[0]):04x}", text)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"
