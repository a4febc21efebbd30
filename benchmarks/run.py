"""Measures the command line against its bounds, the least that must be done, and other tools.

    python benchmarks/run.py [--quick] [--output FILE]

Whole processes, children included, run in turns: each round runs every process of a group once,
and what is compared is compared within a round. Writes a page of medians, ranges and ratios.
`make bench` installs the other tools first; whichever is not there is left out.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import generate
import page
import peers

HERE = Path(__file__).resolve().parent
OWN = HERE.parent
PROGRAMS = OWN / "build" / "peers" / "bin"
#: Files that are younger than this are read again, because their stamps can't be trusted yet.
_SETTLED = 2.5


class Run(NamedTuple):
    """What one process took: seconds of CPU and on the clock, and its peak memory in MB."""

    cpu: float
    wall: float
    peak: float


class Process(NamedTuple):
    """What is run, on so many cores (0: all), without what an earlier run has kept if it is cold.

    `before` is done before each run.
    """

    name: str
    command: list[str]
    cores: int = 0
    is_cold: bool = False
    before: Callable[[], object] = lambda: None


class Bench:
    """Runs processes and keeps what they took."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.runs: dict[str, list[Run]] = {}
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("CI", "GITHUB_", "TRACKER_", "PYTHON"))
        }
        self.environment["COLUMNS"] = "80"

    def group(self, processes: Iterable[Process], rounds: int) -> None:
        """Run these in turns: once to warm up, then so many times that count."""
        processes = list(processes)
        for each in processes:
            self.runs[each.name] = []
        for number in range(rounds + (rounds > 1)):
            for each in processes:
                each.before()
                run = self.once(each)
                if number or rounds == 1:
                    self.runs[each.name].append(run)
                sys.stderr.write(f"{each.name}: {run.cpu:.3f} s\n")

    def once(self, process: Process) -> Run:
        """One run. Findings are no failure: a linter has some."""
        cache = self.folder / ("cold" if process.is_cold else "cache")
        if process.is_cold:
            shutil.rmtree(cache, ignore_errors=True)
        all_cores = os.sched_getaffinity(0)
        if process.cores:
            os.sched_setaffinity(0, sorted(all_cores)[: process.cores])
        start = time.perf_counter()
        with subprocess.Popen(
            process.command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**self.environment, "TRACKER_CACHE_DIR": str(cache)},
        ) as child:
            assert child.stderr is not None
            said = child.stderr.read()
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        os.sched_setaffinity(0, all_cores)
        if child.returncode not in (0, 1):
            sys.exit(f"{process.name}: exit code {child.returncode}\n{said.decode()[-2000:]}")
        return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def due(root: Path, *options: str) -> list[str]:
    """The command whose speed matters most."""
    day = str(generate.DAY)
    return [sys.executable, "-m", "tracker", "due", "--root", str(root), "--as-of", day, *options]


def made(folder: Path, count: int, *options: str) -> Path:
    """A registry, written by another process: this one stays small, as its children begin so."""
    script = str(HERE / "generate.py")
    subprocess.run([sys.executable, script, str(count), str(folder), *options], check=True)
    return folder


def small(bench: Bench, rounds: int) -> None:
    """What it costs to start, and this project's own registry."""
    bench.group(
        [
            Process("python -c pass", [sys.executable, "-c", "pass"]),
            Process("--help", [sys.executable, "-m", "tracker", "--help"]),
            Process("own, unchanged", due(OWN)),
            Process("own, cold", due(OWN), is_cold=True),
        ],
        rounds,
    )


def unchanged(bench: Bench, root: Path, count: int, rounds: int) -> list[peers.Peer]:
    """The same question about the same files, beside the floor and those who keep entries."""
    entries = bench.folder / f"entries-{count}"
    subprocess.run([sys.executable, str(HERE / "peers.py"), str(root), str(entries)], check=True)
    others = peers.keepers(PROGRAMS, entries)
    bench.once(Process("fill the cache", due(root)))
    walk = [sys.executable, str(HERE / "floors.py"), "walk", str(root)]
    another = iter(range(1, 1000))
    bench.group(
        [
            Process(f"walk and stat {count}", walk),
            Process(f"unchanged {count}", due(root)),
            *(Process(f"{peer.name} {count}", peer.command) for peer in others),
        ],
        rounds,
    )
    bench.group(
        [
            Process(f"another day {count}", [*due(root), "--within", f"{next(another)}d"])
            for _ in range(rounds)
        ],
        1,
    )
    return others


def cold(bench: Bench, root: Path, count: int, rounds: int) -> None:
    """Everything anew: with one core, with all, and what merely loading the files takes."""
    load = [sys.executable, str(HERE / "floors.py"), "load", str(root)]
    bench.group(
        [
            Process(f"CSafeLoader {count}", load),
            Process(f"cold, one process {count}", due(root), cores=1, is_cold=True),
            Process(f"cold {count}", due(root), is_cold=True),
        ],
        rounds,
    )


def partly(bench: Bench, root: Path, count: int, rounds: int) -> None:
    """Some of it anew: one file, all stamps; and where every record is wrong."""
    changed = made(bench.folder / f"changed-{count}", count)
    invalid = made(bench.folder / f"invalid-{count}", count, "--invalid")
    files = [str(path) for folder in ("seeds", "predictions") for path in (root / folder).iterdir()]
    numbers = iter(range(10**6))

    def edit() -> None:
        with (changed / "predictions" / f"r{count // 2:07d}.yaml").open("a") as file:
            file.write(f"# {next(numbers)}\n")

    def check_out() -> None:
        for path in files:
            os.utime(path)

    time.sleep(_SETTLED)
    bench.once(Process("fill the cache", due(changed)))
    bench.group(
        [
            Process(f"cold again {count}", due(root), is_cold=True),
            Process(f"one file changed {count}", due(changed), before=edit),
            Process(f"fresh checkout {count}", due(root), before=check_out),
            Process(f"every record invalid {count}", due(invalid), is_cold=True),
        ],
        rounds,
    )
    shutil.rmtree(changed)
    shutil.rmtree(invalid)


def checked(bench: Bench, root: Path, count: int, rounds: int) -> list[peers.Peer]:
    """`check` beside those who read the same files for mistakes, and where each has one."""
    others = peers.readers(PROGRAMS, root)
    invalid = made(bench.folder / f"wrong-{count}", count, "--invalid")
    ours = [sys.executable, "-m", "tracker", "check", "--root"]
    bench.group(
        [
            Process(f"check {count}", [*ours, str(root)]),
            Process(f"check, every record invalid {count}", [*ours, str(invalid)]),
            *(Process(f"{peer.name} {count}", peer.command) for peer in others),
        ],
        rounds,
    )
    shutil.rmtree(invalid)
    return others


def imports(root: Path, rounds: int) -> dict[str, tuple[int, float]]:
    """How many modules each command imports, and the milliseconds of it: the least of some runs."""
    python = [sys.executable, "-X", "importtime"]
    commands = {
        "python -c pass": [*python, "-c", "pass"],
        "tracker --help": [*python, "-m", "tracker", "--help"],
        "due, unchanged": [*python, *due(root)[1:]],
        "due, cold": [*python, *due(root, "--no-cache")[1:]],
        "list": [*python, "-m", "tracker", "list", "--root", str(root)],
        "check": [*python, "-m", "tracker", "check", "--root", str(root)],
        "score": [*python, "-m", "tracker", "score", "--root", str(root)],
        "export ics": [*python, "-m", "tracker", "export", "ics", "--root", str(root)],
    }
    found = {}
    for name, command in commands.items():
        sums = []
        for _ in range(rounds):
            done = subprocess.run(command, check=False, capture_output=True, text=True)
            lines = [line.split("|") for line in done.stderr.splitlines() if line.count("|") == 2]
            own = [int(parts[0].split(":")[1]) for parts in lines if "self" not in parts[0]]
            sums.append((sum(own) / 1000, len(own)))
        least, modules = min(sums)
        found[name] = (modules, least)
    return found


def versions(others: Iterable[peers.Peer]) -> dict[str, str]:
    """What was measured, in which version: no name of a machine or a path."""
    code = "import yaml, pydantic; print(yaml.__version__, pydantic.VERSION)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    yaml_version, pydantic_version = done.stdout.split()
    found = {
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "PyYAML": yaml_version,
        "pydantic": pydantic_version,
    }
    for peer in others:
        done = subprocess.run(peer.version, check=False, capture_output=True, text=True)
        said = f"{done.stdout}{done.stderr}".splitlines() or ["?"]
        found[peer.name] = next(
            (w for w in said[0].replace(",", " ").split() if w[0].isdigit()), ""
        )
    return found


def exponent(bench: Bench, few: str, many: str) -> float:
    """How the time of CPU grows: 1 where ten times the records take ten times as long."""
    small, large = (statistics.median(run.cpu for run in bench.runs[n]) for n in (few, many))
    return math.log(large / small) / math.log(int(many.split()[-1]) / int(few.split()[-1]))


def main(argv: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="tiny, once: does it still run?")
    parser.add_argument("--output", type=Path, default=HERE / "results.md")
    parser.add_argument("--rounds", type=int, default=5, help="of the larger groups (default: 5)")
    parser.add_argument("--dashboard", type=Path, help="the JSON that dashboard.py wrote")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        report = (quickly if args.quick else measured)(Bench(Path(name)), args.rounds)
    args.output.write_text(page.render(report, args.dashboard), encoding="utf-8")


def quickly(bench: Bench, rounds: int) -> page.Report:
    """A few processes, once."""
    del rounds
    small(bench, 1)
    cold(bench, made(bench.folder / "registry", 4), 4, 1)
    return page.Report(bench.runs, (4, 4, 4), versions(()))


def measured(bench: Bench, rounds: int) -> page.Report:
    """All processes, at three sizes."""
    few, some, many = sizes = (1_000, 10_000, 100_000)
    small(bench, 4 * rounds)
    root = made(bench.folder / f"registry-{some}", some)
    time.sleep(_SETTLED)
    others = unchanged(bench, root, some, 2 * rounds)
    others += checked(bench, root, some, max(rounds // 2, 1))
    times = imports(root, 3)
    partly(bench, root, some, rounds)
    cold(bench, root, some, rounds)
    shutil.rmtree(root)
    for size in (few, many):
        root = made(bench.folder / f"registry-{size}", size)
        cold(bench, root, size, rounds if size == few else max(rounds // 2, 1))
        shutil.rmtree(root)
    growth = exponent(bench, f"cold, one process {few}", f"cold, one process {many}")
    return page.Report(bench.runs, sizes, versions(others), times, growth)


if __name__ == "__main__":
    main()
