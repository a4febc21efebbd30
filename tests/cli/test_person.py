from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cli.test_new import GIVE, Terminal

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_a_person_is_added_to_the_file_and_nothing_else_changes(run: Run, root: Path) -> None:
    path = root / "seeds/people.yaml"
    before = "# Who they are.\n" + path.read_text(encoding="utf-8")
    path.write_text(before, encoding="utf-8")
    ran = run("person", "add", "ada", "--name", "Ada: Example", "--stake", "sells taxis")
    added = 'ada:\n  name: "Ada: Example"\n  stake: sells taxis\n'
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("--- a/seeds/people.yaml\n+++ b/seeds/people.yaml\n")
    assert ran.out.endswith("wrote seeds/people.yaml\n")
    assert path.read_text(encoding="utf-8") == before + added


@pytest.mark.parametrize("before", [None, "", "# nobody yet", "{}\n"])
def test_the_first_person_begins_the_file(run: Run, root: Path, before: str | None) -> None:
    path = root / "seeds/people.yaml"
    path.unlink()
    (root / "schema").mkdir()
    (root / "schema/people.schema.json").write_text("{}")
    if before is not None:
        path.write_text(before, encoding="utf-8")
    assert run("person", "add", "ada", "--name", "Ada").code == 0
    modeline = "# yaml-language-server: $schema=../schema/people.schema.json\n"
    start = {None: modeline, "# nobody yet": "# nobody yet\n"}.get(before, "")
    text = path.read_text(encoding="utf-8")
    assert text == (start + "ada:\n  name: Ada\n" if before != "{}\n" else "{ada: {name: Ada}}\n")


def test_a_dry_run_writes_nothing(run: Run, root: Path) -> None:
    before = (root / "seeds/people.yaml").read_bytes()
    ran = run("person", "add", "ada", "--name", "Ada", "--dry-run")
    assert ran.code == 0
    assert ran.out.endswith("+ada:\n+  name: Ada\n")
    assert (root / "seeds/people.yaml").read_bytes() == before


def test_on_a_terminal_it_asks(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("\n汪揚\nWang Yang\n-\n\n\x07\nhis university\n"))
    ran = run("person", "add", "wang")
    assert ran.code == 0, ran
    assert "an answer is required\n" in ran.err
    text = (root / "seeds/people.yaml").read_text(encoding="utf-8")
    assert text.endswith("wang:\n  name: 汪揚\n  name_en: Wang Yang\n  stake: his university\n")


@pytest.mark.parametrize(
    ("argv", "error"),
    [
        (["Ada X"], "error: invalid key 'Ada X': use a-z, 0-9 and -\nhint: did you mean `ada-x`?\n"),
        (["wang-yang", "--name", "A"], "error: key `wang-yang` is already in use: seeds/people.yaml:1\nhint: choose another key\n"),
        (["ada"], f"error: missing: --name\n{GIVE}"),
    ],
)  # fmt: skip
def test_what_can_not_be_added(run: Run, root: Path, argv: list[str], error: str) -> None:
    assert run("person", "add", *argv) == (2, "", error)


def test_a_broken_file_is_left_alone(run: Run, root: Path) -> None:
    (root / "seeds/people.yaml").write_text("a: [", encoding="utf-8")
    ran = run("person", "add", "ada", "--name", "Ada")
    assert ran == (
        2,
        "",
        "error: seeds/people.yaml is invalid\nhint: run `tracker check`, and fix it first\n",
    )


def test_another_action_is_unknown(run: Run, root: Path) -> None:
    ran = run("person", "remove", "ada")
    assert ran == (2, "", "error: unknown action 'remove'\nhint: choose from add\n")
