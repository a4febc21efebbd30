"""Predictions as YAML files in git: which are due, who was right, and how deadlines move.

Importing this package imports nothing else: each public name is fetched from its module when it is
asked for (PEP 562), so that the command line starts without the dashboard's libraries.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker import rows, scoring, state
    from tracker.diagnostic import Diagnostic
    from tracker.export import EXPORTS, Options
    from tracker.model import Prediction
    from tracker.query import Filter
    from tracker.registry import NotARegistry, Record, Registry, find_root, load
    from tracker.rows import Due, Row, due
    from tracker.scoreboard import forecasts, score, sensitivity, total
    from tracker.state import Facts, Standing, State
    from tracker.timeline import Change, changes

__version__ = "0.1.0"

__all__ = [
    "EXPORTS",
    "Change",
    "Diagnostic",
    "Due",
    "Facts",
    "Filter",
    "NotARegistry",
    "Options",
    "Prediction",
    "Record",
    "Registry",
    "Row",
    "Standing",
    "State",
    "__version__",
    "changes",
    "due",
    "find_root",
    "forecasts",
    "load",
    "rows",
    "score",
    "scoring",
    "sensitivity",
    "state",
    "total",
]

#: Public name -> the module that owns it. Modules that are public as a whole stand for themselves.
_HOMES = {
    "EXPORTS": "tracker.export",
    "Change": "tracker.timeline",
    "Diagnostic": "tracker.diagnostic",
    "Due": "tracker.rows",
    "Facts": "tracker.state",
    "Filter": "tracker.query",
    "NotARegistry": "tracker.registry",
    "Options": "tracker.export",
    "Prediction": "tracker.model",
    "Record": "tracker.registry",
    "Registry": "tracker.registry",
    "Row": "tracker.rows",
    "Standing": "tracker.state",
    "State": "tracker.state",
    "changes": "tracker.timeline",
    "due": "tracker.rows",
    "find_root": "tracker.registry",
    "forecasts": "tracker.scoreboard",
    "load": "tracker.registry",
    "score": "tracker.scoreboard",
    "sensitivity": "tracker.scoreboard",
    "total": "tracker.scoreboard",
}
_MODULES = ("rows", "scoring", "state")


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return importlib.import_module(f"tracker.{name}")
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'tracker' has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
