from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from tracker import checks
from tracker.registry import load
from tracker.rows import due

TODAY = date(2026, 11, 21)
Open = Callable[..., AppTest]
Read = Callable[[AppTest], Any]


def _texts(app: AppTest) -> list[str]:
    return [element.value for element in app.text]


def test_the_bar_counts_verdicts_and_states(varied: Path, open_page: Open, seen: Read) -> None:
    assert seen(open_page(varied)).texts("bar-key") == [
        "1 incorrect 3 overdue 2 due 1 up for review 2 soon 4 not due yet"
    ]


def test_the_finding_counts_what_needs_a_verdict(varied: Path, open_page: Open, seen: Read) -> None:
    number = due(load(varied), TODAY).needs_attention
    assert seen(open_page(varied)).texts("finding") == [
        "13 public predictions by 2 speakers. Of 1 with a deadline and a clear verdict, 0 came "
        f"true. {number} need a verdict now."
    ]
    early = seen(open_page(varied, as_of="2024-12-01"))
    assert early.texts("finding") == ["13 public predictions by 2 speakers. Nothing is due."]
    assert early.texts("as-of") == ["As known on 1 December 2024; 1 verdict came later."]


def test_a_line_says_who_what_and_when(varied: Path, open_page: Open, seen: Read) -> None:
    page = seen(open_page(varied))
    assert page.texts("line")[0] == (
        "192 days overdue Wang Yang Domestic chips reach 90% of an A100. Find evidence and record "
        "a verdict. Feb–May 2024 deadline: by 13 May 2026"
    )
    (settled,) = (line for line in page.texts("line") if "GPT-5 comes" in line)
    assert settled == (
        "incorrect Ada Example GPT-5 comes in 2024. It came on 7 August 2025. 5 Mar 2024 deadline: "
        "in 2024"
    )


def test_what_needs_a_verdict_stands_first_in_every_order(
    varied: Path, open_page: Open, seen: Read
) -> None:
    wanted = [row.claim for row in due(load(varied), TODAY).rows if row.state != "soon"]
    for sort in ("verdict", "urgency", "deadline", "speaker"):
        claims = seen(open_page(varied, sort=sort)).texts("l-claim")
        assert claims[: len(wanted)] == wanted
        assert len(claims) == 13


def test_a_line_leads_to_its_record_and_a_name_to_its_speaker(
    varied: Path, open_page: Open, seen: Read
) -> None:
    links = seen(open_page(varied, tag=["chips"], as_of="2026-11-20")).links
    claim = "Domestic chips reach 90% of an A100."
    assert links[claim] == "./record?as_of=2026-11-20&tag=chips&id=overdue"
    assert links["Wang Yang"] == "./speaker?as_of=2026-11-20&id=wang-yang"


def test_filters_of_the_address_are_those_of_the_page(
    varied: Path, open_page: Open, seen: Read
) -> None:
    def number(**query: object) -> int:
        return len(seen(open_page(varied, **query)).texts("line"))

    assert number(tag=["chips"]) == 2
    assert number(speaker=["Wang Yang"]) == number(speaker=["wang-yang"]) == 1
    assert number(q="兩年 A100") == 1
    assert number(mark=["incorrect", "due"]) == 3
    assert number(deadline=["2024"]) == 1
    assert number(said=["2024"]) == 13
    assert number(timeframe=["bound"]) == number(timeframe=["undated"]) == 1
    assert number(state=["due"], tag=["chips", "models"]) == 0


def test_a_part_of_the_bar_filters_and_is_taken_back(
    varied: Path, open_page: Open, seen: Read
) -> None:
    links = seen(open_page(varied, tag=["models"])).links
    assert links["1 incorrect"] == "./?mark=incorrect&tag=models"
    page = seen(open_page(varied, mark=["incorrect"]))
    assert page.links["1 incorrect"] == "./"
    assert page.texts("bar-key") == [
        "1 incorrect 3 overdue 2 due 1 up for review 2 soon 4 not due yet"
    ]


def test_a_facet_counts_what_each_value_would_leave(
    varied: Path, open_page: Open, seen: Read
) -> None:
    page = seen(open_page(varied, speaker=["wang-yang"]))
    assert page.links["Wang Yang 1"] == "./"
    assert page.links["Ada Example 12"] == "./?speaker=wang-yang&speaker=Ada+Example"
    assert "chips 1" in page.links
    assert page.texts("chips") == ["Wang Yang × (remove)Clear all"]


def test_the_verdicts_by_year_say_who_was_right(varied: Path, open_page: Open, seen: Read) -> None:
    page = seen(open_page(varied))
    (digest,) = page.texts("digest")
    assert digest.endswith("2024 0 of 1 correct incorrect: Ada Example")
    assert page.links["2024"] == "./?deadline=2024"


def test_quotes_are_shown_on_demand(varied: Path, open_page: Open, seen: Read) -> None:
    page = seen(open_page(varied, tag=["chips"]))
    assert page.texts("l-quote") == []
    assert page.links["Show quotes"] == "./?tag=chips&quotes=shown"
    page = seen(open_page(varied, tag=["chips"], quotes="shown"))
    assert page.texts("l-quote")[0] == "“我認為在兩年內能夠達到A100的90%以上”"
    assert page.links["Hide quotes"] == "./?tag=chips"


def test_a_filter_that_names_nothing_is_ignored(varied: Path, open_page: Open, seen: Read) -> None:
    page = seen(open_page(varied, state=["sideways"], speaker=["nobody"], sort="y", show="x"))
    assert len(page.texts("line")) == 13


def test_nothing_due_says_so(varied: Path, open_page: Open, seen: Read) -> None:
    assert seen(open_page(varied, q="thirty")).texts("finding")[0].endswith("Nothing is due.")


def test_no_match_says_so_and_offers_the_way_out(varied: Path, open_page: Open, seen: Read) -> None:
    app = open_page(varied, q="zzz")
    assert [element.value for element in app.info] == [
        "No prediction matches the search and the filters."
    ]
    assert seen(app).links["Clear all"] == "./"


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
    varied: Path, make_registry: Callable[..., Path], open_page: Open, seen: Read
) -> None:
    make_registry({"broken": "claim: ["})
    app = open_page(varied)
    assert len(seen(app).texts("line")) == 13
    assert "1 invalid file; all other records are shown." in [
        element.value for element in app.markdown
    ]
    (health,) = (text for text in seen(app).links if text.startswith("Health"))
    number = len(checks.run(load(varied)))
    assert health == f"Health {number} problems"


def test_a_folder_without_a_registry_is_named(tmp_path: Path, open_page: Open) -> None:
    app = open_page(tmp_path / "nowhere")
    assert app.title[0].value == "No registry found"
    assert _texts(app) == [f"no predictions/ folder in {tmp_path / 'nowhere'}"]


def test_hostile_text_stands_as_it_is(
    hostile_root: Path, open_page: Open, hostile: str, interpreted: Read, seen: Read
) -> None:
    app = open_page(hostile_root)
    page = seen(app)
    assert hostile in page.texts("l-claim")
    assert hostile in page.texts("l-who")
    assert not [href for href in page.links.values() if not href.startswith("./")]
    assert not [text for text in interpreted(app) if "evil.example" in text]


def test_the_list_is_offered_as_table_calendar_and_feed(varied: Path, open_page: Open) -> None:
    labels = [button.proto.label for button in open_page(varied).get("download_button")]
    assert labels == ["CSV", "Calendar of deadlines", "Feed of changes"]


def test_many_records_are_shown_in_steps(
    make_registry: Callable[..., Path], open_page: Open, seen: Read
) -> None:
    root = make_registry({f"r{number}": {} for number in range(70)})
    page = seen(open_page(root))
    assert len(page.texts("line")) == 60
    assert page.links["Show 10 more of 70"] == "./?show=120"
    assert len(seen(open_page(root, show="120")).texts("line")) == 70


def test_what_was_put_off_is_counted_apart(
    make_registry: Callable[..., Path], open_page: Open, seen: Read
) -> None:
    later = {"claim": "It was put off.", "review": {"next": "2027-01-01", "why": "a report comes"}}
    page = seen(open_page(make_registry({"later": later})))
    assert page.texts("bar-key") == ["1 deferred"]
    assert page.texts("l-mark") == ["deferred"]
    assert page.texts("finding")[0].endswith("Nothing is due.")


def test_a_backlog_is_a_link_and_no_wall(
    make_registry: Callable[..., Path], open_page: Open, seen: Read
) -> None:
    later = {"deadline": {"as_said": "by 2030", "kind": "by", "latest": "2030-12-31"}}
    root = make_registry({**{f"r{number}": {} for number in range(8)}, "ahead": later})
    page = seen(open_page(root))
    assert len(page.texts("line")) == 6
    assert page.texts("line-head") != []
    href = page.links["Show all 8 that need a verdict"]
    assert href == "./?mark=due&mark=overdue&mark=review"
    assert len(seen(open_page(root, mark=["overdue", "due", "review"])).texts("line")) == 8
