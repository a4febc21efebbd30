"""`tracker new ID`: add a prediction, deriving its window from the deadline phrase."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tracker.cli.common import UsageError, fail, load_registry
from tracker.cli.editing import (
    add_dry_run,
    day,
    new_path,
    partial_date,
    print_diagnostics,
    show_diff,
    write_seeds,
)
from tracker.cli.errors import advice
from tracker.cli.form import add_resume, kept, say
from tracker.cli.person import ask_person
from tracker.cli.schema import refresh
from tracker.cli.source import ask_card, comma_separated
from tracker.folder import SEEDS
from tracker.records.dates import PartialDate
from tracker.records.vocabulary import DATED, KINDS
from tracker.text import folded, nfc, one_line, stem

if TYPE_CHECKING:
    from tracker.cli.form import Form
    from tracker.diagnostic import Diagnostic
    from tracker.phrases.horizon import Horizon
    from tracker.registry import Registry
    from tracker.yamlfile.file import Plain

EXAMPLES = """\
  tracker new ada-robot-taxis
  tracker new --resume
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
#: What the parts of a record that are still missing are taken to be while an answer is checked:
#: values that break no rule by themselves.
_UNKNOWN: Mapping[str, Plain] = {
    "claim": "-",
    "quote": "-",
    "speaker": "-",
    "source": "https://example.org",
    "made_on": "1000",
    "criteria": {"correct": "-", "incorrect": "-"},
    "status": "open",
}
_UNKNOWN_END = {"earliest": "9999-12-30", "latest": "9999-12-31"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "id",
        metavar="ID",
        nargs="?",
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
    add_resume(parser)
    add_dry_run(parser)


def run(args: argparse.Namespace) -> int:
    """Write the record; return 1 if it is refused.

    Prompts for missing parts on a terminal; otherwise they are a UsageError.
    """
    registry = load_registry(args)
    wanted = args.id or _draft(args, registry)
    try:
        path = new_path(registry, wanted)
    except UsageError as error:
        raise _with_draft(error, args, registry, wanted) from None
    name = path.removeprefix("predictions/").removesuffix(".yaml")
    with kept(args, registry, name) as form:
        form.check = lambda answers: _said(form, path, answers)
        value = _value(args, form)
        code = _write(args, form, path, value)
        form.is_done = code == 0
        return code


def _draft(args: argparse.Namespace, registry: Registry) -> str:
    """The id of the only draft; raises UsageError without `--resume`, or if there are several."""
    from tracker.editing.drafts import names

    if not args.resume:
        raise UsageError("ID is required", "give the new record an id, such as ada-robot-taxis")
    drafts = names(registry.root, args.command)
    if len(drafts) != 1:
        hint = f"pass one of {', '.join(drafts)}" if drafts else "run `tracker new ID`"
        raise UsageError("there are several drafts" if drafts else "there is no draft", hint)
    return drafts[0]


def _with_draft(
    error: UsageError, args: argparse.Namespace, registry: Registry, name: str
) -> UsageError:
    """The error about an id; with `--resume`, it says where the id's draft is."""
    from tracker.editing.drafts import Draft, names

    if not args.resume or name not in names(registry.root, args.command):
        return error
    path = Draft(registry.root, args.command, name).path
    return UsageError(str(error), f"rename the draft to use it under another id: {path}")


def _write(args: argparse.Namespace, form: Form, path: str, value: dict[str, Plain]) -> int:
    from tracker.editing import edit, files
    from tracker.editing.new_record import annotated
    from tracker.editing.proposal import adding, what_check_says
    from tracker.yamlfile.reader import parse

    registry = form.registry
    depth = path.count("/")
    has_schema = (registry.root / "schema/prediction.schema.json").is_file()
    schema = "../" * depth + "schema/prediction.schema.json" if has_schema else None
    text = annotated(value, schema, comments=not args.no_comments)
    file, problems = parse(text.encode("utf-8", "surrogateescape"), path)
    if file is not None:
        problems = what_check_says(registry, file, stem(path))
    if any(problem.severity == "error" for problem in problems):
        show_diff(args, edit.diff("", text, path))
        print_diagnostics(args, [each for each in problems if each.severity == "error"])
        return fail("the record would not pass `tracker check`; nothing was written")
    code = write_seeds(args, form)
    show_diff(args, edit.diff("", text, path))
    if code:
        return code
    if args.dry_run:
        print_diagnostics(args, problems, file=sys.stderr)
        return 0
    try:
        with adding(registry.root) as add:
            add(path, text.encode())
        form.is_done = True
    except files.WriteFailed as failed:
        is_taken = isinstance(failed, files.Exists)
        return fail(str(failed), "choose another id" if is_taken else advice(failed.__cause__))
    print(f"wrote {path}")
    refresh(registry.root)
    print_diagnostics(args, problems)
    return 0


def _said(form: Form, path: str, answers: dict[str, Plain]) -> list[Diagnostic]:
    """What `check` would report about a record with these answers, apart from other records."""
    from dataclasses import replace

    from tracker.editing.emit import render
    from tracker.editing.proposal import what_check_says
    from tracker.yamlfile.reader import parse

    value = {**_UNKNOWN, **answers}
    deadline = answers.get("deadline")
    parts = deadline if isinstance(deadline, dict) else {}
    kind = str(parts.get("kind", "undated"))
    ends = {end: _UNKNOWN_END[end] for end in _ENDS.get(kind, ())}
    value["deadline"] = {"as_said": "-", "kind": kind, **ends, **parts}
    if answers.get("criteria"):
        value["criteria"] = {"correct": "-", "incorrect": "-", **_mapping(answers["criteria"])}
    file, problems = parse(render(value).encode("utf-8", "surrogateescape"), path)
    if file is None:
        return problems
    return what_check_says(replace(form.registry, records={}), file, stem(path))


def _mapping(value: Plain) -> dict[str, Plain]:
    return value if isinstance(value, dict) else {}


# --- the questions ---


def _value(args: argparse.Namespace, form: Form) -> dict[str, Plain]:
    registry, part = form.registry, form.part
    needed = (args.claim, args.quote, args.speaker, args.source, args.made_on)
    form.start(is_complete=None not in needed)
    form.put(("status",), "open")
    part(("claim",), "claim (one checkable English sentence)", args.claim, flag="--claim")
    part(("title",), "title (a short name, at most 60 characters)", args.title)
    part(("quote",), "quote (the speaker's own words)", args.quote, flag="--quote")
    _english(args, form, "quote_en", "quote")
    _ask_speaker(args, form)
    if args.reported_by:
        part(
            ("reported_by",),
            "reported by (a key of seeds/people.yaml, or a name)",
            args.reported_by,
        )
    else:
        form.put(("reported_by",), form.earlier(("reported_by",)))
    _ask_source(args, form)
    label = "made on (2024-03-05, 2024-03, 2024 or a range with /)"
    made_on = part(("made_on",), label, args.made_on, flag="--made-on", read=partial_date)
    label = 'hedge (how sure the speaker sounded, such as "I believe")'
    part(("hedge",), label, args.hedge)
    _english(args, form, "hedge_en", "hedge")
    if made_on:
        _ask_deadline(args, form, str(made_on))
    deadline = form.values.get("deadline")
    kind = "by" if isinstance(deadline, str) else _mapping(deadline).get("kind")
    if kind in DATED or args.correct or args.incorrect:
        for key in ("correct", "incorrect"):
            label = f"{key} (what makes the claim {key})"
            part(("criteria", key), label, getattr(args, key), flag=f"--{key}")
    _ask_tags(args, form)
    form.require()
    restates = args.restates or _restated(form, registry) or form.earlier(("restates",))
    if restates:
        form.put(("restates",), restates)
    return form.values


def _ask_speaker(args: argparse.Namespace, form: Form) -> None:
    people = {key: person.names[-1] for key, person in form.registry.people.items()}

    def read(text: str) -> Plain:
        key = form.registry.person_key(nfc(text))
        if key != text:
            say(f"note: {text} has the key `{key}`")
        return key

    def add(problem: Diagnostic, key: str) -> bool:
        if not _may_add(form, problem, "speaker", ("people", key)):
            return False
        ask_person(form, key, {})
        return True

    label = "speaker (a key of seeds/people.yaml, a new key, or a name)"
    form.part(("speaker",), label, args.speaker, flag="--speaker", read=read, words=people, add=add)


def _ask_source(args: argparse.Namespace, form: Form) -> None:
    titles = {key: card.card.title for key, card in form.registry.cards.items()}

    def add(problem: Diagnostic, key: str) -> bool:
        if not _may_add(form, problem, "source", ("cards", f"{SEEDS}/{key}.yaml")):
            return False
        try:
            path = new_path(form.registry, key, SEEDS)
        except UsageError as error:
            say(str(error))
            return False
        ask_card(form, path, {})
        return True

    label = "source (a card in seeds/, a new key, or a URL)"
    form.part(("source",), label, args.source, flag="--source", words=titles, add=add)


def _may_add(form: Form, problem: Diagnostic, what: str, loc: tuple[str, ...]) -> bool:
    """Whether to add an unknown speaker or source: likely, unless a known one is near."""
    if problem.code != f"unknown-{what}":
        return False
    near, _, rest = problem.hint.partition(" If not")
    say(f"{problem.message}{f'; {near}' if rest else ''}")
    default = form.earlier(loc) is not None or not rest
    return form.confirm(f"add this {what}?", default=default)


def _ask_tags(args: argparse.Namespace, form: Form) -> None:
    records = form.registry.records.values()
    known = dict.fromkeys(
        sorted({tag for each in records for tag in each.prediction.tags or ()}), ""
    )
    label = "tags (topics, separated by commas)"
    tags = form.part(("tags",), label, list(args.tag) or None, read=comma_separated, words=known)
    if args.tag or not isinstance(tags, list):
        return
    chosen: list[Plain] = []
    for tag in map(str, tags):
        [near] = difflib.get_close_matches(folded(tag), [*known], n=1) or [tag]
        is_new = tag not in known and near != tag
        chosen.append(
            near if is_new and form.confirm(f"`{tag}` is new; use `{near}`?", default=True) else tag
        )
    form.put(("tags",), [*dict.fromkeys(map(str, chosen))])
    form.session.save()


def _english(args: argparse.Namespace, form: Form, key: str, of: str, *at: str) -> None:
    """The English translation of a text, asked for if the text is not ASCII."""
    option = getattr(args, key)
    values = _mapping(form.values.get(at[0])) if at else form.values
    text = values.get(of)
    if option is not None:
        form.put((*at, key), option)
    elif isinstance(text, str) and not text.isascii():
        form.part((*at, key), f"{of.replace('as_said', 'deadline')} in English", always=True)


# --- the deadline ---


def _ask_deadline(args: argparse.Namespace, form: Form, made_on: str) -> None:
    """The deadline from the options, the phrase, or questions; missing parts are noted."""
    from tracker.phrases import horizon
    from tracker.records.model import DEADLINES

    may_ask = form.session.may_ask
    is_given = any((args.kind, args.earliest, args.latest, args.after))
    phrase: Plain = args.as_said
    if phrase is None and not is_given and may_ask:
        label = "deadline in the speaker's words"
        phrase = form.part(("deadline", "as_said"), label, always=True)
    reading = horizon.interpret(str(phrase), PartialDate.parse(made_on)) if phrase else None
    read = reading if isinstance(reading, horizon.Horizon) else None
    if isinstance(reading, horizon.Unread) and not is_given:
        say(f"note: can't turn {phrase!r} into dates: `{one_line(reading.words)}` is unclear")
    if read is not None and not is_given:
        say(f"{'' if may_ask else 'note: '}{phrase!r} is read as {_window(read)}")
        if may_ask and not form.confirm("is that right?", default=_is_as_before(form, read)):
            read = None
    if phrase is None and args.kind in (None, "by") and args.latest and not args.assumed:
        form.put(("deadline",), args.latest)
        return
    kind = args.kind or (read.kind if read else None) or _kind_of(args)
    if kind is None and may_ask:
        label = f"kind ({', '.join(KINDS)})"
        words = {each: str(model.__doc__).replace("`", "") for each, model in DEADLINES.items()}
        kind = form.part(("deadline", "kind"), label, flag="--kind", words=words)
    if kind is None:
        dates = "--kind with --earliest or --latest"
        form.missing.append(dates if args.as_said else f"--as-said, or {dates}")
        return
    for loc, value in ((("deadline", "kind"), kind), (("deadline", "as_said"), phrase)):
        form.put(loc, value)
    _fill_deadline(args, form, str(kind), read if read and read.kind == kind else None)


def _is_as_before(form: Form, read: Horizon) -> bool:
    """Whether a draft has the window that is read, or none yet."""
    earlier = [(form.earlier(("deadline", end)), getattr(read, end)) for end in _UNKNOWN_END]
    return all(before is None or before == str(now) for before, now in earlier)


def _fill_deadline(args: argparse.Namespace, form: Form, kind: str, read: Horizon | None) -> None:
    """The parts that a kind of deadline has."""
    _english(args, form, "as_said_en", "as_said", "deadline")
    for end in ("earliest", "latest"):
        if getattr(args, end) and end not in _ENDS.get(kind, ()):
            ends = " and ".join(f"--{each}" for each in _ENDS.get(kind, ()))
            hint = f"use {ends}" if ends else f"omit --{end}"
            raise UsageError(f"--{end} does not apply to kind `{kind}`", hint)
    for end in _ENDS.get(kind, ()):
        proposed = getattr(args, end) or (str(getattr(read, end)) if read else None)
        label = f"{end} (a full date such as 2024-03-05)"
        form.part(("deadline", end), label, proposed, flag=f"--{end}", read=day)
    if kind == "after_event":
        claims = {each.id: each.prediction.claim for each in form.registry}
        label = "after (the id of the prediction whose event starts the clock)"
        form.part(("deadline", "after"), label, args.after, flag="--after", words=claims)
        label = "within (how long after it: P1Y is a year, P6M six months)"
        form.part(("deadline", "within"), label, args.within)
    elif args.after or args.within:  # `check` says that they don't belong here
        form.put(("deadline", "after"), args.after)
        form.put(("deadline", "within"), args.within)
    deadline = _mapping(form.values.get("deadline"))
    is_read = read is not None and all(
        deadline.get(end) == str(getattr(read, end)) for end in _ENDS.get(kind, ())
    )
    assumed = args.assumed or (read.assumed if read and is_read else None)
    if assumed or is_read:
        form.put(("deadline", "assumed"), assumed)
    else:
        # Dates that don't follow from the phrase need a reason; only `-` leaves it out.
        default = None if deadline.get("as_said") and kind in DATED else "-"
        label = "assumed (what you decided that the speaker did not say)"
        form.part(("deadline", "assumed"), label, always=True, default=default)


def _kind_of(args: argparse.Namespace) -> str | None:
    """The kind that the other options imply."""
    if args.after:
        return "after_event"
    if args.latest:
        return "between" if args.earliest else "by"
    return "not_before" if args.earliest else None


def _window(read: Horizon) -> str:
    ends = " and ".join(str(end) for end in (read.earliest, read.latest) if end)
    assumed = f" ({read.assumed})" if read.assumed else ""
    return f'"{read.kind.replace("_", " ")} {ends}"' + assumed


# --- earlier statements of the same claim ---


def _restated(form: Form, registry: Registry) -> str | None:
    """The id of the same claim, chosen among similar records; None without a choice."""
    alike = _alike(registry, str(form.values["claim"]), str(form.values["speaker"]))
    if not alike:
        return None
    say("note: similar predictions:")
    for record, claim in alike:
        say(f"  {record}: {one_line(claim)}")
    if not form.session.may_ask:
        say("hint: if one of them is the same claim, pass its id with --restates")
        return None
    label = "restates (the id of the earlier statement)"
    chosen = form.part(("restates",), label, always=True, words=dict(alike))
    return None if chosen is None else str(chosen)


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
