"""Owns a typed look at a valid record's and a card's plain values, for who looks at all of them.

It has the names of `model`, with what rules compare and no more; importing pydantic and building
its models would take as long as all the rules do.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from tracker.dates import PartialDate
from tracker.values import Values, day, deadline, partial

__all__ = ["Criteria", "Dated", "Evidence", "Forecast", "Resolution", "Statement", "Update"]


class Criteria(NamedTuple):
    """What decides it."""

    correct: str
    incorrect: str


class Evidence(NamedTuple):
    """A page that was read."""

    url: str
    archive_url: str | None
    published_on: PartialDate | None


class Resolution(NamedTuple):
    """The verdict's reasons."""

    resolved_on: PartialDate
    happened_on: PartialDate | None
    recorded_on: date | None
    note: str
    evidence: tuple[Evidence, ...]


class Forecast(NamedTuple):
    """Who gave a probability, when and where."""

    by: str
    made_on: PartialDate
    url: str | None


class Update(NamedTuple):
    """When progress was noted, and where."""

    date: date
    url: str | None


class Statement:
    """What a record says, typed."""

    __slots__ = (
        "_values", "as_said", "assumed", "claim", "kind", "made_on", "quote", "resolution",
        "source", "speaker", "status", "window",
    )  # fmt: skip

    def __init__(self, values: Values) -> None:
        when = deadline(values)
        self._values = values
        self.claim: str = values["claim"]
        self.quote: str = values["quote"]
        self.speaker: str = values["speaker"]
        self.source: str = values["source"]
        self.status: str = values["status"]
        self.made_on = PartialDate.parse(values["made_on"])
        self.kind: str = when["kind"]
        self.as_said: str | None = when.get("as_said")
        self.assumed: str | None = when.get("assumed")
        self.window = day(when.get("earliest")), day(when.get("latest"))
        found = values.get("resolution")
        self.resolution = None if found is None else _resolution(found)

    @property
    def criteria(self) -> Criteria | None:
        """What decides it, where somebody wrote it."""
        found = self._values.get("criteria")
        return None if found is None else Criteria(found["correct"], found["incorrect"])

    @property
    def reported_by(self) -> str | None:
        """Who passed it on."""
        return self._values.get("reported_by")

    @property
    def restates(self) -> str | None:
        """The earlier statement of the same claim."""
        return self._values.get("restates")

    @property
    def forecasts(self) -> list[Forecast]:
        """Probabilities that anybody gave."""
        found = self._values.get("forecasts") or ()
        return [
            Forecast(each["by"], PartialDate.parse(each["made_on"]), each.get("url"))
            for each in found
        ]

    @property
    def updates(self) -> list[Update]:
        """Progress on the way."""
        found = self._values.get("updates") or ()
        return [Update(PartialDate.parse(each["date"]).first, each.get("url")) for each in found]

    @property
    def ignored(self) -> list[str]:
        """The codes of the warnings that are silenced."""
        return [each["code"] for each in self._values.get("ignore") or ()]


class Dated(NamedTuple):
    """What rules compare of a source card."""

    published_on: PartialDate | None
    url: str | None
    archive_url: str | None
    authors: tuple[str, ...]

    @classmethod
    def of(cls, values: Values) -> Dated:
        """That of a valid card."""
        published = values.get("published_on")
        return cls(
            PartialDate.parse(published["date"]) if published else None,
            values.get("url"),
            values.get("archive_url"),
            tuple(values.get("authors") or ()),
        )


def _resolution(values: Values) -> Resolution:
    resolved_on = PartialDate.parse(values["resolved_on"])
    evidence: list[dict[str, Any]] = values["evidence"]
    return Resolution(
        resolved_on,
        partial(values.get("happened_on")),
        day(values.get("recorded_on")),
        values["note"],
        tuple(
            Evidence(each["url"], each.get("archive_url"), partial(each.get("published_on")))
            for each in evidence
        ),
    )
