from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from tracker import shape
from tracker.model import Card, Person
from tracker.validation import validate, validate_prediction
from tracker.yaml_source import parse

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases"
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in (CASES, ROOT / "predictions", ROOT / "seeds")
    for path in folder.rglob("*.yaml")
)


def make_shape() -> Any:
    """The script that writes the file."""
    spec = importlib.util.spec_from_file_location("make_shape", ROOT / "scripts" / "make_shape.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_file_is_that_of_the_models() -> None:
    made = make_shape()

    assert made.TARGET.read_text("utf-8") == made.text(), "run `make docs`"


@pytest.mark.parametrize("path", FILES)
def test_it_says_of_every_file_what_the_models_say(path: str) -> None:
    source, _ = parse((ROOT / path).read_bytes(), path)
    if source is None:
        pytest.skip("this file is no YAML that anything is read from")
    value: Any = source.value

    assert shape.is_prediction(value) == (validate_prediction(source, "a")[0] is not None)
    assert shape.is_card(value) == (validate(Card, value, source)[0] is not None)
    assert shape.is_person(value) == (validate(Person, value, source)[0] is not None)
    for one in value.values() if isinstance(value, dict) else ():
        assert shape.is_person(one) == (validate(Person, one, source)[0] is not None)
