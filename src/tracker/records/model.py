"""Owns the shape of the data: prediction, source card, person. Frozen, closed; no I/O, no clock.

Every leaf names its own error code and what it expects, so that `validation` can say it in plain
words. Leaves are checked by the compiled core, without Python functions where a record is valid,
but for the two date types that are more than a pattern.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag
from pydantic_core import core_schema

from tracker.records.dates import Duration, PartialDate
from tracker.records.vocabulary import DATED, VERDICTS, Kind, Status

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

__all__ = [
    "DEADLINES",
    "JOINED",
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
    "Joined",
    "Never",
    "NotBefore",
    "Person",
    "Prediction",
    "Resolution",
    "Review",
    "Status",
    "Undated",
    "Update",
    "unjoined",
]

_KEY = r"[a-z0-9-]+"
# A host is letters, digits, dots, hyphens, non-ASCII letters or a bracketed address: no user part,
# no spaces, no characters that a renderer could take for markup.
_HTTP = (
    r"[Hh][Tt][Tt][Pp][Ss]?://"
    r"(?:\[[0-9A-Fa-f:.]+\]|[^\s/?#@:<>\x22'`\\\[\]]+)"  # the host
    r"(?::[0-9]{1,5})?"
    r"(?:[/?#][^\s<>\x22`\\]*)?"
)
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MONTH = r"[0-9]{4}-(?:0[1-9]|1[0-2])"
_ANY_DATE = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?"


class _Leaf:
    """A checked scalar: its core schema, its error (code and expectation), its JSON Schema."""

    def __init__(
        self, schema: core_schema.CoreSchema, code: str, expected: str, json: JsonSchemaValue
    ) -> None:
        self.schema, self.code, self.expected, self.json = schema, code, expected, json

    def __get_pydantic_core_schema__(
        self, _source: object, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.custom_error_schema(
            self.schema, custom_error_type=self.code, custom_error_message=self.expected
        )

    def __get_pydantic_json_schema__(
        self, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return dict(self.json)


def _pattern(pattern: str, code: str, expected: str, **json: object) -> _Leaf:
    anchored = f"^(?:{pattern})$"
    return _Leaf(
        core_schema.str_schema(pattern=anchored),
        code,
        expected,
        {"type": "string", "pattern": anchored, **json},
    )


# What a YAML 1.2 editor makes of a plain scalar is text to us: 2024, 1.5 and true are words.
_TEXT = _Leaf(
    core_schema.str_schema(pattern=r"\S"),
    "empty-text",
    "some text",
    {"type": ["string", "number", "boolean"], "pattern": r"\S"},
)
TITLE_MOST, SUMMARY_MOST = 60, 160  # a chart's label and a calendar's line; a list's one sentence


def _short(most: int, code: str) -> _Leaf:
    return _Leaf(
        core_schema.str_schema(pattern=r"\S", max_length=most),
        code,
        f"some text of at most {most} characters",
        {"type": ["string", "number", "boolean"], "pattern": r"\S", "maxLength": most},
    )


_DATE_TEXT = "a date such as 2024-03-05, 2024-03, 2024 or 2024-02-16/2024-05-13"

Text = Annotated[str, _TEXT]
Title = Annotated[str, _short(TITLE_MOST, "invalid-title")]
Summary = Annotated[str, _short(SUMMARY_MOST, "invalid-summary")]
Id = Annotated[
    str,
    _pattern(_KEY, "invalid-id", "an id of a-z, 0-9 and -", type=["string", "integer", "boolean"]),
]
Url = Annotated[
    str,
    _pattern(_HTTP, "invalid-url", "a link that starts with https:// or http:// and names a host"),
]
SourceRef = Annotated[
    str,
    _pattern(
        f"{_KEY}|{_HTTP}",
        "invalid-source",
        "the name of a card in seeds/ or a link that starts with https://",
        type=["string", "integer", "boolean"],
    ),
]
Day = Annotated[
    date,
    _Leaf(
        core_schema.chain_schema(
            [core_schema.str_schema(pattern=f"^{_DAY}$"), core_schema.date_schema()]
        ),
        "invalid-date",
        "a full date such as 2024-03-05",
        {"type": "string", "format": "date", "pattern": f"^{_DAY}$"},
    ),
]
Partial = Annotated[
    PartialDate,
    _Leaf(
        core_schema.chain_schema(
            [
                core_schema.str_schema(),
                core_schema.no_info_plain_validator_function(PartialDate.parse),
            ]
        ),
        "invalid-date",
        _DATE_TEXT,
        {
            "type": ["string", "integer"],
            "minimum": 1000,
            "maximum": 9999,
            "anyOf": [
                {"type": "integer"},
                {"format": "date", "pattern": f"^{_DAY}$"},
                {"pattern": f"^(?:{_MONTH}|(?!0000)[0-9]{{4}})$"},
                {"pattern": f"^{_ANY_DATE}/{_ANY_DATE}$"},
            ],
        },
    ),
]
Span = Annotated[
    Duration,
    _Leaf(
        core_schema.chain_schema(
            [
                core_schema.str_schema(),
                core_schema.no_info_plain_validator_function(Duration.parse),
            ]
        ),
        "invalid-duration",
        "an ISO 8601 duration such as P2Y, P18M or P30D",
        {
            "type": "string",
            "pattern": r"^P(?=[0-9])([0-9]{1,4}Y)?([0-9]{1,5}M)?([0-9]{1,5}W)?([0-9]{1,6}D)?$",
        },
    ),
]
Probability = Annotated[
    float,
    _Leaf(
        core_schema.chain_schema(
            [
                core_schema.str_schema(pattern=r"^(?:0(?:\.[0-9]+)?|1(?:\.0+)?)$"),
                core_schema.float_schema(),
            ]
        ),
        "invalid-probability",
        "a probability from 0 to 1, such as 0.7",
        {
            "type": ["string", "number"],
            "minimum": 0,
            "maximum": 1,
            "pattern": r"^(?:0(?:\.[0-9]+)?|1(?:\.0+)?)$",
        },
    ),
]
Language = Annotated[
    str,
    _pattern(
        r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*",
        "invalid-language",
        "a BCP 47 language tag such as zh-Hans, zh-Hant or en",
    ),
]
FileName = Annotated[
    str,
    _pattern(
        r"[^/\\\s.][^/\\\r\n\t]*",
        "invalid-file-name",
        "a file name without a folder",
        type=["string", "number", "boolean"],
    ),
]
Sha256 = Annotated[
    str, _pattern(r"[0-9a-f]{64}", "invalid-sha256", "a SHA-256 of 64 lower-case hex digits")
]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _field(description: str, *examples: object) -> Any:  # pydantic's Field is typed the same way
    return Field(description=description, examples=list(examples) or None)


def _optional(description: str, *examples: object) -> Any:  # as above
    return Field(default=None, description=description, examples=list(examples) or None)


# --- deadlines: one class a kind, so that a key that is foreign to the kind is unknown to it ---

_AS_SAID = "The deadline in the speaker's own words."
_AS_SAID_EN = "Our literal English of `as_said`, where it is in another language."
_KIND = "How the deadline binds: by, between, not_before, never, after_event or undated."
_ASSUMED = "What we decided about the deadline and the speaker did not say, in one sentence."


class By(_Model):
    """It happens on or before `latest`."""

    as_said: Text = _field(_AS_SAID, "兩年內", "within two years")
    as_said_en: Text | None = _optional(_AS_SAID_EN, "within two years")
    kind: Literal["by"] = _field(_KIND)
    latest: Day = _field("The last day that still counts; due from the day after.", "2026-05-13")
    assumed: Text | None = _optional(_ASSUMED)


class Between(_Model):
    """It happens from `earliest` to `latest`, both included."""

    as_said: Text = _field(_AS_SAID, "在3到5年內")
    as_said_en: Text | None = _optional(_AS_SAID_EN, "within two years")
    kind: Literal["between"] = _field(_KIND)
    earliest: Day = _field("The first day of the window.", "2027-02-16")
    latest: Day = _field("The last day of the window.", "2029-05-13")
    assumed: Text | None = _optional(_ASSUMED)


class NotBefore(_Model):
    """A lower bound: it does not happen before `earliest`."""

    as_said: Text = _field(_AS_SAID, "10年可能都做不到")
    as_said_en: Text | None = _optional(_AS_SAID_EN, "within two years")
    kind: Literal["not_before"] = _field(_KIND)
    earliest: Day = _field("The first day on which it may happen; due from then on.", "2034-05-13")
    assumed: Text | None = _optional(_ASSUMED)


class Never(_Model):
    """It never happens (or it always holds): it can be refuted, never confirmed."""

    as_said: Text | None = _optional(_AS_SAID, "永遠")
    as_said_en: Text | None = _optional(_AS_SAID_EN, "within two years")
    kind: Literal["never"] = _field(_KIND)
    assumed: Text | None = _optional(_ASSUMED)


class AfterEvent(_Model):
    """It holds once another prediction's event has happened, or within a time after it."""

    as_said: Text | None = _optional(_AS_SAID)
    as_said_en: Text | None = _optional(_AS_SAID_EN, "within two years")
    kind: Literal["after_event"] = _field(_KIND)
    after: Id = _field("The id of the prediction whose event it waits for.", "gpt-5-in-2024")
    within: Span | None = _optional("ISO 8601 duration after the event; absent: at once.", "P1Y")
    assumed: Text | None = _optional(_ASSUMED)


class Undated(_Model):
    """No time was named; it comes up for review a year after it was said."""

    as_said: Text | None = _optional(_AS_SAID)
    as_said_en: Text | None = _optional(_AS_SAID_EN, "within two years")
    kind: Literal["undated"] = _field(_KIND)
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
    """Which kind of deadline a value is to be read as; `date` for a bare one."""
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
    """What makes the claim correct and what makes it incorrect, written before looking."""

    correct: Text = _field("What must have happened for the claim to be correct.")
    incorrect: Text = _field("What makes the claim incorrect.")


class Evidence(_Model):
    """A page that was found and read."""

    url: Url = _field("The page.", "https://example.org/report")
    title: Text | None = _optional("Its title.")
    publisher: Text | None = _optional("Who published it.")
    published_on: Partial | None = _optional("When, as precisely as the page says.", "2025-08-07")
    archive_url: Url | None = _optional("A kept copy of the page.")


class Resolution(_Model):
    """The verdict: from when it could be given, why, and on what evidence."""

    resolved_on: Partial = _field("The day from which the verdict could be given.", "2025-08-07")
    happened_on: Partial | None = _optional("The day the event took place, if it did.")
    summary: Summary | None = _optional(
        "What happened, in one sentence of at most 160 characters.",
        "Meta released Llama 3 on 18 April 2024.",
    )
    note: Text = _field("Why, in two or three sentences that a sceptic would accept.")
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)] = _field("What was read.")
    recorded_on: Day | None = _optional("The day the verdict was written down.")
    by: Text | None = _optional("Who wrote it down.")


class Forecast(_Model):
    """A probability that somebody gave on a date."""

    by: Text = _field("Who gave it: a key of seeds/people.yaml or a name.")
    made_on: Partial = _field("When it was given.")
    probability: Probability = _field("A number from 0 to 1.", "0.7")
    url: Url | None = _optional("Where it was given.")


class Review(_Model):
    """Look again on that day."""

    next: Day = _field("The day to look again.")
    why: Text = _field("What is waited for.")


class Update(_Model):
    """Progress on the way, without a verdict."""

    date: Day = _field("The day of the note.")
    note: Text = _field("What was seen or looked for.")
    url: Url | None = _optional("Where.")


AmendedKey = Literal[
    "claim", "quote", "quote_in_copy", "speaker", "reported_by", "source", "made_on", "hedge",
    "deadline", "criteria", "forecasts", "restates", "review", "tags", "status", "resolution",
]  # fmt: skip


class Amendment(_Model):
    """A later change of what the record says, with its reason."""

    date: Day = _field("The day of the change.")
    what: Annotated[tuple[AmendedKey, ...], Field(min_length=1)] = _field("The keys that changed.")
    why: Text = _field("Why.")


class Ignore(_Model):
    """A warning of `tracker check` that is silenced for this record, with the reason."""

    code: Text = _field("The code of the check.", "near-duplicate")
    why: Text = _field("Why it is a false alarm here.")


# --- the three kinds of file ---


class Prediction(_Model):
    """One public forward-looking statement. The keys stand here in their canonical order."""

    claim: Text = _field("The checkable sentence, in English, in our words.")
    title: Title | None = _optional(
        "A short name of at most 60 characters, for charts, lists and calendars.",
        "Chips at 90% of an A100",
    )
    quote: Text = _field("The speaker's own words, verbatim: the shortest clause with the claim.")
    quote_en: Text | None = _optional(
        "Our literal English of the quote, where it is in another language."
    )
    quote_in_copy: Text | None = _optional("The clause as a damaged or re-spun copy has it.")
    speaker: Text = _field("Who predicted: a key of seeds/people.yaml or a name.", "wang-yang")
    reported_by: Text | None = _optional("Who passed it on: a key or a name.")
    source: SourceRef = _field("A card of seeds/ or a link.", "economic-herald-3563")
    made_on: Partial = _field("When it was said, never more precisely than known.", "2024-03")
    hedge: Text | None = _optional("The speaker's own word of certainty.", "可能", "I believe")
    hedge_en: Text | None = _optional("Our literal English of the hedge.", "probably")
    deadline: _DeadlineInput = _field("A date, or a mapping; a date is short for kind `by`.")
    forecasts: tuple[Forecast, ...] | None = _optional("Probabilities given by anybody.")
    criteria: Criteria | None = _optional(
        "What decides it; mandatory for dated kinds and once there is a verdict."
    )
    restates: Id | None = _optional("The id of the earlier statement of the same claim.")
    tags: tuple[Text, ...] | None = _optional("What it is about.", ["chips"])
    status: Status = _field("The verdict so far, written by people.", "open")
    resolution: Resolution | None = _optional(
        "The verdict's reasons; mandatory when the status is not open, else absent."
    )
    review: Review | None = _optional("When to look again, and why then.")
    updates: tuple[Update, ...] | None = _optional("Progress on the way.")
    amended: tuple[Amendment, ...] | None = _optional("Later changes of what the record says.")
    ignore: tuple[Ignore, ...] | None = _optional("Warnings silenced with a reason.")

    @property
    def kind(self) -> Kind:
        """The deadline's kind; a bare date is `by`."""
        return "by" if isinstance(self.deadline, date) else self.deadline.kind

    @property
    def as_said(self) -> str | None:
        """The deadline in the speaker's words, where the record has them."""
        return None if isinstance(self.deadline, date) else self.deadline.as_said

    @property
    def as_said_en(self) -> str | None:
        """Our English of `as_said`."""
        return None if isinstance(self.deadline, date) else self.deadline.as_said_en

    @property
    def assumed(self) -> str | None:
        """What was decided about the deadline and not said."""
        return None if isinstance(self.deadline, date) else self.deadline.assumed

    @property
    def after(self) -> str | None:
        """The id of the prediction whose event it waits for."""
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


class Joined(NamedTuple):
    """While `status` or `kind` is one of `values`, `key` must be there (or must not be)."""

    of: Literal["status", "kind"]
    values: tuple[str, ...]
    key: Literal["resolution", "criteria"]
    is_wanted: bool


#: The rules that join keys of a record; the JSON Schema is made from them too.
JOINED = (
    Joined("status", ("open",), "resolution", is_wanted=False),
    Joined("status", VERDICTS, "resolution", is_wanted=True),
    Joined("kind", DATED, "criteria", is_wanted=True),
    Joined("status", VERDICTS, "criteria", is_wanted=True),
)


def unjoined(prediction: Prediction) -> Iterator[Joined]:
    """The rules that a record breaks, the first for each key."""
    told = set()
    for rule in JOINED:
        is_there = getattr(prediction, rule.key) is not None
        applies = getattr(prediction, rule.of) in rule.values
        if applies and is_there is not rule.is_wanted and rule.key not in told:
            told.add(rule.key)
            yield rule


class Person(_Model):
    """A person or an organisation."""

    name: Text = _field("The name as they write it.", "汪揚")
    name_en: Text | None = _optional("The name in Latin letters.", "Wang Yang")
    role: Text | None = _optional("What they did when they spoke.")
    affiliation: Text | None = _optional("For whom.")
    stake: Text | None = _optional("What they gain from being believed.")

    @property
    def names(self) -> tuple[str, ...]:
        """Their names, the one to be shown last."""
        return tuple(dict.fromkeys((self.name, self.name_en or self.name)))


class PublishedOn(_Model):
    """When a source was published, and how that is known."""

    date: Partial = _field("As precise as the evidence.", "2024-03-11")
    evidence: Text = _field("How it is known.")


class Document(_Model):
    """The copy that the quotes were taken from; it is not part of the registry."""

    file: FileName = _field("Its file name.", "000.txt")
    sha256: Sha256 = _field("The SHA-256 of its bytes.")


class Card(_Model):
    """A source card: what is known of the document, never the document."""

    title: Text = _field("Its title.")
    title_en: Text | None = _optional("Its title in English.")
    publisher: Text | None = _optional("Who published it.")
    kind: Text | None = _optional("What it is.", "interview", "panel", "article", "post")
    language: Language | None = _optional("Its language, BCP 47.", "zh-Hans")
    published_on: PublishedOn | None = _optional("When, and how that is known.")
    url: Url | None = _optional("Where.")
    archive_url: Url | None = _optional("A kept copy.")
    authors: tuple[Text, ...] | None = _optional("Who wrote it: keys or names.")
    document: Document | None = _optional("The copy that the quotes were taken from.")
    note: Text | None = _optional("What is wrong with the copy.")
