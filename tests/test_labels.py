from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tracker import labels
from tracker.records.vocabulary import STATUSES
from tracker.registry import load
from tracker.rows import due, rows

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
        ("bound", date(2026, 11, 21), "Find out whether the claim held, and record a verdict."),
        ("plain", date(2026, 11, 21), "Find evidence and record a verdict."),
        ("plain", date(2026, 3, 1), "Reread the criteria, and decide what evidence to look for."),
        ("plain", date(2025, 3, 1), ""),
        ("undated", date(2026, 11, 21), "No deadline was given: can it be judged yet?"),
        (
            "waits",
            date(2026, 11, 21),
            "The event this prediction waits for never happened; annul the prediction?",
        ),
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


@pytest.mark.parametrize(
    ("status", "kind", "word"),
    [
        ("correct", "by", "correct"),
        ("partial", "between", "partly correct"),
        ("incorrect", "undated", "incorrect"),
        ("correct", "not_before", "held"),
        ("incorrect", "not_before", "broken"),
        ("incorrect", "never", "broken"),
        ("partial", "not_before", "partly correct"),
        ("withdrawn", "never", "withdrawn"),
        ("open", "by", "open"),
    ],
)
def test_a_verdict_has_a_word_for_its_kind(status: str, kind: str, word: str) -> None:
    assert labels.verdict(status, kind) == word


@pytest.mark.parametrize(
    ("correct", "scored", "interval", "words"),
    [
        (2, 3, None, "2 of 3"),
        (16, 19, (0.624, 0.945), "16 of 19 (84%; 62–94%)"),
        (0, 13, (0.0, 0.228), "0 of 13 (0%; 0–23%)"),
        (0, 0, None, "none scored"),
    ],
)
def test_a_share_has_its_counts_and_its_interval(
    correct: int, scored: int, interval: tuple[float, float] | None, words: str
) -> None:
    assert labels.share(correct, scored, interval) == words


def test_figures_of_scores_in_words() -> None:
    assert labels.interval(0.467, 0.82) == "47–82%"
    assert labels.forecast_bin(0.8, 9, 10) == "forecast 80%: 9 of 10 came true"
    assert labels.signs(["correct", "incorrect", "partial"]) == "✓✗◐"
    none: dict[str, int] = dict.fromkeys(STATUSES, 0)
    counts = none | {"open": 4, "correct": 2, "incorrect": 1}
    assert labels.counts_in_words(counts) == "2 correct, 1 incorrect, 4 open"
    assert labels.counts_in_words(counts, "never") == "2 held, 1 broken, 4 open"
    assert labels.counts_in_words(none) == ""


def test_a_past_day_says_what_came_later() -> None:
    assert labels.as_known(date(2024, 12, 31), 0) == ""
    words = "As known on 31 December 2024; 1 verdict came later."
    assert labels.as_known(date(2024, 12, 31), 1) == words


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (date(2024, 4, 1), "Nothing is due (2 predictions)."),
        (date(2026, 2, 20), "Nothing is due; 1 up for review; 1 due soon (2 predictions)."),
        (date(2026, 3, 10), "1 due; 1 up for review (2 predictions)."),
        (date(2026, 11, 21), "1 overdue; 1 up for review (2 predictions)."),
    ],
)
def test_the_figures_leave_out_what_is_zero(
    make_registry: MakeRegistry, today: date, sentence: str
) -> None:
    root = make_registry({"plain": {}, "undated": {"deadline": {"kind": "undated"}}})
    assert labels.figures_in_words(due(load(root), today)) == sentence


@pytest.mark.parametrize(
    ("today", "far", "state"),
    [
        (date(2025, 3, 5), "due in 365 days", "due in 365 days"),
        (date(2026, 3, 4), "due in 1 day", "soon, due in 1 day"),
        (date(2026, 3, 5), "due today", "soon, due today"),
        (date(2026, 3, 6), "1 day past its deadline", "due, 1 day past its deadline"),
        (date(2026, 11, 21), "261 days overdue", "261 days overdue"),
    ],
)
def test_days_are_counted_to_the_deadline(
    make_registry: MakeRegistry, today: date, far: str, state: str
) -> None:
    (row,) = rows(load(make_registry({"plain": {}})), today)
    assert labels.days_in_words(row) == far
    assert labels.state_in_words(row) == state
