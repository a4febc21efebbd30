"""The Health page: the problems that `tracker check` reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import streamlit as st

from tracker.dashboard import data, widgets
from tracker.dashboard.data import View
from tracker.dashboard.width import window_width
from tracker.diagnostic import Diagnostic
from tracker.report import check_full
from tracker.report.base import CheckReport
from tracker.text import Canvas, plain, plural, stem, width

#: Problems on the page: a broken import can have thousands, each several elements.
SHOWN = 100
#: Columns of an excerpt: what is seen without scrolling.
_WIDTH = {"phone": 38, "narrow": 70, "wide": 90}
#: As wide as a Chinese character in whatever font has them, which need not be two others.
_WIDE_BLANK = "\u3000"


def health() -> None:
    """Draw the page."""
    current = data.view()
    st.title("Health of the registry", anchor=False)
    diagnostics = data.diagnostics(current.registry.root, current.stamp)
    errors = sum(diagnostic.severity == "error" for diagnostic in diagnostics)
    registry = current.registry
    st.caption(
        f"{plural(len(registry.records), 'prediction')}, "
        f"{plural(len(registry.cards), 'source card')} and "
        f"{plural(len(registry.people), 'person', 'people')} read. "
        f"{plural(errors, 'error')}, {plural(len(diagnostics) - errors, 'warning')}. "
        "Run `tracker check` to see the same report."
    )
    if not diagnostics:
        st.success("No problems found.", icon=":material/check:")
    canvas = Canvas(width=_WIDTH[window_width()])
    report = CheckReport(diagnostics, registry.root, len(registry.records), canvas=canvas)
    for index, group in enumerate(_files(diagnostics)):
        with st.container(border=True, key=f"file-{index}"):
            _file(current, group[0].path, index)
            for diagnostic in group:
                _problem(diagnostic, report)
    if len(diagnostics) > SHOWN:
        st.caption(
            f"{SHOWN} of {len(diagnostics):,} problems shown; `tracker check` lists them all."
        )


def _files(diagnostics: Sequence[Diagnostic]) -> Iterator[list[Diagnostic]]:
    """The problems that are shown, file by file: first the files with an error."""
    broken = {each.path for each in diagnostics if each.severity == "error"}
    ordered = sorted(diagnostics, key=lambda each: each.path not in broken)
    for _, group in groupby(ordered[:SHOWN], key=lambda each: each.path):
        yield list(group)


def _file(current: View, path: str, index: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        widgets.text(plain(path), key=f"mono-{index}")
        widgets.link("Edit", data.edit_url(current.registry.root, path), key=f"edit-{index}")
        record = current.registry.records.get(stem(path))
        if record is not None and record.path == path:
            widgets.html(
                "more.html",
                href=current.address.plain("record", id=record.id),
                label=f"Record {record.id}",
            )


def _problem(diagnostic: Diagnostic, report: CheckReport) -> None:
    is_error = diagnostic.severity == "error"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(
            diagnostic.severity,
            icon=":material/error:" if is_error else ":material/warning:",
            color="red" if is_error else "orange",
        )
        st.text(diagnostic.code)
        if diagnostic.line is not None:
            st.caption(f"line {diagnostic.line}, column {diagnostic.column or 1}")
    st.text(plain(diagnostic.message))
    if excerpt := _excerpt(diagnostic, report):
        st.code(excerpt, language=None)
    if diagnostic.hint:
        st.text(plain(f"hint: {diagnostic.hint}"))


def _excerpt(diagnostic: Diagnostic, report: CheckReport) -> str:
    """The line with a caret under the column, as `tracker check` prints it."""
    if diagnostic.line is None:
        return ""
    lines = check_full.render(replace(report, diagnostics=[diagnostic])).split("\n")
    if len(lines) < 4 or not lines[1].endswith("|"):
        return ""
    return f"{lines[2]}\n{_below(lines[2], lines[3].index('^'))}"


def _below(text: str, column: int) -> str:
    """A caret under a column of the text, whose wide characters are as wide as the font says."""
    blanks = []
    for char in text:
        if column <= 0:
            break
        column -= width(char)
        blanks.append(_WIDE_BLANK if width(char) == 2 else " ")
    return "".join(blanks) + " " * column + "^"


if __name__ == "__main__":
    health()
