"""The JSON Schemas (draft 2020-12) of the three kinds of file, generated from the models."""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from tracker.records.model import JOINED, Card, Joined, Person, Prediction

__all__ = ["FOLDER", "schemas"]

FOLDER = "schema"
_UNSEEN = re.compile(
    "[\U00013430-\U00013438\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def schemas() -> dict[str, str]:
    """File name -> text of each schema, which ends with a newline and never depends on the date."""
    return {
        "prediction.schema.json": _text(_prediction(), "A prediction"),
        "card.schema.json": _text(_generate(Card), "A source card"),
        "people.schema.json": _text(_people(), "People and organisations by key"),
    }


class _Generator(GenerateJsonSchema):
    """Omits pydantic's generated titles: editors show the key itself."""

    def field_title_should_be_set(self, schema: object) -> bool:
        return False


def _generate(model: type[BaseModel]) -> JsonSchemaValue:
    return model.model_json_schema(schema_generator=_Generator, mode="validation")


def _prediction() -> JsonSchemaValue:
    """The schema of a prediction, with the rules across its keys."""
    schema = _generate(Prediction)
    deadline = schema["properties"]["deadline"]
    deadline.pop("discriminator", None)
    schema["allOf"] = [_joined(rule) for rule in JOINED]
    return schema


def _joined(rule: Joined) -> JsonSchemaValue:
    """One of the rules across keys; a bare date is a deadline of kind `by`."""
    words = {"enum": list(rule.values)}
    condition: JsonSchemaValue = {"properties": {rule.of: words}, "required": [rule.of]}
    if rule.of == "kind":
        kinds: list[JsonSchemaValue] = [condition]
        if "by" in rule.values:
            kinds.insert(0, {"type": "string"})
        condition = {"properties": {"deadline": {"anyOf": kinds}}, "required": ["deadline"]}
    wanted: JsonSchemaValue = {"properties": {rule.key: {"type": "null"}}}
    if rule.is_wanted:
        wanted = {"properties": {rule.key: {"type": "object"}}, "required": [rule.key]}
    return {"if": condition, "then": wanted}


def _people() -> JsonSchemaValue:
    person = _generate(Person)
    return {
        "type": ["object", "null"],
        "propertyNames": {"pattern": "^[a-z0-9-]+$"},
        "additionalProperties": person,
    }


def _text(schema: dict[str, Any], title: str) -> str:
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    text = json.dumps({**head, **schema, "title": title}, ensure_ascii=False, indent=2) + "\n"
    # What can't be seen, such as the blanks in a pattern, is escaped.
    return _UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], text)
