"""The frame of the dashboard: navigation, filter bar, banner, and reloading on file changes.

`app.py` calls `main()`; `tracker dashboard` has Streamlit run this file.
"""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from tracker.dashboard import (
    data,
    disconnects,  # noqa: F401 (it listens from here on)
    filters,
    url,
    widgets,
)
from tracker.registry import NotARegistry

__all__ = ["main"]

# Not `pages/`: Streamlit takes a folder of that name beside the script for its own older kind of
# pages, and runs one of them without this frame when a server's first visitor comes by a deep link.
_PAGES = Path(__file__).resolve().parent / "views"
#: Seconds between two checks of the files' modification times while a page is open.
_LOOK = 10
_DRAWN = "_drawn"


def main() -> None:
    """Draw the page that the address names; Streamlit calls this on every interaction."""
    st.set_page_config(page_icon="🗓️", layout="wide")
    pages = {
        "overview": st.Page(
            _PAGES / "overview.py",
            title="Overview",
            icon=":material/view_timeline:",
            default=True,
            help="What is due, what comes up next, and a timeline of all predictions.",
        ),
        "moving": st.Page(
            _PAGES / "moving.py",
            title="Moving deadlines",
            icon=":material/moving:",
            url_path="moving",
            help="Do predicted dates recede as time passes?",
        ),
        "scoreboard": st.Page(
            _PAGES / "scoreboard.py",
            title="Scoreboard",
            icon=":material/leaderboard:",
            url_path="scoreboard",
            help="Who was right, with confidence intervals.",
        ),
        "records": st.Page(
            _PAGES / "records.py",
            title="Records",
            icon=":material/table_rows:",
            url_path="records",
            help="The predictions as a table, with a CSV download.",
        ),
        "record": st.Page(
            _PAGES / "record.py",
            title="Record",
            icon=":material/format_quote:",
            url_path="record",
            visibility="hidden",
            help="One prediction in full.",
        ),
        "health": st.Page(
            _PAGES / "health.py",
            title="Health",
            icon=":material/health_and_safety:",
            url_path="health",
            help="Problems in the files, with line numbers and hints.",
        ),
        "about": st.Page(
            _PAGES / "about.py",
            title="About",
            icon=":material/info:",
            url_path="about",
            help="Terms, deadline policy, scoring rules and data coverage.",
        ),
    }
    page = st.navigation(list(pages.values()), position="top")
    data.remember_pages(pages)
    widgets.tab_title(page.title)
    widgets.style()
    url.steps()
    stamp = ""
    try:
        root = data.find_root()
        stamp = data.fingerprint(root)
        current = filters.bar(data.load(root, stamp), stamp, page.url_path)
        if misread := data.misread_day() or filters.misread_day():
            widgets.warning(f"{misread}. Showing today instead.")
        if page != pages["health"]:  # which says more than the banner
            widgets.banner(current)
        data.remember(current)
        try:
            page.run()
        finally:
            data.forget()
    except NotARegistry as error:  # also where the folder goes away in the middle of a page
        st.title("No registry found", anchor=False)
        widgets.text(os.fsencode(str(error)).decode(errors="backslashreplace"))
        st.markdown("Start with `tracker dashboard --root FOLDER`, or set `TRACKER_ROOT`.")
    st.session_state[_DRAWN] = True
    _watch(stamp)


@st.fragment(run_every=_LOOK)
def _watch(stamp: str) -> None:
    """Run the page again when a file was changed, added or deleted: an edit shows by itself.

    Not at the end of a run that has just read the files: where they change faster than pages are
    drawn, by a `git checkout` say, every run would be followed by another one without end.
    """
    if st.session_state.pop(_DRAWN, False):
        return
    if data.stamp_now() != stamp:
        st.rerun()


if __name__ == "__main__":
    main()
