"""Conversion of an imported item into the plain values of a record, and a list of what is lost.

Nothing is invented: a field that is missing or invalid is reported by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from tracker.importer.items import Item
from tracker.importer.mapping import Deadline, Evidence, Forecast, Id, Mapping
from tracker.importer.normalise import make_id, probability, to_day
from tracker.importer.placeholders import Missing, Template, Theirs, Unfit, plain_text, values_at
from tracker.phrases import horizon
from tracker.records.dates import PartialDate, add_days
from tracker.text import nfc, shorten, slug
from tracker.yamlfile.file import Plain

__all__ = ["Converted", "Skipped", "check_wanted", "convert"]

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LAST_DAY = "The deadline is the last day of the period."
# A link may hold any of these signs, but not before the next link.
_BETWEEN_LINKS = re.compile(r"[\s,;|]+(?=https?://)")
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")


_NUMBER = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|dozen|half)\b",
    re.IGNORECASE,
)


class _OtherWord(Missing):
    """A way to read the deadline is for other words; the arguments are the text and those words."""


class Skipped(Exception):
    """The mapping excludes the item; the message gives the reason."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A record's id and values, the problems that prevent the import, and what is lost."""

    id: str
    value: dict[str, Plain]
    problems: tuple[str, ...]
    lost: tuple[str, ...]


def check_wanted(item: Item, mapping: Mapping) -> None:
    """Raise Skipped if the mapping excludes the item."""
    for only in mapping.only or ():
        values = values_at(item.fields, only.field)[:1]
        if not values and only.if_absent == "import":
            continue
        words = [word.casefold() for word in only.words or ()]
        value = "missing" if not values else plain_text(values[0]) if words else "present"
        is_wanted = value.casefold() in words if words else only.if_absent != "import"
        if not values or not is_wanted:
            raise Skipped(f"`{only.field}` is {value}: {only.why}")


def convert(item: Item, mapping: Mapping) -> Converted:
    """One item as a record; raises Skipped."""
    check_wanted(item, mapping)
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
            parts = rule.parts(self.item)
            # An item without an id of its own may have a title in another script.
            is_hash = rule.made_of == "hash" or bool(rule.own and not slug("".join(parts)))
            return make_id(rule.prefix or "", parts, is_hash=is_hash)
        except (Missing, Unfit) as error:
            self.report("id", error)
            return ""

    def record(self) -> dict[str, Plain]:
        rule = self.mapping.record
        status = self.status()
        values: dict[str, Plain] = {
            "title": self.maybe("title", rule.title),
            "claim": self.text("claim", rule.claim),
            "quote": self.text("quote", rule.quote),
            "quote_en": self.maybe("quote_en", rule.quote_en),
            "speaker": self.text("speaker", rule.speaker),
            "reported_by": self.maybe("reported_by", rule.reported_by),
            "source": self.text("source", rule.source),
            "made_on": (made_on := self.day("made_on", rule.made_on)),
            "hedge": self.maybe("hedge", rule.hedge),
            "hedge_en": self.maybe("hedge_en", rule.hedge_en),
            "deadline": (deadline := self.deadline(rule.deadline, made_on)),
            "forecasts": self.forecasts(status),
            "criteria": self.criteria(),
            "tags": self.tags(),
            "status": status,
            "resolution": self.resolution(status, deadline) if status != "open" else None,
        }
        if status == "open" and not self.problems:
            self.lost.extend(self._unused())
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
        is_missing = template is None or self._is_missing(template, self._day)
        return None if template is None or is_missing else self.day(name, template)

    def _is_missing(self, template: Template, read: Callable[[str], str] = str) -> bool:
        try:
            template.fill(self.item, read)
        except Missing:
            return True
        except Unfit:
            return False  # reported where it is used
        return False

    def _said(self, text: str) -> str:
        if text.strip().casefold() in (word.casefold() for word in self.mapping.no_date or ()):
            raise Missing("no date in")
        return text

    def _day(self, text: str) -> str:
        return to_day(self._said(text), self.mapping.dates)

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
        text = _LINE_END.sub("\n", nfc(text))
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

    def deadline(self, ways: tuple[Deadline, ...], made_on: str | None) -> Plain:
        others: dict[str, list[str]] = {}
        missing: list[str] = []
        unfit: list[str] = []
        for way in ways:
            try:
                value = self._deadline(way, made_on)
            except _OtherWord as error:
                word, words = error.args
                others.setdefault(word, []).extend(words)
            except Missing as error:
                missing.append(str(error))
            except Unfit as error:
                unfit.append(str(error))
            else:
                as_said = value.get("as_said") if isinstance(value, dict) else None
                # A time that can't be read must not vanish: only words without a number may.
                if unfit and way.kind in ("never", "undated") and not _is_vague(as_said):
                    continue
                if as_said is None:
                    self.lost.extend(f"a deadline: {reason}" for reason in unfit)
                elif unfit and way.kind == "undated":
                    self.lost.append(f"a date for the deadline {shorten(str(as_said), 40)!r}")
                self.lost.extend(f"the date in `{name}`" for name in self._left(way, ways))
                return value
        reasons = unfit or missing
        for word, words in others.items() if not reasons else ():
            *first, last = dict.fromkeys(words)
            known = f"{', '.join(first)} or {last}" if first else last
            reasons.append(f"{shorten(word, 40)!r} does not start with {known}")
        self.problems.append(f"`deadline`: {'; '.join(dict.fromkeys(reasons))}")
        return None

    def _left(self, used: Deadline, ways: tuple[Deadline, ...]) -> list[str]:
        """The fields with a date of the deadline that the way used has no place for."""
        dates = [template for way in ways for template in (way.earliest, way.latest) if template]
        names = dict.fromkeys(name for template in dates for name in template.fields)
        return [
            name
            for name in names
            if name not in used.fields
            and not self._is_missing(Template.parse(f"{{{name}}}"), self._said)
        ]

    def _deadline(self, way: Deadline, made_on: str | None) -> Plain:
        def text(template: Template) -> str:
            return self.clean("deadline", template.fill(self.item, self._said))

        of = way.of or way.as_said
        word = text(of) if of else ""
        if way.words is not None and not _starts(word, way.words):
            raise _OtherWord(word, way.words)
        as_said = text(way.as_said) if way.as_said else ""
        values: dict[str, Plain] = {
            "as_said": as_said or None,
            "as_said_en": self.maybe("deadline.as_said_en", way.as_said_en),
            "kind": way.kind,
            "earliest": None,
            "latest": None,
            "assumed": self.maybe("deadline.assumed", way.assumed),
        }
        ends = [text(template) for template in (way.earliest, way.latest) if template]
        as_written = " to ".join(dict.fromkeys(ends))
        for key, template in (("earliest", way.earliest), ("latest", way.latest)):
            if template is not None:
                values[key] = day = self._end(template, "first" if key == "earliest" else "last")
                written = template.fill(self.item, self._day)
                if not as_said and day != written:  # a month, a quarter, a year: as it is written
                    values["as_said"] = as_written
                    if way.kind == "by":
                        values["assumed"] = values["assumed"] or _LAST_DAY
        if way.by_policy:
            values |= _by_policy(way, as_said, made_on, values["assumed"])
        present = _present(values)
        # A bare date is short for `by` with nothing but that date.
        if list(present) == ["kind", "latest"]:
            return present["latest"]
        return present if "as_said" in present or not ends else {"as_said": as_written, **present}

    def _end(self, template: Template, end: Literal["first", "last"]) -> str:
        """A day of the window: the first or the last one of a month or a year."""
        text = template.fill(self.item, self._day)
        try:
            day: date = getattr(PartialDate.parse(text), end)
        except ValueError:
            return text  # refused with the record
        return day.isoformat()

    def forecasts(self, status: str) -> Plain:
        forecasts: list[Plain] = []
        for rule in self.mapping.record.forecasts or ():
            if rule.only_while is not None and status != rule.only_while:
                self.lost.append("a forecast made after the outcome was known")
                continue
            for item in self._entries(rule.each):
                self._forecast(rule, item, forecasts)
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
                texts = [part for text in template.each(self.item) for part in text.split(";")]
                tags.extend(self.clean("tags", text) for text in texts)
            except (Missing, Unfit):
                continue
        return [tag for tag in dict.fromkeys(map(str, tags)) if tag] or None

    def status(self) -> str:
        rule = self.mapping.record.status
        if rule is None:
            return "open"
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

    def resolution(self, status: str, deadline: Plain) -> Plain:
        rule = self.mapping.record.resolution
        if rule is None:
            return None
        resolved_on = self.day("resolution.resolved_on", rule.resolved_on)
        happened_on = self._maybe_day("resolution.happened_on", rule.happened_on)
        latest = deadline.get("latest") if isinstance(deadline, dict) else deadline
        # A deadline includes its day, on which many trackers enter the verdict.
        is_last_day = resolved_on is not None and resolved_on == latest and happened_on is None
        if resolved_on and is_last_day and status not in ("annulled", "withdrawn"):
            day_after = add_days(PartialDate.parse(resolved_on).last, 1).isoformat()
            was = f"the verdict date {resolved_on}, which is the day of the deadline"
            self.lost.append(f"{was}; dated {day_after}")
            resolved_on = day_after
        return _present(
            {
                "resolved_on": resolved_on,
                "happened_on": happened_on,
                "summary": self.maybe("resolution.summary", rule.summary),
                "note": self.text("resolution.note", rule.note),
                "evidence": list(self._evidence(rule.evidence)),
                "by": self.maybe("resolution.by", rule.by),
            }
        )

    def _unused(self) -> Iterator[str]:
        """The fields of a verdict that an item without one has."""
        fields = [name for name in self.mapping.of_verdict if values_at(self.item, name)]
        if fields:
            names = ", ".join(f"`{name}`" for name in fields)
            yield f"{names}: the item has no verdict"

    def _evidence(self, rules: tuple[Evidence, ...]) -> Iterator[Plain]:
        name = "resolution.evidence"
        seen: set[str] = set()
        # One of several links may be missing, but not all of them.
        present = [each for each in rules if each.each or not self._is_missing(each.url)] or rules
        for rule in present:
            for item in self._entries(rule.each):
                work = replace(self, item=item)
                for url in work.links(f"{name}.url", rule.url):
                    if url not in seen:
                        seen.add(url)
                        yield _present(
                            {
                                "url": url,
                                "title": work.maybe(f"{name}.title", rule.title),
                                "publisher": work.maybe(f"{name}.publisher", rule.publisher),
                                "published_on": work._maybe_day(
                                    f"{name}.published_on", rule.published_on
                                ),
                                "archive_url": work.maybe(f"{name}.archive_url", rule.archive_url),
                            }
                        )

    def links(self, name: str, template: Template) -> list[str]:
        """The links of a field, which may hold several, in a list or in its text."""
        try:
            texts = template.each(self.item)
        except (Missing, Unfit) as error:
            self.report(name, error)
            return []
        links = [link for text in texts for link in _BETWEEN_LINKS.split(text.strip())]
        return [self.clean(name, link.rstrip(" ,;|")) for link in links]

    def _entries(self, path: str | None) -> Iterator[Theirs]:
        """The item, or for each entry of a list the item with that entry as `each`."""
        if path is None:
            yield self.item
            return
        context = self.item if isinstance(self.item, dict) else {}
        for value in values_at(self.item, path):
            for entry in value if isinstance(value, list) else [value]:
                yield {**context, "each": entry}


def _is_vague(as_said: Plain) -> bool:
    return isinstance(as_said, str) and not (
        _NUMBER.search(as_said) or any(character.isnumeric() for character in as_said)
    )


def _starts(text: str, words: tuple[str, ...]) -> bool:
    return any(re.match(rf"{re.escape(word)}(?!\w)", text, re.IGNORECASE) for word in words)


def _by_policy(
    way: Deadline, as_said: str, made_on: str | None, assumed: Plain
) -> dict[str, Plain]:
    """Kind and window of a phrase, by the policy for deadlines; raises Unfit."""
    try:
        said = PartialDate.parse(made_on or "")
    except ValueError:
        raise Unfit("the day of the statement is not known") from None
    read = horizon.interpret(as_said, said)
    if isinstance(read, horizon.Unread):
        raise Unfit(f"can't read {shorten(read.words, 40)!r}")
    if way.kind not in (None, read.kind):
        raise Unfit(f"{shorten(as_said, 40)!r} means `{read.kind}`, not `{way.kind}`")
    return {
        "kind": read.kind,
        "earliest": read.earliest.isoformat() if read.earliest else None,
        "latest": read.latest.isoformat() if read.latest else None,
        "assumed": assumed or read.assumed,
    }


def _present(values: dict[str, Plain]) -> dict[str, Plain]:
    return {key: value for key, value in values.items() if value is not None}


def _made_on(forecast: Plain) -> str:
    return str(forecast["made_on"]) if isinstance(forecast, dict) else ""
