from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from tracker.export import dataframe
from tracker.export.dataframe import frame as frame_of
from tracker.registry import load
from tracker.report.columns import COLUMNS, record
from tracker.rows import rows

if TYPE_CHECKING:
    from tests.export.conftest import Case, MakeCase

TODAY = date(2026, 11, 21)
TYPES = {"text": "str", "date": "datetime64[s]", "integer": "Int64", "boolean": "bool"}


def test_a_table_has_dates_as_dates_and_days_as_whole_numbers(
    make_registry: Callable[..., Path],
) -> None:
    far = {"deadline": {"as_said": "in 9999", "kind": "by", "latest": "9999-12-31"}}
    frame = dataframe.table(rows(load(make_registry({"near": {}, "far": far})), TODAY))
    assert list(frame["latest"]) == [pd.Timestamp("2026-03-05"), pd.Timestamp(date(9999, 12, 31))]
    assert frame["earliest"].isna().all()
    assert frame["days"].dtype == "Int64"
    assert list(frame["state"]) == ["overdue", "not due yet"]


def test_no_rows_are_an_empty_table() -> None:
    assert dataframe.table([]).empty
    assert list(dataframe.table([]).columns)[:3] == ["id", "state", "claim"]


def test_a_frame_holds_every_value_in_its_type(case: Case) -> None:
    rendered = frame_of(case.registry, case.today)

    for column in COLUMNS:
        if column.type in TYPES and column.name not in ("state", "status"):
            assert str(rendered[column.name].dtype) == TYPES[column.type], column.name
    shown = [
        {name: None if not isinstance(v, tuple) and pd.isna(v) else v for name, v in row.items()}
        for row in rendered.to_dict("records")
    ]
    for row in shown:
        for column in COLUMNS:
            value = row[column.name]
            if column.type == "date" and value is not None:
                row[column.name] = date.fromisoformat(str(value)[:10])
    assert shown == [record(row) for row in case.rows]


def test_states_are_in_the_order_of_lists(make_case: MakeCase) -> None:
    table = frame_of(make_case("nothing resolved").registry, date(2026, 11, 21))

    assert list(table.sort_values("state")["state"].unique()) == [
        "overdue",
        "due",
        "review",
        "soon",
        "upcoming",
    ]
    assert table["status"].cat.categories.tolist()[0] == "open"


def test_an_empty_frame_has_the_same_types(make_case: MakeCase) -> None:
    empty = frame_of(make_case("empty").registry, date(2026, 11, 21)).dtypes

    assert (
        empty.to_dict()
        == frame_of(make_case("verdicts").registry, date(2026, 11, 21)).dtypes.to_dict()
    )
