"""`make bench` is no part of the tests; that it still runs is."""

from __future__ import annotations

import importlib
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "benchmarks"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))
    return importlib.import_module(request.param)


@pytest.mark.parametrize("script", ["run"], indirect=True)
def test_the_benchmark_runs_and_writes_its_page(script: ModuleType, tmp_path: Path) -> None:
    script.main(["--quick", "--output", str(tmp_path / "results.md")])

    text = (tmp_path / "results.md").read_text("utf-8")
    lines = [line.split(" | ") for line in text.splitlines() if line.startswith("| `due`")]
    assert [line[0] for line in lines] == [
        "| `due`, cold, 4 records, one process / loading the files with CSafeLoader",
        "| `due`, nothing changed, this registry / `python -c pass`",
        "| `due`, cold, this registry / `python -c pass`",
    ]
    assert [line[3:5] for line in lines] == [["0.65", "0.5"], ["3.5", "2.8"], ["14", "9.5"]]
    assert str(tmp_path) not in text


@pytest.mark.parametrize("script", ["page"], indirect=True)
def test_a_ratio_is_of_pairs_and_is_judged(script: ModuleType) -> None:
    assert script._line("work", [0.5, 0.4, 0.9], 0.6, 0.4) == (
        "work", "0.50", "0.40 to 0.90", "0.6", "0.4", "met",
    )  # fmt: skip
    assert script._line("work", [12, 30], 20, 30, is_times=True)[-1] == "met"
    assert script._line("work", [2], 1, 0.5)[-1] == "**missed**"
    assert script._line("work", [0.5], 1, 0.5)[-1] == "as wanted"


@pytest.mark.parametrize("script", ["peers"], indirect=True)
def test_a_record_becomes_an_entry_of_each_tool(script: ModuleType, tmp_path: Path) -> None:
    entry = script.Entry("a", "It happens.", 'he said "no"', "ada", date(2026, 5, 13), True)
    script.write([entry, entry._replace(is_open=False)], tmp_path / "entries")

    texts = {
        path.name: path.read_text("utf-8")
        for path in (tmp_path / "entries").rglob("*")
        if path.is_file() and path.name != "taskrc"
    }
    assert texts["entries.beancount"].splitlines()[2:5] == [
        '2026-05-13 ! "ada" "It happens."',
        '  id: "a"',
        "  quote: \"he said 'no'\"",
    ]
    assert texts["entries.journal"].splitlines()[:2] == [
        "2026-05-13 ! (a) It happens.",
        '    ; quote: he said "no"',
    ]
    assert 'due:"1778630400" entry:' in texts["pending.data"]
    assert 'due:"1778630400" end:"1778630400"' in texts["completed.data"]
