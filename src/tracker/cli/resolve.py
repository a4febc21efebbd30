"""`tracker resolve ID STATUS`: record a verdict, change it, or take it back."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.cli.common import UsageError, as_of, load_record
from tracker.cli.editing import add_dry_run, carry_out, partial_date
from tracker.cli.form import add_resume, kept, say
from tracker.records.vocabulary import STATUS_MEANINGS, VERDICTS
from tracker.text import nfc, one_line

if TYPE_CHECKING:
    from tracker.cli.form import Form
    from tracker.diagnostic import Diagnostic
    from tracker.editing.edit import Edit
    from tracker.registry import Record, Registry
    from tracker.yamlfile.file import Plain

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
#: What the parts that are still missing are taken to be while an answer is checked.
_UNKNOWN: dict[str, Plain] = {
    "resolved_on": "9999-12-31",
    "note": "-",
    "evidence": [{"url": "https://example.org"}],
}
#: Key, question, flag if it is required, and the type of the answer.
_PARTS: tuple[tuple[str, str, str, Callable[[str], Plain]], ...] = (
    (
        "resolved_on",
        "resolved on (first day the verdict could be given)",
        "--resolved-on",
        partial_date,
    ),
    ("happened_on", "happened on (day of the event, if it happened)", "", partial_date),
    ("summary", "summary (what happened, in one sentence)", "", nfc),
    ("note", "note (the reasons, in two or three sentences)", "--note", nfc),
)


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
    add_resume(parser)
    add_dry_run(parser)


def run(args: argparse.Namespace) -> int:
    """Write the verdict; return 1 if it is refused.

    Prompts for missing parts on a terminal; otherwise they are a UsageError.
    """
    registry, record = load_record(args)
    with kept(args, registry, record.id) as form:
        form.check = lambda answers: _said(registry, record, answers, as_of(args))
        edits = _reopening(args, form, record) if args.reopen else _verdict(args, form, record)
        code = carry_out(args, registry, record, edits)
        form.is_done = code == 0
        return code


def _verdict(args: argparse.Namespace, form: Form, record: Record) -> list[Edit]:
    from tracker.editing.proposal import verdict
    from tracker.git import user_name

    form.start(is_complete=not _missing(args, record))
    if form.asks_all:
        _introduce(record)
        _complete(args, form, record)
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
    return verdict(
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
        by=args.by or user_name(form.registry.root),
        why=args.why,
    )


def _said(
    registry: Registry, record: Record, answers: dict[str, Plain], today: date
) -> list[Diagnostic]:
    """What `check` would report about the record with these answers."""
    from dataclasses import replace

    from tracker.editing import edit
    from tracker.editing.proposal import what_check_says
    from tracker.yamlfile.reader import parse

    verdict = {
        "status": answers.get("status") or "annulled",
        "resolution": {
            **_UNKNOWN,
            "recorded_on": str(today),
            **_mapping(answers.get("resolution")),
        },
    }
    edits = [edit.Set((key,), value) for key, value in verdict.items()]
    try:
        text = edit.apply(record.file, edits)
    except edit.Refused as refused:
        return [record.diagnostic((), "refused", str(refused), refused.hint or "")]
    file, problems = parse(edit.encode(record.file, text), record.path)
    if file is None:
        return problems
    return what_check_says(replace(registry, records={}), file, record.id)


def _mapping(value: Plain) -> dict[str, Plain]:
    return value if isinstance(value, dict) else {}


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


def _complete(args: argparse.Namespace, form: Form, record: Record) -> None:
    """Ask for the parts that the options don't give."""
    part = form.part
    choices = f"status ({', '.join(VERDICTS)})"
    words: dict[str, str] = {verdict: STATUS_MEANINGS[verdict] for verdict in VERDICTS}
    if record.prediction.status != "open":
        if not any((args.status, args.evidence, *(getattr(args, key) for key, *_ in _PARTS))):
            args.status = part(("status",), f"new {choices}", flag="STATUS", words=words)
        label = f"already resolved as {record.prediction.status}; reason for the change"
        args.why = part(("why",), label, args.why, flag="--why")
        return
    args.status = part(("status",), choices, args.status, flag="STATUS", words=words)
    is_dated = args.resolved_on is not None
    for key, label, flag, read in _PARTS:
        is_asked = not (key == "happened_on" and is_dated) and not (key == "summary" and args.note)
        option = getattr(args, key)
        if option or is_asked:
            value = part(("resolution", key), label, option, flag=flag, read=read)
            setattr(args, key, value)
    if not args.evidence:
        args.evidence = [_ask_evidence(form, 0)]
        while form.confirm("add another page?", default=_has_more(form, len(args.evidence))):
            args.evidence.append(_ask_evidence(form, len(args.evidence)))


def _has_more(form: Form, number: int) -> bool:
    """Whether the draft has another page."""
    return form.earlier(("resolution", "evidence", number)) is not None


def _ask_evidence(form: Form, number: int) -> Plain:
    loc = ("resolution", "evidence", number)
    form.part((*loc, "url"), "evidence (URL of a page you have read)", flag="--evidence")
    form.part((*loc, "title"), "  title")
    form.part((*loc, "publisher"), "  publisher")
    form.part((*loc, "published_on"), "  published on", read=partial_date)
    return form.answer(loc)


def _reopening(args: argparse.Namespace, form: Form, record: Record) -> list[Edit]:
    from tracker.editing.proposal import reopening

    if record.prediction.status == "open":
        raise UsageError(f"`{record.id}` is open: there is no verdict to take back")
    if args.status or args.resolved_on or args.happened_on or args.note or args.evidence:
        raise UsageError(
            "--reopen can't be combined with the parts of a verdict", "pass only --why with it"
        )
    form.check = None
    why = form.part(("why",), "reason for reopening", args.why, flag="--why")
    if not why:
        raise UsageError("--reopen requires --why", "give the reason for reopening")
    return reopening(as_of(args), str(why))
