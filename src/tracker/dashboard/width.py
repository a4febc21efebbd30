"""The browser's width class, which the server can't know."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

__all__ = ["window_width"]

PHONE, NARROW, WIDE = "phone", "narrow", "wide"
_SCRIPT = Path(__file__).with_name("width.js")


def window_width() -> str:
    """`phone`, `narrow` or `wide`; a page that starts narrower than was guessed is run once more.

    The guess is what the browser calls itself, so that a phone is right at once.
    """
    guess = PHONE if "Mobi" in (st.context.headers.get("User-Agent") or "") else WIDE
    component = st.components.v2.component("tracker_width", js=_SCRIPT.read_text("utf-8"))
    known = st.session_state.get("width") or {}
    now = str(known.get("size") or guess)
    with st.container(key="room_box"):
        component(key="width", data={"size": now}, on_size_change=lambda: None)
    return now
