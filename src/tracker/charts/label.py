"""Owns the labels of a chart's rows: short, readable, and no two the same. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.text import one_line, truncate

__all__ = ["HEADER", "unique"]

#: What the label of a group begins with; an invisible mark, since a Vega expression tests for it
#: and must not be built from data.
HEADER = "\u2063"
_TAG = "\u200b"


def unique(texts: Iterable[str], columns: int) -> list[str]:
    """The texts on one line, cut to `columns`, told apart by trailing characters of no width.

    Vega merges rows whose labels are equal: two records with the same beginning would be one row.
    """
    seen: dict[str, int] = {}
    labels = []
    for text in texts:
        short = truncate(one_line(text).replace(_TAG, "").replace(HEADER, ""), columns)
        number = seen[short] = seen.get(short, -1) + 1
        labels.append(short + _TAG * number)
    return labels
