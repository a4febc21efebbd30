from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]


def test_a_claim_stated_again_is_told_in_words(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "moving")
    said = [element.value for element in app.text]
    assert "2 statements: too few for a slope." in said
    assert "Domestic chips reach 90% of an A100." in said


def test_all_who_stated_a_claim_are_named(
    make_registry: Callable[..., Path], open_page: Open
) -> None:
    root = make_registry(
        {
            "first": {"speaker": "Ada Example"},
            "again": {"speaker": "Bo Example", "restates": "first", "made_on": "2025-01-01"},
            "once-more": {"speaker": "Ada Example", "restates": "again", "made_on": "2025-02-01"},
        }
    )
    said = [element.value for element in open_page(root, "moving").text]
    assert "Ada Example; restated by Bo Example" in said


def test_a_click_opens_the_record(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "moving")
    app.session_state["moving"] = {"selection": {"pick": [{"id": "far"}]}}
    app.run()
    assert app.title[0].value == "Record far"


def test_nothing_dated_says_so(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "moving", state=["review"])
    assert app.info[0].value == "None of these predictions names a date."


def test_hostile_names_stay_text(
    hostile_root: Path, open_page: Open, interpreted: Callable[[AppTest], list[str]]
) -> None:
    app = open_page(hostile_root, "moving")
    assert not [text for text in interpreted(app) if "evil.example" in text]


def test_topics_are_told_as_speakers_are(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "moving")
    app.segmented_control(key="moving_by").select("topic").run()
    said = [element.value for element in app.text]
    assert said[said.index("chips") + 1] == "2 statements: too few for a slope."
    links = [link.proto.query_string for link in app.get("page_link")]
    assert "of_tag=chips" in links
