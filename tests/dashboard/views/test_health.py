from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tracker import checks
from tracker.registry import load

Open = Callable[..., AppTest]
Read = Callable[[AppTest], list[str]]


def _texts(app: AppTest) -> list[str]:
    return [element.value for element in app.text]


def test_every_diagnostic_stands_with_place_code_message_and_hint(
    make_registry: Callable[..., Path], open_page: Open
) -> None:
    root = make_registry(
        {"one": {"statsu": "open"}, "two": "claim: [", "three": {"speaker": "ada"}}
    )
    diagnostics = checks.run(load(root))
    assert len(diagnostics) >= 3
    app = open_page(root, "health")
    said = _texts(app)
    captions = [element.value for element in app.caption]
    for diagnostic in diagnostics:
        assert diagnostic.path in said
        assert diagnostic.code in said
        assert diagnostic.message in said
        assert not diagnostic.hint or f"hint: {diagnostic.hint}" in said
        assert f"line {diagnostic.line}, column {diagnostic.column}" in captions
    assert said.count("predictions/one.yaml") == 1
    excerpts = [element.value for element in app.code]
    assert excerpts == [excerpt for excerpt in excerpts if "^" in excerpt]
    assert any("| claim: [" in excerpt for excerpt in excerpts)


def test_nothing_wrong_says_so(registry_dir: Path, open_page: Open) -> None:
    app = open_page(registry_dir, "health")
    assert [element.value for element in app.success] == ["No problems found."]


def test_hostile_text_stands_as_it_is(
    hostile_root: Path, open_page: Open, interpreted: Read
) -> None:
    app = open_page(hostile_root, "health")
    assert "predictions/broken.yaml" in _texts(app)
    assert not [text for text in interpreted(app) if "evil.example" in text]


def test_a_file_without_a_place_in_it_has_no_excerpt(registry_dir: Path, open_page: Open) -> None:
    (registry_dir / "predictions" / "old.yml").write_text("claim: It comes.\n")
    (diagnostic,) = checks.run(load(registry_dir))
    assert diagnostic.line is None
    app = open_page(registry_dir, "health")
    assert diagnostic.message in _texts(app)
    assert not app.code
    assert [element.value for element in app.caption][1:] == []


def test_of_very_many_problems_the_first_hundred_are_shown(
    registry_dir: Path, open_page: Open
) -> None:
    for number in range(101):
        (registry_dir / "predictions" / f"r{number:03}.yml").write_text("")
    app = open_page(registry_dir, "health")
    assert sum(text.startswith("predictions/r") for text in _texts(app)) == 100
    assert app.caption[-1].value == "100 of 101 problems shown; `tracker check` lists them all."


def test_files_with_an_error_come_first(
    make_registry: Callable[..., Path], open_page: Open
) -> None:
    late = {"as_said": "within two years", "kind": "by", "latest": "2040-12-31"}
    root = make_registry({"a": {"deadline": late}, "z": {"statsu": "open"}})
    diagnostics = checks.run(load(root))
    assert {(each.path[-6:], each.severity) for each in diagnostics} >= {
        ("a.yaml", "warning"),
        ("z.yaml", "error"),
    }
    said = _texts(open_page(root, "health"))
    assert said.index("predictions/z.yaml") < said.index("predictions/a.yaml")


def test_the_caret_stands_below_its_place_whatever_the_width_of_chinese(
    make_registry: Callable[..., Path], open_page: Open
) -> None:
    root = make_registry(
        {"one": "claim: 明年會有\nspeaker: [我認為 , {兩年內: 汪揚, 兩年內: x}]\n"}
    )
    duplicates = [each for each in checks.run(load(root)) if each.code == "duplicate-key"]
    (excerpt,) = (each.value for each in open_page(root, "health").code if "兩年內" in each.value)
    line, below = excerpt.split("\n")
    at = line.index("兩年內: x")
    assert duplicates[0].line == 2
    assert below == "".join("\u3000" if char > "\u2fff" else " " for char in line[:at]) + "^"


def test_a_problem_without_a_hint_has_none(
    make_registry: Callable[..., Path], open_page: Open
) -> None:
    root = make_registry({"one": {"made_on": "2026-02-30"}})
    (diagnostic,) = checks.run(load(root))
    assert diagnostic.hint == ""
    said = _texts(open_page(root, "health"))
    assert said[-1] == diagnostic.message
