from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tracker.records.schema import schemas

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_a_new_registry_passes_its_own_check(run: Run, tmp_path: Path) -> None:
    ran = run("init", "new/registry")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("check: no problems\n")
    registry = tmp_path / "new/registry"
    files = {
        path.relative_to(registry).as_posix() for path in registry.rglob("*") if path.is_file()
    }
    assert files == {
        "predictions/ada-robot-taxis.yaml",
        "seeds/people.yaml",
        "schema/prediction.schema.json",
        "schema/card.schema.json",
        "schema/people.schema.json",
        ".github/workflows/predictions.yml",
    }
    assert run("check", "--strict", "--root", str(registry)).code == 0
    assert run("schema", "--check", "--root", str(registry)).code == 0
    assert run("due", "--root", str(registry), "--as-of", "2026-03-06").code == 0
    workflow = yaml.safe_load((registry / ".github/workflows/predictions.yml").read_text("utf-8"))
    assert list(workflow["jobs"]) == ["predictions"]
    assert (registry / "schema/card.schema.json").read_text("utf-8") == schemas()[
        "card.schema.json"
    ]


def test_nothing_that_is_there_is_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a/seeds").mkdir(parents=True)
    (tmp_path / "a/seeds/people.yaml").write_text("mine: {name: M}\n")
    assert run("init", "a") == (
        2,
        "",
        f"error: {tmp_path / 'a'} already contains seeds/people.yaml; nothing was written\n"
        "hint: move these files away, or choose another folder\n",
    )
    assert not (tmp_path / "a/predictions").exists()
    assert run("init", "b").code == 0
    assert run("init", "b") == (
        2,
        "",
        f"error: {tmp_path / 'b'} already contains a registry\nhint: add a record with `tracker new ID`\n",
    )


def test_a_place_that_can_not_be_written_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert run("init", "file") == (
        2,
        "",
        f"error: {tmp_path / 'file'} is not a folder\nhint: choose another path\n",
    )
    hint = "hint: move the existing file away, or choose another path\n"
    assert run("init", "file/below") == (2, "", f"error: not a directory: file/below\n{hint}")


def test_a_disk_that_is_full_is_a_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tracker.editing.files.os.write", write)
    ran = run("init", "a")
    monkeypatch.undo()
    assert ran.code == 1
    assert ran.err == (
        "error: can't write a/schema/prediction.schema.json: no space left on device; it is unchanged\n"
        "hint: free some disk space, then run the command again\n"
    )
