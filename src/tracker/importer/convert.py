"""Conversion of an imported item into the plain values of a record, and a list of what is lost.

Nothing is invented: a field that is missing or invalid is reported by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tracker.importer.items import Item
from tracker.importer.mapping import Deadline, Evidence, Forecast, Id, Mapping
from tracker.importer.normalise import make_id, probability, to_day
from tracker.importer.placeholders import Missing, Template, Theirs, Unfit, plain_text, values_at
from tracker.text import shorten
from tracker.yamlfile.file import Plain

__all__ = ["Converted", "Skipped", "convert"]

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")


class Skipped(Exception):
    """The mapping excludes the item; the message gives the reason."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A record's id and values, the problems that prevent the import, and what is lost."""

    id: str
    value: dict[str, Plain]
    problems: tuple[str, ...]
    lost: tuple[str, ...]


def convert(item: Item, mapping: Mapping) -> Converted:
    """One item as a record; raises Skipped."""
    for only in mapping.only or ():
        values = values_at(item.fields, only.field)[:1]
        if not values and only.if_absent == "import":
            continue
        value = plain_text(values[0]) if values else "missing"
        if not values or value.casefold() not in (word.casefold() for word in only.words or ()):
            raise Skipped(f"`{only.field}` is {value}: {only.why}")
    work = _Work(item.fields, mapping)
    for name in mapping.needs or ():
        if not values_at(item.fields, name):
            work.report("", Missing(f"missing `{name}`"))
    key = work.id(mapping.id)
    record = work.record()
    for lost in mapping.lost or ():
        values = values_at(item.fields, lost.field)
        count = len(values[0]) if len(values) == 1 and isinstance(values[0], list) else len(values)
        if count:
            work.lost.append(f"{lost.what} ({count})" if count > 1 else lost.what)
    return Converted(key, record, tuple(dict.fromkeys(work.problems)), tuple(work.lost))


@dataclass(slots=True)
class _Work:
    """The conversion of one item, which collects its problems and what it loses."""

    item: Theirs
    mapping: Mapping
    problems: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)

    def report(self, name: str, error: Exception) -> None:
        """Add a problem of a key; a field that several keys need is missing only once."""
        if isinstance(error, Missing):
            if str(error) in self.missing:
                return
            self.missing.add(str(error))
        self.problems.append(f"`{name}`: {error}" if name else str(error))

    def id(self, rule: Id) -> str:
        try:
            parts = [Template(name, ((name,),)).fill(self.item) for name in rule.fields]
            return make_id(rule.prefix, parts, is_hash=rule.made_of == "hash")
        except (Missing, Unfit) as error:
            self.report("id", error)
            return ""

    def record(self) -> dict[str, Plain]:
        rule = self.mapping.record
        status = self.status()
        values: dict[str, Plain] = {
            "claim": self.text("claim", rule.claim),
            "quote": self.text("quote", rule.quote),
            "speaker": self.text("speaker", rule.speaker),
            "reported_by": self.maybe("reported_by", rule.reported_by),
            "source": self.text("source", rule.source),
            "made_on": self.day("made_on", rule.made_on),
            "hedge": self.maybe("hedge", rule.hedge),
            "deadline": self.deadline(rule.deadline),
            "forecasts": self.forecasts(status),
            "criteria": self.criteria(),
            "tags": self.tags(),
            "status": status,
            "resolution": self.resolution() if status != "open" else None,
        }
        return _present(values)

    def text(self, name: str, template: Template, *, lines: bool = False) -> str | None:
        """A required text; a missing one is a problem."""
        return self._filled(name, template, lambda filled: self.clean(name, filled, lines=lines))

    def maybe(self, name: str, template: Template | None) -> str | None:
        """An optional text."""
        return None if template is None or self._is_missing(template) else self.text(name, template)

    def day(self, name: str, template: Template) -> str | None:
        """A date, each field of which is read in the mapping's formats."""
        return self._filled(name, template, str, self._day)

    def _maybe_day(self, name: str, template: Template | None) -> str | None:
        return None if template is None or self._is_missing(template) else self.day(name, template)

    def _is_missing(self, template: Template) -> bool:
        try:
            template.fill(self.item)
        except Missing:
            return True
        except Unfit:
            return False  # reported where it is used
        return False

    def _day(self, text: str) -> str:
        return to_day(text, self.mapping.dates)

    def _filled(
        self,
        name: str,
        template: Template,
        finish: Callable[[str], str],
        read: Callable[[str], str] = str,
    ) -> str | None:
        try:
            return finish(template.fill(self.item, read))
        except (Missing, Unfit) as error:
            self.report(name, error)
            return None

    def clean(self, name: str, text: str, *, lines: bool = False) -> str:
        """The text without control characters, on one line unless `lines` keeps its lines."""
        text = _LINE_END.sub("\n", text)
        text, count = _CONTROL.subn("", text)
        if count:
            self.lost.append(f"control characters in `{name}` ({count})")
        if not lines:
            return " ".join(text.split())
        return "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))

    def criteria(self) -> Plain:
        rule = self.mapping.record.criteria
        if rule is None:
            return None
        return _present(
            {
                "correct": self.text("criteria.correct", rule.correct, lines=True),
                "incorrect": self.text("criteria.incorrect", rule.incorrect, lines=True),
            }
        )

    def deadline(self, ways: tuple[Deadline, ...]) -> Plain:
        reasons = []
        for way in ways:
            try:
                return self._deadline(way)
            except Missing as error:
                reasons.append(str(error))
            except Unfit as error:
                reasons = [str(error)]
                break
        self.problems.append(f"`deadline`: {'; '.join(reasons)}")
        return None

    def _deadline(self, way: Deadline) -> Plain:
        def text(template: Template | None) -> str | None:
            return self.clean("deadline", template.fill(self.item)) if template else None

        def day(template: Template | None) -> str | None:
            return template.fill(self.item, self._day) if template else None

        values: dict[str, Plain] = {
            "as_said": text(way.as_said),
            "kind": way.kind,
            "earliest": day(way.earliest),
            "latest": day(way.latest),
            "assumed": text(way.assumed),
        }
        present = _present(values)
        # A bare date is short for `by` with nothing but that date.
        return present["latest"] if list(present) == ["kind", "latest"] else present

    def forecasts(self, status: str) -> Plain:
        forecasts: list[Plain] = []
        for rule in self.mapping.record.forecasts or ():
            if rule.only_while is not None and status != rule.only_while:
                self.lost.append("a forecast made after the outcome was known")
                continue
            if rule.each is None:
                self._forecast(rule, self.item, forecasts)
                continue
            for value in values_at(self.item, rule.each):
                for entry in value if isinstance(value, list) else [value]:
                    context = self.item if isinstance(self.item, dict) else {}
                    self._forecast(rule, {**context, "each": entry}, forecasts)
        return sorted(forecasts, key=_made_on) or None

    def _forecast(self, rule: Forecast, item: Theirs, forecasts: list[Plain]) -> None:
        """Add a forecast; ignore an entry without a probability, such as a comment."""
        try:
            number = rule.probability.fill(item)
        except Missing:
            return
        except Unfit as error:
            self.lost.append(f"a forecast: {error}")
            return
        try:
            value: dict[str, Plain] = {
                "by": self.clean("forecasts.by", rule.by.fill(item)),
                "made_on": rule.made_on.fill(item, self._day),
                "probability": probability(number, rule.scale or "1"),
                "url": self.clean("forecasts.url", rule.url.fill(item)) if rule.url else None,
            }
        except (Missing, Unfit) as error:
            self.lost.append(f"a forecast: {error}")
            return
        present = _present(value)
        if present not in forecasts:
            forecasts.append(present)

    def tags(self) -> Plain:
        tags: list[Plain] = []
        for template in self.mapping.record.tags or ():
            try:
                tags.extend(self.clean("tags", text) for text in template.each(self.item))
            except (Missing, Unfit):
                continue
        return [tag for tag in dict.fromkeys(map(str, tags)) if tag] or None

    def status(self) -> str:
        rule = self.mapping.record.status
        try:
            word = rule.of.fill(self.item)
        except Missing:
            return "open"
        except Unfit as error:
            self.problems.append(f"`status`: {error}")
            return "open"
        status = rule.status(word)
        if status is None:
            shown = shorten(word, 40)
            self.problems.append(f"`status`: unknown value {shown!r} (known: {rule.known})")
        return status or "open"

    def resolution(self) -> Plain:
        rule = self.mapping.record.resolution
        if rule is None:
            return None
        return _present(
            {
                "resolved_on": self.day("resolution.resolved_on", rule.resolved_on),
                "happened_on": self._maybe_day("resolution.happened_on", rule.happened_on),
                "note": self.text("resolution.note", rule.note),
                "evidence": [self._evidence(evidence) for evidence in rule.evidence],
                "by": self.maybe("resolution.by", rule.by),
            }
        )

    def _evidence(self, rule: Evidence) -> Plain:
        name = "resolution.evidence"
        return _present(
            {
                "url": self.text(f"{name}.url", rule.url),
                "title": self.maybe(f"{name}.title", rule.title),
                "publisher": self.maybe(f"{name}.publisher", rule.publisher),
                "published_on": self._maybe_day(f"{name}.published_on", rule.published_on),
                "archive_url": self.maybe(f"{name}.archive_url", rule.archive_url),
            }
        )


def _present(values: dict[str, Plain]) -> dict[str, Plain]:
    return {key: value for key, value in values.items() if value is not None}


def _made_on(forecast: Plain) -> str:
    return str(forecast["made_on"]) if isinstance(forecast, dict) else ""
