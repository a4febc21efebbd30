"""One item beside the record that it becomes, to see what a mapping does."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from itertools import zip_longest

from tracker.editing.emit import render
from tracker.importer.convert import Skipped, convert
from tracker.importer.fields import flat, unnamed_in
from tracker.importer.items import Item
from tracker.importer.mapping import Mapping
from tracker.importer.plan import Outcome
from tracker.text import pad, wrap

__all__ = ["explain"]


def explain(item: Item, outcome: Outcome, mapping: Mapping, columns: int) -> list[str]:
    """Lines: the item's fields on the left, the record on the right, what is lost below."""
    record: list[str] = []
    if not item.problem:
        with contextlib.suppress(Skipped):
            record = render(convert(item, mapping).value).splitlines()
    half = max((columns - 3) // 2, 20)
    fields = [f"{path}: {value}" for path, value in flat(item.fields)]
    left = [item.place, "", *_wrapped(fields, half)]
    right = [outcome.id or "no id", "", *_wrapped(record, half)]
    lines = [
        f"{pad(one, half)} | {other}".rstrip()
        for one, other in zip_longest(left, right, fillvalue="")
    ]
    unnamed = unnamed_in(item, mapping)
    below = [
        f"{outcome.kind}: {'; '.join(outcome.reasons)}" if outcome.reasons else outcome.kind,
        *(f"not imported: {lost}" for lost in outcome.lost),
        *([f"not used by the mapping: {', '.join(unnamed)}"] if unnamed else []),
    ]
    return [*lines, "", *(line for text in below for line in wrap(text, columns))]


def _wrapped(texts: Sequence[str], columns: int) -> list[str]:
    """The texts, of which the lines after the first are indented by two more spaces."""
    lines = []
    for text in texts:
        start = text[: len(text) - len(text.lstrip())]
        first, *rest = wrap(text, columns - 2, indent=start)
        lines += [first, *(f"  {line}" for line in rest)]
    return lines
