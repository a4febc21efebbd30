from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from tests.export.conftest import Case, MakeCase

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("name", "message", "color"),
    [
        ("empty", "none yet", "555555"),
        ("one", "1 due", "b3261e"),
        ("nothing resolved", "2 due, 1 to review", "b3261e"),
        ("all ambiguous", "0 due", "2e7d32"),
        ("year 9999", "0 due", "2e7d32"),
        ("century", "1 due", "b3261e"),
    ],
)
def test_the_badge_says_how_many_are_due(
    make_case: MakeCase, name: str, message: str, color: str
) -> None:
    case = make_case(name)

    assert json.loads(case.text("badge-json")) == {
        "schemaVersion": 1,
        "label": "predictions",
        "message": message,
        "color": color,
    }
    assert ET.fromstring(case.text("badge")).get("aria-label") == f"predictions: {message}"


def test_shields_reads_what_its_schema_allows(case: Case) -> None:
    """https://shields.io/badges/endpoint-badge: the properties, and which of them are mandatory."""
    output = json.loads(case.text("badge-json"))

    assert {"schemaVersion", "label", "message"} <= output.keys()
    assert output.keys() <= {"schemaVersion", "label", "message", "color", "isError"}
    assert output["schemaVersion"] == 1
    assert output["message"] != ""
    assert re.fullmatch(r"[0-9a-f]{6}", output["color"])


def test_an_xml_parser_reads_the_picture(case: Case) -> None:
    root = ET.fromstring(case.text("badge"))

    assert root.tag == f"{SVG}svg"
    rects = root.findall(f"{SVG}g/{SVG}rect")
    assert sum(int(rect.get("width") or 0) for rect in rects) == int(root.get("width") or 0)
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert texts == ["predictions", json.loads(case.text("badge-json"))["message"]]


def test_an_invalid_file_is_said_before_anything_is_counted(make_registry: object) -> None:
    from datetime import date

    from tracker.export import EXPORTS, Options
    from tracker.registry import load
    from tracker.rows import rows

    assert callable(make_registry)
    registry = load(make_registry({"one": {}, "broken": "claim: ["}))
    rendered = EXPORTS["badge-json"].render(
        registry, rows(registry, date(2026, 11, 21)), date(2026, 11, 21), Options()
    )
    assert isinstance(rendered, str)
    assert json.loads(rendered)["message"] == "1 invalid file"
    assert json.loads(rendered)["isError"] is True
