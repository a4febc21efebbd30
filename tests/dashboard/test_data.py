from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tracker.dashboard import data
from tracker.folder import NotARegistry

Open = Callable[..., AppTest]


@pytest.fixture
def odd_root(varied: Path, tmp_path: Path) -> Path:
    """A registry in a folder whose name is no text."""
    if sys.platform != "linux":
        pytest.skip("only here may a name be any bytes")
    root = tmp_path / os.fsdecode(b"caf\xe9")
    shutil.copytree(varied / "predictions", root / "predictions")
    shutil.copytree(varied / "seeds", root / "seeds")
    return root


@pytest.mark.parametrize("page", ["overview", "record", "speaker", "source", "health"])
def test_a_registry_may_lie_in_a_folder_whose_name_is_no_text(
    odd_root: Path, open_page: Open, page: str
) -> None:
    app = open_page(odd_root, page, **({"id": "overdue"} if page == "record" else {}))
    assert "No registry found" not in [title.value for title in app.title]


def test_a_missing_registry_of_such_a_name_is_told(odd_root: Path, open_page: Open) -> None:
    shutil.rmtree(odd_root / "predictions")
    app = open_page(odd_root)
    assert app.title[0].value == "No registry found"
    assert app.text[0].value == f"no predictions/ folder in {odd_root.parent}/caf\\xe9"


def test_the_folder_one_stands_in_may_have_such_a_name(
    odd_root: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRACKER_ROOT", raising=False)
    monkeypatch.chdir(odd_root / "seeds")
    assert data.find_root() == odd_root


def test_without_a_day_in_the_environment_it_is_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRACKER_AS_OF", raising=False)
    assert abs((data.clock() - datetime.now(UTC).date()).days) <= 1  # wherever this is run


def test_outside_of_any_registry_the_one_around_the_code_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRACKER_ROOT", raising=False)
    (tmp_path / "registry/predictions").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setattr(data, "__file__", str(tmp_path / "registry/data.py"))
    assert data.find_root() == tmp_path / "registry"
    (tmp_path / "registry/predictions").rmdir()
    with pytest.raises(NotARegistry, match="elsewhere"):
        data.find_root()
    assert data.stamp_now() == ""


def test_without_a_day_in_the_environment_nothing_is_misread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tracker.dashboard import data

    monkeypatch.delenv("TRACKER_AS_OF", raising=False)
    assert data.misread_day() == ""
