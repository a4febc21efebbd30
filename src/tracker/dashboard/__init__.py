"""Owns the pages: the only place that imports Streamlit. They ask and draw, nothing more."""
