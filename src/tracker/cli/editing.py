"""Owns what the editing commands share: asking, showing the diff, checking, writing, telling."""

from __future__ import annotations

import argparse
import difflib
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tracker.cli.common import UsageError, canvas, fail
from tracker.dates import PartialDate, parse_date
from tracker.text import escape, one_line

if TYPE_CHECKING:
    from tracker.diagnostic import Diagnostic
    from tracker.edit import Edit
    from tracker.registry import Record, Registry
    from tracker.yaml_source import Source

__all__ = [
    "add_dry_run",
    "ask",
    "can_ask",
    "carry_out",
    "day",
    "partial_date",
    "say",
    "tell",
    "user_name",
    "what_check_says",
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
    print(escape(text), file=sys.stderr)


def ask(label: str, read: Callable[[str], T], *, default: str | None = None) -> T:
    """Ask until the answer can be read; an empty one is `default`, where there is one.

    The end of the input is a UsageError: nothing was written.
    """
    shown = f" [{default}]" if default else ""
    while True:
        print(f"{escape(label)}{shown}: ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise UsageError("the input ended before the last answer; nothing was written")
        text = line.strip() or default
        if text is None:
            say("an answer is needed")
            continue
        try:
            return read(text)
        except argparse.ArgumentTypeError as error:
            say(str(error))


def user_name(root: Path) -> str | None:
    """The name that git would sign with; None without one."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "config", "user.name"], capture_output=True, check=False
        )
    except OSError:
        return None
    return done.stdout.decode("utf-8", "replace").strip() or None


# --- the edit ---


def carry_out(
    args: argparse.Namespace, registry: Registry, record: Record, edits: Sequence[Edit]
) -> int:
    """Show the diff of an edit of a record and, unless it is a dry run, write it.

    Refused, with exit code 1 and the file as it was: what can't be done in place, what the schema
    or a rule of `check` forbids, and a file that changed since it was read.
    """
    from tracker import edit, store

    source = record.source
    try:
        revised = edit.revise(source, edits)
    except edit.Refused as refused:
        return fail([f"error: {refused}", f"hint: nothing was written; edit {record.path} by hand"])
    if revised.text == source.text:
        say("note: the record says so already; nothing was written")
        return 0
    show_diff(args, edit.diff(source.text, revised.text, record.path))
    found = what_check_says(registry, revised, record.id)
    known = {(each.code, each.message) for each in what_check_says(registry, source, record.id)}
    new = [each for each in found if (each.code, each.message) not in known]
    errors = [each for each in new if each.severity == "error"]
    if errors:
        tell(args, errors)
        return fail(["error: the record would not pass its check; nothing was written"])
    if args.dry_run:
        return 0
    try:
        store.write(
            registry.root / record.path,
            edit.encode(source, source.text),
            edit.encode(revised, revised.text),
            root=registry.root,
        )
    except store.Conflict as conflict:
        return fail([f"error: {conflict}", "hint: look at the file, then run the command again"])
    except store.WriteFailed as failed:
        return fail([f"error: {failed}"])
    print(f"wrote {one_line(record.path)}:{revised.place(('status',), key=True)[0]}")
    tell(args, found)
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


def what_check_says(registry: Registry, source: Source, record: str) -> list[Diagnostic]:
    """What `tracker check` would say of a record if `source` were its text."""
    from tracker import checks
    from tracker.registry import Record
    from tracker.validation import validate_prediction

    prediction, found = validate_prediction(source, record)
    if prediction is None:
        return found
    now = Record(record, prediction, source)
    changed = replace(
        registry,
        records=dict(sorted({**registry.records, record: now}.items())),
        diagnostics=tuple(each for each in registry.diagnostics if each.path != source.path),
    )
    said = [each for each in checks.run(changed) if each.path == source.path]
    return sorted([*said, *_dangling(changed, now)], key=lambda each: each.sort_key)


def _dangling(registry: Registry, record: Record) -> Iterator[Diagnostic]:
    """Keys that lead nowhere, which loading the whole registry would tell of."""
    from tracker.registry import KEY

    prediction = record.prediction
    after = getattr(prediction.deadline, "after", None)
    for loc, name, known, what in (
        (("speaker",), prediction.speaker, registry.people, "speaker"),
        (("reported_by",), prediction.reported_by, registry.people, "speaker"),
        (("source",), prediction.source, registry.cards, "source"),
        (("restates",), prediction.restates, registry.records, "record"),
        (("deadline", "after"), after, registry.records, "record"),
    ):
        if name is None or KEY.fullmatch(name) is None or name in known:
            continue
        stems = {path.rpartition("/")[2].removesuffix(".yaml") for path in registry.invalid_files}
        if name in stems or (known is registry.people and "people" in stems):
            continue  # it is there and broken, which is told of there
        near = difflib.get_close_matches(name, list(known), n=1)
        hint = f"did you mean {near[0]}?" if near else "add it first"
        message = f"unknown {what}; got {name!r}, expected one that is there"
        yield record.diagnostic(loc, f"unknown-{what}", message, hint)


def tell(args: argparse.Namespace, found: Sequence[Diagnostic]) -> None:
    """What `check` says of the record, a line each."""
    paint = canvas(args).paint
    if not found:
        print("check: nothing to say of it")
    for each in found:
        colour = "red" if each.severity == "error" else "yellow"
        code = paint(f"{each.severity}[{each.code}]", colour)
        print(f"{one_line(each.place)}: {code} {one_line(each.message)}")
        if each.hint:
            print(f"hint: {one_line(each.hint)}")
