from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]
Read = Callable[[AppTest], Any]


def test_a_profile_says_who_and_how_often_right(varied: Path, open_page: Open, seen: Read) -> None:
    page = seen(open_page(varied, "speaker", id="wang-yang"))
    assert page.texts("claim") == ["Wang Yang"]
    assert page.facts["Name"] == "汪揚"
    assert page.facts["Stake"] == "invests in chips"
    assert page.facts["Track record"] == "no verdict yet; 1 open"
    assert page.texts("l-claim") == ["Domestic chips reach 90% of an A100."]


def test_a_plain_name_has_a_profile_too(varied: Path, open_page: Open, seen: Read) -> None:
    page = seen(open_page(varied, "speaker", id="Ada Example"))
    assert page.facts["Track record"] == "0 of 1 with a deadline came true; 11 open"
    assert len(page.texts("line")) == 12


def test_each_group_of_claims_is_counted_apart(
    make_registry: Callable[..., Path], open_page: Open, seen: Read
) -> None:
    verdict = {
        "resolved_on": "2026-01-01",
        "note": "It is so.",
        "evidence": [{"url": "https://example.org"}],
    }
    right = {"status": "correct", "resolution": verdict}
    root = make_registry(
        {
            "dated": right,
            "undated": {**right, "deadline": {"kind": "undated"}},
            "bound": {
                **right,
                "deadline": {
                    "as_said": "not before 2025",
                    "kind": "not_before",
                    "earliest": "2025-01-01",
                },
            },
            "never": {"deadline": {"kind": "never"}},
        }
    )
    assert seen(open_page(root, "speaker", id="Ada Example")).facts["Track record"] == (
        "1 of 1 with a deadline came true; 1 of 1 without a deadline came true; "
        '1 of 1 "not before" or "never" held; 1 open'
    )


def test_a_profile_has_the_pace_of_each_claim_that_was_stated_again(
    make_registry: Callable[..., Path], open_page: Open, seen: Read
) -> None:
    def later(of: str, latest: str) -> dict[str, Any]:
        deadline = {"as_said": "soon", "kind": "by", "latest": latest}
        return {"restates": of, "made_on": "2025-03-05", "deadline": deadline}

    root = make_registry(
        {
            "robots": {"title": "Robots"},
            "robots-again": later("robots", "2028-03-05"),
            "mars": {"title": "Mars"},
            "mars-again": {**later("mars", "2025-09-05"), "speaker": "Bo Example"},
            "alone": {},
        }
    )
    page = seen(open_page(root, "speaker", id="Ada Example"))
    assert page.facts["Moving dates"] == (
        "Robots: slipped 2 years in 12 months Mars: moved 6 months earlier in 12 months"
    )
    assert page.links["Moving dates"] == "./moving"


def test_a_reporter_has_a_page_of_what_they_reported(
    make_registry: Callable[..., Path], open_page: Open, seen: Read
) -> None:
    root = make_registry({"it": {"reported_by": "Bo Example"}, "own": {"speaker": "Cy Example"}})
    link = seen(open_page(root, "record", id="it")).links["Bo Example"]
    assert link == "./speaker?id=Bo+Example"
    page = seen(open_page(root, "speaker", id="Bo Example"))
    assert page.texts("claim") == ["Bo Example"]
    assert "Reported predictions" in page.text
    assert len(page.texts("line")) == 1
    assert "Reported predictions" not in seen(open_page(root, "speaker", id="Cy Example")).text


def test_all_speakers_are_listed(varied: Path, open_page: Open, seen: Read) -> None:
    page = seen(open_page(varied, "speaker"))
    assert page.links["Wang Yang"] == "./speaker?id=wang-yang"
    assert page.links["Ada Example"] == "./speaker?id=Ada+Example"


def test_an_unknown_speaker_is_named(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "speaker", id="<b>nobody</b>")
    assert app.title[0].value == "No such speaker"


def test_a_source_says_what_it_is_and_what_is_wrong_with_the_copy(
    make_registry: Callable[..., Path], open_page: Open, seen: Read
) -> None:
    people = {"bo": {"name": "博", "name_en": "Bo Example"}}
    card = {
        "title": "一次談話",
        "title_en": "A talk",
        "publisher": "The Gazette",
        "kind": "article",
        "language": "zh-Hant",
        "authors": ["bo", "Cy Example"],
        "published_on": {"date": "2024-03", "evidence": "the cover"},
        "note": "A page is missing.",
    }
    root = make_registry({"it": {"source": "talk"}}, {"people": people, "talk": card})
    page = seen(open_page(root, "source", id="talk"))
    assert page.texts("claim") == ["A talk"]
    assert page.facts == {
        "Title": "一次談話",
        "Document": "The Gazette · article · Chinese (Traditional)",
        "Authors": "Bo Example, Cy Example",
        "Published": "March 2024 the cover",
        "Link": "not online",
        "About our copy": "A page is missing.",
        "Source card": "seeds/talk.yaml",
    }
    assert len(page.texts("line")) == 1
    assert seen(open_page(root, "source")).links["A talk"] == "./source?id=talk"
    assert seen(open_page(root, "record", id="it")).links["A talk"] == "./source?id=talk"


def test_a_source_that_is_only_an_address_has_a_page(
    varied: Path, open_page: Open, seen: Read
) -> None:
    page = seen(open_page(varied, "source", id="https://example.org/talk"))
    assert page.links["Open the document"] == "https://example.org/talk"


def test_an_unknown_source_is_named(varied: Path, open_page: Open) -> None:
    assert open_page(varied, "source", id="x").title[0].value == "No such source"


def test_hostile_text_stands_as_it_is(
    hostile_root: Path, open_page: Open, hostile: str, seen: Read
) -> None:
    for page, name in (("speaker", hostile), ("source", "card")):
        shown = seen(open_page(hostile_root, page, id=name))
        assert hostile in shown.texts("claim")
        assert not [href for href in shown.links.values() if not href.startswith("./")]
