"""Owns the pages, a file each; Streamlit runs the file anew on every interaction."""
