from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tracker.records.schema import schemas

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_writes_what_is_missing_and_then_is_current(run: Run, root: Path) -> None:
    assert run("schema") == (
        0,
        "wrote schema/prediction.schema.json\nwrote schema/card.schema.json\n"
        "wrote schema/people.schema.json\n",
        "",
    )
    assert {p.name: p.read_text(encoding="utf-8") for p in (root / "schema").iterdir()} == schemas()
    assert run("schema") == (0, "schema/ is up to date\n", "")
    assert run("schema", "--check") == (0, "", "")


def test_check_writes_nothing_and_names_what_is_stale(run: Run, root: Path) -> None:
    run("schema")
    (root / "schema/card.schema.json").write_bytes(b"\xff")
    (root / "schema/people.schema.json").unlink()
    assert run("schema", "--check") == (
        1,
        "schema/card.schema.json: error[stale-schema] out of date\n"
        "schema/people.schema.json: error[stale-schema] out of date\n",
        "hint: run `tracker schema`\n",
    )
    assert (root / "schema/card.schema.json").read_bytes() == b"\xff"
    assert not (root / "schema/people.schema.json").exists()


def test_windows_line_ends_are_stale(run: Run, root: Path) -> None:
    run("schema")
    path = root / "schema/card.schema.json"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run("schema", "--check").code == 1


def test_a_folder_that_can_not_be_made_is_a_sentence(run: Run, root: Path) -> None:
    (root / "schema").write_text("", encoding="utf-8")
    place = f"{root}/schema/prediction.schema.json"
    hint = "hint: move the existing file away, or choose another path\n"
    assert run("schema") == (2, "", f"error: not a directory: {place}\n{hint}")
