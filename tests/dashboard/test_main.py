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
    assert len(app.metric) == 4
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
