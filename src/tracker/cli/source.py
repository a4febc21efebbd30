"""`tracker source add KEY`: add a card for a source to seeds/."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.common import load_registry
from tracker.cli.editing import add_dry_run, new_path, partial_date, write_seeds
from tracker.cli.form import add_resume, kept, say
from tracker.cli.schema import refresh
from tracker.folder import SEEDS

if TYPE_CHECKING:
    from tracker.cli.form import Form
    from tracker.diagnostic import Diagnostic
    from tracker.yamlfile.file import Plain

EXAMPLES = """\
  tracker source add example-talk-2024
  tracker source add example-talk-2024 --title "The road ahead" --kind talk \\
      --language en --url https://example.org/talk --published-on 2024-03-05 \\
      --evidence "the date on the page" --document ~/copies/talk.txt
"""
FAILS = "the card is refused"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("action", metavar="add", choices=("add",), help="the only action")
    parser.add_argument(
        "key",
        metavar="KEY",
        help="the new key (a-z, 0-9 and -), optionally with a folder, such as 2024/talk",
    )
    parser.add_argument("--title", metavar="TEXT", help="the title of the document")
    parser.add_argument("--title-en", metavar="TEXT", help="the title in English")
    parser.add_argument("--publisher", metavar="NAME", help="the publisher")
    parser.add_argument(
        "--kind", metavar="WORD", help="the kind of document, such as interview, panel or post"
    )
    parser.add_argument(
        "--language", metavar="TAG", help="the language as a BCP 47 tag, such as en or zh-Hans"
    )
    parser.add_argument("--url", metavar="URL", help="the address of the document")
    parser.add_argument("--archive-url", metavar="URL", help="an archived copy of the document")
    parser.add_argument(
        "--published-on",
        metavar="DATE",
        type=partial_date,
        help="when it was published: 2024-03-05, 2024-03 or 2024 (requires --evidence)",
    )
    parser.add_argument("--evidence", metavar="TEXT", help="how the publication date is known")
    parser.add_argument(
        "--author",
        metavar="WHO",
        action="append",
        help="a key of seeds/people.yaml, or a name; repeatable",
    )
    parser.add_argument(
        "--document",
        metavar="FILE",
        type=_document,
        help="your copy of the text, outside the registry (its name and SHA-256 are recorded)",
    )
    parser.add_argument("--note", metavar="TEXT", help="known problems of the copy")
    add_resume(parser)
    add_dry_run(parser)


def run(args: argparse.Namespace) -> int:
    """Write the card; return 1 if it is refused.

    Prompts for missing parts on a terminal; without one, `--title` is required.
    """
    registry = load_registry(args)
    path = new_path(registry, args.key, SEEDS)
    name = path.removeprefix(f"{SEEDS}/").removesuffix(".yaml")
    with kept(args, registry, name) as form:
        form.start(is_complete=args.title is not None)
        ask_card(form, path, vars(args))
        code = write_seeds(args, form)
        form.is_done = code == 0
    if code == 0 and not args.dry_run:
        refresh(registry.root)
    return code


def ask_card(form: Form, path: str, options: Mapping[str, Plain]) -> None:
    """Add a card to what the form will write; the options that are None are asked for."""
    from tracker.editing.seeds import new_card

    registry = form.registry

    def check(answers: dict[str, Plain]) -> list[Diagnostic]:
        return list(new_card(registry, path, {"title": "-", **answers})[1].said)

    kinds = {card.card.kind: "" for card in registry.cards.values() if card.card.kind}
    languages = {card.card.language: "" for card in registry.cards.values() if card.card.language}
    section = form.section(("cards", path), check)
    get, part = options.get, section.part
    title = part(("title",), "title", get("title"), flag="--title")
    if get("title_en") or not str(title).isascii():
        part(("title_en",), "title in English", get("title_en"))
    part(("publisher",), "publisher", get("publisher"))
    part(("kind",), "kind (interview, panel, article, post, ...)", get("kind"), words=kinds)
    label = "language (such as en, de, zh-Hans or zh-Hant)"
    part(("language",), label, get("language"), words=languages)
    part(("url",), "URL", get("url"))
    part(("archive_url",), "URL of an archived copy", get("archive_url"))
    _ask_date(section, get("published_on"), get("evidence"))
    authors = {key: person.names[-1] for key, person in registry.people.items()}
    label = "authors (keys of seeds/people.yaml or names, separated by commas)"
    part(("authors",), label, get("author"), read=comma_separated, words=authors)
    label = "your copy of the text (a file outside the registry)"
    part(("document",), label, get("document"), read=_document)
    part(("note",), "note (known problems of the copy)", get("note"))
    section.require()
    form.add(*new_card(registry, path, section.values))


def _ask_date(section: Form, day: Plain, evidence: Plain) -> None:
    """The publication date, and how it is known: both or neither."""
    loc = ("published_on", "date")
    day = section.part(loc, "published on (2024-03-05, 2024-03 or 2024)", day, read=partial_date)
    if day is not None or evidence is not None:
        loc = ("published_on", "evidence")
        section.part(loc, "how is that date known?", evidence, flag="--evidence")
    if day is None and evidence is not None:
        section.missing.append("--published-on")


def comma_separated(text: str) -> Plain:
    """The words between commas, each once."""
    return [*dict.fromkeys(filter(None, map(str.strip, text.split(","))))]


def _document(text: str) -> Plain:
    """The name and the SHA-256 of a file; a type for argparse and forms."""
    from tracker.checks.documents import not_text, read_document

    path = Path(text).expanduser()
    try:
        data = read_document(path.parent, path.name)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise argparse.ArgumentTypeError(f"can't read {text}: {reason}") from None
    if kind := not_text(data):
        say(f"warning: `{path.name}` is {kind}; `tracker check --documents` needs plain text")
    return {"file": path.name, "sha256": hashlib.sha256(data).hexdigest()}
