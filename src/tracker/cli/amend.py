"""`tracker amend ID KEY VALUE`: change a prediction and log the reason in `amended`."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, get_args

from tracker.cli.common import UsageError, as_of, fail, load_record
from tracker.cli.editing import add_dry_run, carry_out
from tracker.text import did_you_mean, dotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.registry import Record
    from tracker.yamlfile.file import Loc, Plain

EXAMPLES = """\
  tracker amend wang-yang-chips-a100 deadline.latest 2026-02-16 \\
      --why "found the date of the interview"
  tracker amend wang-yang-chips-a100 criteria.correct "..." \\
      --why "name the benchmark"
  tracker amend wang-yang-chips-a100 tags "[chips, china]" --why "add a tag"
"""
FAILS = "the id is unknown, or the change is refused"
#: The keys whose value is a list.
_LISTS = ("evidence", "forecasts", "ignore", "tags", "updates")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("id", metavar="ID", help="the record's file name without .yaml")
    parser.add_argument(
        "key", metavar="KEY", help="the key to change, such as claim, deadline.latest or tags[0]"
    )
    parser.add_argument(
        "value", metavar="VALUE", help="the new value; write a list as [a, b], a mapping as {a: b}"
    )
    parser.add_argument("--why", metavar="TEXT", required=True, help="the reason for the change")
    add_dry_run(parser)


def run(args: argparse.Namespace) -> int:
    """Write the change and its entry in `amended`; return 1 if the change is refused."""
    from tracker.editing.proposal import amendment

    registry, record = load_record(args)
    loc = _loc(args.key, record)
    value = _value(loc, args.value)
    if loc[0] == "resolution" and record.prediction.resolution is None:
        return fail(*_open(record))
    edits = amendment(record, as_of(args), loc, value, args.why)
    return carry_out(args, registry, record, edits)


def _open(record: Record) -> tuple[str, str]:
    """The error for a part of the verdict that an open record does not have, and its hint."""
    return (
        f"`{record.id}` is open: there is no `resolution` to amend",
        f"use `tracker resolve {record.id}`",
    )


def _loc(key: str, record: Record) -> Loc:
    from tracker.editing.emit import canonical_order
    from tracker.records.model import AmendedKey

    known = [key for key in get_args(AmendedKey) if key != "status"]
    steps = re.findall(r"[^.\[\]]+", key)
    # Python refuses to convert numbers of thousands of digits, and no list is that long.
    loc = tuple(int(step) if step.isdecimal() and len(step) < 10 else step for step in steps)
    first = str(loc[0]) if loc else key
    if first == "status":
        raise UsageError("`status` can't be amended", "use `tracker resolve`")
    if first == "amended":
        raise UsageError("`amended` can't be amended", "pass the key that you want to change")
    if first in known:
        return loc
    is_open = record.prediction.resolution is None
    inside = _inside(loc, known, record.file.value)
    if is_open and not inside and first in canonical_order(("resolution",)):
        raise UsageError(*_open(record))
    known = [each for each in known if not (is_open and each == "resolution")]
    instead = f"choose from {', '.join(known)}"
    raise UsageError(
        f"unknown key {first!r}",
        inside or did_you_mean(first, known, instead=instead),
    )


def _inside(loc: Loc, known: Sequence[str], value: Plain) -> str:
    """The hint for a key inside another that can be amended: `latest` is `deadline.latest`.

    If only the outer one as a whole can be, such as a deadline that is a bare date, it is hinted.
    """
    from tracker.editing.emit import canonical_order
    from tracker.editing.splices import reach
    from tracker.records.model import DEADLINES

    for outer in known:
        if not loc or loc[0] not in canonical_order((outer,)):
            continue
        start = (outer, 0) if outer == "forecasts" else (outer,)
        depth, node = reach(value, start)
        kind = DEADLINES.get(str(node.get("kind"))) if isinstance(node, dict) else None
        is_fixed = loc[0] == "kind" or (kind is not None and loc[0] not in kind.model_fields)
        if outer == "deadline" and (is_fixed or isinstance(node, str)):
            return "did you mean `deadline`?"
        if depth == len(start) and isinstance(node, dict):
            is_list = bool(canonical_order((outer, loc[0])))  # of mappings, each with its keys
            is_entry = len(loc) > 1 and isinstance(loc[1], int)
            entry = (0,) if is_list and len(loc) > 1 and not is_entry else ()
            return f"did you mean `{dotted((*start, loc[0], *entry, *loc[1:]))}`?"
    return ""


def _value(loc: Loc, text: str) -> Plain:
    """The text itself, or parsed as YAML where a list or a mapping is required."""
    from tracker.editing.emit import canonical_order
    from tracker.yamlfile.reader import parse

    if loc and loc[-1] in _LISTS and not text.startswith("["):
        entries = text if loc[-1] == "tags" or text.startswith("{") else "{KEY: VALUE}"
        raise UsageError(f"`{dotted(loc)}` must be a list", f'write it in brackets: "[{entries}]"')
    is_nested = loc == ("tags",) or bool(canonical_order(loc))
    if not is_nested or not text.startswith(("[", "{")):
        return text
    file, problems = parse(text.encode("utf-8", "surrogateescape"), "VALUE")
    if file is None:
        raise UsageError(f"invalid VALUE: {problems[0].message}", problems[0].hint)
    return file.value
