"""The dashboard of this checkout, for `streamlit run app.py` and Community Cloud."""

import sys
from pathlib import Path

import streamlit as st

SRC = str(Path(__file__).resolve().parent / "src")
if SRC not in sys.path:  # works without installing the package, too
    sys.path.insert(0, SRC)

from tracker.dashboard import server  # noqa: E402 (only found once src is on the path)

app = st.App(server.SCRIPT, middleware=server.MIDDLEWARE, lifespan=server.lifespan)
