"""Text that is not what it looks like: invisible characters, and text that a comment cuts off.

Both rules read a file's own text, comments included. The fast reader declines files that contain
either, so nearly all files are skipped here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from tracker.checks.base import Finding, check
from tracker.registry import Registry
from tracker.text import dotted
from tracker.yamlfile.file import MAX_PROBLEMS, Loc, Plain, YamlFile

__all__ = ["TEXT_KEYS", "invisible_character", "text_cut_off"]

#: Keys of free text, in records, cards and people; `kind` is one in cards only, and left out.
TEXT_KEYS = frozenset(
    """
    affiliation as_said as_said_en assumed authors by claim code correct evidence hedge hedge_en
    incorrect name name_en note publisher quote quote_en quote_in_copy reported_by role speaker
    stake summary tags title title_en why
    """.split()
)

# Embeddings, overrides and isolates; then what has no width: marks, joiners, fillers, operators,
# controls of annotations, hieroglyphs, shorthand and music, tags.
_DIRECTION = "\u202a-\u202e\u2066-\u2069"
_HIDDEN = re.compile(
    f"[{_DIRECTION}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2065"
    "\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U00013430-\U00013438\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e007f]+"
)
_LINE = re.compile(r"[^\r\n]+")
_MARKS = frozenset("\u034f\u061c\u200e\u200f")  # right beside right-to-left words
_JOINERS = frozenset("\u200c\u200d")  # right inside Persian and Indic words, and emoji of parts
_RIGHT_TO_LEFT = re.compile("[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# What YAML takes for a comment although it follows text and looks like a part of it.
_COMMENT = re.compile(r"(?<=\S)(?:[ \t]+|[ \t]*(?:\r\n|\n|\r)[ \t]+)(#[^\W_][^\r\n]*)")


@check("invisible-character", "warning")
def invisible_character(registry: Registry) -> Iterator[Finding]:
    """A file contains an invisible character: a direction control or a zero-width character.

    Direction controls reorder the text around them on the screen; zero-width and tag characters
    keep texts that look identical from matching. Only the first on each line is reported. Comments
    are checked, too. Directional marks next to right-to-left words are allowed, and so are joiners
    where the script needs them: in Persian and Indic words, and in emoji of several parts.

    Bad::

        claim: "GPT-5 will\\u200b be released in 2024."

    Good::

        claim: GPT-5 will be released in 2024.
    """
    for file, record in _files(registry):
        if not file.text.isascii() or "\\" in file.text:
            for at, char in islice(_hidden(file), MAX_PROBLEMS):
                name = unicodedata.name(char, "unnamed").lower()
                message = f"invisible character U+{ord(char):04X} ({name})"
                yield Finding(file, (), message, _hint(char), record=record, at=at)


@check("text-cut-off", "warning")
def text_cut_off(registry: Registry) -> Iterator[Finding]:
    """A text is cut off at ` #`, where YAML begins a comment.

    No warning is given if a space follows the `#`, as in an intended comment.

    Bad::

        claim: Model #1 will be overtaken by 2026.

    Good::

        claim: "Model #1 will be overtaken by 2026."
    """
    for file, record in _files(registry):
        if "#" not in file.text:
            continue
        ends: dict[int, Loc] | None = None
        for comment in _COMMENT.finditer(file.text):
            ends = _ends(file) if ends is None else ends
            loc = ends.get(comment.start())
            if loc is None or not _continues(file, loc, comment.start(1)):
                continue
            rest = comment[1] if len(comment[1]) <= 40 else f"{comment[1][:37]}..."
            message = f"`{dotted(loc)}` is cut off: YAML reads {rest!r} as a comment"
            hint = "put the text in quotes, or add a space after # if you meant a comment"
            yield Finding(file, (), message, hint, record=record, at=comment.start(1))


def _files(registry: Registry) -> Iterator[tuple[YamlFile, str | None]]:
    """The files that the quick reader left, with the id of a record."""
    for record in registry.records.values():
        if not record.file.is_plain:
            yield record.file, record.id
    seeds = [card.file for card in registry.cards.values()]
    for file in [*seeds, *([registry.people_file] if registry.people_file else [])]:
        if not file.is_plain:
            yield file, None


# --- invisible characters ---


def _hidden(file: YamlFile) -> Iterator[tuple[int, str]]:
    """Find the first invisible character of each line, then those written as escapes."""
    text = file.text
    if _HIDDEN.search(text):
        for line in _LINE.finditer(text):
            unwanted = _unwanted(text, *line.span())
            if unwanted is not None:
                yield unwanted
    if "\\" in text:
        for loc, value in _texts(file.value):
            unwanted = _unwanted(value, 0, len(value)) if _HIDDEN.search(value) else None
            start, end = file.span(loc) if unwanted is not None else (0, 0)
            if unwanted is not None and not _HIDDEN.search(text, start, end):
                yield start, unwanted[1]


def _unwanted(text: str, start: int, end: int) -> tuple[int, str] | None:
    """The first invisible character of a line that its script does not need there."""
    has_right_to_left = None
    for match in _HIDDEN.finditer(text, start, end):
        chars = match[0]
        if _MARKS.issuperset(chars):
            if has_right_to_left is None:
                has_right_to_left = _RIGHT_TO_LEFT.search(text, start, end) is not None
            if has_right_to_left:
                continue
        elif chars in _JOINERS:
            before, after = (
                text[match.start() - 1 : match.start()],
                text[match.end() : match.end() + 1],
            )
            if _joins(before) and _joins(after):
                continue
        return match.start(), chars[0]
    return None


def _joins(char: str) -> bool:
    """Whether a joiner may stand beside it: a letter without case, a sign of an emoji."""
    if not char or unicodedata.category(char) not in ("Lo", "Mn", "Mc", "So", "Sk"):
        return False
    # Chinese, Japanese and Korean letters are never joined.
    return unicodedata.category(char) != "Lo" or unicodedata.east_asian_width(char) not in "WFH"


def _hint(char: str) -> str:
    if re.match(f"[{_DIRECTION}]", char):
        return "delete it: it reorders the surrounding text on screen"
    return "delete it: texts that look identical no longer match"


# --- text that is cut off ---


def _ends(file: YamlFile) -> dict[int, Loc]:
    """Where each plain text of a text key ends, or would begin."""
    return {
        file.span(loc)[1]: loc
        for loc, _ in _texts(file.value, nothing=True)
        if next((step for step in reversed(loc) if isinstance(step, str)), "") in TEXT_KEYS
        and file.style(loc) == "plain"
    }


def _continues(file: YamlFile, loc: Loc, at: int) -> bool:
    """Whether a text could go on at `at`: on its line, or indented deeper than its key below."""
    line, column = file.line_column(at)
    text_line, _ = file.line_column(file.span(loc)[1])
    return line == text_line or column > file.place(loc, key=True)[1]


def _texts(value: Plain, *, nothing: bool = False) -> Iterator[tuple[Loc, str]]:
    """Every text below a value with its path; `nothing`: what is left empty too."""
    pending: list[tuple[Loc, Plain]] = [((), value)]
    while pending:
        loc, node = pending.pop()
        if isinstance(node, dict):
            pending += [((*loc, key), child) for key, child in reversed(node.items())]
        elif isinstance(node, list):
            pending += [((*loc, at), child) for at, child in reversed(list(enumerate(node)))]
        elif isinstance(node, str):
            yield loc, node
        elif nothing:
            yield loc, ""
