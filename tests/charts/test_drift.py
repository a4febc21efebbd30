from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.charts.drift import describe, moving
from tracker.registry import load
from tracker.rows import Row, rows

TODAY = date(2026, 11, 21)


@pytest.fixture
def listed(make_registry: Callable[..., Path]) -> list[Row]:
    def said(made_on: str, latest: str, **more: object) -> dict[str, object]:
        deadline = {"as_said": "soon", "kind": "by", "latest": latest}
        return {"made_on": made_on, "deadline": deadline, **more}

    root = make_registry(
        {
            "first": said("2016-10-19", "2017-12-31"),
            "again": said("2019-10-01/2019-10-31", "2020-12-31", restates="first"),
            "far": said("2022-07-01", "2500-01-01"),
            "undated": {"deadline": {"kind": "undated"}},
        }
    )
    return rows(load(root), TODAY)


def _data(spec: dict[str, Any], field: str) -> list[dict[str, Any]]:
    return next(data for data in spec["datasets"].values() if field in data[0])


def test_every_dated_row_is_a_point_on_its_days(listed: list[Row]) -> None:
    spec = json.loads(moving(listed, TODAY).to_json())
    points = {each["id"]: (each["made"][:10], each["last"][:10]) for each in _data(spec, "id")}
    assert points == {
        "first": ("2016-10-19", "2017-12-31"),
        "again": ("2019-10-16", "2020-12-31"),
        "far": ("2022-07-01", "2038-11-21"),  # held at the horizon
    }


def test_bounds_of_the_day_it_was_said_are_a_span(listed: list[Row]) -> None:
    layers = json.loads(moving(listed, TODAY).to_json())
    (span,) = [
        layers["datasets"][layer["data"]["name"]]
        for layer in layers["layer"]
        if layer["encoding"].get("x", {}).get("field") == "made1"
    ]
    assert [(each["id"], each["made1"][:10], each["made2"][:10]) for each in span] == [
        ("again", "2019-10-01", "2019-10-31")
    ]


def test_days_that_are_known_need_no_span(listed: list[Row]) -> None:
    text = moving([row for row in listed if row.id != "again"], TODAY).to_json()
    assert '"field": "made1"' not in text


def test_statements_of_one_claim_are_joined(listed: list[Row]) -> None:
    joined = _data(json.loads(moving(listed, TODAY).to_json()), "chain")
    assert [(each["chain"], each["made"][:10]) for each in joined] == [
        ("first", "2016-10-19"),
        ("first", "2019-10-16"),
    ]


def test_without_restatements_nothing_is_joined(listed: list[Row]) -> None:
    spec = moving([row for row in listed if row.id == "far"], TODAY).to_json()
    assert "chain" not in spec


def test_the_sentence_for_those_who_cannot_see_it(listed: list[Row]) -> None:
    assert describe(listed) == (
        "Chart of 3 dated predictions: the date of each statement against the date it predicted; "
        "1 claim stated more than once."
    )
