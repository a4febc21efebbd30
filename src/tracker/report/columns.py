"""The flat columns of a record in CSV, Parquet and data frames, each with its meaning."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tracker.records.dates import PartialDate
from tracker.rows import Row
from tracker.text import plain, safe_cell

__all__ = ["COLUMNS", "Column", "csv_text", "record"]

Value = str | int | bool | date | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, its meaning, and how to get its value from a row."""

    name: str
    type: Literal["text", "date", "integer", "boolean", "list"]
    meaning: str
    value: Callable[[Row], Value]


def _first(partial: PartialDate | None) -> date | None:
    return partial.first if partial else None


def _last(partial: PartialDate | None) -> date | None:
    return partial.last if partial else None


def _text(partial: PartialDate | None) -> str | None:
    return partial.text if partial else None


#: In the order of every file. New columns go to the end of their group; within one version of the
#: exports none is renamed.
COLUMNS: tuple[Column, ...] = (
    Column("id", "text", "the id of the record: its file name without `.yaml`", lambda row: row.id),
    Column(
        "state",
        "text",
        "overdue, due, review, soon, upcoming or resolved, on the day of the export",
        lambda row: row.state.value,
    ),
    Column(
        "days",
        "integer",
        "`due_after` minus the day of the export; negative once it has passed",
        lambda r: r.days,
    ),
    Column(
        "status",
        "text",
        "the verdict on the day of the export; open before `resolved_on`",
        lambda row: row.status,
    ),
    Column(
        "title",
        "text",
        "the short name, or the shortened claim if there is none",
        lambda r: r.title,
    ),
    Column("claim", "text", "the checkable sentence", lambda row: row.claim),
    Column("quote", "text", "the speaker's own words", lambda row: row.quote),
    Column("quote_en", "text", "an English translation of the quote", lambda row: row.quote_en),
    Column("language", "text", "the language of the source (BCP 47)", lambda row: row.language),
    Column("speaker", "text", "the speaker: a key of people.yaml, or a name", lambda r: r.speaker),
    Column("speaker_name", "text", "the name of the speaker", lambda row: row.speaker_name),
    Column(
        "reported_by",
        "text",
        "the reporter: a key of people.yaml, or a name",
        lambda row: row.reported_by,
    ),
    Column("reporter_name", "text", "the name of the reporter", lambda row: row.reporter_name),
    Column("source", "text", "the source as written: a card or a link", lambda row: row.source),
    Column(
        "source_title", "text", "the title of the source, or its link", lambda row: row.source_title
    ),
    Column("source_url", "text", "the link to the source", lambda row: row.source_url),
    Column(
        "made_on",
        "text",
        "the date of the statement, as precisely as it is known",
        lambda r: r.made_on.text,
    ),
    Column(
        "made_on_first",
        "date",
        "the first possible day of the statement",
        lambda row: row.made_on.first,
    ),
    Column(
        "made_on_last",
        "date",
        "the last possible day of the statement",
        lambda row: row.made_on.last,
    ),
    Column(
        "hedge", "text", "how certain the speaker was, in their own words", lambda row: row.hedge
    ),
    Column("hedge_en", "text", "an English translation of the hedge", lambda row: row.hedge_en),
    Column(
        "kind",
        "text",
        "by, between, not_before, never, after_event or undated",
        lambda row: row.kind,
    ),
    Column("as_said", "text", "the deadline in the speaker's words", lambda row: row.as_said),
    Column("as_said_en", "text", "an English translation of `as_said`", lambda row: row.as_said_en),
    Column(
        "assumed", "text", "what the editor decided about the deadline", lambda row: row.assumed
    ),
    Column("earliest", "date", "the first day of the window, as written", lambda r: r.earliest),
    Column("latest", "date", "the last day of the window, as written", lambda row: row.latest),
    Column(
        "due_after",
        "date",
        "the day after which the record is due; empty if there is none",
        lambda row: row.due_after,
    ),
    Column(
        "review_next",
        "date",
        "the next review; by default, a year after `made_on` if there is no deadline",
        lambda row: row.review_next,
    ),
    Column(
        "in_window",
        "boolean",
        "whether the window of a `between` deadline is open",
        lambda r: r.in_window,
    ),
    Column(
        "deferred",
        "boolean",
        "whether the record is deferred to `review_next`",
        lambda row: row.deferred,
    ),
    Column("correct", "text", "what would make the claim correct", lambda row: row.correct),
    Column("incorrect", "text", "what would make the claim incorrect", lambda row: row.incorrect),
    Column("tags", "list", "the topics; in CSV separated by `; `", lambda r: r.tags),
    Column("restates", "text", "the earlier record of the same claim", lambda row: row.restates),
    Column("after", "text", "the record whose event starts the clock", lambda row: row.after),
    Column(
        "resolved_on",
        "text",
        "the first day on which the verdict could be given",
        lambda row: _text(row.resolved_on),
    ),
    Column(
        "resolved_on_last",
        "date",
        "the last day of `resolved_on`",
        lambda row: _last(row.resolved_on),
    ),
    Column("happened_on", "text", "the date of the event", lambda row: _text(row.happened_on)),
    Column(
        "happened_on_first",
        "date",
        "the first day of `happened_on`",
        lambda row: _first(row.happened_on),
    ),
    Column(
        "happened_on_last",
        "date",
        "the last day of `happened_on`",
        lambda row: _last(row.happened_on),
    ),
    Column(
        "summary",
        "text",
        "what happened: the summary, or the first sentence of the note if there is none",
        lambda row: row.summary,
    ),
    Column("note", "text", "the reasons for the verdict", lambda row: row.note),
    Column(
        "evidence_url",
        "text",
        "the link to the first piece of evidence",
        lambda row: row.evidence_url,
    ),
    Column(
        "timing",
        "text",
        "when the event happened: `3 days early`, `in time`, `12 days late`",
        lambda row: str(row.timing) if row.timing else None,
    ),
    Column("path", "text", "the path of the file in the registry", lambda row: plain(row.path)),
    Column("line", "integer", "the line of `status:` in the file", lambda row: row.line),
)


def record(row: Row) -> dict[str, Value]:
    """A row as a flat mapping with every column."""
    return {column.name: column.value(row) for column in COLUMNS}


def csv_text(rows: Iterable[Row], *, text: Callable[[str], str] = str) -> str:
    """A header and a line per row (RFC 4180); the cell of a missing value is empty.

    No cell can start a formula. `text` is applied to each text first.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in COLUMNS)
    for row in rows:
        writer.writerow(safe_cell(_cell(value, text)) for value in record(row).values())
    return out.getvalue()


def _cell(value: Value, text: Callable[[str], str]) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        value = "; ".join(value)
    return text(value) if isinstance(value, str) else value
