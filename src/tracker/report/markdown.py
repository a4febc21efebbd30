"""Literal text, links and tables in Markdown: text from records never acts as markup."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Sequence

from tracker.text import one_line

__all__ = ["link", "literal", "place", "table"]

_MARKUP = re.compile(r"([\\`*_\[\]|~$])")
# GitHub turns these into links, mentions and emoji after parsing the Markdown; a comment after them
# prevents that. (After `www.` it would not: cmark-gfm links to http://www.)
_LINKING = re.compile(r"((?:@|#|\bGH-|://)(?=[\w+/-])|www(?=\.)|:(?=[\w+-]+:))", re.IGNORECASE)
_BREAK = "<!-- -->"


def literal(text: str) -> str:
    """The text on one line, escaped so that it makes no Markdown, HTML, mention or link."""
    pieces = _LINKING.split(one_line(text))
    shown = []
    for index, piece in enumerate(pieces):
        escaped = piece.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        escaped = _MARKUP.sub(r"\\\1", escaped)
        shown.append(escaped + (_BREAK if index % 2 else ""))
    return "".join(shown)


def link(text: str, url: str | None) -> str:
    """The text as a link to an address, or to a path; without an address only the text."""
    if not url:
        return literal(text)
    # Encoded, a character can neither end the target nor act as markup; what is encoded stays so.
    target = urllib.parse.quote(url, safe="/:?#@!&'()*,;=%+.-_~", errors="replace")
    return f"[{literal(text)}](<{target.replace('&', '&amp;')}>)"


def place(path: str, line: int | None, shown: str, base: str) -> str:
    """A link to a line of a file below `base`, an address that ends in `/`, or empty."""
    target = urllib.parse.quote(path, errors="replace") + (f"#L{line}" if line else "")
    return link(shown, base + target)


def table(head: tuple[str, ...], body: Sequence[tuple[str, ...]]) -> list[str]:
    """The lines of a table; the cells must be escaped already."""
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    lines += [f"| {' | '.join(cells)} |" for cells in body]
    return lines
