"""Owns the page that says what is wrong in the files: the same as `tracker check`."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from tracker.charts import words
from tracker.dashboard import data, widgets
from tracker.diagnostic import Diagnostic


def health() -> None:
    """Draw the page."""
    current = data.view()
    st.title("Health of the registry", anchor=False)
    found = data.diagnostics(str(current.registry.root), current.stamp)
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
    for path, group in groupby(found, key=lambda diagnostic: diagnostic.path):
        with st.container(border=True, key=f"file-{_key(path)}"):
            widgets.text(path, key=f"mono-{_key(path)}")
            for number, diagnostic in enumerate(group):
                _problem(diagnostic, f"{_key(path)}-{number}")


def _problem(diagnostic: Diagnostic, key: str) -> None:
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
    widgets.text(diagnostic.message, key=f"message-{key}")
    if diagnostic.hint:
        st.text(f"hint: {diagnostic.hint}")


def _key(path: str) -> str:
    return "".join(char if char.isalnum() and char.isascii() else "-" for char in path)


if __name__ == "__main__":
    health()
