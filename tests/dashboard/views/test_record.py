from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tracker.dashboard.address import Address
from tracker.dashboard.data import View
from tracker.dashboard.views import record
from tracker.filter import Filter
from tracker.registry import load
from tracker.report.resolution_block import resolution_block
from tracker.rows import rows

Open = Callable[..., AppTest]
Read = Callable[[AppTest], list[str]]


def _texts(app: AppTest) -> list[str]:
    return [element.value for element in app.text]


def test_a_record_shows_all_that_is_known(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "record", id="overdue")
    said = _texts(app)
    for wanted in (
        "Domestic chips reach 90% of an A100.",
        "192 days overdue · as of 2026-11-21",
        "我認為在兩年內能夠達到A100的90%以上",
        "我認為",
        "兩年內",
        "it must happen by then; the last day still counts",
        "by 2026-05-13",
        "A product counts.",
        "It is there.",
        "It is not there.",
        "Wang Yang",
        "汪揚",
        "invests in chips",
        "between 2024-02-16 and 2024-05-13",
        "大模型時代的中國芯片",
        "Chinese chips, a panel",
        "The date line is that of the copy.",
        "seeds/panel.yaml",
    ):
        assert wanted in said, wanted
    assert "The speaker's own words, in Chinese (Traditional)." in said


def test_the_place_and_the_block_to_paste(varied: Path, open_page: Open) -> None:
    record = load(varied).records["overdue"]
    app = open_page(varied, "record", id="overdue")
    assert f"predictions/overdue.yaml:{record.line}" in _texts(app)
    block, whole = (code.value for code in app.code)
    assert block == resolution_block(record, date(2026, 11, 21)).rstrip("\n")
    assert whole == record.file.text.rstrip("\n")


def test_a_verdict_stands_with_its_evidence(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "record", id="gpt-5")
    said = _texts(app)
    assert "resolved on 2025-01-01 · late by 219 days · as of 2026-11-21" in said
    assert "The announcement" in said
    links = app.get("link_button")
    assert [link.proto.url for link in links if "evidence" in link.proto.url] == [
        "https://example.org/evidence"
    ]
    assert [code.value.startswith("claim:") for code in app.code] == [True]  # no block to paste


def test_before_its_verdict_a_record_is_open(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "record", id="gpt-5", as_of="2024-12-31")
    assert "due today · the window is open · as of 2024-12-31" in _texts(app)
    assert "It came on 2025-08-07." not in _texts(app)


def test_restatements_lead_to_each_other(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "record", id="restated")
    assert "between 2024-02-16 and 2024-05-13: by 2026-05-13" in _texts(app)
    assert "id=overdue" in [link.proto.query_string for link in app.get("page_link")]


def test_an_unknown_record_is_named(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "record", id="<b>nobody</b>")
    assert app.title[0].value == "No such record"
    assert _texts(app) == ["There is no prediction with the id '<b>nobody</b>' in this registry."]


def test_an_address_without_a_record_leads_to_those_there_are(
    varied: Path, open_page: Open
) -> None:
    app = open_page(varied, "record")
    assert app.title[0].value == "Which record?"
    assert [link.proto.label for link in app.get("page_link")] == ["All records", "Overview"]
    assert not app.error


def test_a_record_not_yet_said_on_the_day(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "record", id="far", as_of="2020-01-01")
    assert app.title[0].value == "Not made yet"


def test_hostile_text_stands_as_it_is(
    hostile_root: Path, open_page: Open, hostile: str, interpreted: Read
) -> None:
    app = open_page(hostile_root, "record", id="hostile")
    # claim, quote, hedge, as said, assumed, two criteria, speaker, reporter, tags, title twice,
    # publisher, note, update, amendment
    assert _texts(app).count(hostile) == 16
    assert not [text for text in interpreted(app) if "evil.example" in text]


def test_a_hostile_note_stands_as_it_is(hostile_root: Path, open_page: Open, hostile: str) -> None:
    app = open_page(hostile_root, "record", id="settled")
    assert hostile in _texts(app)


def test_the_derivation_is_four_steps_and_a_line_of_time(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "record", id="overdue")
    steps = ["As said", "→ Read as", "→ Window", "→ On 2026-11-21"]
    assert [caption.value for caption in app.caption if caption.value in steps] == steps
    (chart,) = (each.proto for each in app.get("vega_lite_chart"))
    assert chart.alt == (
        "Statement: between 2024-02-16 and 2024-05-13; deadline: by 2026-05-13; overdue on 2026-11-21."
    )


def test_what_waits_for_another_record_leads_to_it(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "record", id="ten-times")
    assert "Waits for" in _texts(app)
    assert "id=gpt-5" in [link.proto.query_string for link in app.get("page_link")]


def test_what_has_no_criteria_has_no_part_on_them(varied: Path, open_page: Open) -> None:
    def headers(record: str) -> list[str]:
        return [header.value for header in open_page(varied, "record", id=record).header]

    assert "Resolution criteria" in headers("overdue")
    assert "Resolution criteria" not in headers("review")


def test_a_damaged_copy_and_a_day_that_was_put_off_are_told(
    make_registry: Callable[..., Path], open_page: Open
) -> None:
    root = make_registry(
        {
            "it": {
                "quote_in_copy": "it wi11 be there",
                "review": {"next": "2027-01-01", "why": "a report comes"},
            }
        }
    )
    app = open_page(root, "record", id="it")
    assert "In our copy" in [caption.value for caption in app.caption]
    said = _texts(app)
    assert "it wi11 be there" in said
    assert "261 days overdue · deferred to 2027-01-01 · as of 2026-11-21" in said


def test_a_source_says_who_wrote_it_and_when(
    make_registry: Callable[..., Path], open_page: Open
) -> None:
    people = {"bo": {"name": "博", "name_en": "Bo Example"}}
    card = {
        "title": "A talk",
        "publisher": "The Gazette",
        "kind": "article",
        "language": "en",
        "authors": ["bo", "Cy Example"],
        "published_on": {"date": "2024-03", "evidence": "the cover"},
    }
    root = make_registry({"it": {"source": "talk"}}, {"people": people, "talk": card})
    said = _texts(open_page(root, "record", id="it"))
    for wanted in (
        "The Gazette · article · English",
        "Bo Example, Cy Example",
        "2024-03",
        "the cover",
    ):
        assert wanted in said, wanted


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


def test_the_block_to_paste_is_of_today_on_any_day(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "record", id="overdue", as_of="2030-01-01")
    assert "  recorded_on: 2026-11-21" in app.code[0].value.split("\n")


def test_a_record_whose_file_is_broken_is_not_said_to_be_missing(
    make_registry: Callable[..., Path], open_page: Open
) -> None:
    root = make_registry({"one": {}, "broken": "claim: ["})
    app = open_page(root, "record", id="broken")
    assert app.title[0].value == "The file is invalid"
    assert "predictions/broken.yaml" in _texts(app)
    assert open_page(root, "record", id="nobody").title[0].value == "No such record"


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
    current = View(registry, date(2026, 11, 21), True, Address(Filter()), many, many, "")

    earlier, later = record._chain(current, many[5_000])
    assert [each.id for each in earlier] == [f"r{number:05d}" for number in range(5_000)]
    assert len(later) == 14_999
