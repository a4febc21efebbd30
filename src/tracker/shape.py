"""Owns whether plain values are a prediction, a card or a person: yes or no, nothing more.

The same compiled core decides as for the models, from what `scripts/make_shape.py` wrote of them:
importing pydantic and building the models takes ten times as long as a small registry's records.
"""

from __future__ import annotations

import json
import os
from typing import Any

from pydantic_core import SchemaValidator

from tracker.dates import Duration, PartialDate
from tracker.values import deadline_kind, unjoined

__all__ = ["is_card", "is_person", "is_prediction"]

_FUNCTIONS = {"partial": PartialDate.parse, "duration": Duration.parse, "kind": deadline_kind}


def _revive(found: dict[str, Any]) -> dict[str, Any]:
    """A part of the file, with functions where their names stand."""
    for key in ("function", "discriminator"):
        if isinstance(found.get(key), str):
            found[key] = _FUNCTIONS[found[key]]
    return found


def _validators() -> dict[str, SchemaValidator]:
    with open(f"{os.path.dirname(__file__)}/shape.json", encoding="utf-8") as file:
        shapes = json.load(file, object_hook=_revive)
    return {name: SchemaValidator(schema) for name, schema in shapes.items()}


_VALIDATORS = _validators()
is_card = _VALIDATORS["card"].isinstance_python
is_person = _VALIDATORS["person"].isinstance_python
_has_shape = _VALIDATORS["prediction"].isinstance_python


def is_prediction(values: Any) -> bool:
    """Whether a file's values are a valid record, the rules that join its keys included."""
    return _has_shape(values) and next(unjoined(values), None) is None
