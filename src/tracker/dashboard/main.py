"""The frame of the dashboard: pages, masthead, banner, and reloading on file changes.

`app.py` calls `main()`; `tracker dashboard` has Streamlit run this file.
"""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from tracker import markup
from tracker.dashboard import (
    data,
    disconnects,  # noqa: F401 (it listens from here on)
    masthead,
    widgets,
)
from tracker.registry import NotARegistry

__all__ = ["main"]

_HERE = Path(__file__).resolve().parent
# Not `pages/`: Streamlit takes a folder of that name beside the script for its own older kind of
# pages, and runs one of them without this frame when a server's first visitor comes by a deep link.
_PAGES = _HERE / "views"
#: Seconds between two checks of the files' modification times while a page is open.
_LOOK = 10
_DRAWN = "_drawn"


def main() -> None:
    """Draw the page that the address names; Streamlit calls this on every interaction."""
    st.set_page_config(page_icon=str(markup.LOGO), layout="wide")
    pages = {
        name: st.Page(
            _PAGES / f"{name}.py",
            title=title,
            url_path=None if name == "overview" else name,
            default=name == "overview",
        )
        for name, title in masthead.PAGES.items()
    }
    # Our own navigation: Streamlit hides its own behind a button on a phone.
    page = st.navigation(list(pages.values()), position="hidden")
    data.remember_pages(pages)
    widgets.tab_title(page.title)
    widgets.style()
    widgets.steps()
    stamp = ""
    try:
        root = data.find_root()
        stamp = data.fingerprint(root)
        current = data.current(root, stamp)
        masthead.draw(current, page.url_path)
        if misread := data.misread_day():
            widgets.warning(f"{misread}. Showing today instead.")
        if odd := current.address.odd_day:
            widgets.warning(f"invalid date {odd!r}: use YYYY-MM-DD. Showing today instead.")
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
        st.markdown(
            "Start the dashboard with `tracker dashboard --root FOLDER`, or set `TRACKER_ROOT`."
        )
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
