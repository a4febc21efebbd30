from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]


def _chosen(app: AppTest) -> list[str]:
    """What the bar says is chosen: beside the button that forgets it, or nothing."""
    names = [*app.session_state["state"], *app.session_state["status"]]
    for key in ("speaker", "source", "tag"):
        names += app.multiselect(key=key).value
    return names


def _address(app: AppTest) -> dict[str, list[str]]:
    params = app.query_params.items()
    return {key: [value] if isinstance(value, str) else value for key, value in params}


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({"state": ["sideways"]}, {}),
        ({"state": ["due", "sideways"]}, {"state": ["due"]}),
        ({"status": ["open"]}, {}),  # no verdict
        ({"tag": ["nonsense"], "speaker": ["nobody"], "source": ["nowhere"]}, {}),
        ({"speaker": ["wang-yang", "Wang Yang"]}, {"speaker": ["Wang Yang"]}),
        ({"speaker": ["WANG YANG"]}, {"speaker": ["Wang Yang"]}),
        ({"source": ["panel"]}, {"source": ["Chinese chips, a panel"]}),
        ({"of_state": ["overdue"], "id": ["far"], "utm_source": ["x"]}, {}),
        ({"group": ["speaker"], "q": ["chips"]}, {"group": ["speaker"], "q": ["chips"]}),
        ({"as_of": ["2026-02-31"]}, {}),
        ({"as_of": ["9999-12-31"]}, {}),
        ({"as_of": ["1999-01-01"], "tag": ["chips"]}, {"as_of": ["1999-01-01"], "tag": ["chips"]}),
    ],
)
def test_the_address_says_what_is_shown(
    varied: Path, open_page: Open, query: dict[str, list[str]], kept: dict[str, list[str]]
) -> None:
    app = open_page(varied, **query)
    assert _address(app) == kept
    assert _chosen(app) == [
        value
        for key, values in kept.items()
        if key not in ("q", "group", "as_of")
        for value in values
    ]


def test_a_page_keeps_what_only_it_knows(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "records", of_state=["due"], id="far")
    assert _address(app) == {"of_state": ["due"]}
    assert _address(open_page(varied, "record", id="far")) == {"id": ["far"]}


def test_what_is_chosen_is_said_beside_the_way_out(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "about", state=["due", "overdue"], tag=["chips"])
    assert app.text[0].value == "due or overdue; chips"
    app.button(key="clear").click().run()
    assert _chosen(app) == []
    assert [button.key for button in app.button] == []


def test_a_filter_outlasts_a_day_on_which_it_names_nothing(varied: Path, open_page: Open) -> None:
    app = open_page(varied, "records", speaker=["Wang Yang"], as_of="1999-01-01")
    assert app.multiselect(key="speaker").value == ["Wang Yang"]
    app.date_input(key="as_of").set_value(None).run()
    assert list(app.dataframe[0].value["id"]) == ["overdue"]
