from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tracker.text import width

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run
    from tests.conftest import MakeRegistry

TODAY = "2026-11-21"
STATUSES = ("correct", "partial", "incorrect", "ambiguous", "annulled", "withdrawn")


def verdict(status: str, happened_on: str | None = None, **more: object) -> dict[str, object]:
    event = {"happened_on": happened_on} if happened_on else {}
    evidence = [{"url": "https://example.org/report"}]
    return {
        "status": status,
        "resolution": {"resolved_on": "2026-03-06", "note": "So.", "evidence": evidence, **event},
        **more,
    }


@pytest.fixture
def scored(make_registry: MakeRegistry) -> Path:
    stood = {"as_said": "not in a year", "kind": "not_before", "earliest": "2025-03-05"}
    records: dict[str, dict[str, object]] = {
        f"right-{n}": verdict("correct", f"2026-03-0{n}") for n in (1, 2, 3)
    }
    records |= {
        "late": verdict("incorrect", "2026-03-15", speaker="zhou"),
        "stood": verdict("correct", deadline=stood, speaker="zhou"),
        "due": {"speaker": "zhou"},
        "open": {"speaker": "Carol", "deadline": {"kind": "undated"}},
        "given": verdict(
            "correct",
            speaker="zhou",
            forecasts=[
                {"by": "zhou", "made_on": "2024-03-05", "probability": "0.9"},
                {"by": "the market", "made_on": "2024-03-05", "probability": "0"},
            ],
        ),
    }
    return make_registry(records, {"people": {"zhou": {"name": "周鸿祎"}}})


def test_the_table_by_speaker(run: Run, scored: Path) -> None:
    assert run("score", "--as-of", TODAY) == (
        0,
        """\
Verdicts on 2026-11-21, by speaker: 8 predictions, 6 with a deadline

             open  correct  incorr.  undated  held  share correct (95% interval)
Ada Example     0        3        0        0     0  ✓✓✓ 3 of 3
周鸿祎          1        1        1        0     1  ✓✗ 1 of 2
Carol           0        0        0        1     0  none scored
all             1        4        1        1     1  ✓✗✓✓✓ 4 of 5

✓ correct, ◐ partly correct, ✗ incorrect, in the order of the deadlines.
Percentages need 10 verdicts.
Without a deadline, so not in the share: 1 open.
"Not before" and "never" claims, also counted separately: 1 held.
Median event: in time (range: in time to 10 days late, n = 4).
Of 5 correct or incorrect verdicts, 0 would change if early events and uncertain
days counted against the claim, and 1 if three months' grace were allowed.
the market: Brier score 1.000 for 1 forecast (0 is perfect, 0.25 a coin toss);
log score infinite.
  forecast 0%: 1 of 1 came true
周鸿祎: Brier score 0.010 for 1 forecast (0 is perfect, 0.25 a coin toss); log
score 0.105.
  forecast 90%: 1 of 1 came true
""",
        "",
    )


def test_a_filter_and_a_day_say_which_records(run: Run, scored: Path) -> None:
    out = run("score", "--as-of", "2026-03-05", "--speaker", "周鸿祎", "--by", "horizon").out

    assert (
        out
        == """\
Verdicts on 2026-03-05, by horizon: 4 predictions, 3 with a deadline
As known on 5 March 2026; 2 verdicts came later.

               open  share correct (95% interval)
within a year     0  none scored
beyond a year     3  none scored
all               3  none scored

"Not before" and "never" claims, also counted separately: 1 open.
No forecast with a probability has been resolved yet, so there is no Brier
score.
"""
    )


@pytest.mark.parametrize("columns", ["40", "60", "80", "110"])
@pytest.mark.parametrize("by", ["speaker", "source", "tag", "hedge", "horizon"])
def test_no_line_is_wider_than_the_terminal(
    run: Run, make_registry: MakeRegistry, monkeypatch: pytest.MonkeyPatch, columns: str, by: str
) -> None:
    records = {
        f"r{n}-{status}": verdict(
            status,
            speaker=f"一位名字很長的演講者{n}",
            tags=[f"a tag of a good length {n}"],
            hedge="我相信" * 9,
        )
        for n in range(3)
        for status in STATUSES
    }
    make_registry({**records, "open": {}})
    monkeypatch.setenv("COLUMNS", columns)
    out = run("score", "--as-of", TODAY, "--by", by).out

    assert max(map(width, out.splitlines())) <= int(columns)
    assert "1 of 3" in out or "3 of 9" in out


def test_where_a_table_is_too_wide_each_group_is_a_block(
    run: Run, make_registry: MakeRegistry
) -> None:
    make_registry(
        {status: verdict(status, speaker="一位名字很長的演講者") for status in STATUSES}
        | {"open": {}}
    )

    assert (
        run("score", "--as-of", TODAY).out
        == """\
Verdicts on 2026-11-21, by speaker: 7 predictions, 7 with a deadline

一位名字很長的演講者
  correct: ✓✗◐ 1 of 3
  1 correct, 1 partly correct, 1 incorrect, 1 ambiguous, 1 annulled, 1 withdrawn
Ada Example
  none scored
  1 open
all
  correct: ✓✗◐ 1 of 3
  1 correct, 1 partly correct, 1 incorrect, 1 ambiguous, 1 annulled, 1
  withdrawn, 1 open

✓ correct, ◐ partly correct, ✗ incorrect, in the order of the deadlines.
Percentages need 10 verdicts.
Of 2 correct or incorrect verdicts, 0 would change if early events and uncertain
days counted against the claim, and 0 if three months' grace were allowed.
No forecast with a probability has been resolved yet, so there is no Brier
score.
"""
    )


def test_an_empty_registry_has_words(run: Run, registry_dir: Path) -> None:
    code, out, _ = run("score", "--as-of", TODAY)

    assert (code, out) == (0, "No predictions on 2026-11-21.\n")


def test_all_ambiguous_is_nothing_scored(run: Run, make_registry: MakeRegistry) -> None:
    make_registry({"one": verdict("ambiguous"), "two": verdict("ambiguous")})

    assert (
        run("score", "--as-of", TODAY).out
        == """\
Verdicts on 2026-11-21, by speaker: 2 predictions, 2 with a deadline

             ambiguous  share correct (95% interval)
Ada Example          2  none scored
all                  2  none scored

No forecast with a probability has been resolved yet, so there is no Brier
score.
"""
    )


def test_json_has_the_same_rows_and_the_records_behind_them(run: Run, scored: Path) -> None:
    output = json.loads(run("score", "--as-of", TODAY, "--format", "json").out)

    assert (output["version"], output["as_of"], output["by"]) == (1, TODAY, "speaker")
    assert [row["group"] for row in output["groups"]] == ["Ada Example", "zhou", "Carol"]
    zhou = output["groups"][1]
    assert (zhou["label"], zhou["correct"], zhou["scored"], zhou["share"]) == ("周鸿祎", 1, 2, 0.5)
    assert (zhou["due"], zhou["held"], zhou["broken"], zhou["is_few"]) == (1, 1, 0, True)
    assert zhou["counts"]["correct"] == zhou["bound"]["correct"] == 1
    assert output["groups"][2]["undated"]["open"] == 1
    assert zhou["verdicts"] == [
        {"id": "given", "status": "correct"},
        {"id": "late", "status": "incorrect"},
    ]
    assert output["later"] == 0
    assert sorted(zhou["ids"]) == ["due", "given", "late", "stood"]
    carol = output["groups"][2]
    assert (carol["share"], carol["interval"], carol["bounds"], carol["delays"]) == (None,) * 4
    assert output["sensitivity"] == {"strict": [], "grace": ["late"], "judged": 5}
    market, ada = output["forecasts"]
    assert (market["by"], market["brier"], market["log"]) == ("the market", 1.0, "infinite")
    assert (ada["by"], ada["label"], ada["ids"]) == ("zhou", "周鸿祎", ["given"])
    (bin_,) = ada["bins"]
    assert (bin_["low"], bin_["high"], bin_["count"], bin_["ids"]) == (0.9, 1.0, 1, ["given"])


def test_json_of_an_empty_registry_has_no_nan(run: Run, registry_dir: Path) -> None:
    out = run("score", "--as-of", TODAY, "--format", "json").out

    assert "NaN" not in out
    assert json.loads(out)["total"]["share"] is None


@pytest.mark.parametrize("by", ["speaker", "source", "tag", "hedge", "horizon"])
def test_every_grouping_has_its_total(run: Run, scored: Path, by: str) -> None:
    output = json.loads(run("score", "--as-of", TODAY, "--by", by, "--format", "json").out)

    assert output["total"]["total"] == 8
    assert output["total"]["scored"] == 5
