"""The page of one record (`?id=`), with everything known about the prediction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import streamlit as st

from tracker import labels
from tracker.charts import theme
from tracker.dashboard import data, forecasts, resolve, url, widgets
from tracker.dashboard.data import View
from tracker.records.model import Card, Evidence, Prediction
from tracker.registry import Record, SourceCard
from tracker.report.columns import csv_text
from tracker.report.resolution_block import resolution_block
from tracker.rows import Row

#: How each kind of deadline is read; the docs print the same policy.
POLICY = {
    "by": ("Last day", "it must happen by then; the last day still counts"),
    "between": ("A window", "it must happen by the last day; before the first day it is early"),
    "not_before": ("A lower bound", "it must not happen before the first day"),
    "never": ("Never", "it can be refuted but not confirmed"),
    "after_event": ("After an event", "the clock starts with the event of another prediction"),
    "undated": ("No date", "it comes up for review a year after the statement"),
}


def page() -> None:
    """Draw the record that the address names."""
    current = data.view()
    named = st.query_params.get("id", "")
    record = current.registry.records.get(named)
    row = current.row(named)
    _back()
    if not named:
        st.title("Which record?", anchor=False)
        st.markdown(
            "This page shows one prediction, but the address has no id. Open a record from the "
            "list or from the chart on the overview, or add its id to the address: "
            "`/record?id=…`"
        )
        st.page_link(data.page("overview"), label="Overview", icon=":material/arrow_back:")
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
        return
    st.title("The file is invalid", anchor=False)
    for path in broken:
        widgets.text(path, key="mono-place")
    st.page_link(data.page("health"), label="Show problems", icon=":material/arrow_forward:")


def _back() -> None:
    st.page_link(data.page("records"), label="All records", icon=":material/arrow_back:")


def _record(current: View, record: Record, row: Row) -> None:
    prediction = record.prediction
    widgets.tab_title(row.claim)
    with st.container(key="kicker"):
        st.title(f"Record {row.id}", anchor=False)
    widgets.text(row.claim, key=f"lead-{row.id}")
    with st.container(horizontal=True, vertical_alignment="center"):
        widgets.state_badge(row)
        st.text(" · ".join(_standing(row, current.today)))
    left, right = st.columns([3, 2], gap="large")
    with left:
        _said(row, prediction)
        _deadline(row, current.today)
        _criteria(row)
        _resolution(prediction, row)
        resolve.panel(current, record)
        _history(current, prediction, row)
    with right:
        _who(current, row, prediction)
        _source(current, prediction)
    _file(current, record, row)


def _standing(row: Row, today: date) -> Iterator[str]:
    if far := labels.days(row):
        yield far
    if row.in_window:
        yield "the window is open"
    if row.deferred and row.review:
        yield f"deferred to {row.review}"
    if row.resolved_on:
        yield f"resolved on {row.resolved_on}"
    if row.timing:
        yield str(row.timing)
    yield f"as of {today}"


def _said(row: Row, prediction: Prediction) -> None:
    st.header("Statement", anchor=False)
    widgets.quote(row, lead=True)
    language = labels.language(row.language)
    whose = (
        f"As reported by {row.reporter_name}" if row.reporter_name else "The speaker's own words"
    )
    widgets.text(f"{whose}, in {language}." if language else f"{whose}.", key="muted-language")
    if prediction.quote_in_copy:
        widgets.fact("In our copy", prediction.quote_in_copy)
    widgets.fact("Hedge", labels.hedge(row))


def _deadline(row: Row, today: date) -> None:
    st.header("Deadline", anchor=False)
    steps = (
        ("As said", (labels.as_said(row) or "no deadline stated",)),
        ("Read as", POLICY[row.kind]),
        ("Window", (labels.window_in_words(row),)),
        (f"On {today}", (theme.mark(row).label, labels.days(row))),
    )
    with st.grid(4, min_column_width=125, key="derivation"):
        for number, (label, said) in enumerate(steps):
            with st.container(border=True, height="stretch", key=f"step-{number}"):
                widgets.fact(f"→ {label}" if number else label, *said)
    _drawn(row, today)
    if row.assumed:
        widgets.fact("Assumptions", row.assumed)
    widgets.fact("Counted from", labels.made_on(row))
    if row.after:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text("Waits for")
            url.record_link(row.after, widgets.literal(row.after))


def _drawn(row: Row, today: date) -> None:
    """Draw the deadline as in the horizon chart: statement, wait, window, event, today."""
    from tracker.charts import horizon

    chart = horizon.horizon(
        [replace(row, title=labels.deadline_in_words(row))], today, clickable=False
    )
    st.altair_chart(
        chart,
        key=f"time-{row.id}",
        alt=f"Statement: {labels.made_on(row)}; deadline: {labels.window_in_words(row)}; "
        f"{theme.mark(row).label} on {today}.",
    )
    widgets.downloads(row.id, chart, lambda: csv_text([row]))


def _criteria(row: Row) -> None:
    if not row.correct:
        return
    st.header("Resolution criteria", anchor=False)
    with st.grid(2, min_column_width=240, key="criteria"):
        with st.container(border=True, height="stretch"):
            widgets.fact("Correct if", row.correct)
        with st.container(border=True, height="stretch"):
            widgets.fact("Incorrect if", row.incorrect)


def _resolution(prediction: Prediction, row: Row) -> None:
    st.header("Verdict", anchor=False)
    resolution = prediction.resolution
    if resolution is None or row.resolved_on is None:
        st.text(labels.next_step(row) or "Open: nothing to do yet.")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        widgets.state_badge(row)
        st.text(str(row.timing) if row.timing else "")
    widgets.text(row.summary or "")
    widgets.text(resolution.note)
    with st.container(horizontal=True, gap="large"):
        widgets.fact("Resolvable since", str(resolution.resolved_on))
        widgets.fact("Happened on", str(resolution.happened_on or ""))
        widgets.fact("Recorded on", str(resolution.recorded_on or ""))
        widgets.fact("Recorded by", resolution.by)
    st.subheader("Evidence", anchor=False)
    for number, evidence in enumerate(resolution.evidence):
        _evidence(evidence, number)


def _evidence(evidence: Evidence, number: int) -> None:
    about = " · ".join(filter(None, (evidence.publisher, str(evidence.published_on or ""))))
    with st.container(horizontal=True, vertical_alignment="top", key=f"evidence-{number}"):
        with st.container(gap=None, width="stretch"):
            st.text(evidence.title or evidence.url)
            if about:
                widgets.text(about, key=f"muted-evidence-{number}")
        with st.container(horizontal=True, width="content", gap=None):
            widgets.link("Open page", evidence.url, key=f"evidence-url-{number}")
            widgets.link("Archived copy", evidence.archive_url, key=f"evidence-archive-{number}")


def _history(current: View, prediction: Prediction, row: Row) -> None:
    updates = [entry for entry in prediction.updates or () if entry.date <= current.today]
    earlier, later = _chain(current, row)
    if updates:
        st.header("Progress", anchor=False)
        for number, entry in enumerate(updates):
            widgets.fact(str(entry.date), entry.note)
            widgets.link("Open page", entry.url, key=f"update-{number}")
    if earlier or later:
        st.header("Statements of the same claim", anchor=False)
        for other in (*earlier, row, *later):
            when = f"{labels.made_on(other)}: {labels.window_in_words(other)}"
            if other is row:
                widgets.text(f"{when} (this record)", key="line-this")
            else:
                widgets.line(other, when, key="chain")
    forecasts.section(current, prediction, row)
    if prediction.amended:
        st.header("Amendments", anchor=False)
        for change in prediction.amended:
            widgets.fact(f"{change.date}: {', '.join(change.what)}", change.why)


def _chain(current: View, row: Row) -> tuple[list[Row], list[Row]]:
    """Earlier and later statements of the same claim, in order of time; cycles end."""
    rows = {other.id: other for other in current.every}
    restatements: dict[str, list[Row]] = {}
    for other in current.every:
        if other.restates:
            restatements.setdefault(other.restates, []).append(other)
    known = {row.id}
    earlier: list[Row] = []
    at = rows.get(row.restates or "")
    while at is not None and at.id not in known:
        earlier.append(at)
        known.add(at.id)
        at = rows.get(at.restates or "")
    later: list[Row] = []
    pending = [row]
    while pending:
        for other in restatements.get(pending.pop().id, ()):
            if other.id not in known:
                known.add(other.id)
                later.append(other)
                pending.append(other)
    later.sort(key=lambda other: (other.made_on.first, other.id))
    return earlier[::-1], later


def _who(current: View, row: Row, prediction: Prediction) -> None:
    st.header("Speaker and date", anchor=False)
    person = current.registry.person(prediction.speaker)
    native = person.name if person and person.name != row.speaker_name else None
    widgets.fact("Speaker", row.speaker_name, native)
    if person:
        widgets.fact("Role", person.role)
        widgets.fact("Affiliation", person.affiliation)
        widgets.fact("Stake", person.stake)
    widgets.fact("Reported by", row.reporter_name)
    widgets.fact("Made on", labels.made_on(row))
    widgets.fact("Tags", ", ".join(row.tags))


def _source(current: View, prediction: Prediction) -> None:
    st.header("Source", anchor=False)
    card = current.registry.cards.get(prediction.source)
    with st.container(border=True, key="source_card"):
        if card is None:
            st.text(prediction.source)
            widgets.link("Open source", prediction.source, key="source-url")
        else:
            _card(current, card)


def _card(current: View, source: SourceCard) -> None:
    card: Card = source.card
    st.text(card.title)
    if card.title_en:
        st.text(card.title_en)
    about = (card.publisher, card.kind, labels.language(card.language))
    widgets.fact("Document", " · ".join(part for part in about if part))
    names = [current.registry.person(name) for name in card.authors or ()]
    authors = [
        (person.name_en or person.name) if person else name
        for person, name in zip(names, card.authors or (), strict=True)
    ]
    widgets.fact("Authors", ", ".join(authors))
    if card.published_on:
        widgets.fact("Published", str(card.published_on.date), card.published_on.evidence)
    widgets.fact("Known problems of our copy", card.note)
    with st.container(horizontal=True):
        widgets.link("Open source", card.url, key="source-url")
        widgets.link("Archived copy", card.archive_url, key="source-archive")
    widgets.fact("Source card", source.file.path)


def _file(current: View, record: Record, row: Row) -> None:
    root = current.registry.root
    st.header("File", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        widgets.text(f"{record.path}:{record.line}", key="mono-place")
        widgets.link("Edit", data.edit_url(root, record.path), key="edit")
    if record.prediction.status == "open":
        st.markdown(
            "To resolve it, replace the `status:` line with this block, fill it in, and run "
            "`tracker check`."
        )
        st.code(resolution_block(record, data.clock()), language="yaml", wrap_lines=True)
    with st.expander("Record as YAML", icon=":material/code:"):
        st.code(record.file.text, language="yaml", wrap_lines=True)
    commits = data.commits(root, record.path, current.stamp)
    if commits:
        with st.expander("Git history", icon=":material/history:"):
            for commit in commits:
                st.text(f"{commit.day}  {commit.name}  {commit.subject}")


if __name__ == "__main__":
    page()
