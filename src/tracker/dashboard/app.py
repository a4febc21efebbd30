"""The dashboard as `tracker dashboard` starts it, also from an installed package."""

import streamlit as st

from tracker.dashboard import server

app = st.App(server.SCRIPT, middleware=server.MIDDLEWARE, lifespan=server.lifespan)
