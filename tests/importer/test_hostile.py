"""Items of any shape: imported, skipped or refused; never a crash, never a second change."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.checks import run as run_checks
from tracker.importer import carry_out, load_mapping, plan
from tracker.importer.items import Item
from tracker.importer.placeholders import Theirs
from tracker.registry import load

ANYTHING: st.SearchStrategy[Theirs] = st.recursive(
    st.none()
    | st.booleans()
    | st.text(st.characters(exclude_categories=[]), max_size=20)
    | st.sampled_from(["NaN", "1e400", "2024-02-30", "YES", "0.5", "1653850472294", "2024-03-05"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
GOOD: dict[str, dict[str, Theirs]] = {
    "manifold": {
        "id": "m1", "question": "Rain?", "url": "https://manifold.markets/a/rain", "outcomeType": "BINARY",
        "createdTime": "1653850472294", "closeTime": "1653893940000", "creatorName": "Ada",
        "resolution": "YES", "resolutionTime": "1653924077078", "probability": "0.5",
    },
    "predictionbook": {
        "id": "1", "description": "Rain.", "created_at": "2012-03-01", "deadline": "2013-01-01",
        "creator_label": "Ada", "outcome": True, "withdrawn": False, "responses": [],
    },
    "spreadsheet": {
        "id": "1", "claim": "Rain.", "speaker": "Ada B", "source": "https://example.org/", "made_on": "March 2012",
        "deadline": "in two years", "status": "right", "resolved_on": "Q1 2013", "note": "It rained.",
        "evidence": "https://example.org/a, https://example.org/b", "probability": "70%", "tags": "a; b", "kind": "by",
    },
    "promises": {
        "speaker": "Ada B", "made_on": "2012", "deadline": "TBD", "resolved_on": "2014-05-06",
        "promises": {"title": "Rain", "status": "Broken", "sources": ["https://example.org/a"], "tags": ["a"]},
    },
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(GOOD))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_the_fields(name: str, data: st.DataObject) -> None:
    keys = st.sampled_from(sorted(GOOD[name]))
    odd = data.draw(st.dictionaries(keys, ANYTHING, max_size=4))
    mapping, _ = load_mapping(name)
    assert mapping is not None
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "predictions").mkdir()
        items = [Item("item 1", {**GOOD[name], **odd})]

        first = carry_out(plan(items, mapping, load(root)), load(root))[0]
        registry = load(root)
        again = plan(items, mapping, registry)[0]

    assert bool(first.reasons) == (first.kind != "new")
    assert len(registry.records) == (first.kind == "new")
    assert [each for each in run_checks(registry) if each.severity == "error"] == []
    assert again.kind == ("unchanged" if first.kind == "new" else first.kind)


@pytest.mark.parametrize("name", sorted(GOOD))
def test_the_good_item_is_new(name: str, registry_dir: Path) -> None:
    mapping, _ = load_mapping(name)
    assert mapping is not None

    assert plan([Item("item 1", GOOD[name])], mapping, load(registry_dir))[0].kind == "new"
