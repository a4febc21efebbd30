from __future__ import annotations

import ast
import importlib.util
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tracker.checks.catalogue import codes
from tracker.records.model import Card, Person, Prediction
from tracker.records.validation import validate, validate_prediction
from tracker.yamlfile.reader import parse

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
BLOB = "https://github.com/prediction-tracker/prediction-tracker/blob/main/"


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make_docs = _script("make_docs")
make_texts = _script("make_texts")
quoted_output = _script("quoted_output")


@pytest.mark.parametrize(
    "name", ["docs/cli.md", "docs/checks.md", "docs/exports.md", "docs/format.md"]
)
def test_a_generated_page_is_up_to_date(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == make_docs.pages()[name], "run `make docs`"


@pytest.mark.parametrize("name", make_docs.quoting_pages())
def test_a_quoted_output_is_what_the_command_prints(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert text == quoted_output.filled(text), "run `make docs`"


def test_outputs_are_quoted_in_readme_and_in_the_first_page() -> None:
    assert {"README.md", "docs/index.md"} <= {*make_docs.quoting_pages()}


def test_a_quoted_block_is_filled_and_shortened() -> None:
    block = """\
<!-- output: new --as-of 2026-04-01 lines=2-2 -->
```console
$ tracker horizon "in two years" \\
    --made-on 2024-03-05
an old output
```
<!-- /output -->
"""
    printed = quoted_output.filled(block).splitlines()

    assert printed[:4] == block.splitlines()[:4]
    assert printed[4] == printed[6] == "..."
    assert "2026-03-05" in printed[5]
    assert printed[7:] == block.splitlines()[5:]


def test_a_quoted_command_that_cannot_run_is_an_error() -> None:
    block = "<!-- output: new -->\n```console\n$ {}\n```\n<!-- /output -->\n"
    with pytest.raises(ValueError, match="exit code 2 from: tracker due"):
        quoted_output.filled(block.format("tracker due"))  # there is no registry
    with pytest.raises(ValueError, match="only `tracker` and `cd` can be run: ls"):
        quoted_output.filled(block.format("ls"))


def test_every_key_of_every_model_is_documented() -> None:
    text = (DOCS / "format.md").read_text(encoding="utf-8")
    for _, kind in make_docs.MODELS:
        for key in kind.model_fields:
            assert f"| `{key}` |" in text


def test_every_code_is_documented() -> None:
    text = (DOCS / "checks.md").read_text(encoding="utf-8")
    missing = [
        code for code in codes() if f"### {code}\n" not in text and f"| `{code}` |" not in text
    ]
    assert missing == []


def examples() -> Iterator[tuple[str, str]]:
    for path in (*sorted(DOCS.glob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        text = path.read_text(encoding="utf-8")
        blocks = re.findall(r"^( *)```yaml\n(.*?)^\1```", text, re.DOTALL | re.MULTILINE)
        for number, (_, block) in enumerate(blocks):
            yield f"{path.name}-{number}", textwrap.dedent(block)


RECORDS = [
    (name, block)
    for name, block in examples()
    if re.search(r"^claim:", block, re.MULTILINE)
    and not name.startswith("checks.md")  # the keys that a rule is about, good and bad
]
CARDS = [
    (name, block)
    for name, block in examples()
    if re.search(r"^title:", block, re.MULTILINE) and "claim:" not in block
]


@pytest.mark.parametrize(
    "block", [block for _, block in RECORDS], ids=[name for name, _ in RECORDS]
)
def test_an_example_of_a_record_is_valid(block: str) -> None:
    source, problems = parse(block.encode(), "predictions/example.yaml")
    assert source is not None
    assert [*problems, *validate_prediction(source, "example")[1]] == []


@pytest.mark.parametrize("block", [block for _, block in CARDS], ids=[name for name, _ in CARDS])
def test_an_example_of_a_card_is_valid(block: str) -> None:
    source, problems = parse(block.encode(), "seeds/example.yaml")
    assert source is not None
    assert [*problems, *validate(Card, source.value, source)[1]] == []


def test_there_are_examples_of_records_and_cards() -> None:
    assert len(RECORDS) >= 2
    assert len(CARDS) >= 1


def test_parts_of_records_in_the_guide_are_valid() -> None:
    record = "claim: c\nquote: q\nspeaker: Somebody\nsource: https://example.org\nmade_on: 2024\n"
    record += "deadline: {kind: undated}\nstatus: open\n"
    parts = [
        block
        for name, block in examples()
        if name.startswith("resolving.md") and block.startswith(("updates:", "amended:"))
    ]
    assert len(parts) == 2
    for part in parts:
        source, problems = parse((record + part).encode(), "predictions/example.yaml")
        assert source is not None
        assert [*problems, *validate(Prediction, source.value, source)[1]] == []


def test_the_example_of_a_person_is_valid() -> None:
    [block] = [
        block for name, block in examples() if name.startswith("adding") and "name_en" in block
    ]
    source, problems = parse(block.encode(), "seeds/people.yaml")
    assert source is not None
    assert isinstance(source.value, dict)
    people = [validate(Person, person, source) for person in source.value.values()]
    assert [*problems, *(problem for _, diagnostics in people for problem in diagnostics)] == []


PAGES = [*sorted(DOCS.glob("*.md")), *sorted(ROOT.glob("*.md"))]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_inside_the_repository_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    local = [link for link in targets if link and not re.match(r"[a-z]+:", link)]
    assert [link for link in local if not (path.parent / link).exists()] == []
    # A page of docs/ is published without the files around it, so it links to them on GitHub.
    absolute = [link.removeprefix(BLOB) for link in targets if link.startswith(BLOB)]
    assert [link for link in absolute if not (ROOT / link).exists()] == []


def test_the_readme_links_to_every_page() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    expected = [f"docs/{path.name}" for path in sorted(DOCS.glob("*.md"))]
    expected += ["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]
    assert [name for name in expected if f"]({name})" not in text] == []


def test_the_tree_in_contributing_is_the_tree() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    tree = text.split("```text\n", 1)[1].split("```", 1)[0]
    ours = tree.split("src/tracker/\n", 1)[1].split("\ntests/", 1)[0]
    listed = [line.split()[0] for line in ours.splitlines()]
    folder = ROOT / "src" / "tracker"
    expected = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in folder.iterdir()
        if path.name != "__pycache__" and (path.is_dir() or path.suffix == ".py")
    }
    assert set(listed) == expected, "update the tree in CONTRIBUTING.md"
    assert len(listed) == len(set(listed))
    above = [name for line in tree.split("\nsrc/")[0].splitlines() for name in _names(line)]
    below = [name for line in tree.split("\ntests/")[1].splitlines() for name in _names(line)]
    assert [name for name in (*above, *below) if not (ROOT / name).exists()] == []


def _names(line: str) -> list[str]:
    """The file and folders that a line of the tree begins with."""
    return re.findall(r"[\w.]+(?:/|\.py)", line[:22])


def test_imports_point_down_in_the_tree_as_in_the_test() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    ours = text.split("src/tracker/\n", 1)[1].split("\ntests/", 1)[0]
    listed = [line.split()[0].removesuffix("/").removesuffix(".py") for line in ours.splitlines()]
    order = _order()
    assert [name for name in listed if name in order] == order


def _order() -> list[str]:
    """`ORDER` of test_architecture.py, which holds the imports."""
    tree = ast.parse((ROOT / "tests" / "test_architecture.py").read_text(encoding="utf-8"))
    [value] = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ORDER"
    ]
    return list(ast.literal_eval(value))


def test_each_place_that_contributing_names_exists() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.split("**Where does a new ... go?**")[1].split("## Stress tests")[0]
    places = re.findall(r"`([a-z_]+(?:/[a-z_]*(?:\.py)?)+|[a-z_]+\.py)`", table)
    assert len(places) > 15
    folders = (ROOT, ROOT / "src" / "tracker")
    assert [name for name in places if not any((path / name).exists() for path in folders)] == []


def test_the_list_of_texts_is_up_to_date() -> None:
    listed = (ROOT / "tests" / "texts.txt").read_text(encoding="utf-8")
    assert listed == make_texts.text(), "run `make texts`, and read the diff"


@pytest.mark.parametrize(
    "text",
    [
        "error[unknown-speaker] ",  # a message, from tests/cases
        "## tracker horizon",  # a command's help
        "unknown-speaker: ",  # a code
        "badge-json: ",  # an export
        "due_after: ",  # a column
        "  quote_en: ",  # a key
        "\ncli/new.py\n",  # prompts and errors
        "\ndashboard/views/overview.py\n",  # headings and captions
        "\nreport/due_text.py\n",  # lines of a report
    ],
)
def test_the_list_of_texts_has_every_kind(text: str) -> None:
    listed = (ROOT / "tests" / "texts.txt").read_text(encoding="utf-8")
    assert text in listed


def test_a_text_is_shown_with_the_names_of_its_values() -> None:
    code = """
"A docstring."
EXAMPLES = "tracker is in the help"
say(f"wrote {plural(len(rows), 'record')} to {args.path}")
parser.add_argument("--x", help="also in the help")
PATTERN = "by|no later than"
st.title("Due now")
"""
    texts = [*make_texts._texts(ast.parse(code))]
    shown = [text for text in texts if make_texts._is_text(text, is_page=True)]
    assert shown == ["wrote {rows} to {path}", "Due now"]


def test_the_modules_that_upgrading_names_exist() -> None:
    table = (DOCS / "upgrading.md").read_text(encoding="utf-8").split("| before | now |")[1]
    moved = 0
    for line in table.splitlines():
        before, now = (
            (re.findall(r"`tracker\.([\w.*]+)`", cell) for cell in line.split("|")[1:3])
            if line.count("|") == 3
            else ([], [])
        )
        if len(now) == 1:
            now = [now[0].replace("*", name) for name in before]
        for name in now:
            assert (ROOT / "src/tracker" / f"{name.replace('.', '/')}.py").is_file(), name
            moved += 1
    assert moved > 20
