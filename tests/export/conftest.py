"""Registries that exports must survive, and what each format makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tracker.export import EXPORTS, Options
from tracker.registry import Registry, load
from tracker.rows import Row, rows

if TYPE_CHECKING:
    from tests.conftest import MakeRegistry

TODAY = date(2026, 11, 21)

#: What formats stumble over: formulas, markup, quotes, line ends, controls, bidi, other scripts.
HOSTILE = "=1+1 <script>alert(1)</script> \"q\" 'a'; b, c\\n |x| $y$ 汪揚说：“能”\n\t\u202e\u200f\u2028]]> &amp; 😀"


def resolved(status: str, on: str, **more: object) -> dict[str, object]:
    """The keys of a record with a verdict."""
    resolution = {
        "resolved_on": on,
        "note": "It was looked at.",
        "evidence": [{"url": "https://example.org/report", "published_on": on[:7]}],
        **more,
    }
    return {"status": status, "resolution": resolution}


def by(day: str) -> dict[str, object]:
    return {"deadline": {"as_said": "by then", "kind": "by", "latest": day}}


CASES: Mapping[str, Mapping[str, Mapping[str, object]]] = {
    "empty": {},
    "one": {"one": {}},
    "nothing resolved": {
        "overdue": by("2026-05-13"),
        "due": by("2026-11-20"),
        "soon": by("2026-12-01"),
        "upcoming": by("2030-01-01"),
        "review": {"deadline": {"kind": "undated"}, "criteria": None},
        "deferred": {
            **by("2026-05-13"),
            "review": {"next": "2027-05-13", "why": "A report is announced."},
        },
    },
    "all ambiguous": {
        name: resolved("ambiguous", "2026-03-06") for name in ("first", "second", "third")
    },
    "verdicts": {
        "in-time": {**by("2026-03-05"), **resolved("correct", "2026-01-01", happened_on="2026-01")},
        "late": {**by("2026-03-05"), **resolved("incorrect", "2026-03-06", happened_on="2026-04-01", recorded_on="2026-05-01", by="ada")},
        "half": resolved("partial", "2026-03-06"),
        "bound": {
            "deadline": {"as_said": "not in a year", "kind": "not_before", "earliest": "2025-03-05"},
            **resolved("correct", "2025-03-05"),
        },
        "child": {"deadline": {"kind": "after_event", "after": "in-time", "within": "P1Y"}},
        "orphan": {"deadline": {"kind": "after_event", "after": "half"}},
        "given": {
            **resolved("correct", "2026-03-06"),
            "forecasts": [
                {"by": "Ada Example", "made_on": "2024-03-05", "probability": "1"},
                {"by": "the market", "made_on": "2025", "probability": "0.25", "url": "https://example.org/market"},
            ],
            "updates": [{"date": "2025-01-01", "note": "Nothing yet."}],
        },
        "later": {**by("2030-03-05"), **resolved("correct", "2027-01-01")},
    },
    "year 9999": {
        "end": by("9999-12-31"),
        "bound": {"deadline": {"as_said": "never before", "kind": "not_before", "earliest": "9999-12-31"}},
    },
    "century": {
        "far": {"made_on": "1926", "deadline": {"as_said": "in a century", "kind": "between", "earliest": "2026-01-01", "latest": "2126-12-31"}},
        "old": {"made_on": "0001-01-01", **by("0001-01-01")},
    },
    "hostile": {
        "hostile": {
            "claim": HOSTILE,
            "quote": f"@{HOSTILE}",
            "speaker": f"+{HOSTILE}",
            "hedge": "-1",
            "tags": [HOSTILE, "a; b", "NA"],
            "deadline": {"as_said": HOSTILE, "kind": "by", "latest": "2026-03-05", "assumed": HOSTILE},
            "criteria": {"correct": "NA", "incorrect": "\t=2"},
            **resolved("correct", "2026-03-06", note=HOSTILE, recorded_on="2026-04-01"),
        },
        "open": {"claim": HOSTILE, "speaker": "NULL", "quote": "x" * 5000},
    },
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A loaded registry with its rows on TODAY."""

    name: str
    registry: Registry
    rows: list[Row]
    today: date = TODAY

    def text(self, name: str, options: Options | None = None) -> str:
        rendered = EXPORTS[name].render(self.registry, self.rows, self.today, options or Options())
        assert isinstance(rendered, str)
        return rendered

    def data(self, name: str) -> bytes:
        rendered = EXPORTS[name].render(self.registry, self.rows, self.today, Options())
        assert isinstance(rendered, bytes)
        return rendered


MakeCase = Callable[[str], Case]


@pytest.fixture
def make_case(make_registry: MakeRegistry) -> MakeCase:
    """The registry of a name in CASES."""

    def make(name: str) -> Case:
        registry = load(make_registry(CASES[name]))
        assert registry.diagnostics == ()
        return Case(name, registry, rows(registry, TODAY))

    return make


@pytest.fixture(params=list(CASES))
def case(request: pytest.FixtureRequest, make_case: MakeCase) -> Case:
    """Each registry in turn."""
    return make_case(str(request.param))
