"""Owns the page that says what is wrong in the files: the same as `tracker check`."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import streamlit as st

from tracker import words
from tracker.dashboard import data, widgets
from tracker.diagnostic import Diagnostic
from tracker.report import check_full
from tracker.report.base import CheckReport
from tracker.text import Canvas

#: Problems on the page: a broken import can have thousands, each several elements.
SHOWN = 100
_WIDTH = 90


def health() -> None:
    """Draw the page."""
    current = data.view()
    st.title("Health of the registry", anchor=False)
    found = data.diagnostics(current.registry.root, current.stamp)
    errors = sum(diagnostic.severity == "error" for diagnostic in found)
    registry = current.registry
    st.caption(
        f"{words.count(len(registry.records), 'prediction')}, "
        f"{words.count(len(registry.cards), 'source card')} and "
        f"{words.count(len(registry.people), 'person', 'people')} read. "
        f"{words.count(errors, 'error')}, {words.count(len(found) - errors, 'warning')}. "
        "The command tracker check says the same."
    )
    if not found:
        st.success("Nothing is wrong.", icon=":material/check:")
    report = CheckReport(found, registry.root, len(registry.records), canvas=Canvas(width=_WIDTH))
    for index, (path, group) in enumerate(groupby(found[:SHOWN], key=lambda each: each.path)):
        with st.container(border=True, key=f"file-{index}"):
            widgets.text(path, key=f"mono-{index}")
            for diagnostic in group:
                _problem(diagnostic, report)
    if len(found) > SHOWN:
        st.caption(f"{SHOWN} of {len(found):,} are shown; tracker check lists all of them.")


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
    st.text(diagnostic.message)
    if excerpt := _excerpt(diagnostic, report):
        st.code(excerpt, language=None)
    if diagnostic.hint:
        st.text(f"hint: {diagnostic.hint}")


def _excerpt(diagnostic: Diagnostic, report: CheckReport) -> str:
    """The line with a caret under the column, as `tracker check` prints it."""
    if diagnostic.line is None:
        return ""
    lines = check_full.render(replace(report, diagnostics=[diagnostic])).split("\n")
    return "\n".join(lines[2:4]) if len(lines) > 3 and lines[1].endswith("|") else ""


if __name__ == "__main__":
    health()
