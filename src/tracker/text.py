"""Owns how text that others wrote is shown on a terminal: width, wrapping, escapes. Pure."""

from __future__ import annotations

import unicodedata

__all__ = ["escape", "one_line", "pad", "truncate", "width", "wrap"]

# Bidirectional embeddings, overrides and isolates reorder what stands around them; right-to-left
# letters themselves are legitimate and stay.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Marks that must not begin a line in Chinese typography, and those that must not end one.
_NO_START = frozenset(",。、;:?!)】》」』”’%…—,.;:?!)]}")
_NO_END = frozenset("(【《「『“‘([{")


def escape(text: str) -> str:
    """Control and bidirectional control characters as visible escapes; newlines and tabs stay."""
    if text.isprintable():
        return text
    return "".join(char if _is_plain(char) else _escaped(char) for char in text)


def one_line(text: str) -> str:
    """The text on one line: runs of white space become one blank, controls are escaped."""
    return escape(" ".join(text.split()))


def width(text: str) -> int:
    """Columns that the text takes on a terminal: East Asian wide characters take two."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def pad(text: str, columns: int) -> str:
    """The text, filled with blanks on the right up to `columns`."""
    return text + " " * (columns - width(text))


def truncate(text: str, columns: int) -> str:
    """The text if it fits, else its beginning with an ellipsis, at most `columns` wide."""
    if width(text) <= columns:
        return text
    kept, used = [], 1
    for char in text:
        used += _columns(char)
        if used > columns:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def wrap(text: str, columns: int, *, indent: str = "") -> list[str]:
    """Lines of at most `columns`, each begun with `indent`.

    They break at blanks and between wide characters, but not before closing nor after opening
    punctuation.
    """
    room = max(columns - width(indent), 2)
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        lines.extend(_fill(_atoms(paragraph), room))
    return [(indent + line).rstrip() for line in lines]


def _fill(atoms: list[str], room: int) -> list[str]:
    lines, line, used = [], "", 0
    for atom in atoms:
        size = width(atom)
        if line and used + width(atom.rstrip()) > room:
            lines.append(line.rstrip())
            line, used = "", 0
            atom = atom.lstrip()
            size = width(atom)
        while size > room:
            head = truncate(atom, room + 1)[:-1] if width(atom) > room else atom
            head = head or atom[0]
            lines.append(head)
            atom = atom[len(head) :]
            size = width(atom)
        line += atom
        used += size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _atoms(text: str) -> list[str]:
    """Unbreakable pieces: words with the blanks after them, or single wide characters."""
    atoms: list[str] = []
    for char in text:
        last = atoms[-1][-1] if atoms else ""
        breaks = (
            not last
            or (last.isspace() and not char.isspace())
            or (
                not char.isspace()
                and char not in _NO_START
                and last not in _NO_END
                and (_columns(char) == 2 or _columns(last) == 2)
            )
        )
        if breaks:
            atoms.append(char)
        else:
            atoms[-1] += char
    return atoms


def _columns(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _is_plain(char: str) -> bool:
    if char in "\n\t":
        return True
    return char not in _BIDI and unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp")


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
