"""The model of a mapping: which field becomes which key, and which word which status.

A mapping is a YAML file, validated like a record: each mistake has its line and column.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError

from tracker.diagnostic import Diagnostic
from tracker.folder import unblocked
from tracker.importer.normalise import UNIX
from tracker.importer.placeholders import Template
from tracker.records.model import Status, Text, Url
from tracker.records.validation import validate
from tracker.records.vocabulary import Alone
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
            "invalid-template", "{expected}", {"expected": f"{_TEMPLATE}; {error}"}
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
Name = Annotated[str, _is(r"[a-z0-9]+(-[a-z0-9]+)*", "lower-case letters, digits and hyphens")]
Folder = Annotated[
    str,
    _is(
        r"[a-z0-9-]+(/[a-z0-9-]+)*",
        "folder names of a-z, 0-9 and -, separated by /",
    ),
]
Separator = Annotated[str, _is(r"[,;|]|\t", "one of , ; | or a tab")]
Scale = Annotated[str, _is("1|100", "1, or 100 for percent")]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _needed(description: str, least: int | None = None) -> Any:  # as pydantic's Field
    return Field(description=description, min_length=least)


def _optional(description: str) -> Any:  # as above
    return Field(default=None, description=description)


class Id(_Model):
    """How a record's id is made; the same item always gets the same id."""

    prefix: Name = _needed("The prefix of every id, such as `manifold`.")
    fields: tuple[Text, ...] = _needed("Fields that identify an item and never change.", 1)
    made_of: Literal["words", "hash"] | None = _optional(
        "The words of the fields (the default), or twelve digits of their hash."
    )


class Only(_Model):
    """A filter: items with another value in this field are skipped, with the reason."""

    field: Text = _needed("A field of the item.")
    words: tuple[Text, ...] | None = _optional("The allowed values.")
    if_absent: Literal["import", "skip"] | None = _optional(
        "What to do with items without the field: `import` them, or `skip` them (the default)."
    )
    why: Text = _needed("Why other items can't be imported.")


class Lost(_Model):
    """A field that has no place in a record and is reported as not imported."""

    field: Text = _needed("A field of the item; `*` stands for each entry of a list.")
    what: Text = _needed("Its description, such as comments.")


class Deadline(_Model):
    """One way to read the deadline; the first one whose fields exist is used."""

    kind: Alone = _needed("The kind of deadline.")
    as_said: Filled | None = _optional("The deadline in the speaker's words.")
    earliest: Filled | None = _optional("The first day of the window.")
    latest: Filled | None = _optional("The last day of the window.")
    assumed: Filled | None = _optional("What is assumed about the deadline.")


class Criteria(_Model):
    """The resolution criteria."""

    correct: Filled = _needed("What makes the claim correct.")
    incorrect: Filled = _needed("What makes the claim incorrect.")


class Forecast(_Model):
    """A probability forecast, or one for each entry of a list."""

    each: Text | None = _optional("A list in the item; an entry's fields are `{each.name}`.")
    by: Filled = _needed("The forecaster.")
    made_on: Filled = _needed("The date of the forecast.")
    probability: Filled = _needed("The probability.")
    scale: Scale | None = _optional(
        "The value that stands for certainty: 1 (the default), or 100 for percentages."
    )
    url: Filled | None = _optional("The page of the forecast.")
    only_while: Literal["open"] | None = _optional(
        "Import the forecast only while the status is open: later prices reflect the outcome."
    )


class Words(_Model):
    """Status -> the other tracker's words for it, compared case-insensitively."""

    open: tuple[Text, ...] = ()
    correct: tuple[Text, ...] = ()
    partial: tuple[Text, ...] = ()
    incorrect: tuple[Text, ...] = ()
    ambiguous: tuple[Text, ...] = ()
    annulled: tuple[Text, ...] = ()
    withdrawn: tuple[Text, ...] = ()


class Verdict(_Model):
    """The field with the other tracker's verdict, and what its words mean; empty means open."""

    of: Filled = _needed("The other tracker's verdict.")
    words: Words = _needed("Each status, with the other tracker's words for it.")

    def status(self, word: str) -> Status | None:
        """The status for a word of the other tracker; None if the mapping does not list it."""
        for status, words in self.words:
            if word.strip().casefold() in (known.casefold() for known in words):
                listed: Status = status  # type: ignore[assignment]
                return listed
        return None

    @property
    def known(self) -> str:
        """All the words, for a message."""
        return ", ".join(word for _, words in self.words for word in words)


class Evidence(_Model):
    """A page that shows the outcome."""

    url: Filled = _needed("The address of the page.")
    title: Filled | None = _optional("Its title.")
    publisher: Filled | None = _optional("Its publisher.")
    published_on: Filled | None = _optional("The date of publication.")
    archive_url: Filled | None = _optional("An archived copy.")


class Resolution(_Model):
    """The resolution; omitted while the status is open."""

    resolved_on: Filled = _needed("The first day on which the verdict could be given.")
    happened_on: Filled | None = _optional("The day of the event.")
    note: Filled = _needed("The reasons.")
    evidence: tuple[Evidence, ...] = _needed("The evidence.", 1)
    by: Filled | None = _optional("Who gave the verdict.")


class RecordRule(_Model):
    """The keys of a record, each with a template for its value."""

    claim: Filled = _needed("The checkable sentence.")
    quote: Filled = _needed("The speaker's own words.")
    speaker: Filled = _needed("The speaker.")
    reported_by: Filled | None = _optional("Who reported the statement.")
    source: Filled = _needed("The URL of the source.")
    made_on: Filled = _needed("The date of the statement.")
    hedge: Filled | None = _optional("How certain the speaker was, in their own words.")
    deadline: tuple[Deadline, ...] = _needed("The ways to read the deadline.", 1)
    forecasts: tuple[Forecast, ...] | None = _optional("Probability forecasts.")
    criteria: Criteria | None = _optional("The resolution criteria.")
    tags: tuple[Filled, ...] | None = _optional("The tags.")
    status: Verdict = _needed("The status.")
    resolution: Resolution | None = _optional("The resolution.")


class Mapping(_Model):
    """How the files of one tracker become records."""

    name: Text = _needed("The tracker's name.")
    described_at: tuple[Url, ...] | None = _optional("Pages that describe its format.")
    format: Literal["csv", "json", "jsonl", "yaml"] = _needed("The format of the file.")
    list: Text | None = _optional("The field of a JSON or YAML object that contains the items.")
    delimiter: Separator | None = _optional("The separator of CSV cells; a comma by default.")
    group_by: tuple[Text, ...] | None = _optional(
        "Items that agree in these fields become one record; all of them are in its list `rows`."
    )
    folder: Folder | None = _optional("The folder inside predictions/ to write to.")
    id: Id = _needed("How an id is made.")
    needs: tuple[Text, ...] | None = _optional("Fields that every item must have.")
    only: tuple[Only, ...] | None = _optional("Which items to import.")
    dates: tuple[DateFormat, ...] = _needed("The date formats, tried in this order.", 1)
    lost: tuple[Lost, ...] | None = _optional("Fields that have no place in a record.")
    record: RecordRule = _needed("The keys of a record, with templates for their values.")


def shipped() -> tuple[str, ...]:
    """The names of the mappings that ship with the package."""
    return tuple(sorted(path.stem for path in _SHIPPED.glob("*.yaml")))


def load_mapping(name: str) -> tuple[Mapping | None, list[Diagnostic]]:
    """Load a shipped mapping by name, or one from a file.

    Raises FileNotFoundError, whose message is a hint, if there is none; OSError if unreadable.
    """
    is_shipped = name in shipped()
    path = _SHIPPED / f"{name}.yaml" if is_shipped else Path(name)
    if not path.is_file():
        hint = did_you_mean(name, shipped(), instead=f"choose from {', '.join(shipped())}")
        raise FileNotFoundError(hint)
    with open(path, "rb", opener=unblocked) as file:
        data = file.read(MAX_BYTES + 1)
    yaml_file, problems = parse(data, path.name if is_shipped else name)
    if yaml_file is None:
        return None, problems
    mapping, problems = validate(Mapping, yaml_file.value, yaml_file)
    if mapping is not None:
        problems = _foreign_keys(mapping, yaml_file)
    return (None if problems else mapping), problems


def _foreign_keys(mapping: Mapping, file: YamlFile) -> list[Diagnostic]:
    """Problems of keys that do not apply to the mapping's format."""
    foreign = []
    if mapping.delimiter is not None and mapping.format != "csv":
        foreign.append(("delimiter", "csv"))
    if mapping.list is not None and mapping.format in ("csv", "jsonl"):
        foreign.append(("list", "json or yaml"))
    problems = []
    for key, formats in foreign:
        line, column = file.place((key,), key=True)
        message = f"`{key}` does not apply to format `{mapping.format}`, only to {formats}"
        hint = "remove it, or change `format`"
        problems.append(Diagnostic(file.path, line, column, "foreign-key", message, hint=hint))
    return problems
