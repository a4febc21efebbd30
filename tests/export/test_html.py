"""The static site: text that stays text, nothing that a browser would fetch, a page a record."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import lxml.html
import pytest
from tests.export.conftest import HOSTILE, TODAY, Case

from tracker.export import EXPORTS, Options, html_
from tracker.json_text import json_text
from tracker.markup import scorecard
from tracker.registry import load
from tracker.report import show_json
from tracker.rows import rows
from tracker.scores.drift import NOTHING
from tracker.text import escape

if TYPE_CHECKING:
    from tests.conftest import MakeRegistry
    from tests.export.conftest import MakeCase


def site(case: Case, options: Options | None = None) -> dict[str, lxml.html.HtmlElement]:
    return {
        path: lxml.html.document_fromstring(page.decode())
        for path, page in folder(case, options).items()
        if path.endswith(".html")
    }


def folder(case: Case, options: Options | None = None) -> dict[str, bytes]:
    files = EXPORTS["html"].render(case.registry, case.rows, case.today, options or Options())
    assert isinstance(files, dict)
    return files


def page(case: Case) -> lxml.html.HtmlElement:
    return site(case)["index.html"]


def data(document: lxml.html.HtmlElement) -> list[Any]:
    (script,) = document.xpath("//script[@id='data']")
    parsed: list[Any] = json.loads(script.text)
    return parsed


def test_the_verdicts_are_one_bar_with_counts(make_case: MakeCase) -> None:
    case = make_case("verdicts")
    document = page(case)

    parts = {
        a.get("href"): a.xpath("string(b)") for a in document.xpath("//ul[@class='bar-key']//a")
    }
    assert parts == {
        f"?mark={part.mark.word}": str(part.count) for part in scorecard.bar(case.rows)
    }
    assert scorecard.finding(case.rows, case.rows) in document.text_content()


def test_every_record_is_a_line_a_page_and_an_entry(make_case: MakeCase) -> None:
    case = make_case("verdicts")
    pages = site(case)
    ids = [row.id for row in scorecard.arranged(case.rows)]

    assert list(pages) == ["index.html", *(f"records/{each}.html" for each in ids)]
    lines = pages["index.html"].xpath("//*[@id='lines']//a[@class='line-link']")
    assert [each.get("href") for each in lines] == [f"records/{each}.html" for each in ids]
    assert len(data(pages["index.html"])) == len(ids)


def test_a_record_begins_with_claim_and_verdict(make_case: MakeCase) -> None:
    case = make_case("verdicts")
    pages = site(case)
    for row in case.rows:
        document = pages[f"records/{row.id}.html"]
        assert document.xpath("string(//h1)") == escape(row.claim)
        assert document.xpath("//article//*[contains(@class, 'verdict')]")
        assert row.quote.strip() in document.text_content()
        assert document.xpath("//script") == []


def test_records_lead_to_their_neighbours(make_case: MakeCase) -> None:
    case = make_case("verdicts")
    pages = site(case)
    first, second, *_ = scorecard.arranged(case.rows)

    def rel(one: str, word: str) -> list[str]:
        return [
            str(each) for each in pages[f"records/{one}.html"].xpath(f"//a[@rel='{word}']/@href")
        ]

    assert (rel(first.id, "prev"), rel(first.id, "next")) == ([], [f"{second.id}.html"])
    assert rel(second.id, "prev") == [f"{first.id}.html"]


def test_hostile_text_is_shown_as_it_is(make_case: MakeCase) -> None:
    shown = escape(HOSTILE)
    for path, document in site(make_case("hostile")).items():
        text = document.text_content()
        assert shown in text or " ".join(shown.split()) in " ".join(text.split())
        # Only ours: the data and the script of the first page.
        assert len(document.xpath("//script")) == (2 if path == "index.html" else 0)
        assert document.xpath("//img | //iframe | //object | //embed | //base") == []
        names = [name for each in document.iter() for name in each.attrib if name.startswith("on")]
        assert names == []


def test_links_lead_to_the_web_or_into_the_site(make_case: MakeCase) -> None:
    own = r"#|\?|(\.\./)?index\.html|(records/)?[a-z0-9-]+\.(html|json)|data:image/svg"
    for name in ("hostile", "verdicts"):
        for document in site(make_case(name)).values():
            for address in document.xpath("//@href | //@src"):
                assert re.match(rf"https?://example\.org/|{own}", address), address


def test_each_page_has_its_json_beside_it(make_case: MakeCase) -> None:
    case = make_case("verdicts")
    files = folder(case)

    data = {path: files[path].decode() for path in files if path.endswith(".json")}
    assert data == {
        "index.json": case.text("json"),
        **{
            f"records/{row.id}.json": json_text(
                show_json.record_object(
                    case.registry, case.registry.records[row.id], row, case.today
                )
            )
            for row in case.rows
        },
    }
    for path, document in site(case).items():
        (address,) = document.xpath("//link[@type='application/json']/@href")
        assert address == path.removeprefix("records/").replace(".html", ".json")


def test_pages_say_what_they_are_and_where(make_case: MakeCase) -> None:
    case = make_case("one")
    (row,) = case.rows
    beside = ("all things.ics", "changes.atom", "badge.svg", "index.html")
    pages = site(case, Options(site="https://example.org/x", beside=beside))
    for path, address, up, description in (
        ("index.html", "", "", scorecard.finding(case.rows, case.rows)),
        (f"records/{row.id}.html", f"records/{row.id}.html", "../", row.quote),
    ):
        head = pages[path]
        assert head.xpath("//meta[@name='generator']/@content") == ["prediction-tracker"]
        assert description in head.xpath("string(//meta[@name='description']/@content)")
        assert head.xpath("//link[@rel='canonical']/@href") == [f"https://example.org/x/{address}"]
        assert [(link.get("type"), link.get("href")) for link in head.xpath("//link[@title]")][
            :2
        ] == [
            ("text/calendar", f"{up}all%20things.ics"),
            ("application/atom+xml", f"{up}changes.atom"),
        ]
    assert "canonical" not in folder(case)["index.html"].decode()
    assert "atom" not in folder(case)["index.html"].decode()


def test_nothing_may_be_fetched(make_case: MakeCase) -> None:
    for path, document in site(make_case("one")).items():
        (policy,) = document.xpath("//meta[@http-equiv]/@content")
        source = "'sha256-" if path == "index.html" else "'none'"
        assert policy.startswith(f"default-src 'none'; script-src {source}")
        assert "unsafe-eval" not in policy
        assert "http" not in policy


def test_an_empty_registry_has_a_page(make_case: MakeCase) -> None:
    pages = site(make_case("empty"))

    assert list(pages) == ["index.html"]
    assert "There are no predictions yet." in pages["index.html"].text_content()


def test_the_charts_are_those_of_the_dashboard_and_their_rows_are_links(
    make_case: MakeCase,
) -> None:
    from tracker.charts import timeline

    case = make_case("verdicts")
    dated = timeline.arranged(case.rows)
    for width in ("wide", "phone"):
        (figure,) = page(case).xpath(f"//*[@id='timeline']/figure[@class='for-{width}']")
        links = [str(each) for each in figure.xpath(".//a/@href")]
        assert links == [f"records/{row.id}.html" for row in dated]
        assert figure.get("aria-label") == timeline.describe(dated, TODAY)
        said = figure.text_content()
        assert "As of 21 November 2026." in said
        assert "today" in said


def test_charts_take_their_colours_from_the_theme(make_case: MakeCase) -> None:
    (figure,) = page(make_case("verdicts")).xpath("//figure[@class='for-wide']")
    colours = {text.get("fill") for text in figure.xpath(".//*[local-name()='text']")}

    assert colours == {"var(--ink)", "var(--quiet)", "var(--today)"}


def test_nothing_ends_the_data() -> None:
    text = html_._data({"x": "</script><!-- &amp; \u2028"})

    assert "<" not in text
    assert json.loads(text) == {"x": "</script><!-- &amp; \u2028"}


def test_stated_probabilities_are_scored(make_registry: MakeRegistry) -> None:
    verdict = {"resolved_on": "2025-01-01", "note": "No.", "evidence": [{"url": "https://a.org"}]}
    forecasts = [{"by": "<b>Ada</b>", "made_on": "2024-04-01", "probability": "0.5"}]
    settled = {"status": "incorrect", "resolution": verdict, "forecasts": forecasts}
    registry = load(make_registry({f"r{number}": settled for number in range(10)}))
    case = Case("given", registry, rows(registry, TODAY))
    said = page(case).text_content()

    assert "<b>Ada</b>: Brier score 0.250 for 10 forecasts (0 is perfect" in said
    assert "forecast 50%: 0 of 10 came true" in said


def test_without_a_probability_there_is_no_brier_score(make_case: MakeCase) -> None:
    said = page(make_case("nothing resolved")).text_content()

    assert (
        "No forecast with a probability has been resolved yet, so there is no Brier score." in said
    )


def test_few_verdicts_are_marks_and_the_others_stand_apart(make_case: MakeCase) -> None:
    document = page(make_case("verdicts"))
    (table,) = document.xpath("//table[@class='scores']")
    head, *_, last = ([cell.text_content() for cell in row] for row in table.iter("tr"))
    row = dict(zip(head, last, strict=True))

    assert (row["held"], row["incorrect"]) == ("1", "1")
    assert row["share correct (95% interval)"].endswith("✗ 2 of 4")
    assert "Percentages need 10 verdicts." in document.text_content()
    assert "counted separately: 1 held." in document.text_content()


def test_without_restatements_there_is_one_sentence(make_case: MakeCase) -> None:
    document = page(make_case("one"))

    assert NOTHING in document.text_content()
    assert "Moving dates" not in [a.text_content() for a in document.xpath("//nav//a")]


def test_a_chart_that_leaves_rows_out_says_so(
    make_registry: MakeRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = load(make_registry({"a": {}, "b": {}, "c": {}}))
    case = Case("three", registry, rows(registry, TODAY))

    assert "3 predictions with a date" in page(case).text_content()
    monkeypatch.setattr(html_, "CHART_ROWS", 2)
    assert "2 of 3 predictions with a date" in page(case).text_content()


def test_invalid_files_are_reported(make_registry: MakeRegistry) -> None:
    registry = load(make_registry({"one": {}, "broken": "claim: ["}))
    case = Case("one broken", registry, rows(registry, TODAY))
    assert "1 invalid file: run tracker check." in page(case).text_content()
