"""The models of the three kinds of file: prediction, card, person. No I/O, no clock.

Each scalar type carries its error code, its name and a hint, from which `validation` makes the
messages. Pydantic's compiled core checks them; only partial dates and durations call Python.

The description of a required key is a noun phrase: a missing key's hint is "add " and that phrase.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag
from pydantic_core import core_schema

from tracker.records.dates import Duration, PartialDate
from tracker.records.vocabulary import Kind, Status

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

__all__ = [
    "DEADLINES",
    "KIND",
    "SEEN",
    "SUMMARY_MOST",
    "TITLE_MOST",
    "AfterEvent",
    "Amendment",
    "Between",
    "By",
    "Card",
    "Criteria",
    "Deadline",
    "Evidence",
    "Forecast",
    "Ignore",
    "Leaf",
    "Never",
    "NotBefore",
    "Person",
    "Prediction",
    "Resolution",
    "Review",
    "Status",
    "Undated",
    "Update",
]

_KEY = r"[a-z0-9-]+"
# A host is letters, digits, dots, hyphens, non-ASCII letters or a bracketed address: no user name,
# no spaces, no characters that a renderer could read as markup.
_HTTP = (
    r"[Hh][Tt][Tt][Pp][Ss]?://"
    r"(?:\[[0-9A-Fa-f:.]+\]|[^\s/?#@:<>\x22'`\\\[\]]+)"  # the host
    r"(?::[0-9]{1,5})?"
    r"(?:[/?#][^\s<>\x22`\\]*)?"
)
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_LEAP = r"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
# A day that exists, for editors; here the calendar decides.
_REAL_DAY = (
    r"(?!0000)(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    rf"|{_LEAP}-02-29)"
)
_REAL_DATE = rf"(?:{_REAL_DAY}|(?!0000)[0-9]{{4}}(?:-(?:0[1-9]|1[0-2]))?)"
_SHARE = r"^(?:0(?:\.[0-9]+)?|1(?:\.0+)?)$"


class Leaf:
    """A scalar type: its core schema, its error (code, name of the type, hint), its JSON Schemas.

    `json` describes it as text and `also` what an editor's YAML 1.2 reader may make of it instead.
    `title` heads what the editor shows of it.
    """

    def __init__(
        self,
        schema: core_schema.CoreSchema,
        code: str,
        name: str,
        hint: str,
        title: str,
        json: Mapping[str, object],
        *also: Mapping[str, object],
    ) -> None:
        self.schema, self.code, self.name, self.hint = schema, code, name, hint
        self.title, self.json, self.also = title, json, also

    def __get_pydantic_core_schema__(
        self, _source: object, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.custom_error_schema(
            self.schema,
            custom_error_type=self.code,
            custom_error_message=self.hint,
            custom_error_context={"name": self.name},
        )


def _pattern(
    pattern: str, code: str, name: str, hint: str, title: str, *also: Mapping[str, object]
) -> Leaf:
    anchored = f"^(?:{pattern})$"
    schema = core_schema.str_schema(pattern=anchored)
    return Leaf(schema, code, name, hint, title, {"pattern": anchored}, *also)


# Characters that leave a page blank: Unicode's Default_Ignorable_Code_Point as far as it is in use,
# the format controls of annotations, hieroglyphs, shorthand and music, and the Braille blank.
# Escapes for the engines of pydantic, Python and ECMA 262; beyond U+FFFF they have none in common,
# so the characters themselves.
_BLANK = (
    r"\s\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E"
    r"\u2060-\u206F\u2800\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB"
    "\U00013430-\U00013438\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
#: A pattern that finds a visible character.
SEEN = f"[^{_BLANK}]"
# YAML 1.2 editors read plain scalars as numbers and booleans: 2024, 1.5 and true are text here.
_NUMBER: Mapping[str, object] = {"title": "Number", "type": "number"}
_INTEGER: Mapping[str, object] = {"title": "Integer", "type": "integer"}
# Written as what it is not, so that completion does not offer `true` and `false`.
_BOOLEAN: Mapping[str, object] = {
    "title": "Boolean",
    "not": {"title": "No boolean", "type": ["string", "number", "object", "array", "null"]},
}
_TEXT = Leaf(
    core_schema.str_schema(pattern=SEEN),
    "empty-text",
    "text",
    "",
    "Text",
    {"pattern": SEEN, "patternErrorMessage": "Write text that can be seen."},
    _NUMBER,
    _BOOLEAN,
)
TITLE_MOST, SUMMARY_MOST = 60, 160  # the length of a label in a chart; of one sentence in a list


def _short(most: int, code: str, title: str) -> Leaf:
    # `maxLength` counts UTF-16 units in editors; a pattern counts characters everywhere.
    words = f"Write at most {most} characters."
    length = {"pattern": rf"^[\s\S]{{0,{most}}}$", "patternErrorMessage": words}
    return Leaf(
        core_schema.str_schema(pattern=SEEN, max_length=most),
        code,
        "text",
        f"limit {most}",
        title,
        {**_TEXT.json, "allOf": [length]},
        _NUMBER,
        _BOOLEAN,
    )


_DATE_HINT = "write a date such as 2024-03-05, 2024-03, 2024 or 2024-02-16/2024-05-13"

Text = Annotated[str, _TEXT]
Title = Annotated[str, _short(TITLE_MOST, "invalid-title", "Title")]
Summary = Annotated[str, _short(SUMMARY_MOST, "invalid-summary", "Summary")]
Id = Annotated[
    str,
    _pattern(
        _KEY,
        "invalid-id",
        "an id",
        "write the id of a record: lower-case letters, digits and hyphens",
        "Id",
        _INTEGER,
        _BOOLEAN,
    ),
]
Url = Annotated[
    str,
    _pattern(
        _HTTP,
        "invalid-url",
        "a URL",
        "write a full address such as https://example.org/page",
        "Link",
    ),
]
SourceRef = Annotated[
    str,
    _pattern(
        f"{_KEY}|{_HTTP}",
        "invalid-source",
        "a source",
        "write the name of a card in seeds/ or a link that starts with https://",
        "Source",
        _INTEGER,
        _BOOLEAN,
    ),
]
Day = Annotated[
    date,
    Leaf(
        core_schema.chain_schema(
            [core_schema.str_schema(pattern=f"^{_DAY}$"), core_schema.date_schema()]
        ),
        "invalid-date",
        "a date",
        "write a full date such as 2024-03-05",
        "Day",
        {
            "pattern": f"^{_REAL_DAY}$",
            "patternErrorMessage": "Write a day of the calendar, such as 2024-03-05.",
        },
    ),
]
Partial = Annotated[
    PartialDate,
    Leaf(
        core_schema.chain_schema(
            [
                core_schema.str_schema(),
                core_schema.no_info_plain_validator_function(PartialDate.parse),
            ]
        ),
        "invalid-date",
        "a date",
        _DATE_HINT,
        "Date",
        {
            "pattern": f"^{_REAL_DATE}(?:/{_REAL_DATE})?$",
            "patternErrorMessage": "Write a date of the calendar: 2024-03-05, 2024-03, 2024, "
            "or bounds such as 2024-02-16/2024-05-13.",
        },
        # 0999 is read as 999, and 24 is a mistake.
        {"title": "Year", "type": "integer", "minimum": 100, "maximum": 9999},
    ),
]
Span = Annotated[
    Duration,
    Leaf(
        core_schema.chain_schema(
            [
                core_schema.str_schema(),
                core_schema.no_info_plain_validator_function(Duration.parse),
            ]
        ),
        "invalid-duration",
        "a duration",
        "write an ISO 8601 duration such as P2Y, P18M or P30D",
        "Duration",
        {"pattern": r"^P(?=[0-9])([0-9]{1,4}Y)?([0-9]{1,5}M)?([0-9]{1,5}W)?([0-9]{1,6}D)?$"},
    ),
]
Probability = Annotated[
    float,
    Leaf(
        core_schema.chain_schema(
            [core_schema.str_schema(pattern=_SHARE), core_schema.float_schema()]
        ),
        "invalid-probability",
        "a probability",
        "write a number from 0 to 1, such as 0.7",
        "Probability",
        {"pattern": _SHARE},
        {"title": "Share", "type": "number", "minimum": 0, "maximum": 1},
    ),
]
Language = Annotated[
    str,
    _pattern(
        r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*",
        "invalid-language",
        "a language",
        "write a BCP 47 tag such as zh-Hans, zh-Hant or en",
        "Language",
    ),
]
FileName = Annotated[
    str,
    _pattern(
        r"[^/\\\s.][^/\\\r\n\t]*",
        "invalid-file-name",
        "a file name",
        "write the name of the file only, such as interview.txt",
        "FileName",
        _NUMBER,
        _BOOLEAN,
    ),
]
Sha256 = Annotated[
    str,
    _pattern(
        r"[0-9a-f]{64}",
        "invalid-sha256",
        "a SHA-256",
        "write 64 lower-case hexadecimal digits",
        "Sha256",
    ),
]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _field(description: str, *examples: object) -> Any:  # pydantic's Field is typed the same way
    return Field(description=description, examples=list(examples) or None)


def _optional(description: str, *examples: object) -> Any:  # as above
    return Field(default=None, description=description, examples=list(examples) or None)


# --- deadlines: one class for each kind, so that another kind's keys are unknown to it ---

_AS_SAID = "The deadline in the speaker's own words."
_AS_SAID_EN = "A literal English translation of `as_said`, if it is in another language."
KIND = "The kind of deadline: by, between, not_before, never, after_event or undated."
_ASSUMED = "What the editor assumed beyond the speaker's words, in one sentence."


class By(_Model):
    """A deadline: the event must happen on or before `latest`."""

    as_said: Text = _field(_AS_SAID, "within two years", "by 2030")
    as_said_en: Text | None = _optional(_AS_SAID_EN)
    kind: Literal["by"] = _field(KIND)
    latest: Day = _field("The last day that counts; the prediction is due from the day after.")
    assumed: Text | None = _optional(_ASSUMED)


class Between(_Model):
    """A window: the event must happen by `latest`; before `earliest` it is early."""

    as_said: Text = _field(_AS_SAID, "within 3 to 5 years", "in 2030")
    as_said_en: Text | None = _optional(_AS_SAID_EN)
    kind: Literal["between"] = _field(KIND)
    earliest: Day = _field("The first day of the window.")
    latest: Day = _field("The last day of the window.")
    assumed: Text | None = _optional(_ASSUMED)


class NotBefore(_Model):
    """A lower bound: the event must not happen before `earliest`."""

    as_said: Text = _field(_AS_SAID, "not before 2030", "perhaps not even in 10 years")
    as_said_en: Text | None = _optional(_AS_SAID_EN)
    kind: Literal["not_before"] = _field(KIND)
    earliest: Day = _field(
        "The first day on which the event may happen; the prediction is due from then on."
    )
    assumed: Text | None = _optional(_ASSUMED)


class Never(_Model):
    """Something that will never happen: the claim can be refuted but never confirmed."""

    as_said: Text | None = _optional(_AS_SAID, "never", "always")
    as_said_en: Text | None = _optional(_AS_SAID_EN)
    kind: Literal["never"] = _field(KIND)
    assumed: Text | None = _optional(_ASSUMED)


class AfterEvent(_Model):
    """A deadline that starts with another prediction's event."""

    as_said: Text | None = _optional(_AS_SAID)
    as_said_en: Text | None = _optional(_AS_SAID_EN)
    kind: Literal["after_event"] = _field(KIND)
    after: Id = _field("The id of the prediction whose event starts the clock.")
    within: Span | None = _optional(
        "The time allowed after the event, as an ISO 8601 duration; if omitted, the prediction is "
        "due from the day after the event.",
        "P1Y",
        "P18M",
    )
    assumed: Text | None = _optional(_ASSUMED)


class Undated(_Model):
    """No deadline was given: the record comes up for review a year after the statement."""

    as_said: Text | None = _optional(_AS_SAID)
    as_said_en: Text | None = _optional(_AS_SAID_EN)
    kind: Literal["undated"] = _field(KIND)
    assumed: Text | None = _optional(_ASSUMED)


Deadline = By | Between | NotBefore | Never | AfterEvent | Undated
DEADLINES: Mapping[str, type[Deadline]] = {
    "by": By,
    "between": Between,
    "not_before": NotBefore,
    "never": Never,
    "after_event": AfterEvent,
    "undated": Undated,
}


def _deadline_tag(value: object) -> str | None:
    """The kind of deadline that a value has; `date` for a bare date."""
    if isinstance(value, str):
        return "date"
    if isinstance(value, dict):
        kind = value.get("kind")
        return kind if isinstance(kind, str) and kind != "date" else None
    return getattr(value, "kind", "date" if isinstance(value, date) else None)


_DeadlineInput = Annotated[
    Annotated[Day, Tag("date")]
    | Annotated[By, Tag("by")]
    | Annotated[Between, Tag("between")]
    | Annotated[NotBefore, Tag("not_before")]
    | Annotated[Never, Tag("never")]
    | Annotated[AfterEvent, Tag("after_event")]
    | Annotated[Undated, Tag("undated")],
    Discriminator(_deadline_tag),
]


# --- the parts of a record ---


class Criteria(_Model):
    """What makes the claim correct or incorrect, written before the outcome is looked up."""

    correct: Text = _field("The outcome that makes the claim correct.")
    incorrect: Text = _field("The outcome that makes the claim incorrect.")


class Evidence(_Model):
    """A page that was read as evidence."""

    url: Url = _field("The address of the page.")
    title: Text | None = _optional("The title of the page.")
    publisher: Text | None = _optional("The publisher of the page.")
    published_on: Partial | None = _optional(
        "The publication date, as precise as the page gives it."
    )
    archive_url: Url | None = _optional("An archived copy of the page.")


class Resolution(_Model):
    """The date, the reasons and the evidence of the verdict."""

    resolved_on: Partial = _field("The first day on which the verdict could be given.")
    happened_on: Partial | None = _optional(
        "The day of the event, even if after the deadline; omit it if it has not happened."
    )
    summary: Summary | None = _optional("What happened, in one sentence of at most 160 characters.")
    note: Text = _field(
        "The reasons for the verdict, in two or three sentences a sceptic would accept."
    )
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)] = _field(
        "The pages that support the verdict."
    )
    recorded_on: Day | None = _optional("The day the verdict was recorded.")
    by: Text | None = _optional("Who recorded the verdict.")


class Forecast(_Model):
    """A probability that someone stated on a date."""

    by: Text = _field("The forecaster: a key of seeds/people.yaml or a name.")
    made_on: Partial = _field("The date of the forecast.")
    probability: Probability = _field("The probability, from 0 to 1.")
    url: Url | None = _optional("Where the forecast was published.")


class Review(_Model):
    """When to look at the record again."""

    next: Day = _field("The day of the next review.")
    why: Text = _field("The reason for waiting until then.")


class Update(_Model):
    """Progress without a verdict."""

    date: Day = _field("The day of the update.")
    note: Text = _field("What was found or searched for.")
    url: Url | None = _optional("Where it was found.")


#: Every key of a record but `amended` itself.
AmendedKey = Literal[
    "claim",
    "title",
    "quote",
    "quote_en",
    "quote_in_copy",
    "speaker",
    "reported_by",
    "source",
    "made_on",
    "hedge",
    "hedge_en",
    "deadline",
    "forecasts",
    "criteria",
    "restates",
    "tags",
    "status",
    "resolution",
    "review",
    "updates",
    "ignore",
]


class Amendment(_Model):
    """A later change to the record, with its reason."""

    date: Day = _field("The day of the change.")
    what: Annotated[tuple[AmendedKey, ...], Field(min_length=1)] = _field("The keys that changed.")
    why: Text = _field("The reason for the change.")


class Ignore(_Model):
    """A warning of `tracker check` that is silenced for this record, with the reason."""

    code: Text = _field("The code of the warning.")
    why: Text = _field("Why the warning does not apply here.")


# --- the three kinds of file ---


class Prediction(_Model):
    """One public forward-looking statement."""

    # The keys are in their canonical order: new records are written in it.

    claim: Text = _field(
        "The claim as one checkable English sentence; in the editor's words, not the speaker's."
    )
    title: Title | None = _optional(
        "A short name of at most 60 characters, for charts, lists and calendars."
    )
    quote: Text = _field(
        "The speaker's own words, verbatim: the shortest clause that carries the claim."
    )
    quote_en: Text | None = _optional(
        "A literal English translation of the quote, if it is in another language."
    )
    quote_in_copy: Text | None = _optional(
        "The clause as it appears in a damaged or reworded copy."
    )
    speaker: Text = _field(
        "The person or organisation that predicted it: a key of seeds/people.yaml or a name."
    )
    reported_by: Text | None = _optional(
        "Who reported it, if not the speaker: a key of seeds/people.yaml or a name."
    )
    source: SourceRef = _field(
        "The document it was found in: the name of a card in seeds/ or a link."
    )
    made_on: Partial = _field("The date of the statement, as precise as the evidence allows.")
    hedge: Text | None = _optional(
        "How certain the speaker was, in their own words.", "I believe", "probably"
    )
    hedge_en: Text | None = _optional("A literal English translation of the hedge.")
    deadline: _DeadlineInput = _field(
        "The deadline as a date or a mapping; a date is short for kind `by`."
    )
    forecasts: tuple[Forecast, ...] | None = _optional(
        "Probabilities that people stated for the claim."
    )
    criteria: Criteria | None = _optional(
        "What makes the claim correct or incorrect; required with a verdict and for the kinds "
        "`by`, `between` and `not_before`."
    )
    restates: Id | None = _optional("The id of an earlier statement of the same claim.")
    tags: tuple[Text, ...] | None = _optional("The topics.")
    status: Status = _field("The verdict, or `open` while there is none.")
    resolution: Resolution | None = _optional(
        "The reasons for the verdict; required with a verdict, not allowed without one."
    )
    review: Review | None = _optional("When to look again, and why.")
    updates: tuple[Update, ...] | None = _optional("Progress so far, without a verdict.")
    amended: tuple[Amendment, ...] | None = _optional("Later changes to the record, with reasons.")
    ignore: tuple[Ignore, ...] | None = _optional(
        "Warnings that do not apply to this record, with reasons."
    )

    @property
    def kind(self) -> Kind:
        """The deadline's kind; a bare date is `by`."""
        return "by" if isinstance(self.deadline, date) else self.deadline.kind

    @property
    def as_said(self) -> str | None:
        """The deadline in the speaker's words, if recorded."""
        return None if isinstance(self.deadline, date) else self.deadline.as_said

    @property
    def as_said_en(self) -> str | None:
        """The English translation of `as_said`."""
        return None if isinstance(self.deadline, date) else self.deadline.as_said_en

    @property
    def assumed(self) -> str | None:
        """What the editor assumed about the deadline."""
        return None if isinstance(self.deadline, date) else self.deadline.assumed

    @property
    def after(self) -> str | None:
        """The id of the prediction whose event starts the clock."""
        return self.deadline.after if isinstance(self.deadline, AfterEvent) else None

    @property
    def window(self) -> tuple[date | None, date | None]:
        """`earliest` and `latest`, as written."""
        match self.deadline:
            case date():
                return None, self.deadline
            case By(latest=latest):
                return None, latest
            case Between(earliest=earliest, latest=latest):
                return earliest, latest
            case NotBefore(earliest=earliest):
                return earliest, None
            case _:
                return None, None


class Person(_Model):
    """A person or an organisation."""

    name: Text = _field("The name as the person or organisation writes it.")
    name_en: Text | None = _optional("The name in Latin letters.")
    role: Text | None = _optional("Their role at the time of the statement.")
    affiliation: Text | None = _optional("The organisation they belonged to.")
    stake: Text | None = _optional("What they gain if they are believed.")

    @property
    def names(self) -> tuple[str, ...]:
        """Their names, the display name last."""
        return tuple(dict.fromkeys((self.name, self.name_en or self.name)))


class PublishedOn(_Model):
    """When a source was published, and how that is known."""

    date: Partial = _field("The publication date, as precise as the evidence allows.")
    evidence: Text = _field("The evidence for the date.")


class Document(_Model):
    """The copy that the quotes were taken from, which is not part of the registry."""

    file: FileName = _field("The name of the file.")
    sha256: Sha256 = _field("The SHA-256 checksum of the file.")


class Card(_Model):
    """A card: what is known about a source."""

    title: Text = _field("The title of the document.")
    title_en: Text | None = _optional("The title in English.")
    publisher: Text | None = _optional("The publisher.")
    kind: Text | None = _optional("The kind of document.", "interview", "panel", "article", "post")
    language: Language | None = _optional(
        "The language, as a BCP 47 tag.", "en", "zh-Hans", "zh-Hant"
    )
    published_on: PublishedOn | None = _optional("The publication date, and how it is known.")
    url: Url | None = _optional("The address of the document.")
    archive_url: Url | None = _optional("An archived copy of the document.")
    authors: tuple[Text, ...] | None = _optional("The authors: keys of seeds/people.yaml or names.")
    document: Document | None = _optional("The copy that the quotes were taken from.")
    note: Text | None = _optional("Known problems of the copy.")
