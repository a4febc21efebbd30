"""`Registry.frame` has the exports' columns, typed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from tracker.export.dataframe import frame
from tracker.report.columns import COLUMNS, record

if TYPE_CHECKING:
    from tests.export.conftest import Case, MakeCase

TYPES = {"text": "str", "date": "datetime64[s]", "integer": "Int64", "boolean": "bool"}


def test_a_frame_holds_every_value_in_its_type(case: Case) -> None:
    rendered = frame(case.registry, case.today)

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
    table = frame(make_case("nothing resolved").registry, date(2026, 11, 21))

    assert list(table.sort_values("state")["state"].unique()) == [
        "overdue",
        "due",
        "review",
        "soon",
        "upcoming",
    ]
    assert table["status"].cat.categories.tolist()[0] == "open"


def test_an_empty_frame_has_the_same_types(make_case: MakeCase) -> None:
    empty = frame(make_case("empty").registry, date(2026, 11, 21)).dtypes

    assert (
        empty.to_dict()
        == frame(make_case("verdicts").registry, date(2026, 11, 21)).dtypes.to_dict()
    )
