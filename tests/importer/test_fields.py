from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tracker.importer.fields import flat, telling_apart, unnamed
from tracker.importer.items import Item

if TYPE_CHECKING:
    from tests.importer.conftest import MakeMapping

ITEM = {"id": "1", "title": "Rain", "who": "Ada", "said": "2024", "due": "2026"}


@pytest.mark.parametrize(
    ("item", "over", "expected"),
    [
        ({}, {}, {}),
        ({"mood": "glad", "empty": "", "none": None, "list": []}, {}, {"mood": 2}),
        # inside a value, only what no rule names
        ({"user": {"name": "Ada", "id": "7"}}, {"record": {"speaker": "{user.name} {who}"}}, {"user.id": 2}),
        ({"user": {"name": "Ada", "id": "7"}}, {}, {"user": 2}),
        ({"tags": [{"name": "a", "id": "1"}, {"name": "b"}]}, {"record": {"tags": ["{tags.*.name}"]}}, {"tags.*.id": 2}),
        ({"tags": {"x": {"name": "a", "id": "1"}}}, {"record": {"tags": ["{tags.*.name}"]}}, {"tags.*.key": 2, "tags.*.id": 2}),
        ({"links": ["a", "b"]}, {"record": {"source": "{links.0}"}}, {"links.*": 2}),
        # the entries of a forecast, and comments that no rule names
        (
            {"answers": [{"who": "b", "on": "2024", "p": "1"}, {"who": "c", "text": "hm"}]},
            {"record": {"forecasts": [{"each": "answers", "by": "{each.who}", "made_on": "{each.on}", "probability": "{each.p}"}]}},
            {"answers.*.text": 2},
        ),
        # what another key of the mapping names
        ({"type": "x", "kind": "y", "remarks": {"a": "b"}, "must": "z"},
         {"only": [{"field": "type", "words": ["x"], "why": "no"}], "needs": ["must"], "lost": [{"field": "remarks", "what": "remarks"}]},
         {"kind": 2}),
        ({"a.b": "c", "a": {"b": "d"}}, {"record": {"hedge": "{a.b}"}}, {}),
    ],
)  # fmt: skip
def test_fields_that_no_rule_names_are_counted(
    make_mapping: MakeMapping, item: dict[str, Any], over: dict[str, Any], expected: dict[str, int]
) -> None:
    plain: Any = ITEM
    items = [Item("item 1", {**ITEM, **item}), Item("item 2", {**ITEM, **item}), Item("3", plain)]

    assert unnamed(items, make_mapping(**over)) == expected


def test_only_the_importers_own_fields_need_no_rule(make_mapping: MakeMapping) -> None:
    fields: Any = {"file": "a", "folder": "b"}

    assert unnamed([Item("line 2", fields, added=("file",))], make_mapping()) == {"folder": 1}


def test_the_rows_of_a_group_are_the_columns(make_mapping: MakeMapping) -> None:
    rows: list[Any] = [{"id": "1", "mood": "glad"}, {"id": "1", "mood": "sad", "p": "0.5"}]
    forecast = {"each": "rows", "by": "X", "made_on": "2024", "probability": "{each.p}"}
    mapping = make_mapping({"forecasts": [forecast]}, group_by=["id"])

    assert unnamed([Item("line 2", {**rows[0], "rows": rows})], mapping) == {"mood": 1}


def test_the_fields_that_tell_two_items_apart(make_mapping: MakeMapping) -> None:
    one = Item("1", {"id": "1", "votes": "7", "title": "A", "conf": {"year": "2026"}})
    two = Item("2", {"id": "1", "votes": "8", "title": "A", "conf": {"year": "2027"}})
    mapping = make_mapping({"hedge": "{conf.year}"})

    assert telling_apart(one, two, mapping) == ["conf.year", "votes"]


def test_an_item_flat() -> None:
    item: Any = {"a": {"b": ["x", {"c": True}]}, "d": "", "e": None, "f": "1"}
    assert list(flat(item)) == [("a.b.0", "x"), ("a.b.1.c", "true"), ("f", "1")]
