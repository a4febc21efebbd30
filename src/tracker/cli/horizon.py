"""`tracker horizon PHRASE`: turn a deadline phrase into a date window."""

from __future__ import annotations

import argparse

from tracker.cli.common import add_format
from tracker.cli.errors import fail
from tracker.json_text import json_text
from tracker.records.dates import PartialDate
from tracker.text import one_line

EXAMPLES = """\
  tracker horizon "within 12 to 18 months" --made-on 2026-02-12
  tracker horizon 三到五年 --made-on 2024-03 --format json
"""
FAILS = "the phrase can't be read"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("phrase", metavar="PHRASE", help="the deadline in the speaker's words")
    parser.add_argument(
        "--made-on",
        type=_made_on,
        required=True,
        metavar="DATE",
        help="when it was said: 2024-03-05, 2024-03, 2024 or a range such as 2024-03/2024-05",
    )
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Print the window; return 1 if the phrase can't be read."""
    from tracker.phrases.horizon import Unread, interpret

    horizon = interpret(args.phrase, args.made_on)
    if isinstance(horizon, Unread):
        if not args.phrase.strip():
            return fail("the phrase is empty")
        hint = "choose the window yourself and give the reason in `assumed`"
        return fail(f"can't read `{one_line(horizon.words)}`", hint)
    window = {
        "kind": horizon.kind,
        "earliest": horizon.earliest.isoformat() if horizon.earliest else None,
        "latest": horizon.latest.isoformat() if horizon.latest else None,
        "assumed": horizon.assumed,
    }
    if args.format == "json":
        print(json_text(window), end="")
    else:
        for key, value in window.items():
            if value is not None:
                print(f"{key}: {value}")
    return 0


def _made_on(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"invalid date {text!r}: {error}") from None
