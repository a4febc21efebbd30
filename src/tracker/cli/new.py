"""`tracker new ID`: write a new record, with its window read out of the phrase."""

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
    say,
    show_diff,
    tell,
)
from tracker.cli.errors import advice
from tracker.records.dates import PartialDate
from tracker.records.vocabulary import DATED, KINDS
from tracker.text import did_you_mean, one_line, slug

if TYPE_CHECKING:
    from tracker.phrases.horizon import Horizon
    from tracker.registry import Registry
    from tracker.yamlfile.file import Plain

EXAMPLES = """\
  tracker new ada-robot-taxis
  tracker new 2024/ada-robot-taxis --claim "Robot taxis run in ten cities." \\
      --quote "within two years they will be in ten cities" --speaker ada-example \\
      --source https://example.org/talk --made-on 2024-03-05 --as-said "within two years" \\
      --correct "Paid rides without a driver in ten cities." --incorrect "In fewer than ten."
"""
#: Which days a kind has.
_ENDS = {"by": ("latest",), "between": ("earliest", "latest"), "not_before": ("earliest",)}
#: How alike two claims are, from 0 to 1, to be shown as perhaps the same: by one speaker, by two.
_ALIKE_BY_ONE, _ALIKE_BY_TWO = 0.6, 0.75
_SHOWN = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give the command its options."""
    parser.add_argument(
        "id", metavar="ID", help="a-z, 0-9 and -; a folder may stand before it: 2024/chips"
    )
    said = parser.add_argument_group("what was said")
    said.add_argument("--claim", metavar="TEXT", help="the checkable sentence, in English")
    said.add_argument("--title", metavar="TEXT", help="a short name, at most 60 characters")
    said.add_argument("--quote", metavar="TEXT", help="the speaker's own words")
    said.add_argument("--quote-en", metavar="TEXT", help="a literal English translation of them")
    said.add_argument("--speaker", metavar="WHO", help="a key of seeds/people.yaml or a name")
    said.add_argument("--reported-by", metavar="WHO", help="who passed it on")
    said.add_argument("--source", metavar="CARD", help="a card of seeds/ or a link")
    said.add_argument(
        "--made-on", metavar="DATE", type=partial_date, help="when it was said, as far as is known"
    )
    said.add_argument("--hedge", metavar="TEXT", help="the speaker's own word of certainty")
    said.add_argument("--hedge-en", metavar="TEXT", help="the hedge in English")
    said.add_argument("--tag", metavar="TAG", action="append", default=[], help="repeatable")
    said.add_argument("--restates", metavar="ID", help="the earlier statement of the same claim")
    when = parser.add_argument_group("deadline (the policy reads it out of the words)")
    when.add_argument("--as-said", metavar="PHRASE", help="the deadline in the speaker's words")
    when.add_argument("--as-said-en", metavar="PHRASE", help="the same in English")
    when.add_argument("--kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    when.add_argument("--earliest", metavar="DATE", type=day, help="the first day of the window")
    when.add_argument("--latest", metavar="DATE", type=day, help="the last day of the window")
    when.add_argument("--after", metavar="ID", help="the prediction whose event it waits for")
    when.add_argument("--within", metavar="P1Y", help="how long after that event")
    when.add_argument("--assumed", metavar="TEXT", help="what was decided and not said")
    criteria = parser.add_argument_group("criteria, written before the outcome is looked up")
    criteria.add_argument("--correct", metavar="TEXT", help="what makes it correct")
    criteria.add_argument("--incorrect", metavar="TEXT", help="what makes it incorrect")
    parser.add_argument("--no-comments", action="store_true", help="do not explain each key")
    add_dry_run(parser)


def run(args: argparse.Namespace) -> int:
    """Write the record; 1 when it is refused, 2 when parts are missing and nobody can be asked."""
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
    source, problems = parse(text.encode("utf-8", "surrogateescape"), path)
    found = problems if source is None else what_check_says(registry, source, Path(path).stem)
    show_diff(args, edit.diff("", text, path).replace(f"--- a/{path}\n", "--- /dev/null\n", 1))
    if any(each.severity == "error" for each in found):
        tell(args, [each for each in found if each.severity == "error"])
        return fail(["error: the record would not pass its check; nothing was written"])
    if args.dry_run:
        return 0
    try:
        with adding(registry.root) as add:
            add(path, text.encode())
    except files.WriteFailed as failed:
        is_taken = isinstance(failed, files.Exists)
        hint = "ids are unique in the registry" if is_taken else advice(failed.__cause__)
        return fail([f"error: {failed}", f"hint: {hint}"])
    print(f"wrote {path}")
    tell(args, found)
    return 0


def _path(registry: Registry, wanted: str) -> str:
    """The new file's path; UsageError when the id is none, or taken."""
    from tracker.registry import KEY

    name = wanted.removeprefix("predictions/").removesuffix(".yaml")
    *folders, stem = name.split("/")
    if KEY.fullmatch(stem) is None:
        near = slug(stem)
        hint = f"did you mean {near}?" if near else "the file's name is the id"
        raise UsageError(f"{stem!r} is no id: expected a-z, 0-9 and -", hint)
    if not all(re.fullmatch(r"[\w-][\w. -]*", folder) for folder in folders):
        raise UsageError(
            f"{wanted!r} does not name a folder below predictions/",
            "folders begin with a letter, a digit or _, and hold no other signs than . and -",
        )
    taken = registry.records.get(stem)
    ending = f"/{stem}.yaml"
    broken = [
        each
        for each in registry.invalid_files
        if each.startswith("predictions/") and each.endswith(ending)
    ]
    there = taken.path if taken else broken[0] if broken else None
    if there is not None:
        raise UsageError(f"the id {stem} is taken: {there}", "ids are unique in the registry")
    return "/".join(["predictions", *folders, f"{stem}.yaml"])


def _value(args: argparse.Namespace, registry: Registry) -> dict[str, Plain]:
    may_ask = can_ask()
    missing: list[str] = []

    def part(flag: str, label: str, read: Callable[[str], str] = str) -> str | None:
        given: str | None = getattr(args, flag)
        if given is None and may_ask:
            return ask(label, read)
        if given is None:
            missing.append(f"--{flag.replace('_', '-')}")
        return given

    def english(flag: str, text: Plain) -> str | None:
        return _english(args, flag, text, may_ask=may_ask)

    value: dict[str, Plain] = {
        "claim": part("claim", "claim: the checkable sentence, in English"),
        "title": args.title,
        "quote": part("quote", "quote: the speaker's own words"),
        "speaker": part("speaker", "speaker: a key of seeds/people.yaml or a name"),
        "reported_by": args.reported_by,
        "source": part("source", "source: a card of seeds/ or a link"),
        "made_on": part(
            "made_on", "made on: 2024-03-05, 2024-03, 2024 or two with /", partial_date
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
        missing.append("--as-said, or --kind and its dates")
    value["deadline"] = deadline
    kind = "by" if isinstance(deadline, str) else deadline["kind"] if deadline else None
    if kind in DATED or args.correct or args.incorrect:
        value["criteria"] = {
            "correct": part("correct", "correct: what must have happened"),
            "incorrect": part("incorrect", "incorrect: what makes it incorrect"),
        }
    if missing:
        raise UsageError(
            f"missing for {args.id}: {', '.join(missing)}",
            "give them as options; on a terminal it asks for them",
        )
    value["restates"] = args.restates or _restated(registry, value, may_ask=may_ask)
    return value


def _english(args: argparse.Namespace, flag: str, text: Plain, *, may_ask: bool) -> str | None:
    """Our translation of a text, asked for where it is not in Latin letters."""
    given: str | None = getattr(args, flag)
    if given is None and may_ask and isinstance(text, str) and not text.isascii():
        label = flag.replace("_en", "").replace("_", " ")
        answer = ask(f"{label} in English (- if it is English)", str, default="-")
        return None if answer == "-" else answer
    return given


# --- the deadline ---


def _deadline(
    args: argparse.Namespace, made_on: str, *, may_ask: bool
) -> dict[str, Plain] | str | None:
    """The deadline from the options, else out of the phrase, else asked for; None: missing."""
    from tracker.phrases import horizon

    phrase = args.as_said
    given = any((args.kind, args.earliest, args.latest, args.after))
    if phrase is None and not given and may_ask:
        phrase = ask("deadline as said (- if none was named)", str)
        phrase = None if phrase == "-" else phrase
    read = horizon.read(phrase, PartialDate.parse(made_on)) if phrase else None
    if read is not None and not given and may_ask:
        say(f"the policy reads {phrase!r} as {_words(read)}")
        if ask("take it? y or n", str, default="y").casefold() not in ("y", "yes"):
            read = None
    elif read is not None and not given:
        say(f"note: the policy reads {phrase!r} as {_words(read)}")
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
        deadline[end] = deadline[end] or ask(f"{end}: a full date", day)
    for end in ("earliest", "latest"):
        if getattr(args, end) and end not in deadline:
            ends = " and ".join(f"--{each}" for each in _ENDS.get(kind, ())) or "no date"
            raise UsageError(f"--{end} does not belong to kind {kind}", f"it takes {ends}")
    deadline |= {"after": args.after, "within": args.within}
    deadline["assumed"] = args.assumed or (read.assumed if read else None)
    return {key: each for key, each in deadline.items() if each is not None}


def _kind_of(args: argparse.Namespace) -> str | None:
    """The kind that the other options imply."""
    if args.after:
        return "after_event"
    if args.latest:
        return "between" if args.earliest else "by"
    return "not_before" if args.earliest else None


def _read_kind(text: str) -> str:
    if text not in KINDS:
        raise argparse.ArgumentTypeError(f"got {text!r}, expected one of {', '.join(KINDS)}")
    return text


def _words(read: Horizon) -> str:
    ends = " to ".join(str(end) for end in (read.earliest, read.latest) if end)
    assumed = f" ({read.assumed})" if read.assumed else ""
    return f"{read.kind} {ends}".strip() + assumed


# --- the same claim, said before ---


def _restated(registry: Registry, value: dict[str, Plain], *, may_ask: bool) -> str | None:
    """Offer the records that may be the same claim; None when none is, or nobody can say."""
    alike = _alike(registry, str(value["claim"]), str(value["speaker"]))
    if not alike:
        return None
    say("note: this may have been said before:")
    for record, claim in alike:
        say(f"  {record}: {one_line(claim)}")
    if not may_ask:
        say("hint: --restates ID says that it is the same claim")
        return None
    ids = {record for record, _ in alike}

    def read(text: str) -> str:
        if text != "-" and text not in registry.records:
            hint = did_you_mean(text, [*ids, *registry.records])
            raise argparse.ArgumentTypeError(f"there is no record {text!r}{hint and f', {hint}'}")
        return text

    chosen = ask("restates: the id of the same claim, - if it is none of them", read, default="-")
    return None if chosen == "-" else chosen


def _alike(registry: Registry, claim: str, speaker: str) -> list[tuple[str, str]]:
    """(id, claim) of the records with the most similar claims: the same speaker's first."""
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(claim.casefold())
    found = []
    for record in registry.records.values():
        is_same = record.prediction.speaker == speaker
        least = _ALIKE_BY_ONE if is_same else _ALIKE_BY_TWO
        matcher.set_seq1(record.prediction.claim.casefold())
        if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
            continue
        ratio = matcher.ratio()
        if ratio >= least:
            found.append((not is_same, -ratio, record.id, record.prediction.claim))
    return [(record, said) for _, _, record, said in sorted(found)[:_SHOWN]]
