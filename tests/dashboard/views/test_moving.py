from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]


def test_a_claim_stated_again_is_told_in_words(
    varied: Path, open_page: Open, seen: Callable[[AppTest], Any]
) -> None:
    app = open_page(varied, "moving")
    said = [element.value for element in app.text]
    assert "2 statements: too few to measure a slip." in said
    assert "Domestic chips reach 90% of an A100." in seen(app).texts("l-claim")


def test_all_who_stated_a_claim_are_named(
    make_registry: Callable[..., Path], open_page: Open
) -> None:
    root = make_registry(
        {
            "first": {"speaker": "Ada Example"},
            "again": {"speaker": "Bo Example", "restates": "first", "made_on": "2025-01-01"},
            "once-more": {"speaker": "Ada Example", "restates": "again", "made_on": "2025-02-01"},
        }
    )
    said = [element.value for element in open_page(root, "moving").text]
    assert "Ada Example; restated by Bo Example" in said


def test_a_click_opens_the_record(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "moving")
    app.session_state["moving"] = {"selection": {"pick": [{"id": "far"}]}}
    app.run()
    assert not app.exception
    assert app.query_params["id"] == "far"


def test_nothing_dated_says_so(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "moving", state=["review"])
    assert app.info[0].value == "None of these predictions has a date."


def test_hostile_names_stay_text(
    hostile_root: Path, open_page: Open, interpreted: Callable[[AppTest], list[str]]
) -> None:
    app = open_page(hostile_root, "moving")
    assert not [text for text in interpreted(app) if "evil.example" in text]


def test_topics_are_told_as_speakers_are(
    varied: Path, open_page: Open, seen: Callable[[AppTest], Any]
) -> None:
    app = open_page(varied, "moving")
    app.segmented_control(key="moving_by").select("topic").run()
    said = [element.value for element in app.text]
    assert said[said.index("chips") + 1] == "2 statements: too few to measure a slip."
    assert "./?tag=chips" in seen(app).links.values()


def test_nothing_that_matches_says_so(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "moving", q="zzz")
    assert [element.value for element in app.info] == [
        "No prediction matches the search and the filters."
    ]


def _said(made_on: str, latest: str) -> dict[str, object]:
    return {"made_on": made_on, "deadline": {"as_said": "by then", "kind": "by", "latest": latest}}


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (
            ("2024-12-31", "2026-12-31", "2028-12-31"),
            "+2.00 years per year. It recedes at least as fast as time passes.",
        ),
        (
            ("2024-12-31", "2025-06-30", "2025-12-31"),
            "+0.50 years per year. It recedes, but more slowly than time passes.",
        ),
        (("2024-12-31", "2024-12-31", "2024-12-31"), "+0.00 years per year. It does not move."),
        (
            ("2024-12-31", "2024-06-30", "2023-12-31"),
            "-0.50 years per year. It moves closer.",
        ),
    ],
)
def test_how_a_date_moves_is_told_as_a_number_and_in_words(
    make_registry: Callable[..., Path], open_page: Open, days: tuple[str, ...], sentence: str
) -> None:
    days_made = ("2020-01-01", "2021-01-01", "2022-01-01")
    root = make_registry(
        {f"r{n}": _said(*pair) for n, pair in enumerate(zip(days_made, days, strict=True))}
    )
    said = [element.value for element in open_page(root, "moving").text]
    assert said[said.index("Ada Example") + 1] == f"3 statements; the date moves {sentence}"


def test_statements_of_one_year_make_no_slope(
    make_registry: Callable[..., Path], open_page: Open
) -> None:
    days_made = ("2024-01-01", "2024-03-01", "2024-06-01")
    root = make_registry({f"r{n}": _said(day, "2026-12-31") for n, day in enumerate(days_made)})
    said = [element.value for element in open_page(root, "moving").text]
    assert "3 statements within a year: too close together to measure a slip." in said
