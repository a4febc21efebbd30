"""Compares the tracker's speed with its bounds and writes benchmarks/results.md.

    python benchmarks/run.py                    everything (`make bench` installs what it takes)
    python benchmarks/run.py --only start read  some groups: prints the table, writes nothing

Each group runs whole processes in turns: a round runs every process of the group once, and a ratio
compares two processes of the same round, in CPU seconds (user and system, children included). A
first round warms up and does not count.

benchmarks/registry/ is a fixed copy of this project's registry when it held 71 records, so that
figures stay comparable while the registry grows. No command or test reads it as the registry.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import generate

HERE = Path(__file__).resolve().parent
PEERS = HERE.parent / "build" / "peers" / "bin"
SCHEMA = HERE.parent / "schema" / "prediction.schema.json"
#: Records in the registries of the groups: most groups use the middle one.
SIZES = (1_000, 10_000, 100_000)


class Run(NamedTuple):
    """What one process used: CPU seconds, and its peak memory in MB."""

    cpu: float
    memory: float


class Row(NamedTuple):
    """One line of the table: a value for each round, and the bound that their median must meet."""

    what: str
    values: list[float]
    bound: float
    unit: str = ""
    is_minimum: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the median is within the bound."""
        median = statistics.median(self.values)
        return median >= self.bound if self.is_minimum else median <= self.bound


# --- running processes ---


def run(command: list[str]) -> Run:
    """Run one process to its end. Exit code 1 is fine: a linter may have findings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CI", "GITHUB_", "TRACKER_"))}
    environment = {**kept, "COLUMNS": "80", "PYTHONPATH": str(HERE.parent / "src")}
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stderr is not None
        errors = process.stderr.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1) or "Traceback (most recent call last)" in errors:
        sys.exit(f"{' '.join(command)[:300]}: exit code {process.returncode}\n{errors[-2000:]}")
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turns(commands: dict[str, list[str]], rounds: int) -> dict[str, list[Run]]:
    """The runs of each command, one a round."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            result = run(command)
            if number:
                runs[name].append(result)
    for name in commands:
        seconds = statistics.median(each.cpu for each in runs[name])
        memory = statistics.median(each.memory for each in runs[name])
        sys.stderr.write(f"{name}: {seconds:.3f} s of CPU, {memory:.0f} MB\n")
    return runs


def ratios(runs: dict[str, list[Run]], numerator: str, denominator: str) -> list[float]:
    """How many times the CPU seconds of the denominator the numerator took, round by round."""
    pairs = zip(runs[numerator], runs[denominator], strict=True)
    return [one.cpu / other.cpu for one, other in pairs]


def tracker(command: str, root: Path, *options: str) -> list[str]:
    """A command of the tracker on a registry, on the day of the generated records."""
    where = ["--root", str(root), "--as-of", str(generate.DAY)]
    return [sys.executable, "-m", "tracker", command, *options, *where]


def generated(folder: Path, count: int, *, valid: bool = True) -> Path:
    """A generated registry; written only once."""
    root = folder / f"{'valid' if valid else 'invalid'}-{count}"
    if not root.exists():
        generate.write(count, root, valid=valid)
    return root


# --- the groups ---


def start(folder: Path, rounds: int, sizes: tuple[int, int, int]) -> Iterator[Row]:
    """What it costs to start, and a registry of 71 records."""
    del folder, sizes
    commands = {
        "python": [sys.executable, "-c", "pass"],
        "help": [sys.executable, "-m", "tracker", "--help"],
        "due, 71 records": tracker("due", HERE / "registry"),
    }
    runs = in_turns(commands, 3 * rounds)
    yield Row("`--help` / `python -c pass`", ratios(runs, "help", "python"), 4)
    times = ratios(runs, "due, 71 records", "python")
    yield Row("`due`, 71 records / `python -c pass`", times, 25)


def read(folder: Path, rounds: int, sizes: tuple[int, int, int]) -> Iterator[Row]:
    """Reading and checking the same files, valid and invalid."""
    count = sizes[1]
    valid, invalid = generated(folder, count), generated(folder, count, valid=False)
    texts = ((path, path.read_text("utf-8")) for path in sorted((valid / "predictions").iterdir()))
    unresolved = next(path.stem for path, text in texts if "\nstatus: open\n" in text)
    verdict = ("--evidence", "https://example.org/report", "--title", "A report", "--note", "So.")
    resolve = (unresolved, "correct", "--resolved-on", str(generate.DAY), *verdict, "--dry-run")
    commands = {
        "CSafeLoader": [sys.executable, str(HERE / "floors.py"), str(valid)],
        "due": tracker("due", valid),
        "due, invalid": tracker("due", invalid),
        "check": tracker("check", valid),
        "check, invalid": tracker("check", invalid),
        "resolve": tracker("resolve", valid, *resolve),
    }
    runs = in_turns(commands, rounds)
    size = f"{count:,} records"
    yield Row(f"`due`, {size} / CSafeLoader", ratios(runs, "due", "CSafeLoader"), 1)
    invalid_due = ratios(runs, "due, invalid", "due")
    yield Row(f"`due`, {size}, every record invalid / every record valid", invalid_due, 2)
    invalid_check = ratios(runs, "check, invalid", "check")
    yield Row(f"`check`, {size}, every record invalid / every record valid", invalid_check, 2)
    yield Row(f"`resolve --dry-run`, {size} / `check`", ratios(runs, "resolve", "check"), 1.2)


def peers(folder: Path, rounds: int, sizes: tuple[int, int, int]) -> Iterator[Row]:
    """Other tools that check the same files; both with the rules they come with."""
    root = generated(folder, sizes[1])
    files = sorted(map(str, (root / "predictions").iterdir()))
    commands = {
        "check": tracker("check", root),
        "check-jsonschema": [str(PEERS / "check-jsonschema"), "--schemafile", str(SCHEMA), *files],
        "yamllint": [str(PEERS / "yamllint"), str(root / "predictions")],
    }
    runs = in_turns(commands, (rounds + 1) // 2)
    for name, bound in (("check-jsonschema", 12), ("yamllint", 15)):
        what = f"{name} / `check`, {sizes[1]:,} records"
        yield Row(what, ratios(runs, name, "check"), bound, is_minimum=True)


def growth(folder: Path, rounds: int, sizes: tuple[int, int, int]) -> Iterator[Row]:
    """How time and memory grow with the number of records."""
    few, _, many = sizes
    commands = {f"due, {size:,}": tracker("due", generated(folder, size)) for size in (few, many)}
    runs = in_turns(commands, rounds)
    times = ratios(runs, f"due, {many:,}", f"due, {few:,}")
    exponents = [math.log(time) / math.log(many / few) for time in times]
    yield Row(f"`due`, growth exponent, {few:,} to {many:,} records", exponents, 1.1)
    memory = [each.memory for each in runs[f"due, {many:,}"]]
    yield Row(f"`due`, {many:,} records, peak memory", memory, 150, "MB")


def dashboard(folder: Path, rounds: int, sizes: tuple[int, int, int]) -> Iterator[Row]:
    """The overview in Chromium, on the clock."""
    from dashboard import visits

    few, some, _ = sizes
    bounds = {few: {"lines shown": 4, "filter": 1}, some: {"figures shown": 3, "filter": 1}}
    for count, limits in bounds.items():
        figures = visits(generated(folder, count), rounds)
        for name, bound in limits.items():
            yield Row(f"dashboard, {count:,} records: {name}", figures[name], bound, "s")


Group = Callable[[Path, int, tuple[int, int, int]], Iterator[Row]]
GROUPS: dict[str, Group] = {each.__name__: each for each in (start, read, peers, growth, dashboard)}


# --- the report ---


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| what | median | range | bound | |", "| --- | ---: | ---: | ---: | --- |"]
    for row in rows:
        low, median, high = (
            f"{value:.{0 if value >= 100 else 2}f}"
            for value in (min(row.values), statistics.median(row.values), max(row.values))
        )
        unit = f" {row.unit}" if row.unit else ""
        bound = f"{'≥' if row.is_minimum else '≤'} {row.bound:g}{unit}"
        verdict = "met" if row.is_met else "**missed**"
        lines.append(f"| {row.what} | {median}{unit} | {low} to {high} | {bound} | {verdict} |")
    return "\n".join(lines) + "\n"


def versions() -> str:
    """What was measured, without naming the machine."""
    figures = {"Python": platform.python_version()}
    figures |= {name: version(name) for name in ("PyYAML", "pydantic", "streamlit")}
    for name in ("check-jsonschema", "yamllint"):
        output = subprocess.check_output([PEERS / name, "--version"], text=True)
        figures[name] = output.split()[-1]
    names = ", ".join(f"{name} {number}" for name, number in figures.items())
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores; {names}."


def main(argv: list[str] | None = None) -> None:
    """Measure, print the table and, unless only some groups ran, write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--only", nargs="+", choices=GROUPS, metavar="GROUP", help=", ".join(GROUPS)
    )
    parser.add_argument("--rounds", type=int, default=5, help="default: 5")
    args = parser.parse_args(argv)
    if not (PEERS / "yamllint").exists() and "peers" in (args.only or GROUPS):
        sys.exit("check-jsonschema and yamllint are not installed: run `make bench`")
    with tempfile.TemporaryDirectory() as name:
        groups = [GROUPS[each] for each in args.only or GROUPS]
        rows = [row for group in groups for row in group(Path(name), args.rounds, SIZES)]
    sys.stdout.write(table(rows))
    if not args.only:
        text = (
            "# Benchmark results\n\nWritten by `make bench`; see "
            "[how it is measured](../docs/performance.md#how-it-is-measured). "
            f"Ratios compare CPU seconds.\n\n{table(rows)}\n{versions()}\n"
        )
        (HERE / "results.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
