from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.charts.horizon import ROW, arranged, describe, horizon
from tracker.registry import load
from tracker.rows import Row, rows

TODAY = date(2026, 11, 21)
Make = Callable[..., Path]


def _rows(root: Path) -> list[Row]:
    return rows(load(root), TODAY)


def _deadline(**keys: str) -> dict[str, object]:
    return {"deadline": {"as_said": "soon enough", **keys}}


def _spec(listed: list[Row], **options: Any) -> dict[str, Any]:
    spec: dict[str, Any] = json.loads(horizon(listed, TODAY, **options).to_json())
    return spec


def _layer(spec: dict[str, Any], mark: str, field: str) -> list[dict[str, Any]]:
    """The data of the layer with this mark whose x is this field; none where it was left out."""
    for layer in spec["layer"]:
        at = layer["encoding"].get("x", {}).get("field")
        if layer["mark"]["type"] == mark and at == field:
            data = layer.get("data") or spec["data"]
            drawn: list[dict[str, Any]] = spec["datasets"][data["name"]]
            return drawn
    return []


@pytest.fixture
def kinds(make_registry: Make) -> Path:
    return make_registry(
        {
            "by": _deadline(kind="by", latest="2026-05-13"),
            "between": _deadline(kind="between", earliest="2027-02-16", latest="2029-05-13"),
            "one-day": _deadline(kind="between", earliest="2026-06-10", latest="2026-06-10"),
            "not-before": _deadline(kind="not_before", earliest="2034-02-16"),
            "far": _deadline(kind="by", latest="2500-01-01"),
            "undated": _deadline(kind="undated"),
        }
    )


def test_every_record_has_one_row_of_the_same_height(kinds: Path) -> None:
    listed = _rows(kinds)
    spec = _spec(listed)
    domain = spec["layer"][1]["encoding"]["y"]["scale"]["domain"]
    assert len(domain) == len(set(domain)) == 6  # all six claims are equal
    assert spec["height"] == 6 * ROW
    hit = spec["layer"][-1]
    assert hit["encoding"]["description"]["field"] == "aria"
    data = spec["datasets"][(hit.get("data") or spec["data"])["name"]]
    assert [each["id"] for each in data] == [row.id for row in listed]


def test_marks_lie_on_their_days(kinds: Path) -> None:
    spec = _spec(_rows(kinds))
    closed = {each["id"]: each["closed"] for each in _layer(spec, "tick", "closed")}
    assert closed == {
        "by": "2026-05-13T00:00:00",
        "between": "2029-05-13T00:00:00",
        "one-day": "2026-06-10T00:00:00",
    }
    windows = {
        each["id"]: (each["win1"], each["win2"], each["is_open"])
        for each in _layer(spec, "rule", "win1")
    }
    assert windows == {
        "between": ("2027-02-16T00:00:00", "2029-05-13T00:00:00", False),
        "one-day": ("2026-06-10T00:00:00", "2026-06-10T00:00:00", False),
    }


def test_a_lower_bound_is_open_to_the_right(kinds: Path) -> None:
    spec = _spec(_rows(kinds))
    edge = max(each["edge"] for each in _layer(spec, "point", "edge"))
    clipped = {each["id"]: each["clipped"] for each in _layer(spec, "point", "clipped")}
    assert clipped == {"not-before": edge, "far": edge, "undated": edge}


@pytest.mark.parametrize(
    "deadline",
    [{"kind": "undated"}, {"kind": "never"}, {"kind": "after_event", "after": "other"}],
)
@pytest.mark.parametrize("made_on", ["2024-03-05", "2026-10"])  # to review, and upcoming
def test_a_claim_without_a_date_is_on_todays_line_and_goes_on(
    make_registry: Make, deadline: dict[str, str], made_on: str
) -> None:
    root = make_registry({"one": {"made_on": made_on, "deadline": deadline}, "other": {}})
    spec = _spec(_rows(root))
    (point,) = (each for each in _layer(spec, "point", "point") if each["id"] == "one")
    (rule,) = (each for each in _layer(spec, "rule", "made2") if each["id"] == "one")
    edge = max(each["edge"] for each in _layer(spec, "point", "edge"))
    assert (point["point"], rule["wait"], point["clipped"]) == ("2026-11-21T00:00:00", edge, edge)


def test_what_names_no_date_ends_with_its_verdict(make_registry: Make) -> None:
    verdict = {"resolved_on": "2025-01-01", "note": "No.", "evidence": [{"url": "https://a.org"}]}
    deadline = {"kind": "undated"}
    root = make_registry(
        {"one": {"deadline": deadline, "status": "annulled", "resolution": verdict}}
    )
    spec = _spec(_rows(root))
    (rule,) = _layer(spec, "rule", "made2")
    assert (rule["wait"], rule["clipped"]) == ("2025-01-01T00:00:00", None)


def test_a_far_deadline_is_clipped_and_says_its_year(kinds: Path) -> None:
    spec = _spec(_rows(kinds))
    assert [each["beyond"] for each in _layer(spec, "text", "clipped")] == ["2500 →"]
    edge = max(each["edge"] for each in _layer(spec, "point", "edge"))
    assert edge.startswith("2039-")


def test_a_lower_bound_beyond_the_chart_says_its_year(make_registry: Make) -> None:
    spec = _spec(_rows(make_registry({"one": _deadline(kind="not_before", earliest="2060-01-01")})))
    assert [each["beyond"] for each in _layer(spec, "text", "clipped")] == ["2060 →"]
    assert _layer(spec, "point", "point") == []


def test_a_verdict_on_a_far_deadline_is_seen(make_registry: Make) -> None:
    verdict = {"resolved_on": "2025-01-01", "note": "No.", "evidence": [{"url": "https://a.org"}]}
    far = _deadline(kind="by", latest="2500-01-01")
    root = make_registry({"one": {**far, "status": "annulled", "resolution": verdict}})
    (point,) = _layer(_spec(_rows(root)), "point", "point")
    assert (point["word"], point["point"]) == ("annulled", "2025-01-01T00:00:00")


def test_a_verdict_is_on_the_day_of_the_event(make_registry: Make) -> None:
    verdict = {
        "resolved_on": "2025-01-01",
        "happened_on": "2025-08-07",
        "note": "It came.",
        "evidence": [{"url": "https://example.org"}],
    }
    root = make_registry({"one": {"status": "incorrect", "resolution": verdict}})
    (point,) = _layer(_spec(_rows(root)), "point", "point")
    assert (point["word"], point["point"]) == ("incorrect", "2025-08-07T00:00:00")


def test_colours_are_left_to_the_page(kinds: Path) -> None:
    listed = _rows(kinds)
    scale = _spec(listed)["layer"][1]["encoding"]["color"]["scale"]
    assert "range" not in scale
    assert len(scale["domain"]) == 12


def test_a_group_has_a_header_with_its_number(make_registry: Make) -> None:
    root = make_registry(
        {"a": {"speaker": "Zoe"}, "b": {"speaker": "Abe"}, "c": {"speaker": "Zoe"}}
    )
    listed = arranged(_rows(root), group="speaker")
    assert [row.id for row in listed] == ["b", "a", "c"]
    spec = _spec(listed, group="speaker")
    domain = spec["layer"][1]["encoding"]["y"]["scale"]["domain"]
    assert [line.lstrip("\u2063") for line in domain if line.startswith("\u2063")] == [
        "Abe · 1",
        "Zoe · 2",
    ]
    assert spec["height"] == 5 * ROW


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("deadline", ["by", "one-day", "between", "not-before", "far", "undated"]),
        ("urgency", ["by", "one-day", "undated", "between", "not-before", "far"]),
        ("made on", ["between", "by", "far", "not-before", "one-day", "undated"]),
    ],
)
def test_orders(kinds: Path, sort: str, order: list[str]) -> None:
    assert [row.id for row in arranged(_rows(kinds), sort=sort)] == order


def test_no_expression_holds_data(make_registry: Make) -> None:
    root = make_registry({"one": {"claim": "hostile'); alert(1)", "speaker": "hostile"}})
    spec = _spec(_rows(root), group=None)
    datasets = spec.pop("datasets")
    for layer in spec["layer"]:
        layer["encoding"].get("y", {}).pop("scale", None)
    assert "hostile" not in json.dumps(spec)
    assert "hostile" in json.dumps(datasets)


def test_no_tooltip_is_an_image_and_nothing_is_a_link(kinds: Path) -> None:
    text = horizon(_rows(kinds), TODAY).to_json()
    assert '"image"' not in text
    assert '"href"' not in text


def test_the_sentence_for_those_who_cannot_see_it(kinds: Path) -> None:
    assert describe(_rows(kinds), TODAY) == (
        "Horizon chart of 6 predictions on 2026-11-21: 2 overdue, 0 due. "
        "The list of records has the same data as text."
    )
