"""Export formats of a registry: one file each, listed here.

Heavy libraries are imported by the formats that need them, not with this package.
"""

from __future__ import annotations

from tracker.export import atom, badge, chart, csv_, html_, ics, json_, jsonl, markdown_, parquet
from tracker.export.base import VERSION, Export, Options, Rendered

__all__ = ["EXPORTS", "VERSION", "Export", "Options", "Rendered"]

EXPORTS: dict[str, Export] = {
    "json": Export(
        "whole records with their sources and people, as one JSON object",
        "application/json",
        ".json",
        json_.export,
    ),
    "jsonl": Export(
        "whole records, one JSON object per line",
        "application/jsonl",
        ".jsonl",
        jsonl.export,
    ),
    "csv": Export(
        "one line per record, for spreadsheets; formulas are escaped",
        "text/csv; charset=utf-8",
        ".csv",
        csv_.export,
    ),
    "parquet": Export(
        "typed and nested columns, for pandas or DuckDB",
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
        "a feed of predictions that became due, up for review or resolved",
        "application/atom+xml; charset=utf-8",
        ".atom",
        atom.export,
    ),
    "badge": Export(
        "the number of predictions that need attention, as an SVG badge",
        "image/svg+xml",
        ".svg",
        badge.svg,
    ),
    "badge-json": Export(
        "the same number, for a shields.io endpoint badge",
        "application/json",
        ".json",
        badge.endpoint,
    ),
    "chart horizon": Export(
        "the timeline of statements and deadlines, as SVG",
        "image/svg+xml",
        ".svg",
        chart.horizon,
    ),
    "chart scores": Export(
        "the verdicts by speaker, as SVG",
        "image/svg+xml",
        ".svg",
        chart.scores,
    ),
    "chart drift": Export(
        "how deadlines moved when claims were stated again, as SVG",
        "image/svg+xml",
        ".svg",
        chart.drift,
    ),
    "markdown": Export(
        "a report: due predictions, verdicts by speaker and all records",
        "text/markdown; charset=utf-8",
        ".md",
        markdown_.export,
    ),
    "html": Export(
        "a website: scorecard, charts, a page for each record, JSON",
        "text/html; charset=utf-8",
        ".html",
        html_.export,
        form="folder",
    ),
}
