"""The benchmark itself takes minutes; here it runs on a handful of records."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tracker.registry import load

ROOT = Path(__file__).resolve().parent.parent
SIZES = (4, 8, 16)


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("run")


def test_each_group_of_commands_runs(
    bench: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def once(commands: dict[str, list[str]], rounds: int) -> dict[str, list[object]]:
        return {name: [bench.run(command)] for name, command in commands.items()}

    monkeypatch.setattr(bench, "in_turns", once)
    rows = [
        (row.what, row.bound, len(row.values))
        for name in ("start", "read", "growth")
        for row in bench.GROUPS[name](tmp_path, 1, SIZES)
    ]
    assert rows == [
        ("`--help` / `python -c pass`", 4, 1),
        ("`due`, 71 records / `python -c pass`", 25, 1),
        ("`due`, 8 records / CSafeLoader", 1, 1),
        ("`due`, 8 records, every record invalid / every record valid", 2, 1),
        ("`check`, 8 records, every record invalid / every record valid", 2, 1),
        ("`resolve --dry-run`, 8 records / `check`", 1.2, 1),
        ("`due`, growth exponent, 4 to 16 records", 1.1, 1),
        ("`due`, 16 records, peak memory", 150, 1),
    ]


def test_a_ratio_compares_two_processes_of_one_round(bench: ModuleType) -> None:
    runs = {
        "ours": [bench.Run(1.0, 10), bench.Run(6.0, 10)],
        "theirs": [bench.Run(2.0, 10), bench.Run(3.0, 10)],
    }
    assert bench.ratios(runs, "ours", "theirs") == [0.5, 2.0]


def test_the_seconds_are_those_of_the_processor_and_the_warm_up_does_not_count(
    bench: ModuleType, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    work = f"open({str(log)!r}, 'a').write('x'); sum(range(10**7))"
    commands = {
        "busy": [sys.executable, "-c", work],
        "asleep": [sys.executable, "-c", "import time; time.sleep(0.5)"],
    }
    runs = bench.in_turns(commands, 1)
    assert log.read_text() == "xx"
    assert [len(each) for each in runs.values()] == [1, 1]
    assert runs["asleep"][0].cpu < min(0.4, runs["busy"][0].cpu)


@pytest.mark.parametrize("code", ["raise SystemExit(2)", "1 / 0"])
def test_a_process_that_fails_ends_the_benchmark(bench: ModuleType, code: str) -> None:
    with pytest.raises(SystemExit, match="exit code"):
        bench.run([sys.executable, "-c", code])
    assert bench.run([sys.executable, "-c", "raise SystemExit(1)"]).cpu > 0


def test_the_median_is_compared_with_the_bound(bench: ModuleType) -> None:
    rows = [
        bench.Row("a", [0.9, 1.0, 7.0], 1),
        bench.Row("b", [1.01, 1.01, 0.5], 1),
        bench.Row("c", [12, 30, 2], 12, is_minimum=True),
        bench.Row("d", [149.6, 151.2, 151.2], 150, "MB"),
    ]
    assert bench.table(rows).splitlines()[2:] == [
        "| a | 1.00 | 0.90 to 7.00 | ≤ 1 | met |",
        "| b | 1.01 | 0.50 to 1.01 | ≤ 1 | **missed** |",
        "| c | 12.00 | 2.00 to 30.00 | ≥ 12 | met |",
        "| d | 151 MB | 150 to 151 | ≤ 150 MB | **missed** |",
    ]


def test_the_page_of_results_has_every_bound() -> None:
    text = (ROOT / "benchmarks" / "results.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.endswith(("| met |", "| **missed** |"))]
    assert len(rows) == 14
    assert str(ROOT) not in text


@pytest.mark.parametrize("valid", [True, False])
def test_generated_records_are_all_valid_or_all_invalid(
    bench: ModuleType, tmp_path: Path, valid: bool
) -> None:
    root = bench.generated(tmp_path, 40, valid=valid)
    registry = load(root)
    assert len(registry.records) == (40 if valid else 0)
    assert len(registry.invalid_files) == (0 if valid else 40)
    bench.generate.write(40, tmp_path / "again", valid=valid)
    files = sorted(path.relative_to(root) for path in root.rglob("*.yaml"))
    assert len(files) == 40 + 51
    assert all(
        (root / path).read_bytes() == (tmp_path / "again" / path).read_bytes() for path in files
    )


def test_the_fixed_registry_is_valid_and_no_part_of_this_one() -> None:
    fixed = load(ROOT / "benchmarks" / "registry")
    assert len(fixed.records) == 71
    assert fixed.diagnostics == ()
    assert not [each for each in load(ROOT) if "benchmarks" in str(each.path)]
