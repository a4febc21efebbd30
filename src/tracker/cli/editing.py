"""Owns what the editing commands share: asking, showing the diff, checking, writing, telling."""

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
    "say",
    "tell",
]

T = TypeVar("T")


def add_dry_run(parser: argparse.ArgumentParser) -> None:
    """The option that every command has that writes."""
    parser.add_argument("--dry-run", action="store_true", help="print the diff, write nothing")


def partial_date(text: str) -> str:
    """A date as records have it, `2024-03`; for argparse and for `ask`."""
    try:
        PartialDate.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"got {text!r}: {error}") from None
    return text


def day(text: str) -> str:
    """A full date; for argparse and for `ask`."""
    try:
        parse_date(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"got {text!r}: {error}") from None
    return text


# --- asking on a terminal ---


def can_ask() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def say(text: str = "") -> None:
    """A line beside the command's output: questions, and what one must know to answer."""
    print(inert(escape(text)), file=sys.stderr)


def ask(label: str, read: Callable[[str], T], *, default: str | None = None) -> T:
    """Ask until the answer can be read; an empty one is `default`, where there is one.

    The end of the input is a UsageError: nothing was written.
    """
    shown = f" [{default}]" if default else ""
    while True:
        print(f"{escape(label)}{shown}: ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise UsageError(
                "the input ended before the last answer; nothing was written",
                "run it again, or give the answers as options: --help names them",
            )
        text = line.strip() or default
        if not _is_text(line):
            say(f"got {line.strip()!r}, which is not {sys.stdin.encoding}; expected text")
            continue
        if text is None:
            say("an answer is needed")
            continue
        try:
            return read(text)
        except argparse.ArgumentTypeError as error:
            say(str(error))


def _is_text(line: str) -> bool:
    """Whether the terminal sent what it says that it sends; Python keeps other bytes apart."""
    return not any("\udc80" <= char <= "\udcff" for char in line)


# --- the edit ---


def carry_out(
    args: argparse.Namespace, registry: Registry, record: Record, edits: Sequence[Edit]
) -> int:
    """Show the diff of an edit of a record and, unless it is a dry run, write it.

    Refused, with exit code 1 and the file as it was: what can't be done in place, what the schema
    or a rule of `check` forbids, and a file that changed since it was read.
    """
    from tracker.editing import edit, files, proposal

    try:
        proposed = proposal.propose(registry, record, edits)
    except edit.Refused as refused:
        by_hand = f"nothing was written; edit {record.path} by hand"
        return fail([f"error: {refused}", f"hint: {refused.hint or by_hand}"])
    if not proposed.diff:
        say("note: the record says so already; nothing was written")
        return 0
    show_diff(args, proposed.diff)
    if proposed.errors:
        tell(args, proposed.errors)
        return fail(["error: the record would not pass its check; nothing was written"])
    if args.dry_run:
        return 0
    try:
        proposal.write(registry, proposed)
    except files.Conflict as conflict:
        return fail([f"error: {conflict}", "hint: look at the file, then run the command again"])
    except files.WriteFailed as failed:
        return fail([f"error: {failed}", f"hint: {advice(failed.__cause__)}"])
    line = proposed.revised.place(("status",), key=True)[0]
    print(f"wrote {one_line(record.path)}:{line}")
    tell(args, proposed.said)
    return 0


def show_diff(args: argparse.Namespace, diff: str) -> None:
    """The diff: for people with its colours, in a pipe as `git apply` takes it."""
    if not sys.stdout.isatty():
        sys.stdout.write(diff)
        return
    paint = canvas(args).paint
    colours = {"+": "green", "-": "red", "@": "blue"}
    for line in diff.split("\n")[:-1]:
        shown = escape(line.removesuffix("\r"))
        colour = colours.get(line[:1])
        print(paint(shown, colour) if colour else shown)


def tell(args: argparse.Namespace, found: Sequence[Diagnostic]) -> None:
    """What `check` says of the record, a line each."""
    paint = canvas(args).paint
    if not found:
        print("check: nothing to say of it")
    for each in found:
        colour = "red" if each.severity == "error" else "yellow"
        code = paint(f"{each.severity}[{each.code}]", colour)
        print(inert(f"{one_line(each.place)}: {code} {one_line(each.message)}"))
        if each.hint:
            print(inert(f"hint: {one_line(each.hint)}"))
