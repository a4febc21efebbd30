"""Owns drawing: rows to `altair.Chart`. Pure; no Streamlit, and imported only where it is drawn."""
