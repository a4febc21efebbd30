"""Hostile names of files, folders, ids and the registry itself, on every surface that shows them."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest
from tests.hostile.cases import GOOD

from tracker.dashboard import main
from tracker.text import escape

if TYPE_CHECKING:
    from tests.hostile.conftest import Guard

NAMES = (
    "\udcff", "a\n::error::forged", "\n##[error]forged", "##vso[task.complete]x", "\x1b[31mred", "a\tb",
    "\u202egnp", "\u200b", "\ufeffx", "\U000e0041", "\x9b1m", "\u2028x",
)  # fmt: skip
TODAY = ["--as-of", "2026-11-21"]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("names") / f"r{NAMES[0]}{NAMES[1]}{NAMES[4]}"
    for number, name in enumerate(NAMES):
        for folder in ("predictions", "seeds", f"predictions/{name}"):
            (root / folder).mkdir(parents=True, exist_ok=True)
        (root / "predictions" / f"{name}.yaml").write_text("claim: [\n")
        (root / "seeds" / f"{name}.yaml").write_text("title: x\n")
        (root / "predictions" / name / f"good-{number}.yaml").write_text(GOOD)
    return root


def surfaces(root: Path, empty: Path) -> list[list[str]]:
    at = ["--root", str(root)]
    return [
        *(
            ["check", *at, "--format", each]
            for each in "full concise github json sarif junit".split()
        ),
        *(
            ["due", *at, *TODAY, "--format", each]
            for each in "text json csv markdown github junit".split()
        ),
        *(["list", *at, *TODAY, "--format", each] for each in ("text", "json")),
        *(
            ["export", each, *at, *TODAY]
            for each in "json jsonl csv ics atom badge markdown".split()
        ),
        ["score", *at],
        ["check", "--against", NAMES[1], *at],
        ["due", "--root", str(empty)],
        ["init", str(root)],
        ["check", "--root", f"{root}/{NAMES[1]}"],
        ["import", f"{root}/{NAMES[1]}", "--map", NAMES[1], *at],
        ["export", "csv", "-o", f"{root}/{NAMES[1]}/{NAMES[4]}", *at],
        *(
            [command, name, *at]
            for name in NAMES
            for command in ("show", "new", "resolve", "defer")
        ),
        *(
            ["amend", f"good-{number}", name, "x", "--why", name, *at]
            for number, name in enumerate(NAMES)
        ),
        *(["horizon", name, "--made-on", "2024"] for name in NAMES),
        ["horizon", "2027", "--made-on", NAMES[1]],
    ]


def test_nothing_gets_out_raw(root: Path, tmp_path: Path, guard: Guard) -> None:
    empty = tmp_path / NAMES[1] / NAMES[4]
    (empty / "predictions").mkdir(parents=True)
    commands = [*surfaces(root, empty), ["init", str(tmp_path / NAMES[1] / "new")]]
    done = guard(commands)
    assert done.status == 0
    for command, ran in zip(commands, done.ran, strict=True):
        assert ran.code in (0, 1, 2), (command, ran.err)
        out = ran.out.decode()
        form = next((each for each in ("json", "sarif", "jsonl") if each in command), "")
        forms = {"github", "junit", "ics", "csv", "atom", "badge", "markdown"} & {*command}
        assert ran.err == escape(ran.err), command
        logged = [ran.err, "" if forms else out]  # an export may hold any text, but not any line
        assert not [each for each in logged if re.search(r"##\[|##vso\[", each)], command
        logged.append("" if "github" in command else out)
        assert not [each for each in logged if re.search(r"^\s*::(?=\w)", each, re.MULTILINE)], (
            command
        )
        if form and ran.code != 2:
            for line in out.splitlines() if form == "jsonl" else [out]:
                json.dumps(json.loads(line), ensure_ascii=False).encode()  # no half a surrogate
        elif forms & {"junit", "atom", "badge"} and ran.code != 2:
            ElementTree.fromstring(out)
        elif "github" in command:
            assert all(
                re.match(r"::(error|warning|notice|debug) ", each) for each in out.splitlines()
            )
        elif not forms:
            assert out == escape(out), command


def test_the_health_page_shows_them(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_ROOT", os.fspath(root))
    monkeypatch.setenv("TRACKER_AS_OF", "2026-11-21")
    page = AppTest.from_file(str(main.__file__), default_timeout=60).run()
    page.switch_page("views/health.py")
    page.run()
    assert not page.exception
    texts = [each.value for each in page.text]
    assert any("\\udcff" in each for each in texts)
    assert [each for each in texts if each != escape(each) or "\n" in each] == []
