"""Messages about broken YAML, each placed where the author made the mistake."""

from __future__ import annotations

import re
from typing import Any

from yaml.error import MarkedYAMLError, YAMLError
from yaml.reader import ReaderError

from tracker.diagnostic import Diagnostic
from tracker.text import shorten
from tracker.yamlfile.file import MAX_DEPTH, MAX_PROBLEMS, YamlFile

__all__ = [
    "CONTROL",
    "Problems",
    "Stop",
    "explain",
    "quoted",
    "refuse_alias",
    "refuse_anchor",
    "refuse_complex_key",
    "refuse_conflict",
    "refuse_control_character",
    "refuse_depth",
    "refuse_directive",
    "refuse_document",
    "refuse_empty_key",
    "refuse_lfs_pointer",
    "refuse_properties",
    "refuse_tag",
]

_WORD = re.compile(r"\S+")

# libyaml refuses these by itself, but without line and column.
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
CONTROL = re.compile(f"[{_CONTROLS}]")
# libyaml takes these for line ends, but YAML 1.2 readers and editors see text: the same bytes would
# be two different records. A byte order mark in the middle is invisible.
_REFUSED = re.compile(f"[{_CONTROLS}\u2028\u2029\ufeff]")

_CONFLICT = re.compile(r"(?:\A|(?<=[\r\n]))(?:[<>]{7}(?=[ \r\n]|\Z)|={7}(?=[\r\n]|\Z))")


class Stop(Exception):  # control flow only; never leaves this package
    """Reading can't go on; the problem has been added already."""


class Problems:
    """The diagnostics of one file.

    Duplicate keys are kept apart: the line of the first one is looked up when reading is done.
    """

    __slots__ = ("diagnostics", "duplicates", "file")

    def __init__(self, file: YamlFile) -> None:
        self.file = file
        self.diagnostics: list[Diagnostic] = []
        self.duplicates: list[tuple[int, dict[Any, Any], str, int]] = []

    def add(self, index: int, code: str, message: str, hint: str) -> None:
        line, column = self.file.line_column(index)
        self.diagnostics.append(Diagnostic(self.file.path, line, column, code, message, hint=hint))
        self.count(index)

    def count(self, index: int) -> None:
        if len(self.diagnostics) + len(self.duplicates) == MAX_PROBLEMS:
            self.add(
                index,
                "too-many-problems",
                f"{MAX_PROBLEMS:,} problems found; the rest of the file was not read",
                "fix these, then run the check again",
            )
            raise Stop

    def finish(self) -> list[Diagnostic]:
        file = self.file
        for at, node, key, index in self.duplicates:
            first = (file.marks or ())[file.index(at, node)[key]]
            line, column = file.line_column(index)
            self.diagnostics.append(
                Diagnostic(
                    file.path,
                    line,
                    column,
                    "duplicate-key",
                    f"duplicate key {quoted(key)} (first on line {file.line_column(first)[0]})",
                    hint="delete one of the two",
                )
            )
        return sorted(self.diagnostics, key=lambda diagnostic: diagnostic.sort_key)


def refuse_properties(problems: Problems, event: Any) -> None:
    """Report an anchor or a tag of a value."""
    start = event.start_mark.index
    text = problems.file.text
    if event.anchor is not None:
        index = text.find("&", start)
        refuse_anchor(problems, index, "&" + event.anchor)
    if event.tag is not None:
        refuse_tag(problems, text.find("!", start))


def refuse_anchor(problems: Problems, index: int, anchor: str) -> None:
    """Report an anchor: text that begins with `&`."""
    message = f"YAML anchor {quoted(anchor)} is not allowed"
    hint = 'put text that begins with & in quotes, such as "&Co Ltd"'
    problems.add(index, "yaml-anchor", message, hint)


def refuse_alias(problems: Problems, index: int, alias: str) -> None:
    """Report an alias: text that begins with `*`."""
    message = f"YAML alias {quoted(alias)} is not allowed"
    hint = 'write out the value, or put text that begins with * in quotes, such as "*note"'
    problems.add(index, "yaml-alias", message, hint)


def refuse_tag(problems: Problems, index: int) -> None:
    """Report a tag: text that begins with `!`."""
    match = _WORD.match(problems.file.text, index)
    message = f"YAML tag {quoted(match[0] if match else '!')} is not allowed"
    hint = 'put text that begins with ! in quotes, such as "!important"'
    problems.add(index, "yaml-tag", message, hint)


def refuse_complex_key(problems: Problems, index: int) -> None:
    """Report a list or a mapping used as a key, and stop."""
    message = "a key can't be a list or a mapping"
    problems.add(index, "yaml-complex-key", message, "put text that begins with [ or { in quotes")
    raise Stop


def refuse_empty_key(problems: Problems, index: int, key: str = "") -> None:
    """Report a key that is empty or null."""
    message = f"null key {quoted(key)}" if key else "empty key"
    hint = "put it in quotes if it is meant as text" if key else "write `key: value`"
    problems.add(index, "yaml-empty-key", message, hint)


def refuse_depth(problems: Problems, index: int) -> None:
    """Report nesting that is too deep, and stop."""
    message = f"nested more than {MAX_DEPTH} levels deep"
    problems.add(index, "too-deep", message, "check for a bracket that is never closed")
    raise Stop


def refuse_directive(problems: Problems, index: int) -> None:
    """Report a directive, a line that begins with `%`, and stop."""
    message = "YAML directives (lines that begin with %) are not allowed"
    hint = "delete the line, or put text that begins with % in quotes"
    problems.add(index, "yaml-directive", message, hint)
    raise Stop


def refuse_document(problems: Problems, index: int) -> None:
    """Report a second document, and stop."""
    message = "more than one YAML document in the file"
    hint = "delete the `---` or `...` line, or move the rest to a file of its own"
    problems.add(index, "yaml-multiple-documents", message, hint)
    raise Stop


def refuse_control_character(problems: Problems) -> None:
    """Report an invisible character."""
    match = _REFUSED.search(problems.file.text)
    # A future libyaml may refuse more characters: then the start of the file has to do.
    index, character = (match.start(), match[0]) if match else (0, "\ufffd")
    kind = "control character"
    if character in "\x85\u2028\u2029":
        kind = "line separator"
    elif character == "\ufeff":
        kind = "byte order mark"
    hint = "delete it"
    if character == "\x00":
        hint = "delete it; if there are many, save the file as UTF-8 instead of UTF-16"
    message = f"invisible {kind} U+{ord(character):04X}"
    problems.add(index, "control-character", message, hint)


def refuse_conflict(problems: Problems) -> None:
    """Report the markers of an unresolved merge."""
    match = _CONFLICT.search(problems.file.text)
    if match is not None:
        message = f"unresolved merge conflict: {quoted(match[0])}"
        hint = "keep one of the two versions and delete the marker lines"
        problems.add(match.start(), "git-conflict", message, hint)


def refuse_lfs_pointer(problems: Problems) -> None:
    """Report a Git LFS pointer in place of the file."""
    message = "Git LFS pointer instead of the file's content"
    hint = "run `git lfs pull`, or stop tracking the file with Git LFS"
    problems.add(0, "git-lfs-pointer", message, hint)


# libyaml's problem -> (whether its context is the place of the mistake, message, hint). Its own
# problem mark is where the scanner gave up, often the end of the file.
_QUOTE = "put the whole text in quotes (\"...\", or '...' if it contains double quotes)"
_CLOSE_QUOTE = "close it with the same mark; inside '...' write '' for an apostrophe"
_BACKSLASH = "double the backslash, or use single quotes, in which backslashes need no escaping"
_INDENT = "use spaces only, and align keys of the same level"
_TAB = "tab used for indentation"
_SENTENCES = {
    "found unexpected end of stream": (True, "unclosed quotation mark", _CLOSE_QUOTE),
    "found unexpected document indicator": (
        True,
        "unclosed quotation mark before a `---` or `...` line",
        _CLOSE_QUOTE,
    ),
    "found unknown escape character": (False, "unknown escape sequence", _BACKSLASH),
    "did not find expected hexdecimal number": (
        False,
        "incomplete escape sequence: hexadecimal digits are missing",
        _BACKSLASH,
    ),
    "found invalid Unicode character escape code": (
        False,
        "escape sequence is not a valid character",
        "write the character itself",
    ),
    "found unexpected ':'": (
        False,
        "unexpected colon before a comma or bracket",
        f"put a space after the colon; if it is text, {_QUOTE}",
    ),
    "block sequence entries are not allowed in this context": (
        False,
        "a list can't begin on the same line as its key",
        f"put each `- item` on a line of its own; if it is text, {_QUOTE}",
    ),
    "mapping keys are not allowed in this context": (False, "text can't begin with `? `", _QUOTE),
    "found a tab character that violates indentation": (False, _TAB, _INDENT),
    "found a tab character where an indentation space is expected": (False, _TAB, _INDENT),
    "did not find expected comment or line break": (
        False,
        "unexpected text after `|` or `>`",
        f"start the text on the next line, indented; if `|` or `>` is part of it, {_QUOTE}",
    ),
    "found an indentation indicator equal to 0": (
        False,
        "invalid indentation 0 after `|` or `>`",
        "delete the 0",
    ),
    "did not find expected '-' indicator": (False, "line without `- ` in a list", _INDENT),
    "did not find expected ',' or ']'": (
        True,
        "`[` is never closed, or a comma is missing after it",
        f"close it with `]`; if it is part of the text, {_QUOTE}",
    ),
    "did not find expected ',' or '}'": (
        True,
        "`{` is never closed, or a comma is missing after it",
        f"close it with `}}`; if it is part of the text, {_QUOTE}",
    ),
}
_COLON = "colon and a space after the key"
_UNSPACED_KEY = re.compile(r"[\w-]+:(?!//)")
_SWALLOWED_KEY = re.compile(r"[\r\n][ -]*\w+:(?=[ \r\n])")
_FOLLOW_UPS = frozenset({"yaml-anchor", "yaml-alias", "yaml-tag"})


def explain(problems: Problems, error: YAMLError | UnicodeDecodeError) -> None:
    """Report in plain words what libyaml could not read, where the author made the mistake."""
    file = problems.file
    text = file.text
    if isinstance(error, ReaderError):
        refuse_control_character(problems)
        return
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        # PyYAML could not decode the %-escapes of a tag: it comes after the last thing read.
        end = file.marks[-1] if file.marks else 0
        refuse_tag(problems, max(text.find("!", end), 0))
        return
    context = error.context or ""
    problem = error.problem or ""
    at = error.problem_mark.index
    context_at = at if error.context_mark is None else error.context_mark.index

    if "irective" in context + problem or "YAML document" in problem:
        refuse_directive(problems, context_at)
    elif "anchor" in context:
        refuse_anchor(problems, context_at, text[context_at:at])
    elif "alias" in context:
        refuse_alias(problems, context_at, text[context_at:at])
    elif "tag" in context or "tag handle" in problem:
        refuse_tag(problems, context_at)
    elif "<document start>" in problem:
        if text.startswith("%"):
            refuse_directive(problems, 0)
        refuse_document(problems, at)
    elif _is_follow_up(problems, at):
        return
    else:
        problems.add(*_sentence(file, problem, at, context_at))


def _is_follow_up(problems: Problems, at: int) -> bool:
    """Whether the line has been reported: `*a b` is an alias, then text without a key."""
    if not problems.diagnostics:
        return False
    last = problems.diagnostics[-1]
    return last.code in _FOLLOW_UPS and last.line == problems.file.line_column(at)[0]


def _sentence(file: YamlFile, problem: str, at: int, context_at: int) -> tuple[int, str, str, str]:
    unclosed = _unclosed(file)
    if unclosed is not None:
        return unclosed
    if problem == "could not find expected ':'":
        missing = "space after the colon" if _UNSPACED_KEY.match(file.text, context_at) else _COLON
        hint = f"put a {missing}, or indent the line if it continues the text above"
        return context_at, "yaml-syntax", "line without `key: value`", hint
    sentence = _SENTENCES.get(problem)
    if sentence is not None:
        at_context, message, hint = sentence
        return (context_at if at_context else at), "yaml-syntax", message, hint
    if problem == "found character that cannot start any token":
        return _bad_start(file, at)
    if problem == "mapping values are not allowed in this context":
        return _second_colon(file, at)
    if "did not find expected" in problem and file.text.startswith(":", at):
        return at, "yaml-empty-key", "no key before the colon", "write `key: value`"
    if problem == "did not find expected key":
        return _no_key(file, at)
    if problem == "did not find expected node content":
        character = file.text[at : at + 1]
        if not character:
            message = "unexpected end of file: a value or a closing bracket is missing"
            return at, "yaml-syntax", message, f"close the bracket; if it is text, {_QUOTE}"
        return at, "yaml-syntax", f"unexpected {quoted(character)}", f"if it is text, {_QUOTE}"
    # For problems that another version of libyaml may report.
    return at, "yaml-syntax", f"invalid YAML: {problem or 'unreadable'}", _QUOTE


def _unclosed(file: YamlFile) -> tuple[int, str, str, str] | None:
    """Quoted text that has swallowed the keys below it, because its closing mark is missing."""
    start, end = (file.marks or (0, 0))[-2:]
    text = file.text[start:end]
    if not text.startswith(("'", '"')) or _SWALLOWED_KEY.search(text) is None:
        return None
    line = file.line_column(end)[0]
    message = f"unclosed quotation mark: the text ends only on line {line}"
    return start, "yaml-syntax", message, _CLOSE_QUOTE


def _bad_start(file: YamlFile, at: int) -> tuple[int, str, str, str]:
    character = file.text[at : at + 1]
    if character == "\t":
        return at, "yaml-syntax", _TAB, _INDENT
    name = "a backtick" if character == "`" else quoted(character)
    return at, "yaml-syntax", f"text can't begin with {name}", _QUOTE


def _second_colon(file: YamlFile, at: int) -> tuple[int, str, str, str]:
    """A `: ` where no key can end: inside text, or because a line above continues to here."""
    marks = file.marks
    line, column = file.line_column(at)
    start = marks[-2] if marks and marks[-1] == at else at
    if file.line_column(start)[0] == line:
        return at, "yaml-syntax", "second `: ` on the same line", _QUOTE
    first_column = file.line_column(start)[1]
    if not file.text[start - first_column + 1 : start].strip():
        return start, "yaml-syntax", "line without `key: value`", f"put a {_COLON}"
    before = file.text[at - column + 1 : at]
    return (
        at - len(before.lstrip()),
        "yaml-syntax",
        "unexpected indentation: this line continues the text above",
        f"align it with the keys above; if it is all one text, {_QUOTE}",
    )


def _no_key(file: YamlFile, at: int) -> tuple[int, str, str, str]:
    """Something other than a key: text after a closing quote or bracket, or a bad indent."""
    before = file.text[:at].rstrip(" \t")
    if before.endswith(("'", '"')):
        message = "unexpected text after the closing quotation mark"
        hint = "write a quotation mark inside text as '' within '...', or as \\\" within \"...\""
        return at, "yaml-syntax", message, hint
    if before.endswith(("]", "}")):
        message = "unexpected text after the closing bracket"
        return at, "yaml-syntax", message, f"if the brackets are part of the text, {_QUOTE}"
    if file.text.startswith("-", at):
        message = "unexpected list item among the keys of a mapping"
        return at, "yaml-syntax", message, "put `key:` on the line before the list"
    return at, "yaml-syntax", "indentation does not match any level above", _INDENT


def quoted(text: str) -> str:
    """The text in backticks, shortened."""
    return f"`{shorten(text, 40)}`"
