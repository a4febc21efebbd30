from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tracker.registry import load
from tracker.rows import rows
from tracker.scoreboard import score, total

Open = Callable[..., AppTest]
TODAY = date(2026, 11, 21)


def test_counts_are_those_of_the_scoreboard(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "scoreboard")
    whole = total(rows(load(varied), TODAY))
    assert {metric.label: metric.value for metric in app.metric} == {
        "Correct": str(whole.counts["correct"]),
        "Partial": str(whole.counts["partial"]),
        "Incorrect": str(whole.counts["incorrect"]),
        "Not scored": "0",
    }
    assert any("Too few to mean much." in element.value for element in app.markdown)


def test_the_table_has_a_row_for_each_group(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "scoreboard")
    frame = app.dataframe[0].value
    assert list(frame["speaker"]) == [
        row.label for row in score(rows(load(varied), TODAY), "speaker")
    ]
    assert set(frame["how sure"]) == {"nothing scored", "too few to tell"}
    assert any("with fewer than 10 scored verdicts" in each.value for each in app.caption)


def test_a_column_in_which_nothing_stands_is_left_out(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "scoreboard")
    assert list(app.dataframe[0].proto.column_order) == [
        "speaker", "records", "open", "incorrect", "due", "scored", "how sure", "share", "low",
        "high", "median days off",
    ]  # fmt: skip


def test_a_row_opens_its_records(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "scoreboard")
    label = list(app.dataframe[0].value["speaker"]).index("Wang Yang")
    app.session_state["scores_speaker"] = {
        "selection": {"rows": [label], "columns": [], "cells": []}
    }
    app.run()
    assert app.title[0].value == "Records"


def test_without_a_verdict_no_share_is_given(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "scoreboard", as_of="2024-12-01")
    assert "Nothing is scored yet: no share can be given." in [m.value for m in app.markdown]


def test_hostile_names_stay_text(
    hostile_root: Path, open_page: Open, interpreted: Callable[[AppTest], list[str]]
) -> None:
    app = open_page(hostile_root, "scoreboard")
    assert not [text for text in interpreted(app) if "evil.example" in text]


def test_a_hedge_and_a_horizon_open_their_records(varied: Path, open_page: Open) -> None:
    for by, label, number in (("hedge", "我認為", 1), ("hedge", "no hedge", 12)):
        app = open_page(varied, "scoreboard")
        app.segmented_control(key="by").select(by).run()
        place = list(app.dataframe[0].value[by]).index(label)
        app.session_state[f"scores_{by}"] = {
            "selection": {"rows": [place], "columns": [], "cells": []}
        }
        app.run()
        assert app.title[0].value == "Records"
        app = open_page(varied, "records", **{f"of_{by}": [label]})
        assert len(app.dataframe[0].value) == number
        assert f"Only {label}." in [element.value for element in app.text]


def test_what_hangs_on_the_reading_opens_its_records(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "records", of_id=["gpt-5", "far"])
    assert sorted(app.dataframe[0].value["claim"]) == [
        "A city stands on Mars.",
        "GPT-5 comes in 2024.",
    ]
    assert "Only 2 records." in [element.value for element in app.text]
