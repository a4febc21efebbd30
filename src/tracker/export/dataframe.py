"""Rows as pandas frames, for notebooks, tables and downloads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from tracker.charts.theme import mark
from tracker.filter import Filter
from tracker.labels import as_said
from tracker.records.state import GRACE, SOON, URGENCY
from tracker.records.vocabulary import STATUSES
from tracker.registry import Registry
from tracker.report.columns import COLUMNS, record
from tracker.rows import Row, rows
from tracker.text import safe_cell

__all__ = ["csv_text", "frame", "records", "table"]


def frame(
    registry: Registry,
    today: date,
    *,
    where: Filter | None = None,
    soon: int = SOON,
    grace: int = GRACE,
) -> pd.DataFrame:
    """The records on `today` as a typed DataFrame, with the columns of the exports."""
    return records(rows(registry, today, where=where, soon=soon, grace=grace))


def records(listed: Iterable[Row]) -> pd.DataFrame:
    """The columns of the exports, one row per record.

    Text has pandas' string type, dates `datetime64[s]` (which includes the year 9999), integers
    that may be missing `Int64`; `state` and `status` are categories in the order of lists. Missing
    values are missing, never replaced by a word.
    """
    types = {"text": "str", "date": "datetime64[s]", "integer": "Int64", "boolean": "bool"}
    flat = [record(row) for row in listed]
    columns: dict[str, pd.Series] = {}
    for column in COLUMNS:
        values = [row[column.name] for row in flat]
        if column.type == "list":
            columns[column.name] = pd.Series(values, dtype="object")
        elif column.name == "state":
            order = [state.value for state in URGENCY]
            columns["state"] = pd.Series(pd.Categorical(values, order, ordered=True))
        elif column.name == "status":
            columns["status"] = pd.Series(pd.Categorical(values, STATUSES))
        else:
            columns[column.name] = pd.Series(values, dtype=types[column.type])
    return pd.DataFrame(columns)


def table(listed: Iterable[Row]) -> pd.DataFrame:
    """The columns for a list shown to a reader, one row per record; dates are dates."""
    frame = pd.DataFrame(
        [
            {
                "id": row.id,
                "state": mark(row).label,
                "claim": row.claim,
                "speaker": row.speaker_name,
                "made on": str(row.made_on),
                "as said": as_said(row),
                "earliest": row.earliest,
                "latest": row.latest,
                "days": row.days,
                "tags": "; ".join(row.tags),
                "source": row.source_title,
            }
            for row in listed
        ],
        columns=[
            "id",
            "state",
            "claim",
            "speaker",
            "made on",
            "as said",
            "earliest",
            "latest",
            "days",
            "tags",
            "source",
        ],
    )
    for column in ("earliest", "latest"):
        frame[column] = pd.to_datetime(frame[column])
    frame["days"] = frame["days"].astype("Int64")
    return frame


def csv_text(frame: pd.DataFrame) -> str:
    """A frame as CSV; no text can start a formula."""
    safe = frame.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(safe_cell, na_action="ignore")
    return safe.to_csv(index=False, lineterminator="\r\n")
