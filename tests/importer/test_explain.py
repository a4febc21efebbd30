from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.importer import explain, plan
from tracker.importer.items import Item
from tracker.registry import load
from tracker.text import width

if TYPE_CHECKING:
    from pathlib import Path

    from tests.importer.conftest import MakeMapping

FIELDS: dict[str, Any] = {
    "id": "1", "title": "芯片" * 30, "who": "Ada", "said": "2024-03-05", "due": "2026-03-05", "mood": "glad"
}  # fmt: skip


def lines(registry_dir: Path, make_mapping: MakeMapping, *items: Item, **over: Any) -> list[str]:
    mapping = make_mapping(**over)
    return explain(items[0], plan(items, mapping, load(registry_dir))[0], mapping, 80)


def test_an_item_stands_beside_its_record(registry_dir: Path, make_mapping: MakeMapping) -> None:
    shown = lines(registry_dir, make_mapping, Item("item 1", FIELDS))

    assert shown[0] == f"{'item 1':38} | x-1"
    assert shown[2].startswith("id: 1 ")
    assert " | claim: 芯片" in shown[2]
    assert shown[-2:] == ["new", "not used by the mapping: mood"]
    assert max(map(width, shown)) <= 80


def test_a_refused_item_says_why(registry_dir: Path, make_mapping: MakeMapping) -> None:
    shown = lines(registry_dir, make_mapping, Item("item 1", {**FIELDS, "due": "soon"}))

    assert "refused: `deadline`: 'soon' is not a date in the format iso" in shown
    assert any("quote:" in line for line in shown)


def test_what_is_no_item_or_skipped_has_no_record(
    registry_dir: Path, make_mapping: MakeMapping
) -> None:
    only = [{"field": "id", "words": ["2"], "why": "only the second"}]

    assert lines(registry_dir, make_mapping, Item("line 3", {}, "not an object")) == [
        f"{'line 3':38} | no id",
        f"{'':38} |",
        "",
        "refused: not an object",
    ]
    skipped = lines(registry_dir, make_mapping, Item("item 1", FIELDS), only=only)
    assert "skipped: `id` is 1: only the second" in skipped


def test_a_long_word_is_only_cut(registry_dir: Path, make_mapping: MakeMapping) -> None:
    digest = "0123456789abcdef" * 6
    shown = lines(registry_dir, make_mapping, Item("item 1", {**FIELDS, "id": "1", "mood": digest}))

    pieces = [line[:38].strip() for line in shown]
    assert digest in "".join(pieces).replace("mood:", "")
