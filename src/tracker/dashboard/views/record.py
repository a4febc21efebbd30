"""The page of one record (`?id=`), with everything known about the prediction."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from tracker import labels
from tracker.dashboard import data, forecasts, resolve, widgets
from tracker.dashboard.data import View
from tracker.markup import record as record_parts
from tracker.markup import scorecard
from tracker.records.model import Prediction
from tracker.registry import Record
from tracker.rows import Row
from tracker.text import plural


def page() -> None:
    """Draw the record that the address names."""
    current = data.view()
    named = st.query_params.get("id", "")
    record = current.registry.records.get(named)
    row = current.row(named)
    if not named:
        st.title("Which record?", anchor=False)
        st.markdown(
            "This page shows one prediction, but the address has no id. Open a record from "
            "*Predictions* or *Timeline*, or add its id to the address: `/record?id=…`"
        )
        widgets.html("more.html", href=current.address.href(), label="All predictions")
    elif record is None:
        _missing(current, named)
    elif row is None:
        st.title("Not made yet", anchor=False)
        widgets.text(f"{named} was made on {record.prediction.made_on}, after {current.today}.")
    else:
        _record(current, record, row)


def _missing(current: View, named: str) -> None:
    """Explain that the record does not exist, or that its file is invalid."""
    broken = [path for path in current.registry.invalid_files if Path(path).stem == named]
    if not broken:
        st.title("No such record", anchor=False)
        widgets.text(f"There is no prediction with the id {named!r} in this registry.")
        widgets.html("more.html", href=current.address.href(), label="All predictions")
        return
    st.title("The file is invalid", anchor=False)
    for path in broken:
        widgets.text(path, key="mono-place")
    widgets.html("more.html", href=current.address.plain("health"), label="Show problems")


def _record(current: View, record: Record, row: Row) -> None:
    prediction = record.prediction
    address = current.address
    widgets.tab_title(row.claim)
    is_asking = row in scorecard.needing([row])
    left, right = st.columns([8, 5], gap="large")
    with left:
        _head(current, prediction, row)
        widgets.html(
            "record_body.html",
            row=row,
            policy=record_parts.POLICY[row.kind],
            after_href=address.plain("record", id=row.after),
            after_title=record_parts.title(row.after, current.every),
            resolution=prediction.resolution,
        )
        forecasts.section(current, prediction, row)
        _chained(current, row)
        if is_asking:  # beside the form, which is long
            _more(current, prediction, row)
    with right:
        resolve.panel(current, record, row)
        if not is_asking:
            _more(current, prediction, row)
    _file(current, record, row)


def _head(current: View, prediction: Prediction, row: Row) -> None:
    address = current.address
    person = current.registry.person(row.speaker)
    listed = scorecard.arranged(current.rows, address.sort)
    at = next((place for place, one in enumerate(listed) if one.id == row.id), None)
    before = listed[at - 1].id if at else None
    after = listed[at + 1].id if at is not None and at + 1 < len(listed) else None
    number = len(prediction.resolution.evidence) if prediction.resolution else 0
    widgets.html(
        "record_head.html",
        row=row,
        person=person,
        speaker_href=address.plain("speaker", id=row.speaker),
        reporter_href=address.plain("speaker", id=row.reported_by),
        list_href=address.href(),
        list_label=plural(len(listed), "prediction") if current.where else "All predictions",
        before=address.href("record", id=before) if before else "",
        after=address.href("record", id=after) if after else "",
        sources=plural(number, "source"),
        correct_if=row.correct,
        next_step=labels.next_step(row),
    )


def _chained(current: View, row: Row) -> None:
    earlier, later = record_parts.chain(row, current.every)
    if earlier or later:
        st.header("Statements of the same claim", anchor=False)
        widgets.lines(current, [*earlier, row, *later], own=row.id, head=False)


def _more(current: View, prediction: Prediction, row: Row) -> None:
    address = current.address
    card = current.registry.cards.get(prediction.source)
    person = current.registry.person(row.speaker)
    widgets.html(
        "record_more.html",
        row=row,
        person=person,
        speaker_href=address.plain("speaker", id=row.speaker),
        updates=[one for one in prediction.updates or () if one.date <= current.today],
        card=card.card if card else None,
        source_href=address.plain("source", id=row.source),
        quote_in_copy=prediction.quote_in_copy,
        tags=[(tag, address.plain("", tag=tag)) for tag in row.tags],
        amended=prediction.amended or (),
    )


def _file(current: View, record: Record, row: Row) -> None:
    root = current.registry.root
    st.header("File", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        widgets.text(f"{record.path}:{record.line}", key="mono-place")
        widgets.link("Edit", data.edit_url(root, record.path), key="edit")
    with st.expander("Record as YAML", icon=":material/code:"):
        st.code(record.file.text, language="yaml", wrap_lines=True)
    commits = data.commits(root, record.path, current.stamp)
    if commits:
        with st.expander("Git history", icon=":material/history:"):
            for commit in commits:
                st.text(f"{commit.day}  {commit.name}  {commit.subject}")


if __name__ == "__main__":
    page()
