"""Owns how JSON is written: the same everywhere, and harmless where it is only looked at."""

from __future__ import annotations

import json
import re

__all__ = ["json_text"]

# What json.dumps leaves as it is though it moves a cursor, reorders a line, ends one for some
# readers, or can't be encoded at all (half of a surrogate pair, from a broken file name). Only
# strings can hold any of it, so the escapes change nothing for whoever parses them. The last
# alternative is the beginning of a command in a CI system's log: `##[error]`, `##vso[...]`.
_ESCAPED = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]" r"|#(?=#\w*\[)"
)


def json_text(value: object, *, indent: int | None = 2) -> str:
    """The value as JSON with a newline at its end; NaN and infinity are refused.

    It is indented, or all on one line where `indent` is None.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"
