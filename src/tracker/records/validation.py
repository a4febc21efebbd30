"""Owns the step from plain values to a model: the model, or diagnostics in our own words."""

from __future__ import annotations

import re
import typing
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from tracker.diagnostic import Diagnostic
from tracker.records.dates import Duration, PartialDate, parse_date
from tracker.records.model import DEADLINES, Prediction, unjoined
from tracker.text import did_you_mean, dotted, show_value
from tracker.yamlfile.file import MAX_PROBLEMS

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from tracker.yamlfile.file import Loc, YamlFile

__all__ = ["validate", "validate_prediction"]

M = TypeVar("M", bound=BaseModel)

#: What to do about a value that has not even the right shape.
_SHAPES = {
    "invalid-date": "the year first, then month and day with two digits each",
    "invalid-duration": "P, then a number and its unit: Y, M, W or D",
}
_READERS = {"invalid-date": (parse_date, PartialDate.parse), "invalid-duration": (Duration.parse,)}


def validate(
    kind: type[M], value: object, file: YamlFile, *, at: Loc = (), record: str | None = None
) -> tuple[M | None, list[Diagnostic]]:
    """Read `value`, found at the path `at` of `file`, as a `kind`.

    Every problem is reported, not only the first; None when there is one.
    """
    try:
        return kind.model_validate(value), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        # A list counts as too short too when its entries are bad, which is told at the entries.
        told = [d for d in details if d["type"] != "too_short" or not d["input"]]
        found = [_diagnostic(kind, detail, file, at, record) for detail in told[:MAX_PROBLEMS]]
        if len(told) > MAX_PROBLEMS:
            message = f"the rest is not told; got {len(told)} problems, expected none"
            hint = "mend these first, then check again"
            line, column, path = found[-1].line, found[-1].column, file.path
            found.append(
                Diagnostic(path, line, column, "too-many-problems", message, "error", hint, record)
            )
        return None, found


def validate_prediction(file: YamlFile, record: str) -> tuple[Prediction | None, list[Diagnostic]]:
    """Read a whole file as a prediction, with the rules that join its keys."""
    prediction, found = validate(Prediction, file.value, file, record=record)
    if prediction is None:
        return None, found
    found = _joined(prediction, file, record)
    return (None if found else prediction), found


def _joined(prediction: Prediction, file: YamlFile, record: str) -> list[Diagnostic]:
    """The rules of the record format that a single key can't tell."""
    found = []

    def add(loc: Loc, code: str, message: str, hint: str) -> None:
        line, column = file.place(loc, key=True)
        found.append(Diagnostic(file.path, line, column, code, message, "error", hint, record))

    for rule in unjoined(prediction):
        because = f"{rule.of} {getattr(prediction, rule.of)}"
        if rule.key == "criteria":
            add(
                ("deadline",) if rule.of == "kind" else ("status",),
                "missing-key",
                f"`criteria` is missing; got {because}, expected `correct` and `incorrect`",
                "say what makes the claim correct and what makes it incorrect",
            )
        elif rule.is_wanted:
            add(
                ("status",),
                "missing-key",
                f"`resolution` is missing; got {because}, expected its reasons",
                "add `resolution:` with `resolved_on`, `note` and at least one `evidence`",
            )
        else:
            add(
                ("resolution",),
                "resolution-while-open",
                "`resolution` stands beside status open; got both, expected one",
                "set `status` to the verdict, or remove `resolution`",
            )
    return found


def _diagnostic(
    kind: type[BaseModel], detail: ErrorDetails, file: YamlFile, at: Loc, record: str | None
) -> Diagnostic:
    inner, owner = _resolve(kind, detail["loc"])
    loc = at + inner
    is_absent = detail["type"] == "missing"
    if detail["type"].startswith("union_tag_") and isinstance(detail["input"], dict):
        loc += ("kind",)
        is_absent = "kind" not in detail["input"]
    name = f"`{dotted(loc)}`" if loc else "the file"
    code, message, hint = _words(detail, name, inner, owner)
    if is_absent:
        line, column = file.place(loc[:-1], key=True)
    else:
        line, column = file.place(loc, key=code in ("unknown-key", "foreign-key"))
    return Diagnostic(file.path, line, column, code, message, "error", hint, record)


def _words(
    detail: ErrorDetails, name: str, loc: Loc, owner: type[BaseModel]
) -> tuple[str, str, str]:
    """Code, message and hint for one of the compiled core's errors."""
    error, value = detail["type"], detail["input"]
    got = show_value(value)
    if error == "missing" or (value is None and loc and not isinstance(loc[-1], int)):
        wanted = _description(owner, loc)
        return "missing-key", f"{name} is missing; got nothing, expected {wanted}", ""
    if error == "extra_forbidden":
        return _unknown_key(name, str(loc[-1]), owner)
    if error == "literal_error":
        words = _choices(owner, str(loc[-1]) if not isinstance(loc[-1], int) else str(loc[-2]))
        expected = f"one of {', '.join(words)}"
        hint = _near(str(value), words)
        return "unknown-word", f"{name} has an unknown word; got {got}, expected {expected}", hint
    if error in ("union_tag_invalid", "union_tag_not_found"):
        return _unknown_kind(name, value)
    if error == "tuple_type":
        hint = "put `- ` before each entry, one a line"
        return "not-a-list", f"{name} is not a list; got {got}, expected a list", hint
    if error == "too_short":
        return "empty-list", f"{name} is empty; got no entry, expected at least one", ""
    if error in ("model_type", "model_attributes_type"):
        keys = ", ".join(_keys(owner))
        expected = f"a mapping with the keys {keys}"
        return "not-a-mapping", f"{name} is not a mapping; got {got}, expected {expected}", ""
    if isinstance(value, (dict, list)):
        hint = "text that begins with [ or {, or holds `: `, needs quotes"
        return "not-text", f"{name} is not text; got {got}, expected {detail['msg']}", hint
    message = f"{name} can't be read; got {got}, expected {detail['msg']}"
    why = _why(error, str(value))
    if not why and error == "invalid-date" and loc == ("deadline",):
        why = "whatever is no full date is a mapping: `as_said`, `kind` and the dates of the window"
    return error, message, why or _SHAPES.get(error, "")


def _why(code: str, text: str) -> str:
    """What exactly is wrong with a date, duration or link that has about the right shape."""
    if code in ("invalid-url", "invalid-source"):
        return _why_no_link(text)
    hints = []
    for reader in _READERS.get(code, ()):
        try:
            reader(text)
        except ValueError as error:
            if not str(error).startswith("expected "):
                hints.append(str(error))
    return hints[0] if hints else ""


def _why_no_link(text: str) -> str:
    scheme, mark, rest = text.partition("://")
    if scheme.casefold() not in ("http", "https") or not mark:
        return ""
    if "@" in re.split("[/?#]", rest)[0]:
        return "leave out the user name and the password"
    bad = re.search(r"[ <>\"`\\]", rest)
    return f"write %{ord(bad[0]):02X} instead of {bad[0]!r}" if bad else ""


def _unknown_kind(name: str, value: object) -> tuple[str, str, str]:
    """A deadline that is none, or whose `kind` is missing or unknown."""
    kinds = f"one of {', '.join(DEADLINES)}"
    if not isinstance(value, dict):
        expected = f"a full date or a mapping whose `kind` is {kinds}"
        return (
            "not-a-mapping",
            f"{name} is no deadline; got {show_value(value)}, expected {expected}",
            "",
        )
    kind = value.get("kind")
    if kind is None:
        return "missing-key", f"{name} is missing; got nothing, expected {kinds}", ""
    hint = _near(str(kind), tuple(DEADLINES))
    return "unknown-kind", f"{name} is unknown; got {show_value(kind)}, expected {kinds}", hint


def _unknown_key(name: str, key: str, owner: type[BaseModel]) -> tuple[str, str, str]:
    keys = _keys(owner)
    if owner in DEADLINES.values() and key in {k for m in DEADLINES.values() for k in _keys(m)}:
        kind = next(word for word, m in DEADLINES.items() if m is owner)
        message = f"{name} does not belong to kind {kind}; got {show_value(key)}"
        hint = "remove it, or choose the kind that it belongs to"
        return "foreign-key", f"{message}, expected {', '.join(keys)}", hint
    message = f"{name} is not a key of this mapping; got {show_value(key)}"
    hint = _near(key, keys) or "remove it, or write the key that is meant"
    return "unknown-key", f"{message}, expected {', '.join(keys)}", hint


@lru_cache(maxsize=1024)  # one mistake is often made in many files
def _near(word: str, words: tuple[str, ...]) -> str:
    return did_you_mean(word.casefold(), words)


def _resolve(kind: type[BaseModel], loc: tuple[int | str, ...]) -> tuple[Loc, type[BaseModel]]:
    """The path in the file (union tags removed) and the model that owns its last key."""
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
    """The model inside a key's annotation: `Criteria | None`, `tuple[Evidence, ...]`."""
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


def _keys(owner: type[BaseModel]) -> tuple[str, ...]:
    return tuple(owner.model_fields)


def _description(owner: type[BaseModel], loc: Loc) -> str:
    field = owner.model_fields.get(str(loc[-1])) if loc else None
    if field is None or not field.description:
        return "a value"
    text = field.description.rstrip(".")
    return text[0].lower() + text[1:]
