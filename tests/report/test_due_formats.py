"""Every format of `due`, fed with the same rows and read back by somebody else's reader."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tracker.report import DUE_FORMATS, DueReport
from tracker.report.columns import COLUMNS
from tracker.text import Canvas, escape, one_line, width

if TYPE_CHECKING:
    from tests.report.conftest import Command, Page, TestCase

EXPECTED = {
    "text": """\
On 2026-11-21: 2 due, of which 1 overdue; 1 up for review; 1 due soon; 1
deferred (7 predictions).

OVERDUE (1)

  overdue                                                       192 days overdue
    A first sentence that can be checked.
    said by    Ada Example, 2024-03-05
    quote      it will be there within two years
    deadline   兩年內 -> by 2026-05-13
    correct    It is there.
    incorrect  It is not there.
    file       predictions/overdue.yaml:13

DUE (1)

  due                                                    1 day past its deadline
    50% | 90%, or: so
    said by    Ada Example, 2024-03-05
    quote      it will be there within two years
    deadline   by 2026-11-20
    correct    It is there.
    incorrect  It is not there.
    file       predictions/due.yaml:10

REVIEW (1)

  review                                                           up for review
    兩年內
    said by    Ada Example, 2024-03-05
    quote      it will be there within two years
    deadline   no date
    file       predictions/review.yaml:8

SOON (1)

  soon                                                                 due today
    A first sentence that can be checked.
    said by    汪揚, 2024-03-05
    quote      it will be there within two years
    deadline   by 2026-11-21
    correct    It is there.
    incorrect  It is not there.
    file       predictions/soon.yaml:10

1 invalid file: run `tracker check`.
To resolve one, run `tracker resolve ID STATUS`.
""",
    "csv": """\
id,state,days,status,title,claim,quote,quote_en,language,speaker,speaker_name,reported_by,reporter_name,source,source_title,source_url,made_on,made_on_first,made_on_last,hedge,hedge_en,kind,as_said,as_said_en,assumed,earliest,latest,due_after,review_next,in_window,deferred,correct,incorrect,tags,restates,after,resolved_on,resolved_on_last,happened_on,happened_on_first,happened_on_last,summary,note,evidence_url,timing,path,line
overdue,overdue,-192,open,A first sentence that can be checked.,A first sentence that can be checked.,it will be there within two years,,,Ada Example,Ada Example,,,https://example.org/talk,https://example.org/talk,https://example.org/talk,2024-03-05,2024-03-05,2024-03-05,,,by,兩年內,,,,2026-05-13,2026-05-13,,false,false,It is there.,It is not there.,chips; compute,,,,,,,,,,,,predictions/overdue.yaml,13
due,due,-1,open,"50% | 90%, or: so","50% | 90%, or: so",it will be there within two years,,,Ada Example,Ada Example,,,https://example.org/talk,https://example.org/talk,https://example.org/talk,2024-03-05,2024-03-05,2024-03-05,,,by,,,,,2026-11-20,2026-11-20,,false,false,It is there.,It is not there.,,,,,,,,,,,,,predictions/due.yaml,10
review,review,,open,兩年內,兩年內,it will be there within two years,,,Ada Example,Ada Example,,,https://example.org/talk,https://example.org/talk,https://example.org/talk,2024-03-05,2024-03-05,2024-03-05,,,undated,,,,,,,2025-03-05,false,false,,,,,,,,,,,,,,,predictions/review.yaml,8
soon,soon,0,open,A first sentence that can be checked.,A first sentence that can be checked.,it will be there within two years,,,汪揚,汪揚,,,https://example.org/talk,https://example.org/talk,https://example.org/talk,2024-03-05,2024-03-05,2024-03-05,,,by,,,,,2026-11-21,2026-11-21,,false,false,It is there.,It is not there.,,,,,,,,,,,,,predictions/soon.yaml,10
""".replace("\n", "\r\n"),
    "markdown": """\
# Predictions due on 2026-11-21

2 due, of which 1 overdue; 1 up for review; 1 due soon; 1 deferred (7 predictions).

1 invalid file: run `tracker check`.

## Overdue (1)

- [ ] **A first sentence that can be checked.** [predictions/overdue.yaml:13](<predictions/overdue.yaml#L13>)
  - Said by Ada Example, 2024-03-05: [https://<!-- -->example.org/talk](<https://example.org/talk>)
  - Quote: it will be there within two years
  - Deadline: 兩年內 -&gt; by 2026-05-13, 192 days overdue
  - Correct: It is there.
  - Incorrect: It is not there.

## Due (1)

- [ ] **50% \\| 90%, or: so** [predictions/due.yaml:10](<predictions/due.yaml#L10>)
  - Said by Ada Example, 2024-03-05: [https://<!-- -->example.org/talk](<https://example.org/talk>)
  - Quote: it will be there within two years
  - Deadline: by 2026-11-20, 1 day past its deadline
  - Correct: It is there.
  - Incorrect: It is not there.

## Up for review (1)

- [ ] **兩年內** [predictions/review.yaml:8](<predictions/review.yaml#L8>)
  - Said by Ada Example, 2024-03-05: [https://<!-- -->example.org/talk](<https://example.org/talk>)
  - Quote: it will be there within two years
  - Deadline: no date, up for review

## Soon (1)

- **A first sentence that can be checked.** [predictions/soon.yaml:10](<predictions/soon.yaml#L10>)
  - Said by 汪揚, 2024-03-05: [https://<!-- -->example.org/talk](<https://example.org/talk>)
  - Quote: it will be there within two years
  - Deadline: by 2026-11-21, due today
  - Correct: It is there.
  - Incorrect: It is not there.
""",
    "github": """\
::notice file=predictions/overdue.yaml,line=13,title=overdue%3A overdue::A first sentence that can be checked.%0AAda Example, 2024-03-05: 兩年內 -> by 2026-05-13, 192 days overdue
::notice file=predictions/due.yaml,line=10,title=due%3A due::50%25 | 90%25, or: so%0AAda Example, 2024-03-05: by 2026-11-20, 1 day past its deadline
::notice file=predictions/review.yaml,line=8,title=review%3A review::兩年內%0AAda Example, 2024-03-05: no date, up for review
::notice file=predictions/soon.yaml,line=10,title=soon%3A soon::A first sentence that can be checked.%0A汪揚, 2024-03-05: by 2026-11-21, due today
::error file=predictions/invalid.yaml,title=invalid file::invalid file: run `tracker check`
""",
    "junit": """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="tracker due" tests="8" failures="0" errors="0" skipped="6">
    <testcase classname="overdue" name="overdue" time="0">
      <skipped message="192 days overdue: A first sentence that can be checked.">Ada Example, 2024-03-05: 兩年內 -&gt; by 2026-05-13&#10;predictions/overdue.yaml:13</skipped>
    </testcase>
    <testcase classname="deferred" name="deferred" time="0">
      <skipped message="deferred to 2027-01-01: A first sentence that can be checked.">Ada Example, 2024-03-05: by 2026-11-19&#10;predictions/deferred.yaml:10</skipped>
    </testcase>
    <testcase classname="due" name="due" time="0">
      <skipped message="due, 1 day past its deadline: 50% | 90%, or: so">Ada Example, 2024-03-05: by 2026-11-20&#10;predictions/due.yaml:10</skipped>
    </testcase>
    <testcase classname="review" name="review" time="0">
      <skipped message="up for review: 兩年內">Ada Example, 2024-03-05: no date&#10;predictions/review.yaml:8</skipped>
    </testcase>
    <testcase classname="soon" name="soon" time="0">
      <skipped message="soon, due today: A first sentence that can be checked.">汪揚, 2024-03-05: by 2026-11-21&#10;predictions/soon.yaml:10</skipped>
    </testcase>
    <testcase classname="upcoming" name="upcoming" time="0"/>
    <testcase classname="resolved" name="resolved" time="0"/>
    <testcase classname="invalid" name="predictions/invalid.yaml" time="0">
      <skipped message="invalid file">run `tracker check`</skipped>
    </testcase>
  </testsuite>
</testsuites>
""",
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_format_is_what_is_documented(due_report: DueReport, name: str) -> None:
    assert DUE_FORMATS[name](due_report) == EXPECTED[name]


def test_json_of_a_row(due_report: DueReport) -> None:
    report = json.loads(DUE_FORMATS["json"](due_report))
    rows = report.pop("rows")
    assert report == {
        "version": 1,
        "as_of": "2026-11-21",
        "counts": {"overdue": 1, "due": 1, "review": 1, "soon": 1, "upcoming": 1, "resolved": 1},
        "needs_attention": 3,
        "deferred": 1,
        "invalid_files": 1,
    }
    assert [row["id"] for row in rows] == ["overdue", "due", "review", "soon"]
    assert rows[2] == {
        "id": "review",
        "title": "兩年內",
        "claim": "兩年內",
        "quote": "it will be there within two years",
        "quote_en": None,
        "speaker": "Ada Example",
        "source": "https://example.org/talk",
        "made_on": "2024-03-05",
        "hedge": None,
        "hedge_en": None,
        "status": "open",
        "state": "review",
        "kind": "undated",
        "as_said": None,
        "as_said_en": None,
        "earliest": None,
        "latest": None,
        "summary": None,
        "days": None,
        "in_window": False,
        "path": "predictions/review.yaml",
        "line": 8,
        "criteria": None,
        "tags": [],
    }


@pytest.mark.parametrize(
    ("level", "verdicts"),
    [
        ("overdue", ["failure", "skipped", "skipped", "skipped", "skipped"]),
        ("due", ["failure", "skipped", "failure", "skipped", "skipped"]),
        ("review", ["failure", "skipped", "failure", "failure", "skipped"]),
        ("soon", ["failure", "skipped", "failure", "failure", "failure"]),
    ],
)
def test_junit_fails_where_the_command_does(
    due_report: DueReport,
    junit: Callable[[str], list[TestCase]],
    level: str,
    verdicts: list[str],
) -> None:
    cases = junit(DUE_FORMATS["junit"](dataclasses.replace(due_report, fail_on=level)))
    assert [case.verdict for case in cases] == [*verdicts, "passed", "passed", "error"]


def test_paths_of_annotations_begin_at_the_repository(
    due_report: DueReport, commands: Callable[[str], list[Command]]
) -> None:
    annotations = commands(DUE_FORMATS["github"](dataclasses.replace(due_report, prefix="a,b/")))
    assert {command.properties["file"].split("predictions")[0] for command in annotations} == {
        "a,b/"
    }


# --- hostile text ---


@pytest.mark.parametrize("name", sorted(DUE_FORMATS))
def test_hostile_text_leaves_no_raw_control_character(
    hostile_due_report: DueReport, raw_controls: Callable[[str], list[str]], name: str
) -> None:
    assert raw_controls(DUE_FORMATS[name](hostile_due_report)) == []


@pytest.mark.parametrize("name", sorted(DUE_FORMATS))
@pytest.mark.parametrize("columns", [40, 80, 110])
def test_hostile_text_forges_no_command(
    hostile_due_report: DueReport,
    commands: Callable[[str], list[Command]],
    name: str,
    columns: int,
) -> None:
    report = dataclasses.replace(hostile_due_report, canvas=Canvas(columns))
    expected = len(report.due.rows) + 1 if name == "github" else 0
    assert len(commands(DUE_FORMATS[name](report))) == expected


@pytest.mark.parametrize("name", sorted(DUE_FORMATS))
def test_hostile_text_can_be_encoded(hostile_due_report: DueReport, name: str) -> None:
    assert DUE_FORMATS[name](hostile_due_report).encode()


def test_text_has_a_block_a_row_within_the_terminal(hostile_due_report: DueReport) -> None:
    text = DUE_FORMATS["text"](hostile_due_report)
    names = [row.id for row in hostile_due_report.due.rows]
    assert re.findall(r"^  (\S+) +192 days overdue$", text, re.MULTILINE) == names
    assert re.findall(r"^\S.*\)$", text, re.MULTILINE) == [f"OVERDUE ({len(names)})"]
    # An escape that was put in after the line was laid out is three columns wider than the mark.
    assert (
        max(
            width(line.replace("\\x3a:", "::").replace("\\x23#", "##")) for line in text.split("\n")
        )
        <= 80
    )


def test_csv_is_a_line_a_row_and_no_formula(hostile_due_report: DueReport) -> None:
    text = DUE_FORMATS["csv"](hostile_due_report)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(text.split("\r\n")) == len(hostile_due_report.due.rows) + 2
    assert "\n" not in text.replace("\r\n", "")
    for row, cells in zip(hostile_due_report.due.rows, rows, strict=True):
        assert list(cells) == [column.name for column in COLUMNS]
        shown = one_line(row.claim)
        quoted = f"'{shown}" if shown.startswith(("=", "＝", "@")) else shown
        assert cells["claim"] == re.sub(r"#(?=#\w*\[)", r"\\x23", quoted)
        formulas = [cell for cell in cells.values() if cell[:1] in {*"=+-@＝＋－＠"}]
        assert formulas == ["-192"]


def test_json_gives_hostile_text_back_to_the_letter(hostile_due_report: DueReport) -> None:
    report = json.loads(DUE_FORMATS["json"](hostile_due_report))["rows"]
    for row, each in zip(hostile_due_report.due.rows, report, strict=True):
        texts = (each["claim"], each["quote"], each["speaker"], each["as_said"], *each["tags"])
        claim = row.claim.encode(
            "utf-8", "backslashreplace"
        ).decode()  # JSON has no half characters
        assert texts == (claim,) * 6


def test_the_runner_reads_back_what_was_annotated(
    hostile_due_report: DueReport, commands: Callable[[str], list[Command]]
) -> None:
    *annotations, invalid = commands(DUE_FORMATS["github"](hostile_due_report))
    for row, command in zip(hostile_due_report.due.rows, annotations, strict=True):
        shown = one_line(row.claim)
        deadline = one_line(f"{row.as_said} -> by {row.latest}")
        assert command.name == "notice"
        assert command.data == f"{shown}\n{shown}, 2024-03-05: {deadline}, 192 days overdue"
        assert command.properties == {
            "file": row.path,
            "line": str(row.line),
            "title": f"overdue: {row.id}",
        }
    assert invalid.properties == {"file": "predictions/a\n::b.yaml", "title": "invalid file"}


def test_junit_of_hostile_text_is_valid(
    hostile_due_report: DueReport, junit: Callable[[str], list[TestCase]]
) -> None:
    *cases, _ = junit(DUE_FORMATS["junit"](hostile_due_report))
    for row, case in zip(hostile_due_report.due.rows, cases, strict=True):
        assert case.name == row.id
        if row.id != "noncharacters":  # XML can't hold U+FFFE at all
            assert case.message == f"192 days overdue: {escape(row.claim)}"


def test_github_shows_hostile_text_as_it_is(
    hostile_due_report: DueReport, github_page: Callable[[str], Page]
) -> None:
    page = github_page(DUE_FORMATS["markdown"](hostile_due_report))
    items = [cell for cell in page.blocks if cell.tags or " " in cell.text][4:]
    for row in hostile_due_report.due.rows:
        shown = one_line(row.claim)
        texts = [
            f"{shown} {row.path}:{row.line}",
            f"Said by {shown}, 2024-03-05: {shown}",
            f"Quote: {shown}",
            f"Deadline: {one_line(f'{row.as_said} -> by {row.latest}')}, 192 days overdue",
            f"Hint: {shown}",
            f"Correct: {shown}",
            f"Incorrect: {shown}",
        ]
        block, items = items[:7], items[7:]
        assert [cell.text.rstrip("\n") for cell in block] == texts
        tags = [[tag for tag in cell.tags if tag != "ul"] for cell in block]
        assert tags == [["strong", "a"], ["a"], *[[]] * 5]
    assert items == []
    assert page.outside.count("input") == len(hostile_due_report.due.rows)
    place = "predictions/{name}.yaml#L13"
    expected = [place.format(name=row.id) for row in hostile_due_report.due.rows]
    assert page.links[::2] == expected
    assert set(page.links[1::2]) == {"https://example.org/talk"}


def test_links_lead_to_the_files_on_github(
    due_report: DueReport, github_page: Callable[[str], Page]
) -> None:
    blob = "https://github.com/o/r/blob/1234/data/"
    page = github_page(DUE_FORMATS["markdown"](dataclasses.replace(due_report, blob=blob)))
    assert page.links[::2] == [f"{blob}{row.path}#L{row.line}" for row in due_report.due.rows]


@pytest.mark.parametrize(
    ("level", "errors"),
    [(None, []), ("overdue", ["overdue"]), ("review", ["overdue", "due", "review"])],
)
def test_only_what_fails_the_build_is_an_error(
    due_report: DueReport, commands: Callable[[str], list[Command]], level: str, errors: list[str]
) -> None:
    report = dataclasses.replace(due_report, fail_on=level)
    *rows, _ = commands(DUE_FORMATS["github"](report))
    titles = {
        name: [each.properties["title"] for each in rows if each.name == name]
        for name in ("error", "notice")
    }
    assert [title.split(": ")[1] for title in titles["error"]] == errors
    assert len(titles["notice"]) == 4 - len(errors)


def test_only_what_a_change_touches_is_annotated_or_fails(
    due_report: DueReport, commands: Callable[[str], list[Command]]
) -> None:
    changed = frozenset({"predictions/due.yaml", "predictions/upcoming.yaml"})
    report = dataclasses.replace(due_report, fail_on="due", changed=changed)
    assert [row.id for row in report.failing] == ["due"]
    *rows, _ = commands(DUE_FORMATS["github"](report))
    assert [command.properties["title"] for command in rows] == ["due: due"]
    assert DUE_FORMATS["markdown"](report) == DUE_FORMATS["markdown"](due_report)


# What GitHub turns into links and pictures after the Markdown is rendered, a text node at a time.
LINKING = re.compile(r"@\w|#\d|\bGH-\d|://\w|\bwww\.\w|:[\w+-]+:", re.IGNORECASE)


def test_github_makes_no_mention_issue_link_or_emoji_of_hostile_text(
    hostile_due_report: DueReport, github_page: Callable[[str], Page]
) -> None:
    page = github_page(DUE_FORMATS["markdown"](hostile_due_report))
    nodes = [node for cell in page.blocks for node in cell.nodes]
    assert len(nodes) > 100
    assert [node for node in nodes if LINKING.search(node)] == []
