"""Read back by feedparser, and checked by lxml against a RELAX NG grammar of RFC 4287."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import feedparser
import pytest
from lxml import etree

from tracker.export import Options

if TYPE_CHECKING:
    from tests.export.conftest import Case, MakeCase

GRAMMAR = etree.RelaxNG(etree.parse(str(Path(__file__).with_name("atom.rng"))))
TAG = "tag:prediction-tracker.invalid,2026:"


def ids(text: str) -> list[str]:
    return [entry.id.removeprefix(TAG) for entry in feedparser.parse(text.encode()).entries]


@pytest.mark.parametrize("site", [None, "https://predictions.example.org/x/"])
def test_a_feed_is_what_rfc_4287_asks_for(case: Case, site: str | None) -> None:
    tree = etree.fromstring(case.text("atom", Options(site=site)).encode())

    assert GRAMMAR.validate(tree), GRAMMAR.error_log


def test_a_feed_reader_has_nothing_to_repair(case: Case) -> None:
    feed = feedparser.parse(case.text("atom").encode(), sanitize_html=False)

    assert (feed.bozo, feed.version) == (False, "atom10")
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    days = [entry.updated for entry in feed.entries]
    assert days == sorted(days, reverse=True)
    assert feed.feed.updated == (days[0] if days else "2026-11-21T00:00:00Z")


def test_text_is_text_and_arrives_as_it_was(make_case: MakeCase) -> None:
    feed = feedparser.parse(make_case("hostile").text("atom").encode(), sanitize_html=False)

    titles = {entry.title_detail.type for entry in feed.entries}
    assert titles == {"text/plain"}
    assert any("<script>alert(1)</script>" in entry.title for entry in feed.entries)
    assert all("\u202e" not in entry.title for entry in feed.entries)


def test_characters_that_xml_can_not_hold_are_shown(make_case: MakeCase) -> None:
    case = make_case("one")
    wild = replace(
        case, rows=[replace(case.rows[0], title="a\x00b\x07\ufffe\ud800c", tags=("\x01",))]
    )
    root = etree.fromstring(wild.text("atom").encode())

    titles = [each.text for each in root.findall("{*}entry/{*}title")]
    assert titles == ["Overdue: a\\x00b\\x07\ufffd\\ud800c", "Due: a\\x00b\\x07\ufffd\\ud800c"]


def test_one_entry_a_change_of_state_newest_first(make_case: MakeCase) -> None:
    assert ids(make_case("nothing resolved").text("atom")) == [
        "due/due/2026-11-21",
        "deferred/overdue/2026-06-13",
        "overdue/overdue/2026-06-13",
        "deferred/due/2026-05-14",
        "overdue/due/2026-05-14",
        "review/review/2025-03-05",
    ]


def test_a_verdict_has_entries_for_when_it_counts_and_when_it_was_recorded(
    make_case: MakeCase,
) -> None:
    entries = [each for each in ids(make_case("verdicts").text("atom")) if "late" in each]

    assert entries == ["late/recorded/2026-05-01", "late/resolved/2026-03-06"]


def test_ids_stay_when_days_pass(make_case: MakeCase) -> None:
    case = make_case("nothing resolved")
    later = replace(case, today=date(2026, 12, 25))

    assert ids(later.text("atom"))[-6:] == ids(case.text("atom"))
    assert ids(later.text("atom"))[:2] == ["due/overdue/2026-12-21", "soon/due/2026-12-02"]


def test_an_empty_feed_is_a_feed(make_case: MakeCase) -> None:
    feed = feedparser.parse(make_case("empty").text("atom").encode())

    assert (feed.bozo, feed.entries, feed.feed.title) == (False, [], "Predictions")


def test_a_published_feed_links_to_itself_and_each_entry_to_its_record(make_case: MakeCase) -> None:
    case = make_case("one")

    def links(options: Options) -> tuple[dict[str, str], dict[str, str]]:
        feed = feedparser.parse(case.text("atom", options).encode())
        whole, entry = (
            {link.rel: link.href for link in each.get("links", [])}
            for each in (feed.feed, feed.entries[0])
        )
        return whole, entry

    site = "https://predictions.example.org/x/"
    assert links(Options(site=site, name="changes.atom")) == (
        {"alternate": site, "self": f"{site}changes.atom"},
        {"alternate": f"{site}records/one.html", "related": "https://example.org/talk"},
    )
    assert links(Options(name="a.atom")) == ({}, {"related": "https://example.org/talk"})
    assert "self" not in links(Options(site=site))[0]


def test_the_newest_hundred_unless_asked_otherwise(make_case: MakeCase) -> None:
    case = make_case("nothing resolved")
    many = replace(case, rows=case.rows * 30)
    everything = ids(many.text("atom", Options(entries=None)))

    assert len(everything) == 6 * 30
    assert ids(many.text("atom")) == everything[:100]
    assert ids(many.text("atom", Options(entries=2))) == everything[:2]
