"""Predictions as YAML files in git: which are due, who was right, and how deadlines move.

Importing this package imports nothing else: each module is asked for by name, so that the
command line starts without the dashboard's libraries.
"""

__version__ = "0.1.0"
