from __future__ import annotations

import altair as alt
import pytest

from tracker.charts.layers import LayerChart


@pytest.fixture(autouse=True)
def _held_against_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every chart that a test writes is one that Vega-Lite knows, which the program takes on trust.

    Altair's own checks raise where it is not.
    """
    monkeypatch.setattr(LayerChart, "to_dict", alt.LayerChart.to_dict)
