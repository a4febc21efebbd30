from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.registry import load
from tracker.statement import Dated, Statement

ROOT = Path(__file__).parent.parent
REGISTRY = load(ROOT)
SAME = ("claim", "quote", "speaker", "source", "status", "made_on", "kind", "as_said", "assumed",
        "window", "reported_by", "restates")  # fmt: skip
FULL = {
    "claim": "a", "quote": "b", "speaker": "c", "source": "d", "made_on": "2024-03", "status": "correct",
    "deadline": {"as_said": "in 3 to 5 years", "kind": "between", "earliest": "2027-03-01",
                 "latest": "2029-03-31", "assumed": None},
    "criteria": {"correct": "e", "incorrect": "f"},
    "forecasts": [{"by": "g", "made_on": "2024", "probability": "0.7"}],
    "updates": [{"date": "2024-05-05", "note": "h", "url": "https://example.org/u"}],
    "ignore": [{"code": "near-duplicate", "why": "i"}],
    "resolution": {"resolved_on": "2025", "happened_on": "2024-12-01", "recorded_on": "2025-02-03", "note": "j",
                   "evidence": [{"url": "https://example.org/e", "published_on": "2024-12"}]},
}  # fmt: skip


@pytest.mark.parametrize("id_", REGISTRY.records)
def test_it_says_of_a_record_what_the_model_says(id_: str) -> None:
    record = REGISTRY.records[id_]
    said, model = record.statement, record.prediction
    assert [getattr(said, name) for name in SAME] == [getattr(model, name) for name in SAME]
    assert (said.criteria is None) is (model.criteria is None)
    if said.criteria is not None and model.criteria is not None:
        assert said.criteria.correct == model.criteria.correct
        assert said.criteria.incorrect == model.criteria.incorrect
    assert said.ignored == [entry.code for entry in model.ignore or ()]
    assert (said.resolution is None) is (model.resolution is None)
    if said.resolution is not None and model.resolution is not None:
        for name in ("resolved_on", "happened_on", "recorded_on", "note"):
            assert getattr(said.resolution, name) == getattr(model.resolution, name)
        told = [(e.url, e.archive_url, e.published_on) for e in model.resolution.evidence]
        assert list(said.resolution.evidence) == told


def test_every_key_that_rules_compare_is_typed() -> None:
    said = Statement(FULL)
    assert said.window == (date(2027, 3, 1), date(2029, 3, 31))
    assert said.assumed is None
    assert (said.made_on.first, said.made_on.last) == (date(2024, 3, 1), date(2024, 3, 31))
    (forecast,), (update,) = said.forecasts, said.updates
    assert (forecast.by, forecast.made_on.last, forecast.url) == ("g", date(2024, 12, 31), None)
    assert update == (date(2024, 5, 5), "https://example.org/u")
    assert said.ignored == ["near-duplicate"]
    assert said.resolution is not None
    assert said.resolution.recorded_on == date(2025, 2, 3)
    assert said.resolution.evidence[0].published_on is not None


def test_a_bare_date_is_a_deadline_and_absent_keys_are_nothing() -> None:
    bare = {key: FULL[key] for key in ("claim", "quote", "speaker", "source", "made_on")}
    said = Statement({**bare, "deadline": "2026-05-13", "status": "open", "forecasts": None})
    assert (said.kind, said.window, said.as_said) == ("by", (None, date(2026, 5, 13)), None)
    assert (said.resolution, said.criteria, said.reported_by, said.restates) == (None,) * 4
    assert (said.forecasts, said.updates, said.ignored) == ([], [], [])


def test_a_card_is_typed_too() -> None:
    card = Dated.of({"title": "a", "published_on": {"date": "2024", "evidence": "b"}})
    assert card.published_on is not None
    assert card.published_on.last == date(2024, 12, 31)
    assert card[1:] == (None, None, ())
    for key, there in REGISTRY.cards.items():
        published = there.card.published_on
        assert there.dated == (
            published.date if published else None,
            there.card.url,
            there.card.archive_url,
            there.card.authors or (),
        ), key
