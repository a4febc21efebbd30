"""The model of a mapping: which field becomes which key, and which word which status.

A mapping is a YAML file, validated like a record: each mistake has its line and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError

from tracker.diagnostic import Diagnostic
from tracker.folder import unblocked
from tracker.importer.normalise import FORMATS
from tracker.importer.placeholders import Template, Theirs
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
    if isinstance(value, str) and (value in FORMATS or _is_pattern(value)):
        return value
    expected = "iso, words, unix-s, unix-ms or a pattern such as %d/%m/%Y"
    raise PydanticCustomError("invalid-date-format", expected)


def _is_pattern(form: str) -> bool:
    has_month = re.search("%[mbB]", form) is not None
    if "%Y" not in form or ("%d" in form and not has_month):
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

    prefix: Name | None = _optional("The prefix of every id, such as `manifold`.")
    fields: tuple[Text, ...] = _needed("Fields that identify an item and never change.", 1)
    made_of: Literal["words", "hash"] | None = _optional(
        "The words of the fields (the default), or twelve digits of their hash."
    )

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the fields."""
        return tuple(path for name in self.fields for path in Template.parse(f"{{{name}}}").fields)

    @property
    def own(self) -> str:
        """The field whose value is the id, if there are others for items without one."""
        return self.paths[0] if len(self.fields) == 1 < len(self.paths) else ""

    def parts(self, item: Theirs) -> list[str]:
        """What the id of an item is made from; raises Missing, Unfit."""
        return [Template.parse(f"{{{name}}}").fill(item) for name in self.fields]


class Only(_Model):
    """A filter: items with another value in this field are skipped, with the reason."""

    field: Text = _needed("A field of the item.")
    words: tuple[Text, ...] | None = _optional(
        "The allowed values; without them, any (or none, with `if_absent: import`)."
    )
    if_absent: Literal["import", "skip"] | None = _optional(
        "What to do with items without the field: `import` them, or `skip` them (the default)."
    )
    why: Text = _needed("Why other items can't be imported.")


class Lost(_Model):
    """A field that has no place in a record and is reported as not imported."""

    field: Text = _needed("A field of the item; `*` stands for each entry of a list.")
    what: Text = _needed("What the field holds, such as comments.")


class Deadline(_Model):
    """A rule that reads the deadline; the first one whose fields can be read is used.

    Without dates, the policy for deadlines reads the window of a dated kind from `as_said`.
    """

    kind: Alone | None = _optional("The kind of deadline; by default, the one that `as_said` says.")
    of: Filled | None = _optional("The text that `words` are compared with; by default `as_said`.")
    words: tuple[Text, ...] | None = _optional(
        "Use this rule only if that text starts with one of these words."
    )
    as_said: Filled | None = _optional("The deadline in the speaker's words.")
    as_said_en: Filled | None = _optional("Its translation.")
    earliest: Filled | None = _optional("The first day of the window.")
    latest: Filled | None = _optional("The last day of the window.")
    assumed: Filled | None = _optional("What is assumed about the deadline.")

    @property
    def by_policy(self) -> bool:
        """Whether kind and dates are read from the phrase."""
        return self.kind not in ("never", "undated") and not (self.earliest or self.latest)

    @property
    def fields(self) -> frozenset[str]:
        """The paths of all fields that the way names."""
        return frozenset(_named(self))


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
    """A page that shows the outcome, or one for each link in the field and each entry of a list."""

    each: Text | None = _optional("A list in the item; an entry's fields are `{each.name}`.")
    url: Filled = _needed("The address of the page.")
    title: Filled | None = _optional("Its title.")
    publisher: Filled | None = _optional("Its publisher.")
    published_on: Filled | None = _optional("The date of publication.")
    archive_url: Filled | None = _optional("An archived copy.")


class Resolution(_Model):
    """The resolution; omitted while the status is open."""

    resolved_on: Filled = _needed("The first day on which the verdict could be given.")
    happened_on: Filled | None = _optional("The day of the event.")
    summary: Filled | None = _optional("What happened, in one sentence.")
    note: Filled = _needed("The reasons.")
    evidence: tuple[Evidence, ...] = _needed("The evidence.", 1)
    by: Filled | None = _optional("Who gave the verdict.")


class RecordRule(_Model):
    """The keys of a record, each with a template for its value."""

    title: Filled | None = _optional("A short name.")
    claim: Filled = _needed("The checkable sentence.")
    quote: Filled = _needed("The speaker's own words.")
    quote_en: Filled | None = _optional("Their translation.")
    speaker: Filled = _needed("The speaker.")
    reported_by: Filled | None = _optional("Who reported the statement.")
    source: Filled = _needed("The URL of the source.")
    made_on: Filled = _needed("The date of the statement.")
    hedge: Filled | None = _optional("How certain the speaker was, in their own words.")
    hedge_en: Filled | None = _optional("Its translation.")
    deadline: tuple[Deadline, ...] = _needed("Rules for the deadline, tried in this order.", 1)
    forecasts: tuple[Forecast, ...] | None = _optional("Probability forecasts.")
    criteria: Criteria | None = _optional("The resolution criteria.")
    tags: tuple[Filled, ...] | None = _optional("The tags.")
    status: Verdict | None = _optional("The status; without it every record is open.")
    resolution: Resolution | None = _optional("The resolution.")


class Mapping(_Model):
    """How the files of one tracker become records."""

    name: Text = _needed("The tracker's name.")
    described_at: tuple[Url, ...] | None = _optional("Pages that describe its format.")
    format: Literal["csv", "json", "jsonl", "yaml"] = _needed("The format of the file.")
    list: Text | None = _optional("The field of a JSON or YAML object that contains the items.")
    each: Text | None = _optional(
        "Lists inside an item, such as `meetings.*.dates.*`: each entry becomes an item, with the "
        "fields around it, and replaces the list (`{meetings.dates.day}`)."
    )
    delimiter: Separator | None = _optional("The separator of a CSV file; a comma by default.")
    group_by: tuple[Text, ...] | None = _optional(
        "Items with the same values in these fields become one item, with a list of them in `rows`."
    )
    folder: Folder | None = _optional("The folder inside predictions/ to write to.")
    id: Id = _needed("How an id is made.")
    needs: tuple[Text, ...] | None = _optional("Fields that every item must have.")
    only: tuple[Only, ...] | None = _optional("Which items to import.")
    dates: tuple[DateFormat, ...] = _needed("The date formats, tried in this order.", 1)
    no_date: tuple[Text, ...] | None = _optional(
        "Words for an unknown date, such as TBD; the next field or rule is tried."
    )
    lost: tuple[Lost, ...] | None = _optional("Fields that have no place in a record.")
    record: RecordRule = _needed("The keys of a record, with templates for their values.")

    @cached_property
    def fields(self) -> frozenset[str]:
        """The paths of all fields that a rule names."""
        names = {*_named(self), *(self.group_by or ())}
        if self.group_by:  # each row has the columns of the item
            names |= {name.removeprefix("rows.*.") for name in names}
            names |= {f"rows.*.{name}" for name in names}
        return frozenset(names)

    @cached_property
    def of_verdict(self) -> tuple[str, ...]:
        """The paths of the fields of an item that only the resolution names, in its order."""
        without = self.record.model_copy(update={"resolution": None})
        others = set(_named(self.model_copy(update={"record": without})))
        start = (self.each or "").split("*")[0]  # what is around the entries is not an item's own
        named = dict.fromkeys(_named(self.record.resolution))
        return tuple(
            # Of a list whose first entry another rule has, the second is the next.
            f"{name}.1" if f"{name}.0" in others else name
            for name in named
            if name not in others and name.startswith(start)
        )


def _named(part: object, each: str | None = None) -> Iterator[str]:
    """The paths of all fields that a part of a mapping names."""
    if isinstance(part, Template):
        for name in part.fields:
            yield f"{each}.*{name[4:]}" if each and f"{name}.".startswith("each.") else name
    elif isinstance(part, Id):
        yield from part.paths
    elif isinstance(part, Only | Lost):
        yield part.field
    elif isinstance(part, BaseModel):
        if isinstance(part, Mapping):
            yield from part.needs or ()
        each = getattr(part, "each", None)
        for _, inner in part:
            yield from _named(inner, each)
    elif isinstance(part, tuple):
        for inner in part:
            yield from _named(inner, each)


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
        problems = [*_foreign_keys(mapping, yaml_file), *_without_phrase(mapping, yaml_file)]
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


def _without_phrase(mapping: Mapping, file: YamlFile) -> Iterator[Diagnostic]:
    """Problems of ways to read a deadline that need the words, which they don't give."""
    for number, way in enumerate(mapping.record.deadline):
        if way.as_said is None and (way.by_policy or (way.words is not None and way.of is None)):
            line, column = file.place(("record", "deadline", number))
            message = "`as_said` is required: there are no dates"
            if not way.by_policy:
                message = "`of` or `as_said` is required with `words`"
            hint = "name the field with the deadline in words"
            yield Diagnostic(file.path, line, column, "missing-key", message, hint=hint)
