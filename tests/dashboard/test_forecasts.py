from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]
MakeRegistry = Callable[..., Path]

FORECASTS = [
    {"by": "Ada Example", "made_on": "2024-03-05", "probability": "0.7"},
    {"by": "$5 **market** :red[x]", "made_on": "2025-01-10", "probability": "0.2"},
    {"by": "Ada Example", "made_on": "2027-01-01", "probability": "0.9"},
]


def test_probabilities_are_drawn_and_told(make_registry: MakeRegistry, open_page: Open) -> None:
    app = open_page(make_registry({"it": {"forecasts": FORECASTS}}), "record", id="it")

    assert not app.exception
    assert "Probability forecasts" in [header.value for header in app.header]
    said = [element.value for element in app.text]
    assert "Ada Example" in said
    assert "$5 **market** :red[x]" in said
    [alt] = [
        chart.proto.alt for chart in app.get("vega_lite_chart") if "latest:" in chart.proto.alt
    ]
    assert alt == "2 probability forecasts; latest: Ada Example 70%, $5 **market** :red[x] 20%."


def test_a_record_without_a_number_says_nothing_of_them(
    make_registry: MakeRegistry, open_page: Open
) -> None:
    app = open_page(make_registry({"it": {}}), "record", id="it")

    assert "Probability forecasts" not in [header.value for header in app.header]
