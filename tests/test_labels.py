from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tracker import labels
from tracker.registry import load
from tracker.rows import rows

if TYPE_CHECKING:
    from tests.conftest import MakeRegistry


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("zh-Hant", "Chinese (Traditional)"),
        ("zh-Hans-CN", "Chinese (Simplified)"),
        ("ZH-hant-HK", "Chinese (Traditional)"),
        ("en-GB", "English"),
        ("zh-XX", "Chinese"),
        ("tlh", "tlh"),
        (None, None),
    ],
)
def test_languages_are_named(tag: str | None, name: str | None) -> None:
    assert labels.language(tag) == name


@pytest.mark.parametrize(
    ("record", "today", "step"),
    [
        ("bound", date(2026, 11, 21), "Did it stand? Look for the event, then write the verdict."),
        ("plain", date(2026, 11, 21), "Look for evidence, then write the verdict."),
        ("plain", date(2026, 3, 1), "Read the criteria again, and note what to look for."),
        ("plain", date(2025, 3, 1), ""),
        ("undated", date(2026, 11, 21), "No date was named: see whether it can be judged by now."),
        ("waits", date(2026, 11, 21), "Its event never came: annul?"),
    ],
)
def test_the_next_step_is_that_of_the_state(
    make_registry: MakeRegistry, record: str, today: date, step: str
) -> None:
    root = make_registry(
        {
            "bound": {
                "deadline": {
                    "as_said": "not in two years",
                    "kind": "not_before",
                    "earliest": "2026-03-05",
                }
            },
            "plain": {},
            "undated": {"deadline": {"kind": "undated"}, "criteria": None},
            "waits": {"deadline": {"kind": "after_event", "after": "failed"}},
            "failed": {
                "status": "incorrect",
                "resolution": {
                    "resolved_on": "2026-03-06",
                    "note": "So.",
                    "evidence": [{"url": "https://example.org/report"}],
                },
            },
        }
    )
    (row,) = (row for row in rows(load(root), today) if row.id == record)
    assert labels.next_step(row) == step
