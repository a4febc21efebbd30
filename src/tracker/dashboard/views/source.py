"""A page for each source (`?id=`), or the list of all sources."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker import labels
from tracker.dashboard import data, widgets
from tracker.dashboard.data import View
from tracker.dashboard.views.speaker import directory
from tracker.markup import scorecard
from tracker.rows import Row


def source() -> None:
    """Draw the page."""
    current = data.view()
    named = st.query_params.get("id", "")
    if not named:
        directory(current, "source", "Sources", lambda row: (row.source, row.source_title))
        return
    rows = [row for row in current.every if row.source == named]
    if not rows:
        st.title("No such source", anchor=False)
        widgets.text(f"This registry has no predictions from {named!r}.")
        return
    _source(current, rows)


def _source(current: View, rows: Sequence[Row]) -> None:
    row = rows[0]
    widgets.tab_title(row.source_title)
    address = current.address
    card = current.registry.cards.get(row.source)
    about: list[str] = []
    authors = ""
    if card:
        parts = (card.card.publisher, card.card.kind, labels.language(card.card.language))
        about = [part for part in parts if part]
        names = current.registry.person_names
        authors = ", ".join((names(name) or (name,))[-1] for name in card.card.authors or ())
    widgets.html(
        "source.html",
        title=row.source_title,
        card=card.card if card else None,
        path=card.file.path if card else "",
        about=about,
        authors=authors,
        rows=scorecard.arranged(rows),
        href=lambda one: address.plain("record", id=one.id),
        speaker_href=lambda one: address.plain("speaker", id=one.speaker),
        all_href=address.plain("source"),
    )


if __name__ == "__main__":
    source()
