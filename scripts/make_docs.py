"""Write the generated parts of README and docs/; with --check only compare.

They are docs/cli.md, docs/checks.md, the keys and the deadline policy in docs/format.md, the tables
of docs/exports.md, and the outputs that any page quotes (quoted_output.py). A test compares, so no
page falls behind.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel

from tracker.checks import CHECKS
from tracker.checks.catalogue import STRUCTURE
from tracker.cli import build_parser
from tracker.export import EXPORTS
from tracker.records import model
from tracker.report.columns import COLUMNS

sys.path.insert(0, str(Path(__file__).resolve().parent))
from quoted_output import filled

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
POLICY = ROOT / "tests/phrases/policy.csv"
NOTE = (
    "<!-- Written by scripts/make_docs.py from the code: change the code, then `make docs`. -->\n"
)


def pages() -> dict[str, str]:
    """The reference pages: path below the root -> text."""
    return {
        "docs/cli.md": cli(),
        "docs/checks.md": checks(),
        "docs/exports.md": exports_page(),
        "docs/format.md": format_page(),
    }


def quoting_pages() -> list[str]:
    """The pages that quote outputs, as paths below the root."""
    paths = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
    return [
        path.relative_to(ROOT).as_posix()
        for path in paths
        if "<!-- output:" in path.read_text(encoding="utf-8")
    ]


def exports_page() -> str:
    """The page on exports: written by hand but for its tables."""
    text = (DOCS / "exports.md").read_text(encoding="utf-8")
    formats = [f"| `{n}` | {each.media_type} | {each.description} |" for n, each in EXPORTS.items()]
    columns = [f"| `{each.name}` | {each.type} | {each.meaning} |" for each in COLUMNS]
    for name, lines in (("formats", formats), ("columns", columns)):
        head, rest = text.split(f"<!-- {name} -->\n", 1)
        kept = "\n".join(rest.split("\n", 2)[:2])
        tail = rest.split(f"<!-- /{name} -->", 1)[1]
        table = "\n".join(lines)
        text = f"{head}<!-- {name} -->\n{kept}\n{table}\n<!-- /{name} -->{tail}"
    return text


def format_page() -> str:
    """The page on the format: written by hand but for the policy and the tables of keys."""
    text = (DOCS / "format.md").read_text(encoding="utf-8")
    text = _filled(text, "policy", _policy())
    return _filled(text, "keys", (line for name, kind in MODELS for line in _keys(name, kind)))


def _filled(text: str, name: str, lines: Iterable[str]) -> str:
    """The page with those lines between its marks of that name."""
    head, rest = text.split(f"<!-- {name} -->", 1)
    tail = rest.split(f"<!-- /{name} -->", 1)[1]
    return f"{head}<!-- {name} -->\n" + "\n".join(lines) + f"\n<!-- /{name} -->{tail}"


def _policy() -> Iterator[str]:
    """The deadline policy, a table a group: English first, Chinese beside it."""
    group = ""
    with POLICY.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["group"] != group:
                group = row["group"]
                is_read = row["window"] != "declined"
                last = "window | assumed" if is_read else "unclear part"
                yield from ("", f"**{group}**", "")
                yield f"| English | Chinese | said on | {last} |"
                yield "| --- | --- | --- | --- |" + " --- |" * is_read
            yield f"| {row['english']} | {row['chinese']} | {row['made_on']} | {_window(row)} |"


def _window(row: dict[str, str]) -> str:
    if row["window"] == "declined":
        words = dict.fromkeys(filter(None, (row["unread_english"], row["unread_chinese"])))
        return ", ".join(f"`{word}`" for word in words)
    kind, _, days = row["window"].partition(" ")
    ends = " and ".join(filter(None, days.split("..")))
    return f"{kind.replace('_', ' ')} {ends}".strip() + f" | {row['assumed']}"


#: Title -> model, in the order of the page.
MODELS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("A prediction", model.Prediction),
    ("`deadline` of kind `by`", model.By),
    ("`deadline` of kind `between`", model.Between),
    ("`deadline` of kind `not_before`", model.NotBefore),
    ("`deadline` of kind `never`", model.Never),
    ("`deadline` of kind `after_event`", model.AfterEvent),
    ("`deadline` of kind `undated`", model.Undated),
    ("`criteria`", model.Criteria),
    ("Each entry of `forecasts`", model.Forecast),
    ("`resolution`", model.Resolution),
    ("Each entry of `evidence`", model.Evidence),
    ("`review`", model.Review),
    ("Each entry of `updates`", model.Update),
    ("Each entry of `amended`", model.Amendment),
    ("Each entry of `ignore`", model.Ignore),
    ("A source card", model.Card),
    ("`published_on` of a card", model.PublishedOn),
    ("`document` of a card", model.Document),
    ("A person or organisation", model.Person),
)


def _keys(name: str, kind: type[BaseModel]) -> Iterator[str]:
    yield from ("", f"### {name}", "", "| key | | meaning |", "| --- | --- | --- |")
    for key, field in kind.model_fields.items():
        needed = "required" if field.is_required() else ""
        text = field.description or {"kind": "Which kind it is."}[key]
        yield f"| `{key}` | {needed} | {text} |"


def cli() -> str:
    """The command line, one section a command."""
    parser, commands = build_parser()
    lines = [NOTE, "# Command line", "", " ".join((parser.description or "").split()), ""]
    lines += ["Global options, accepted before or after the command:", "", *_options(parser), ""]
    lines += _epilog(parser)
    for command in commands.values():
        command.fill()
    lines += ["Exit code 1, by command (the others never return it):", ""]
    lines += ["| command | exit code 1 |", "| --- | --- |"]
    lines += [f"| `{name}` | {each.fails} |" for name, each in commands.items() if each.fails]
    lines.append("")
    for name, command in commands.items():
        lines += [f"## tracker {name}", "", command.description or "", ""]
        lines += ["```text", _usage(name, command), "```", "", *_options(command, skip=parser), ""]
        lines += _epilog(command)
    return "\n".join(lines).rstrip() + "\n"


def _usage(name: str, command: argparse.ArgumentParser) -> str:
    """The command with its arguments, required options among them."""
    arguments = [action for action in command._actions if not action.option_strings]
    names = [f"[{_name(each)}]" if each.nargs == "?" else _name(each) for each in arguments]
    names += [_name(each) for each in command._actions if each.option_strings and each.required]
    return " ".join(["tracker", name, *names, "[OPTIONS]"])


def checks() -> str:
    """Every code that `tracker check` prints."""
    lines = [
        NOTE,
        "# Checks",
        "",
        "What `tracker check` reports. No check depends on today's date, so a registry that passes "
        "today will pass tomorrow. Errors make the exit code 1; with `--strict`, warnings do, too. "
        "To silence a warning that does not apply, give the reason in the record:",
        "",
        "```yaml",
        "ignore:",
        "  - code: vague-claim",
        "    why: the criteria name the threshold",
        "```",
        "",
        "## Rules",
        "",
    ]
    for check in sorted(CHECKS, key=lambda check: check.code):
        lines += [
            f"### {check.code}",
            "",
            f"*{check.severity}*",
            "",
            *_fenced(check.documentation),
            "",
        ]
    lines += ["## Files, structure and references", ""]
    lines += [
        "All of these are errors. `--against` finds `amendment-removed`, `changed-silently` and "
        "`deleted-record`; `--documents` finds those about documents and quotes.",
        "",
    ]
    lines += ["| code | meaning |", "| --- | --- |"]
    lines += [f"| `{code}` | {text} |" for code, text in sorted(STRUCTURE.items())]
    return "\n".join(lines) + "\n"


def _fenced(documentation: str) -> Iterator[str]:
    """A docstring's literal blocks (`Bad::` and indented lines) as fenced YAML."""
    inside = False
    for line in documentation.splitlines():
        is_code = line.startswith("    ")
        if is_code and not inside:
            yield "```yaml"
        elif inside and line.strip() and not is_code:
            yield "```"
            yield ""
        inside = is_code or (inside and not line.strip())
        if not inside or is_code:
            yield line[4:] if is_code else line[:-1] if line.endswith("::") else line
    if inside:
        yield "```"


def _options(
    parser: argparse.ArgumentParser, skip: argparse.ArgumentParser | None = None
) -> list[str]:
    known = (
        {option for action in skip._actions for option in action.option_strings} if skip else set()
    )
    rows = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) or known & {*action.option_strings}:
            continue
        if "--help" in action.option_strings:
            continue
        text = (action.help or "").replace("%(choices)s", ", ".join(map(str, action.choices or ())))
        needed = "required; " if action.option_strings and action.required else ""
        rows.append(f"| `{_name(action)}` | {needed}{text.replace('|', chr(92) + '|')} |")
    return ["| option | meaning |", "| --- | --- |", *rows] if rows else []


def _name(action: argparse.Action) -> str:
    if not action.option_strings:
        return str(action.metavar or action.dest)
    value = ""
    if action.nargs != 0:
        value = f" {action.metavar or action.dest.upper().replace('_', '-')}"
        if action.metavar is None and action.choices is not None:
            value = " WORD"
    return ", ".join(action.option_strings) + value


def _epilog(parser: argparse.ArgumentParser) -> list[str]:
    if not parser.epilog:
        return []
    return ["```text", parser.epilog.strip(), "```", ""]


def main() -> int:
    """Write the pages; with --check only compare."""
    texts = pages()
    for name in quoting_pages():
        text = texts.get(name) or (ROOT / name).read_text(encoding="utf-8")
        texts[name] = filled(text)
    stale = []
    for name, text in texts.items():
        path = ROOT / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8", newline="\n")
    for name in stale:
        sys.stdout.write(f"{name}: {'stale' if '--check' in sys.argv else 'written'}\n")
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
