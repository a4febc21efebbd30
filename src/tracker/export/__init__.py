"""Owns what a registry is exported to: one file a format, listed here.

Heavy libraries are imported when a format that needs one is made, not with this package.
"""

from __future__ import annotations

from tracker.export import atom, badge, csv_, html_, ics, json_, jsonl, markdown_, parquet
from tracker.export.base import VERSION, Export, Options, Rendered

__all__ = ["EXPORTS", "VERSION", "Export", "Options", "Rendered"]

EXPORTS: dict[str, Export] = {
    "json": Export(
        "whole records with their cards and people, one JSON object",
        "application/json",
        ".json",
        json_.export,
    ),
    "jsonl": Export(
        "whole records, one JSON object a line",
        "application/jsonl",
        ".jsonl",
        jsonl.export,
    ),
    "csv": Export(
        "a line a record, for a spreadsheet; no cell is a formula",
        "text/csv; charset=utf-8",
        ".csv",
        csv_.export,
    ),
    "parquet": Export(
        "typed columns, resolutions and evidence nested, for pandas or DuckDB",
        "application/vnd.apache.parquet",
        ".parquet",
        parquet.export,
        form="binary",
    ),
    "ics": Export(
        "a calendar of the deadlines, with alarms",
        "text/calendar; charset=utf-8",
        ".ics",
        ics.export,
    ),
    "atom": Export(
        "a feed of what came due, up for review, and was resolved",
        "application/atom+xml; charset=utf-8",
        ".atom",
        atom.export,
    ),
    "badge": Export("how many are due, as an SVG", "image/svg+xml", ".svg", badge.svg),
    "badge-json": Export(
        "how many are due, for shields.io's endpoint badge",
        "application/json",
        ".json",
        badge.endpoint,
    ),
    "markdown": Export(
        "a report: figures, what is due, verdicts by speaker, all records",
        "text/markdown; charset=utf-8",
        ".md",
        markdown_.export,
    ),
    "html": Export(
        "a folder with one page: charts, a search, every record; no network",
        "text/html; charset=utf-8",
        ".html",
        html_.export,
        form="folder",
    ),
}
