from __future__ import annotations

import altair as alt
import pandas as pd
import pytest

from tracker.charts import theme, vega
from tracker.charts.theme import Base


def chart(number: int = 3) -> alt.LayerChart:
    frame = pd.DataFrame({"x": range(number), "word": ["due"] * number})
    layered: alt.LayerChart = alt.LayerChart(
        layer=[
            alt.Chart(frame)
            .mark_point()
            .encode(x="x:Q", color=alt.Color("word:N", scale=alt.Scale(domain=theme.words())))
        ]
    ).properties(width="container", height=40)
    return layered


@pytest.mark.parametrize("base", ["light", "dark"])
def test_a_picture_has_its_own_colours_and_width(base: Base) -> None:
    drawn = vega.svg(chart(), base=base, width=700)
    assert drawn.startswith("<svg")
    assert "http" not in drawn.replace("http://www.w3.org/", "")
    assert theme.colours(base)[theme.words().index("due")] in drawn


def test_a_large_registry_can_be_drawn() -> None:
    (rows,) = vega.spec(chart(6000))["datasets"].values()
    assert len(rows) == 6000


def test_what_draws_is_what_altair_writes_for() -> None:
    assert "vegaEmbed" in vega.bundle()
    assert vega.bundle() is vega.bundle()
