from __future__ import annotations

import importlib.util
import re
import shlex
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tracker.checks.catalogue import codes
from tracker.cli import main
from tracker.phrases.horizon import read
from tracker.records.dates import PartialDate
from tracker.records.model import Card, Person, Prediction
from tracker.records.validation import validate, validate_prediction
from tracker.yamlfile.reader import parse

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def make_docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "scripts" / "make_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["cli.md", "checks.md", "format.md"])
def test_a_generated_page_is_what_the_code_says(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == make_docs().pages()[name], (
        "run scripts/make_docs.py"
    )


def test_every_key_of_every_model_is_documented() -> None:
    text = (DOCS / "format.md").read_text(encoding="utf-8")
    for _, kind in make_docs().MODELS:
        for key in kind.model_fields:
            assert f"| `{key}` |" in text


def test_every_code_is_documented() -> None:
    text = (DOCS / "checks.md").read_text(encoding="utf-8")
    missing = [
        code for code in codes() if f"### {code}\n" not in text and f"| `{code}` |" not in text
    ]
    assert missing == []


def test_the_readme_shows_what_due_prints(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`...` stands for lines that are left out."""
    monkeypatch.setenv("COLUMNS", "80")
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = text.split("$ tracker due --as-of 2026-11-21\n", 1)[1].split("```", 1)[0].splitlines()
    assert main(["due", "--root", str(ROOT), "--as-of", "2026-11-21", "--format", "text"]) == 0
    printed = iter(capsys.readouterr().out.splitlines())

    assert len(shown) > 10
    assert [line for line in shown if line.strip() != "..." and line not in printed] == []


def policy() -> Iterator[tuple[str, str, str, str, str]]:
    text = (DOCS / "format.md").read_text(encoding="utf-8")
    table = text.split("### The policy", 1)[1].split("\n- ", 1)[0]
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and cells[0] not in ("said", "---"):
            yield cells[0], cells[1], cells[2], cells[3], cells[4]


@pytest.mark.parametrize(("said", "made_on", "kind", "earliest", "latest"), list(policy()))
def test_the_printed_policy_is_the_policy(
    said: str, made_on: str, kind: str, earliest: str, latest: str
) -> None:
    window = read(said, PartialDate.parse(made_on))
    assert window is not None
    assert (window.kind, str(window.earliest or ""), str(window.latest or "")) == (
        kind,
        earliest,
        latest,
    )


def test_the_printed_policy_has_all_its_rows() -> None:
    assert len(list(policy())) == 20


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
CARDS = [(name, block) for name, block in examples() if re.search(r"^title:", block, re.MULTILINE)]


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
    assert len(RECORDS) >= 3
    assert len(CARDS) >= 2


def test_parts_of_records_in_the_guide_are_valid() -> None:
    record = "claim: c\nquote: q\nspeaker: Somebody\nsource: https://example.org\nmade_on: 2024\n"
    record += "deadline: {kind: undated}\nstatus: open\n"
    parts = [
        block
        for name, block in examples()
        if name.startswith("adding.md") and block.startswith(("updates:", "amended:"))
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
    assert [*problems, *(problem for _, found in people for problem in found)] == []


@pytest.mark.parametrize(
    "path",
    [*sorted(DOCS.glob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"],
    ids=lambda path: path.name,
)
def test_links_inside_the_repository_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    local = [link for link in targets if link and not re.match(r"[a-z]+:", link)]
    assert [link for link in local if not (path.parent / link).exists()] == []


def commands() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"^\$ (tracker [^\n#]+)|^\| `(tracker [^`]+)`", text, re.MULTILINE)
    named = [first or second for first, second in found]
    return [command for command in named if "dashboard" not in command]  # it would not come back


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_readme_runs(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    args = shlex.split(command)[1:]
    if "ID" in args:
        args[args.index("ID")] = "wang-yang-film-draft"

    assert main(["--root", str(ROOT), *args]) == 0
    assert capsys.readouterr().out


def test_the_readme_names_every_kind_of_command() -> None:
    assert len(commands()) >= 6
