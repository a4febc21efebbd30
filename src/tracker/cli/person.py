"""`tracker person add KEY`: add a person or an organisation to seeds/people.yaml."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tracker.cli.common import UsageError, load_registry
from tracker.cli.editing import add_dry_run, write_seeds
from tracker.cli.form import add_resume, kept
from tracker.cli.schema import refresh
from tracker.folder import PEOPLE

if TYPE_CHECKING:
    from tracker.cli.form import Form
    from tracker.registry import Registry
    from tracker.yamlfile.file import Plain

EXAMPLES = """\
  tracker person add ada-example
  tracker person add ada-example --name "Ada Example" --role founder \\
      --affiliation "Example Taxis" --stake "sells the taxis she talks about"
"""
FAILS = "the entry is refused"
_PARTS = {
    "name": "name (as they write it themselves)",
    "name_en": "name in Latin letters",
    "role": "role (at the time of the statement)",
    "affiliation": "affiliation (the organisation they belong to)",
    "stake": "stake (what they gain if they are believed)",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("action", metavar="add", choices=("add",), help="the only action")
    parser.add_argument("key", metavar="KEY", help="the new key (a-z, 0-9 and -)")
    parser.add_argument("--name", metavar="NAME", help="the name as they write it themselves")
    parser.add_argument("--name-en", metavar="NAME", help="the name in Latin letters")
    parser.add_argument("--role", metavar="TEXT", help="their role at the time of the statement")
    parser.add_argument("--affiliation", metavar="TEXT", help="the organisation they belong to")
    parser.add_argument("--stake", metavar="TEXT", help="what they gain if they are believed")
    add_resume(parser)
    add_dry_run(parser)


def run(args: argparse.Namespace) -> int:
    """Write the entry; return 1 if it is refused.

    Prompts for missing parts on a terminal; without one, `--name` is required.
    """
    registry = load_registry(args)
    refuse_key(registry, args.key)
    with kept(args, registry, args.key) as form:
        form.start(is_complete=args.name is not None)
        ask_person(form, args.key, vars(args))
        code = write_seeds(args, form)
        form.is_done = code == 0
    if code == 0 and not args.dry_run:
        refresh(registry.root)
    return code


def ask_person(form: Form, key: str, options: Mapping[str, Plain]) -> None:
    """Add a person to what the form will write; the options that are None are asked for."""
    from tracker.diagnostic import Diagnostic
    from tracker.editing.edit import Refused
    from tracker.editing.seeds import new_person

    registry = form.registry

    def check(answers: dict[str, Plain]) -> list[Diagnostic]:
        try:
            return list(new_person(registry, key, {"name": "-", **answers})[1].said)
        except Refused as refused:
            return [Diagnostic(PEOPLE, None, None, "", str(refused), hint=refused.hint or "")]

    section = form.section(("people", key), check)
    try:
        for name, label in _PARTS.items():
            if name == "name_en" and str(section.values.get("name")).isascii():
                label = ""  # nothing to translate
            flag = "--name" if name == "name" else ""
            if label or options.get(name):
                section.part((name,), label, options.get(name), flag=flag)
        section.require()
        form.add(*new_person(registry, key, section.values))
    except Refused as refused:
        raise UsageError(str(refused), refused.hint or "") from None


def refuse_key(registry: Registry, key: str) -> None:
    """Raise UsageError for a key of a person that is invalid or taken."""
    from tracker.folder import KEY
    from tracker.text import slug

    if KEY.fullmatch(key) is None:
        near = slug(key)
        hint = f"did you mean `{near}`?" if near else ""
        raise UsageError(f"invalid key {key!r}: use a-z, 0-9 and -", hint)
    file = registry.people_file
    if file is not None and isinstance(file.value, dict) and key in file.value:
        line = file.place((key,), key=True)[0]
        raise UsageError(f"key `{key}` is already in use: {PEOPLE}:{line}", "choose another key")
