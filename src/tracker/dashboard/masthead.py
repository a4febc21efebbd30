"""The head of every page: name, navigation, the day, and how many problems the files have."""

from __future__ import annotations

import streamlit as st

from tracker import markup
from tracker.dashboard import data
from tracker.dashboard.data import View
from tracker.scores import scoreboard
from tracker.scores.drift import chains

__all__ = ["PAGES", "draw"]

#: The pages by the name in their address, in the order of the navigation, with the tab's title.
PAGES = {
    "overview": "Predictions",
    "timeline": "Timeline",
    "scoreboard": "Who was right?",
    "speaker": "Speakers",
    "source": "Sources",
    "moving": "Do deadlines slip?",
    "health": "Health",
    "about": "About",
    "record": "Record",
}
_LINKS = {
    "": "Predictions",
    "timeline": "Timeline",
    "scoreboard": "Who was right?",
    "speaker": "Speakers",
    "source": "Sources",
    "moving": "Moving dates",
    "health": "Health",
    "about": "About",
}
#: The pages that show the filtered predictions; links between them keep the filters.
FILTERED = ("", "timeline", "scoreboard", "moving")


def draw(current: View, page: str) -> None:
    """Draw the head of the page with this path."""
    address = current.address
    links = [
        (label, address.href(path) if path in FILTERED else address.plain(path), path == page)
        for path, label in _ordered(current)
    ]
    st.html(
        markup.render(
            "masthead.html",
            home=address.plain(),
            links=links,
            problems=data.problem_count(current.registry.root, current.stamp),
            day=None if current.is_today else current.today,
            later=0 if current.is_today else scoreboard.later(current.registry, current.every),
        )
    )


def _ordered(current: View) -> list[tuple[str, str]]:
    """The links; the page on moving dates is last while it has nothing to say."""
    is_silent = not chains(current.every)
    return sorted(_LINKS.items(), key=lambda link: is_silent and link[0] == "moving")
