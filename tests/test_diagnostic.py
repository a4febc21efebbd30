from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from tracker.diagnostic import Diagnostic


def told(
    path: str, line: int | None, column: int | None, code: str = "c", message: str = "m"
) -> Diagnostic:
    return Diagnostic(path, line, column, code, message)


def test_the_order_is_path_line_column_code_message() -> None:
    ordered = [
        told("a.yaml", None, None),
        told("a.yaml", 1, None),
        told("a.yaml", 1, 1),
        told("a.yaml", 2, 9),
        told("a.yaml", 10, 1, "b", "z"),
        told("a.yaml", 10, 1, "c", "a"),
        told("a.yaml", 10, 1, "c", "b"),
        told("a.yaml", 10, 2, "a", "a"),
        told("b.yaml", None, None),
    ]

    backwards = ordered[::-1]

    assert sorted(backwards, key=lambda diagnostic: diagnostic.sort_key) == ordered


@pytest.mark.parametrize(
    ("line", "column", "place"),
    [(3, 7, "a.yaml:3:7"), (3, None, "a.yaml:3:1"), (None, None, "a.yaml"), (None, 7, "a.yaml")],
)
def test_place(line: int | None, column: int | None, place: str) -> None:
    assert told("a.yaml", line, column).place == place


def test_a_diagnostic_is_an_error_without_hint_and_record() -> None:
    found = told("a.yaml", 1, 1)

    assert (found.severity, found.hint, found.record) == ("error", "", None)


def test_a_diagnostic_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        told("a.yaml", 1, 1).line = 2  # type: ignore[misc]  # that is what is tested
