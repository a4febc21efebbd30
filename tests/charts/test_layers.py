from __future__ import annotations

import altair as alt
import pandas as pd
import pytest
from altair.utils import schemapi

from tracker.charts.layers import LayerChart, layer


def test_the_tests_see_what_vega_lite_does_not_know() -> None:
    given = {"size": "large"}
    wrong = alt.Chart(pd.DataFrame({"x": [1]})).mark_point(**given)  # type: ignore[arg-type]
    with pytest.raises(schemapi.SchemaValidationError, match="large"):
        layer(wrong).to_dict()


def test_the_program_does_not_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # what conftest.py does
    monkeypatch.setattr(schemapi.SchemaBase, "validate", None)
    below, above = (alt.Chart(pd.DataFrame({"x": [1]})).mark_point() for _ in range(2))
    chart = layer(below.encode(x="x:Q"), above).properties(height=40)
    assert isinstance(chart, LayerChart)
    assert chart.to_dict()["height"] == 40
