"""Owns rows as pandas frames, for tables and downloads. Imported only where a frame is needed."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from tracker.charts import words
from tracker.charts.theme import mark
from tracker.rows import Row

__all__ = ["csv", "table"]

#: What makes a spreadsheet read a cell as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(rows: Iterable[Row]) -> pd.DataFrame:
    """The columns that a reader of a list wants, one line a row; dates are dates."""
    frame = pd.DataFrame(
        [
            {
                "id": row.id,
                "state": mark(row).label,
                "claim": row.claim,
                "speaker": row.speaker_name,
                "made on": str(row.made_on),
                "as said": row.as_said,
                "earliest": row.earliest,
                "latest": row.latest,
                "days": row.days,
                "tags": ", ".join(row.tags),
                "source": row.source_title,
            }
            for row in rows
        ],
        columns=[
            "id", "state", "claim", "speaker", "made on", "as said",
            "earliest", "latest", "days", "tags", "source",
        ],
    )  # fmt: skip
    for column in ("earliest", "latest"):
        frame[column] = pd.to_datetime(frame[column])
    frame["days"] = frame["days"].astype("Int64")
    return frame


def csv(rows: Iterable[Row]) -> str:
    """Everything of the rows that is plain text, as CSV; no cell can start a formula."""
    frame = pd.DataFrame(
        [
            {
                "id": row.id,
                "state": str(row.state),
                "status": row.status,
                "claim": row.claim,
                "quote": row.quote,
                "language": row.language,
                "speaker": row.speaker_name,
                "reported by": row.reporter_name,
                "made on": str(row.made_on),
                "deadline as said": row.as_said,
                "kind": row.kind,
                "earliest": row.earliest,
                "latest": row.latest,
                "deadline": words.deadline(row),
                "days": row.days,
                "resolved on": str(row.resolved_on) if row.resolved_on else None,
                "happened on": str(row.happened_on) if row.happened_on else None,
                "tags": ", ".join(row.tags),
                "source": row.source_title,
                "file": row.path,
            }
            for row in rows
        ]
    )
    if "days" in frame:
        frame["days"] = frame["days"].astype("Int64")
    for column in frame.columns:
        if column != "days":
            frame[column] = frame[column].map(_cell, na_action="ignore")
    return frame.to_csv(index=False, lineterminator="\r\n")


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
