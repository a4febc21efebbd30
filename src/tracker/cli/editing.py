"""Shared by the editing commands: new paths, the diff, the check, and writing the file."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.cli.common import UsageError, canvas, fail
from tracker.cli.errors import advice
from tracker.cli.form import say
from tracker.folder import PREDICTIONS
from tracker.records.dates import PartialDate, parse_date
from tracker.text import escape, inert, one_line, slug

if TYPE_CHECKING:
    from typing import TextIO

    from tracker.cli.form import Form
    from tracker.diagnostic import Diagnostic
    from tracker.editing.edit import Edit
    from tracker.registry import Record, Registry

__all__ = [
    "add_dry_run",
    "carry_out",
    "day",
    "new_path",
    "partial_date",
    "print_diagnostics",
    "show_diff",
    "write_seeds",
]


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


def new_path(registry: Registry, wanted: str, top: str = PREDICTIONS) -> str:
    """The path of a new record or card; raises UsageError for an id that is invalid or taken."""
    from tracker.folder import KEY, PEOPLE, folder_problem, is_reserved

    name = wanted.removeprefix(f"{top}/").removesuffix(".yaml")
    *folders, stem = name.split("/")
    if KEY.fullmatch(stem) is None:
        near = slug(stem)
        hint = f"did you mean `{near}`?" if near else ""
        raise UsageError(f"invalid id {stem!r}: use a-z, 0-9 and -", hint)
    if is_reserved(stem):
        raise UsageError(f"id {stem!r} is reserved on Windows", "choose another id")
    if not all(re.fullmatch(r"[\w-][\w. -]*", folder) for folder in folders):
        raise UsageError(
            f"invalid folder in {wanted!r}",
            "use letters, digits, spaces and ._- only, and begin with a letter or digit",
        )
    problem = next(filter(None, map(folder_problem, folders)), None)
    if problem is not None:
        raise UsageError(problem, "choose another folder name")
    existing = [record.path for record in registry] if top == PREDICTIONS else [PEOPLE]
    existing += [card.file.path for card in registry.cards.values()]
    ending = f"/{stem}.yaml"
    for path in (*existing, *registry.invalid_files):
        if path.startswith(f"{top}/") and path.endswith(ending):
            raise UsageError(f"id `{stem}` is already in use: {path}", "choose another id")
    return "/".join([top, *folders, f"{stem}.yaml"])


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


def write_seeds(args: argparse.Namespace, form: Form) -> int:
    """Show the diffs of the form's people and cards and, unless it is a dry run, write them.

    Returns 1 if one is refused or can't be written.
    """
    from tracker.editing import files, seeds

    additions = form.session.additions
    for addition in additions:
        show_diff(args, addition.diff)
    errors = [error for addition in additions for error in addition.errors]
    if errors:
        print_diagnostics(args, errors)
        return fail("the result would not pass `tracker check`; nothing was written")
    for addition in additions:
        if args.dry_run:
            print_diagnostics(args, addition.said, file=sys.stderr)
            continue
        try:
            seeds.write(form.registry, addition)
        except files.Conflict as conflict:
            return fail(str(conflict), "review the file, then run the command again")
        except files.WriteFailed as failed:
            return fail(str(failed), advice(failed.__cause__))
        print(f"wrote {addition.path}")
        if addition.said:
            print_diagnostics(args, addition.said)
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
