"""The labels of a chart's rows: short, readable and unique."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.text import one_line, truncate

__all__ = ["HEADER", "unique"]

#: The first character of a group header. It is an invisible constant, because a Vega expression
#: tests for it and must not be built from data.
HEADER = "\u2063"
_TAG = "\u200b"


def unique(texts: Iterable[str], columns: int) -> list[str]:
    """The texts on one line, cut to `columns`, made unique by trailing zero-width characters.

    Vega merges rows with equal labels, so two records with the same beginning would become one row.
    """
    seen: dict[str, int] = {}
    labels = []
    for text in texts:
        short = truncate(one_line(text).replace(_TAG, "").replace(HEADER, ""), columns)
        number = seen[short] = seen.get(short, -1) + 1
        labels.append(short + _TAG * number)
    return labels
