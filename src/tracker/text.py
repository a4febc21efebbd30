"""Text for display: width, wrapping, escapes, plurals and near misses. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = [
    "Canvas",
    "did_you_mean",
    "dotted",
    "escape",
    "folded",
    "inert",
    "is_web",
    "listed",
    "nfc",
    "one_line",
    "pad",
    "plain",
    "plural",
    "safe_cell",
    "shorten",
    "show_value",
    "slug",
    "stem",
    "truncate",
    "width",
    "wrap",
]

# Bidirectional embeddings, overrides and isolates reorder the text around them; right-to-left
# letters themselves are legitimate and stay.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Characters that show nothing and join nothing; the joiners of emoji and scripts stay.
_HIDDEN = re.compile("[\xad\u180e\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
# Marks that must not begin a line in Chinese typography, and those that must not end one. The
# full-width ones are written as escapes: they look like their ASCII twins.
_NO_START = frozenset(
    "\uff0c\u3002\u3001\uff1b\uff1a\uff1f\uff01\uff09\u3011\u300b\u300d\u300f\u3009\u3015\uff3d\uff5d"
    "\uff05\uff0e\u30fb\u00b7\u201d\u2019\u2026\u2014,.;:?!)]}%"
)
_NO_END = frozenset("\uff08\u3010\u300a\u300c\u300e\u3008\u3014\uff3b\uff5b\u201c\u2018([{")
_BEFORE_WORD = re.compile(r"\s(?=\S)")


_COMMAND = re.compile(r"^[^\S\n]*:(?=:)|#(?=#\w*\[)", re.MULTILINE)
# From OWASP's "CSV Injection"; Chinese and Japanese Excel also take the wide ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "36"}


@dataclass(frozen=True, slots=True)
class Canvas:
    """The output that text is written for: `width` columns, with or without colour."""

    width: int = 80
    color: bool = False

    def paint(self, text: str, *styles: str) -> str:
        """The text in the given styles (bold, dim, red, green, yellow, blue), if colour is on."""
        if not self.color or not styles:
            return text
        codes = ";".join(_STYLES[style] for style in styles)
        return f"\x1b[{codes}m{text}\x1b[0m"


def plural(count: float, one: str, many: str | None = None) -> str:
    """`1 record`, `1,000 records`, `1.5 days`."""
    return f"{count:,.15g} {one if count == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1] if words else "")))


def stem(path: str) -> str:
    """The name of a file without folders and ending, which is the id of its record or card."""
    return path.rpartition("/")[2].rpartition(".")[0]


def slug(text: str) -> str:
    """The id nearest to a text: lower-case letters, digits, hyphens; empty if none are left."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def nfc(text: str) -> str:
    """The text in Unicode's composed form (NFC), in which names and texts are compared."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """The text for comparisons that ignore case."""
    return nfc(text).casefold()


def shorten(text: str, most: int) -> str:
    """The text on one line, cut to at most `most` characters with an ellipsis."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def show_value(value: object) -> str:
    """A value as quoted in messages: one line, at most 60 characters, controls escaped."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return repr(text if len(text) <= 60 else text[:57] + "...")


def dotted(loc: Iterable[str | int]) -> str:
    """A path in a file as text, counting from 0: `resolution.evidence[0].url`."""
    text = ""
    for step in loc:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += ("." if text else "") + show_value(step)[1:-1]
    return text


def did_you_mean(word: str, known: Iterable[str], *, instead: str = "", most: int = 1) -> str:
    """A hint with the nearest of the known words, or `instead` if none is near."""
    import difflib  # late: only needed for mistakes

    near = [f"`{one}`" for one in difflib.get_close_matches(word, list(known), n=most)]
    if not near:
        return instead
    names = " or ".join(filter(None, (", ".join(near[:-1]), near[-1])))
    return f"did you mean {names}?"


def escape(text: str) -> str:
    """Controls, direction marks and hidden characters made visible; newlines and tabs stay."""
    if text.isprintable():
        return text
    return "".join(char if _is_plain(char) else _escaped(char) for char in text)


def one_line(text: str) -> str:
    """The text on one line: runs of white space become one space, controls are escaped."""
    return escape(" ".join(text.split()))


def plain(text: str) -> str:
    """A message or path that may quote others, as one line that no terminal or CI log obeys."""
    return inert(escape(text).replace("\n", "\\n").replace("\t", "\\t"))


def inert(text: str) -> str:
    """The text without commands to a CI system's log: the character that makes one is escaped.

    GitHub's runner obeys `::name ...::` at the start of a line, spaces before it or not, and
    `##[name ...]` anywhere (actions/runner, src/Runner.Common/ActionCommand.cs); Azure's agent
    `##vso[...]`, TeamCity `##teamcity[...]`. Wrapping can move text there.
    """
    return _COMMAND.sub(lambda match: match[0][:-1] + _escaped(match[0][-1]), text)


def safe_cell(value: object) -> object:
    """Put a `'` before text that would start a formula; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return "" if value is None else value


def is_web(url: str | None) -> bool:
    """Whether the address is http(s) and names a host, as links must."""
    from urllib.parse import urlsplit  # late: the command line starts without it

    if not url:
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def width(text: str) -> int:
    """Columns that the text takes on a terminal: wide characters and emoji sequences take two."""
    return len(text) if text.isascii() else sum(size for _, size in _graphemes(text))


def pad(text: str, columns: int) -> str:
    """The text, padded on the right to `columns`."""
    return text + " " * (columns - width(text))


def truncate(text: str, columns: int) -> str:
    """The text, cut to at most `columns` with an ellipsis."""
    if text.isascii() and len(text) <= columns:
        return text
    end = at = used = 0  # the end of what fits beside the ellipsis, and what has been measured
    for character, size in _graphemes(text):
        used += size
        at += len(character)
        if used > columns:
            return text[:end].rstrip() + "…" if columns > 0 else ""
        if used < columns:
            end = at
    return text


def wrap(text: str, columns: int, *, indent: str = "") -> list[str]:
    """Lines of at most `columns`, each starting with `indent`.

    They break at spaces and between wide characters, but not at a no-break space, nor before
    closing or after opening punctuation.
    """
    room = max(columns - width(indent), 2)
    lines: list[str] = []
    for paragraph in map(str.strip, text.splitlines() or [""]):
        if width(paragraph) <= room:
            lines.append(paragraph)
        else:
            lines.extend(_fill(_atoms(paragraph), room))
    return [(indent + line).rstrip() for line in lines]


def _fill(atoms: list[str], room: int) -> list[str]:
    lines, line, used = [], "", 0
    for atom in atoms:
        word = atom.rstrip()
        size = width(word)
        if line and used + size > room:
            lines.append(line.rstrip())
            line, used = "", 0
        if size > room:
            *full, rest = _pieces(word, room)
            lines.extend(full)
            atom = rest + atom[len(word) :]
        elif not line:
            atom = atom.lstrip()
        line += atom
        used += width(atom)
    return [*lines, line.rstrip()] if line or not lines else lines


def _pieces(word: str, room: int) -> list[str]:
    """A word that is wider than a line, cut where each line is full."""
    cuts, used, at = [0], 0, 0
    for character, size in _graphemes(word):
        if used + size > room and at:
            cuts.append(at)
            used = 0
        used += size
        at += len(character)
    return _cut(word, cuts)


def _atoms(text: str) -> list[str]:
    """Unbreakable pieces: words with the spaces after them, or single wide characters."""
    if text.isascii():  # only at spaces, and ten times as fast
        return _cut(text, [0, *(match.end() for match in _BEFORE_WORD.finditer(text))])
    breaks, at = [0], 0
    for (last, last_size), (character, size) in pairwise(_graphemes(text)):
        at += len(last)
        if _may_break(last[-1], last_size, character[0], size):
            breaks.append(at)
    return _cut(text, breaks)


def _cut(text: str, starts: list[int]) -> list[str]:
    # One slice per piece: growing a piece character by character takes minutes for a megabyte.
    return [text[a:b] for a, b in pairwise([*starts, len(text)])]


def _may_break(last: str, last_size: int, char: str, size: int) -> bool:
    """Whether a line may end between two characters; the sizes are those of their graphemes."""
    if char.isspace():
        return False
    if last.isspace():
        return last not in "\xa0\u202f"
    if char in _NO_START or last in _NO_END:
        return False
    return size == 2 or (size == 1 and last_size == 2)


def _graphemes(text: str) -> Iterator[tuple[str, int]]:
    """What a reader takes for one character, and its columns; a control character takes one."""
    if text.isascii():
        yield from ((char, 1) for char in text)
        return
    from wcwidth import iter_graphemes, wcswidth  # only text that is not ASCII needs its tables

    for character in iter_graphemes(text):
        size = wcswidth(character)
        yield character, 1 if size < 0 or character == "\0" else size


def _is_plain(char: str) -> bool:
    if char in "\n\t":
        return True
    if char in _BIDI or _HIDDEN.match(char):
        return False
    return unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp")


def _escaped(char: str) -> str:
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
