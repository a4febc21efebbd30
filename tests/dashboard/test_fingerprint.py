from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.dashboard.data import fingerprint, stamp_now


@pytest.fixture
def root(make_registry: Callable[..., Path]) -> Path:
    return make_registry({"one": {}, "two": {}})


def test_the_same_files_have_the_same_fingerprint(root: Path) -> None:
    assert fingerprint(root) == fingerprint(root)


@pytest.mark.parametrize("change", ["edit", "replace", "touch", "add", "delete", "rename", "card"])
def test_every_change_of_a_file_changes_the_fingerprint(root: Path, change: str) -> None:
    before = fingerprint(root)
    path = root / "predictions" / "one.yaml"
    text = path.read_text(encoding="utf-8")
    match change:
        case "edit":
            path.write_text(text + "# more\n", encoding="utf-8")
        case "replace":
            status = path.stat()
            new = path.with_name("one.new")
            new.write_text(text[:-2] + text[-1] + "\n", encoding="utf-8")
            os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
            new.replace(path)
        case "touch":
            os.utime(path, ns=(0, 1))
        case "add":
            path.with_name("three.yaml").write_text("claim: [", encoding="utf-8")
        case "delete":
            path.unlink()
        case "rename":
            path.rename(path.with_name("three.yaml"))
        case "card":
            (root / "seeds").mkdir(exist_ok=True)
            (root / "seeds" / "card.yaml").write_text("title: A card\n", encoding="utf-8")
    assert fingerprint(root) != before


def test_what_is_no_record_changes_nothing(root: Path) -> None:
    before = fingerprint(root)
    (root / "predictions" / "notes.txt").write_text("not a record", encoding="utf-8")
    assert fingerprint(root) == before


def test_a_folder_that_is_gone_is_another_fingerprint(root: Path) -> None:
    before = fingerprint(root)
    (root / "predictions").rename(root / "elsewhere")
    assert fingerprint(root) == "" != before


def test_a_registry_that_comes_later_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_ROOT", str(tmp_path))
    assert stamp_now() == ""
    (tmp_path / "predictions").mkdir()
    assert stamp_now() == fingerprint(tmp_path) != ""
