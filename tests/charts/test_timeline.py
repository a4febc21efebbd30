from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.charts.layout import SIZES, Width
from tracker.charts.timeline import arranged, describe, headline, near, timeline, undated
from tracker.registry import load
from tracker.rows import Row, rows

TODAY = date(2026, 11, 21)
Make = Callable[..., Path]
VERDICT = {"resolved_on": "2025-01-01", "note": "So.", "evidence": [{"url": "https://a.org"}]}


def _rows(root: Path) -> list[Row]:
    return rows(load(root), TODAY)


def _deadline(**keys: str) -> dict[str, object]:
    return {"deadline": {"as_said": "soon enough", **keys}}


def _spec(listed: list[Row], width: Width = "wide") -> dict[str, Any]:
    spec: dict[str, Any] = json.loads(timeline(listed, TODAY, width=width).to_json())
    return spec


def _data(spec: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is drawn, by id."""
    return {each["id"]: each for data in spec["datasets"].values() for each in data if "id" in each}


@pytest.fixture
def kinds(make_registry: Make) -> list[Row]:
    return _rows(
        make_registry(
            {
                "by": _deadline(kind="by", latest="2026-05-13"),
                "between": _deadline(kind="between", earliest="2027-02-16", latest="2029-05-13"),
                "not-before": _deadline(kind="not_before", earliest="2034-02-16"),
                "far": _deadline(kind="by", latest="2500-01-01"),
                "undated": _deadline(kind="undated"),
                "never": _deadline(kind="never"),
            }
        )
    )


def test_dated_predictions_are_drawn_and_the_others_are_listed(kinds: list[Row]) -> None:
    assert [row.id for row in arranged(kinds)] == ["by", "between", "not-before", "far"]
    assert sorted(row.id for row in undated(kinds)) == ["never", "undated"]


@pytest.mark.parametrize("width", ["wide", "narrow", "phone"])
def test_every_record_has_one_row_of_the_same_height(kinds: list[Row], width: Width) -> None:
    listed = arranged(kinds)
    spec = _spec(listed, width)
    drawn = _data(spec)
    assert sorted(drawn, key=lambda name: drawn[name]["top"]) == [row.id for row in listed]
    assert {each["bottom"] - each["top"] for each in drawn.values()} == {SIZES[width].row}
    assert spec["height"] == 4 * SIZES[width].row


def test_windows_are_bars_on_their_days(kinds: list[Row]) -> None:
    drawn = _data(_spec(arranged(kinds)))
    windows = {name: (each["win1"][:10], each["win2"][:10]) for name, each in drawn.items()}
    edge = drawn["far"]["beyond"][:10]
    assert windows == {
        "by": ("2024-03-05", "2026-05-13"),
        "between": ("2027-02-16", "2029-05-13"),
        "not-before": ("2034-02-16", edge),
        "far": ("2024-03-05", edge),
    }


def test_a_far_deadline_is_clipped_and_says_its_year(kinds: list[Row]) -> None:
    far = _data(_spec(arranged(kinds)))["far"]
    assert not far["point"]
    assert "2500" in far["label"]
    assert far["beyond"] < "2045"


def test_a_verdict_is_on_the_day_of_the_event(make_registry: Make) -> None:
    verdict = {**VERDICT, "happened_on": "2026-08-07", "resolved_on": "2026-08-08"}
    root = make_registry({"one": {"status": "incorrect", "resolution": verdict}})
    one = _data(_spec(_rows(root)))["one"]
    assert (one["word"], one["point"][:10]) == ("incorrect", "2026-08-07")
    assert one["label"] == "incorrect, 155 days late"


def test_a_verdict_on_a_far_deadline_is_seen(make_registry: Make) -> None:
    far = _deadline(kind="by", latest="2500-01-01")
    root = make_registry({"one": {**far, "status": "annulled", "resolution": VERDICT}})
    one = _data(_spec(_rows(root)))["one"]
    assert (one["word"], one["point"][:10]) == ("annulled", "2025-01-01")


def test_words_stand_beside_the_marks(kinds: list[Row]) -> None:
    drawn = _data(_spec(arranged(kinds)))
    assert (drawn["by"]["label"], drawn["not-before"]["label"]) == (
        "192 days overdue",
        "not before 16 Feb 2034",
    )
    assert '"legend": null' in timeline(arranged(kinds), TODAY).to_json()


def test_title_source_and_day_are_in_the_chart(kinds: list[Row]) -> None:
    text = timeline(arranged(kinds), TODAY).to_json()
    assert "4 predictions with a date: 1 overdue" in text
    assert "Source: 1 published source, quoted in the records. As of 21 November 2026." in text
    assert '"today"' in text


def test_the_title_counts_verdicts_and_what_is_overdue(make_registry: Make) -> None:
    wrong = {"status": "incorrect", "resolution": VERDICT}
    right = {"status": "correct", "resolution": VERDICT}
    listed = _rows(make_registry({"a": wrong, "b": right, "c": right, "d": {}}))
    assert headline(listed) == "4 predictions with a date: 2 correct, 1 incorrect, 1 overdue"
    assert headline([]) == "0 predictions with a date"
    assert headline(listed[:1], 4) == "1 of 4 predictions with a date: 1 overdue"
    # A line does not end between a number and its word.
    assert timeline(listed, TODAY, width="phone").to_dict()["title"]["text"] == [
        "4 predictions with a date: 2 correct,",
        "1 incorrect, 1 overdue",
    ]


def test_a_statement_of_long_ago_does_not_squeeze_the_others(make_registry: Make) -> None:
    records: dict[str, Any] = {f"r{number}": {} for number in range(20)}
    root = make_registry({**records, "old": {"made_on": "1990-01-01"}})
    drawn = _data(_spec(arranged(_rows(root))))
    assert drawn["old"]["label"].endswith("(said in 1990)")
    assert (drawn["old"]["made1"][:4], drawn["old"]["tick"]) == ("2024", "")
    assert drawn["r1"]["tick"][:10] == "2024-03-05"


def test_the_rows_around_a_day_are_chosen(make_registry: Make) -> None:
    days = [f"20{year}-12-31" for year in range(20, 32)]
    listed = arranged(_rows(make_registry({day: _deadline(kind="by", latest=day) for day in days})))
    assert [row.id[:4] for row in near(listed, TODAY, 3)] == ["2024", "2025", "2026"]
    assert [row.id[:4] for row in near(listed, date(2020, 1, 1), 3)] == ["2020", "2021", "2022"]
    assert near(listed, date(2040, 1, 1), 3) == listed[-3:]
    assert near(listed, TODAY, 99) == listed


def test_colours_are_left_to_the_page(kinds: list[Row]) -> None:
    layers = _spec(arranged(kinds))["layer"]
    scales = [
        layer["encoding"]["color"]["scale"] for layer in layers if "color" in layer["encoding"]
    ]
    assert scales
    assert all("range" not in scale for scale in scales)


def test_no_expression_holds_data(make_registry: Make) -> None:
    root = make_registry({"one": {"claim": "hostile'); alert(1)", "speaker": "hostile"}})
    spec = _spec(_rows(root))
    datasets = spec.pop("datasets")
    assert "hostile" not in json.dumps(spec)
    assert "hostile" in json.dumps(datasets)


def test_no_tooltip_is_an_image_and_nothing_is_a_link(kinds: list[Row]) -> None:
    text = timeline(arranged(kinds), TODAY).to_json()
    assert '"image"' not in text
    assert '"href"' not in text


def test_the_sentence_for_those_who_cannot_see_it(kinds: list[Row]) -> None:
    assert describe(arranged(kinds), TODAY) == (
        "Timeline on 21 November 2026. 4 predictions with a date: 1 overdue, 3 not due "
        "yet. The scorecard has the same predictions as text."
    )
