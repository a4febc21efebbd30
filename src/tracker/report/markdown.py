"""Owns text in Markdown: what others wrote is shown as they wrote it, and does nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.text import one_line

__all__ = ["literal", "table"]

_MARKUP = re.compile(r"([\\`*_\[\]|~$])")
# GitHub makes links, mentions and emoji of these after it has read the Markdown; a comment behind
# them prevents that. (Behind `www.` it would not: cmark-gfm links to http://www.)
_LINKING = re.compile(r"((?:@|#|\bGH-|://)(?=[\w+/-])|www(?=\.)|:(?=[\w+-]+:))", re.IGNORECASE)
_BREAK = "<!-- -->"


def literal(text: str) -> str:
    """The text on one line, so that no Markdown, HTML, mention or link comes of it."""
    pieces = _LINKING.split(one_line(text))
    shown = []
    for index, piece in enumerate(pieces):
        escaped = piece.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        escaped = _MARKUP.sub(r"\\\1", escaped)
        shown.append(escaped + (_BREAK if index % 2 else ""))
    return "".join(shown)


def table(head: tuple[str, ...], body: Sequence[tuple[str, ...]]) -> list[str]:
    """The lines of a table; cells must be literal already."""
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    lines += [f"| {' | '.join(cells)} |" for cells in body]
    return lines
