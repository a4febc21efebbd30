"""The first sheet of an XLSX file as rows of text, as precise as the cells show it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

__all__ = ["Sheet", "cells"]


class Sheet(NamedTuple):
    """The first sheet: its numbered rows that are not blank, and what can't be read."""

    rows: Iterator[tuple[int, list[str]]]
    #: Row -> its first formula whose value is not in the file, such as `E2`.
    uncalculated: dict[int, str]
    others: list[str]


def cells(data: bytes, most: int) -> Sheet:
    """The first sheet, and the names of the others.

    Raises ValueError, whose message says what is wrong with the file, if it is damaged or unpacks
    to more than `most` bytes, and ModuleNotFoundError.
    """
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
            has_formulas = size <= most and any(b"<f" in archive.read(name) for name in sheets)
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True) if size <= most else None
    except Exception as error:  # openpyxl fails in many ways on damaged files
        raise ValueError(f"is not an XLSX file: {error}") from None
    if book is None:
        raise ValueError(f"is larger than {most >> 20} MiB when unpacked; split it")
    sheet, *others = book.worksheets
    uncalculated: dict[int, str] = {}
    if has_formulas:
        for row in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows():
            for cell in row:
                value = sheet.cell(cell.row, cell.column)
                # A formula whose value is an empty text has the type `str`.
                if cell.data_type == "f" and value.value is None and value.data_type != "str":
                    uncalculated.setdefault(cell.row, cell.coordinate)
    texts = enumerate(([_text(cell) for cell in row] for row in sheet.iter_rows()), 1)
    rows = (pair for pair in texts if any(pair[1]) or pair[0] in uncalculated)
    return Sheet(rows, uncalculated, [other.title for other in others])


def _text(cell: Any) -> str:
    """What the cell shows: a month stays a month, and a percentage keeps its sign."""
    value, shown = cell.value, re.sub(r'"[^"]*"|\\.|\[[^]]*\]', "", cell.number_format or "")
    if isinstance(value, datetime | date):
        day = value.isoformat()[:10]
        is_day = "d" in shown.lower() or ":" in shown  # in `h:mm`, `m` is a minute
        return day[: 10 if is_day else 7 if "m" in shown.lower() else 4]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        number = float(value) * 100 if "%" in shown else value
        return f"{number:.15g}" + ("%" if "%" in shown else "")
    return "" if value is None else str(value)
