"""Owns the rules across keys and records: one function a rule, all of them listed in `CHECKS`.

A check looks at data only, never at the clock: time alone changes no verdict of `tracker check`.
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
    ignored.unknown_check([rule.code for rule in _RULES if rule.severity == "warning"]),
)


def run(registry: Registry, *, only: str | None = None) -> list[Diagnostic]:
    """All that is wrong in the registry: what loading found and what the checks find, by place.

    A warning that the record silences under `ignore` is left out; an error can't be silenced.
    `only`: the id of the one record that is asked for; then little is said of others.
    """
    silenced = {
        (record.id, code)
        for record in registry.records.values()
        for code in (each.code for each in record.prediction.ignore or ())
    }
    found = list(registry.diagnostics)
    with collector_off():
        for check, told in _findings(registry, only):
            if check.severity == "error" or (told.record, check.code) not in silenced:
                found.append(check.diagnostic(told))
    return sorted(found, key=lambda diagnostic: diagnostic.sort_key)


def _findings(registry: Registry, only: str | None) -> Iterator[tuple[Check, Finding]]:
    """What the checks find, record by record: rules about one phrase share its reading."""
    rules = [(check, check.rule) for check in CHECKS if check.rule is not None]
    wanted = registry.records.values() if only is None else [registry.records[only]]
    for record in wanted:
        for check, rule in rules:
            for told in rule(record):
                yield check, finding(record, told)
    for check in CHECKS:
        if check.rule is None:
            for found in check.find(registry):
                yield check, found
