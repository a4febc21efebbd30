"""Each shipped mapping on a sample that is written to the tracker's published format."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.checks import run as run_checks
from tracker.importer import Outcome, carry_out, load_mapping, plan, read_items, shipped
from tracker.importer.convert import convert
from tracker.importer.items import Item
from tracker.registry import Registry, load
from tracker.report.columns import csv_text
from tracker.rows import rows

SAMPLES = {path.stem: path for path in (Path(__file__).parent / "samples").iterdir()}

Bring = Callable[[str], list[Outcome]]


@pytest.fixture
def bring(registry_dir: Path) -> Bring:
    def call(name: str) -> list[Outcome]:
        mapping, problems = load_mapping(name)
        assert problems == []
        assert mapping is not None
        registry = load(registry_dir)
        return carry_out(plan(read_items(SAMPLES[name], mapping), mapping, registry), registry)

    return call


def by_id(registry: Registry) -> dict[str, dict[str, object]]:
    """Of each record: status, the dates that matter, and its forecasts as (who, when, how sure)."""
    records: dict[str, dict[str, object]] = {}
    for key, record in registry.records.items():
        prediction = record.prediction
        resolution = prediction.resolution
        records[key] = {
            "status": prediction.status,
            "made_on": str(prediction.made_on),
            "kind": prediction.kind,
            "latest": str(prediction.window[1]),
            "resolved_on": str(resolution.resolved_on) if resolution else None,
            "forecasts": [
                (each.by, str(each.made_on), each.probability)
                for each in prediction.forecasts or ()
            ],
        }
    return records


def row(
    status: str,
    made_on: str,
    latest: str,
    resolved_on: str | None = None,
    *forecasts: tuple[str, str, float],
    kind: str = "by",
) -> dict[str, object]:
    return {
        "status": status,
        "made_on": made_on,
        "kind": kind,
        "latest": latest,
        "resolved_on": resolved_on,
        "forecasts": list(forecasts),
    }


def test_every_shipped_mapping_has_a_sample() -> None:
    assert sorted(SAMPLES) == list(shipped())


EXPECTED = {
    "manifold": {
        "manifold-evihzcjxwhl0havaszd7": row("correct", "2022-05-29", "2022-05-30", "2022-05-31"),
        "manifold-no1": row("incorrect", "2022-06-15", "2022-06-29", "2022-06-30"),
        "manifold-mkt1": row("ambiguous", "2022-06-15", "2022-06-29", "2022-06-30"),
        "manifold-na1": row("annulled", "2022-06-15", "2022-06-23", "2022-06-23"),
        "manifold-open1": row(
            "open", "2023-01-01", "None", None, ("Traders on Manifold", "2023-11-14", 0.01), kind="undated"
        ),
    },
    "predictionbook": {
        "predictionbook-101": row(
            "correct", "2012-03-01", "2013-01-01", "2012-03-01/2013-01-01",
            ("Ada (PredictionBook)", "2012-03-01", 0.7), ("gwern (PredictionBook)", "2012-03-03", 1.0),
        ),
        "predictionbook-102": row("incorrect", "2012-03-01", "2012-06-01", "2012-03-01/2012-06-01"),
        "predictionbook-103": row("open", "2012-03-01", "2032-06-01"),
        "predictionbook-104": row("withdrawn", "2012-03-01", "2012-06-01", "2012-03-01/2012-06-01"),
    },
    "fatebook": {
        "fatebook-cm05iuuhx00066e7a1hncujn0": row(
            "correct", "2024-08-21", "2024-12-31", "2024-11-02",
            ("Ada Example (Fatebook)", "2024-08-21", 0.7), ("bob (Fatebook)", "2024-09-01", 0.85),
        ),
        "fatebook-cm-no": row("incorrect", "2024-08-21", "2024-12-31", "2025-01-02"),
        "fatebook-cm-ambiguous": row("ambiguous", "2024-08-21", "2024-12-31", "2025-01-02"),
        "fatebook-cm-open": row("open", "2026-08-21", "2030-12-31"),
    },
    "fatebook-csv": {
        "fatebook-2e6b597ad163": row(
            "correct", "2024-08-21", "2024-12-31", "2024-11-02",
            ("Ada Example (Fatebook)", "2024-08-21", 0.7), ("bob (Fatebook)", "2024-09-01", 0.85),
        ),
        "fatebook-f77f52ee5aa5": row("open", "2026-08-21", "2030-12-31", None, ("Ada Example (Fatebook)", "2026-08-21", 0.1)),
        "fatebook-861fcfdf3495": row("incorrect", "2024-08-21", "2024-12-31", "2025-01-01", ("Ada Example (Fatebook)", "2024-08-21", 0.1)),
        "fatebook-23a09d346485": row("ambiguous", "2024-08-21", "2024-12-31", "2025-01-01", ("Ada Example (Fatebook)", "2024-08-21", 0.5)),
    },
    "metaculus": {
        # the question closed on 2015-12-15; it is due when it was to be resolved
        "metaculus-1": row("incorrect", "2015-10-02", "2016-02-01", "2016-02-02", ("Metaculus community", "2015-12-15", 0.07)),
        "metaculus-2": row("correct", "2022-06-21", "2024-01-01", "2022-09-01"),
        "metaculus-3": row("ambiguous", "2022-06-21", "2024-01-01", "2024-02-01"),
        "metaculus-4": row("annulled", "2022-06-21", "2024-01-01", "2023-02-01"),
        "metaculus-5": row("open", "2022-06-21", "2044-01-01"),
    },
    "promises": {
        # "within 100 days", for all of them; one has a year of its own, one a phrase that nobody can read
        "promise-build-the-bridge": row("correct", "2016-10-22", "2017-01-30", "2017-04-29"),
        "promise-lower-the-toll": row("incorrect", "2016-10-22", "2017-01-30", "2017-04-29"),
        "promise-open-a-clinic": row("partial", "2016-10-22", "2017-12-31", "2017-04-29"),
        "promise-train-ten-doctors": row("open", "2016-10-22", "None", kind="undated"),
    },
    "spreadsheet": {
        "rain": row("correct", "2024-03", "2024-06-30", "2024-06-12", ("Ada Example", "2024-03", 0.7)),
        "snow-falls": row("open", "2024-03-05", "2026-03-05"),
        "q": row("incorrect", "2024-03-05", "2026-03-31", "2026-04-01"),
        "tbd": row("open", "2024-03-05", "None", kind="undated"),
        "few": row("open", "2024-03-05", "None", kind="undated"),
    },
}  # fmt: skip

LEFT_OUT = {
    "manifold": ["item 6"],
    "predictionbook": [],
    "fatebook": ["item 5"],
    "fatebook-csv": ["line 7"],
    "metaculus": ["item 6", "item 7"],
    "promises": [],
    "spreadsheet": [],
}
LOST = {
    "manifold": {
        "manifold-evihzcjxwhl0havaszd7": (
            "a forecast made after the outcome was known",
            "the verdict date 2022-05-30, which is the day of the deadline; dated 2022-05-31",
        ),
        "manifold-no1": (
            "a forecast made after the outcome was known",
            "formatting and images of the description",
        ),
        "manifold-mkt1": (
            "a forecast made after the outcome was known",
            "the probability it was resolved to",
        ),
        "manifold-na1": ("a forecast made after the outcome was known",),
    },
    "predictionbook": {"predictionbook-101": ("comments",)},
    "fatebook": {"fatebook-cm05iuuhx00066e7a1hncujn0": ("comments (2)",)},
    "fatebook-csv": {
        "fatebook-2e6b597ad163": (
            "comments",
            "Fatebook's Brier score",
            "the people it is shared with",
        ),
    },
    "metaculus": {
        "metaculus-1": (
            "the verdict date 2016-02-01, which is the day of the deadline; dated 2016-02-02",
        ),
        "metaculus-2": ("the background",),
    },
    "promises": {"promise-train-ten-doctors": ("a date for the deadline 'when there is money'",)},
    "spreadsheet": {
        "q": ("the verdict date 2026-03-31, which is the day of the deadline; dated 2026-04-01",),
        "few": ("a date for the deadline 'some day soon'",),
    },
}


@pytest.mark.parametrize("name", shipped())
def test_statuses_and_dates_go_to_the_right_ones(
    bring: Bring, registry_dir: Path, name: str
) -> None:
    bring(name)

    assert by_id(load(registry_dir)) == EXPECTED[name]


@pytest.mark.parametrize("name", shipped())
def test_what_is_left_out_and_what_gets_lost_is_told(bring: Bring, name: str) -> None:
    outcomes = bring(name)

    assert [each.place for each in outcomes if each.kind == "skipped"] == LEFT_OUT[name]
    assert [each for each in outcomes if each.kind in ("refused", "different")] == []
    assert {each.id: each.lost for each in outcomes if each.lost} == LOST[name]


@pytest.mark.parametrize("name", shipped())
def test_what_was_imported_has_no_error(bring: Bring, registry_dir: Path, name: str) -> None:
    bring(name)

    registry = load(registry_dir)
    assert len(registry.records) == len(EXPECTED[name])
    assert [
        diagnostic for diagnostic in run_checks(registry) if diagnostic.severity == "error"
    ] == []


@pytest.mark.parametrize("name", shipped())
def test_a_second_import_changes_no_byte(bring: Bring, registry_dir: Path, name: str) -> None:
    bring(name)
    before = {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in registry_dir.rglob("*.yaml")
    }

    again = bring(name)

    assert {each.kind for each in again} <= {"unchanged", "skipped"}
    after = {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in registry_dir.rglob("*.yaml")
    }
    assert after == before


def test_all_of_them_live_in_one_registry(bring: Bring, registry_dir: Path) -> None:
    for name in shipped():
        bring(name)

    assert len(load(registry_dir).records) == sum(map(len, EXPECTED.values()))


def test_a_record_whole(bring: Bring, registry_dir: Path) -> None:
    bring("metaculus")

    path = registry_dir / "predictions" / "metaculus" / "metaculus-2.yaml"
    assert path.read_text(encoding="utf-8") == (
        """\
# yaml-language-server: $schema=../../schema/prediction.schema.json
claim: Will a second event be seen?
quote: Will a second event be seen?
speaker: casens (Metaculus)
source: https://www.metaculus.com/questions/2/
made_on: 2022-06-21
deadline: 2024-01-01
criteria:
  correct: It resolves yes on Metaculus. Two teams must say so. Preprints count.
  incorrect: It resolves no on Metaculus.
status: correct
resolution:
  resolved_on: 2022-09-01
  note: Metaculus resolved it as yes; not independently checked.
  evidence:
    - url: https://www.metaculus.com/questions/2/
      title: Will a second event be seen?
      publisher: Metaculus
"""
    )


def test_manifolds_close_time_is_called_what_it_is(bring: Bring, registry_dir: Path) -> None:
    bring("manifold")

    assumed = load(registry_dir).records["manifold-no1"].prediction.assumed
    assert assumed is not None
    assert "This is the day on which trading closes" in assumed


def test_a_formula_in_a_title_is_text(bring: Bring, registry_dir: Path) -> None:
    bring("fatebook-csv")

    quote = load(registry_dir).records["fatebook-f77f52ee5aa5"].prediction.quote
    assert quote == '=HYPERLINK("https://example.org")'


def test_what_is_exported_as_csv_can_be_imported(bring: Bring, registry_dir: Path) -> None:
    for name in shipped():
        bring(name)
    first = load(registry_dir)
    today = date(2030, 1, 1)
    (registry_dir / "all.csv").write_text(csv_text(rows(first, today)), encoding="utf-8")
    (registry_dir / "again" / "predictions").mkdir(parents=True)
    second = load(registry_dir / "again")
    mapping, _ = load_mapping("spreadsheet")
    assert mapping is not None

    items = read_items(registry_dir / "all.csv", mapping)
    outcomes = carry_out(plan(items, mapping, second), second)

    assert {each.kind for each in outcomes} == {"new"}
    for key, record in load(registry_dir / "again").records.items():
        before, after = first.records[key].prediction, record.prediction
        names = (
            "claim",
            "quote",
            "made_on",
            "kind",
            "window",
            "as_said",
            "assumed",
            "status",
            "tags",
        )
        assert [getattr(before, name) for name in names] == [getattr(after, name) for name in names]


@pytest.mark.parametrize(
    ("cells", "expected", "lost"),
    [
        # the kind that is given, with a date or a phrase
        (
            {"kind": "not_before", "deadline": "2030-01-01"},
            {"as_said": "2030-01-01", "kind": "not_before", "earliest": "2030-01-01"},
            (),
        ),
        (
            {"kind": "between", "deadline": "2030"},
            {
                "as_said": "2030",
                "kind": "between",
                "earliest": "2030-01-01",
                "latest": "2030-12-31",
            },
            (),
        ),
        (
            {"earliest": "2029", "latest": "Q1 2030"},
            {
                "as_said": "2029 to Q1 2030",
                "kind": "between",
                "earliest": "2029-01-01",
                "latest": "2030-03-31",
            },
            (),
        ),
        ({"kind": "by", "deadline": "2030-01-01"}, "2030-01-01", ()),
        ({"kind": "never", "deadline": "2030"}, {"as_said": "2030", "kind": "never"}, ()),
        (
            {"kind": "by", "deadline": "in 2030"},
            "'in 2030' is not a date in the format iso or words; 'in 2030' means `between`, not `by`",
            (),
        ),
        (
            {"kind": "after_event", "as_said": "then"},
            "'after_event' does not start with never, undated, between, by, not_before, not before or auto",
            (),
        ),
        (
            {"kind": "after_event"},
            "'after_event' does not start with never, undated, between, by, not_before, not before or auto",
            (),
        ),
        # dates beside the words
        (
            {"deadline": "in two years", "latest": "2026-04-01"},
            {"as_said": "in two years", "kind": "by", "latest": "2026-04-01"},
            (),
        ),
        ({"deadline": "TBD", "latest": "2030-01-01"}, "2030-01-01", ()),
        (
            {"kind": "by", "earliest": "2029-01-01", "latest": "2030-01-01"},
            "2030-01-01",
            ("the date in `earliest`",),
        ),
        # words around a date
        (
            {"deadline": "before 2030"},
            {"as_said": "before 2030", "kind": "by", "latest": "2029-12-31"},
            (),
        ),
        (
            {"deadline": "tomorrow"},
            {"as_said": "tomorrow", "kind": "undated"},
            ("a date for the deadline 'tomorrow'",),
        ),
        ({"deadline": "false"}, {"kind": "undated"}, ()),
    ],
)
def test_the_deadline_of_a_spreadsheet(
    cells: dict[str, str], expected: object, lost: tuple[str, ...]
) -> None:
    mapping, _ = load_mapping("spreadsheet")
    assert mapping is not None
    fields: dict[str, Any] = {
        "claim": "It rains.",
        "speaker": "Ann Smith",
        "source": "https://example.org",
        "made_on": "2024-03-05",
        **cells,
    }

    converted = convert(Item("line 2", fields), mapping)

    if converted.problems:
        assert converted.problems == (f"`deadline`: {expected}",)
    else:
        assert (converted.value["deadline"], converted.lost) == (expected, lost)
