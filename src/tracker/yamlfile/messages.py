"""What the author of a broken file is told: each problem in plain words, at their mistake."""

from __future__ import annotations

import re
from typing import Any

from yaml.error import MarkedYAMLError, YAMLError
from yaml.reader import ReaderError

from tracker.diagnostic import Diagnostic
from tracker.yamlfile.file import MAX_DEPTH, MAX_PROBLEMS, YamlFile

__all__ = [
    "CONTROL",
    "KEY_HINT",
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
    "refuse_lfs_pointer",
    "refuse_properties",
    "refuse_tag",
]

_WORD = re.compile(r"\S+")

# libyaml refuses these by itself, but without line and column.
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
CONTROL = re.compile(f"[{_CONTROLS}]")
# It takes these: as line ends, where YAML 1.2 readers and all editors see text (so the same bytes
# would be two different records), and a byte order mark in the middle, which nobody can see.
_REFUSED = re.compile(f"[{_CONTROLS}\u2028\u2029\ufeff]")

_CONFLICT = re.compile(r"(?:\A|(?<=[\r\n]))(?:[<>]{7}(?=[ \r\n]|\Z)|={7}(?=[\r\n]|\Z))")


class Stop(Exception):  # control flow inside this module, not an error of anybody's
    """Reading can't go on; what there is to say is already among the problems."""


class Problems:
    """The diagnostics of one file, and the duplicate keys whose firsts are looked up at the end."""

    __slots__ = ("duplicates", "file", "found")

    def __init__(self, file: YamlFile) -> None:
        self.file = file
        self.found: list[Diagnostic] = []
        self.duplicates: list[tuple[int, dict[Any, Any], str, int]] = []

    def add(self, index: int, code: str, message: str, hint: str) -> None:
        line, column = self.file.line_column(index)
        self.found.append(Diagnostic(self.file.path, line, column, code, message, hint=hint))
        self.count(index)

    def count(self, index: int) -> None:
        if len(self.found) + len(self.duplicates) == MAX_PROBLEMS:
            self.add(
                index,
                "too-many-problems",
                f"reading stopped here; got {MAX_PROBLEMS} problems in one file",
                "mend these first, then check again",
            )
            raise Stop

    def finish(self) -> list[Diagnostic]:
        file = self.file
        for at, node, key, index in self.duplicates:
            first = (file.marks or ())[file.index(at, node)[key]]
            line, column = file.line_column(index)
            self.found.append(
                Diagnostic(
                    file.path,
                    line,
                    column,
                    "duplicate-key",
                    f"{quoted(key)} stands twice in the same mapping; expected each key once",
                    hint=f"it stands on line {file.line_column(first)[0]} already; keep one",
                )
            )
        return sorted(self.found, key=lambda diagnostic: diagnostic.sort_key)


def refuse_properties(problems: Problems, event: Any) -> None:
    """An anchor or a tag of a value."""
    start = event.start_mark.index
    text = problems.file.text
    if event.anchor is not None:
        index = text.find("&", start)
        refuse_anchor(problems, index, "&" + event.anchor)
    if event.tag is not None:
        refuse_tag(problems, text.find("!", start))


def refuse_anchor(problems: Problems, index: int, got: str) -> None:
    """Text that begins with `&` is an anchor."""
    problems.add(
        index,
        "yaml-anchor",
        f"got the anchor {quoted(got)}, expected plain data without anchors",
        'if it was meant as text, put the whole text in quotes, such as "&Co Ltd"',
    )


def refuse_alias(problems: Problems, index: int, got: str) -> None:
    """Text that begins with `*` is an alias."""
    problems.add(
        index,
        "yaml-alias",
        f"got the alias {quoted(got)}, expected the value itself",
        'write the value out; if it was meant as text, put it in quotes, such as "*note"',
    )


def refuse_tag(problems: Problems, index: int) -> None:
    """Text that begins with `!` is a tag."""
    match = _WORD.match(problems.file.text, index)
    got = match[0] if match else "!"
    problems.add(
        index,
        "yaml-tag",
        f"got the tag {quoted(got)}, expected plain data without tags",
        'if it was meant as text, put the whole text in quotes, such as "!important"',
    )


def refuse_complex_key(problems: Problems, index: int) -> None:
    """A list or a mapping as a key; reading stops."""
    problems.add(
        index,
        "yaml-complex-key",
        "got a list or a mapping as a key, expected a word",
        "text that begins with [ or { must be put in quotes",
    )
    raise Stop


def refuse_depth(problems: Problems, index: int) -> None:
    """More levels than allowed; reading stops."""
    problems.add(
        index,
        "too-deep",
        f"got more than {MAX_DEPTH} levels of nesting, expected at most {MAX_DEPTH}",
        "a record needs four levels; is a bracket never closed?",
    )
    raise Stop


def refuse_directive(problems: Problems, index: int) -> None:
    """A line that begins with `%`; reading stops."""
    problems.add(
        index,
        "yaml-directive",
        "got a line that begins with %, expected plain data without directives",
        "delete the line; text that begins with % must be put in quotes",
    )
    raise Stop


def refuse_document(problems: Problems, index: int) -> None:
    """A second document; reading stops."""
    problems.add(
        index,
        "yaml-multiple-documents",
        "got a second document, expected one document a file",
        "delete the line with `---` or `...`, or move what follows to a file of its own",
    )
    raise Stop


def refuse_control_character(problems: Problems) -> None:
    """A character that nobody can see."""
    match = _REFUSED.search(problems.file.text)
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


def refuse_conflict(problems: Problems) -> None:
    """The markers of an unfinished merge."""
    match = _CONFLICT.search(problems.file.text)
    if match is not None:
        problems.add(
            match.start(),
            "git-conflict",
            f"got {quoted(match[0])}, the marker of an unfinished merge; expected YAML",
            "keep one of the two versions, and delete all lines of markers",
        )


def refuse_lfs_pointer(problems: Problems) -> None:
    """A pointer of Git LFS in place of the file."""
    problems.add(
        0,
        "git-lfs-pointer",
        "got a Git LFS pointer, expected the file that it stands for",
        "run `git lfs pull`, or take the file out of Git LFS",
    )


KEY_HINT = "write `key: value`; a key that is meant as the text `null` goes in quotes"

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


def explain(problems: Problems, error: YAMLError | UnicodeDecodeError) -> None:
    """Say in plain words what libyaml could not read, at the place of the author's mistake."""
    file = problems.file
    text = file.text
    if isinstance(error, ReaderError):
        refuse_control_character(problems)
        return
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        # PyYAML could not decode the %-escapes of a tag: it stands behind the last thing read.
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
    """Whether the line is already reported: `*a b` is an alias, and then text without a key."""
    if not problems.found:
        return False
    last = problems.found[-1]
    return last.code in _FOLLOW_UPS and last.line == problems.file.line_column(at)[0]


def _sentence(file: YamlFile, problem: str, at: int, context_at: int) -> tuple[int, str, str, str]:
    found = _SENTENCES.get(problem)
    if found is not None:
        at_context, message, hint = found
        return (context_at if at_context else at), "yaml-syntax", message, hint
    if problem == "found character that cannot start any token":
        return _bad_start(file, at)
    if problem == "mapping values are not allowed in this context":
        return _second_colon(file, at)
    if "did not find expected" in problem and file.text.startswith(":", at):
        return at, "yaml-empty-key", "got a colon without a key before it", KEY_HINT
    if problem == "did not find expected key":
        return _no_key(file, at)
    if problem == "did not find expected node content":
        got = file.text[at : at + 1]
        if not got:
            message = "got the end of the file, expected a value or the closing bracket"
            return at, "yaml-syntax", message, f"close what is open; if it is text, {_QUOTE}"
        message = f"got {quoted(got)}, expected a value"
        return at, "yaml-syntax", message, f"if it is text, {_QUOTE}"
    # Whatever another version of libyaml says.
    return at, "yaml-syntax", f"this is not YAML: {problem or 'unreadable'}", _QUOTE


def _bad_start(file: YamlFile, at: int) -> tuple[int, str, str, str]:
    character = file.text[at : at + 1]
    if character == "\t":
        return at, "yaml-syntax", "got a tab as indentation, expected spaces", _INDENT
    got = "a backtick" if character == "`" else quoted(character)
    return at, "yaml-syntax", f"text can't begin with {got}", _QUOTE


def _second_colon(file: YamlFile, at: int) -> tuple[int, str, str, str]:
    """A `: ` where no key can end: inside a text, or because a line above went on to here."""
    marks = file.marks
    line, column = file.line_column(at)
    start = marks[-2] if marks and marks[-1] == at else at
    if file.line_column(start)[0] == line:
        return (
            at,
            "yaml-syntax",
            "got a second `: ` in one line; text that holds it needs quotes",
            _QUOTE,
        )
    first_column = file.line_column(start)[1]
    if not file.text[start - first_column + 1 : start].strip():
        message = "got a line without a key; expected `key: value`"
        return start, "yaml-syntax", message, "put a colon and a space behind the key"
    before = file.text[at - column + 1 : at]
    return (
        at - len(before.lstrip()),
        "yaml-syntax",
        "this line is indented below a value that is already there, so it goes on with its text",
        f"align it with the keys above; if it is all one text, {_QUOTE}",
    )


def _no_key(file: YamlFile, at: int) -> tuple[int, str, str, str]:
    """Something other than a key: text behind a closing quote or bracket, or a bad indent."""
    before = file.text[:at].rstrip(" \t")
    if before.endswith(("'", '"')):
        message = "got text behind a closing quote, expected the end of the line"
        hint = "a quote inside a text: write '' within '...', or \\\" within \"...\""
        return at, "yaml-syntax", message, hint
    if before.endswith(("]", "}")):
        message = "got text behind a closing bracket, expected the end of the line"
        return at, "yaml-syntax", message, f"if the brackets belong to the text, {_QUOTE}"
    if file.text.startswith("-", at):
        message = "got an item of a list, expected a key of the mapping above"
        return at, "yaml-syntax", message, "put `key:` on the line before the list"
    message = "this line fits no level of indentation; expected a key"
    return at, "yaml-syntax", message, _INDENT


def quoted(text: str) -> str:
    """The text in backticks, shortened."""
    short = text if len(text) <= 40 else text[:39] + "…"
    return f"`{short}`"
