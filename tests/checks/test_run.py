from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tracker import checks
from tracker.checks import catalogue, ignored
from tracker.checks.base import Problem, record_check
from tracker.registry import Record, load

MakeRegistry = Callable[..., Path]


@record_check("a-warning", "warning")
def a_warning(record: Record) -> Iterator[Problem]:
    """Every record has it."""
    yield ("claim",), "what", "", False


@pytest.fixture
def with_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = ignored.unknown_check(["a-warning"], [])
    monkeypatch.setattr(checks, "CHECKS", (*checks.CHECKS[:-1], unknown, a_warning))


def codes(root: Path) -> list[tuple[str, str]]:
    return [(diagnostic.place, diagnostic.code) for diagnostic in checks.run(load(root))]


def test_codes_are_unique_and_documented() -> None:
    listed = [check.code for check in checks.CHECKS]
    assert len(set(listed)) == len(listed)
    for check in checks.CHECKS:
        assert "Bad::" in check.documentation, check.code
        assert "Good::" in check.documentation, check.code
        assert catalogue.documentation(check.code) == check.documentation


#: Words with a hyphen in those modules that are no codes: an encoding, and examples.
NO_CODES = {"utf-8-sig", "economic-herald-3563", "gpt-5-in-2024", "wang-yang"}


def test_every_code_that_is_not_of_a_check_is_in_the_catalogue() -> None:
    code = re.compile(r"[a-z]+(-[a-z0-9]+)+")
    codes: set[str] = set()
    source = Path(checks.__file__).parent.parent
    for name in (
        "registry",
        "folder",
        "records/references",
        "records/model",
        "records/validation",
        "yamlfile/messages",
        "yamlfile/events",
        "yamlfile/reader",
        "checks/documents",
        "checks/against",
    ):
        tree = ast.parse((source / f"{name}.py").read_text("utf-8"))
        texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
        codes |= {text for text in texts if isinstance(text, str) and code.fullmatch(text)}

    assert {"not-text", "invalid-url", "duplicate-id", "quote-not-found"} <= codes
    assert sorted(codes - set(catalogue.codes()) - NO_CODES) == []


def test_a_list_in_the_place_of_a_text_is_documented(make_registry: MakeRegistry) -> None:
    (problem,) = checks.run(load(make_registry({"a": {"claim": ["one"]}})))

    assert problem.code == "not-text"
    assert catalogue.documentation(problem.code)


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


def test_a_claim_made_three_times_is_reported_once_a_record(
    make_registry: MakeRegistry,
) -> None:
    root = make_registry({"a": {"speaker": "Bo Example"}, "b": {}, "c": {}})
    assert codes(root) == [
        ("predictions/b.yaml:1:8", "near-duplicate"),
        ("predictions/c.yaml:1:8", "near-duplicate"),
    ]


def test_no_link_is_asked_for_where_it_may_be_in_an_unreadable_file(
    make_registry: MakeRegistry,
) -> None:
    claim = "A film is made from a script that nobody wrote."
    root = make_registry(
        {
            "first": {"claim": claim, "made_on": "2020-01-01"},
            "second": "claim: [",
            "third": {"claim": claim, "made_on": "2022-01-01", "restates": "second"},
        }
    )
    assert "missing-restates" not in [code for _, code in codes(root)]
    (root / "predictions/second.yaml").write_text("")
    third = root / "predictions/third.yaml"
    third.write_text(third.read_text().replace("restates: second\n", ""))
    assert "missing-restates" in [code for _, code in codes(root)]
