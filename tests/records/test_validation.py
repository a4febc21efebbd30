"""The step from values to a model; what it says of each mistake is in `tests/cases/`."""

from __future__ import annotations

import pytest

from tracker.records.model import Card
from tracker.records.validation import validate, validate_prediction
from tracker.text import show_value
from tracker.yamlfile.file import YamlFile
from tracker.yamlfile.reader import parse


def source(text: str) -> YamlFile:
    file, problems = parse(text.encode(), "predictions/a.yaml")
    assert file is not None, problems
    return file


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "nothing"),
        ({}, "a mapping"),
        ([1], "a list"),
        ("a\nb\x1b\u202e", r"'a\nb\x1b\u202e'"),
        ("x" * 60, repr("x" * 60)),
        ("x" * 61, repr("x" * 57 + "...")),
        ("兩年內", "'兩年內'"),
    ],
)
def test_a_value_is_quoted_on_one_short_line(value: object, shown: str) -> None:
    assert show_value(value) == shown


def test_every_diagnostic_names_its_record_and_file() -> None:
    _, diagnostics = validate_prediction(source("status: done\nfoo: 1\n"), "a")
    assert {(d.path, d.record, d.severity) for d in diagnostics} == {
        ("predictions/a.yaml", "a", "error")
    }
    assert len(diagnostics) == 8


def test_a_card_has_no_record() -> None:
    text = source("title: [a]\n")
    _, diagnostics = validate(Card, text.value, text)
    assert [(d.code, d.record) for d in diagnostics] == [("not-text", None)]


@pytest.mark.parametrize(
    "char",
    "\u00ad\u034f\u115f\u17b5\u200b\u202e\u2800\u3164\ufe0f\uffa0\ufff8\ufff9\ufffb"
    "\U00013430\U0001bca3\U0001d173\U0001d17a\U000e0020\U000e0fff",
)
def test_a_text_of_characters_that_nobody_sees_is_empty(char: str) -> None:
    text = source(f'title: "{char} {char}"\n')
    _, [diagnostic] = validate(Card, text.value, text)
    assert diagnostic.message == "`title` contains only invisible characters"


@pytest.mark.parametrize("written", ["\u00e9", "e\u0301", "\\u00e9", "e\\u0301"])
def test_texts_are_composed_however_they_are_written(written: str) -> None:
    text = source(f'title: "Caf{written}"\nlanguage: fr\n')
    card, diagnostics = validate(Card, text.value, text)
    assert card is not None, diagnostics
    assert card.title == "Caf\u00e9"


def test_a_thousand_mistakes_are_a_thousand_diagnostics() -> None:
    text = source("title: A\nauthors:\n" + "  - ''\n" * 1000)
    _, diagnostics = validate(Card, text.value, text)
    assert [(d.line, d.column) for d in diagnostics] == [(line, 5) for line in range(3, 1003)]


def test_more_mistakes_than_a_thousand_end_with_one_that_says_so() -> None:
    text = source("title: A\nauthors:\n" + "  - ''\n" * 1001)
    _, diagnostics = validate(Card, text.value, text)
    assert len(diagnostics) == 1001
    assert (diagnostics[-1].line, diagnostics[-1].code, diagnostics[-1].message) == (
        1002,
        "too-many-problems",
        "1,000 problems shown, 1 more omitted",
    )
