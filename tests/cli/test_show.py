from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Run

TODAY = "2026-11-21"


BLOCK = """\
To resolve it, replace line 11 with:

status:  # correct | partial | incorrect | ambiguous | annulled | withdrawn
resolution:
  resolved_on: 2026-11-21  # the first day on which the verdict could be given
  happened_on:  # the day of the event; leave empty if it has not happened
  summary:  # what happened, in one sentence
  note:  # why, in two or three sentences that a sceptic would accept
  evidence:
    - url:
      title:
      publisher:
      published_on:
  recorded_on: 2026-11-21
"""


def test_an_open_record_ends_with_the_block_to_paste(run: Run, root: Path) -> None:
    assert run("show", "overdue", "--as-of", TODAY) == (
        0,
        """\
China-made AI chips reach at least 90% of the overall performance of an NVIDIA
A100.

state        192 days overdue, as of 2026-11-21
quote        我認為在兩年內，中國自產芯片的整體性能能夠達到A100的90%以上
speaker      Wang Yang (汪揚)
made on      2024-02-16/2024-05-13
deadline     兩年內 -> by 2026-05-13
correct      It is shown in a cinema, with a script as its only input.
incorrect    It is not.
source       經濟導報
tags         film
file         predictions/overdue.yaml:11

"""
        + BLOCK,
        "",
    )


def test_the_block_makes_a_valid_record_once_it_is_filled_in(run: Run, root: Path) -> None:
    out = run("show", "overdue", "--as-of", TODAY).out
    path = root / "predictions/overdue.yaml"
    block = out[out.index("status:") :]
    path.write_text(path.read_text(encoding="utf-8").replace("status: open\n", block), "utf-8")
    assert run("check").code == 1
    filled = path.read_text(encoding="utf-8")
    for old, new in (
        ("status:  #", "status: incorrect  #"),
        ("note:  #", "note: Nobody has seen it.  #"),
        ("url:", "url: https://example.org/report"),
    ):
        filled = filled.replace(old, new)
    path.write_text(filled, encoding="utf-8")
    assert run("check") == (0, "No problems in 6 records, 1 card, 2 people.\n", "")


def test_a_resolved_record_shows_its_verdict_and_evidence(run: Run, root: Path) -> None:
    code, out, err = run("show", "resolved", "--as-of", TODAY)
    assert (code, err) == (0, "")
    assert (
        "\nstate        correct (resolved 2025-08-07; the event happened in time), as of\n"
        "             2026-11-21\n" in out
    )
    assert (
        "\nverdict      correct, 2025-08-07\nhappened     2025-08-07\nwhy          It came out.\n"
        in out
    )
    assert "\nevidence     https://example.org/report\nfile " in out  # without a title, once
    assert "To resolve" not in out


def test_an_unknown_id_names_the_nearest(run: Run, root: Path) -> None:
    assert run("show", "overdu") == (
        1,
        "",
        f"error: unknown record 'overdu' in {root}\nhint: did you mean `overdue`?\n",
    )
    assert run("show", "zzz") == (
        1,
        "",
        f"error: unknown record 'zzz' in {root}\nhint: list all ids with `tracker list`\n",
    )


def test_an_invalid_record_says_so(run: Run, root: Path) -> None:
    (root / "predictions/due.yaml").write_text("", encoding="utf-8")
    assert run("show", "due") == (
        1,
        "",
        f"error: unknown record 'due' in {root}\n"
        "hint: fix predictions/due.yaml, which is invalid (see `tracker check`)\n",
    )


def test_a_name_of_a_folder_does_nothing_in_an_error(run: Run, root: Path) -> None:
    folder = root / "predictions" / "\x1b[31m\n::error::x"
    folder.mkdir()
    (folder / "odd.yaml").write_text("", encoding="utf-8")
    assert run("show", "odd").err == (
        f"error: unknown record 'odd' in {root}\n"
        "hint: fix predictions/\\x1b[31m\\n::error::x/odd.yaml, which is invalid (see `tracker check`)\n"
    )
    taken = run("new", "odd", "--claim", "x")
    assert (taken.code, taken.err) == (
        2,
        "error: id `odd` is already in use: predictions/\\x1b[31m\\n::error::x/odd.yaml\n"
        "hint: choose another id\n",
    )


def test_before_it_was_said_there_is_nothing_to_show(run: Run, root: Path) -> None:
    assert run("show", "due", "--as-of", "2024-02-15") == (
        1,
        "",
        "error: `due` was made on 2024-02-16, after 2024-02-15\n",
    )


def test_json_holds_the_whole_record(run: Run, root: Path) -> None:
    output = json.loads(run("show", "overdue", "--as-of", TODAY, "--format", "json").out)
    assert list(output) == ["version", "as_of", "row", "timing", "record", "card", "people"]
    assert output["record"]["deadline"] == {
        "as_said": "兩年內",
        "kind": "by",
        "latest": "2026-05-13",
    }
    assert output["card"] == {"title": "經濟導報"}
    assert output["people"] == {"wang-yang": {"name": "汪揚", "name_en": "Wang Yang"}}
    assert output["row"]["days"] == -192


ALL = """\
claim: A film is made.
quote: 在两年内
speaker: wang-yang
reported_by: zhou-hongyi
source: https://example.org/a-talk
made_on: 2024-03-05
hedge: 可能
deadline: {as_said: some day, kind: undated}
forecasts: [{by: wang-yang, made_on: 2024-03, probability: 0.7}]
review: {next: 2026-12-01, why: A fair is held.}
updates: [{date: 2025-01-01, note: Not yet.}]
amended: [{date: 2024-04-01, what: [quote, hedge], why: A misprint.}]
status: open
"""


def test_all_that_a_record_may_hold_is_shown(run: Run, root: Path) -> None:
    (root / "predictions/all.yaml").write_text(ALL, encoding="utf-8")
    people = root / "seeds/people.yaml"
    people.write_text(people.read_text("utf-8").replace("name_en:", "stake: sells films, name_en:"))
    said = run("show", "all", "--as-of", TODAY).out.partition("To resolve it")[0]
    assert (
        said
        == """\
A film is made.

state        no deadline; deferred to 2026-12-01, as of 2026-11-21
quote        在两年内
speaker      Wang Yang (汪揚), stake: sells films
reported by  周鸿祎
hedge        可能
made on      2024-03-05
deadline     some day -> no date
source       https://example.org/a-talk
forecast     0.7 by wang-yang, 2024-03
update       2025-01-01: Not yet.
next review  2026-12-01: A fair is held.
amended      2024-04-01, quote, hedge: A misprint.
file         predictions/all.yaml:13

"""
    )


def test_what_has_not_happened_has_no_day(run: Run, root: Path) -> None:
    path = root / "predictions/resolved.yaml"
    text = path.read_text(encoding="utf-8").replace("  happened_on: 2025-08-07\n", "")
    path.write_text(text.replace("status: correct", "status: partial"), encoding="utf-8")
    ran = run("show", "resolved", "--as-of", TODAY)
    assert "\nverdict      partly correct, 2025-08-07\nwhy          It came out.\n" in ran.out
