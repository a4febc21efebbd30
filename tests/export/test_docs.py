"""docs/exports.md: its tables are the code's, its recipes run on the exports."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pytest

from tracker.export import EXPORTS
from tracker.report.columns import COLUMNS

if TYPE_CHECKING:
    from tests.export.conftest import MakeCase

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")


def table(name: str) -> list[str]:
    match = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", PAGE, re.DOTALL)
    assert match is not None
    return match[1].splitlines()[2:]


def test_every_column_is_on_the_page() -> None:
    expected = [f"| `{each.name}` | {each.type} | {each.meaning} |" for each in COLUMNS]

    assert table("columns") == expected


def test_every_format_is_on_the_page() -> None:
    expected = [
        f"| `{name}` | {each.media_type} | {each.description} |" for name, each in EXPORTS.items()
    ]

    assert table("formats") == expected


def test_the_recipes_run(
    make_case: MakeCase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make_case("verdicts")
    (tmp_path / "predictions.parquet").write_bytes(case.data("parquet"))
    (tmp_path / "predictions.csv").write_bytes(case.text("csv").encode())
    monkeypatch.chdir(tmp_path)

    for code in re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        shown: dict[str, object] = {}
        exec(code, shown)
        assert isinstance(shown["frame"], pd.DataFrame)
        assert len(shown["frame"]) == len(case.rows)
    (sql,) = re.findall(r"^```sql\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    scores, evidence = duckdb.connect(), duckdb.connect()
    first, second = sql.split(";\n\n")
    assert scores.execute(first).fetchall() == [("Ada Example", 2, 4)]
    assert len(evidence.execute(second).fetchall()) == 5
