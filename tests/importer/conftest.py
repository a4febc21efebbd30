"""A small mapping and ways to use it: `make_mapping` lays keys over it, `convert_with` converts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tracker.importer import load_mapping
from tracker.importer import mapping as mapping_module
from tracker.importer.convert import Converted, convert
from tracker.importer.items import Item

SAMPLES = Path(__file__).parent / "samples"

#: The smallest mapping; a test names only what it is about.
SMALL: Mapping[str, Any] = {
    "name": "Ours",
    "format": "json",
    "id": {"prefix": "x", "fields": ["id"]},
    "dates": ["iso"],
    "record": {
        "claim": "{title}",
        "quote": "{title}",
        "speaker": "{who} (X)",
        "source": "https://example.org/{id}",
        "made_on": "{said}",
        "deadline": [{"kind": "by", "latest": "{due}"}],
        "criteria": {"correct": "{how|'It happens.'}", "incorrect": "It does not."},
        "status": {"of": "{end}", "words": {"correct": ["YES", "true"], "incorrect": ["NO"]}},
        "resolution": {
            "resolved_on": "{ended}",
            "note": "It was {end}.",
            "evidence": [{"url": "https://example.org/{id}"}],
        },
    },
}
ITEM: Mapping[str, Any] = {
    "id": "1",
    "title": "It rains.",
    "who": "Ada",
    "said": "2024-03-05",
    "due": "2026-03-05",
}

MakeMapping = Callable[..., mapping_module.Mapping]
ConvertWith = Callable[..., Converted]


def layered(over: Mapping[str, Any], record: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """`SMALL` with keys laid over it, and over its record; None takes a key away."""
    whole = {**SMALL, **over, "record": {**SMALL["record"], **(record or {})}}
    whole["record"] = {key: value for key, value in whole["record"].items() if value is not None}
    return {key: value for key, value in whole.items() if value is not None}


@pytest.fixture
def make_mapping(tmp_path: Path) -> MakeMapping:
    def make(record: Mapping[str, Any] | None = None, **over: Any) -> mapping_module.Mapping:
        path = tmp_path / "mapping.yaml"
        path.write_text(yaml.safe_dump(layered(over, record), allow_unicode=True), encoding="utf-8")
        mapping, problems = load_mapping(str(path))
        assert problems == []
        assert mapping is not None
        return mapping

    return make


@pytest.fixture
def convert_with(make_mapping: MakeMapping) -> ConvertWith:
    """Convert `ITEM` with fields laid over it by a mapping with keys laid over it."""

    def call(
        item: Mapping[str, Any], record: Mapping[str, Any] | None = None, **over: Any
    ) -> Converted:
        fields = {**ITEM, **item}
        return convert(Item("item 1", fields), make_mapping(record, **over))

    return call
