from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from tracker.markup import record
from tracker.registry import load
from tracker.rows import rows


def test_a_chain_of_twenty_thousand_statements_is_put_in_order(
    make_registry: Callable[..., Path],
) -> None:
    """A walk that is not linear would take minutes."""
    registry = load(make_registry({"r0": {}}))
    (row,) = rows(registry, date(2026, 11, 21))
    many = tuple(
        replace(row, id=f"r{number:05d}", restates=f"r{number - 1:05d}" if number else None)
        for number in range(20_000)
    )

    earlier, later = record.chain(many[5_000], many)
    assert [each.id for each in earlier] == [f"r{number:05d}" for number in range(5_000)]
    assert len(later) == 14_999
