"""Turns plain values into a model, or into diagnostics in plain English."""

from __future__ import annotations

import re
import typing
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from tracker.diagnostic import Diagnostic
from tracker.records.dates import Duration, PartialDate, parse_date
from tracker.records.model import (
    DEADLINES,
    SEEN,
    SUMMARY_MOST,
    TITLE_MOST,
    Prediction,
)
from tracker.records.rules import unjoined
from tracker.text import did_you_mean, dotted, nfc, show_value
from tracker.yamlfile.file import MAX_PROBLEMS

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from tracker.yamlfile.file import Loc, YamlFile

__all__ = ["composed", "validate", "validate_prediction"]

M = TypeVar("M", bound=BaseModel)

#: The types whose own reader explains what is wrong with a value.
_READERS = {"invalid-date": (parse_date, PartialDate.parse), "invalid-duration": (Duration.parse,)}
#: How a message names the types that are not called by their own name.
_SHAPES = {"invalid-source": "a name or a link", "invalid-probability": "a number"}
_LIMITS = {"invalid-title": TITLE_MOST, "invalid-summary": SUMMARY_MOST}
#: The fault of the value `""`; a key without a value is only `empty`.
_EMPTY = "an empty string"


def validate(
    kind: type[M], value: object, file: YamlFile, *, at: Loc = (), record: str | None = None
) -> tuple[M | None, list[Diagnostic]]:
    """Read `value`, found at the path `at` of `file`, as a `kind`.

    Reports every problem, not only the first; the model is None if there is one.
    """
    try:
        return kind.model_validate(value if _is_composed(file.text) else composed(value)), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        # Pydantic calls a list too short if its entries are bad; those are reported themselves.
        problems = [each for each in details if each["type"] != "too_short" or not each["input"]]
        problems = _without_misspelt(kind, problems)
        diagnostics = [
            _diagnostic(kind, each, file, at, record) for each in problems[:MAX_PROBLEMS]
        ]
        omitted = len(problems) - MAX_PROBLEMS
        if omitted > 0:
            message = f"{MAX_PROBLEMS:,} problems shown, {omitted:,} more omitted"
            hint = "fix these, then run the check again"
            line, column, path = diagnostics[-1].line, diagnostics[-1].column, file.path
            diagnostics.append(
                Diagnostic(path, line, column, "too-many-problems", message, "error", hint, record)
            )
        return None, diagnostics


@lru_cache(maxsize=1)  # people.yaml is asked for each person
def _is_composed(text: str) -> bool:
    """Whether all values of a file are in NFC; only an escape can make one that its text is not."""
    return unicodedata.is_normalized("NFC", text) and "\\" not in text


def composed(value: object) -> object:
    """The value with its texts in NFC; keys stay as they are."""
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, dict):
        return {key: composed(inner) for key, inner in value.items()}
    return [composed(inner) for inner in value] if isinstance(value, list) else value


def _without_misspelt(kind: type[BaseModel], details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Those details without a missing key beside an unknown one that seems to be meant for it."""
    meant: set[tuple[str | int, ...]] = set()
    for detail in details:
        if detail["type"] == "extra_forbidden":
            inner, owner = _resolve(kind, detail["loc"])
            near = _near(str(inner[-1]), tuple(owner.model_fields))
            meant.update((*detail["loc"][:-1], key) for key in re.findall("`(.*)`", near))
    return [each for each in details if each["type"] != "missing" or each["loc"] not in meant]


def validate_prediction(file: YamlFile, record: str) -> tuple[Prediction | None, list[Diagnostic]]:
    """Read a whole file as a prediction, including the rules across its keys."""
    prediction, diagnostics = validate(Prediction, file.value, file, record=record)
    if prediction is None:
        return None, diagnostics
    diagnostics = _joined(prediction, file, record)
    return (None if diagnostics else prediction), diagnostics


def _joined(prediction: Prediction, file: YamlFile, record: str) -> list[Diagnostic]:
    """The problems of the rules across several keys."""
    diagnostics = []
    for rule in unjoined(prediction):
        loc = (rule.of if rule.is_wanted else rule.key,)
        line, column = file.place(("deadline",) if loc == ("kind",) else loc, key=True)
        code = "missing-key" if rule.is_wanted else "resolution-while-open"
        message = rule.message(f"{rule.of} `{getattr(prediction, rule.of)}`")
        diagnostics.append(
            Diagnostic(file.path, line, column, code, message, "error", rule.hint, record)
        )
    return diagnostics


def _diagnostic(
    kind: type[BaseModel], detail: ErrorDetails, file: YamlFile, at: Loc, record: str | None
) -> Diagnostic:
    inner, owner = _resolve(kind, detail["loc"])
    loc = at + inner
    is_absent = detail["type"] == "missing"
    if detail["type"].startswith("union_tag_") and isinstance(detail["input"], dict):
        loc += ("kind",)
        is_absent = "kind" not in detail["input"]
    code, message, hint = _explain(detail, loc, inner, owner)
    if is_absent:
        line, column = file.place(loc[:-1], key=True)
    else:
        line, column = file.place(loc, key=code in ("unknown-key", "foreign-key"))
    return Diagnostic(file.path, line, column, code, message, "error", hint, record)


def _explain(
    detail: ErrorDetails, loc: Loc, inner: Loc, owner: type[BaseModel]
) -> tuple[str, str, str]:
    """Code, message and hint for one of the compiled core's errors.

    `inner` is the path in the model, `loc` the one in the file.
    """
    error, value = detail["type"], detail["input"]
    name = f"`{dotted(loc)}`" if loc else "the file"
    if error == "missing":
        return "missing-key", f"{name} is required", _add(owner, inner)
    if value is None and inner and not isinstance(inner[-1], int):
        return "missing-key", f"{name} is empty", _add(owner, inner)
    if error == "extra_forbidden":
        return _unknown_key(loc, owner)
    if error == "literal_error":
        key = str(inner[-1]) if not isinstance(inner[-1], int) else str(inner[-2])
        return "unknown-word", *_unknown_word(name, value, _choices(owner, key))
    if error in ("union_tag_invalid", "union_tag_not_found"):
        return _unknown_kind(name, value)
    if error == "tuple_type":
        hint = "put each entry on a line of its own, after `- `"
        return "not-a-list", f"{name} must be a list, not {_type(value)}", hint
    if error == "too_short":
        return "empty-list", f"{name} is empty", "add at least one entry"
    if error in ("model_type", "model_attributes_type"):
        message = f"{name} must be a mapping, not {_type(value)}"
        required = [f"`{key}`" for key, field in owner.model_fields.items() if field.is_required()]
        hint = f"add the required {'key' if len(required) == 1 else 'keys'}: {', '.join(required)}"
        return "not-a-mapping", message if value is not None else f"{name} is empty", hint
    if isinstance(value, (dict, list)):
        type_name = _type_name(detail)
        hint = "put the text in quotes if it begins with [ or {, or contains `: `"
        what = _SHAPES.get(error) or type_name or "text"
        message = f"{name} must be {what}, not {_type(value)}"
        return "not-text", message, hint if type_name == "text" else _type_hint(detail)
    return error, *_bad_value(detail, name, inner)


def _bad_value(detail: ErrorDetails, name: str, loc: Loc) -> tuple[str, str]:
    """Message and hint for a scalar that is not of its type."""
    code, hint, text = detail["type"], _type_hint(detail), str(detail["input"] or "")
    limit = _LIMITS.get(code)
    if limit is not None:
        hint = f"write a {loc[-1]}, or delete the key"
    elif code == "empty-text":
        hint = ""
    if not text:
        return f"{name} is {'empty' if detail['input'] is None else _EMPTY}", hint
    if re.search(SEEN, text) is None:
        return (
            f"{name} {'contains only invisible characters' if text.strip() else 'is blank'}",
            hint,
        )
    if limit is not None:
        return f"{name} is too long: {len(text)} characters, limit {limit}", ""
    if code == "invalid-date" and loc == ("deadline",):
        hint += ", or a mapping with `as_said`, `kind` and the dates of the window"
    fault, advice = _link_fault(code, text)
    noun = "link" if code == "invalid-source" else _type_name(detail).partition(" ")[2] or "value"
    message = f"invalid {noun} {show_value(text)} for {name}"
    if fault:
        return f"{message}: {fault}", advice
    if code == "invalid-source":
        return f"{name} is neither a card nor an http(s) link: {show_value(text)}", hint
    for reader in _READERS.get(code, ()):
        try:
            reader(text)
        except ValueError as error:
            if not str(error).startswith("expected "):
                return f"{message}: {error}", ""
    return message, hint


def _type_name(detail: ErrorDetails) -> str:
    return str(detail.get("ctx", {}).get("name", ""))


def _type_hint(detail: ErrorDetails) -> str:
    """The hint of a type; the errors of an import mapping only say what they expect."""
    return detail["msg"] if "name" in detail.get("ctx", {}) else f"write {detail['msg']}"


def _link_fault(code: str, text: str) -> tuple[str, str]:
    """What is wrong with a link that is nearly one, and what to do about it."""
    scheme, mark, rest = text.partition("://")
    is_link = code in ("invalid-url", "invalid-source") and mark
    if not is_link or scheme.casefold() not in ("http", "https"):
        return "", ""
    if "@" in re.split("[/?#]", rest)[0]:
        return "it contains a user name", "remove the user name and password"
    bad = re.search(r"[ <>\"`\\]", rest)
    if bad is None:
        return "", ""
    return f"it contains {bad[0]!r}", f"write %{ord(bad[0]):02X} instead"


def _unknown_word(name: str, value: object, words: tuple[str, ...]) -> tuple[str, str]:
    """Message and hint for a value that is not one of `words`."""
    allowed = f"use one of {', '.join(words)}"
    if isinstance(value, (dict, list)):
        return f"{name} must be text, not {_type(value)}", allowed
    if value in (None, ""):
        return f"{name} is {_EMPTY if value == '' else 'empty'}", allowed
    return f"unknown value {show_value(value)} for {name}", _near(str(value), words) or allowed


def _unknown_kind(name: str, value: object) -> tuple[str, str, str]:
    """A deadline that is neither a date nor a mapping with a known `kind`."""
    kinds = tuple(DEADLINES)
    if not isinstance(value, dict):
        message = f"{name} must be a date or a mapping, not {_type(value)}"
        return "not-a-mapping", message, f"add `kind:` with one of {', '.join(kinds)}"
    if value.get("kind") is None:
        fault = "is empty" if "kind" in value else "is required"
        return "missing-key", f"{name} {fault}", f"use one of {', '.join(kinds)}"
    message, _ = _unknown_word(name, value["kind"], kinds)
    # The nearest word may be the opposite of what was meant: `befor` resembles `not_before`.
    meant = str(value["kind"]).casefold()
    hint = f"did you mean `{meant}`?" if meant in kinds else f"use one of {', '.join(kinds)}"
    return "unknown-kind", message, hint


def _unknown_key(loc: Loc, owner: type[BaseModel]) -> tuple[str, str, str]:
    key = str(loc[-1])
    kinds = [kind for kind, model in DEADLINES.items() if key in model.model_fields]
    if owner in DEADLINES.values() and kinds:
        kind = next(word for word, model in DEADLINES.items() if model is owner)
        hint = f"remove it, or use kind {' or '.join(f'`{kind}`' for kind in kinds)}"
        return "foreign-key", f"`{dotted(loc)}` is not allowed with kind `{kind}`", hint
    where = f" in `{dotted(loc[:-1])}`" if loc[:-1] else ""
    keys = tuple(owner.model_fields)
    hint = _near(key, keys) or f"use one of {', '.join(keys)}"
    return "unknown-key", f"unknown key `{dotted(loc[-1:])}`{where}", hint


def _type(value: object) -> str:
    """What a value is, as a message names it."""
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "text"


@lru_cache(maxsize=1024)  # one mistake is often made in many files
def _near(word: str, words: tuple[str, ...]) -> str:
    return did_you_mean(word.casefold(), words)


def _resolve(kind: type[BaseModel], loc: tuple[int | str, ...]) -> tuple[Loc, type[BaseModel]]:
    """The path in the file (without union tags) and the model that owns its last key."""
    path: list[str | int] = []
    owner: type[BaseModel] = kind
    parts = list(loc)
    while parts:
        part = parts.pop(0)
        path.append(part)
        if part == "deadline" and kind is Prediction and len(path) == 1:
            if parts:
                owner = DEADLINES.get(str(parts.pop(0)), owner)
            continue
        inner = _inner(owner, part) if isinstance(part, str) else None
        if inner is not None and (parts or _is_mapping(owner, part)):
            owner = inner
    return tuple(path), owner


def _is_mapping(owner: type[BaseModel], part: object) -> bool:
    field = owner.model_fields.get(str(part))
    return field is not None and "tuple" not in str(field.annotation)


@cache
def _inner(owner: type[BaseModel], key: str) -> type[BaseModel] | None:
    """The model in a key's annotation: `Criteria | None`, `tuple[Evidence, ...]`."""
    field = owner.model_fields.get(key)
    pending = [field.annotation] if field else []
    while pending:
        annotation = pending.pop()
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return annotation
        pending.extend(typing.get_args(annotation))
    return None


@cache
def _choices(owner: type[BaseModel], key: str) -> tuple[str, ...]:
    pending = [owner.model_fields[key].annotation]
    while pending:
        annotation = pending.pop()
        args = typing.get_args(annotation)
        if args and all(isinstance(arg, str) for arg in args):
            return tuple(args)
        pending.extend(args)
    return ()


def _add(owner: type[BaseModel], loc: Loc) -> str:
    """A hint to add a missing key: "add " and the first part of its description."""
    field = owner.model_fields.get(str(loc[-1])) if loc else None
    if field is None or not field.description:
        return ""
    text = field.description.partition(";")[0].rstrip(".")
    return f"add {text[0].lower()}{text[1:]}"
