from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from tracker.records.model import Prediction, Status
from tracker.records.state import URGENCY
from tracker.records.vocabulary import DATED, KINDS, STATUSES, VERDICTS, Alone

SMALL: dict[str, Any] = {
    "claim": "A film is made from a script.",
    "quote": "我們看到一部電影",
    "speaker": "Ada Example",
    "source": "https://example.org/talk",
    "made_on": "2024-03-05",
    "deadline": "2026-03-05",
    "criteria": {"correct": "It is shown.", "incorrect": "It is not."},
    "status": "open",
}


def prediction(deadline: object) -> Prediction:
    return Prediction.model_validate({**SMALL, "deadline": deadline})


@pytest.mark.parametrize(
    ("deadline", "kind", "window"),
    [
        ("2026-03-05", "by", (None, date(2026, 3, 5))),
        ({"kind": "by", "as_said": "x", "latest": "2026-03-05"}, "by", (None, date(2026, 3, 5))),
        (
            {"kind": "between", "as_said": "x", "earliest": "2025-03-05", "latest": "2026-03-05"},
            "between",
            (date(2025, 3, 5), date(2026, 3, 5)),
        ),
        (
            {"kind": "not_before", "as_said": "x", "earliest": "2034-03-05"},
            "not_before",
            (date(2034, 3, 5), None),
        ),
        ({"kind": "never"}, "never", (None, None)),
        ({"kind": "undated"}, "undated", (None, None)),
        ({"kind": "after_event", "after": "a"}, "after_event", (None, None)),
    ],
)
def test_kind_and_window(
    deadline: object, kind: str, window: tuple[date | None, date | None]
) -> None:
    read = prediction(deadline)
    assert (read.kind, read.window) == (kind, window)


def test_a_bare_date_was_not_said_in_words() -> None:
    read = prediction("2026-03-05")
    assert (read.as_said, read.assumed) == (None, None)


def test_words_and_assumption_are_those_of_the_deadline() -> None:
    read = prediction({"kind": "undated", "as_said": "很快", "assumed": "No date."})
    assert (read.as_said, read.assumed) == ("很快", "No date.")


def test_a_record_is_frozen() -> None:
    read = prediction("2026-03-05")
    with pytest.raises(ValidationError):
        read.status = "correct"  # type: ignore[misc]  # that is the point


def test_dates_keep_how_they_were_written() -> None:
    read = Prediction.model_validate({**SMALL, "made_on": "2024-02-16/2024-05"})
    assert (read.made_on.text, read.made_on.first, read.made_on.last) == (
        "2024-02-16/2024-05",
        date(2024, 2, 16),
        date(2024, 5, 31),
    )


def test_words_of_status_and_state_do_not_mix() -> None:
    assert STATUSES[0] == "open"
    assert not set(STATUSES) & {state.value for state in URGENCY}


def test_the_vocabulary_is_that_of_the_types() -> None:
    assert get_args(Status) == STATUSES
    definitions = Prediction.model_json_schema()["$defs"].values()
    kinds = [each.get("properties", {}).get("kind", {}).get("const") for each in definitions]
    assert {kind for kind in kinds if kind} == set(KINDS)
    assert STATUSES[1:] == VERDICTS
    assert DATED == ("by", "between", "not_before")


def test_each_list_of_kinds_outside_of_the_vocabulary_is_complete() -> None:
    from tracker.markup.record import POLICY
    from tracker.report.columns import COLUMNS

    described = next(column for column in COLUMNS if column.name == "kind")
    assert POLICY.keys() == set(KINDS)
    assert {*get_args(Alone), "after_event"} == set(KINDS)
    assert all(kind in str(described) for kind in KINDS)
