"""Registries for tests: `make_registry` writes records, cards and people into a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

#: The smallest record with a deadline; a test names only what it is about.
SMALL: Mapping[str, object] = {
    "claim": "A first sentence that can be checked.",
    "quote": "it will be there within two years",
    "speaker": "Ada Example",
    "source": "https://example.org/talk",
    "made_on": "2024-03-05",
    "deadline": {"as_said": "within two years", "kind": "by", "latest": "2026-03-05"},
    "criteria": {"correct": "It is there.", "incorrect": "It is not there."},
    "status": "open",
}


Files = Mapping[str, "Mapping[str, object] | str"]
MakeRegistry = Callable[..., Path]


@pytest.fixture
def registry_dir(tmp_path: Path) -> Path:
    """An empty registry: a folder with `predictions/` and `seeds/`."""
    (tmp_path / "predictions").mkdir()
    (tmp_path / "seeds").mkdir()
    return tmp_path


@pytest.fixture
def make_registry(registry_dir: Path) -> MakeRegistry:
    """Write files and return the root: `make_registry({id: record}, {"people": {...}})`.

    A record is YAML text, written as it is, or a mapping laid over `SMALL`, where None takes a key
    away. An id may hold a folder (`2024/chips`), a name with an ending is kept (`old.yml`). The
    seeds are cards, and the people under the key `people`; they are laid over nothing.
    """

    def make(records: Files | None = None, seeds: Files | None = None) -> Path:
        for name, record in (records or {}).items():
            value = record if isinstance(record, str) else {**SMALL, **record}
            _write(registry_dir / "predictions", name, value)
        for name, card in (seeds or {}).items():
            _write(registry_dir / "seeds", name, card)
        return registry_dir

    return make


def _write(folder: Path, name: str, value: Mapping[str, object] | str) -> None:
    path = folder / (name if "." in name else f"{name}.yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    if not isinstance(value, str):
        kept = {key: each for key, each in value.items() if each is not None}
        value = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(value, encoding="utf-8", newline="")
