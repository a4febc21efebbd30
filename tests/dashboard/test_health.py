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
    found = checks.run(load(root))
    assert len(found) >= 3
    app = open_page(root, "health")
    said = _texts(app)
    captions = [element.value for element in app.caption]
    for diagnostic in found:
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
    assert [element.value for element in app.success] == ["Nothing is wrong."]


def test_hostile_text_stands_as_it_is(
    hostile_root: Path, open_page: Open, interpreted: Read
) -> None:
    app = open_page(hostile_root, "health")
    assert "predictions/broken.yaml" in _texts(app)
    assert not [text for text in interpreted(app) if "evil.example" in text]
