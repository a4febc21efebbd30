"""Owns what a check is: a code, a severity, a function whose docstring is its documentation."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tracker.diagnostic import Diagnostic, Severity
from tracker.registry import Record, Registry
from tracker.yamlfile.file import Loc, YamlFile

__all__ = ["Check", "Finding", "check", "record_check"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found, at a path of a file (at its key when `key` is set).

    `at` is a position in the file's text, which counts instead of the path.
    """

    file: YamlFile
    loc: Loc
    message: str
    hint: str = ""
    key: bool = False
    record: str | None = None
    at: int | None = None


#: path, message, hint and whether the key is meant: what a rule about one record says.
Told = tuple[Loc, str, str, bool]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule with the code and the severity that its findings carry.

    `rule` is that of a check which looks at one record at a time; `find` looks at all of them.
    """

    code: str
    severity: Severity
    find: Callable[[Registry], Iterator[Finding]]
    documentation: str
    rule: Callable[[Record], Iterator[Told]] | None = None

    def diagnostics(self, registry: Registry) -> Iterator[Diagnostic]:
        """What the rule finds in the registry."""
        return map(self.diagnostic, self.find(registry))

    def diagnostic(self, found: Finding) -> Diagnostic:
        """A finding with the check's code, at its place."""
        if found.at is None:
            line, column = found.file.place(found.loc, key=found.key)
        else:
            line, column = found.file.line_column(found.at)
        return Diagnostic(
            found.file.path,
            line,
            column,
            self.code,
            found.message,
            self.severity,
            found.hint,
            found.record,
        )


def check(
    code: str, severity: Severity
) -> Callable[[Callable[[Registry], Iterator[Finding]]], Check]:
    """Make a check of a function that looks at a whole registry."""

    def make(find: Callable[[Registry], Iterator[Finding]]) -> Check:
        return Check(code, severity, find, inspect.getdoc(find) or "")

    return make


def record_check(
    code: str, severity: Severity
) -> Callable[[Callable[[Record], Iterator[Told]]], Check]:
    """Make a check of a function that looks at one record at a time."""

    def make(rule: Callable[[Record], Iterator[Told]]) -> Check:
        def find(registry: Registry) -> Iterator[Finding]:
            for record in registry.records.values():
                for told in rule(record):
                    yield finding(record, told)

        return Check(code, severity, find, inspect.getdoc(rule) or "", rule)

    return make


def finding(record: Record, told: Told) -> Finding:
    """What a rule said of a record."""
    loc, message, hint, key = told
    return Finding(record.file, loc, message, hint, key, record.id)
