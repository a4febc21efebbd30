"""The browser's width class, which the server can't know."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

__all__ = ["room"]

PHONE, NARROW, WIDE = "phone", "narrow", "wide"
_SCRIPT = Path(__file__).with_name("room.js")


def room() -> str:
    """`phone`, `narrow` or `wide`; a page that starts narrower than was guessed is run once more.

    The guess is what the browser calls itself, so that a phone is right at once.
    """
    guess = PHONE if "Mobi" in (st.context.headers.get("User-Agent") or "") else WIDE
    component = st.components.v2.component("tracker_room", js=_SCRIPT.read_text("utf-8"))
    known = st.session_state.get("room") or {}
    now = str(known.get("size") or guess)
    with st.container(key="room_box"):
        component(key="room", data={"size": now}, on_size_change=lambda: None)
    return now
