"""Shared by the editing commands: prompts, the diff, the check, and writing the file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from tracker.cli.common import UsageError, canvas, fail
from tracker.cli.errors import advice
from tracker.records.dates import PartialDate, parse_date
from tracker.text import escape, inert, one_line

if TYPE_CHECKING:
    from typing import TextIO

    from tracker.diagnostic import Diagnostic
    from tracker.editing.edit import Edit
    from tracker.registry import Record, Registry

__all__ = [
    "add_dry_run",
    "ask",
    "can_ask",
    "carry_out",
    "day",
    "partial_date",
    "print_diagnostics",
    "say",
]

T = TypeVar("T")


def add_dry_run(parser: argparse.ArgumentParser) -> None:
    """Add the option that every writing command has."""
    parser.add_argument("--dry-run", action="store_true", help="print the diff without writing")


def partial_date(text: str) -> str:
    """A date as records have it, such as `2024-03`; a type for argparse and `ask`."""
    try:
        PartialDate.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"invalid date {text!r}: {error}") from None
    return text


def day(text: str) -> str:
    """A full date; a type for argparse and `ask`."""
    try:
        parse_date(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"invalid date {text!r}: {error}") from None
    return text


# --- prompts ---


def can_ask() -> bool:
    """Whether standard input is a terminal, so that questions can be answered."""
    return sys.stdin is not None and sys.stdin.isatty()


def say(text: str = "") -> None:
    """Print a line on standard error, apart from the command's output."""
    print(inert(escape(text)), file=sys.stderr)


def ask(label: str, read: Callable[[str], T], *, default: str | None = None) -> T:
    """Ask until `read` accepts the answer; an empty answer is `default`, if there is one.

    Raises UsageError when the input ends.
    """
    shown = f" [{default}]" if default else ""
    while True:
        print(f"{escape(label)}{shown}: ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise UsageError(
                "input ended before the last question was answered; nothing was written",
                "run it again, or pass the answers as options (see --help)",
            )
        text = line.strip() or default
        if not _is_text(line):
            say(f"{line.strip()!r} is not valid {sys.stdin.encoding}")
            continue
        if text is None:
            say("an answer is required")
            continue
        try:
            return read(text)
        except argparse.ArgumentTypeError as error:
            say(str(error))


def _is_text(line: str) -> bool:
    """Whether the line was valid in the terminal's encoding; Python marks other bytes."""
    return not any("\udc80" <= char <= "\udcff" for char in line)


# --- the edit ---


def carry_out(
    args: argparse.Namespace, registry: Registry, record: Record, edits: Sequence[Edit]
) -> int:
    """Show the diff of an edit of a record and, unless it is a dry run, write it.

    Refuses, with exit code 1 and the file unchanged, an edit that can't be made in place, one that
    the schema or a rule of `check` forbids, and one of a file that changed since it was read.
    """
    from tracker.editing import edit, files, proposal

    try:
        proposed = proposal.propose(registry, record, edits)
    except edit.Refused as refused:
        hint = f"edit {record.path} by hand" if refused.hint is None else refused.hint
        return fail(f"{refused}; nothing was written", hint)
    if not proposed.diff:
        say("note: no changes")
        return 0
    show_diff(args, proposed.diff)
    if proposed.errors:
        print_diagnostics(args, proposed.errors)
        return fail("the record would not pass `tracker check`; nothing was written")
    if args.dry_run:
        print_diagnostics(args, proposed.said, file=sys.stderr)  # the diff alone is for `git apply`
        return 0
    try:
        proposal.write(registry, proposed)
    except files.Conflict as conflict:
        return fail(str(conflict), "review the file, then run the command again")
    except files.WriteFailed as failed:
        return fail(str(failed), advice(failed.__cause__))
    line = proposed.revised.place(("status",), key=True)[0]
    print(f"wrote {one_line(record.path)}:{line}")
    print_diagnostics(args, proposed.said)
    return 0


def show_diff(args: argparse.Namespace, diff: str) -> None:
    """Print the diff: coloured on a terminal, in a pipe exactly as `git apply` takes it."""
    if not sys.stdout.isatty():
        sys.stdout.write(diff)
        return
    paint = canvas(args).paint
    colours = {"+": "green", "-": "red", "@": "blue"}
    for line in diff.split("\n")[:-1]:
        shown = escape(line.removesuffix("\r"))
        colour = colours.get(line[:1])
        print(paint(shown, colour) if colour else shown)


def print_diagnostics(
    args: argparse.Namespace, diagnostics: Sequence[Diagnostic], *, file: TextIO | None = None
) -> None:
    """Print the problems that `check` reports, one a line, each with its hint, on standard output.

    With `file`, print them there, and nothing if there are none.
    """
    paint = canvas(args).paint
    if not diagnostics and file is None:
        print("check: no problems")
    for diagnostic in diagnostics:
        colour = "red" if diagnostic.severity == "error" else "yellow"
        code = paint(f"{diagnostic.severity}[{diagnostic.code}]", colour)
        line = f"{one_line(diagnostic.place)}: {code} {one_line(diagnostic.message)}"
        print(inert(line), file=file)
        if diagnostic.hint:
            print(inert(f"hint: {one_line(diagnostic.hint)}"), file=file)
