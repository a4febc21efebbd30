from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import MakeRecord, Run

TODAY = "2026-11-21"


def test_a_table_of_all_records_most_urgent_first(run: Run, root: Path) -> None:
    assert run("list", "--as-of", TODAY) == (
        0,
        """\
STATE     DEADLINE    SPEAKER    ID
overdue   2026-05-13  Wang Yang  overdue
due       2026-11-20  周鸿祎     due
review    none        Wang Yang  review
soon      2026-11-21  Wang Yang  soon
upcoming  2029-05-13  Wang Yang  upcoming
correct   2026-05-13  Wang Yang  resolved

RECORDS  SOURCE
      5  herald
      1  https://example.org/talk

6 predictions.
""",
        "",
    )


def test_a_deferred_record_is_marked(run: Run, root: Path) -> None:
    text = (root / "predictions/overdue.yaml").read_text(encoding="utf-8")
    (root / "predictions/overdue.yaml").write_text(
        text + "review: {next: 2026-12-01, why: a report}\n", encoding="utf-8"
    )
    assert "\ndeferred  2026-05-13  Wang Yang  overdue\n" in run("list", "--as-of", TODAY).out


def test_a_verdict_does_not_count_before_its_day(run: Run, root: Path) -> None:
    out = run("list", "--as-of", "2025-08-06", "--status", "correct").out
    assert out == "0 predictions.\n"
    assert "resolved" in run("list", "--as-of", "2025-08-07", "--status", "correct").out


def test_long_ids_stay_whole_and_take_room_from_the_speaker(
    run: Run, root: Path, record: MakeRecord
) -> None:
    name = "a-film-from-a-script-in-three-years-and-another"
    (root / f"predictions/{name}.yaml").write_text(
        record(speaker="A Speaker With a Rather Long Name"), encoding="utf-8"
    )
    out = run("list", "--as-of", TODAY).out
    assert f"  A Speake…  {name}\n" in out
    assert max(map(len, out.splitlines())) <= 80


def test_invalid_files_are_counted(run: Run, root: Path) -> None:
    for name in ("due", "soon"):
        (root / f"predictions/{name}.yaml").write_text("", encoding="utf-8")
    code, out, err = run("list", "--as-of", TODAY)
    assert (code, err) == (0, "")
    assert out.endswith("\n4 predictions.\n2 invalid files: run `tracker check`.\n")


def test_json_has_the_rows_of_due_for_every_record(run: Run, root: Path) -> None:
    output = json.loads(run("list", "--as-of", TODAY, "--format", "json").out)
    due = json.loads(run("due", "--as-of", TODAY, "--format", "json").out)
    assert list(output) == [
        "version",
        "as_of",
        "counts",
        "needs_attention",
        "deferred",
        "invalid_files",
        "rows",
    ]
    assert output["rows"][:4] == due["rows"]
    assert output["counts"] == due["counts"]
    assert [row["id"] for row in output["rows"][4:]] == ["upcoming", "resolved"]
    assert output["rows"][4]["in_window"] is True
    assert (output["rows"][5]["status"], output["rows"][5]["days"]) == ("correct", None)
