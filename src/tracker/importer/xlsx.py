"""The first sheet of an XLSX file as rows of text, as precise as the cells show it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

__all__ = ["cells"]


def cells(data: bytes, most: int) -> tuple[Iterator[tuple[int, list[str]]], list[str]]:
    """The rows of the first sheet that are not blank, numbered, and the names of other sheets.

    Raises ValueError, whose message says what is wrong with the file, if it is damaged or unpacks
    to more than `most` bytes, and ModuleNotFoundError.
    """
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True) if size <= most else None
    except Exception as error:  # openpyxl fails in many ways on damaged files
        raise ValueError(f"is not an XLSX file: {error}") from None
    if book is None:
        raise ValueError(f"is larger than {most >> 20} MiB when unpacked; split it")
    sheet, *others = book.worksheets
    rows = ([_text(cell) for cell in row] for row in sheet.iter_rows())
    return (pair for pair in enumerate(rows, 1) if any(pair[1])), [other.title for other in others]


def _text(cell: Any) -> str:
    """What the cell shows: a month stays a month, and a percentage keeps its sign."""
    value, shown = cell.value, re.sub(r'"[^"]*"|\\.|\[[^]]*\]', "", cell.number_format or "")
    if isinstance(value, datetime | date):
        day = value.isoformat()[:10]
        return day[: 10 if "d" in shown.lower() else 7 if "m" in shown.lower() else 4]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        number = float(value) * 100 if "%" in shown else value
        return f"{number:.15g}" + ("%" if "%" in shown else "")
    return "" if value is None else str(value)
