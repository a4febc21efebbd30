from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tracker.registry import load
from tracker.rows import rows
from tracker.scores.scoreboard import score, total

Open = Callable[..., AppTest]
Read = Callable[[AppTest], Any]
TODAY = date(2026, 11, 21)


def test_counts_are_those_of_the_scoreboard(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "scoreboard")
    whole = total(rows(load(varied), TODAY))
    assert {metric.label: metric.value for metric in app.metric} == {
        "Correct": str(whole.counts["correct"]),
        "Partly correct": str(whole.counts["partial"]),
        "Incorrect": str(whole.counts["incorrect"]),
        "Not scored": "0",
    }
    said = [element.value for element in app.text]
    assert "Of 1 claim with a deadline and a clear verdict, 0 came true." in said
    assert any(text.startswith("Without a deadline, so not in the share: ") for text in said)


def test_the_table_has_a_row_for_each_group(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "scoreboard")
    frame = app.dataframe[0].value
    assert list(frame["speaker"]) == [
        row.label for row in score(rows(load(varied), TODAY), "speaker")
    ]
    assert set(frame["marks"]) == {"", "✗"}
    assert any("Fewer than 10 verdicts" in each.value for each in app.caption)


def test_few_verdicts_are_marks_that_open_their_records(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "scoreboard")
    assert len(app.get("vega_lite_chart")) == 1
    app.session_state["marks_speaker"] = {"selection": {"pick": [{"id": "gpt-5"}]}}
    app.run()
    assert app.query_params["id"] == "gpt-5"


def test_a_past_day_says_what_came_later(varied: Path, open_page: Open, seen: Read) -> None:
    app = open_page(varied, "scoreboard", as_of="2024-12-31")
    said = "As known on 31 December 2024; 1 verdict came later."
    assert seen(app).texts("as-of") == [said]


def test_a_column_in_which_nothing_stands_is_left_out(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "scoreboard")
    assert list(app.dataframe[0].proto.column_order) == [
        "speaker",
        "records",
        "open",
        "incorrect",
        "due",
        "scored",
        "marks",
        "undated",
        "median days off",
        "most days late",
    ]


@pytest.mark.parametrize(
    ("column", "number"),
    [
        ("incorrect", 1),
        ("share", 1),
        ("most days late", 1),
        ("due", 4),
        ("records", 12),
        ("annulled", 0),
    ],
)
def test_a_figure_says_the_records_that_it_counts(
    varied: Path, open_page: Open, column: str, number: int
) -> None:
    app = open_page(varied, "scoreboard")
    frame = app.dataframe[0].value
    place = list(frame["incorrect"]).index(1)
    label = frame["speaker"][place]
    app.session_state["scores_speaker"] = {
        "selection": {"rows": [], "columns": [], "cells": [(place, column)]}
    }
    app.run()
    words = f"{label}, {column}: {number} record{'' if number == 1 else 's'}"
    assert words in [each.value for each in app.text]


def test_a_row_opens_its_records(varied: Path, open_page: Open, seen: Read) -> None:
    app = open_page(varied, "scoreboard")
    label = list(app.dataframe[0].value["speaker"]).index("Wang Yang")
    app.session_state["scores_speaker"] = {
        "selection": {"rows": [label], "columns": [], "cells": []}
    }
    app.run()
    assert "Wang Yang: 1 record" in [each.value for each in app.text]
    assert seen(app).texts("l-claim") == ["Domestic chips reach 90% of an A100."]


def test_without_a_verdict_no_share_is_given(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "scoreboard", as_of="2024-12-01")
    assert "No claim with a deadline has a clear verdict yet." in [text.value for text in app.text]


def test_hostile_names_stay_text(
    hostile_root: Path, open_page: Open, interpreted: Callable[[AppTest], list[str]]
) -> None:
    app = open_page(hostile_root, "scoreboard")
    assert not [text for text in interpreted(app) if "evil.example" in text]


def test_a_hedge_opens_its_records(varied: Path, open_page: Open, seen: Read) -> None:
    app = open_page(varied, "scoreboard")
    app.segmented_control(key="by").select("hedge").run()
    place = list(app.dataframe[0].value["hedge"]).index("no hedge")
    app.session_state["scores_hedge"] = {"selection": {"rows": [place], "columns": [], "cells": []}}
    app.run()
    assert len(seen(app).texts("line")) == 12


def test_nothing_that_matches_says_so(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "scoreboard", q="zzz")
    assert [element.value for element in app.info] == [
        "No prediction matches the search and the filters."
    ]
    assert not app.metric


def test_nothing_scored_draws_no_shares(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "scoreboard", as_of="2024-06-01")
    assert [element.value for element in app.info] == ["No verdicts to score."]
    assert not app.get("vega_lite_chart")


def test_enough_verdicts_make_a_share_that_opens_its_records(
    make_registry: Callable[..., Path], open_page: Open, seen: Read
) -> None:
    root = make_registry({f"r{n}": _settled("2025-08-07") for n in range(10)})
    app = open_page(root, "scoreboard")
    said = "Of 10 claims with a deadline and a clear verdict, 10 came true: 100% "
    assert f"{said}(95% confidence interval: 72–100%)." in [text.value for text in app.text]
    assert not app.dataframe[0].value["marks"].any()
    app.session_state["shares_speaker"] = {"selection": {"pick": [{"group": "Ada Example"}]}}
    app.run()
    assert len(seen(app).texts("l-claim")) == 10


def test_on_a_phone_the_table_says_the_outcome_alone(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "scoreboard", session={"width": {"size": "phone"}})
    assert list(app.dataframe[0].proto.column_order) == [
        "speaker",
        "scored",
        "marks",
    ]


def _forecast(by: str, probability: str) -> dict[str, str]:
    return {"by": by, "made_on": "2024-03-05", "probability": probability}


def test_few_probabilities_make_a_score_and_no_diagram(
    make_registry: Callable[..., Path], open_page: Open, seen: Read
) -> None:
    forecasts = [_forecast("Ada Example", "0.5"), _forecast("Bo Example", "0")]
    root = make_registry({"one": {**_settled("2025-08-07"), "forecasts": forecasts}})
    app = open_page(root, "scoreboard")
    said = [element.value for element in app.text]
    assert "Ada Example: Brier score 0.250 for 1 forecast (0 is perfect, 0.25 a coin toss)." in said
    assert "Bo Example: Brier score 1.000 for 1 forecast (0 is perfect, 0.25 a coin toss)." in said
    few = "Too few forecasts for a reliability diagram."
    assert [element.value for element in app.caption].count(few) == 2
    assert seen(app).texts("line")


def test_enough_probabilities_make_a_diagram_whose_points_open_records(
    make_registry: Callable[..., Path], open_page: Open
) -> None:
    forecasts = {"forecasts": [_forecast(by, "0.8") for by in ("Ada Example", "Bo Example")]}
    root = make_registry({f"r{n}": {**_settled("2025-08-07"), **forecasts} for n in range(10)})
    app = open_page(root, "scoreboard")
    assert "forecast 80%: 10 of 10 came true: 10 records" in [each.value for each in app.text]
    assert [chart.proto.alt for chart in app.get("vega_lite_chart")][-1] == (
        "Reliability: forecast probability against the share that came true."
    )


def test_verdicts_that_hang_on_the_reading_are_listed(
    make_registry: Callable[..., Path], open_page: Open, seen: Read
) -> None:
    late = {**_settled("2026-03-15"), "claim": "It came ten days late.", "status": "incorrect"}
    app = open_page(make_registry({"late": late, "right": _settled("2025-08-07")}), "scoreboard")
    assert (
        "Of 2 correct or incorrect verdicts, 0 would change if early events and uncertain days "
        "counted against the claim, and 1 if three months' grace were allowed."
    ) in [element.value for element in app.caption]
    assert "Would change with three months' grace: 1 record" in [each.value for each in app.text]
    assert seen(app).texts("l-claim") == ["It came ten days late."]


def _settled(happened_on: str) -> dict[str, object]:
    """What makes a record one that came true on a day."""
    evidence = [{"url": "https://example.org/evidence"}]
    return {
        "status": "correct",
        "resolution": {
            "resolved_on": "2026-03-06",
            "note": "So.",
            "happened_on": happened_on,
            "evidence": evidence,
        },
    }


def test_a_name_opens_the_page_of_the_speaker(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "scoreboard")
    place = list(app.dataframe[0].value["speaker"]).index("Wang Yang")
    app.session_state["scores_speaker"] = {
        "selection": {"rows": [], "columns": [], "cells": [(place, "speaker")]}
    }
    app.run()
    assert app.query_params["id"] == "wang-yang"
