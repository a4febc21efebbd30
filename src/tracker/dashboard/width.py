"""The browser's width class, which the server can't know."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from tracker.charts.layout import Width

__all__ = ["window_width"]

WIDTHS: dict[str, Width] = {"phone": "phone", "narrow": "narrow", "wide": "wide"}
_SCRIPT = Path(__file__).with_name("width.js")


def window_width() -> Width:
    """`phone`, `narrow` or `wide`; a page that starts narrower than was guessed is run once more.

    The guess is what the browser calls itself, so that a phone is right at once.
    """
    guess = "phone" if "Mobi" in (st.context.headers.get("User-Agent") or "") else "wide"
    component = st.components.v2.component("tracker_width", js=_SCRIPT.read_text("utf-8"))
    known = st.session_state.get("width") or {}
    now = WIDTHS.get(str(known.get("size")), WIDTHS[guess])
    with st.container(key="room_box"):
        component(key="width", data={"size": now}, on_size_change=lambda: None)
    return now
