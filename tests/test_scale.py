"""The SQL of docs/scale.md, run by DuckDB on the export, says what the command line says."""

from __future__ import annotations

import json
import random
import re
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from tracker.export import EXPORTS, Options
from tracker.records.state import State
from tracker.registry import Registry, load
from tracker.rows import due, rows

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "scale.md").read_text(encoding="utf-8")
DAYS = (date(2026, 11, 21), date(2025, 2, 28), date(2027, 1, 1))
#: So many that each kind comes with and without a verdict, a review and a parent.
RECORDS = 400
ALWAYS = {
    "claim": "A sentence that can be checked.",
    "quote": "it will be there",
    "speaker": "Ada Example",
    "source": "https://example.org/talk",
    "criteria": {"correct": "It is there.", "incorrect": "It is not there."},
    "status": "open",
}


def sql(name: str, today: date) -> str:
    match = re.search(rf'^```sql title="{name}"\n(.*?)^```$', PAGE, re.MULTILINE | re.DOTALL)
    assert match is not None
    return match[1].replace("2026-11-21", today.isoformat()).replace("LIMIT 100", "")


def some_day(rng: random.Random) -> str:
    return (date(2024, 1, 1) + timedelta(rng.randrange(1500))).isoformat()


def some_record(rng: random.Random, number: int) -> dict[str, object]:
    made_on = (date(2020, 1, 1) + timedelta(rng.randrange(2700))).isoformat()
    first, last = sorted((some_day(rng), some_day(rng)))
    deadline: dict[str, object] = rng.choice(
        [
            {"as_said": "then", "kind": "by", "latest": last},
            {"as_said": "then", "kind": "between", "earliest": first, "latest": last},
            {"as_said": "then", "kind": "not_before", "earliest": first},
            {"kind": "never"},
            {"kind": "undated"},
            {"kind": "after_event", "after": f"r{rng.randrange(max(number, 1))}", "within": "P3M"},
        ]
        if number
        else [{"kind": "undated"}]
    )
    record: dict[str, object] = {
        "made_on": made_on[: rng.choice((4, 7, 10))],
        "deadline": deadline,
    }
    if rng.random() < 0.4:
        resolution: dict[str, object] = {
            "resolved_on": some_day(rng),
            "note": "So.",
            "evidence": [{"url": "https://example.org/report"}],
        }
        if rng.random() < 0.5:
            resolution["happened_on"] = some_day(rng)[: rng.choice((7, 10))]
        record |= {"status": rng.choice(["correct", "incorrect", "annulled"])}
        record |= {"resolution": resolution}
    elif rng.random() < 0.3:
        record["review"] = {"next": some_day(rng), "why": "A report is announced."}
    return record


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    rng = random.Random(7)
    root = tmp_path_factory.mktemp("registry")
    (root / "predictions").mkdir()
    for number in range(RECORDS):
        record = {**ALWAYS, **some_record(rng, number)}
        # JSON is YAML, and quicker to write.
        (root / f"predictions/r{number}.yaml").write_text(json.dumps(record), encoding="utf-8")
    return load(root)


def exported(registry: Registry, today: date, folder: Path) -> duckdb.DuckDBPyConnection:
    data = EXPORTS["parquet"].render(registry, rows(registry, today), today, Options())
    assert isinstance(data, bytes)
    path = folder / f"{today}.parquet"
    path.write_bytes(data)
    database = duckdb.connect()
    database.execute(f"CREATE VIEW records AS SELECT * FROM read_parquet('{path}')")
    database.execute(sql("standing", today))
    return database


@pytest.mark.parametrize("today", DAYS)
def test_the_sql_counts_what_the_command_line_counts(
    registry: Registry, tmp_path: Path, today: date
) -> None:
    database = exported(registry, today, tmp_path)
    fetched = dict(database.execute(sql("count", today)).fetchall())

    expected = {state.value: n for state, n in due(registry, today).counts.items() if n}
    assert fetched == expected
    assert sum(fetched.values()) > RECORDS / 2
    assert len(fetched) >= 5


@pytest.mark.parametrize("today", DAYS)
def test_the_sql_lists_what_is_due(registry: Registry, tmp_path: Path, today: date) -> None:
    database = exported(registry, today, tmp_path)
    fetched = database.execute(sql("list", today)).fetchall()

    past = [row for row in due(registry, today).rows if row.state in (State.OVERDUE, State.DUE)]
    listed = [(name, speaker, claim, day.date()) for name, speaker, claim, day in fetched]
    assert listed == [(row.id, row.speaker, row.claim, row.due_after) for row in past]
    assert len(fetched) > 10


@pytest.mark.parametrize("today", DAYS)
def test_each_record_has_the_same_state_in_both(
    registry: Registry, tmp_path: Path, today: date
) -> None:
    database = exported(registry, today, tmp_path)

    assert database.execute("SELECT id FROM standing WHERE state_now <> state").fetchall() == []
    (deferred,) = database.execute(
        "SELECT count(*) FROM standing WHERE deferred AND state_now NOT IN ('upcoming')"
    ).fetchall()
    assert deferred == (due(registry, today).deferred,)
