from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from tracker.scores.drift import NOTHING

Open = Callable[..., AppTest]
Read = Callable[[AppTest], Any]


def test_a_claim_stated_again_has_a_line_and_its_pace(
    make_registry: Callable[..., Path], open_page: Open, seen: Read
) -> None:
    root = make_registry(
        {
            "first": {"speaker": "Ada Example", "title": "Robots"},
            "again": {
                "speaker": "Bo Example",
                "restates": "first",
                "made_on": "2025-03-05",
                "deadline": {"as_said": "in two years", "kind": "by", "latest": "2027-03-05"},
            },
        }
    )
    app = open_page(root, "moving")
    assert seen(app).texts("chain") == [
        "Robots Ada Example, Bo Example: slipped 12 months in 12 months"
    ]
    (chart,) = app.get("vega_lite_chart")
    assert chart.proto.alt.startswith("1 claim stated again: 1 slipped.")


def test_a_click_opens_the_record(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "moving")
    app.session_state["moving"] = {"selection": {"pick": [{"id": "restated"}]}}
    app.run()
    assert app.query_params["id"] == "restated"


def test_without_restatements_there_is_one_sentence_and_the_page_is_last(
    make_registry: Callable[..., Path], open_page: Open
) -> None:
    app = open_page(make_registry({"one": {}, "two": {}}), "moving")
    assert NOTHING in [text.value for text in app.text]
    assert not app.get("vega_lite_chart")


def test_hostile_names_stay_text(
    hostile_root: Path, open_page: Open, interpreted: Callable[[AppTest], list[str]]
) -> None:
    app = open_page(hostile_root, "moving")
    assert not [text for text in interpreted(app) if "evil.example" in text]


def test_nothing_that_matches_says_so(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "moving", q="zzz")
    assert [element.value for element in app.info] == [
        "No prediction matches the search and the filters."
    ]
