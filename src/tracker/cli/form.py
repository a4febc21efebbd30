"""Questions at a terminal: each answer is checked where it is asked, and kept as a draft."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from tracker.cli.errors import UsageError
from tracker.text import escape, inert, nfc, one_line
from tracker.yamlfile.file import value_at

if TYPE_CHECKING:
    from tracker.diagnostic import Diagnostic
    from tracker.editing.drafts import Draft
    from tracker.editing.seeds import Addition
    from tracker.registry import Registry
    from tracker.yamlfile.file import Loc, Plain

__all__ = ["Form", "add_resume", "can_ask", "kept", "say"]

#: The problems of a record, person or card with the answers so far.
Check = Callable[["dict[str, Plain]"], "list[Diagnostic]"]
#: Offered for completion, each with a few words about it.
Words = Mapping[str, str]

_NONE = "-"
_REQUIRED = "an answer is required"
_YES, _NO = ("y", "yes"), ("n", "no")


def add_resume(parser: argparse.ArgumentParser) -> None:
    """Add the option that takes up a draft."""
    parser.add_argument("--resume", action="store_true", help="continue from the saved draft")


def can_ask() -> bool:
    """Whether somebody can read a question and answer it: at a terminal, and not in CI."""
    streams = (sys.stdin, sys.stderr)
    return all(stream is not None and stream.isatty() for stream in streams) and not os.environ.get(
        "CI"
    )


def say(text: str = "") -> None:
    """Print a line on standard error, apart from the command's output."""
    print(inert(escape(text)), file=sys.stderr)


@contextlib.contextmanager
def kept(args: argparse.Namespace, registry: Registry, name: str) -> Iterator[Form]:
    """A form whose answers are kept as a draft until `is_done` is set.

    However the block ends without it, the answers are printed and the draft is named. `--resume`
    takes the draft up; raises UsageError if there is none.
    """
    from tracker.editing.drafts import Draft

    session = _Session(args.command, name, registry, Draft(registry.root, args.command, name))
    session.take_up(is_wanted=args.resume)
    form = Form(session)
    try:
        yield form
    finally:
        if form.is_done and not args.dry_run:
            session.discard()
        elif session.is_answered:
            with contextlib.suppress(OSError):  # a terminal that has gone
                session.report(with_answers=not form.is_done)


class Form:
    """The answers about one record, person or card.

    `values` are those of this run, by key as in the file. `missing` names the options that were
    needed and could not be asked for.
    """

    def __init__(self, session: _Session, at: Loc = (), check: Check | None = None) -> None:
        self.session, self.check = session, check
        self.values: dict[str, Plain] = {}
        self.missing: list[str] = []
        self.is_done = False
        #: Whether optional parts are asked for, too.
        self.asks_all = False
        self._at = at

    @property
    def registry(self) -> Registry:
        """The registry, with what has been added to it."""
        return self.session.registry

    def section(self, at: Loc, check: Check) -> Form:
        """A form for another part of the same draft."""
        form = Form(self.session, at, check)
        form.asks_all = self.asks_all
        return form

    def add(self, registry: Registry, addition: Addition) -> None:
        """Note a person or a card that is to be written, too."""
        self.session.registry = registry
        self.session.additions.append(addition)

    def require(self) -> None:
        """Raise UsageError if parts are missing."""
        if self.missing:
            raise UsageError(
                f"missing: {', '.join(self.missing)}",
                "pass the missing parts as options, or run the command in a terminal to be "
                "prompted",
            )

    def start(self, *, is_complete: bool) -> None:
        """Explain the questions, if there will be some."""
        session = self.session
        self.asks_all = session.may_ask and (session.is_resumed or not is_complete)
        if self.asks_all:
            say("Enter accepts the answer in brackets, - skips, Ctrl-C stops and saves a draft.")

    def earlier(self, loc: Loc) -> Plain:
        """The answer in the draft, if there is one."""
        return value_at(self.session.answers, (*self._at, *loc))

    def answer(self, loc: Loc) -> Plain:
        """The answer of this run."""
        return value_at(self.values, loc)

    def put(self, loc: Loc, value: Plain) -> None:
        """Set an answer, or an option that needs no question; None removes it."""
        _put(self.values, loc, value)
        _put(self.session.answers, (*self._at, *loc), value)

    def part(
        self,
        loc: Loc,
        label: str,
        option: Plain = None,
        *,
        flag: str = "",
        always: bool = False,
        default: str | None = _NONE,
        read: Callable[[str], Plain] = nfc,
        words: Words = MappingProxyType({}),
        add: Callable[[Diagnostic, str], bool] | None = None,
    ) -> Plain:
        """The option, or else the answer to a question; None if it is left out.

        Where questions are asked, an option with a problem is asked for, too.

        With `flag`, the part is required, and added to `missing` if it can't be asked for. An
        optional one is asked for if the form asks all, or `always`; an empty line means `default`.
        `add` may resolve a problem of the answer, and returns whether it did.
        """
        if option is not None:
            value: Plain = nfc(option) if isinstance(option, str) else option
            problem = self._problem(loc, value) if self.asks_all else None
            if problem is None or (add is not None and add(problem, str(value))):
                self.put(loc, value)
                return value
            _say_problem(problem)
        may_ask = self.session.may_ask
        if flag and not may_ask:
            self.missing.append(flag)
        if not (may_ask and (flag or always or self.asks_all)):
            return None
        default = None if flag else default
        while True:
            earlier = self.earlier(loc)
            line = self.session.line(label, default, _shown(earlier), words)
            if line == _NONE and flag:
                say(_REQUIRED)
                continue
            if line == _NONE:
                self.put(loc, None)
                self.session.save()
                return None
            try:
                value = earlier if line == _shown(earlier) else read(line)
            except argparse.ArgumentTypeError as error:
                say(str(error))
                continue
            problem = self._problem(loc, value)
            if problem is None or (add is not None and add(problem, line)):
                self.put(loc, value)
                self.session.save()
                return value
            _say_problem(problem)

    def confirm(self, question: str, *, default: bool) -> bool:
        """The answer to a question that is not part of the draft."""
        while True:
            shown = "y" if default else "n"
            line = self.session.line(f"{question} (y/n)", shown, None, {}).casefold()
            if line in (*_YES, *_NO):
                return line in _YES
            say("answer y or n")

    def _problem(self, loc: Loc, value: Plain) -> Diagnostic | None:
        """The first error that the answer brings into the file."""
        if self.check is None:
            return None
        known = {(each.code, each.message) for each in self.check(_copy(self.values))}
        changed = _copy(self.values)
        _put(changed, loc, value)
        for each in self.check(changed):
            is_error = each.severity == "error" and each.code != "missing-key"  # asked for later
            if is_error and (each.code, each.message) not in known:
                return each
        return None


class _Session:
    """The terminal, the draft, and what is to be written besides the record."""

    def __init__(self, command: str, name: str, registry: Registry, draft: Draft) -> None:
        self.registry = registry
        self.additions: list[Addition] = []
        self.answers: dict[str, Plain] = {}
        self.may_ask = can_ask()
        self.is_answered = self.is_resumed = False
        self._again = (
            f"tracker {command} {'add ' * (command in ('person', 'source'))}{name} --resume"
        )
        self._name, self._draft = name, draft
        self._is_saved = self._has_warned = False

    def take_up(self, *, is_wanted: bool) -> None:
        """Read the draft if `--resume` or the answer to a question says so."""
        path = self._draft.path
        try:
            answers = self._draft.read()
        except (OSError, ValueError) as error:
            raise UsageError(f"can't read the draft {path}: {error}", "edit or delete it") from None
        if is_wanted and not answers:
            raise UsageError(f"no draft of `{self._name}`", "run the command without --resume")
        if answers and not is_wanted and self.may_ask:
            say(f"note: there is a draft of `{self._name}`")
            is_wanted = Form(self).confirm("continue from it?", default=True)
            if not is_wanted:
                say("note: your first answer will replace the draft")
        if is_wanted:
            self.answers, self.is_resumed, self._is_saved = answers, True, True

    def line(self, label: str, default: str | None, earlier: str | None, words: Words) -> str:
        """The next line that is typed and is text; an empty one is the answer in brackets.

        Raises UsageError when the input ends.
        """
        while True:
            try:
                line = _typed(label, default, earlier, words)
            except OSError:  # the terminal has gone
                line = ""
            if not line:
                hint = f"continue with `{self._again}`" if self.is_answered else "try again"
                raise UsageError(
                    "input ended before the last question was answered; nothing was written",
                    f"{hint}, or pass the answers as options (see --help)",
                )
            if any("\udc80" <= char <= "\udcff" for char in line):  # as Python marks other bytes
                say(f"{line.strip()!r} is not valid {sys.stdin.encoding}")
            elif text := line.strip():
                return text
            else:
                say(_REQUIRED)

    def save(self) -> None:
        """Keep the answers so far, so that nothing ends them but their use."""
        self.is_answered = True
        try:
            self._draft.save(self.answers)
            self._is_saved = True
        except OSError as error:
            if not self._has_warned:
                say(f"warning: can't save a draft: {(error.strerror or str(error)).lower()}")
            self._has_warned = True

    def discard(self) -> None:
        """Remove the draft: its answers are in the registry."""
        if self._is_saved:
            with contextlib.suppress(OSError):
                self._draft.discard()

    def report(self, *, with_answers: bool) -> None:
        """Print the answers, and how to continue with them."""
        from tracker.editing.emit import render

        if with_answers:
            say("\nYour answers so far:\n")
            say(render(self.answers))
        if self._is_saved:
            say(f"note: draft saved in {self._draft.path}")
            say(f"hint: continue with `{self._again}`")


def _say_problem(problem: Diagnostic) -> None:
    say(one_line(problem.message))
    if problem.hint:
        say(f"hint: {one_line(problem.hint)}")


# --- one line from the terminal ---


def _typed(label: str, default: str | None, earlier: str | None, words: Words) -> str:
    """A line with its end, empty at the end of the input; with completion, if that is installed."""
    session = _completing()
    if session is not None:
        return session(label, default, earlier, words)
    shown = earlier or default
    brackets = f" [{escape(shown)}]" if shown else ""
    print(f"{escape(label)}{brackets}: ", end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    return shown if shown and line and not line.strip() else line


def _completing() -> Callable[[str, str | None, str | None, Words], str] | None:
    """The same with prompt_toolkit, which the extra `prompts` brings; None without it."""
    if os.environ.get("TERM") == "dumb":
        return None
    try:
        sys.stdin.fileno()
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import WordCompleter
        from prompt_toolkit.output import create_output
    except (ImportError, OSError, AttributeError):
        return None

    def typed(label: str, default: str | None, earlier: str | None, words: Words) -> str:
        completer = WordCompleter(
            [*words],
            ignore_case=True,
            meta_dict=dict(words),
            match_middle=True,
            pattern=re.compile(r"[^,\s]+"),
        )
        session: PromptSession[str] = PromptSession(output=create_output(sys.stderr))
        brackets = f" [{escape(default)}]" if default and not earlier else ""
        try:
            line: str = session.prompt(
                f"{escape(label)}{brackets}: ", default=earlier or "", completer=completer
            )
        except EOFError:
            return ""
        return (line.strip() or default or "") + "\n"  # the earlier answer can be erased

    return typed


# --- nested answers ---


def _put(values: dict[str, Plain], loc: Loc, value: Plain) -> None:
    """Set or remove the value at a path whose last step is a key."""
    if value is None:
        parent = value_at(values, loc[:-1])
        if isinstance(parent, dict):
            parent.pop(str(loc[-1]), None)
        return
    node: Plain = values
    for step, following in pairwise(loc):
        empty: Plain = [] if isinstance(following, int) else {}
        if isinstance(node, dict):
            if not isinstance(node.get(str(step)), (dict, list)):
                node[str(step)] = empty
            node = node[str(step)]
        elif isinstance(node, list) and isinstance(step, int):
            if step == len(node):
                node.append(empty)
            node = node[step]
    if isinstance(node, dict):
        node[str(loc[-1])] = value


def _copy(value: dict[str, Plain]) -> dict[str, Plain]:
    copied: dict[str, Plain] = {}
    for key, inner in value.items():
        copied[key] = _copied(inner)
    return copied


def _copied(value: Plain) -> Plain:
    if isinstance(value, dict):
        return _copy(value)
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _shown(value: Plain) -> str | None:
    """An earlier answer as it would be typed."""
    if isinstance(value, list):
        return ", ".join(item for item in value if isinstance(item, str))
    if isinstance(value, dict):  # a document
        value = value.get("file")
    return value if isinstance(value, str) else None
