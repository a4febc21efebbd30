"""Owns libyaml's side of reading a file: its events into values and places, or diagnostics.

Half of it is what it says to the author of a broken file. Never recurses; `yaml_source` is its
face, and what it takes for granted (bytes that are UTF-8, not too many of them) is seen to there.
"""

from __future__ import annotations

import contextlib
import re
from array import array
from typing import Any

from yaml._yaml import CParser  # only libyaml: the parser in Python reads some texts differently
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.reader import ReaderError

from tracker.diagnostic import Diagnostic
from tracker.yaml_source import MAX_DEPTH, MAX_PROBLEMS, Source

__all__ = ["read"]

# What YAML 1.1 and 1.2 both read as null.
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_SPECIAL_KEYS = _NULLS | {"<<"}

_WORD = re.compile(r"\S+")

# libyaml refuses these by itself, but without line and column.
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_CONTROL = re.compile(f"[{_CONTROLS}]")
# It takes these: as line ends, where YAML 1.2 readers and all editors see text (so the same bytes
# would be two different records), and a byte order mark in the middle, which nobody can see.
_REFUSED = re.compile(f"[{_CONTROLS}\u2028\u2029\ufeff]")

_CONFLICT = re.compile(r"(?:\A|(?<=[\r\n]))(?:[<>]{7}(?=[ \r\n]|\Z)|={7}(?=[\r\n]|\Z))")
_LFS_POINTER = "version https://git-lfs.github.com/spec/"


def read(source: Source) -> list[Diagnostic]:
    """Fill in the values and the marks of a source, or say what is wrong with it."""
    text = source.text
    problems = _Problems(source)
    # Plain searches, not one expression: they cost a tenth, and this runs for many files.
    if "<<<<<<<" in text or "=======" in text or ">>>>>>>" in text:
        _refuse_conflict(problems)
    if not text.isascii() and (
        "\x85" in text or "\u2028" in text or "\u2029" in text or "\ufeff" in text
    ):
        _refuse_control_character(problems)
    if text.startswith(_LFS_POINTER):
        _refuse_lfs_pointer(problems)
    if not problems.found:
        try:
            _build(source, CParser(text.encode()), problems)
        except _Stop:
            pass
        except (YAMLError, UnicodeDecodeError) as error:
            with contextlib.suppress(_Stop):
                _explain(problems, error)
    return problems.finish()


def mark(source: Source) -> None:
    """Fill in the marks of a source that the quick reader took: there is nothing wrong with it."""
    value = source.value
    _build(source, CParser(source.text.encode()), _Problems(source))
    source.value = value


class _Stop(Exception):  # control flow inside this module, not an error of anybody's
    """Reading can't go on; what there is to say is already among the problems."""


class _Problems:
    """The diagnostics of one file, and the duplicate keys whose firsts are looked up at the end."""

    __slots__ = ("duplicates", "found", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[Diagnostic] = []
        self.duplicates: list[tuple[int, dict[Any, Any], str, int]] = []

    def add(self, index: int, code: str, message: str, hint: str) -> None:
        line, column = self.source.line_column(index)
        self.found.append(Diagnostic(self.source.path, line, column, code, message, hint=hint))
        self.count(index)

    def count(self, index: int) -> None:
        if len(self.found) + len(self.duplicates) == MAX_PROBLEMS:
            self.add(
                index,
                "too-many-problems",
                f"reading stopped here; got {MAX_PROBLEMS} problems in one file",
                "mend these first, then check again",
            )
            raise _Stop

    def finish(self) -> list[Diagnostic]:
        source = self.source
        for at, node, key, index in self.duplicates:
            first = (source.marks or ())[source.index(at, node)[key]]
            line, column = source.line_column(index)
            self.found.append(
                Diagnostic(
                    source.path,
                    line,
                    column,
                    "duplicate-key",
                    f"{_quoted(key)} stands twice in the same mapping; expected each key once",
                    hint=f"it stands on line {source.line_column(first)[0]} already; keep one",
                )
            )
        return sorted(self.found, key=lambda diagnostic: diagnostic.sort_key)


def _build(source: Source, parser: CParser, problems: _Problems) -> None:
    """Fill in the values and the marks of `source`.

    One long loop, on purpose: it runs once for each word of the registry, and a call a node would
    cost a third more. A key that is refused goes on as a number, which no key can be, so that
    values and marks stay in step.
    """
    get_event = parser.get_event
    text = source.text
    # Without these characters no scalar needs a look at its anchor, tag and escapes.
    is_suspect = "&" in text or "!" in text or "\\" in text
    marks: list[int] = []
    source.marks = marks
    add = marks.append
    root: list[Any] = []
    node: Any = root
    in_mapping = False
    key: Any = None  # in a mapping: the key whose value comes next
    at = end = 0  # the offset of `node` in the marks; where the last node ended
    stack: list[tuple[Any, bool, int]] = []
    while True:
        event: Any = get_event()
        kind = type(event)
        if kind is ScalarEvent:
            add(event.start_mark.index)
            end = event.end_mark.index
            add(end)
            value = event.value
            if is_suspect:
                _check_scalar(problems, event)
            if key is not None:
                # The length first: it spares most texts the hash.
                node[key] = value if len(value) > 4 or event.style or value not in _NULLS else None
                key = None
            elif not in_mapping:
                node.append(value if len(value) > 4 or event.style or value not in _NULLS else None)
            elif value in node or value in _SPECIAL_KEYS:
                key = _check_key(problems, event, at, node)
            else:
                key = value
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            start = event.start_mark.index
            if in_mapping and key is None:
                _refuse_complex_key(problems, start)
            if len(stack) == MAX_DEPTH:
                _refuse_depth(problems, start)
            if event.anchor is not None or event.tag is not None:
                _refuse_properties(problems, event)
            stack.append((node, in_mapping, at))
            child: Any = {} if kind is MappingStartEvent else []
            if key is None:
                node.append(child)
            else:
                node[key] = child
                key = None
            node = child
            in_mapping = kind is MappingStartEvent
            at = len(marks)
            marks += (start, 0, 0)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            # libyaml ends a block collection where the next token begins, lines below; only what
            # ends with a bracket ends there.
            if text[marks[at]] in "{[":
                end = event.end_mark.index
            marks[at + 1] = end
            marks[at + 2] = len(marks)
            node, in_mapping, at = stack.pop()
        elif kind is AliasEvent:
            start = event.start_mark.index
            end = event.end_mark.index
            add(start)
            add(end)
            _refuse_alias(problems, start, text[start:end])
            if key is not None:
                node[key] = None
                key = None
            elif in_mapping:
                key = len(marks)
            else:
                node.append(None)
        elif kind is DocumentStartEvent:
            if event.version is not None or event.tags is not None:
                _refuse_directive(problems, event.start_mark.index)
            if root:
                _refuse_document(problems, event.start_mark.index)
        elif kind is StreamEndEvent:
            break
    if root:
        source.value = root[0]
    source.marks = array("i", marks)  # an eighth of the list's memory


def _check_scalar(problems: _Problems, event: Any) -> None:
    if event.anchor is not None or event.tag is not None:
        _refuse_properties(problems, event)
    if event.style == '"':
        control = _CONTROL.search(event.value)
        if control is not None:
            problems.add(
                event.start_mark.index,
                "control-character",
                f"got an escape for the control character U+{ord(control[0]):04X}, expected text",
                r"take the escape out; text needs none but \n and \t",
            )


def _check_key(problems: _Problems, event: Any, at: int, node: dict[Any, Any]) -> str | int:
    """Report a key that is there already, empty, null or `<<`; give the key to go on with."""
    key: str = event.value
    start: int = event.start_mark.index
    if key in node:
        problems.duplicates.append((at, node, key, start))
        problems.count(start)
    elif key == "<<" and not event.style:
        problems.add(
            start,
            "yaml-merge-key",
            "got the merge key `<<`, expected each key written out",
            'copy the keys in; if it was meant as text, put it in quotes: "<<"',
        )
    elif not key or not event.style:
        problems.add(
            start,
            "yaml-empty-key",
            f"got the null {_quoted(key)} as a key, expected a word" if key else "got an empty key",
            _KEY_HINT,
        )
    else:
        return key
    return len(problems.source.marks or ())


def _refuse_properties(problems: _Problems, event: Any) -> None:
    start = event.start_mark.index
    text = problems.source.text
    if event.anchor is not None:
        index = text.find("&", start)
        _refuse_anchor(problems, index, "&" + event.anchor)
    if event.tag is not None:
        _refuse_tag(problems, text.find("!", start))


def _refuse_anchor(problems: _Problems, index: int, got: str) -> None:
    problems.add(
        index,
        "yaml-anchor",
        f"got the anchor {_quoted(got)}, expected plain data without anchors",
        'if it was meant as text, put the whole text in quotes, such as "&Co Ltd"',
    )


def _refuse_alias(problems: _Problems, index: int, got: str) -> None:
    problems.add(
        index,
        "yaml-alias",
        f"got the alias {_quoted(got)}, expected the value itself",
        'write the value out; if it was meant as text, put it in quotes, such as "*note"',
    )


def _refuse_tag(problems: _Problems, index: int) -> None:
    match = _WORD.match(problems.source.text, index)
    got = match[0] if match else "!"
    problems.add(
        index,
        "yaml-tag",
        f"got the tag {_quoted(got)}, expected plain data without tags",
        'if it was meant as text, put the whole text in quotes, such as "!important"',
    )


def _refuse_complex_key(problems: _Problems, index: int) -> None:
    problems.add(
        index,
        "yaml-complex-key",
        "got a list or a mapping as a key, expected a word",
        "text that begins with [ or { must be put in quotes",
    )
    raise _Stop


def _refuse_depth(problems: _Problems, index: int) -> None:
    problems.add(
        index,
        "too-deep",
        f"got more than {MAX_DEPTH} levels of nesting, expected at most {MAX_DEPTH}",
        "a record needs four levels; is a bracket never closed?",
    )
    raise _Stop


def _refuse_directive(problems: _Problems, index: int) -> None:
    problems.add(
        index,
        "yaml-directive",
        "got a line that begins with %, expected plain data without directives",
        "delete the line; text that begins with % must be put in quotes",
    )
    raise _Stop


def _refuse_document(problems: _Problems, index: int) -> None:
    problems.add(
        index,
        "yaml-multiple-documents",
        "got a second document, expected one document a file",
        "delete the line with `---` or `...`, or move what follows to a file of its own",
    )
    raise _Stop


def _refuse_control_character(problems: _Problems) -> None:
    match = _REFUSED.search(problems.source.text)
    # A future libyaml may refuse more than we know of: then the start of the file has to do.
    index, character = (match.start(), match[0]) if match else (0, "\ufffd")
    what = "control character"
    if character in "\x85\u2028\u2029":
        what = "line separator"
    elif character == "\ufeff":
        what = "byte order mark"
    hint = "delete this invisible character"
    if character == "\x00":
        hint += "; many of them mean that the file was saved as UTF-16, not UTF-8"
    message = f"got the {what} U+{ord(character):04X}, expected visible text"
    problems.add(index, "control-character", message, hint)


def _refuse_conflict(problems: _Problems) -> None:
    match = _CONFLICT.search(problems.source.text)
    if match is not None:
        problems.add(
            match.start(),
            "git-conflict",
            f"got {_quoted(match[0])}, the marker of an unfinished merge; expected YAML",
            "keep one of the two versions, and delete all lines of markers",
        )


def _refuse_lfs_pointer(problems: _Problems) -> None:
    problems.add(
        0,
        "git-lfs-pointer",
        "got a Git LFS pointer, expected the file that it stands for",
        "run `git lfs pull`, or take the file out of Git LFS",
    )


_KEY_HINT = "write `key: value`; a key that is meant as the text `null` goes in quotes"

# libyaml's problem -> (whether its context is the place of the mistake, what to say, the hint).
# Its own problem mark is where the scanner gave up, often the end of the file.
_QUOTE = "put the whole text in quotes (\"...\", or '...' when it holds double quotes)"
_INDENT = "indent with spaces only, and align keys of the same level"
_SENTENCES = {
    "found unexpected end of stream": (
        True,
        "this quote is never closed",
        "close it with the same quote; inside '...' write '' for an apostrophe",
    ),
    "found unexpected document indicator": (
        True,
        "this quote is never closed before a line with `---` or `...`",
        "close it with the same quote; inside '...' write '' for an apostrophe",
    ),
    "found unknown escape character": (
        False,
        'got an escape that YAML does not know, expected one such as \\n or \\"',
        "double the backslash, or use single quotes, which take it as it is",
    ),
    "did not find expected hexdecimal number": (
        False,
        "this escape is cut short; expected hexadecimal digits after it",
        "double the backslash, or use single quotes, which take it as it is",
    ),
    "found invalid Unicode character escape code": (
        False,
        "this escape names no character",
        "write the character itself; half of a surrogate pair is none",
    ),
    "could not find expected ':'": (
        True,
        "got a line without a key; expected `key: value`",
        "put a space after the colon; indent the line when it goes on with the text above",
    ),
    "found unexpected ':'": (
        False,
        "got a colon right before a comma or bracket",
        f"put a space after the colon; if it is text, {_QUOTE}",
    ),
    "block sequence entries are not allowed in this context": (
        False,
        "a list can't begin on the line of its key",
        f"put each `- item` on a line of its own; if it is text, {_QUOTE}",
    ),
    "mapping keys are not allowed in this context": (
        False,
        "text can't begin with `? `",
        _QUOTE,
    ),
    "found a tab character that violates indentation": (
        False,
        "got a tab as indentation, expected spaces",
        _INDENT,
    ),
    "found a tab character where an indentation space is expected": (
        False,
        "got a tab as indentation, expected spaces",
        _INDENT,
    ),
    "did not find expected comment or line break": (
        False,
        "got text behind `|` or `>`, expected the end of the line",
        f"begin the text on the next line, indented; if `|` or `>` belongs to it, {_QUOTE}",
    ),
    "found an indentation indicator equal to 0": (
        False,
        "got the indentation 0 behind `|` or `>`, expected 1 to 9, or none",
        "delete the 0",
    ),
    "did not find expected '-' indicator": (
        False,
        "got something else inside a list, expected `- item`",
        _INDENT,
    ),
    "did not find expected ',' or ']'": (
        True,
        "this [ is never closed, or a comma is missing after it",
        f"close it with ]; if it belongs to the text, {_QUOTE}",
    ),
    "did not find expected ',' or '}'": (
        True,
        "this { is never closed, or a comma is missing after it",
        f"close it with }}; if it belongs to the text, {_QUOTE}",
    ),
}
_FOLLOW_UPS = frozenset({"yaml-anchor", "yaml-alias", "yaml-tag"})


def _explain(problems: _Problems, error: YAMLError | UnicodeDecodeError) -> None:
    """Say in plain words what libyaml could not read, at the place of the author's mistake."""
    source = problems.source
    text = source.text
    if isinstance(error, ReaderError):
        _refuse_control_character(problems)
        return
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        # PyYAML could not decode the %-escapes of a tag: it stands behind the last thing read.
        end = source.marks[-1] if source.marks else 0
        _refuse_tag(problems, max(text.find("!", end), 0))
        return
    context = error.context or ""
    problem = error.problem or ""
    at = error.problem_mark.index
    context_at = at if error.context_mark is None else error.context_mark.index

    if "irective" in context + problem or "YAML document" in problem:
        _refuse_directive(problems, context_at)
    elif "anchor" in context:
        _refuse_anchor(problems, context_at, text[context_at:at])
    elif "alias" in context:
        _refuse_alias(problems, context_at, text[context_at:at])
    elif "tag" in context or "tag handle" in problem:
        _refuse_tag(problems, context_at)
    elif "<document start>" in problem:
        if text.startswith("%"):
            _refuse_directive(problems, 0)
        _refuse_document(problems, at)
    elif _is_follow_up(problems, at):
        return
    else:
        problems.add(*_sentence(source, problem, at, context_at))


def _is_follow_up(problems: _Problems, at: int) -> bool:
    """Whether the line is already reported: `*a b` is an alias, and then text without a key."""
    if not problems.found:
        return False
    last = problems.found[-1]
    return last.code in _FOLLOW_UPS and last.line == problems.source.line_column(at)[0]


def _sentence(source: Source, problem: str, at: int, context_at: int) -> tuple[int, str, str, str]:
    found = _SENTENCES.get(problem)
    if found is not None:
        at_context, message, hint = found
        return (context_at if at_context else at), "yaml-syntax", message, hint
    if problem == "found character that cannot start any token":
        return _bad_start(source, at)
    if problem == "mapping values are not allowed in this context":
        return _second_colon(source, at)
    if "did not find expected" in problem and source.text.startswith(":", at):
        return at, "yaml-empty-key", "got a colon without a key before it", _KEY_HINT
    if problem == "did not find expected key":
        return _no_key(source, at)
    if problem == "did not find expected node content":
        got = source.text[at : at + 1]
        if not got:
            message = "got the end of the file, expected a value or the closing bracket"
            return at, "yaml-syntax", message, f"close what is open; if it is text, {_QUOTE}"
        message = f"got {_quoted(got)}, expected a value"
        return at, "yaml-syntax", message, f"if it is text, {_QUOTE}"
    # Whatever another version of libyaml says.
    return at, "yaml-syntax", f"this is not YAML: {problem or 'unreadable'}", _QUOTE


def _bad_start(source: Source, at: int) -> tuple[int, str, str, str]:
    character = source.text[at : at + 1]
    if character == "\t":
        return at, "yaml-syntax", "got a tab as indentation, expected spaces", _INDENT
    got = "a backtick" if character == "`" else _quoted(character)
    return at, "yaml-syntax", f"text can't begin with {got}", _QUOTE


def _second_colon(source: Source, at: int) -> tuple[int, str, str, str]:
    """A `: ` where no key can end: inside a text, or because a line above went on to here."""
    marks = source.marks
    line, column = source.line_column(at)
    start = marks[-2] if marks and marks[-1] == at else at
    if source.line_column(start)[0] == line:
        return (
            at,
            "yaml-syntax",
            "got a second `: ` in one line; text that holds it needs quotes",
            _QUOTE,
        )
    first_column = source.line_column(start)[1]
    if not source.text[start - first_column + 1 : start].strip():
        message = "got a line without a key; expected `key: value`"
        return start, "yaml-syntax", message, "put a colon and a space behind the key"
    before = source.text[at - column + 1 : at]
    return (
        at - len(before.lstrip()),
        "yaml-syntax",
        "this line is indented below a value that is already there, so it goes on with its text",
        f"align it with the keys above; if it is all one text, {_QUOTE}",
    )


def _no_key(source: Source, at: int) -> tuple[int, str, str, str]:
    """Something other than a key: text behind a closing quote or bracket, or a bad indent."""
    before = source.text[:at].rstrip(" \t")
    if before.endswith(("'", '"')):
        message = "got text behind a closing quote, expected the end of the line"
        hint = "a quote inside a text: write '' within '...', or \\\" within \"...\""
        return at, "yaml-syntax", message, hint
    if before.endswith(("]", "}")):
        message = "got text behind a closing bracket, expected the end of the line"
        return at, "yaml-syntax", message, f"if the brackets belong to the text, {_QUOTE}"
    if source.text.startswith("-", at):
        message = "got an item of a list, expected a key of the mapping above"
        return at, "yaml-syntax", message, "put `key:` on the line before the list"
    message = "this line fits no level of indentation; expected a key"
    return at, "yaml-syntax", message, _INDENT


def _quoted(text: str) -> str:
    short = text if len(text) <= 40 else text[:39] + "…"
    return f"`{short}`"
