"""Scores: who was right, and how deadlines move."""
