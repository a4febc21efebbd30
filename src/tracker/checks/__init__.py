"""The checks across keys and records: one function each, all listed in `CHECKS`.

Checks never read the clock, so the result of `tracker check` does not change with time alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from tracker.checks import (
    characters,
    deadlines,
    duplicates,
    evidence,
    ignored,
    links,
    order,
    sources,
    verdicts,
    wording,
)
from tracker.checks.base import Check, Finding, finding
from tracker.checks.structure import STRUCTURE
from tracker.collector import collector_off
from tracker.diagnostic import Diagnostic
from tracker.registry import Registry

__all__ = ["CHECKS", "Check", "Finding", "run"]

_RULES: tuple[Check, ...] = (
    order.window_reversed,
    order.deadline_before_made_on,
    order.resolved_before_made_on,
    order.resolved_after_recorded,
    order.never_correct,
    deadlines.deadline_disagrees,
    deadlines.lower_bound_as_deadline,
    deadlines.deadline_as_lower_bound,
    deadlines.date_not_filed,
    deadlines.two_dated_claims,
    verdicts.verdict_before_window_closed,
    verdicts.correct_before_its_date,
    verdicts.verdict_contradicts_event,
    evidence.evidence_after_recorded,
    evidence.evidence_before_event,
    evidence.evidence_before_made_on,
    evidence.not_an_archive,
    links.link_date,
    sources.said_after_source,
    sources.made_on_too_precise,
    sources.unused_person,
    sources.name_has_key,
    sources.unused_card,
    sources.untranslated_quote,
    wording.vague_claim,
    duplicates.near_duplicate,
    duplicates.missing_restates,
    characters.invisible_character,
    characters.text_cut_off,
)
CHECKS = (
    *_RULES,
    ignored.unknown_check(
        warnings=[rule.code for rule in _RULES if rule.severity == "warning"],
        errors={*STRUCTURE, *(rule.code for rule in _RULES if rule.severity == "error")},
    ),
)


def run(registry: Registry, *, only: str | None = None) -> list[Diagnostic]:
    """All problems in the registry, those found while loading included, sorted by place.

    Warnings that a record lists under `ignore` are left out; errors cannot be ignored. With `only`,
    the id of a record, the rules about single records examine no other.
    """
    ignored_codes = {
        (record.id, entry.code)
        for record in registry.records.values()
        for entry in record.prediction.ignore or ()
    }
    diagnostics = list(registry.diagnostics)
    with collector_off():
        for check, problem in _findings(registry, only):
            if check.severity == "error" or (problem.record, check.code) not in ignored_codes:
                diagnostics.append(check.diagnostic(problem))
    return sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key)


def _findings(registry: Registry, only: str | None) -> Iterator[tuple[Check, Finding]]:
    """The findings record by record, so that the rules about a phrase share its cached reading."""
    rules = [(check, check.rule) for check in CHECKS if check.rule is not None]
    records = registry.records.values() if only is None else [registry.records[only]]
    for record in records:
        for check, rule in rules:
            for problem in rule(record):
                yield check, finding(record, problem)
    for check in CHECKS:
        if check.rule is None:
            for result in check.find(registry):
                yield check, result
