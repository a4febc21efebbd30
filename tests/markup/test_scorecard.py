from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tracker import markup
from tracker.charts import theme
from tracker.markup import scorecard
from tracker.registry import load
from tracker.rows import Row, rows

TODAY = date(2026, 11, 21)
Make = Callable[..., Path]


def _settled(status: str, resolved_on: str, latest: str, **more: Any) -> dict[str, Any]:
    evidence = [{"url": "https://example.org/evidence"}]
    return {
        "status": status,
        "deadline": {"as_said": "by then", "kind": "by", "latest": latest},
        "resolution": {"resolved_on": resolved_on, "note": "So.", "evidence": evidence},
        **more,
    }


@pytest.fixture
def listed(make_registry: Make) -> list[Row]:
    root = make_registry(
        {
            "late": {"speaker": "Cy"},
            "far": {"deadline": {"as_said": "x", "kind": "by", "latest": "2040-01-01"}},
            "old": _settled("correct", "2025-01-01", "2024-12-31", speaker="Ada"),
            "new": _settled("incorrect", "2026-01-01", "2025-12-31", speaker="Bo"),
            "void": _settled("annulled", "2026-06-01", "2025-12-31", speaker="Bo"),
        }
    )
    return rows(load(root), TODAY)


def test_the_order_is_what_waits_then_the_newest_scored_verdict(listed: list[Row]) -> None:
    assert [row.id for row in scorecard.arranged(listed)] == ["late", "new", "old", "void", "far"]
    by_speaker = [row.id for row in scorecard.arranged(listed, "speaker")]
    assert by_speaker[:2] == ["late", "old"]


def test_the_bar_has_verdicts_first(listed: list[Row]) -> None:
    assert [(part.mark.word, part.count) for part in scorecard.bar(listed)] == [
        ("correct", 1),
        ("incorrect", 1),
        ("annulled", 1),
        ("overdue", 1),
        ("upcoming", 1),
    ]


def test_where_nothing_matches_one_sentence_says_so(listed: list[Row]) -> None:
    assert scorecard.finding([], listed) == "None of the 5 public predictions matches."


def test_correct_claims_without_a_deadline_are_explained(listed: list[Row]) -> None:
    assert scorecard.aside(listed) == ""
    free = [replace(row, kind="undated") if row.id == "old" else row for row in listed]
    said = "The bar also counts 1 correct one with no deadline to meet."
    assert scorecard.aside(free) == said


def test_years_name_who_was_right(listed: list[Row]) -> None:
    listed = [*listed, *(replace(row, id=f"{row.id}-2") for row in listed)]
    years = [
        (
            one.year,
            {
                word: [(row.speaker_name, count) for row, count in pairs]
                for word, pairs in one.names.items()
            },
            one.correct,
            one.scored,
        )
        for one in scorecard.years(listed)
    ]
    assert years == [
        ("2025", {"incorrect": [("Bo", 2)]}, 0, 2),
        ("2024", {"correct": [("Ada", 2)]}, 2, 2),
    ]


@pytest.mark.parametrize("text", ["<b>&\"'", "{{ 7 * 7 }}", "\u202eabc\x07", "2026-13-02<i>"])
def test_every_value_is_text(listed: list[Row], text: str) -> None:
    (row,) = (row for row in listed if row.id == "new")
    hostile = replace(row, claim=text, speaker_name=text, summary=text, quote=text)
    written = markup.render(
        "list.html",
        rows=[hostile],
        href=lambda _: f"./record?id={text}",
        speaker_href=lambda _: "./speaker",
        own=None,
    )
    tree: html.HtmlElement = html.fromstring(str(written))  # a fragment with one root
    visible = text.replace("\u202e", "\\u202e").replace("\x07", "\\x07")
    for part in ("l-claim", "l-who", "l-what"):
        assert [one.text_content().strip() for one in tree.find_class(part)] == [visible]
    assert not list(tree.iter("b", "i", "script"))


def test_the_style_has_a_shape_and_a_colour_for_every_mark() -> None:
    style = markup.style()
    for mark in theme.MARKS:
        assert f".g-{mark.word}{{--shape:url(" in style
        assert f"--m-{mark.word}:light-dark({mark.light},{mark.dark})" in style
