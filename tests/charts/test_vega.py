from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import altair as alt
import lxml.etree
import pandas as pd
import pytest
from tests.charts.test_theme import contrast

from tracker.charts import drift, scores, theme, timeline, vega
from tracker.charts.theme import Base
from tracker.registry import load
from tracker.rows import rows
from tracker.scores.scoreboard import score

TODAY = date(2026, 11, 21)
_VERDICT: dict[str, object] = {
    "status": "correct",
    "resolution": {
        "resolved_on": "2026-01-01",
        "note": "So.",
        "evidence": [{"url": "https://a.org"}],
    },
}
#: Enough verdicts for a share, few for marks, a restated claim, a far one, and one that is soon.
RECORDS: dict[str, dict[str, object]] = {
    **{f"r{number}": _VERDICT for number in range(10)},
    "few": {**_VERDICT, "speaker": "Bo"},
    "again": {"restates": "few", "made_on": "2025-03-01", "speaker": "Bo"},
    "far": {"deadline": {"as_said": "then", "kind": "by", "latest": "2500-01-01"}},
    "soon": {"deadline": {"as_said": "then", "kind": "by", "latest": "2026-12-01"}},
}


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


def test_a_figure_takes_its_colours_from_the_page() -> None:
    drawn = vega.figure(chart(), width=300)
    assert "var(--m-due)" in drawn
    assert "var(--quiet)" in drawn
    assert theme.PALETTES["light"].quiet not in drawn


def _texts(picture: str) -> list[tuple[str, str]]:
    """Each text of an SVG with its colour."""
    root = lxml.etree.fromstring(picture.encode())
    return [
        (str(text.xpath("string()")), text.get("fill") or "#000000")
        for text in root.iter("{http://www.w3.org/2000/svg}text")
    ]


@pytest.mark.parametrize("base", ["light", "dark"])
@pytest.mark.parametrize("name", ["timeline", "moving", "marks", "shares"])
def test_text_in_pictures_is_legible(
    make_registry: Callable[..., Path], name: str, base: Base
) -> None:
    listed = rows(load(make_registry(RECORDS)), TODAY)
    board = score(listed, "speaker")
    drawn = {
        "timeline": lambda: timeline.timeline(timeline.arranged(listed), TODAY),
        "moving": lambda: drift.moving(listed, TODAY),
        "marks": lambda: scores.marks(board, "speaker", listed, TODAY),
        "shares": lambda: scores.shares(board, "speaker", listed, TODAY),
    }[name]()
    texts = _texts(vega.svg(drawn, base=base))
    paper = theme.PALETTES[base].paper

    assert texts
    assert {text: colour for text, colour in texts if contrast(colour, paper) < 4.5} == {}


def test_pictures_have_title_source_and_day(make_registry: Callable[..., Path]) -> None:
    listed = rows(load(make_registry(RECORDS)), TODAY)
    board = score(listed, "speaker")
    for chart in (
        timeline.timeline(timeline.arranged(listed), TODAY),
        drift.moving(listed, TODAY),
        scores.shares(board, "speaker", listed, TODAY),
        scores.marks(board, "speaker", listed, TODAY),
    ):
        said = " ".join(text for text, _ in _texts(vega.svg(chart)))
        assert chart.title.text[0] in said
        assert "Source: 1 published source, quoted in the records." in said
        assert "As of 21 November 2026." in said
