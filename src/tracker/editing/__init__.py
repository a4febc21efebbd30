"""Edits of a record that leave all other text unchanged, and safe writing of files."""
