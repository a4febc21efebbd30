"""The panel that resolves a record: the only part of the dashboard that can write a file.

It writes only what it has shown as a diff, only if `barrier` returns None, and with the same
functions as the command line. Otherwise it offers the diff as a download.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

import streamlit as st

from tracker import labels
from tracker.charts import theme
from tracker.dashboard import data, widgets
from tracker.dashboard.address import FIRST_DAY, LAST_DAY
from tracker.dashboard.data import View
from tracker.diagnostic import Diagnostic
from tracker.editing import edit, files, proposal
from tracker.editing.proposal import Proposal
from tracker.markup.scorecard import needing
from tracker.records import model
from tracker.records.dates import add_months
from tracker.records.validation import validate
from tracker.records.vocabulary import VERDICTS
from tracker.registry import NotARegistry, Record, Registry
from tracker.rows import NEEDS_ATTENTION, Row
from tracker.text import escape, is_web
from tracker.yamlfile.file import Plain

__all__ = ["barrier", "panel"]

_STATE = "_resolve"
_PARTS = ("resolved_on", "happened_on", "summary", "note", "by")
#: The two outcomes of a search, and the months after which one without a result is repeated.
_VERDICT, _NOTHING = "A verdict", "Nothing yet"
_LATER = 3
#: What is wrong with a field, for people who have not seen the file's keys.
_WORDS = {
    "status": "Choose a verdict.",
    "resolved_on": "Choose the first day on which the verdict was possible.",
    "note": "Give the reasons for the verdict.",
    "evidence": "Add at least one page as evidence.",
    "url": "Enter a full address that begins with https://.",
    "archive_url": "Enter a full address that begins with https://.",
    "summary": f"Use at most {model.SUMMARY_MOST} characters.",
}
_PAGE = tuple(model.Evidence.model_fields)
_MOST_PAGES = 20
#: Headers that a proxy adds to requests that it forwards.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
#: The field that a message names: "`resolution.note` is required", "invalid URL 'x' for `...`".
_NAME = re.compile(
    r"(?:(?:invalid|unknown) .* for )?`(?:resolution\.)?(\w+)(?:\[(\d+)\](?:\.(\w+))?)?`"
)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """The result of the last button press for a record: a diff, or errors by field."""

    record: str
    proposal: Proposal | None = None
    wrong: Mapping[str, Sequence[str]] = field(default_factory=dict)
    is_written: bool = False


# --- who may write ---


def barrier() -> str | None:
    """Why nothing can be written from this page, as a sentence; None if writing is allowed.

    Writing needs `tracker dashboard --edit`, a server that only this machine reaches, and a visitor
    who asked for it under a name of this machine: a foreign name that leads here is an attack (DNS
    rebinding), and a proxy lets others in.
    """
    if os.environ.get("TRACKER_EDIT") != "1":
        return "Read-only: to save verdicts from this page, start the dashboard with --edit."
    address = st.get_option("server.address")
    if not _is_loopback(address):
        where = str(address) if address else "all network addresses"
        return f"Read-only: the server listens on {where}, not on localhost."
    headers = st.context.headers
    host = headers.get("Host")
    if not _is_loopback(_host_name(host)):
        return f"Read-only: this page was opened as {host!r}, not as localhost."
    visitor = st.context.ip_address  # None on this machine
    if visitor is not None and not _is_loopback(visitor):
        return (
            f"Read-only: you are connected from {visitor}, not from the machine that runs the "
            "dashboard."
        )
    if any(name in headers for name in _FORWARDED):
        return "Read-only: the connection goes through a proxy that others may use."
    return None


def _host_name(host: str | None) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname if host else None
    except ValueError:
        return None


def _is_loopback(address: object) -> bool:
    if not isinstance(address, str):
        return False
    if address.casefold() == "localhost":
        return True
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback


# --- the panel ---


def panel(current: View, record: Record, row: Row) -> None:
    """Draw the form of an open record, its diff and, if allowed, a button to save it.

    For a record that was just written, show that and what `check` reports, and lead on.
    """
    attempt = _attempt(record)
    if attempt and attempt.is_written and attempt.proposal:
        _written(current, attempt.proposal)
        return
    if record.prediction.status != "open":
        if attempt:
            _wrong(attempt, "")
        return
    why_not = barrier()
    with st.expander(
        "Resolve: create a diff to apply" if why_not else "Resolve",
        expanded=row.state in NEEDS_ATTENTION and not row.deferred,
        icon=":material/gavel:",
        key="resolve_box",
    ):
        if why_not:
            widgets.text(why_not, key="muted-barrier")
        outcome = st.segmented_control(
            "What did you find?",
            [_VERDICT, _NOTHING],
            key=_key(record.id, "found"),
            default=_VERDICT,
            required=True,
        )
        with st.form("resolve", border=False, enter_to_submit=False):
            if outcome == _NOTHING:
                _search(record, attempt)
            else:
                _judgement(current, record, row, attempt, is_open=why_not is None)
        if attempt:
            _wrong(attempt, "")
            if attempt.proposal:
                _proposed(attempt.proposal, record, is_open=why_not is None)


def _attempt(record: Record) -> _Attempt | None:
    """The last attempt at this record, until the form is left or the file changes again."""
    attempt = st.session_state.get(_STATE)
    if isinstance(attempt, _Attempt) and attempt.record == record.id:
        if attempt.is_written and attempt.proposal:
            is_current = attempt.proposal.revised.text == record.file.text
        else:
            is_current = _key(record.id, "found") in st.session_state
        if is_current:
            return attempt
    st.session_state.pop(_STATE, None)
    return None


def _judgement(
    current: View, record: Record, row: Row, attempt: _Attempt | None, *, is_open: bool
) -> None:
    """The fields of a verdict."""
    name = record.id
    st.radio(
        "Verdict *",
        VERDICTS,
        index=None,
        key=_key(name, "status"),
        format_func=lambda status: labels.verdict(status, row.kind).capitalize(),
        captions=[theme.by_word(status).meaning for status in VERDICTS],
    )
    _wrong(attempt, "status")
    _text(name, attempt, "summary", "What happened, in one sentence")
    with st.grid(2, min_column_width=170):
        _day(name, attempt, "resolved_on", "First day the verdict was possible *", _now())
        _day(name, attempt, "happened_on", "Happened on")
    st.text_area("Reasons *", key=_key(name, "note"), help=_about(model.Resolution, "note"))
    _wrong(attempt, "note")
    for page in range(_pages(name)):
        field = f"evidence-{page}"
        _text(name, attempt, f"{field}-url", f"Evidence {page + 1}: link{'' if page else ' *'}")
        if not page:
            _wrong(attempt, "evidence")
        with st.grid(2, min_column_width=170):
            _text(name, attempt, f"{field}-title", "Title")
            _text(name, attempt, f"{field}-publisher", "Publisher")
            _day(name, attempt, f"{field}-published_on", "Published on")
            _text(name, attempt, f"{field}-archive_url", "Archived copy")
    by = data.user_name(current.registry.root) if is_open else None
    _text(name, attempt, "by", "Recorded by", value=by or "")
    _buttons(name, has_pages=True)


def _search(record: Record, attempt: _Attempt | None) -> None:
    """The fields of a search that found nothing yet."""
    st.text_area("What you looked for, and where *", key=_key(record.id, "looked"))
    _wrong(attempt, "looked")
    _text(record.id, attempt, "link", "Link")
    with st.grid(2, min_column_width=170):
        _day(record.id, attempt, "until", "Look again on *", add_months(_now(), _LATER))
        _text(record.id, attempt, "why", "Reason for that date", value="no evidence was found yet")
    _buttons(record.id)


def _now() -> date:
    """Today, within the days that the pickers offer."""
    return min(max(data.clock(), FIRST_DAY), LAST_DAY)


def _buttons(name: str, *, has_pages: bool = False) -> None:
    st.caption(r"\* required")
    with st.container(horizontal=True):
        st.form_submit_button(
            "Show diff",
            key="resolve_show",
            icon=":material/difference:",
            on_click=_propose,
            args=(name,),
        )
        if has_pages:
            st.form_submit_button(
                "Add evidence",
                key="resolve_page",
                icon=":material/add:",
                type="tertiary",
                on_click=_add_page,
                args=(name,),
            )


def _text(record: str, attempt: _Attempt | None, name: str, label: str, *, value: str = "") -> None:
    with st.container():
        st.text_input(label, key=_key(record, name), value=value)
        _wrong(attempt, name)


def _day(
    record: str, attempt: _Attempt | None, name: str, label: str, value: date | None = None
) -> None:
    with st.container():
        st.date_input(
            label,
            value=min(value, LAST_DAY) if value else None,
            key=_key(record, name),
            format="YYYY-MM-DD",
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
        )
        _wrong(attempt, name)


def _proposed(proposed: Proposal, record: Record, *, is_open: bool) -> None:
    """Draw the diff, with buttons to save or download it."""
    if proposed.record.file.text != record.file.text:
        st.text("The file changed after this diff was made. Review it, then show the diff again.")
        return
    lines = proposed.diff.split("\n")
    shown = "\n".join(escape(line.removesuffix("\r")) for line in lines)
    with st.container(key="diff"):
        st.code(shown, language="diff", wrap_lines=True)
    _said(proposed)
    with st.container(horizontal=True, vertical_alignment="center"):
        if is_open:
            st.button(
                "Save",
                key="resolve_write",
                icon=":material/save:",
                type="primary",
                on_click=_write,
                args=(proposed,),
            )
        # Text copied from a page lacks the final newline, and git rejects such a patch.
        st.download_button(
            "Download for `git apply`",
            proposed.diff.encode(),
            file_name=f"{record.id}.patch",
            mime="text/x-patch",
            key="resolve_download",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )


def _written(current: View, proposed: Proposal) -> None:
    """Say what was written, and offer the next record that needs a verdict."""
    line = proposed.revised.place(("status",), key=True)[0]
    with st.container(horizontal=True, vertical_alignment="center", key="resolve_written"):
        st.badge("written", icon=":material/check:", color="green")
        widgets.text(f"{proposed.record.path}:{line}", key="mono-written")
    _said(proposed)
    waiting = [row for row in needing(current.every) if row.id != proposed.record.id]
    if waiting:
        href = current.address.href("record", id=waiting[0].id)
        widgets.html("more.html", href=href, label=f"Next: {waiting[0].claim}")
    else:
        st.text("Nothing else is due.")


def _said(proposed: Proposal) -> None:
    """Show the warnings of `check` for the proposed record."""
    for each in proposed.said:
        st.text(f"check: {escape(_words(each))}")


def _wrong(attempt: _Attempt | None, name: str) -> None:
    """Show the errors of a field, or of the whole form if `name` is empty."""
    for message in attempt.wrong.get(name, ()) if attempt else ():
        with st.container(horizontal=True):
            st.badge("error", icon=":material/error:", color="red")
            st.text(escape(message), width="stretch")


def _about(kind: type[model.Resolution | model.Evidence], name: str) -> str | None:
    return kind.model_fields[name].description


def _key(record: str, name: str) -> str:
    return f"resolve-{record}-{name}"


def _pages(record: str) -> int:
    return int(st.session_state.get(_key(record, "pages"), 1))


# --- button callbacks, which run before the page is redrawn ---


def _add_page(record: str) -> None:
    st.session_state[_key(record, "pages")] = min(_pages(record) + 1, _MOST_PAGES)


def _propose(named: str) -> None:
    """Make a diff from the form and the current file, or report errors by field."""
    st.session_state[_STATE] = _tried(named)


def _tried(named: str) -> _Attempt:
    try:
        root = data.find_root()
        registry = data.load(root, data.fingerprint(root))
    except NotARegistry as error:
        return _Attempt(named, wrong={"": [str(error)]})
    record = registry.records.get(named)
    if record is None or record.prediction.status != "open":
        now = record.prediction.status if record else "missing or invalid"
        return _Attempt(
            named, wrong={"": [f"The record is {now}, so there is nothing to resolve."]}
        )
    if st.session_state.get(_key(named, "found")) == _NOTHING:
        return _looked(registry, record)
    status = st.session_state.get(_key(named, "status"))
    parts = {name: _typed(named, name) for name in _PARTS}
    pages, evidence = _evidence(named)
    wrong = _invalid(record, status, parts, evidence, pages)
    if wrong:
        return _Attempt(named, wrong=wrong)
    by = parts.pop("by")
    edits = proposal.verdict(
        record, data.clock(), status=status, parts=parts, evidence=evidence, by=by
    )
    return _proposal(registry, record, edits, pages)


def _looked(registry: Registry, record: Record) -> _Attempt:
    """The diff of a search that found nothing, or its errors by field."""
    note, url = _typed(record.id, "looked"), _typed(record.id, "link")
    until, why = st.session_state.get(_key(record.id, "until")), _typed(record.id, "why")
    wrong: dict[str, list[str]] = {}
    if note is None:
        wrong["looked"] = ["Say what you looked for."]
    if url is not None and not is_web(url):
        wrong["link"] = [_WORDS["url"]]
    if not isinstance(until, date) or until <= data.clock():
        wrong["until"] = ["Choose a day in the future."]
    if wrong or note is None or not isinstance(until, date):
        return _Attempt(record.id, wrong=wrong)
    edits = proposal.progress(data.clock(), note, url, until, why or "no evidence was found yet")
    return _proposal(registry, record, edits, [])


def _proposal(
    registry: Registry, record: Record, edits: Sequence[edit.Edit], pages: Sequence[int]
) -> _Attempt:
    try:
        proposed = proposal.propose(registry, record, edits)
    except edit.Refused as refused:
        by_hand = f"{refused}. Nothing was written; edit {record.path} by hand."
        return _Attempt(record.id, wrong={"": [by_hand]})
    if proposed.errors:
        return _Attempt(record.id, wrong=_sorted(proposed.errors, pages))
    return _Attempt(record.id, proposed)


def _write(proposed: Proposal) -> None:
    """Write the diff that was shown, or report why it can't be written."""
    name = proposed.record.id
    why_not = barrier()
    if why_not:
        st.session_state[_STATE] = _Attempt(name, wrong={"": [why_not]})
        return
    try:
        root = data.find_root()
        proposal.write(data.load(root, data.fingerprint(root)), proposed)
    except files.Conflict as conflict:
        again = f"{conflict}. Review the file, then show the diff again."
        st.session_state[_STATE] = _Attempt(name, wrong={"": [again]})
    except (NotARegistry, files.WriteFailed) as failed:
        st.session_state[_STATE] = _Attempt(name, wrong={"": [f"{failed}."]})
    else:
        st.session_state[_STATE] = _Attempt(name, proposed, is_written=True)


def _typed(record: str, name: str) -> str | None:
    return str(st.session_state.get(_key(record, name)) or "").strip() or None


def _evidence(record: str) -> tuple[list[int], list[dict[str, str]]]:
    """The evidence that was filled in, and its row numbers."""
    rows, entries = [], []
    for row in range(_pages(record)):
        typed = {name: _typed(record, f"evidence-{row}-{name}") for name in _PAGE}
        if entry := {name: text for name, text in typed.items() if text}:
            rows.append(row)
            entries.append(entry)
    return rows, entries


# --- errors by field ---


def _invalid(
    record: Record,
    status: str | None,
    parts: Mapping[str, str | None],
    evidence: Sequence[Mapping[str, str]],
    pages: Sequence[int],
) -> dict[str, list[str]]:
    """All schema errors of the form at once; a proposal would report them one by one."""
    value: dict[str, Plain] = {name: text for name, text in parts.items() if text}
    value["evidence"] = [dict(entry) for entry in evidence]
    at = ("resolution",)
    diagnostics = validate(model.Resolution, value, record.file, at=at, record=record.id)[1]
    wrong = _sorted(diagnostics, pages, _WORDS)
    if status is None:
        wrong["status"] = [_WORDS["status"]]
    return wrong


def _sorted(
    diagnostics: Sequence[Diagnostic], pages: Sequence[int], in_words: Mapping[str, str] = {}
) -> dict[str, list[str]]:
    """Messages by field; under the empty name if the form has no such field."""
    wrong: dict[str, list[str]] = {}
    for each in diagnostics:
        name = ""
        if match := _NAME.match(each.message):
            name = match[1]
            if match[2] and match[3] in _PAGE and int(match[2]) < len(pages):
                name = f"evidence-{pages[int(match[2])]}-{match[3]}"
        is_field = name in (*_PARTS, "status", "evidence") or name.startswith("evidence-")
        words = in_words.get(name.rpartition("-")[2]) if is_field else None
        wrong.setdefault(name if is_field else "", []).append(words or _words(each))
    return wrong


def _words(each: Diagnostic) -> str:
    return f"{each.message} ({each.hint})" if each.hint else each.message
