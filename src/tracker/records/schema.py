"""The JSON Schemas (draft 2020-12) of the three kinds of file, generated from the models.

Besides checking, they make editors helpful: `defaultSnippets`, `errorMessage` and the like are
read by yaml-language-server and ignored by validators. Two of its habits shape what is written:
- It offers `null`, `true` and `false` wherever a `type` allows them, so they are allowed by `not`.
- It merges the messages of alternatives that expect one type, and then drops ours; so they expect
  a list of one type.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType, NoneType
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from tracker.records.model import (
    DEADLINES,
    KIND,
    Card,
    Day,
    Leaf,
    Person,
    Prediction,
)
from tracker.records.rules import JOINED, Joined
from tracker.records.vocabulary import STATUS_MEANINGS, STATUSES, VERDICTS, Status

__all__ = ["FOLDER", "Proposals", "proposed", "schemas"]

FOLDER = "schema"
JsonSchema = dict[str, Any]

_DEADLINE = get_type_hints(Prediction, include_extras=True)["deadline"]
_UNSEEN = re.compile(
    "[\U00013430-\U00013438\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_NOTHING: JsonSchema = {
    "title": "Nothing",
    "not": {"title": "Something", "type": ["string", "number", "boolean", "object", "array"]},
}
_NO_LIST = "Write a list: each entry on a line of its own, after `- `."
_NO_TEXT = "Write text, and put it in quotes if it begins with [ or {, or contains `: `."
#: The optional keys that the snippet of a part has, too.
_ALSO: Mapping[str, Collection[str]] = {
    "Prediction": ("criteria", "tags"),
    "Resolution": ("summary",),
    "Evidence": ("title", "publisher", "published_on"),
    "AfterEvent": ("as_said", "within"),
    "Never": ("as_said",),
    "Undated": ("as_said",),
}
#: The keys for which the registry has proposals, and the name of their list in `$defs`.
_PROPOSED = {
    "Prediction.speaker": "PersonName",
    "Prediction.reported_by": "PersonName",
    "Forecast.by": "PersonName",
    "Card.authors": "PersonName",
    "Prediction.source": "SourceName",
    "Prediction.tags": "TagName",
    "Ignore.code": "WarningCode",
}
_STRING = r'"(?:[^"\\]|\\.)*"'
_LINE = re.compile(
    rf'^ *\{{"const": {_STRING}, "description": {_STRING}(?:, "type": "string")?\}},\n',
    re.MULTILINE,
)


class Proposals(NamedTuple):
    """What editors propose in a registry: values and what they mean."""

    people: Mapping[str, str] = MappingProxyType({})
    cards: Mapping[str, str] = MappingProxyType({})
    tags: Collection[str] = ()
    warnings: Mapping[str, str] = MappingProxyType({})

    def lines(self) -> dict[str, list[str]]:
        """Name of each list -> its lines, sorted: one a value, so that branches can be merged."""
        tags = {tag: f"The tag {tag}." for tag in self.tags}
        lists = (self.people, self.cards, tags, self.warnings)
        names = ("PersonName", "SourceName", "TagName", "WarningCode")
        return {
            name: [_line(value, each[value]) for value in sorted(each)]
            for name, each in zip(names, lists, strict=True)
        }


def _line(value: str, description: str) -> str:
    schema = {"const": value, "description": description}
    if re.fullmatch("[a-z][a-z0-9-]*", value) is None:
        schema["type"] = "string"  # editors quote it where YAML needs that
    line = json.dumps(schema, ensure_ascii=False)
    # What would reorder or hide the text around it is escaped.
    line = "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in line)
    return f"        {line},\n"


def schemas(proposals: Proposals | None = None) -> dict[str, str]:
    """File name -> text of each schema, which ends with a newline and never depends on the date."""
    lines = (proposals or Proposals()).lines()
    return {
        "prediction.schema.json": _Generator().text(Prediction, "A prediction", lines),
        "card.schema.json": _Generator().text(Card, "A source card", lines),
        "people.schema.json": _Generator().text(Person, "People and organisations by key", lines),
    }


def proposed(text: str) -> tuple[str, list[str]]:
    """A schema's text without the lines of its proposals, and these."""
    return _LINE.sub("", text), _LINE.findall(text)


class _Generator:
    """Makes one schema; its `$defs` are filled as they are referred to."""

    def __init__(self) -> None:
        self.defs: JsonSchema = {}

    def text(self, model: type[BaseModel], title: str, proposals: Mapping[str, list[str]]) -> str:
        """The schema of the files that hold a `model`, as text."""
        schema = self._people() if model is Person else self._mapping(model)
        if model is Prediction:
            schema["allOf"] = [_joined(rule) for rule in JOINED]
            schema["defaultSnippets"] = [_snippet("new prediction", model)]
        draft = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        whole = {**draft, **schema, "title": title, "$defs": dict(sorted(self.defs.items()))}
        text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
        # Python's `$` also stands before a last line end; that of editors (ECMA 262) does not.
        text = re.sub(r'(?<="pattern": )("\^.*\$)"', r'\1(?!\\\\n)"', text)
        for name in proposals.keys() & self.defs.keys():
            before, start, rest = text.partition(f'"title": "{name}",\n      "anyOf": [\n')
            text = "".join([before, start, *proposals[name], rest])
        # What can't be seen, such as the blanks in a pattern, is escaped.
        return _UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], text)

    def _people(self) -> JsonSchema:
        person = self._choices(Person)[0]
        people: JsonSchema = {
            "title": "People",
            "type": "object",
            "propertyNames": {
                "title": "key",
                "pattern": "^[a-z0-9-]+$",
                "patternErrorMessage": "Use only lower-case letters, digits and hyphens.",
            },
            "additionalProperties": person,
        }
        return {"anyOf": [people, self._shared(_NOTHING)]}

    def _mapping(self, model: type[BaseModel]) -> JsonSchema:
        """A mapping with the keys of a model and no others."""
        fields = model.model_fields
        return {
            "title": _title(model),
            **_description((model.__doc__ or "").partition("\n")[0]),
            "type": "object",
            "properties": {key: self._key(model, key) for key in fields},
            "required": [key for key, field in fields.items() if field.is_required()],
            "additionalProperties": False,
        }

    def _key(self, model: type[BaseModel], key: str) -> JsonSchema | bool:
        field, hint = model.model_fields[key], get_type_hints(model, include_extras=True)[key]
        schema = _description(str(field.description))
        if field.examples:
            schema["examples"] = field.examples
        if key == "kind" and model in DEADLINES.values():
            return True
        if hint is Status:
            return {**schema, **_words(STATUS_MEANINGS)}
        if hint is _DEADLINE:
            return {**schema, **self._deadline()}
        is_optional = not field.is_required()
        if is_optional:
            hint = next(part for part in get_args(hint) if part is not NoneType)
        proposed = _PROPOSED.get(f"{model.__name__}.{key}")
        items = _items(hint)
        if items is not None:
            return {**schema, **self._list(items, proposed, is_optional=is_optional)}
        choices = self._choices(hint, proposed)
        if is_optional:
            choices.append(self._shared(_NOTHING))
        if _is_model(hint):
            schema["defaultSnippets"] = [_snippet(key, hint)]
        return {**schema, **(choices[0] if len(choices) == 1 else {"anyOf": choices})}

    def _choices(self, hint: Any, proposed: str | None = None) -> list[JsonSchema]:
        """The schemas of which a value must fit one, the one with the best message first."""
        if get_origin(hint) is Literal:
            return [{"type": "string", "enum": list(get_args(hint))}]
        if _is_model(hint):
            return [self._shared(self._mapping(hint))]
        leaf = next(each for each in get_args(hint) if isinstance(each, Leaf))
        words = _NO_TEXT if leaf.name == "text" else f"{leaf.hint[:1].upper()}{leaf.hint[1:]}."
        text = {"title": leaf.title, "type": ["string"], "errorMessage": words, **leaf.json}
        choices = [self._shared(schema) for schema in (text, *leaf.also)]
        if proposed is not None:
            # `text` puts the proposals before the `false`, so that each one's line ends in a comma.
            choices.append(self._shared({"title": proposed, "anyOf": [False]}))
        return choices

    def _list(self, item: Any, proposed: str | None, *, is_optional: bool) -> JsonSchema:
        """A list of items; without a `type`, which would offer `null` where a key is optional."""
        others = ["string", "number", "boolean", "object", *([] if is_optional else ["null"])]
        items: JsonSchema = {"anyOf": self._choices(item, proposed)}
        if _is_model(item):
            self.defs[item.__name__]["defaultSnippets"] = [_snippet("new entry", item)]
        return {
            "items": items,
            **({} if is_optional else {"minItems": 1}),
            "if": {"type": others},
            "then": {"type": ["array"], "errorMessage": _NO_LIST},
        }

    def _deadline(self) -> JsonSchema:
        """A day, or a mapping whose `kind` decides which other keys it has."""
        kinds = {kind: str(model.__doc__) for kind, model in DEADLINES.items()}
        keys = {key: True for model in DEADLINES.values() for key in model.model_fields}
        mapping = {
            "title": "Deadline",
            "type": "object",
            # All keys are named, so that editors see what a mapping without `kind` is meant for.
            "properties": {**keys, "kind": {"description": KIND, **_words(kinds)}},
            "required": ["kind"],
            "allOf": [
                {
                    "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                    "then": self._shared(self._mapping(model)),
                }
                for kind, model in DEADLINES.items()
            ],
        }
        # Completing the key inserts its only snippet; the others are offered after the colon.
        first, *others = (_snippet(kind, model) for kind, model in DEADLINES.items())
        more = {"title": "Kinds", "not": {}, "defaultSnippets": others}
        choices = [*self._choices(Day), self._shared(mapping), self._shared(more)]
        return {"anyOf": choices, "defaultSnippets": [first]}

    def _shared(self, schema: Mapping[str, Any]) -> JsonSchema:
        """A reference to a schema in `$defs`, whose name is its title."""
        name = re.sub(r" (.)", lambda match: match[1].upper(), schema["title"])
        self.defs[name] = dict(schema)
        return {"$ref": f"#/$defs/{name}"}


def _title(model: type[BaseModel]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).capitalize()


def _description(text: str) -> JsonSchema:
    """What editors show; those that render Markdown would show the backticks of plain text."""
    return {"description": text} | ({"markdownDescription": text} if "`" in text else {})


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, BaseModel)


def _items(hint: Any) -> Any:
    """The type of a list's items; None if it is no list."""
    if get_origin(hint) is Annotated and _items(get_args(hint)[0]) is not None:
        return _items(get_args(hint)[0])
    return get_args(hint)[0] if get_origin(hint) is tuple else None


def _words(meanings: Mapping[str, str]) -> JsonSchema:
    """One of some words, each with its meaning in Markdown."""
    return {
        "type": "string",
        "enum": list(meanings),
        "enumDescriptions": [meaning.replace("`", "") for meaning in meanings.values()],
        "markdownEnumDescriptions": list(meanings.values()),
    }


def _snippet(label: str, model: type[BaseModel]) -> JsonSchema:
    """Insert the required keys of a model, each with a place to stop at."""
    description = (model.__doc__ or "").partition("\n")[0]
    body = _body(model, itertools.count(1))
    return {"label": label, "description": description, "body": body}


def _body(hint: Any, stops: Iterator[int]) -> object:
    if hint is _DEADLINE:
        return _body(DEADLINES["by"], stops)
    if hint is Status:
        return STATUSES[0]
    if _is_model(hint):
        hints = get_type_hints(hint, include_extras=True)
        return {
            key: _body(hints[key], stops)
            for key, field in hint.model_fields.items()
            if field.is_required() or key in _ALSO.get(hint.__name__, ())
        }
    if NoneType in get_args(hint):
        return _body(next(part for part in get_args(hint) if part is not NoneType), stops)
    if _items(hint) is not None:
        return [_body(_items(hint), stops)]
    words = get_args(hint) if get_origin(hint) is Literal else ()
    return words[0] if len(words) == 1 else f"${next(stops)}"


def _joined(rule: Joined) -> JsonSchema:
    """One of the rules across keys; a bare date is a deadline of kind `by`."""
    # A pattern, because editors show every `enum` that they meet as allowed values.
    words = {"type": ["string"], "pattern": f"^(?:{'|'.join(rule.values)})$"}
    condition: JsonSchema = {"properties": {rule.of: words}, "required": [rule.of]}
    if rule.of == "kind":
        shape = ["string", "object"] if "by" in rule.values else ["object"]
        deadline = {"type": shape, **condition}
        condition = {"properties": {"deadline": deadline}, "required": ["deadline"]}
    is_absent = {"title": "Nothing", "type": ["null"]}
    if rule.is_wanted:
        condition["properties"][rule.key] = is_absent
    else:
        condition["properties"][rule.key] = {"title": "Something", "not": is_absent}
        condition["required"].append(rule.key)
    values = [f"`{value}`" for value in rule.values]
    either = f"{', '.join(values[:-1])} or {values[-1]}" if values[1:] else values[0]
    condition_words = "a verdict" if rule.values == VERDICTS else f"{rule.of} {either}"
    message = f"{rule.message(condition_words)}: {rule.hint}."
    then = {"required": [rule.key], "properties": {rule.key: False}, "errorMessage": message}
    return {"if": condition, "then": then}
