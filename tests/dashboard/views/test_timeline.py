from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tracker.charts import timeline as charts
from tracker.charts.layout import SIZES, Width
from tracker.charts.timeline import arranged
from tracker.registry import load
from tracker.rows import rows

Open = Callable[..., AppTest]
Read = Callable[[AppTest], Any]


def test_the_chart_holds_every_dated_record_and_a_list_the_others(
    varied: Path, open_page: Open, seen: Read
) -> None:
    app = open_page(varied, "timeline")
    (chart,) = (each.proto for each in app.get("vega_lite_chart"))
    listed = rows(load(varied), date(2026, 11, 21))
    dated, undated = arranged(listed), charts.undated(listed)
    assert json.loads(chart.spec)["height"] == len(dated) * SIZES["wide"].row
    assert chart.alt.startswith(f"Timeline on 21 November 2026. {len(dated)} predictions")
    assert seen(app).texts("l-claim") == [row.claim for row in undated]
    assert len(dated) + len(undated) == len(listed)


def test_a_click_in_the_chart_opens_the_record(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "timeline", tag=["models"])
    app.session_state["timeline"] = {"selection": {"pick": [{"id": "gpt-5"}]}}
    app.run()
    assert not app.exception
    assert app.query_params["id"] == "gpt-5"
    assert app.query_params["tag"] == "models"


def test_the_chart_is_offered_as_svg_with_its_rows(varied: Path, open_page: Open) -> None:
    labels = [button.proto.label for button in open_page(varied, "timeline").get("download_button")]
    assert labels == ["Chart as SVG", "Data as CSV"]


def _rows(app: AppTest, size: Width) -> int:
    spec = json.loads(app.get("vega_lite_chart")[-1].proto.spec)
    return int(spec["height"]) // SIZES[size].row


@pytest.mark.parametrize(
    ("size", "first", "label"),
    [
        ("phone", 15, "Show 15 more of 45"),
        ("narrow", 25, "Show 25 more of 35"),
        ("wide", 40, "Show 20 more of 20"),
    ],
)
def test_the_chart_has_as_many_rows_as_the_window_has_room_for(
    make_registry: Callable[..., Path], open_page: Open, size: Width, first: int, label: str
) -> None:
    root = make_registry({f"r{number}": {} for number in range(60)})
    app = open_page(root, "timeline", session={"width": {"size": size}})
    assert _rows(app, size) == first
    assert app.button(key="more_rows").label == label
    app.button(key="more_rows").click().run()
    assert _rows(app, size) == min(60, 2 * first)
