from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tracker.records.state import State
from tracker.registry import load
from tracker.rows import count_states, due, rows

TODAY = date(2026, 11, 21)
Open = Callable[..., AppTest]
Read = Callable[[AppTest], list[str]]


def _texts(app: AppTest) -> list[str]:
    return [element.value for element in app.text]


def _metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def test_figures_are_those_of_the_rows(varied: Path, open_page: Open) -> None:
    counts = count_states(rows(load(varied), TODAY))
    assert _metrics(open_page(varied)) == {
        "Due": str(counts[State.OVERDUE] + counts[State.DUE]),
        "Soon": str(counts[State.SOON]),
        "Open": str(sum(counts.values()) - counts[State.RESOLVED]),
        "Resolved": str(counts[State.RESOLVED]),
    }
    # Written out once by hand, so that both sides cannot be wrong together.
    assert _metrics(open_page(varied)) == {"Due": "5", "Soon": "2", "Open": "12", "Resolved": "1"}


def test_another_day_travels_in_time(varied: Path, open_page: Open) -> None:
    early = _metrics(open_page(varied, as_of="2024-12-01"))
    assert early == {"Due": "0", "Soon": "1", "Open": "13", "Resolved": "0"}


def test_a_day_that_is_none_is_ignored(varied: Path, open_page: Open) -> None:
    assert _metrics(open_page(varied, as_of="2024-02-31")) == _metrics(open_page(varied))


def test_cards_are_what_needs_somebody_most_urgent_first(varied: Path, open_page: Open) -> None:
    wanted = [row.claim for row in due(load(varied), TODAY).rows if row.state != "soon"]
    said = _texts(open_page(varied))
    assert [text for text in said if text in wanted] == wanted
    card = said[said.index("Domestic chips reach 90% of an A100.") :]
    assert card[1:5] == [
        "我認為在兩年內能夠達到A100的90%以上",
        "Wang Yang, between 2024-02-16 and 2024-05-13",
        "兩年內",
        "by 2026-05-13",
    ]


def test_filters_of_the_address_are_those_of_the_page(varied: Path, open_page: Open) -> None:
    assert _metrics(open_page(varied, tag=["chips"]))["Open"] == "2"
    assert _metrics(open_page(varied, speaker=["Wang Yang"]))["Due"] == "1"
    assert _metrics(open_page(varied, speaker=["wang-yang"]))["Due"] == "1"  # its key will do
    assert _metrics(open_page(varied, q="兩年 A100"))["Due"] == "1"
    assert _metrics(open_page(varied, state=["due"], tag=["chips", "models"])) == {}


def test_a_filter_that_names_nothing_is_ignored(varied: Path, open_page: Open) -> None:
    nonsense = open_page(varied, state=["sideways"], speaker=["nobody"], group="x", sort="y")
    assert _metrics(nonsense) == _metrics(open_page(varied))


def test_the_chart_holds_every_record_once(varied: Path, open_page: Open) -> None:
    calendar, chart = (each.proto for each in open_page(varied).get("vega_lite_chart"))
    assert calendar.alt.startswith("Calendar of the 4 deadlines in the 24 months from 2026-11.")
    spec = json.loads(chart.spec)
    assert spec["height"] == len(rows(load(varied), TODAY)) * 34
    assert chart.alt.startswith("Horizon chart of 13 predictions on 2026-11-21: 3 overdue, 2 due.")


def test_a_click_in_the_chart_opens_the_record(varied: Path, open_page: Open) -> None:
    app = open_page(varied)
    app.session_state["horizon"] = {"selection": {"pick": [{"id": "far"}]}}
    app.run()
    assert not app.exception
    assert app.title[0].value == "Record far"


def test_the_keyboard_opens_a_record_too(varied: Path, open_page: Open) -> None:
    app = open_page(varied).selectbox(key="jump").select("gpt-5").run()
    assert not app.exception
    assert app.title[0].value == "Record gpt-5"


def test_nothing_due_says_so_and_what_is_next(varied: Path, open_page: Open) -> None:
    app = open_page(varied, q="thirty")
    assert [element.value for element in app.success] == ["Nothing is due."]
    assert "The next deadline is 2026-12-21: due in 30 days." in [c.value for c in app.caption]


def test_no_match_says_so_and_offers_the_way_out(varied: Path, open_page: Open) -> None:
    app = open_page(varied, q="zzz")
    assert [element.value for element in app.info] == [
        "No prediction matches the search and the filters."
    ]
    assert app.button(key="clear_empty").label == "Clear search and filters"


def test_an_empty_registry_says_how_to_begin(registry_dir: Path, open_page: Open) -> None:
    app = open_page(registry_dir)
    assert app.info[0].value.startswith("There are no predictions yet.")


def test_a_day_before_everything_says_so(varied: Path, open_page: Open) -> None:
    app = open_page(varied, as_of="1999-01-01")
    assert app.info[0].value == "No prediction had been made by that day. Choose a later day."


def test_only_broken_files_are_told_of(make_registry: Callable[..., Path], open_page: Open) -> None:
    app = open_page(make_registry({"broken": "claim: [", "worse": "- 1"}))
    assert "2 invalid files; all other records are shown." in [
        element.value for element in app.markdown
    ]
    assert app.warning[0].value.startswith("Every prediction file is invalid")


def test_a_broken_file_leaves_the_rest(
    varied: Path, make_registry: Callable[..., Path], open_page: Open
) -> None:
    make_registry({"broken": "claim: ["})
    app = open_page(varied)
    assert _metrics(app)["Due"] == "5"
    assert "1 invalid file; all other records are shown." in [
        element.value for element in app.markdown
    ]


def test_a_folder_without_a_registry_is_named(tmp_path: Path, open_page: Open) -> None:
    app = open_page(tmp_path / "nowhere")
    assert app.title[0].value == "No registry found"
    assert _texts(app) == [f"no predictions/ folder in {tmp_path / 'nowhere'}"]


def test_hostile_text_stands_as_it_is(
    hostile_root: Path, open_page: Open, hostile: str, interpreted: Read
) -> None:
    app = open_page(hostile_root)
    assert _texts(app).count(hostile) == 3  # claim, quote and deadline as said
    assert not [text for text in interpreted(app) if "evil.example" in text]


def test_every_chart_is_offered_as_svg_with_its_rows(varied: Path, open_page: Open) -> None:
    app = open_page(varied)
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels == ["Chart as SVG", "Data as CSV"] * 2


def test_a_card_says_who_passed_it_on(make_registry: Callable[..., Path], open_page: Open) -> None:
    root = make_registry(
        {"one": {"speaker": "Ada Example", "reported_by": "Bo Example", "made_on": "2024-03-05"}}
    )
    assert "Ada Example, as reported by Bo Example, 2024-03-05" in _texts(open_page(root))


def _rows(app: AppTest) -> int:
    spec = json.loads(app.get("vega_lite_chart")[-1].proto.spec)
    return int(spec["height"]) // 34


@pytest.mark.parametrize(
    ("size", "first", "label"),
    [("phone", 15, "Show 15 more"), ("narrow", 25, "Show 25 more"), ("wide", 50, "Show 10 more")],
)
def test_the_chart_has_as_many_rows_as_the_window_has_room_for(
    make_registry: Callable[..., Path], open_page: Open, size: str, first: int, label: str
) -> None:
    root = make_registry({f"r{number}": {} for number in range(60)})
    app = open_page(root, session={"width": {"size": size}})
    assert _rows(app) == first
    assert app.button(key="more_rows").label == label
    app.button(key="more_rows").click().run()
    assert _rows(app) == min(60, 2 * first)


def test_what_was_put_off_is_counted_and_has_no_card(
    make_registry: Callable[..., Path], open_page: Open
) -> None:
    later = {"claim": "It was put off.", "review": {"next": "2027-01-01", "why": "a report comes"}}
    app = open_page(make_registry({"later": later}))
    assert "1 record deferred to a later review." in [each.value for each in app.caption]
    assert [element.value for element in app.success] == ["Nothing is due."]
    assert not [each.value for each in app.caption if each.value.startswith("The next deadline")]


def test_many_verdicts_are_a_link_away(make_registry: Callable[..., Path], open_page: Open) -> None:
    settled = {
        "status": "annulled",
        "resolution": {
            "resolved_on": "2025-01-01",
            "note": "So.",
            "evidence": [{"url": "https://example.org/evidence"}],
        },
    }
    app = open_page(make_registry({f"r{number}": settled for number in range(9)}))
    links = {link.proto.label: link.proto.query_string for link in app.get("page_link")}
    assert links["Show all 9"] == "of_state=resolved"
