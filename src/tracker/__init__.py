"""Track public predictions as YAML files in git: what is due, who was right, how deadlines slip.

Importing this package imports nothing else: each public name is imported from its module on first
use (PEP 562), so that the command line starts without the dashboard's libraries.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker import rows
    from tracker.diagnostic import Diagnostic
    from tracker.export import EXPORTS, Options
    from tracker.export.dataframe import frame
    from tracker.filter import Filter
    from tracker.records import state
    from tracker.records.model import Prediction
    from tracker.records.state import Facts, Standing, State
    from tracker.records.timeline import Change, changes
    from tracker.registry import NotARegistry, Record, Registry, find_root, load
    from tracker.rows import Due, Row, due
    from tracker.scores import scoring
    from tracker.scores.scoreboard import forecasts, score, sensitivity, total

__version__ = "0.1.0"
#: Where the tracker itself is published: the action in workflows, and the documentation in reports.
REPOSITORY = "https://github.com/prediction-tracker/prediction-tracker"

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
    "frame",
    "load",
    "rows",
    "score",
    "scoring",
    "sensitivity",
    "state",
    "total",
]

#: Public name -> the module that defines it.
_HOMES = {
    "EXPORTS": "tracker.export",
    "Change": "tracker.records.timeline",
    "Diagnostic": "tracker.diagnostic",
    "Due": "tracker.rows",
    "Facts": "tracker.records.state",
    "Filter": "tracker.filter",
    "NotARegistry": "tracker.registry",
    "Options": "tracker.export",
    "Prediction": "tracker.records.model",
    "Record": "tracker.registry",
    "Registry": "tracker.registry",
    "Row": "tracker.rows",
    "Standing": "tracker.records.state",
    "State": "tracker.records.state",
    "changes": "tracker.records.timeline",
    "due": "tracker.rows",
    "find_root": "tracker.registry",
    "frame": "tracker.export.dataframe",
    "forecasts": "tracker.scores.scoreboard",
    "load": "tracker.registry",
    "score": "tracker.scores.scoreboard",
    "sensitivity": "tracker.scores.scoreboard",
    "total": "tracker.scores.scoreboard",
}
#: Public name -> module, for modules that are public as a whole.
_MODULES = {
    "rows": "tracker.rows",
    "scoring": "tracker.scores.scoring",
    "state": "tracker.records.state",
}


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return importlib.import_module(_MODULES[name])
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'tracker' has no attribute {name!r}")
    try:
        module = importlib.import_module(home)
    except ModuleNotFoundError as error:
        if name != "frame":
            raise
        message = f"`tracker.frame` needs the extra `export` ({error.name})"
        install = "pip install 'prediction-tracker[export]'"
        raise ImportError(f"{message}: {install}", name=error.name) from error
    return getattr(module, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
