"""Import of other trackers' data by a declarative mapping; existing records are never changed.

mapping -> items of a file -> records as plain values -> a plan, which is shown or carried out.
"""

from __future__ import annotations

from tracker.importer.items import Unreadable, read_items
from tracker.importer.mapping import Mapping, load_mapping, shipped
from tracker.importer.plan import Outcome, carry_out, plan

__all__ = [
    "Mapping",
    "Outcome",
    "Unreadable",
    "carry_out",
    "load_mapping",
    "plan",
    "read_items",
    "shipped",
]
