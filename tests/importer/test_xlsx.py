from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker.importer import Unreadable, read_items

if TYPE_CHECKING:
    from tests.importer.conftest import MakeMapping

openpyxl = pytest.importorskip("openpyxl")


def workbook(path: Path, rows: Iterable[Iterable[object]], formats: dict[str, str]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for cell, form in formats.items():
        book.active[cell].number_format = form
    book.create_sheet("Notes")
    book.save(path)
    return path


def test_cells_are_as_precise_as_they_are_shown(tmp_path: Path, make_mapping: MakeMapping) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [
            ["ID", "Title", "Said", "Due", "p", "x", "y"],
            [],
            [1, None, date(2024, 3, 1), datetime(2026, 3, 5, 12), 0.7, 0.1, True],
            [2.0, "雨", date(2024, 1, 1), "Q1 2026", 0.07, None, 1e6],
        ],
        {"C3": "mmm yyyy", "C4": "yyyy", "D3": "d/m/yyyy h:mm", "E3": "0%", "E4": '0.0" of 100"%'},
    )
    notes: list[str] = []

    items = read_items(path, make_mapping(format="csv"), notes)

    assert [(item.place, list(item.fields.values())) for item in items] == [
        ("line 3", ["1", "", "2024-03", "2026-03-05", "70%", "0.1", "true"]),
        ("line 4", ["2", "雨", "2024", "Q1 2026", "7%", "", "1000000"]),
    ]
    assert list(items[0].fields) == ["id", "title", "said", "due", "p", "x", "y"]
    assert notes == [f"{path}: 1 sheet not read: 'Notes'"]


def test_a_formula_without_a_value_is_not_taken_for_an_empty_cell(
    tmp_path: Path, make_mapping: MakeMapping
) -> None:
    path = workbook(tmp_path / "a.xlsx", [["id", "due"], [1, "=DATE(2026,1,1)"], [2, "x"]], {})
    with_values = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(with_values, "w") as new:
        for name in old.namelist():
            # What a spreadsheet program writes: the value, and here an empty text.
            data = old.read(name).replace(b'<c r="B2"><f>', b'<c r="B2" t="str"><f>')
            new.writestr(name, data)
    mapping = make_mapping(format="csv")

    problem = "the formula in B2 has no value; open the file in a spreadsheet program and save it"
    assert [item.problem for item in read_items(path, mapping)] == [problem, ""]
    assert [item.fields for item in read_items(with_values, mapping)] == [
        {"id": "1", "due": ""},
        {"id": "2", "due": "x"},
    ]


def test_a_day_shown_as_a_time_stays_a_day(tmp_path: Path, make_mapping: MakeMapping) -> None:
    path = workbook(tmp_path / "a.xlsx", [["id"], [datetime(2026, 3, 5, 12)]], {"A2": "h:mm"})

    assert read_items(path, make_mapping(format="csv"))[0].fields == {"id": "2026-03-05"}


def test_what_is_no_workbook_is_said(
    tmp_path: Path, make_mapping: MakeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapping = make_mapping(format="csv")
    path = tmp_path / "a.xlsx"

    for data in (b"PK\x03\x04zip", b"id\n1\n"):
        path.write_bytes(data)
        with pytest.raises(Unreadable, match="is not an XLSX file: "):
            read_items(path, mapping)

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "x")
    path.write_bytes(out.getvalue())
    with pytest.raises(Unreadable, match="is not an XLSX file: "):
        read_items(path, mapping)

    monkeypatch.setattr("tracker.importer.items.MAX_BYTES", 1 << 10)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "x" * 10_000)
    with pytest.raises(Unreadable, match="when unpacked"):
        read_items(path, mapping)


def test_without_the_extra_the_command_line_names_it(
    tmp_path: Path, make_mapping: MakeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04zip")

    with pytest.raises(ModuleNotFoundError):
        read_items(tmp_path / "a.xlsx", make_mapping(format="csv"))
