"""`tracker amend ID KEY VALUE`: change what a record says, and write why."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, get_args

from tracker.cli.common import UsageError, as_of, load_registry
from tracker.cli.editing import add_dry_run, carry_out
from tracker.cli.show import unknown
from tracker.text import did_you_mean, dotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.yamlfile.file import Loc, Plain

EXAMPLES = """\
  tracker amend wang-yang-chips-a100 deadline.latest 2026-02-16 --why "the interview is dated now"
  tracker amend wang-yang-chips-a100 criteria.correct "..." --why "named the benchmark"
  tracker amend wang-yang-chips-a100 tags "[chips, china]" --why "as the others" --dry-run
"""
#: Keys whose whole value is a list or a mapping; it is written in brackets.
_NESTED = ("deadline", "criteria", "forecasts", "review", "tags", "resolution")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give the command its options."""
    parser.add_argument("id", metavar="ID", help="the record: its file's name without .yaml")
    parser.add_argument("key", metavar="KEY", help="such as claim, deadline.latest, tags[0]")
    parser.add_argument(
        "value", metavar="VALUE", help="the new value; lists and mappings as YAML in brackets"
    )
    parser.add_argument("--why", metavar="TEXT", required=True, help="why it changes")
    add_dry_run(parser)


def run(args: argparse.Namespace) -> int:
    """Write the change and its entry in `amended`; 1 when it is refused."""
    from tracker.editing.proposal import amendment

    loc = _loc(args.key)
    value = _value(loc, args.value)
    registry = load_registry(args)
    record = registry.records.get(args.id)
    if record is None:
        return unknown(registry, args.id)
    edits = amendment(record, as_of(args), loc, value, args.why)
    return carry_out(args, registry, record, edits)


def _loc(key: str) -> Loc:
    from tracker.records.model import AmendedKey, Prediction

    known = [key for key in get_args(AmendedKey) if key != "status"]
    steps = re.findall(r"[^.\[\]]+", key)
    # No list is longer, and Python reads no number of thousands of digits.
    loc = tuple(int(step) if step.isdecimal() and len(step) < 10 else step for step in steps)
    first = str(loc[0]) if loc else key
    if first == "status":
        raise UsageError("`status` is a verdict", "use `tracker resolve`, which asks for evidence")
    if first in known:
        return loc
    if first in Prediction.model_fields:
        raise UsageError(
            f"`{first}` is not part of what was said, so it needs no entry in `amended`",
            "change it in the file",
        )
    instead = f"expected one of {', '.join(known)}"
    raise UsageError(
        f"{first!r} is no key that can be amended",
        _inside(loc, known) or did_you_mean(first, known, instead=instead),
    )


def _inside(loc: Loc, known: Sequence[str]) -> str:
    """The hint for a key that stands inside another: `latest` is `deadline.latest`."""
    from tracker.editing.emit import canonical_order

    for above in known:
        if loc and loc[0] in canonical_order((above,)):
            is_list = bool(canonical_order((above, loc[0])))  # of mappings, each with its keys
            entry = (0,) if is_list and not isinstance((*loc, "")[1], int) else ()
            return f"did you mean {dotted((above, loc[0], *entry, *loc[1:]))}?"
    return ""


def _value(loc: Loc, text: str) -> Plain:
    """The text itself, or what it says as YAML where a list or a mapping belongs."""
    from tracker.yamlfile.reader import parse

    if len(loc) > 1 or loc[0] not in _NESTED or not text.startswith(("[", "{")):
        return text
    source, problems = parse(text.encode("utf-8", "surrogateescape"), "VALUE")
    if source is None:
        raise UsageError(f"VALUE can't be read: {problems[0].message}", problems[0].hint)
    return source.value
