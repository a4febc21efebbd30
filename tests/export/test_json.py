from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.export.conftest import TODAY, Case

from tracker.export import VERSION
from tracker.registry import load
from tracker.report.columns import COLUMNS
from tracker.rows import rows

if TYPE_CHECKING:
    from tests.conftest import MakeRegistry
    from tests.export.conftest import MakeCase


def no_constant(text: str) -> object:
    raise AssertionError(f"{text} is not JSON")


def test_json_has_every_record_as_it_was_written(case: Case) -> None:
    output = json.loads(case.text("json"), parse_constant=no_constant)

    assert (output["version"], output["as_of"]) == (VERSION, "2026-11-21")
    counted = sum(output["counts"].values()) + output["deferred"]
    assert counted == len(output["records"]) == len(case.rows)
    for record in output["records"]:
        source = case.registry.records[record["row"]["id"]].file
        assert record["record"] == source.value


def test_json_lines_is_one_object_a_line(case: Case) -> None:
    text = case.text("jsonl")
    lines = text.splitlines()  # at every character that any reader takes for an end of line

    assert text == "".join(f"{line}\n" for line in lines)
    output = [json.loads(line, parse_constant=no_constant) for line in lines]
    whole = json.loads(case.text("json"))["records"]
    assert [{key: each[key] for key in ("row", "record")} for each in output] == whole


def test_json_lines_hold_the_card_and_the_people(
    make_registry: object, make_case: MakeCase
) -> None:
    from tracker.registry import load
    from tracker.rows import rows

    assert callable(make_registry)
    root = make_registry(
        {"one": {"speaker": "ada", "source": "talk"}},
        {"people": {"ada": {"name": "艾達", "name_en": "Ada"}}, "talk": {"title": "A talk"}},
    )
    registry = load(root)
    case = type(make_case("empty"))("cards", registry, rows(registry, make_case("empty").today))
    (line,) = map(json.loads, case.text("jsonl").splitlines())
    whole = json.loads(case.text("json"))

    assert (line["card"], line["speaker"]) == (
        {"title": "A talk"},
        {"name": "艾達", "name_en": "Ada"},
    )
    assert whole["cards"] == {"talk": {"title": "A talk"}}
    assert whole["people"] == {"ada": {"name": "艾達", "name_en": "Ada"}}


def test_a_row_has_what_the_list_has_and_the_columns(make_case: MakeCase) -> None:
    (record,) = json.loads(make_case("one").text("json"))["records"]

    assert record["row"]["criteria"] == {
        "correct": "It is there.",
        "incorrect": "It is not there.",
    }
    assert {column.name for column in COLUMNS} <= set(record["row"])
    assert record["row"]["due_after"] == "2026-03-05"
    assert record["row"]["state"] == "overdue"
    assert record["row"]["tags"] == []


def test_an_empty_registry_is_an_empty_list(make_case: MakeCase) -> None:
    case = make_case("empty")

    assert json.loads(case.text("json"))["records"] == []
    assert case.text("jsonl") == ""


def test_json_holds_those_who_passed_it_on(make_registry: MakeRegistry) -> None:
    root = make_registry(
        {"one": {"speaker": "Ada Example", "reported_by": "bo"}},
        {"people": {"bo": {"name": "Bo"}, "cy": {"name": "Cy"}}},
    )
    registry = load(root)
    case = Case("reported", registry, rows(registry, TODAY))
    assert json.loads(case.text("json"))["people"] == {"bo": {"name": "Bo"}}
