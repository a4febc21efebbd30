from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pandas as pd

from tracker.report.columns import COLUMNS, Value
from tracker.report.columns import record as record_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.export.conftest import Case, MakeCase


def as_text(value: Value) -> str:
    """What a cell says of a value, without the guard against formulas."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case tuple():
            return "; ".join(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") else cell


def test_pandas_reads_back_what_was_written(case: Case) -> None:
    data = case.text("csv").encode()
    frame = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False, encoding="utf-8")

    assert list(frame.columns) == [column.name for column in COLUMNS]
    expected = [
        {name: as_text(value) for name, value in record.items()}
        for record in map(record_of, case.rows)
    ]
    cells = [{str(k): unguarded(v) for k, v in each.items()} for each in frame.to_dict("records")]
    numbers = {column.name for column in COLUMNS if column.type == "integer"}
    plain = [{k: v for k, v in each.items() if k not in numbers} for each in cells]
    assert plain == [{k: v for k, v in each.items() if k not in numbers} for each in expected]
    assert [each["days"] for each in cells] == [each["days"] for each in expected]


def test_duckdb_reads_the_same_lines(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "records.csv"
    path.write_bytes(case.text("csv").encode())
    reader = duckdb.connect()

    (count,) = reader.execute(
        "SELECT count(*) FROM read_csv(?, header = true, all_varchar = true, quote = '\"', "
        "escape = '\"', new_line = '\\r\\n', max_line_size = 1000000)",
        [str(path)],
    ).fetchall()
    assert count == (len(case.rows),)


def test_no_cell_starts_a_formula(make_case: MakeCase) -> None:
    lines = list(csv.reader(io.StringIO(make_case("hostile").text("csv"), newline="")))
    numbers = {lines[0].index("days"), lines[0].index("line")}
    texts = [cell for line in lines for at, cell in enumerate(line) if at not in numbers]

    assert [cell for cell in texts if cell.startswith(tuple("=+-@\t\r\n"))] == []
    assert any(cell.startswith("'=1+1") for cell in texts)


def test_negative_days_stay_a_number(make_case: MakeCase) -> None:
    frame = pd.read_csv(io.StringIO(make_case("one").text("csv")))

    assert frame["days"].tolist() == [-261]


def test_an_empty_registry_is_a_header(make_case: MakeCase) -> None:
    assert make_case("empty").text("csv") == ",".join(c.name for c in COLUMNS) + "\r\n"
