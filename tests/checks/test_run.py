from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tracker import checks
from tracker.checks.base import Told, record_check
from tracker.registry import Record, load

MakeRegistry = Callable[..., Path]


@record_check("a-warning", "warning")
def a_warning(record: Record) -> Iterator[Told]:
    """Every record has it."""
    yield ("claim",), "what", "", False


@pytest.fixture
def with_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "CHECKS", (*checks.CHECKS, a_warning))


def codes(root: Path) -> list[tuple[str, str]]:
    return [(found.place, found.code) for found in checks.run(load(root))]


def test_codes_are_unique_and_documented() -> None:
    listed = [check.code for check in checks.CHECKS]
    assert len(set(listed)) == len(listed)
    for check in checks.CHECKS:
        assert "Bad::" in check.documentation, check.code
        assert "Good::" in check.documentation, check.code


@pytest.mark.usefixtures("with_warning")
def test_a_warning_is_silenced_in_its_own_record_only(make_registry: MakeRegistry) -> None:
    ignore = [{"code": "a-warning", "why": "It is meant so."}]
    root = make_registry({"a": {"ignore": ignore}, "b": {"claim": "Another sentence."}})
    assert codes(root) == [("predictions/b.yaml:1:8", "a-warning")]


def test_an_error_can_not_be_silenced(make_registry: MakeRegistry) -> None:
    ignore = [{"code": "deadline-before-made-on", "why": "It is meant so."}]
    root = make_registry({"a": {"deadline": "2020-01-01", "ignore": ignore}})
    assert codes(root) == [
        ("predictions/a.yaml:6:11", "deadline-before-made-on"),
        ("predictions/a.yaml:12:9", "unknown-check"),
    ]


def test_what_loading_found_and_what_checks_find_is_sorted_by_place(
    make_registry: MakeRegistry,
) -> None:
    root = make_registry(
        {"b": {"deadline": "2020-01-01", "restates": "nothing"}, "a": "- no record\n"}
    )
    assert codes(root) == [
        ("predictions/a.yaml:1:1", "not-a-mapping"),
        ("predictions/b.yaml:6:11", "deadline-before-made-on"),
        ("predictions/b.yaml:11:11", "unknown-record"),
    ]
