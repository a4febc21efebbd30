"""Import of other trackers' data by a declarative mapping; existing records are never changed.

mapping -> items of a file -> records as plain values -> a plan, which is shown or carried out.
"""

from __future__ import annotations

from tracker.importer.explain import explain
from tracker.importer.fields import unnamed
from tracker.importer.items import Item, Unreadable, read_items
from tracker.importer.mapping import Mapping, load_mapping, shipped
from tracker.importer.plan import Outcome, carry_out, plan

__all__ = [
    "Item",
    "Mapping",
    "Outcome",
    "Unreadable",
    "carry_out",
    "explain",
    "load_mapping",
    "plan",
    "read_items",
    "shipped",
    "unnamed",
]
