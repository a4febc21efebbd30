"""The static page: one file, text that stays text, nothing that a browser would fetch."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import lxml.html
import pytest
from tests.export.conftest import HOSTILE, TODAY, Case

from tracker.export import EXPORTS, Options, html_
from tracker.export.markup import Markup, el, link, script_json
from tracker.records.state import State
from tracker.registry import load
from tracker.rows import due_among, rows
from tracker.text import escape

if TYPE_CHECKING:
    from tests.conftest import MakeRegistry
    from tests.export.conftest import MakeCase


def page(case: Case) -> lxml.html.HtmlElement:
    made = EXPORTS["html"].render(case.registry, case.rows, case.today, Options())
    assert isinstance(made, dict)
    assert list(made) == ["index.html"]
    return lxml.html.document_fromstring(made["index.html"].decode())


def data(found: lxml.html.HtmlElement) -> dict[str, object]:
    (script,) = found.xpath("//script[@id='data']")
    parsed: dict[str, object] = json.loads(script.text)
    return parsed


def test_figures_are_those_of_the_rows(make_case: MakeCase) -> None:
    case = make_case("nothing resolved")
    due = due_among(case.rows, case.today)
    figures = [each.text for each in page(case).xpath("//ul[@class='figures']//strong")]

    assert figures == [
        str(due.past),
        str(due.counts[State.SOON]),
        str(len(case.rows)),
        "0",
    ]


def test_every_record_is_a_line_an_article_and_an_entry(make_case: MakeCase) -> None:
    case = make_case("verdicts")
    found = page(case)
    ids = [f"record-{row.id}" for row in case.rows]

    assert [each.get("id") for each in found.xpath("//article")] == ids
    lines = found.xpath("//div[@id='table']//tbody/tr//a")
    assert [each.get("href") for each in lines] == [f"#{each}" for each in ids]
    index = data(found)["index"]
    assert isinstance(index, list)
    assert len(index) == len(ids)


def test_hostile_text_is_shown_as_it_is(make_case: MakeCase) -> None:
    found = page(make_case("hostile"))
    shown = escape(HOSTILE)

    assert shown in [each.text_content() for each in found.xpath("//article/h3")]
    assert shown in [each.text_content() for each in found.xpath("//article//bdi")]
    # Only ours: the data, Vega, and the page's own.
    assert len(found.xpath("//script")) == 3
    assert found.xpath("//img | //iframe | //object | //embed | //base | //link") == []
    assert [name for each in found.iter() for name in each.attrib if name.startswith("on")] == []


def test_links_lead_to_the_web_or_into_the_page(make_case: MakeCase) -> None:
    for name in ("hostile", "verdicts"):
        for address in page(make_case(name)).xpath("//@href | //@src"):
            assert re.match(r"https?://example\.org/|#|\?state=", address)


def test_nothing_may_be_fetched(make_case: MakeCase) -> None:
    (policy,) = page(make_case("one")).xpath("//meta[@http-equiv]/@content")

    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy
    assert "http" not in policy


def test_an_empty_registry_has_a_page(make_case: MakeCase) -> None:
    found = page(make_case("empty"))

    assert data(found)["charts"] == {}
    assert "There are no predictions yet." in found.text_content()


def test_the_charts_are_those_of_the_dashboard(make_case: MakeCase) -> None:
    from tracker.charts import horizon, vega

    case = make_case("verdicts")
    expected = vega.spec(horizon.horizon(horizon.arranged(case.rows), TODAY))
    charts = data(page(case))["charts"]
    assert isinstance(charts, dict)

    assert charts["horizon"]["height"] == expected["height"]
    assert charts["horizon"]["datasets"] == expected["datasets"]


def test_no_child_but_an_element_is_markup() -> None:
    assert el("p", "<b>", Markup("<i></i>"), title='"x"') == (
        '<p title="&quot;x&quot;">&lt;b&gt;<i></i></p>'
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//x", "", None])
def test_no_other_address_becomes_a_link(url: str | None) -> None:
    assert link("a < b", url) == "a &lt; b"


def test_nothing_ends_the_data() -> None:
    text = script_json({"x": "</script><!-- &amp; \u2028"}, "data")

    assert text.count("<") == 2
    assert "<!--" not in text
    inner = text.removeprefix('<script type="application/json" id="data">')
    assert json.loads(inner.removesuffix("</script>")) == {"x": "</script><!-- &amp; \u2028"}


def test_stated_probabilities_are_scored(make_registry: MakeRegistry) -> None:
    verdict = {"resolved_on": "2025-01-01", "note": "No.", "evidence": [{"url": "https://a.org"}]}
    given = [{"by": "<b>Ada</b>", "made_on": "2024-04-01", "probability": "0.5"}]
    settled = {"status": "incorrect", "resolution": verdict, "forecasts": given}
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
    found = page(make_case("verdicts"))
    (table,) = found.xpath("//div[@aria-label='Verdicts by speaker']/table")
    head, *_, last = ([cell.text_content() for cell in row] for row in table.iter("tr"))
    row = dict(zip(head, last, strict=True))

    assert (row["held"], row["incorrect"]) == ("1", "1")
    assert row["share correct (95% interval)"].endswith("✗ 2 of 4")
    assert "Percentages need 10 verdicts." in found.text_content()
    assert "counted apart: 1 held." in found.text_content()


def test_a_chart_that_leaves_rows_out_says_so(
    make_registry: MakeRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = load(make_registry({"a": {}, "b": {}, "c": {}}))
    case = Case("three", registry, rows(registry, TODAY))

    assert "3 predictions. Each row runs from the day of the statement" in page(case).text_content()
    monkeypatch.setattr(html_, "CHART_ROWS", 2)
    assert (
        "The 2 most urgent of 3 predictions; the table of records has all of them. Each row runs"
    ) in page(case).text_content()


def test_invalid_files_are_reported(make_registry: MakeRegistry) -> None:
    registry = load(make_registry({"one": {}, "broken": "claim: ["}))
    case = Case("one broken", registry, rows(registry, TODAY))
    assert "1 invalid file: run tracker check." in page(case).text_content()
