from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from tracker import frames
from tracker.registry import load
from tracker.rows import rows

TODAY = date(2026, 11, 21)


def test_a_table_has_dates_as_dates_and_days_as_whole_numbers(
    make_registry: Callable[..., Path],
) -> None:
    far = {"deadline": {"as_said": "in 9999", "kind": "by", "latest": "9999-12-31"}}
    frame = frames.table(rows(load(make_registry({"near": {}, "far": far})), TODAY))
    assert list(frame["latest"]) == [pd.Timestamp("2026-03-05"), pd.Timestamp(date(9999, 12, 31))]
    assert frame["earliest"].isna().all()
    assert frame["days"].dtype == "Int64"
    assert list(frame["state"]) == ["overdue", "upcoming"]


def test_no_rows_are_an_empty_table() -> None:
    assert frames.table([]).empty
    assert list(frames.table([]).columns)[:3] == ["id", "state", "claim"]


def test_no_cell_of_the_download_is_a_formula(make_registry: Callable[..., Path]) -> None:
    quotes = {f"r{index}": {"quote": f"{sign}1+cmd"} for index, sign in enumerate("=+-@")}
    text = frames.csv(rows(load(make_registry(quotes)), TODAY))
    listed = list(csv.DictReader(io.StringIO(text)))
    assert [row["quote"] for row in listed] == ["'=1+cmd", "'+1+cmd", "'-1+cmd", "'@1+cmd"]
    assert listed[0]["days"] == "-261"  # a real number stays one


def test_the_download_holds_every_record(make_registry: Callable[..., Path]) -> None:
    root = make_registry({"a": {"quote": "一兩年內，\n會實現"}, "b": {}})
    listed = list(csv.DictReader(io.StringIO(frames.csv(rows(load(root), TODAY)))))
    assert [row["id"] for row in listed] == ["a", "b"]
    assert listed[0]["quote"] == "一兩年內，\n會實現"


def test_a_download_without_rows_is_empty() -> None:
    assert frames.csv([]) == "\r\n"
