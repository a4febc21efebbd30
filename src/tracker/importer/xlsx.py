"""The first sheet of an XLSX file as rows of text, as precise as the cells show it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tracker.importer.items import MAX_BYTES, Unreadable
from tracker.text import plural

__all__ = ["cells"]


def cells(path: Path, data: bytes, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with its number; raises Unreadable."""
    try:
        import openpyxl
    except ModuleNotFoundError:
        raise Unreadable(
            f"{path} is a spreadsheet; install prediction-tracker[export], or save it as CSV"
        ) from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > MAX_BYTES:
            raise Unreadable(f"{path} is larger than {MAX_BYTES >> 20} MiB when unpacked; split it")
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        sheet, *others = book.worksheets
    except Unreadable:
        raise
    except Exception as error:  # openpyxl fails in many ways on damaged files
        raise Unreadable(f"{path} is not an XLSX file: {error}") from None
    if others:
        names = ", ".join(repr(other.title) for other in others)
        notes.append(f"{path}: {plural(len(others), 'sheet')} not read: {names}")
    for number, row in enumerate(sheet.iter_rows(), 1):
        texts = [_text(cell) for cell in row]
        if any(texts):
            yield number, texts


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
