"""The frame around the pages: when files change while a page is drawn."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tracker.dashboard import data


def test_files_that_change_during_every_run_do_not_make_it_endless(
    varied: Path, open_page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = itertools.count()
    monkeypatch.setattr(data, "fingerprint", lambda _: str(next(numbers)))
    app = open_page(varied)
    assert not app.exception
    assert app.get("html")
    looks = next(numbers)
    app.run()
    assert next(numbers) == looks + 2  # one more run, one look


def test_a_session_that_waits_keeps_no_registry(
    varied: Path, open_page: Callable[..., AppTest]
) -> None:
    app = open_page(varied)
    assert not app.exception
    assert "_pages" in app.session_state
    assert "_view" not in app.session_state


@pytest.mark.parametrize("text", ["2026-02-30", "*garbage* $5$"])
def test_a_day_that_is_none_is_said_and_today_is_shown(
    varied: Path,
    open_page: Callable[..., AppTest],
    interpreted: Callable[[AppTest], list[str]],
    monkeypatch: pytest.MonkeyPatch,
    text: str,
) -> None:
    app = open_page(varied)
    assert not [each for each in app.text if "TRACKER_AS_OF" in each.value]
    monkeypatch.setenv("TRACKER_AS_OF", text)
    app.run()
    assert not app.exception
    (said,) = (each.value for each in app.text if "TRACKER_AS_OF" in each.value)
    assert said.startswith(f"TRACKER_AS_OF: invalid date {text!r}: ")
    assert said.endswith(". Showing today instead.")
    assert not [each for each in interpreted(app) if text in each]


@pytest.mark.parametrize("text", ["0001-01-01", "9899-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    "page", ["overview", "timeline", "moving", "scoreboard", "speaker", "record"]
)
def test_the_edges_of_the_calendar(
    varied: Path,
    open_page: Callable[..., AppTest],
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    text: str,
) -> None:
    app = open_page(varied, page, **({"id": "far"} if page == "record" else {}))
    monkeypatch.setenv("TRACKER_AS_OF", text)
    app.run()
    assert not app.exception


@pytest.mark.parametrize("text", ["2200-01-01", "2026-02-30", "<b>soon</b>"])
def test_a_day_in_the_address_that_is_none_is_said(
    varied: Path, open_page: Callable[..., AppTest], text: str
) -> None:
    app = open_page(varied, as_of=text)
    (said,) = (each.value for each in app.text if each.value.startswith("invalid date"))
    assert said == f"invalid date {text!r}: use YYYY-MM-DD. Showing today instead."
