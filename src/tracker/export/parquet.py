"""The registry as Parquet: typed columns, and the nested parts of a record as structs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tracker.export.base import VERSION, Options
from tracker.records.dates import PartialDate
from tracker.records.model import Evidence, Forecast, Resolution, Update
from tracker.records.state import State
from tracker.registry import Registry
from tracker.report.columns import COLUMNS, record
from tracker.rows import Row

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["export", "schema", "table"]


def export(registry: Registry, rows: Sequence[Row], today: date, _options: Options) -> bytes:
    """A file with one table, which has the same columns for an empty registry."""
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(table(registry, rows, today), out, compression="zstd")
    return out.getvalue()


def table(registry: Registry, rows: Sequence[Row], today: date) -> pa.Table:
    """The flat columns, then `resolution`, `forecasts` and `updates`."""
    import pyarrow as pa

    records = [{**record(row), **_nested(registry, row)} for row in rows]
    metadata = {"tracker.version": str(VERSION), "tracker.as_of": today.isoformat()}
    final = schema()
    # pyarrow makes no timestamps of days, but casts them.
    types = [pa.date32() if pa.types.is_timestamp(field.type) else field.type for field in final]
    days = pa.schema(list(zip(final.names, types, strict=True)))
    return pa.Table.from_pylist(records, schema=days).cast(final.with_metadata(metadata))


def schema() -> pa.Schema:
    """The types: timestamps, int32 and text; a partial date is text and two dates.

    Days are timestamps at midnight, because pandas reads date32 as objects; nested ones are date32.
    """
    import pyarrow as pa

    text, day = pa.string(), pa.date32()
    types = {
        "text": text,
        "date": pa.timestamp("ms"),
        "integer": pa.int32(),
        "boolean": pa.bool_(),
        "list": pa.list_(text),
    }
    partial = [("published_on", text), ("published_on_first", day), ("published_on_last", day)]
    evidence = pa.struct(
        [("url", text), ("title", text), ("publisher", text), *partial, ("archive_url", text)]
    )
    resolution = pa.struct(
        [
            *(
                (name + end, day if end else text)
                for name in ("resolved_on", "happened_on")
                for end in ("", "_first", "_last")
            ),
            ("summary", text),
            ("note", text),
            ("recorded_on", day),
            ("by", text),
            ("evidence", pa.list_(evidence)),
        ]
    )
    forecast = pa.struct(
        [
            ("by", text),
            ("made_on", text),
            ("made_on_first", day),
            ("made_on_last", day),
            ("probability", pa.float64()),
            ("url", text),
        ]
    )
    update = pa.struct([("date", day), ("note", text), ("url", text)])
    return pa.schema(
        [
            *(pa.field(column.name, types[column.type]) for column in COLUMNS),
            pa.field("resolution", resolution),
            pa.field("forecasts", pa.list_(forecast)),
            pa.field("updates", pa.list_(update)),
        ]
    )


def _nested(registry: Registry, row: Row) -> dict[str, object]:
    prediction = registry.records[row.id].prediction
    # The columns also leave out a verdict that does not count yet on this day.
    resolution = prediction.resolution if row.state is State.RESOLVED else None
    return {
        "resolution": _resolution(resolution) if resolution else None,
        "forecasts": [_struct(forecast) for forecast in prediction.forecasts or ()],
        "updates": [_struct(update) for update in prediction.updates or ()],
    }


def _resolution(resolution: Resolution) -> dict[str, object]:
    return {
        **_struct(resolution),
        "evidence": [_struct(evidence) for evidence in resolution.evidence],
    }


def _struct(part: Resolution | Evidence | Forecast | Update) -> dict[str, object]:
    """The values of a part; a partial date becomes its text, its first and its last day."""
    values: dict[str, object] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        values[name] = value.text if isinstance(value, PartialDate) else value
        if isinstance(value, PartialDate):
            values[f"{name}_first"], values[f"{name}_last"] = value.first, value.last
    return values
