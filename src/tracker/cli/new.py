"""`tracker new ID`: add a prediction, deriving its window from the deadline phrase."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.common import UsageError, fail, load_registry
from tracker.cli.editing import (
    add_dry_run,
    ask,
    can_ask,
    day,
    partial_date,
    print_diagnostics,
    say,
    show_diff,
)
from tracker.cli.errors import advice
from tracker.cli.schema import refresh
from tracker.records.dates import PartialDate
from tracker.records.vocabulary import DATED, KINDS
from tracker.text import did_you_mean, one_line, slug

if TYPE_CHECKING:
    from tracker.phrases.horizon import Horizon
    from tracker.registry import Registry
    from tracker.yamlfile.file import Plain

EXAMPLES = """\
  tracker new ada-robot-taxis
  tracker new 2024/ada-robot-taxis --speaker ada-example \\
      --claim "Driverless taxis will run in ten cities within two years." \\
      --quote "within two years they will be in ten cities" \\
      --source https://example.org/talk --made-on 2024-03-05 \\
      --as-said "within two years" --correct "They run in ten cities or more." \\
      --incorrect "They run in fewer than ten."
"""
FAILS = "the record is refused"
#: The dates that each kind of deadline has.
_ENDS = {"by": ("latest",), "between": ("earliest", "latest"), "not_before": ("earliest",)}
#: The similarity, from 0 to 1, above which two claims may be the same: by one speaker, by two.
_ALIKE_BY_ONE, _ALIKE_BY_TWO = 0.6, 0.75
_SHOWN = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "id",
        metavar="ID",
        help="the new id (a-z, 0-9 and -), optionally with a folder, such as 2024/chips",
    )
    statement = parser.add_argument_group("statement")
    statement.add_argument(
        "--claim", metavar="TEXT", help="the claim as one checkable English sentence"
    )
    statement.add_argument("--title", metavar="TEXT", help="a short name, at most 60 characters")
    statement.add_argument("--quote", metavar="TEXT", help="the speaker's own words")
    statement.add_argument(
        "--quote-en", metavar="TEXT", help="a literal English translation of the quote"
    )
    statement.add_argument("--speaker", metavar="WHO", help="a key of seeds/people.yaml, or a name")
    statement.add_argument("--reported-by", metavar="WHO", help="who reported the statement")
    statement.add_argument("--source", metavar="SOURCE", help="a card in seeds/, or a URL")
    statement.add_argument(
        "--made-on",
        metavar="DATE",
        type=partial_date,
        help="when it was said, as precisely as is known: 2024-03-05, 2024-03 or 2024",
    )
    statement.add_argument(
        "--hedge", metavar="TEXT", help='how sure the speaker sounded, such as "I believe"'
    )
    statement.add_argument("--hedge-en", metavar="TEXT", help="the hedge in English")
    statement.add_argument(
        "--tag", metavar="TAG", action="append", default=[], help="a topic; repeatable"
    )
    statement.add_argument(
        "--restates", metavar="ID", help="an earlier statement of the same claim"
    )
    when = parser.add_argument_group("deadline (dates are derived from --as-said where possible)")
    when.add_argument("--as-said", metavar="PHRASE", help="the deadline in the speaker's words")
    when.add_argument("--as-said-en", metavar="PHRASE", help="the phrase in English")
    when.add_argument("--kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    when.add_argument("--earliest", metavar="DATE", type=day, help="the first day of the window")
    when.add_argument("--latest", metavar="DATE", type=day, help="the last day of the window")
    when.add_argument("--after", metavar="ID", help="the prediction whose event starts the clock")
    when.add_argument(
        "--within", metavar="P1Y", help="how long after that event, as an ISO 8601 duration"
    )
    when.add_argument(
        "--assumed", metavar="TEXT", help="what you assumed beyond the speaker's words"
    )
    criteria = parser.add_argument_group("resolution criteria (decide before you know the outcome)")
    criteria.add_argument("--correct", metavar="TEXT", help="what makes the claim correct")
    criteria.add_argument("--incorrect", metavar="TEXT", help="what makes the claim incorrect")
    parser.add_argument(
        "--no-comments", action="store_true", help="omit the comments that explain the keys"
    )
    add_dry_run(parser)


def run(args: argparse.Namespace) -> int:
    """Write the record; return 1 if it is refused.

    Prompts for missing parts on a terminal; otherwise they are a UsageError.
    """
    from tracker.editing import edit, files
    from tracker.editing.new_record import annotated
    from tracker.editing.proposal import adding, what_check_says
    from tracker.yamlfile.reader import parse

    registry = load_registry(args)
    path = _path(registry, args.id)
    value = _value(args, registry)
    depth = path.count("/")
    has_schema = (registry.root / "schema/prediction.schema.json").is_file()
    schema = "../" * depth + "schema/prediction.schema.json" if has_schema else None
    text = annotated(value, schema, comments=not args.no_comments)
    file, problems = parse(text.encode("utf-8", "surrogateescape"), path)
    if file is not None:
        problems = what_check_says(registry, file, Path(path).stem)
    show_diff(args, edit.diff("", text, path))
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        print_diagnostics(args, errors)
        return fail("the record would not pass `tracker check`; nothing was written")
    if args.dry_run:
        return 0
    try:
        with adding(registry.root) as add:
            add(path, text.encode())
    except files.WriteFailed as failed:
        is_taken = isinstance(failed, files.Exists)
        return fail(str(failed), "choose another id" if is_taken else advice(failed.__cause__))
    print(f"wrote {path}")
    refresh(registry.root)
    print_diagnostics(args, problems)
    return 0


def _path(registry: Registry, wanted: str) -> str:
    """The new file's path; raises UsageError for an id that is invalid or taken."""
    from tracker.folder import KEY, folder_problem, is_reserved

    name = wanted.removeprefix("predictions/").removesuffix(".yaml")
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
    record = registry.records.get(stem)
    ending = f"/{stem}.yaml"
    invalid = [
        path
        for path in registry.invalid_files
        if path.startswith("predictions/") and path.endswith(ending)
    ]
    existing = record.path if record else invalid[0] if invalid else None
    if existing is not None:
        raise UsageError(f"id `{stem}` is already in use: {existing}", "choose another id")
    return "/".join(["predictions", *folders, f"{stem}.yaml"])


def _value(args: argparse.Namespace, registry: Registry) -> dict[str, Plain]:
    may_ask = can_ask()
    missing: list[str] = []

    def part(flag: str, label: str, read: Callable[[str], str] = str) -> str | None:
        option: str | None = getattr(args, flag)
        if option is None and may_ask:
            return ask(label, read)
        if option is None:
            missing.append(f"--{flag.replace('_', '-')}")
        return option

    def english(flag: str, text: Plain) -> str | None:
        return _english(args, flag, text, may_ask=may_ask)

    value: dict[str, Plain] = {
        "claim": part("claim", "claim (one checkable English sentence)"),
        "title": args.title,
        "quote": part("quote", "quote (the speaker's own words)"),
        "speaker": part("speaker", "speaker (a key of seeds/people.yaml, or a name)"),
        "reported_by": args.reported_by,
        "source": part("source", "source (a card in seeds/, or a URL)"),
        "made_on": part(
            "made_on", "made on (2024-03-05, 2024-03, 2024 or a range with /)", partial_date
        ),
        "hedge": args.hedge,
        "hedge_en": english("hedge_en", args.hedge),
        "tags": list(args.tag) or None,
        "status": "open",
    }
    value["quote_en"] = english("quote_en", value["quote"])
    made_on = value["made_on"]
    deadline = _deadline(args, str(made_on), may_ask=may_ask) if made_on else None
    if made_on and deadline is None:
        ends = [f"--{end}" for end in _ENDS.get(args.kind, ()) if not getattr(args, end)]
        dates = "--kind with --earliest or --latest"
        options = [dates] if args.as_said else [f"--as-said, or {dates}"]
        missing += ends or options
    value["deadline"] = deadline
    kind = "by" if isinstance(deadline, str) else deadline["kind"] if deadline else None
    if kind in DATED or args.correct or args.incorrect:
        value["criteria"] = {
            "correct": part("correct", "correct (what makes the claim correct)"),
            "incorrect": part("incorrect", "incorrect (what makes the claim incorrect)"),
        }
    if missing:
        raise UsageError(
            f"missing: {', '.join(missing)}",
            "pass them as options, or run the command in a terminal to be prompted",
        )
    value["restates"] = args.restates or _restated(registry, value, may_ask=may_ask)
    return value


def _english(args: argparse.Namespace, flag: str, text: Plain, *, may_ask: bool) -> str | None:
    """The English translation of a text, asked for if the text is not ASCII."""
    option: str | None = getattr(args, flag)
    if option is None and may_ask and isinstance(text, str) and not text.isascii():
        label = flag.replace("_en", "").replace("_", " ")
        answer = ask(f"{label} in English (enter - if it already is)", str, default="-")
        return None if answer == "-" else answer
    return option


# --- the deadline ---


def _deadline(
    args: argparse.Namespace, made_on: str, *, may_ask: bool
) -> dict[str, Plain] | str | None:
    """The deadline from the options, the phrase, or prompts; None if parts are missing."""
    from tracker.phrases import horizon

    phrase = args.as_said
    is_given = any((args.kind, args.earliest, args.latest, args.after))
    if phrase is None and not is_given and may_ask:
        phrase = ask("deadline in the speaker's words (enter - if none)", str)
        phrase = None if phrase == "-" else phrase
    reading = horizon.interpret(phrase, PartialDate.parse(made_on)) if phrase else None
    read = reading if isinstance(reading, horizon.Horizon) else None
    if isinstance(reading, horizon.Unread) and not is_given:
        say(f"note: can't turn {phrase!r} into dates: `{one_line(reading.words)}` is unclear")
    if read is not None and not is_given and may_ask:
        say(f"{phrase!r} is read as {_window(read)}")
        if ask("use this window? (y/n)", str, default="y").casefold() not in ("y", "yes"):
            read = None
    elif read is not None and not is_given:
        say(f"note: {phrase!r} is read as {_window(read)}")
    if phrase is None and args.kind in (None, "by") and args.latest and not args.assumed:
        return str(args.latest)
    kind = args.kind or (read.kind if read else None) or _kind_of(args)
    if kind is None and may_ask:
        kind = ask(f"kind ({', '.join(KINDS)})", _read_kind)
    if kind is None:
        return None
    return _of_kind(args, kind, phrase, read if read and read.kind == kind else None, may_ask)


def _of_kind(
    args: argparse.Namespace, kind: str, phrase: str | None, read: Horizon | None, may_ask: bool
) -> dict[str, Plain] | None:
    english = _english(args, "as_said_en", phrase, may_ask=may_ask)
    deadline: dict[str, Plain] = {"as_said": phrase, "as_said_en": english, "kind": kind}
    for end in _ENDS.get(kind, ()):
        proposed = getattr(read, end) if read else None
        deadline[end] = getattr(args, end) or (str(proposed) if proposed else None)
        if deadline[end] is None and not may_ask:
            return None
        deadline[end] = deadline[end] or ask(f"{end} (a full date)", day)
    for end in ("earliest", "latest"):
        if getattr(args, end) and end not in deadline:
            ends = " and ".join(f"--{each}" for each in _ENDS.get(kind, ()))
            hint = f"use {ends}" if ends else f"omit --{end}"
            raise UsageError(f"--{end} does not apply to kind `{kind}`", hint)
    deadline |= {"after": args.after, "within": args.within}
    is_read = read is not None and all(
        deadline[end] == str(getattr(read, end)) for end in _ENDS.get(kind, ())
    )
    deadline["assumed"] = args.assumed or (read.assumed if read and is_read else None)
    return {key: value for key, value in deadline.items() if value is not None}


def _kind_of(args: argparse.Namespace) -> str | None:
    """The kind that the other options imply."""
    if args.after:
        return "after_event"
    if args.latest:
        return "between" if args.earliest else "by"
    return "not_before" if args.earliest else None


def _read_kind(text: str) -> str:
    if text not in KINDS:
        raise argparse.ArgumentTypeError(f"invalid kind {text!r}: choose from {', '.join(KINDS)}")
    return text


def _window(read: Horizon) -> str:
    ends = " and ".join(str(end) for end in (read.earliest, read.latest) if end)
    assumed = f" ({read.assumed})" if read.assumed else ""
    return f'"{read.kind.replace("_", " ")} {ends}"' + assumed


# --- earlier statements of the same claim ---


def _restated(registry: Registry, value: dict[str, Plain], *, may_ask: bool) -> str | None:
    """The id of the same claim, chosen among similar records; None without a choice."""
    alike = _alike(registry, str(value["claim"]), str(value["speaker"]))
    if not alike:
        return None
    say("note: similar predictions:")
    for record, claim in alike:
        say(f"  {record}: {one_line(claim)}")
    if not may_ask:
        say("hint: if one of them is the same claim, pass its id with --restates")
        return None
    ids = {record for record, _ in alike}

    def read(text: str) -> str:
        if text != "-" and text not in registry.records:
            hint = did_you_mean(text, [*ids, *registry.records])
            raise argparse.ArgumentTypeError(f"unknown record {text!r}{hint and f'; {hint}'}")
        return text

    chosen = ask(
        "restates (id of the earlier statement; enter - if none of these)", read, default="-"
    )
    return None if chosen == "-" else chosen


def _alike(registry: Registry, claim: str, speaker: str) -> list[tuple[str, str]]:
    """(id, claim) of the records with the most similar claims, the same speaker's first."""
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(claim.casefold())
    candidates = []
    for record in registry.records.values():
        is_same = record.prediction.speaker == speaker
        least = _ALIKE_BY_ONE if is_same else _ALIKE_BY_TWO
        matcher.set_seq1(record.prediction.claim.casefold())
        if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
            continue
        ratio = matcher.ratio()
        if ratio >= least:
            candidates.append((not is_same, -ratio, record.id, record.prediction.claim))
    return [(record, claim) for _, _, record, claim in sorted(candidates)[:_SHOWN]]
