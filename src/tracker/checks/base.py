"""What a check is: a code, a severity and a function whose docstring documents it for users."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tracker.diagnostic import Diagnostic, Severity
from tracker.registry import Record, Registry
from tracker.yamlfile.file import Loc, YamlFile

__all__ = ["Check", "Finding", "Problem", "check", "finding", "record_check"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem at a place in a file; `key` puts it at the key, not at the value.

    `at` is a position in the file's text, used instead of the path.
    """

    file: YamlFile
    loc: Loc
    message: str
    hint: str = ""
    key: bool = False
    record: str | None = None
    at: int | None = None


#: A problem of one record: its path, the message, the hint, and whether it is at the key.
Problem = tuple[Loc, str, str, bool]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule, with the code and severity of its findings.

    `find` examines a whole registry; `rule`, where there is one, examines a single record.
    """

    code: str
    severity: Severity
    find: Callable[[Registry], Iterator[Finding]]
    documentation: str
    rule: Callable[[Record], Iterator[Problem]] | None = None

    def diagnostics(self, registry: Registry) -> Iterator[Diagnostic]:
        """All problems that the check finds in the registry."""
        return map(self.diagnostic, self.find(registry))

    def diagnostic(self, finding: Finding) -> Diagnostic:
        """A finding as a diagnostic, with its line and column."""
        if finding.at is None:
            line, column = finding.file.place(finding.loc, key=finding.key)
        else:
            line, column = finding.file.line_column(finding.at)
        return Diagnostic(
            finding.file.path,
            line,
            column,
            self.code,
            finding.message,
            self.severity,
            finding.hint,
            finding.record,
        )


def check(
    code: str, severity: Severity
) -> Callable[[Callable[[Registry], Iterator[Finding]]], Check]:
    """Turn a function that examines a whole registry into a check."""

    def make(find: Callable[[Registry], Iterator[Finding]]) -> Check:
        return Check(code, severity, find, inspect.getdoc(find) or "")

    return make


def record_check(
    code: str, severity: Severity
) -> Callable[[Callable[[Record], Iterator[Problem]]], Check]:
    """Turn a function that examines one record at a time into a check."""

    def make(rule: Callable[[Record], Iterator[Problem]]) -> Check:
        def find(registry: Registry) -> Iterator[Finding]:
            for record in registry.records.values():
                for problem in rule(record):
                    yield finding(record, problem)

        return Check(code, severity, find, inspect.getdoc(rule) or "", rule)

    return make


def finding(record: Record, problem: Problem) -> Finding:
    """A problem of a record as a finding in its file."""
    loc, message, hint, key = problem
    return Finding(record.file, loc, message, hint, key, record.id)
