"""The fields that a mapping names, and those of an item that it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tracker.importer.items import Item
from tracker.importer.mapping import Mapping
from tracker.importer.placeholders import Theirs, entries, non_empty, plain_text
from tracker.text import nfc

__all__ = ["flat", "telling_apart", "unnamed", "unnamed_in"]


def unnamed(items: Iterable[Item], mapping: Mapping) -> Counter[str]:
    """The fields that no rule names, with the number of items that have a value there."""
    return Counter(path for item in items for path in unnamed_in(item, mapping))


def unnamed_in(item: Item, mapping: Mapping) -> list[str]:
    """The fields of an item that no rule names; what is inside such a field is not listed."""
    names = mapping.fields
    steps = [name.split(".") for name in names]
    paths: dict[str, None] = {}
    for field, value in item.fields.items():
        if field not in names:
            inner = [rest for first, *rest in steps if first == field]
            paths |= dict.fromkeys(_unnamed(value, field, inner))
    if mapping.group_by:  # the rows have the columns of the item
        paths = dict.fromkeys(path.removeprefix("rows.*.") for path in paths)
    return [path for path in paths if path not in item.added]


def _unnamed(value: Theirs, path: str, steps: Sequence[Sequence[str]]) -> Iterator[str]:
    """The paths in a value that do not continue with any of the steps."""
    if not non_empty([value]) or [] in steps:
        return
    if not steps or not isinstance(value, dict | list):
        yield path
    elif isinstance(value, dict) and not (_after(steps, "*") and entries(value)):
        for key, inner in value.items():
            yield from _unnamed(inner, f"{path}.{key}", _after(steps, key))
    else:
        for number, inner in enumerate(entries(value)):
            yield from _unnamed(inner, f"{path}.*", _after(steps, "*", str(number)))


def _after(steps: Sequence[Sequence[str]], *firsts: str) -> list[Sequence[str]]:
    return [rest for first, *rest in steps if first in firsts]


def flat(value: Theirs, path: str = "") -> Iterator[tuple[str, str]]:
    """Each value of an item with its path, as a template names it."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from flat(inner, f"{path}.{key}" if path else str(key))
    elif non_empty([value]):
        yield path, plain_text(value)


def telling_apart(one: Item, other: Item, mapping: Mapping) -> list[str]:
    """The fields in which two items differ, those first that the record is made from."""
    values, others = (
        {path: nfc(value) for path, value in flat(item.fields)} for item in (one, other)
    )
    differ = [path for path, value in values.items() if others.get(path, value) != value]
    names = mapping.fields
    return sorted(differ, key=lambda path: path not in names)
