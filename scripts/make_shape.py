"""Writes src/tracker/shape.json: what the models accept, as data that needs no models to be read.

Run by `make docs`; a test says when it is older than the models.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from tracker.dates import Duration, PartialDate
from tracker.model import Card, Person, Prediction
from tracker.values import deadline_kind

TARGET = Path(__file__).parent.parent / "src" / "tracker" / "shape.json"

#: Functions by the names under which `tracker.shape` puts them back.
NAMES = {PartialDate.parse: "partial", Duration.parse: "duration", deadline_kind: "kind"}


def shape(model: type[BaseModel]) -> Any:
    """A model's core schema without classes, defaults and messages."""
    whole: Any = model.__pydantic_core_schema__
    named = {part["ref"]: part for part in whole.get("definitions", ())}
    return _plain(whole.get("schema", whole) if named else whole, named)


def _plain(schema: Any, named: dict[str, Any]) -> Any:
    match schema["type"]:
        case "definition-ref":
            return _plain(named[schema["schema_ref"]], named)
        case "model" | "custom-error":
            return _plain(schema["schema"], named)
        case "model-fields":
            fields = {
                key: _field(field["schema"], named) for key, field in schema["fields"].items()
            }
            return {"type": "typed-dict", "extra_behavior": "forbid", "fields": fields}
        case "nullable":
            return {"type": "nullable", "schema": _plain(schema["schema"], named)}
        case "tuple":
            items = [_plain(item, named) for item in schema["items_schema"]]
            return {**_without(schema, "metadata"), "items_schema": items}
        case "chain":
            return {"type": "chain", "steps": [_plain(step, named) for step in schema["steps"]]}
        case "tagged-union":
            choices = {tag: _plain(choice, named) for tag, choice in schema["choices"].items()}
            name = NAMES[schema["discriminator"]]
            return {"type": "tagged-union", "discriminator": name, "choices": choices}
        case "function-plain":
            function = {"type": "no-info", "function": NAMES[schema["function"]["function"]]}
            return {"type": "function-plain", "function": function}
        case "str" | "date" | "float" | "literal":
            return _without(schema, "metadata")
        case other:
            raise NotImplementedError(other)


def _field(schema: Any, named: dict[str, Any]) -> Any:
    is_optional = schema["type"] == "default"
    inner = _plain(schema["schema"] if is_optional else schema, named)
    return {"type": "typed-dict-field", "schema": inner, "required": not is_optional}


def _without(schema: Any, key: str) -> Any:
    return {name: value for name, value in schema.items() if name != key}


def text() -> str:
    """The file."""
    models: dict[str, type[BaseModel]] = {"prediction": Prediction, "card": Card, "person": Person}
    shapes = {name: shape(model) for name, model in models.items()}
    return json.dumps(shapes, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
