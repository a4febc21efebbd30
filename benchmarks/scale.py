"""Measures the figures of docs/scale.md: a registry as files, and a thousand copies as Parquet.

    python benchmarks/scale.py 10000 /tmp/scale --copies 1000

Writes the registry with generate.py, times the command line on it, exports it, copies the export
with other ids into partitioned Parquet, and runs the SQL of the page there with DuckDB. The counts
must equal those of `tracker due`, times the copies.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import duckdb
import generate

PAGE = Path(__file__).resolve().parent.parent / "docs" / "scale.md"
DAY = date(2026, 11, 21)
T = TypeVar("T")
#: Copies of ten thousand records that are written at once.
_BATCH = 20


def main() -> None:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--copies", type=int, default=0)
    args = parser.parse_args()
    root, parquet = args.folder / "registry", args.folder / "records.parquet"
    if not (root / "predictions").is_dir():
        timed("generate", lambda: generate.write(args.records, root))
    size = sum(path.stat().st_size for path in (root / "predictions").rglob("*.yaml"))
    report("files", f"{args.records} records, {size / 1e6:.1f} MB of text")
    for command in (["due"], ["export", "parquet", "-o", str(parquet)]):
        timed(f"tracker {' '.join(command[:2])}", lambda words=command: tracker(root, *words))
    report("parquet", f"{parquet.stat().st_size / 1e6:.1f} MB")
    if args.copies:
        counts = json.loads(tracker(root, "due", "--format", "json"))["counts"]
        multiplied(parquet, args.folder / "copies", args.copies, counts)


def multiplied(parquet: Path, folder: Path, copies: int, counts: dict[str, int]) -> None:
    """Copy the export, each copy with its own ids and claims, and run the SQL on all of them."""
    database = duckdb.connect(config={"memory_limit": "2GB", "threads": 2})
    if not folder.is_dir():
        timed("write", lambda: _write_copies(database, parquet, folder, copies))
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    report("partitions", f"{len(list(folder.iterdir()))} folders, {size / 1e6:.0f} MB")
    database.execute(
        f"CREATE VIEW records AS SELECT * FROM read_parquet('{folder}/*/*.parquet', "
        "hive_partitioning = true)"
    )
    database.execute(sql("standing"))
    expected = {state: count * copies for state, count in counts.items() if count}
    counts = dict(timed("SQL count", lambda: rows(database, "count")))
    listed = timed("SQL list", lambda: rows(database, "list"))
    report("rows", f"{sum(counts.values()):,}")
    report("counts", str(counts))
    report("listed", f"{len(listed)}, the first due after {listed[0][3] if listed else None}")
    if counts != expected:
        sys.exit(f"the SQL says {counts}, tracker says {expected}")
    report("agreement", "the counts are those of tracker due, times the copies")


def _write_copies(
    database: duckdb.DuckDBPyConnection, parquet: Path, folder: Path, copies: int
) -> None:
    """Partition by the year of `due_after`, in batches: DuckDB partitions in memory."""
    for first in range(0, copies, _BATCH):
        database.execute(
            f"""
            COPY (
              SELECT * REPLACE (id || '-' || copy AS id, claim || ' ' || copy AS claim),
                coalesce(year(due_after), 0) AS due_year
              FROM read_parquet('{parquet}'),
                range({first}, {min(first + _BATCH, copies)}) AS copies(copy)
              ORDER BY hash(id || copy)
            ) TO '{folder}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (due_year), APPEND)
            """
        )


def sql(name: str) -> str:
    """One of the page's statements."""
    match = re.search(rf'^```sql title="{name}"\n(.*?)^```$', PAGE.read_text("utf-8"), re.M | re.S)
    assert match is not None
    return match[1].replace("2026-11-21", DAY.isoformat())


def rows(database: duckdb.DuckDBPyConnection, name: str) -> list[tuple[object, ...]]:
    """The result of one of the page's statements."""
    return list(database.execute(sql(name)).fetchall())


def tracker(root: Path, *argv: str) -> str:
    """The output of the command line."""
    command = [sys.executable, "-m", "tracker", *argv, "--root", str(root)]
    done = subprocess.run(
        [*command, "--as-of", DAY.isoformat()], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def timed(name: str, call: Callable[[], T]) -> T:
    """Return the call's result and print its time, on the clock and of the processor."""
    start, used = time.perf_counter(), _cpu()
    result = call()
    report(name, f"{time.perf_counter() - start:8.2f} s, {_cpu() - used:8.2f} s of CPU")
    return result


def _cpu() -> float:
    """CPU seconds of this process and its finished children."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def report(name: str, text: str) -> None:
    """One line of the report."""
    sys.stdout.write(f"{name:24}{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
