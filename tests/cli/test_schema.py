from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker.cli.schema import refresh
from tracker.records.schema import proposed, schemas

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_writes_what_is_missing_and_then_is_current(run: Run, root: Path) -> None:
    assert run("schema") == (
        0,
        "wrote schema/prediction.schema.json\nwrote schema/card.schema.json\n"
        "wrote schema/people.schema.json\n",
        "",
    )
    written = {p.name: p.read_text(encoding="utf-8") for p in (root / "schema").iterdir()}
    assert {name: proposed(text)[0] for name, text in written.items()} == schemas()
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


def lines(root: Path, name: str = "prediction") -> list[str]:
    text = (root / f"schema/{name}.schema.json").read_text(encoding="utf-8")
    return [line.strip() for line in proposed(text)[1]]


def test_people_cards_and_tags_are_proposed_sorted_one_a_line(run: Run, root: Path) -> None:
    (root / "seeds/talk.yaml").write_text('title: A "talk"\n', encoding="utf-8")
    run("schema")
    assert lines(root)[:4] == [
        '{"const": "wang-yang", "description": "汪揚 (Wang Yang)"},',
        '{"const": "zhou-hongyi", "description": "周鸿祎"},',
        '{"const": "herald", "description": "經濟導報"},',
        '{"const": "talk", "description": "A \\"talk\\""},',
    ]
    assert '{"const": "film", "description": "The tag film."},' in lines(root)
    assert any(line.startswith('{"const": "near-duplicate", ') for line in lines(root))
    assert len(lines(root, "card")) == 2
    assert "llama-3" not in (root / "schema/prediction.schema.json").read_text(encoding="utf-8")


def test_old_proposals_are_a_warning_that_fails_nothing(run: Run, root: Path) -> None:
    assert run("check", "--strict").err == ""  # no schemas, nothing to warn of
    run("schema")
    assert run("check", "--strict") == (0, run("check").out, "")
    people = root / "seeds/people.yaml"
    people.write_text(people.read_text("utf-8").replace("汪揚", "汪扬"), encoding="utf-8")
    old = "people, cards or tags have changed"
    hint = "hint: run `tracker schema`\n"
    assert run("schema", "--check") == (
        0,
        f"schema/prediction.schema.json: warning[stale-schema] {old}\n"
        f"schema/card.schema.json: warning[stale-schema] {old}\n",
        hint,
    )
    ran = run("check", "--strict", "--format", "json")
    assert (ran.code, json.loads(ran.out)["counts"]["warning"]) == (0, 0)
    assert ran.err == f"warning: schema/prediction.schema.json is out of date: {old}\n{hint}"
    run("schema")
    assert run("check").err == ""


def test_a_broken_file_says_nothing_about_the_schemas(run: Run, root: Path) -> None:
    run("schema")
    (root / "seeds/people.yaml").write_text("wang-yang: [", encoding="utf-8")
    assert run("check").err == ""
    before = lines(root)
    refresh(root)
    assert lines(root) == before


def test_what_was_added_is_proposed_at_once(
    root: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    refresh(root)
    assert not (root / "schema").exists()
    run("schema")
    (root / "seeds/talk.yaml").write_text("title: A talk\n", encoding="utf-8")
    refresh(root)
    assert capsys.readouterr().out == "updated schema/prediction.schema.json\n"
    assert '{"const": "talk", "description": "A talk"},' in lines(root)
    refresh(root)
    assert capsys.readouterr().out == ""


def test_a_schema_that_can_not_be_written_is_a_warning(
    root: Path, run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("schema")
    (root / "seeds/talk.yaml").write_text("title: A talk\n", encoding="utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tracker.editing.files.put", full)
    refresh(root)
    assert capsys.readouterr().err == (
        "warning: schema/ is out of date: No space left on device\nhint: run `tracker schema`\n"
    )
