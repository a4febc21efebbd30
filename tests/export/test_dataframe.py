from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from tracker.export import dataframe
from tracker.registry import load
from tracker.rows import rows

TODAY = date(2026, 11, 21)


def test_a_table_has_dates_as_dates_and_days_as_whole_numbers(
    make_registry: Callable[..., Path],
) -> None:
    far = {"deadline": {"as_said": "in 9999", "kind": "by", "latest": "9999-12-31"}}
    frame = dataframe.table(rows(load(make_registry({"near": {}, "far": far})), TODAY))
    assert list(frame["latest"]) == [pd.Timestamp("2026-03-05"), pd.Timestamp(date(9999, 12, 31))]
    assert frame["earliest"].isna().all()
    assert frame["days"].dtype == "Int64"
    assert list(frame["state"]) == ["overdue", "upcoming"]


def test_no_rows_are_an_empty_table() -> None:
    assert dataframe.table([]).empty
    assert list(dataframe.table([]).columns)[:3] == ["id", "state", "claim"]
