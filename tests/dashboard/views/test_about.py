from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tracker.charts.theme import MARKS


def test_every_word_is_explained(varied: Path, open_page: Callable[..., AppTest]) -> None:
    said = [element.value for element in open_page(varied, "about").text]
    assert [mark.meaning for mark in MARKS if mark.meaning not in said] == []


def test_the_extent_of_the_data(varied: Path, open_page: Callable[..., AppTest]) -> None:
    said = [element.value for element in open_page(varied, "about").text]
    assert said[0].startswith(
        "13 predictions by 2 speakers, from 2 sources, made between 16 February 2024 and 13 May 2024, "
        "in Chinese (Traditional)."
    )


def test_a_day_before_everything_has_no_extent(
    varied: Path, open_page: Callable[..., AppTest]
) -> None:
    said = [element.value for element in open_page(varied, "about", as_of="1999-01-01").text]
    assert said[0] == "No prediction had been made by that day."
