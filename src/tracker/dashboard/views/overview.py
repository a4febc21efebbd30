"""The scorecard: who said what, by when, and did it come true?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from tracker.dashboard import data, filters, widgets
from tracker.dashboard.data import View
from tracker.export import EXPORTS, Export, Options
from tracker.markup import scorecard
from tracker.rows import NEEDS_ATTENTION

#: Lines at first, and with each "show more".
LINES = 60
#: Lines that need a verdict, before those that have one: a backlog is a link, not a wall.
WAITING = 5


def overview() -> None:
    """Draw the page."""
    current = data.view()
    _head(current)
    filters.bar(current, is_sorted=True)
    if not current.rows:
        widgets.empty(current)
        return
    _lines(current)
    _downloads(current)


def _head(current: View) -> None:
    address = current.address
    rows = current.rows
    on = set(address.where.mark)
    # The bar offers each part, also when one of them is chosen.
    parts = scorecard.bar(current.without("mark"))
    widgets.html(
        "scorecard_head.html",
        sentence=scorecard.SENTENCE,
        finding=scorecard.finding(rows, current.every),
        aside=scorecard.aside(rows),
        parts=parts,
        chosen=on,
        part_href=lambda part: address.toggled("", "mark", part.mark.word),
    )
    if years := scorecard.years(rows):
        widgets.html(
            "digest.html",
            years=years,
            year_href=lambda year: address.only(deadline=(year.year,)),
            speaker_href=lambda row: address.plain("speaker", id=row.speaker),
        )


def _lines(current: View) -> None:
    address = current.address
    listed = scorecard.arranged(current.rows, address.sort)
    waiting = len(scorecard.needing(current.rows))
    links: dict[str, Any] = {
        "href": lambda row: address.href("record", id=row.id),
        "speaker_href": lambda row: address.plain("speaker", id=row.speaker),
        "quotes": address.is_quoting,
    }
    is_chosen = address.where.mark or address.where.state
    is_folded = WAITING + 1 < waiting < len(listed) and not is_chosen
    if is_folded:
        widgets.html(
            "scorecard_lines.html",
            rows=listed[:WAITING],
            more=f"Show all {waiting:,} that need a verdict",
            more_id="waiting",
            more_href=address.only(mark=tuple(sorted(state.value for state in NEEDS_ATTENTION))),
            **links,
        )
        listed = listed[waiting:]
    most = _shown()
    rest = len(listed) - most
    widgets.html(
        "scorecard_lines.html",
        rows=listed[:most],
        head=not is_folded,
        more=f"Show {min(rest, LINES)} more of {len(listed):,}" if rest > 0 else "",
        more_href=address.href("", show=most + LINES),
        **links,
    )


def _shown() -> int:
    text = st.query_params.get("show", "")
    return max(LINES, int(text)) if text.isdecimal() and len(text) < 7 else LINES


def _downloads(current: View) -> None:
    """What the list is made of, in the formats that a spreadsheet, a calendar and a reader take."""
    with st.container(horizontal=True, gap="small", key="downloads"):
        for name, label, icon in (
            ("csv", "CSV", "table"),
            ("ics", "Calendar of deadlines", "calendar_month"),
            ("atom", "Feed of changes", "rss_feed"),
        ):
            export = EXPORTS[name]
            st.download_button(
                label,
                _rendered(current, export),
                f"predictions-{current.today}{export.suffix}",
                export.media_type.partition(";")[0],
                icon=f":material/{icon}:",
                on_click="ignore",
                type="tertiary",
                key=f"get-{name}",
            )


def _rendered(current: View, export: Export) -> Callable[[], str]:
    """The text of an export, made when it is asked for."""

    def render() -> str:
        text = export.render(current.registry, current.rows, current.today, Options())
        assert isinstance(text, str)
        return text

    return render


if __name__ == "__main__":
    overview()
