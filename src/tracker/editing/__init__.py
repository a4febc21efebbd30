"""Surgical changes of a record, and writing them without losing anything."""
