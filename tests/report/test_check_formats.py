"""Every format of `check`, fed with the same diagnostics and read back by somebody else's reader."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import cmarkgfm
import pytest
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from tracker import REPOSITORY, __version__
from tracker.checks.catalogue import documentation
from tracker.diagnostic import Diagnostic
from tracker.report import CHECK_FORMATS, CHECK_SUMMARY, CheckReport
from tracker.text import escape, one_line, width

if TYPE_CHECKING:
    from tests.report.conftest import Command, Page, TestCase

FORMATS = {**CHECK_FORMATS, "markdown": CHECK_SUMMARY}
CHECKS = (Path(__file__).parents[2] / "docs/checks.md").read_text("utf-8")
HEADINGS = re.sub("[,-]", lambda match: " " * (match[0] == "-"), CHECKS).casefold()

EXPECTED = {
    "full": """\
predictions/a.yaml:2:9: error[unknown-word] `status` has an unknown word; got 'opne'
  |
2 | status: opne
  |         ^
hint: did you mean open?

predictions/a.yaml:3:13: warning[empty-text] 兩 is empty
  |
3 | quote: 兩年內: 錯
  |                ^

predictions/a.yaml:3:1: warning[empty-text] 50%, or: so

predictions/b.yml: error[file-ending] got .yml, expected .yaml

2 errors and 2 warnings in 2 files (1 record, 2 cards, 3 people).
""",
    "concise": """\
predictions/a.yaml:2:9: error[unknown-word] `status` has an unknown word; got 'opne' (did you mean open?)
predictions/a.yaml:3:13: warning[empty-text] 兩 is empty
predictions/a.yaml:3:1: warning[empty-text] 50%, or: so
predictions/b.yml: error[file-ending] got .yml, expected .yaml
2 errors and 2 warnings in 2 files (1 record, 2 cards, 3 people).
""",
    "github": """\
::error file=predictions/a.yaml,line=2,col=9,title=unknown-word::`status` has an unknown word; got 'opne'%0Ahint: did you mean open?
::warning file=predictions/a.yaml,line=3,col=13,title=empty-text::兩 is empty
::warning file=predictions/a.yaml,line=3,title=empty-text::50%25, or: so
::error file=predictions/b.yml,title=file-ending::got .yml, expected .yaml
""",
    "junit": """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="tracker check" tests="4" failures="2" errors="0" skipped="2">
    <testcase classname="unknown-word" name="predictions/a.yaml:2:9" time="0">
      <failure message="error[unknown-word] `status` has an unknown word; got 'opne'" type="unknown-word">predictions/a.yaml:2:9&#10;did you mean open?</failure>
    </testcase>
    <testcase classname="empty-text" name="predictions/a.yaml:3:13" time="0">
      <skipped message="warning[empty-text] 兩 is empty">predictions/a.yaml:3:13</skipped>
    </testcase>
    <testcase classname="empty-text" name="predictions/a.yaml:3:1" time="0">
      <skipped message="warning[empty-text] 50%, or: so">predictions/a.yaml:3:1</skipped>
    </testcase>
    <testcase classname="file-ending" name="predictions/b.yml" time="0">
      <failure message="error[file-ending] got .yml, expected .yaml" type="file-ending">predictions/b.yml</failure>
    </testcase>
  </testsuite>
</testsuites>
""",
    "markdown": """\
# Registry check

2 errors and 2 warnings in 2 files (1 record, 2 cards, 3 people).

| Place | Code | Message | Hint |
| --- | --- | --- | --- |
| [predictions/a.yaml:<!-- -->2:9](<predictions/a.yaml#L2>) | error[unknown-word] | \\`status\\` has an unknown word; got 'opne' | did you mean open? |
| [predictions/a.yaml:<!-- -->3:13](<predictions/a.yaml#L3>) | warning[empty-text] | 兩 is empty |  |
| [predictions/a.yaml:<!-- -->3:1](<predictions/a.yaml#L3>) | warning[empty-text] | 50%, or: so |  |
| [predictions/b.yml](<predictions/b.yml>) | error[file-ending] | got .yml, expected .yaml |  |
""",
}


def sarif(text: str) -> Any:
    Sarif.model_validate_json(text)
    [run] = json.loads(text)["runs"]
    return run


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_format_is_what_is_documented(check_report: CheckReport, name: str) -> None:
    assert FORMATS[name](check_report) == EXPECTED[name]


def test_json_holds_every_field_of_every_diagnostic(check_report: CheckReport) -> None:
    assert json.loads(FORMATS["json"](check_report)) == {
        "version": 1,
        "counts": {"error": 2, "warning": 2},
        "diagnostics": [dataclasses.asdict(diagnostic) for diagnostic in check_report.diagnostics],
    }


def test_sarif_has_places_rules_and_levels(check_report: CheckReport) -> None:
    run = sarif(FORMATS["sarif"](check_report))
    rules = run["tool"]["driver"]["rules"]

    assert run["columnKind"] == "unicodeCodePoints"
    assert [(rule["id"], rule["defaultConfiguration"]["level"]) for rule in rules] == [
        ("empty-text", "warning"),
        ("file-ending", "error"),
        ("unknown-word", "error"),
    ]
    assert [rule["help"]["text"] for rule in rules] == [documentation(rule["id"]) for rule in rules]
    for rule in rules:
        page, _, heading = rule["helpUri"].partition("#")
        assert page == f"{REPOSITORY}/blob/v{__version__}/docs/checks.md"
        assert f"# {heading.replace('-', ' ')}" in HEADINGS
    assert [
        (
            rules[result["ruleIndex"]]["id"],
            result["level"],
            result["message"]["text"],
            result["locations"][0]["physicalLocation"],
        )
        for result in run["results"]
    ] == [
        (
            "unknown-word",
            "error",
            "`status` has an unknown word; got 'opne'\nhint: did you mean open?",
            {
                "artifactLocation": {"uri": "predictions/a.yaml"},
                "region": {"startLine": 2, "startColumn": 9},
            },
        ),
        (
            "file-ending",
            "error",
            "got .yml, expected .yaml",
            {"artifactLocation": {"uri": "predictions/b.yml"}},
        ),
        (
            "empty-text",
            "warning",
            "兩 is empty",
            {
                "artifactLocation": {"uri": "predictions/a.yaml"},
                "region": {"startLine": 3, "startColumn": 13},
            },
        ),
        (
            "empty-text",
            "warning",
            "50%, or: so",
            {
                "artifactLocation": {"uri": "predictions/a.yaml"},
                "region": {"startLine": 3, "startColumn": 1},
            },
        ),
    ]
    assert "invocations" not in run


def test_the_help_of_a_rule_is_markdown(check_report: CheckReport) -> None:
    warning = Diagnostic("predictions/a.yaml", 1, 1, "date-not-filed", "x", "warning")
    run = sarif(FORMATS["sarif"](dataclasses.replace(check_report, diagnostics=[warning])))
    [rule] = run["tool"]["driver"]["rules"]
    assert rule["helpUri"].endswith("/docs/checks.md#date-not-filed")
    html = cmarkgfm.markdown_to_html(rule["help"]["markdown"])
    assert "<p>Bad:</p>\n<pre><code>quote: There will be" in html


def test_sarif_has_no_more_results_than_github_takes_and_the_worst_ones(
    check_report: CheckReport,
) -> None:
    warning = Diagnostic("predictions/a.yaml", 1, 1, "empty-text", "x", "warning")
    error = Diagnostic("predictions/a.yaml", 1, 1, "missing-key", "x")
    report = dataclasses.replace(check_report, diagnostics=[warning] * 25_000 + [error] * 2)
    run = json.loads(FORMATS["sarif"](report))["runs"][0]
    levels = [result["level"] for result in run["results"]]
    assert (len(levels), levels[:3]) == (25_000, ["error", "error", "warning"])
    [invocation] = run["invocations"]
    [note] = invocation["toolExecutionNotifications"]
    text = "25,000 problems shown, worst first; 2 more problems omitted"
    assert note == {"level": "warning", "message": {"text": text}}
    few = dataclasses.replace(report, diagnostics=[warning, error])
    whole = json.loads(FORMATS["sarif"](few))["runs"][0]
    sarif(json.dumps({"version": "2.1.0", "runs": [whole | {"invocations": [invocation]}]}))


@pytest.mark.parametrize("name", ["github", "sarif"])
def test_paths_begin_at_the_repository(check_report: CheckReport, name: str) -> None:
    text = FORMATS[name](dataclasses.replace(check_report, prefix="data, 兩/"))
    assert (
        text.count("data%2C 兩/predictions/" if name == "github" else "data%2C%20%E5%85%A9/") == 4
    )


def test_strict_makes_warnings_fail_in_junit(
    check_report: CheckReport, junit: Callable[[str], list[TestCase]]
) -> None:
    cases = junit(FORMATS["junit"](dataclasses.replace(check_report, strict=True)))
    assert [case.verdict for case in cases] == ["failure"] * 4


NOTHING = {
    "full": "No problems in 1 record, 2 cards, 3 people.\n",
    "concise": "No problems in 1 record, 2 cards, 3 people.\n",
    "github": "",
    "json": '{\n  "version": 1,\n  "counts": {\n    "error": 0,\n    "warning": 0\n  },\n  "diagnostics": []\n}\n',
    "junit": """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="tracker check" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="tracker check" name="registry" time="0"/>
  </testsuite>
</testsuites>
""",
    "markdown": "# Registry check\n\nNo problems in 1 record, 2 cards, 3 people.\n",
}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_nothing_wrong(
    check_report: CheckReport, junit: Callable[[str], list[TestCase]], name: str
) -> None:
    text = FORMATS[name](dataclasses.replace(check_report, diagnostics=[]))
    if name == "sarif":
        assert sarif(text)["results"] == []
    else:
        assert text == NOTHING[name]
    if name == "junit":
        assert [case.verdict for case in junit(text)] == ["passed"]


# --- hostile text ---


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_hostile_text_leaves_no_raw_control_character(
    hostile_check_report: CheckReport, raw_controls: Callable[[str], list[str]], name: str
) -> None:
    assert raw_controls(FORMATS[name](hostile_check_report)) == []


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_hostile_text_forges_no_command(
    hostile_check_report: CheckReport, commands: Callable[[str], list[Command]], name: str
) -> None:
    expected = len(hostile_check_report.diagnostics) if name == "github" else 0
    assert len(commands(FORMATS[name](hostile_check_report))) == expected


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_hostile_text_can_be_encoded(hostile_check_report: CheckReport, name: str) -> None:
    assert FORMATS[name](hostile_check_report).encode()


def test_the_runner_reads_back_what_was_annotated(
    hostile_check_report: CheckReport, commands: Callable[[str], list[Command]]
) -> None:
    for diagnostic, command in zip(
        hostile_check_report.diagnostics,
        commands(FORMATS["github"](hostile_check_report)),
        strict=True,
    ):
        hint = f"\nhint: {diagnostic.hint}" if diagnostic.hint else ""
        place = {"line": "1", "col": "8"} if diagnostic.line else {}
        assert command.name == diagnostic.severity
        assert command.data == escape((diagnostic.message + hint).replace("\t", " "))
        assert command.properties == {
            "file": escape(diagnostic.path),
            "title": diagnostic.code,
            **place,
        }


def test_concise_is_a_line_a_diagnostic(hostile_check_report: CheckReport) -> None:
    lines = FORMATS["concise"](hostile_check_report).split("\n")
    assert len(lines) == len(hostile_check_report.diagnostics) + 2
    assert all(line.startswith("predictions/") for line in lines[:-2])


def test_full_is_a_block_a_diagnostic(hostile_check_report: CheckReport) -> None:
    *blocks, _ = FORMATS["full"](hostile_check_report).split("\n\n")
    assert len(blocks) == len(hostile_check_report.diagnostics)
    for block, diagnostic in zip(blocks, hostile_check_report.diagnostics, strict=True):
        head, *rest = block.split("\n")
        assert head.startswith("predictions/")
        assert len(rest) == (3 if diagnostic.line else 0) + bool(diagnostic.hint)
        # An escape that was put in after the line was laid out is wider than what it stands for.
        assert all(
            width(line.replace("\\x23#", "##")) <= 80 for line in rest[:3] if diagnostic.line
        )


def test_json_gives_hostile_text_back_to_the_letter(hostile_check_report: CheckReport) -> None:
    entries = json.loads(FORMATS["json"](hostile_check_report))["diagnostics"]
    for entry, diagnostic in zip(entries, hostile_check_report.diagnostics, strict=True):
        message, hint = (
            text.encode("utf-8", "backslashreplace").decode()  # JSON has no half characters
            for text in (diagnostic.message, diagnostic.hint)
        )
        whole = dataclasses.replace(diagnostic, message=message, hint=hint)
        assert entry == dataclasses.asdict(whole)


def test_sarif_of_hostile_text_is_valid(hostile_check_report: CheckReport) -> None:
    results = sarif(FORMATS["sarif"](hostile_check_report))["results"]
    listed = sorted(hostile_check_report.diagnostics, key=lambda each: each.severity)
    for diagnostic, result in zip(listed, results, strict=True):
        text = result["message"]["text"]
        hint = f"\nhint: {diagnostic.hint}" if diagnostic.hint else ""
        assert text == escape(diagnostic.message + hint).replace("](", "] (")
        assert not re.search(r"\[[^\]]*\]\(", text)  # SARIF 3.11.6: an embedded link
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[\w.~/%-]+", uri, re.ASCII)
        assert unquote(uri) == diagnostic.path


def test_junit_of_hostile_text_is_valid(
    hostile_check_report: CheckReport,
    junit: Callable[[str], list[TestCase]],
    hostile: Mapping[str, str],
) -> None:
    cases = junit(FORMATS["junit"](hostile_check_report))
    assert len(cases) == len(hostile_check_report.diagnostics)
    messages = {case.name: case.message for case in cases}
    for name, text in hostile.items():
        if name != "noncharacters":  # XML can't hold U+FFFE at all
            shown = f"error[unreadable] {escape(text)}"
            assert messages[f"predictions/{name}.yaml"] == shown
    assert messages["predictions/noncharacters.yaml"].endswith("\ufffd \ufffd \U0001ffff")


def test_junit_is_a_line_a_tag(hostile_check_report: CheckReport) -> None:
    text = FORMATS["junit"](hostile_check_report)
    assert all(line.lstrip().startswith("<") for line in text.splitlines())


def test_github_shows_hostile_text_as_it_is(
    hostile_check_report: CheckReport, github_page: Callable[[str], Page]
) -> None:
    page = github_page(FORMATS["markdown"](hostile_check_report))
    assert page.outside == ["h1", "p"]
    assert len(page.rows) == len(hostile_check_report.diagnostics) + 1
    for diagnostic, row in zip(hostile_check_report.diagnostics, page.rows[1:], strict=True):
        assert [cell.text for cell in row] == [
            one_line(diagnostic.place),
            f"{diagnostic.severity}[{diagnostic.code}]",
            one_line(diagnostic.message),
            one_line(diagnostic.hint),
        ]
        assert [cell.tags for cell in row] == [["a"], [], [], []]


# --- that the readers above see what they are for ---


@pytest.mark.parametrize(
    ("log", "names"),
    [
        ("::error::x", ["error"]),
        ("a\r  ::stop-commands::x", ["stop-commands"]),
        ("a ::error::x", []),
        ("a ##[error]x", ["##[error]"]),
        ("::unknown::x", []),
    ],
)
def test_the_runner_of_the_tests_obeys(
    commands: Callable[[str], list[Command]], log: str, names: list[str]
) -> None:
    assert [command.name for command in commands(log)] == names


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"ruleIndex"', '"rule_index"'),
        ('"startLine": 2', '"startLine": 0'),
        ('"text": "50%', '"txt": "50%'),
        ('"level": "warning"', '"level": "warn"'),
        ('"unicodeCodePoints"', '"codePoints"'),
        ('"2.1.0"', '"2.0.0"'),
    ],
)
def test_the_validator_of_sarif_refuses(check_report: CheckReport, old: str, new: str) -> None:
    text = FORMATS["sarif"](check_report)
    assert old in text
    with pytest.raises(ValueError, match="validation error"):
        sarif(text.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('classname="empty-text"', 'file="a" classname="empty-text"'),
        ('classname="empty-text"', 'line="1" classname="empty-text"'),
        (' errors="0"', ""),
        ("<skipped", "<ignored"),
        ('time="0"', 'time="soon"'),
        ('failures="2"', 'failures="1"'),
        (' name="tracker check"', ""),
    ],
)
def test_the_validator_of_junit_refuses(
    check_report: CheckReport, junit: Callable[[str], list[TestCase]], old: str, new: str
) -> None:
    text = FORMATS["junit"](check_report)
    assert old in text
    changed = text.replace(old, new).replace(
        "</skipped>", f"</{new[1:]}>" if new == "<ignored" else "</skipped>"
    )
    with pytest.raises((ValueError, AssertionError)):
        junit(changed)
