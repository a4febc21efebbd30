"""Runs the SQL of docs/scale.md with Spark in local mode, on what scale.py wrote.

    pip install pyspark  # needs Java
    python benchmarks/scale.py 10000 /tmp/scale --copies 100
    python benchmarks/spark.py /tmp/scale --copies 100

The counts must equal those of `tracker due`, times the copies, and the list that of DuckDB.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import duckdb
from pyspark.sql import SparkSession
from scale import report, rows, sql, timed, tracker


def main() -> None:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--copies", type=int, required=True)
    args = parser.parse_args()
    copies = args.folder / "copies"
    due = json.loads(tracker(args.folder / "registry", "due", "--format", "json"))
    expected = {state: count * args.copies for state, count in due["counts"].items() if count}
    database = duckdb.connect()
    database.execute(f"CREATE VIEW records AS SELECT * FROM read_parquet('{copies}/*/*.parquet')")
    database.execute(sql("standing"))
    spark = SparkSession.builder.master("local[2]").appName("scale").getOrCreate()
    report("Spark", spark.version)
    spark.read.parquet(str(copies)).createOrReplaceTempView("records")
    # A view of a temporary view has to be temporary, too.
    spark.sql(sql("standing").replace("CREATE VIEW", "CREATE TEMPORARY VIEW"))
    counts = {row[0]: row[1] for row in timed("SQL count", spark.sql(sql("count")).collect)}
    listed = [row[0] for row in timed("SQL list", spark.sql(sql("list")).collect)]
    report("rows", f"{sum(counts.values()):,}")
    report("counts", str(counts))
    if counts != expected:
        sys.exit(f"Spark says {counts}, tracker says {expected}")
    if listed != [row[0] for row in rows(database, "list")]:
        sys.exit(f"Spark lists {listed}")
    report("agreement", "the counts are those of tracker due, the list is that of DuckDB")


if __name__ == "__main__":
    main()
