"""The published JSON Schemas give the verdict of `tracker check` on structure."""

from __future__ import annotations

import functools
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from check_jsonschema.parsers.yaml import (  # type: ignore[import-untyped]  # it ships no types
    construct_yaml_implementation,
    impl2loader,
)
from jsonschema import Draft202012Validator

from tracker.records.model import Card, Person
from tracker.records.schema import Proposals, proposed, schemas
from tracker.records.validation import validate, validate_prediction
from tracker.registry import KEY
from tracker.yamlfile.reader import parse

CASES = Path(__file__).parent.parent / "cases"
FILES = [
    path
    for kind in ("prediction", "card", "people")
    for verdict in ("good", "bad")
    for path in sorted((CASES / kind / verdict).glob("*.yaml"))
]

# The reader of YAML 1.2 that check-jsonschema gives to everybody.
read_yaml_1_2 = impl2loader(construct_yaml_implementation())

_NUMBER = "the reader turns it into a number, and how it was written is lost"
_ORDER = "a schema can't compare two dates"
#: Where the two verdicts differ, and why no schema can mend it.
DIFFERENT = {
    "prediction/bad/made-on-exponent": _NUMBER,
    "prediction/bad/made-on-hex": _NUMBER,
    "prediction/bad/made-on-plus": _NUMBER,
    "prediction/bad/made-on-point-zero": _NUMBER,
    "prediction/bad/made-on-underscore": _NUMBER,
    "prediction/bad/probability-exponent": _NUMBER,
    "prediction/bad/probability-leading-zero": _NUMBER,
    "prediction/bad/probability-octal": _NUMBER,
    "prediction/bad/probability-plus": _NUMBER,
    "prediction/bad/probability-point-first": _NUMBER,
    "prediction/bad/probability-point-last": _NUMBER,
    "prediction/bad/probability-underscore": _NUMBER,
    "prediction/bad/probability-nan": "JSON has no NaN; Python's is neither below 0 nor above 1",
    "prediction/bad/made-on-reversed": _ORDER,
}


def name(path: Path) -> str:
    return "/".join((*path.parts[-3:-1], path.stem))


@functools.cache
def validator(kind: str) -> Any:
    schema = json.loads(schemas()[f"{kind}.schema.json"])
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def is_structure_wrong(path: Path) -> bool:
    """Whether reading the file as what it is, without its neighbours, finds anything."""
    source, diagnostics = parse(path.read_bytes(), path.name)
    if source is None:
        return bool(diagnostics)
    match path.parts[-3]:
        case "prediction":
            return bool(validate_prediction(source, path.stem)[1])
        case "card":
            return bool(validate(Card, source.value, source)[1])
    if source.value is None:
        return False
    return not isinstance(source.value, dict) or any(
        validate(Person, person, source, at=(key,))[1] or not KEY.fullmatch(key)
        for key, person in source.value.items()
    )


def is_refused_by_schema(path: Path) -> bool:
    data = read_yaml_1_2(io.BytesIO(path.read_bytes()))
    return not validator(path.parts[-3]).is_valid(data)


@pytest.mark.parametrize("path", [p for p in FILES if name(p) not in DIFFERENT], ids=name)
def test_the_schema_gives_the_verdict_of_check_on_structure(path: Path) -> None:
    assert is_refused_by_schema(path) == is_structure_wrong(path)


@pytest.mark.parametrize("path", [p for p in FILES if name(p) in DIFFERENT], ids=name)
def test_an_exception_is_still_one(path: Path) -> None:
    assert is_refused_by_schema(path) != is_structure_wrong(path)


def test_the_exceptions_name_cases() -> None:
    assert set(DIFFERENT) <= {name(path) for path in FILES}


def properties(schema: object) -> list[tuple[str, Any]]:
    keys: list[tuple[str, Any]] = []
    if isinstance(schema, dict):
        if "title" in schema or "description" in schema:
            keys += list(schema.get("properties", {}).items())
        for part in schema.values():
            keys += properties(part)
    elif isinstance(schema, list):
        for part in schema:
            keys += properties(part)
    return keys


@pytest.mark.parametrize("kind", ["prediction", "card", "people"])
def test_every_key_has_a_description_for_the_editor(kind: str) -> None:
    keys = properties(json.loads(schemas()[f"{kind}.schema.json"]))
    assert keys
    assert [
        key for key, schema in keys if schema is not True and not schema.get("description")
    ] == []


def test_the_schemas_are_the_same_text_each_time() -> None:
    assert schemas() == schemas()
    assert all(text.endswith("}\n") for text in schemas().values())


def test_the_schemas_of_this_repository_are_current() -> None:
    folder = Path(__file__).parent.parent.parent / "schema"
    written = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    assert {file: proposed(text)[0] for file, text in written.items()} == schemas()


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        ("2024-02-29", True),
        ("2023-02-29", False),
        ("2000-02-29", True),
        ("1900-02-29", False),
        ("2024-04-30", True),
        ("2024-04-31", False),
        ("2024-12-31", True),
        ("2024-13-01", False),
        ("2024-00-01", False),
        ("2024-01-00", False),
        ("0000-01-01", False),
        ("2024-1-1", False),
    ],
)
def test_only_days_of_the_calendar_are_accepted(day: str, is_one: bool) -> None:
    record = {
        "claim": "a", "quote": "b", "speaker": "c", "source": "d", "made_on": day,
        "deadline": {"kind": "undated"}, "status": "open",
    }  # fmt: skip
    assert validator("prediction").is_valid(record) == is_one
    assert validator("prediction").is_valid({**record, "made_on": f"2000/{day}"}) == is_one


def test_proposals_change_no_verdict_and_can_be_removed() -> None:
    proposals = Proposals({"a": "A"}, {"b": 'B "b" \\ \u202e'}, {"- c", "d"}, {"e": "E"})
    text = schemas(proposals)["prediction.schema.json"]
    Draft202012Validator.check_schema(json.loads(text))
    assert "\u202e" not in text
    assert '"description": "B \\"b\\" \\\\ \\u202e"' in text
    assert proposed(text) == (
        schemas()["prediction.schema.json"],
        [line for lines in proposals.lines().values() for line in lines],
    )


def test_branches_that_add_different_people_are_merged_by_git(tmp_path: Path) -> None:
    texts = {
        "ours": schemas(Proposals(dict.fromkeys("afkp" + "c", "A name."))),
        "base": schemas(Proposals(dict.fromkeys("afkp", "A name."))),
        "theirs": schemas(Proposals(dict.fromkeys("afkp" + "mz", "A name."))),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text["prediction.schema.json"], encoding="utf-8")
    command = ["git", "merge-file", "-p", *texts]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    merged = schemas(Proposals(dict.fromkeys("afkp" + "cmz", "A name.")))
    assert done.stdout.decode() == merged["prediction.schema.json"]
