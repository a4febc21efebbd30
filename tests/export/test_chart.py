from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from tests.export.conftest import Case, MakeCase

NAMES = ("horizon", "scores", "drift")


def words(svg: str) -> list[str]:
    return [" ".join(text.split()) for text in ET.fromstring(svg).itertext()]


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_is_svg_that_fetches_nothing(case: Case, name: str) -> None:
    text = case.text(f"chart {name}")
    root = ET.fromstring(text)

    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "<script" not in text
    assert [
        value
        for element in root.iter()
        for key, value in element.attrib.items()
        if key.endswith("href") and not value.startswith("#")
    ] == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("horizon", "No prediction has a date."),
        ("scores", "No verdicts to score."),
        ("drift", "No claim was stated again with another date."),
    ],
)
def test_where_there_is_nothing_to_draw_it_says_so(
    make_case: MakeCase, name: str, said: str
) -> None:
    assert said in words(make_case("empty").text(f"chart {name}"))


def test_the_charts_are_those_of_the_pages(make_case: MakeCase) -> None:
    case = make_case("verdicts")

    assert any("with a date" in text for text in words(case.text("chart horizon")))
    assert "Verdicts on claims with a deadline, by speaker" in words(case.text("chart scores"))
