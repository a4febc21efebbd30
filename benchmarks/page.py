"""Writes what run.py measured as a page: the bounds, and then every process."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from run import Run

__all__ = ["Report", "render"]


class Report(NamedTuple):
    """What was measured; names of processes end with their number of records."""

    runs: dict[str, list[Run]]
    sizes: tuple[int, int, int]
    versions: dict[str, str]
    imports: Mapping[str, tuple[int, float]] = MappingProxyType({})
    growth: float | None = None


class Line(NamedTuple):
    """One line of the first table: a process against another, and what is to be reached.

    Less is better; not where `is_times` asks how many times as long the other one takes.
    """

    work: str
    of: str
    to: str
    bound: float
    wanted: float
    figure: str = "cpu"
    is_times: bool = False


def lines(few: int, some: int, many: int) -> tuple[Line, ...]:
    """What has to be reached. A line is left out where one of its processes did not run."""
    unchanged, cold = f"unchanged {some}", f"cold again {some}"
    beside = ("bean-check", "hledger", "ledger", "task")
    return (
        Line(
            f"`due`, cold, {some:,} records, one process / loading the files with CSafeLoader",
            f"cold, one process {some}", f"CSafeLoader {some}", 0.65, 0.50,
        ),
        Line(
            "the same, all cores, on the clock", f"cold {some}", f"CSafeLoader {some}",
            0.45, 0.33, "wall",
        ),
        Line(
            f"the same at {many:,}", f"cold {many}", f"CSafeLoader {many}", 0.33, 0.25, "wall"
        ),
        Line(
            f"check-jsonschema / `check`, {some:,} records", f"check-jsonschema {some}",
            f"check {some}", 15, 21, is_times=True,
        ),
        Line(
            f"yamllint / `check`, {some:,} records", f"yamllint {some}", f"check {some}",
            19, 27, is_times=True,
        ),
        Line(
            f"`due`, nothing changed, {some:,} records / walking the folder", unchanged,
            f"walk and stat {some}", 1.9, 1.4,
        ),
        *(
            Line(f"the same / {name}, as many entries", unchanged, f"{name} {some}", 1, 0.5)
            for name in beside
        ),
        Line(
            "`due`, nothing changed, this registry / `python -c pass`", "own, unchanged",
            "python -c pass", 3.5, 2.8,
        ),
        Line("`--help` / `python -c pass`", "--help", "python -c pass", 3, 2.2),
        Line(
            "`due`, cold, this registry / `python -c pass`", "own, cold", "python -c pass", 14, 9.5
        ),
        Line(f"one file of {some:,} changed / cold", f"one file changed {some}", cold, 0.40, 0.25),
        Line(
            "a fresh checkout with a restored cache / cold", f"fresh checkout {some}", cold,
            0.30, 0.17,
        ),
        Line(
            "`due`, every record invalid / every record valid", f"every record invalid {some}",
            cold, 2, 1.3,
        ),
        Line(
            "`check`, the same", f"check, every record invalid {some}", f"check {some}", 2, 1.3,
        ),
    )  # fmt: skip


def render(report: Report, dashboard: Path | None) -> str:
    """The page."""
    about = "; ".join(f"{name} {version}" for name, version in report.versions.items())
    parts = [
        "# Benchmarks",
        "Made by `make bench`; how it is done is said in "
        "[docs/performance.md](../docs/performance.md). Seconds are of this machine: "
        f"{about}. Only ratios carry over to another one.",
        "## What is to be reached",
        "Medians of runs in turns, with the least and the most; seconds of CPU of whole processes, "
        "children included, unless the line says something else.",
        _table(("work", "measured", "range", "bound", "wanted", ""), _reached(report, dashboard)),
        "## Each process",
        _table(
            ("process", "runs", "CPU, s", "range", "on the clock, s", "peak, MB"), _each(report)
        ),
    ]
    if report.imports:
        parts.append("## What is imported")
        rows = ((f"`{name}`", str(n), f"{ms:.1f}") for name, (n, ms) in report.imports.items())
        parts.append(_table(("process", "modules", "`-X importtime`, ms"), rows))
    return "\n\n".join(parts) + "\n"


def _reached(report: Report, dashboard: Path | None) -> Iterator[Sequence[str]]:
    for line in lines(*report.sizes):
        pairs = zip(report.runs.get(line.of, ()), report.runs.get(line.to, ()), strict=False)
        ratios = [getattr(one, line.figure) / getattr(two, line.figure) for one, two in pairs]
        if ratios:
            yield _line(line.work, ratios, line.bound, line.wanted, is_times=line.is_times)
    few, _, many = report.sizes
    if report.growth is not None:
        work = f"growth exponent of `due`, cold, {few:,} to {many:,}"
        yield _line(work, [report.growth], 1.1, 1.03)
    peaks = [run.peak for run in report.runs[f"cold, one process {many}"]]
    yield _line(f"peak memory of `due` at {many:,}, MB", peaks, 100, 60)
    if dashboard and dashboard.exists():
        yield from _dashboard(json.loads(dashboard.read_text("utf-8")))


def _dashboard(found: dict[str, dict[str, dict[str, dict[str, float]]]]) -> Iterator[Sequence[str]]:
    for count, figures in found["records"].items():
        for name, one in figures.items():
            if one["bound"] is not None:
                work = f"dashboard, {int(count):,} records: {name.replace('_', ' ')}"
                yield _line(
                    work, [one["low"], one["median"], one["high"]], one["bound"], one["wanted"]
                )


def _line(
    work: str, found: Sequence[float], bound: float, wanted: float, *, is_times: bool = False
) -> Sequence[str]:
    middle = statistics.median(found)
    reached = [middle >= limit if is_times else middle <= limit for limit in (wanted, bound)]
    said = "as wanted" if reached[0] else "met" if reached[1] else "**missed**"
    ends = f"{_number(min(found))} to {_number(max(found))}" if len(found) > 1 else ""
    return work, _number(middle), ends, f"{bound:g}", f"{wanted:g}", said


def _number(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def _each(report: Report) -> Iterator[Sequence[str]]:
    for name, runs in report.runs.items():
        cpu = sorted(run.cpu for run in runs)
        wall = statistics.median(run.wall for run in runs)
        yield (
            name, str(len(runs)), f"{statistics.median(cpu):.3f}", f"{cpu[0]:.3f} to {cpu[-1]:.3f}",
            f"{wall:.3f}", f"{max(run.peak for run in runs):.0f}",
        )  # fmt: skip


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    ruled = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ruled, *rows))
