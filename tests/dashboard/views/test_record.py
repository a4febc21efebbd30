from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tracker.registry import load

Open = Callable[..., AppTest]
Read = Callable[[AppTest], Any]


def _texts(app: AppTest) -> list[str]:
    return [element.value for element in app.text]


def test_a_record_shows_all_that_is_known(varied: Path, open_page: Open, seen: Read) -> None:
    page = seen(open_page(varied, "record", id="overdue"))
    assert page.texts("claim") == ["Domestic chips reach 90% of an A100."]
    (kicker,) = page.texts("kicker")
    assert kicker.startswith("Wang Yang")
    assert kicker.endswith("said between 16 February and 13 May 2024")
    assert page.texts("verdict") == [
        "192 days overdue Find evidence and record a verdict. Correct if: It is there."
    ]
    assert page.texts("original") == ["我認為在兩年內能夠達到A100的90%以上"]
    assert page.facts == {
        "As said": "兩年內",
        "Dates": "by 13 May 2026 (192 days overdue)",
        "How it is read": "It must happen by then; the last day still counts. A product counts.",
        "Hedge": "我認為",
        "Correct if": "It is there.",
        "Incorrect if": "It is not there.",
        "Name": "Wang Yang (汪揚)",
        "Stake": "invests in chips",
        "Document": "Chinese chips, a panel大模型時代的中國芯片",
        "Link": page.facts["Link"],
        "About our copy": "The date line is that of the copy.",
        "Topics": "chips",
    }
    assert page.links["Wang Yang"] == "./speaker?id=wang-yang"
    assert page.links["chips"] == "./?tag=chips"


def test_text_in_another_language_says_so(varied: Path, open_page: Open, seen: Read) -> None:
    whole = seen(open_page(varied, "record", id="overdue")).whole
    (quote,) = whole.find_class("original")
    assert quote.get("lang") == "zh-Hant"
    assert [one.text_content() for one in whole.iter("span") if one.get("lang") == "zh-Hant"] == [
        "兩年內",
        "我認為",
        "大模型時代的中國芯片",
    ]


def test_the_file_is_named_and_shown(varied: Path, open_page: Open) -> None:
    record = load(varied).records["overdue"]
    app = open_page(varied, "record", id="overdue")
    assert f"predictions/overdue.yaml:{record.line}" in _texts(app)
    (whole,) = (code.value for code in app.code)
    assert whole == record.file.text.rstrip("\n")


def test_a_verdict_stands_above_with_its_evidence_below(
    varied: Path, open_page: Open, seen: Read
) -> None:
    page = seen(open_page(varied, "record", id="gpt-5"))
    (verdict,) = page.texts("verdict")
    assert verdict.startswith("incorrect 219 days late It came on 7 August 2025.")
    assert "Verdict possible since 1 January 2025 · 1 source" in verdict
    assert page.links["The announcement"] == "https://example.org/evidence"


def test_before_its_verdict_a_record_is_open(varied: Path, open_page: Open, seen: Read) -> None:
    page = seen(open_page(varied, "record", id="gpt-5", as_of="2024-12-31"))
    assert page.texts("verdict")[0].startswith("due today")
    assert "It came on 7 August 2025." not in page.text


def test_restatements_lead_to_each_other(varied: Path, open_page: Open, seen: Read) -> None:
    page = seen(open_page(varied, "record", id="restated"))
    assert page.texts("l-claim") == [
        "Domestic chips reach 90% of an A100.",
        "It comes later. (this one)",
    ]
    assert page.links["Domestic chips reach 90% of an A100."] == "./record?id=overdue"


def test_previous_and_next_follow_the_list_one_came_from(
    varied: Path, open_page: Open, seen: Read
) -> None:
    links = seen(open_page(varied, "record", id="due-first-day", mark=["due"])).links
    assert links["← 2 predictions"] == "./?mark=due"
    assert links["← Previous"] == "./record?mark=due&id=due-last-day-of-grace"
    assert "Next →" not in links


def test_an_unknown_record_is_named(varied: Path, open_page: Open, seen: Read) -> None:
    app = open_page(varied, "record", id="<b>nobody</b>")
    assert app.title[0].value == "No such record"
    assert _texts(app) == ["There is no prediction with the id '<b>nobody</b>' in this registry."]
    assert seen(app).links["All predictions"] == "./"


def test_an_address_without_a_record_leads_to_those_there_are(
    varied: Path, open_page: Open, seen: Read
) -> None:
    app = open_page(varied, "record")
    assert app.title[0].value == "Which record?"
    assert seen(app).links["All predictions"] == "./"
    assert not app.error


def test_a_record_not_yet_said_on_the_day(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "record", id="far", as_of="2020-01-01")
    assert app.title[0].value == "Not made yet"


def test_hostile_text_stands_as_it_is(
    hostile_root: Path, open_page: Open, hostile: str, interpreted: Read, seen: Read
) -> None:
    app = open_page(hostile_root, "record", id="hostile")
    page = seen(app)
    # claim, quote, hedge, as said, assumed, three criteria, speaker twice, reporter, tag, title
    # twice, note, update (in one element), amendment
    assert page.text.count(hostile) == 16
    assert not [href for href in page.links.values() if not href.startswith("./")]
    assert not [text for text in interpreted(app) if "evil.example" in text]


def test_a_hostile_note_stands_as_it_is(
    hostile_root: Path, open_page: Open, hostile: str, seen: Read
) -> None:
    assert hostile in seen(open_page(hostile_root, "record", id="settled")).text


def test_what_waits_for_another_record_leads_to_it(
    varied: Path, open_page: Open, seen: Read
) -> None:
    page = seen(open_page(varied, "record", id="ten-times"))
    assert page.facts["Dates"].endswith("after GPT-5 comes in 2024.")
    assert page.links["GPT-5 comes in 2024."] == "./record?id=gpt-5"


def test_what_has_no_criteria_has_no_part_on_them(
    varied: Path, open_page: Open, seen: Read
) -> None:
    assert "Correct if" in seen(open_page(varied, "record", id="overdue")).facts
    assert "Correct if" not in seen(open_page(varied, "record", id="review")).facts


def test_a_damaged_copy_and_a_day_that_was_put_off_are_told(
    make_registry: Callable[..., Path], open_page: Open, seen: Read
) -> None:
    root = make_registry(
        {
            "it": {
                "quote_in_copy": "it wi11 be there",
                "review": {"next": "2027-01-01", "why": "a report comes"},
            }
        }
    )
    page = seen(open_page(root, "record", id="it"))
    assert page.facts["In our copy"] == "it wi11 be there"
    assert "Deferred to 1 January 2027." in page.texts("verdict")[0]
    assert "Find evidence" not in page.texts("verdict")[0]


@pytest.mark.parametrize(("kind", "says"), [("not_before", "held"), ("between", "correct in time")])
def test_only_what_has_to_happen_is_in_time(
    make_registry: Callable[..., Path], open_page: Open, seen: Read, kind: str, says: str
) -> None:
    window = {"kind": kind, "earliest": "2025-01-01"}
    if kind == "between":
        window["latest"] = "2025-12-31"
    evidence = [{"url": "https://example.org/evidence"}]
    it = {
        "status": "correct",
        "deadline": {"as_said": "then", **window},
        "resolution": {
            "resolved_on": "2026-01-01",
            "happened_on": "2025-06-01",
            "summary": "It came.",
            "note": "So.",
            "evidence": evidence,
        },
    }
    page = seen(open_page(make_registry({"it": it}), "record", id="it"))
    assert page.texts("verdict")[0].startswith(f"{says} It came.")


def test_its_history_in_git_is_a_list_of_its_commits(
    make_registry: Callable[..., Path], open_page: Open
) -> None:
    root = make_registry({"it": {}})
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for args in (
        ["init", "-q", "-b", "main"],
        ["add", "."],
        [*identity, "commit", "-q", "-m", "data: <b>it</b>", "--date", "2026-01-02T12:00:00"],
    ):
        subprocess.run(["git", "-C", str(root), *args], check=True, capture_output=True)
    app = open_page(root, "record", id="it")
    assert [text for text in _texts(app) if text.endswith("  data: <b>it</b>")] == [
        text for text in _texts(app) if text.startswith("2026-01-02  ")
    ]
    assert "Git history" in [expander.label for expander in app.expander]


def test_a_day_before_the_verdict_offers_no_second_one(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "record", id="gpt-5", as_of="2024-12-31")
    assert not [said for said in _texts(app) if "settled on" in said]
    (whole,) = (code.value for code in app.code)
    assert "resolution:" in whole


def test_a_record_whose_file_is_broken_is_not_said_to_be_missing(
    make_registry: Callable[..., Path], open_page: Open
) -> None:
    root = make_registry({"one": {}, "broken": "claim: ["})
    app = open_page(root, "record", id="broken")
    assert app.title[0].value == "The file is invalid"
    assert "predictions/broken.yaml" in _texts(app)
    assert open_page(root, "record", id="nobody").title[0].value == "No such record"
