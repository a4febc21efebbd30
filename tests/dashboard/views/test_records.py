from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]


def test_the_chosen_records_stand_in_a_table(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "records", tag=["chips"])
    assert list(app.dataframe[0].value["id"]) == ["overdue", "lower-bound"]


def test_a_row_of_the_table_opens_its_record(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "records")
    app.session_state["table"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    assert app.title[0].value == "Record overdue"


def test_a_link_narrows_the_list_and_says_so(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "records", of_state=["overdue", "due"], tag=["chips"])
    assert list(app.dataframe[0].value["id"]) == ["overdue"]
    assert [element.value for element in app.text] == ["chips", "Only overdue or due."]


def test_no_match_says_so(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "records", q="zzz")
    assert len(app.info) == 1
    assert not app.dataframe


def test_hostile_text_stands_in_cells_as_it_is(
    hostile_root: Path, open_page: Open, hostile: str
) -> None:
    app = open_page(hostile_root, "records")
    assert hostile in list(app.dataframe[0].value["claim"])


def test_a_phone_gets_a_list_of_whole_claims(
    make_registry: Callable[..., Path], open_page: Open
) -> None:
    root = make_registry({f"r{number:02}": {"claim": f"Claim {number}."} for number in range(30)})
    app = open_page(root, "records", session={"width": {"size": "phone"}})
    assert not app.dataframe
    claims = [each.value for each in app.text if each.value.startswith("Claim")]
    assert claims == [f"Claim {number}." for number in range(25)]
    assert app.button(key="more_records").label == "Show 5 more"
    app.button(key="more_records").click().run()
    assert len([each for each in app.text if each.value.startswith("Claim")]) == 30
    assert "more_records" not in [button.key for button in app.button]
