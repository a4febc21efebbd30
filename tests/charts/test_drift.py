from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.charts.drift import describe, headline, moving
from tracker.registry import load
from tracker.rows import Row, rows
from tracker.scores.drift import NOTHING, chains

TODAY = date(2026, 11, 21)


def _said(made_on: str, latest: str, **more: object) -> dict[str, object]:
    return {
        "made_on": made_on,
        "deadline": {"as_said": "soon", "kind": "by", "latest": latest},
        **more,
    }


@pytest.fixture
def listed(make_registry: Callable[..., Path]) -> list[Row]:
    root = make_registry(
        {
            "first": _said("2016-10-19", "2017-12-31"),
            "again": _said("2019-10-01/2019-10-31", "2020-12-31", restates="first"),
            "near": _said("2024-01-01", "2030-12-31", speaker="Bo"),
            "nearer": _said("2025-01-01", "2029-12-31", speaker="Cy", restates="near"),
            "far": _said("2022-07-01", "2027-01-01", title="Mars"),
            "farther": _said("2024-07-01", "2500-01-01", restates="far"),
            "alone": _said("2022-07-01", "2028-01-01"),
            "undated": {"deadline": {"kind": "undated"}},
        }
    )
    return rows(load(root), TODAY)


def _data(spec: dict[str, Any], field: str) -> list[dict[str, Any]]:
    return max((data for data in spec["datasets"].values() if field in data[0]), key=len)


def test_each_restated_claim_is_a_row_and_the_one_that_slips_most_is_first(
    listed: list[Row],
) -> None:
    spec = json.loads(moving(listed, TODAY).to_json())
    assert [(each["who"], each["pace"]) for each in _data(spec, "pace")] == [
        ("Ada Example", "slipped 473 years in 2 years"),
        ("Ada Example", "slipped 3 years in 3 years"),
        ("Bo, Cy", "moved 12 months earlier in 12 months"),
    ]


def test_the_pace_has_two_lines_on_a_phone(listed: list[Row]) -> None:
    spec = json.loads(moving(listed, TODAY, width="phone").to_json())
    assert _data(spec, "pace")[1]["pace"] == "slipped 3 years in\n3 years"
    assert _data(spec, "pace")[2]["pace"] == "moved 12 months earlier\nin 12 months"


def test_statements_are_lines_from_their_day_to_their_date(listed: list[Row]) -> None:
    spec = json.loads(moving(listed, TODAY).to_json())
    marks = {each["id"]: (each["made"][:10], each["last"][:10]) for each in _data(spec, "made")}
    assert marks["first"] == ("2016-10-19", "2017-12-31")
    assert marks["again"] == ("2019-10-31", "2020-12-31")
    assert "alone" not in marks
    assert "undated" not in marks


def test_a_date_beyond_the_chart_says_its_year(listed: list[Row]) -> None:
    spec = json.loads(moving(listed, TODAY).to_json())
    assert [each["beyond"] for each in _data(spec, "beyond") if each["beyond"]] == ["2500 →"]


def test_title_source_and_day_are_in_the_chart(listed: list[Row]) -> None:
    text = moving(listed, TODAY).to_json()
    assert "3 claims stated again: 2 slipped, 1 moved earlier" in text
    assert "Source: 1 published source, quoted in the records. As of 21 November 2026." in text


def test_without_restatements_there_is_one_sentence(listed: list[Row]) -> None:
    assert headline(chains([row for row in listed if row.id == "alone"])) == NOTHING


def test_the_sentence_for_those_who_cannot_see_it(listed: list[Row]) -> None:
    assert describe(listed) == (
        "3 claims stated again: 2 slipped, 1 moved earlier. "
        "The list below has the same statements as text."
    )
