from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pyarrow.parquet as pq

from tracker.export.parquet import schema
from tracker.report.columns import COLUMNS
from tracker.report.columns import record as record_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.export.conftest import Case, MakeCase


def test_duckdb_reads_back_every_typed_value(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "records.parquet"
    path.write_bytes(case.data("parquet"))
    names = ", ".join(
        f"{column.name}::DATE" if column.type == "date" else column.name for column in COLUMNS
    )
    fetched = (
        duckdb.connect().execute(f"SELECT {names} FROM read_parquet(?)", [str(path)]).fetchall()
    )

    expected = [
        tuple(list(value) if isinstance(value, tuple) else value for value in record.values())
        for record in map(record_of, case.rows)
    ]
    assert fetched == expected


def test_pandas_reads_it_without_nan_in_text(case: Case) -> None:
    frame = pd.read_parquet(io.BytesIO(case.data("parquet")))

    assert len(frame) == len(case.rows)
    assert list(frame["id"]) == [row.id for row in case.rows]
    assert list(frame["claim"]) == [row.claim for row in case.rows]
    days = [column.name for column in COLUMNS if column.type == "date"]
    assert {str(frame[name].dtype) for name in days} == {"datetime64[ms]"}
    due = [None if pd.isna(day) else str(day.date()) for day in frame["due_after"]]
    assert due == [None if row.due_after is None else str(row.due_after) for row in case.rows]


def test_types_are_the_same_for_an_empty_registry(make_case: MakeCase) -> None:
    for name in ("empty", "verdicts"):
        table = pq.read_table(io.BytesIO(make_case(name).data("parquet")))
        assert table.schema.remove_metadata() == schema()


def test_a_verdict_has_its_evidence_nested(make_case: MakeCase, tmp_path: Path) -> None:
    path = tmp_path / "records.parquet"
    path.write_bytes(make_case("verdicts").data("parquet"))
    stored = (
        duckdb.connect()
        .execute(
            """
        SELECT resolution.happened_on_first, resolution.recorded_on, evidence.url,
               evidence.published_on, evidence.published_on_last
        FROM (SELECT *, unnest(resolution.evidence) AS evidence FROM read_parquet(?))
        WHERE id = 'late'
        """,
            [str(path)],
        )
        .fetchall()
    )

    assert stored == [
        (
            date(2026, 4, 1),
            date(2026, 5, 1),
            "https://example.org/report",
            "2026-03",
            date(2026, 3, 31),
        )
    ]


def test_forecasts_and_updates_are_lists_of_structs(make_case: MakeCase) -> None:
    table = pq.read_table(io.BytesIO(make_case("verdicts").data("parquet")))
    (stored,) = [row for row in table.to_pylist() if row["id"] == "given"]

    assert [(each["by"], each["probability"]) for each in stored["forecasts"]] == [
        ("Ada Example", 1.0),
        ("the market", 0.25),
    ]
    assert stored["forecasts"][1]["made_on_last"] == date(2025, 12, 31)
    assert stored["updates"] == [{"date": date(2025, 1, 1), "note": "Nothing yet.", "url": None}]


def test_a_verdict_of_a_later_day_is_not_there_yet(make_case: MakeCase) -> None:
    table = pq.read_table(io.BytesIO(make_case("verdicts").data("parquet")))
    (later,) = [row for row in table.to_pylist() if row["id"] == "later"]

    assert (later["status"], later["resolution"], later["resolved_on"]) == ("open", None, None)


def test_the_day_and_the_version_are_in_the_file(make_case: MakeCase) -> None:
    metadata = pq.read_schema(io.BytesIO(make_case("empty").data("parquet"))).metadata

    assert metadata == {b"tracker.version": b"1", b"tracker.as_of": b"2026-11-21"}
