"""`tracker resolve ID STATUS`: record a verdict, change it, or take it back."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tracker.cli.common import UsageError, as_of, load_registry
from tracker.cli.editing import (
    add_dry_run,
    ask,
    can_ask,
    carry_out,
    partial_date,
    say,
)
from tracker.cli.show import unknown
from tracker.records.vocabulary import VERDICTS
from tracker.text import one_line

if TYPE_CHECKING:
    from tracker.editing.edit import Edit
    from tracker.registry import Record

EXAMPLES = """\
  tracker resolve wang-yang-chips-a100
  tracker resolve wang-yang-chips-a100 incorrect --resolved-on 2026-05-14 \\
      --note "No chip made in China reached 90% in an independent benchmark." \\
      --evidence https://example.org/benchmark --title "Benchmark" \\
      --published-on 2026-05
  tracker resolve wang-yang-chips-a100 partial --why "the benchmark was wrong"
  tracker resolve wang-yang-chips-a100 --reopen --why "that was another chip"
"""
FAILS = "the id is unknown, or the change is refused"


class _Evidence(argparse.Action):
    """`--evidence URL` begins an entry; the options after it describe that entry."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        entries = list(getattr(namespace, "evidence", None) or ())
        if self.dest == "evidence":
            entries.append({"url": str(values)})
        elif not entries:
            parser.error(f"{option_string} must follow an --evidence URL")
        else:
            entries[-1] = {**entries[-1], self.dest: str(values)}
        namespace.evidence = entries


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("id", metavar="ID", help="the record's file name without .yaml")
    parser.add_argument(
        "status", metavar="STATUS", nargs="?", choices=VERDICTS, help=", ".join(VERDICTS)
    )
    parser.add_argument(
        "--resolved-on",
        metavar="DATE",
        type=partial_date,
        help="the first day on which the verdict could be given",
    )
    parser.add_argument(
        "--happened-on",
        metavar="DATE",
        type=partial_date,
        help="the day the event took place, if it did",
    )
    parser.add_argument(
        "--summary", metavar="TEXT", help="what happened, in one sentence (at most 160 characters)"
    )
    parser.add_argument(
        "--note",
        metavar="TEXT",
        help="the reasons, in two or three sentences that convince a sceptic",
    )
    evidence = parser.add_argument_group("evidence (each option describes the URL before it)")
    evidence.add_argument(
        "--evidence", metavar="URL", action=_Evidence, help="a page you have read; repeatable"
    )
    evidence.add_argument(
        "--title",
        metavar="TEXT",
        action=_Evidence,
        default=argparse.SUPPRESS,
        help="the title of the preceding --evidence page",
    )
    evidence.add_argument(
        "--publisher",
        metavar="NAME",
        action=_Evidence,
        default=argparse.SUPPRESS,
        help="the publisher of that page",
    )
    evidence.add_argument(
        "--published-on",
        metavar="DATE",
        type=partial_date,
        action=_Evidence,
        default=argparse.SUPPRESS,
        help="when that page was published: 2026-05-14, 2026-05 or 2026",
    )
    evidence.add_argument(
        "--archive-url",
        metavar="URL",
        action=_Evidence,
        default=argparse.SUPPRESS,
        help="an archived copy of that page",
    )
    parser.add_argument(
        "--by", metavar="NAME", help="who gives the verdict (default: your git user name)"
    )
    parser.add_argument("--why", metavar="TEXT", help="the reason for changing an existing verdict")
    parser.add_argument(
        "--reopen", action="store_true", help="take back a mistaken verdict (requires --why)"
    )
    add_dry_run(parser)


def run(args: argparse.Namespace) -> int:
    """Write the verdict; return 1 if it is refused.

    Prompts for missing parts on a terminal; otherwise they are a UsageError.
    """
    from tracker.editing.proposal import verdict
    from tracker.git import user_name

    registry = load_registry(args)
    record = registry.records.get(args.id)
    if record is None:
        return unknown(registry, args.id)
    if args.reopen:
        return carry_out(args, registry, record, _reopening(args, record))
    if can_ask() and _missing(args, record):
        _introduce(record)
        _complete(args, record)
    missing = _missing(args, record)
    if missing == ["--why"]:
        raise UsageError(
            f"`{record.id}` is already resolved: {record.prediction.status}",
            "pass --why with the reason to change the verdict",
        )
    if missing:
        raise UsageError(
            f"missing: {', '.join(missing)}",
            f"read the criteria with `tracker show {record.id}`; then pass the missing parts "
            "as options, or run the command in a terminal to be prompted",
        )
    edits = verdict(
        record,
        as_of(args),
        status=args.status,
        parts={
            "resolved_on": args.resolved_on,
            "happened_on": args.happened_on,
            "summary": args.summary,
            "note": args.note,
        },
        evidence=args.evidence or (),
        by=args.by or user_name(registry.root),
        why=args.why,
    )
    return carry_out(args, registry, record, edits)


def _missing(args: argparse.Namespace, record: Record) -> list[str]:
    """The arguments that are still missing, as they would be typed."""
    if record.prediction.status != "open":
        return [] if args.why else ["--why"]
    parts = {
        "STATUS": args.status,
        "--resolved-on": args.resolved_on,
        "--note": args.note,
        "--evidence": args.evidence,
    }
    return [name for name, value in parts.items() if not value]


def _introduce(record: Record) -> None:
    """Show what the editor must read before giving a verdict."""
    prediction = record.prediction
    say(one_line(prediction.claim))
    if prediction.quote_en:
        say(f"quote      {one_line(prediction.quote_en)} [our translation]")
    say(f"{'original' if prediction.quote_en else 'quote':10} {one_line(prediction.quote)}")
    say(f"made on    {prediction.made_on}")
    earliest, latest = prediction.window
    window = " and ".join(str(end) for end in (earliest, latest) if end)
    deadline = f"{prediction.kind.replace('_', ' ')} {window}".strip()
    as_said = f"{one_line(prediction.as_said)} -> " if prediction.as_said else ""
    say(f"deadline   {as_said}{deadline}")
    if prediction.criteria:
        say(f"correct    {one_line(prediction.criteria.correct)}")
        say(f"incorrect  {one_line(prediction.criteria.incorrect)}")
    say()


def _complete(args: argparse.Namespace, record: Record) -> None:
    """Ask for the parts that the options don't give."""
    if record.prediction.status != "open":
        args.why = args.why or ask(
            f"already resolved as {record.prediction.status}; reason for the change", str
        )
        return
    if args.status is None:
        args.status = ask(f"status ({', '.join(VERDICTS)})", _status)
    if args.resolved_on is None:
        args.resolved_on = ask("resolved on (first day the verdict could be given)", partial_date)
        args.happened_on = args.happened_on or ask(
            "happened on (day of the event; enter - if it did not happen)",
            _date_or_dash,
            default="-",
        )
    if args.summary is None and not args.note:
        summary = ask("summary (what happened, in one sentence)", str, default="-")
        args.summary = None if summary == "-" else summary
    if not args.note:
        args.note = ask("note (the reasons, in two or three sentences)", str)
    if not args.evidence:
        args.evidence = [_ask_evidence()]
        while ask("add another page? (y/n)", str, default="n").casefold() in ("y", "yes"):
            args.evidence.append(_ask_evidence())


def _ask_evidence() -> dict[str, str]:
    entry = {
        "url": ask("evidence (URL of a page you have read)", str),
        "title": ask("  title", str, default="-"),
        "publisher": ask("  publisher", str, default="-"),
        "published_on": ask("  published on", _date_or_dash, default="-"),
    }
    return {key: value for key, value in entry.items() if value not in (None, "-")}


def _status(text: str) -> str:
    if text not in VERDICTS:
        raise argparse.ArgumentTypeError(
            f"invalid status {text!r}: choose from {', '.join(VERDICTS)}"
        )
    return text


def _date_or_dash(text: str) -> str | None:
    return None if text == "-" else partial_date(text)


def _reopening(args: argparse.Namespace, record: Record) -> list[Edit]:
    from tracker.editing.proposal import reopening

    if record.prediction.status == "open":
        raise UsageError(f"`{record.id}` is open: there is no verdict to take back")
    if args.status or args.resolved_on or args.happened_on or args.note or args.evidence:
        raise UsageError(
            "--reopen can't be combined with the parts of a verdict", "pass only --why with it"
        )
    why = args.why or (ask("reason for reopening", str) if can_ask() else None)
    if not why:
        raise UsageError("--reopen requires --why", "give the reason for reopening")
    return reopening(as_of(args), why)
