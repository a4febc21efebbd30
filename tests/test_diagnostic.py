from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from tracker.diagnostic import Diagnostic


def one(
    path: str, line: int | None, column: int | None, code: str = "c", message: str = "m"
) -> Diagnostic:
    return Diagnostic(path, line, column, code, message)


def test_the_order_is_path_line_column_code_message() -> None:
    ordered = [
        one("a.yaml", None, None),
        one("a.yaml", 1, None),
        one("a.yaml", 1, 1),
        one("a.yaml", 2, 9),
        one("a.yaml", 10, 1, "b", "z"),
        one("a.yaml", 10, 1, "c", "a"),
        one("a.yaml", 10, 1, "c", "b"),
        one("a.yaml", 10, 2, "a", "a"),
        one("b.yaml", None, None),
    ]

    backwards = ordered[::-1]

    assert sorted(backwards, key=lambda diagnostic: diagnostic.sort_key) == ordered


@pytest.mark.parametrize(
    ("line", "column", "place"),
    [(3, 7, "a.yaml:3:7"), (3, None, "a.yaml:3:1"), (None, None, "a.yaml"), (None, 7, "a.yaml")],
)
def test_place(line: int | None, column: int | None, place: str) -> None:
    assert one("a.yaml", line, column).place == place


def test_a_diagnostic_is_an_error_without_hint_and_record() -> None:
    shown = one("a.yaml", 1, 1)

    assert (shown.severity, shown.hint, shown.record) == ("error", "", None)


def test_a_diagnostic_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        one("a.yaml", 1, 1).line = 2  # type: ignore[misc]  # that is what is tested
