"""Write tests/texts.txt, the list of all texts that users see; with --check only compare.

A reader can go through the list in one sitting, and its diff shows what a change says to users. It
contains the messages of `tracker check` with an example each, the help of every command, the
meanings of codes, columns and keys, and all other sentences in the source, by module: prompts,
usage errors, report lines, headings and captions. `{name}` marks a value that is filled in.
"""

from __future__ import annotations

import ast
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from tracker.checks.structure import STRUCTURE
from tracker.export import EXPORTS
from tracker.report.columns import COLUMNS

sys.path.insert(0, str(Path(__file__).resolve().parent))
from make_docs import MODELS, cli

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "tracker"
PAGE = ROOT / "tests" / "texts.txt"
HEAD = """\
All texts that users see, collected by scripts/make_texts.py from the code and tests/cases. Change
them there, then run `make texts`. {name} marks a value that is filled in.
"""
#: Modules whose texts stand in a section of their own.
_LISTED_APART = {
    "checks/structure.py",
    "export/__init__.py",
    "records/model.py",
    "report/columns.py",
}
#: Vocabularies of the phrase reader and the comparison of claims: no user reads them.
_VOCABULARIES = {"checks/similarity.py", *(f"phrases/{name}.py" for name in ("chinese", "english"))}
#: Calls whose strings are for programs, and keywords of other calls.
_FOR_PROGRAMS = {"add_argument", "add_argument_group", "compile", "ValueError", "TypeError"}
_SENTENCE = re.compile(r"[A-Za-z`'}\])%,;:] [A-Za-z`'{(\[-]")
_HEADING = re.compile(r"[A-Z][a-z]+")
#: Problems as libyaml reports them; `yamlfile.messages` says each in plain words.
_LIBYAML = re.compile(
    r"(found|did not find|could not find|block sequence entries|mapping (keys|values)) "
    r"(unexpected|unknown|expected|invalid|a tab|an ind|character|are not)"
)
_MARKUP = re.compile(r"\(\?|\\[bw]|<[a-z!/]|sans-serif|[a-z]+-src |\w\|\w|\{\{")


def text() -> str:
    """The whole list."""
    sections = {
        "Messages of `tracker check`, with an example of each": _messages(),
        "Help": (_help(),),
        "Codes": (f"{code}: {meaning}" for code, meaning in sorted(STRUCTURE.items())),
        "Exports": (f"{name}: {export.description}" for name, export in EXPORTS.items()),
        "Columns": (f"{column.name}: {column.meaning}" for column in COLUMNS),
        "Keys": _keys(),
        "Other texts, by module": _literals(),
    }
    parts = [HEAD]
    for title, lines in sections.items():
        parts += [f"\n{'=' * len(title)}\n{title}\n{'=' * len(title)}\n", *lines]
    return "\n".join(parts) + "\n"


def _messages() -> Iterator[str]:
    """The diagnostics that tests/cases expect: one for each code and shape, with its hint."""
    shown: dict[tuple[str, str], str] = {}
    for path in sorted((ROOT / "tests" / "cases").glob("*/bad/*.txt")):
        blocks = re.split(r"\n(?! )", path.read_text(encoding="utf-8").rstrip())
        for block in blocks:
            match = re.match(r"\S+ (\w+)\[(?P<code>[\w-]+)\] (?P<message>.*)", block, re.DOTALL)
            if match:
                shape = re.sub(r"`[^`]*`|'[^']*'|\"[^\"]*\"|\b\d[\d,.:-]*", "?", match["message"])
                shown.setdefault((match["code"], shape), match[0].split(" ", 1)[1])
    yield from (shown[key] for key in sorted(shown))


def _help() -> str:
    """The help of the command line, as docs/cli.md shows it: argparse's varies with the Python."""
    return cli().split("\n", 2)[2]


def _keys() -> Iterator[str]:
    """The descriptions of keys in the models, which editors show."""
    shown: set[str] = set()
    for title, model in MODELS:
        fields = [(key, field.description or "") for key, field in model.model_fields.items()]
        lines = [f"  {key}: {meaning}" for key, meaning in fields if meaning not in shown]
        shown.update(meaning for _, meaning in fields)
        if lines:
            yield "\n".join([title, *lines])


# --- the source ---


def _literals() -> Iterator[str]:
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if name in _LISTED_APART | _VOCABULARIES:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        is_page = name.startswith(("dashboard/", "charts/", "export/html"))
        texts = dict.fromkeys(each for each in _texts(tree) if _is_text(each, is_page=is_page))
        if texts:
            yield "\n".join([f"\n{name}", *(textwrap.indent(each, "  ") for each in texts)])


def _is_text(string: str, *, is_page: bool) -> bool:
    """Whether a string is a sentence, or on a page a heading of one word; no pattern, no markup."""
    if is_page and _HEADING.fullmatch(string):
        return True
    has_words = re.search(r"[A-Za-z]{3}", re.sub(r"\{\w*\}", "", string)) is not None
    is_foreign = _MARKUP.search(string) or _LIBYAML.match(string)
    return has_words and bool(_SENTENCE.search(string)) and not is_foreign


def _texts(node: ast.AST) -> Iterator[str]:
    """The strings of a tree in their order, without docstrings and regular expressions."""
    if isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    ):
        yield _shown(node).strip("\n")
    if isinstance(node, ast.JoinedStr) or _is_for_programs(node):
        return
    for child in ast.iter_child_nodes(node):
        yield from _texts(child)


def _is_for_programs(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg in ("class_", "content")
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)  # a docstring
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        is_list = name == "split" and not node.args  # names, between quotation marks for short
        return is_list or name in _FOR_PROGRAMS
    # Examples are part of the help.
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "EXAMPLES"


def _shown(node: ast.expr) -> str:
    """A string as a user sees it, with the names of the values that are filled in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_shown(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        names = re.findall(r"[A-Za-z_]\w*", re.sub(r"'[^']*'", "", ast.unparse(node.value)))
        return f"{{{names[-1] if names else '...'}}}"
    return str(node.value) if isinstance(node, ast.Constant) else ""


def main() -> int:
    """Write the list; with --check only compare."""
    new = text()
    is_stale = not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != new
    if is_stale and "--check" not in sys.argv:
        PAGE.write_text(new, encoding="utf-8", newline="\n")
    if is_stale:
        sys.stdout.write(f"tests/texts.txt: {'stale' if '--check' in sys.argv else 'written'}\n")
    return int(is_stale and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
