"""Hypothesis strategies: records as values, and records as YAML text in many styles."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import yaml
from hypothesis import strategies as st

__all__ = ["days", "record_texts", "records", "registries"]

_WORDS = "chips robots models reach sell beat 90% of two A100 film script 中国 芯片 év".split()
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31))
_text = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=6).map(" ".join) | st.text(
    st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12
)
_partial = days.map(str) | days.map(lambda day: str(day)[:7]) | days.map(lambda day: str(day.year))


@st.composite
def _deadlines(draw: st.DrawFn, others: tuple[str, ...]) -> dict[str, str]:
    kinds = ["by", "between", "not_before", "never", "undated"]
    kind = draw(st.sampled_from([*kinds, "after_event"] if others else kinds))
    first, last = sorted((draw(days), draw(days)))
    window: dict[str, dict[str, str]] = {
        "by": {"latest": str(last)},
        "between": {"earliest": str(first), "latest": str(last)},
        "not_before": {"earliest": str(first)},
        "after_event": {"after": draw(st.sampled_from(others or ("",)))},
    }
    return {"as_said": draw(_text), "kind": kind, **window.get(kind, {})}


@st.composite
def records(draw: st.DrawFn, others: tuple[str, ...] = ()) -> dict[str, Any]:
    """A record that the schema takes; `others` are ids that it may wait for."""
    record: dict[str, Any] = {
        "claim": draw(_text),
        "quote": draw(_text),
        "speaker": draw(st.sampled_from(["Ada Example", "Bo Example", "李雷"])),
        "source": draw(st.sampled_from(["https://example.org/a", "https://example.org/b?c=d#e"])),
        "made_on": draw(_partial),
        "deadline": draw(_deadlines(others)),
        "criteria": {"correct": draw(_text), "incorrect": draw(_text)},
        "status": draw(st.sampled_from(["open", "open", "correct", "incorrect", "annulled"])),
    }
    if draw(st.booleans()):
        record["tags"] = draw(st.lists(st.sampled_from(["agi", "chips", "no"]), max_size=3))
    if draw(st.booleans()):
        record["review"] = {"next": str(draw(days)), "why": draw(_text)}
    if draw(st.booleans()):
        forecast = {"by": "Ada Example", "made_on": draw(_partial), "probability": "0.7"}
        record["forecasts"] = [forecast]
    if record["status"] != "open":
        record["resolution"] = {
            "resolved_on": draw(_partial),
            "note": draw(_text),
            "evidence": [{"url": "https://example.org/report"}],
        }
        if draw(st.booleans()):
            record["resolution"]["happened_on"] = draw(_partial)
    return record


@st.composite
def registries(draw: st.DrawFn, most: int = 5) -> dict[str, dict[str, Any]]:
    """Some records by id; a later one may wait for an earlier one."""
    built: dict[str, dict[str, Any]] = {}
    for number in range(draw(st.integers(1, most))):
        built[f"r{number}"] = draw(records(tuple(built)))
    return built


@st.composite
def record_texts(draw: st.DrawFn, record: dict[str, Any]) -> str:
    """The record as YAML: any order of keys, style, line end, comments; always the same values."""
    keys = draw(st.permutations(list(record)))
    shuffled = {key: record[key] for key in keys}
    style = draw(st.sampled_from(["block", "flow", "json", "single", "double"]))
    if style == "json":
        # Not in ASCII: JSON writes one character as two halves, of which YAML knows nothing.
        text = json.dumps(shuffled, ensure_ascii=False) + "\n"
    else:
        text = yaml.safe_dump(
            shuffled,
            allow_unicode=draw(st.booleans()),
            sort_keys=False,
            default_flow_style=style == "flow",
            default_style={"single": "'", "double": '"'}.get(style),
            width=draw(st.sampled_from([20, 80, 10_000])),
        )
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))
    end = "\r" if text.endswith("\r") else "\n"
    if draw(st.booleans()):
        text = f"# a comment{end}{text}{end}# another{end}"
    return draw(st.sampled_from(["", "\ufeff"])) + text
