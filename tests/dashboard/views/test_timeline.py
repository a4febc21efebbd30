from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tracker.registry import load
from tracker.rows import rows

Open = Callable[..., AppTest]
Read = Callable[[AppTest], object]


def test_the_chart_holds_every_record_once(varied: Path, open_page: Open) -> None:
    (chart,) = (each.proto for each in open_page(varied, "timeline").get("vega_lite_chart"))
    spec = json.loads(chart.spec)
    assert spec["height"] == len(rows(load(varied), date(2026, 11, 21))) * 34
    assert chart.alt.startswith("Horizon chart of 13 predictions on 2026-11-21: 3 overdue, 2 due.")


def test_a_click_in_the_chart_opens_the_record(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "timeline", tag=["models"])
    app.session_state["horizon"] = {"selection": {"pick": [{"id": "gpt-5"}]}}
    app.run()
    assert not app.exception
    assert app.query_params["id"] == "gpt-5"
    assert app.query_params["tag"] == "models"


def test_the_chart_is_offered_as_svg_with_its_rows(varied: Path, open_page: Open) -> None:
    labels = [button.proto.label for button in open_page(varied, "timeline").get("download_button")]
    assert labels == ["Chart as SVG", "Data as CSV"]


def _rows(app: AppTest) -> int:
    spec = json.loads(app.get("vega_lite_chart")[-1].proto.spec)
    return int(spec["height"]) // 34


@pytest.mark.parametrize(
    ("size", "first", "label"),
    [("phone", 15, "Show 15 more"), ("narrow", 25, "Show 25 more"), ("wide", 50, "Show 10 more")],
)
def test_the_chart_has_as_many_rows_as_the_window_has_room_for(
    make_registry: Callable[..., Path], open_page: Open, size: str, first: int, label: str
) -> None:
    root = make_registry({f"r{number}": {} for number in range(60)})
    app = open_page(root, "timeline", session={"width": {"size": size}})
    assert _rows(app) == first
    assert app.button(key="more_rows").label == label
    app.button(key="more_rows").click().run()
    assert _rows(app) == min(60, 2 * first)
