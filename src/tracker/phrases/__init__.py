"""Deadline phrases, English and Chinese: `horizon` turns one into a window of days."""
