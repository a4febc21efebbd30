"""Owns what a mapping is: their field -> ours, their word -> our status. Frozen, closed, no data.

A mapping is a YAML file that is validated as a record is: each mistake at its line and column.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError

from tracker.diagnostic import Diagnostic
from tracker.importer.normalise import UNIX
from tracker.importer.placeholders import Template
from tracker.records.model import Status, Text, Url
from tracker.records.validation import validate
from tracker.text import did_you_mean
from tracker.yamlfile.file import MAX_BYTES, YamlFile
from tracker.yamlfile.reader import parse

__all__ = ["Mapping", "load_mapping", "shipped"]

_SHIPPED = Path(__file__).parent.parent / "mappings"


_TEMPLATE = "text with fields in braces, such as '{title} by {user.name}'"


def _template(value: object) -> Template:
    if not isinstance(value, str) or not value.strip():
        raise PydanticCustomError("invalid-template", "{expected}", {"expected": _TEMPLATE})
    try:
        return Template.parse(value)
    except ValueError as error:
        raise PydanticCustomError(
            "invalid-template", "{expected}", {"expected": f"{_TEMPLATE}: {error}"}
        ) from None


def _date_format(value: object) -> str:
    if isinstance(value, str) and (value in ("iso", *UNIX) or _is_pattern(value)):
        return value
    expected = "iso, unix-s, unix-ms or a pattern such as %d/%m/%Y"
    raise PydanticCustomError("invalid-date-format", expected)


def _is_pattern(form: str) -> bool:
    if not ("%Y" in form and "%d" in form and any(month in form for month in ("%m", "%b", "%B"))):
        return False
    try:
        datetime.strptime(_A_DAY.strftime(form), form)
    except (ValueError, re.error):
        return False
    return True


_A_DAY = datetime(2024, 2, 29, 13, 14, 15, tzinfo=UTC)


def _is(pattern: str, expected: str) -> PlainValidator:
    def read(value: object) -> str:
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return value
        raise PydanticCustomError("invalid-word", "{expected}", {"expected": expected})

    return PlainValidator(read)


Filled = Annotated[Template, PlainValidator(_template)]
DateFormat = Annotated[str, PlainValidator(_date_format)]
Name = Annotated[str, _is(r"[a-z0-9]+(-[a-z0-9]+)*", "words of a-z and 0-9 with -")]
Folder = Annotated[str, _is(r"[a-z0-9-]+(/[a-z0-9-]+)*", "folders of a-z, 0-9 and -, with /")]
Separator = Annotated[str, _is(r"[,;|]|\t", "one of , ; | or a tab")]
Scale = Annotated[str, _is("1|100", "1, or 100 for percent")]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _needed(description: str, least: int | None = None) -> Any:  # as pydantic's Field
    return Field(description=description, min_length=least)


def _optional(description: str) -> Any:  # as above
    return Field(default=None, description=description)


class Id(_Model):
    """How a record's id is made; the same item always gets the same."""

    prefix: Name = _needed("What the id begins with, such as manifold.")
    fields: tuple[Text, ...] = _needed("The fields that are its own and never change.", 1)
    made_of: Literal["words", "hash"] | None = _optional(
        "The fields' words (the default), or twelve digits of a hash of them."
    )


class Only(_Model):
    """Items whose field holds another word are left out, and the reason is said."""

    field: Text = _needed("A field of theirs.")
    words: tuple[Text, ...] | None = _optional("What it may hold.")
    if_absent: Literal["taken", "left out"] | None = _optional(
        "What becomes of an item without it; default: left out."
    )
    why: Text = _needed("Why the others can't be carried over.")


class Lost(_Model):
    """What is told when it is there: it has no place in a record."""

    field: Text = _needed("A field of theirs; `*` for each of a list.")
    what: Text = _needed("What it is, such as comments.")


class Deadline(_Model):
    """One way to read the deadline; the first is taken whose fields are there."""

    kind: Literal["by", "between", "not_before", "never", "undated"] = _needed("Its kind.")
    as_said: Filled | None = _optional("The deadline in their words.")
    earliest: Filled | None = _optional("The first day of the window.")
    latest: Filled | None = _optional("The last day of the window.")
    assumed: Filled | None = _optional("What is assumed about it.")


class Criteria(_Model):
    """What decides it."""

    correct: Filled = _needed("What makes it correct.")
    incorrect: Filled = _needed("What makes it incorrect.")


class Forecast(_Model):
    """A probability that somebody gave, or one for each of a list."""

    each: Text | None = _optional("A list of theirs; its fields are `{each.name}`.")
    by: Filled = _needed("Who gave it.")
    made_on: Filled = _needed("When.")
    probability: Filled = _needed("The probability.")
    scale: Scale | None = _optional("What certainty is: 1, or 100 for percent; default 1.")
    url: Filled | None = _optional("Where it was given.")
    only_while: Literal["open"] | None = _optional(
        "Taken only while the status is open: the last price of a resolved question knew the end."
    )


class Words(_Model):
    """Our status -> their words for it; upper and lower case are one."""

    open: tuple[Text, ...] = ()
    correct: tuple[Text, ...] = ()
    partial: tuple[Text, ...] = ()
    incorrect: tuple[Text, ...] = ()
    ambiguous: tuple[Text, ...] = ()
    annulled: tuple[Text, ...] = ()
    withdrawn: tuple[Text, ...] = ()


class Verdict(_Model):
    """Where their verdict stands, and what its words mean; without one it is open."""

    of: Filled = _needed("Their verdict.")
    words: Words = _needed("Our status, and their words for it.")

    def status(self, word: str) -> Status | None:
        """Our status for a word of theirs; None for one that nobody told."""
        for status, words in self.words:
            if word.strip().casefold() in (each.casefold() for each in words):
                known: Status = status  # type: ignore[assignment]
                return known
        return None

    @property
    def known(self) -> str:
        """All the words, for a message."""
        return ", ".join(word for _, words in self.words for word in words)


class Evidence(_Model):
    """A page that says how it ended."""

    url: Filled = _needed("The page.")
    title: Filled | None = _optional("Its title.")
    publisher: Filled | None = _optional("Who published it.")
    published_on: Filled | None = _optional("When.")
    archive_url: Filled | None = _optional("A kept copy.")


class Resolution(_Model):
    """The verdict; left out while the status is open."""

    resolved_on: Filled = _needed("The day from which the verdict could be given.")
    happened_on: Filled | None = _optional("The day of the event.")
    note: Filled = _needed("Why.")
    evidence: tuple[Evidence, ...] = _needed("What says so.", 1)
    by: Filled | None = _optional("Who decided it.")


class RecordRule(_Model):
    """Our keys, and what of theirs goes there."""

    claim: Filled = _needed("The checkable sentence.")
    quote: Filled = _needed("Their words.")
    speaker: Filled = _needed("Who said it.")
    reported_by: Filled | None = _optional("Who passed it on.")
    source: Filled = _needed("Where it was said: a link.")
    made_on: Filled = _needed("When it was said.")
    hedge: Filled | None = _optional("The word of certainty.")
    deadline: tuple[Deadline, ...] = _needed("The ways to read the deadline.", 1)
    forecasts: tuple[Forecast, ...] | None = _optional("Probabilities.")
    criteria: Criteria | None = _optional("What decides it.")
    tags: tuple[Filled, ...] | None = _optional("What it is about.")
    status: Verdict = _needed("The verdict so far.")
    resolution: Resolution | None = _optional("The verdict's reasons.")


class Mapping(_Model):
    """How the files of one tracker become records."""

    name: Text = _needed("The tracker's name.")
    described_at: tuple[Url, ...] | None = _optional("Where its format is described.")
    format: Literal["csv", "json", "jsonl", "yaml"] = _needed("The format of the file.")
    list: Text | None = _optional("The field of a JSON or YAML object that holds the items.")
    delimiter: Separator | None = _optional("What separates the cells of CSV; default a comma.")
    group_by: tuple[Text, ...] | None = _optional(
        "Items that agree in these fields are one; the others are its list `rows`."
    )
    folder: Folder | None = _optional("The folder in predictions/; default none.")
    id: Id = _needed("How an id is made.")
    needs: tuple[Text, ...] | None = _optional("Fields without which there is no record.")
    only: tuple[Only, ...] | None = _optional("Which items are taken.")
    dates: tuple[DateFormat, ...] = _needed("The formats of their dates, tried in this order.", 1)
    lost: tuple[Lost, ...] | None = _optional("What a record has no place for.")
    record: RecordRule = _needed("Our keys, and what of theirs goes there.")


def shipped() -> tuple[str, ...]:
    """The names of the mappings that come with the program."""
    return tuple(sorted(path.stem for path in _SHIPPED.glob("*.yaml")))


def load_mapping(name: str) -> tuple[Mapping | None, list[Diagnostic]]:
    """A shipped mapping by its name, or one from a file.

    Raises FileNotFoundError, with the nearest name, when there is none; OSError when unreadable.
    """
    is_shipped = name in shipped()
    path = _SHIPPED / f"{name}.yaml" if is_shipped else Path(name)
    if not path.is_file():
        hint = did_you_mean(name, shipped(), instead=f"shipped: {', '.join(shipped())}")
        raise FileNotFoundError(hint)
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    source, found = parse(data, path.name if is_shipped else name)
    if source is None:
        return None, found
    mapping, found = validate(Mapping, source.value, source)
    if mapping is not None:
        found = _joined(mapping, source)
    return (None if found else mapping), found


def _joined(mapping: Mapping, source: YamlFile) -> list[Diagnostic]:
    """The rules that a single key can't tell."""
    wrong = []
    if mapping.delimiter is not None and mapping.format != "csv":
        wrong.append(("delimiter", "csv"))
    if mapping.list is not None and mapping.format in ("csv", "jsonl"):
        wrong.append(("list", "json or yaml"))
    found = []
    for key, expected in wrong:
        line, column = source.place((key,), key=True)
        message = f"`{key}` does not belong to {mapping.format}; got it, expected format {expected}"
        hint = "remove it, or change `format`"
        found.append(Diagnostic(source.path, line, column, "foreign-key", message, hint=hint))
    return found
