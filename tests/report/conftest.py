"""The diagnostics and the due rows that every format is fed with, and independent readers."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import cmarkgfm
import pytest
import xmlschema

from tracker.diagnostic import Diagnostic
from tracker.registry import load
from tracker.report import CheckReport, DueReport
from tracker.rows import Due, due

if TYPE_CHECKING:
    from tests.conftest import MakeRegistry

#: One or more kinds of harm each; the key is what it is aimed at.
HOSTILE: Mapping[str, str] = {
    "newlines": "a\nb\r\nc\rd\x85e\u2028f\u2029g\x0bh\x0ci\n::error::j\n\n# k",
    "command": "::error file=x,line=1::forged",
    "stop": "  ::stop-commands::forged",
    "wrapped": "word " * 13 + "::error::forged " * 12,
    "old-command": "x ##[error]forged ##[set-output name=due]0 ##vso[task.complete]y ##teamcity[z]",
    "percent": "100%0A::error::x %250A %3A %2C a,b:c",
    "xml": "]]> <![CDATA[ &amp; &#x0; <a b='c' d=\"e\">",
    "controls": "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0)))) + "end",
    "bidi": "\u202eevil\u2066 \u2069\u202c \u200e\u200f\u061c",
    "long": "x" * 10_000,
    "long-words": "two words " * 1_000,
    "pipes": "a | b \\| c \\\\| d \\\\\\| e |",
    "markdown": "` `` ```\n$x$ $$y$$ ~~z~~ **b** _i_ \\ 1. - [x] <https://x.example> {0}",
    "html": "</td></tr></table><script>alert(1)</script><img src=x onerror=y> <!-- --> &copy; &lt;",
    "linking": "@user @org/team #12 GH-12 o/r#3 a@example.org www.example.org https://example.org/a_b :tada:",
    "links": "[click](https://evil.example) ![i](https://evil.example/i.png) [a]: https://evil.example",
    "formula": '=HYPERLINK("https://evil.example","x")',
    "wide-formula": "＝1+1",
    "emoji": "👩\u200d👩\u200d👧 🇩🇪 ✈\ufe0f",
    "surrogates": "\ud800 \udcff",
    "noncharacters": "\ufffe \uffff \U0001ffff",
    "chinese": "我認為在兩年內，中國自產芯片",
    "right-to-left": "שלום עולם",
    "combining": "e\u0301" * 50,
}
DAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def hostile() -> Mapping[str, str]:
    """Name -> a text that is made to break something."""
    return HOSTILE


# --- what the formats are fed with ---


@pytest.fixture
def check_report(tmp_path: Path) -> CheckReport:
    """An error with a hint, one without a place, a warning behind wide characters, one more."""
    (tmp_path / "predictions").mkdir(exist_ok=True)
    (tmp_path / "predictions/a.yaml").write_text(
        "claim: x\nstatus: opne\nquote: 兩年內: 錯\n", encoding="utf-8"
    )
    listed = [
        Diagnostic(
            "predictions/a.yaml",
            2,
            9,
            "unknown-word",
            "`status` has an unknown word; got 'opne'",
            hint="did you mean open?",
            record="a",
        ),
        Diagnostic("predictions/a.yaml", 3, 13, "empty-text", "兩 is empty", "warning", record="a"),
        Diagnostic(
            "predictions/a.yaml", 3, None, "empty-text", "50%, or: so", "warning", record="a"
        ),
        Diagnostic("predictions/b.yml", None, None, "file-ending", "got .yml, expected .yaml"),
    ]
    return CheckReport(listed, tmp_path, records=1, cards=2, people=3)


@pytest.fixture
def hostile_check_report(tmp_path: Path) -> CheckReport:
    """Each hostile text as message and hint, with and without a place, and in the excerpt."""
    (tmp_path / "predictions").mkdir(exist_ok=True)
    listed = []
    for name, text in HOSTILE.items():
        path = f"predictions/{name}.yaml"
        (tmp_path / path).write_text(f"claim: {text}", encoding="utf-8", errors="replace")
        listed.append(Diagnostic(path, 1, 8, "empty-text", text, "warning", text, name))
        listed.append(Diagnostic(path, None, None, "unreadable", text, "error", text))
    for name in ("newlines", "command", "old-command", "percent", "xml", "bidi", "html", "linking"):
        path = f"predictions/{HOSTILE[name]}.yaml"
        listed.append(Diagnostic(path, None, None, "invalid-id", "what", "error"))
    return CheckReport(listed, tmp_path, records=1)


@pytest.fixture
def due_report(make_registry: MakeRegistry) -> DueReport:
    """Overdue, due, review, soon, upcoming and resolved, one of each, one deferred, one invalid."""
    by = {"as_said": "兩年內", "kind": "by"}
    resolution = {
        "resolved_on": "2025-08-07",
        "note": "It came.",
        "evidence": [{"url": "https://example.org/report"}],
    }
    root = make_registry(
        {
            "overdue": {"deadline": {**by, "latest": "2026-05-13"}, "tags": ["chips", "compute"]},
            "due": {"deadline": "2026-11-20", "claim": "50% | 90%, or: so"},
            "review": {"deadline": {"kind": "undated"}, "criteria": None, "claim": "兩年內"},
            "soon": {"deadline": "2026-11-21", "speaker": "汪揚"},
            "upcoming": {"deadline": "2027-11-21"},
            "resolved": {"status": "correct", "resolution": resolution},
            "deferred": {
                "deadline": "2026-11-19",
                "review": {"next": "2027-01-01", "why": "The report comes out."},
            },
            "invalid": "- no record\n",
        }
    )
    registry = load(root)
    return DueReport(due(registry, DAY), root, registry.invalid_files)


@pytest.fixture
def hostile_due_report(due_report: DueReport) -> DueReport:
    """Each hostile text in each place of a row that holds text."""
    overdue = due_report.due.rows[0]
    rows = tuple(
        dataclasses.replace(
            overdue,
            id=name,
            path=f"predictions/{name}.yaml",
            claim=text,
            quote=text,
            speaker=text,
            speaker_name=text,
            reported_by=text,
            reporter_name=text,
            source=text,
            source_title=text,
            as_said=text,
            correct=text,
            incorrect=text,
            tags=(text, text),
            hint=text,
        )
        for name, text in HOSTILE.items()
    )
    counts = {**dict.fromkeys(due_report.due.counts, 0), overdue.state: len(rows)}
    overview = Due(DAY, rows, rows, counts, 0)
    return dataclasses.replace(due_report, due=overview, invalid_files=("predictions/a\n::b.yaml",))


# --- independent readers of what comes out ---


@dataclass(frozen=True)
class Command:
    """A workflow command as GitHub's runner understands it."""

    name: str
    properties: Mapping[str, str]
    data: str


_COMMANDS = frozenset(
    "error warning notice debug group endgroup add-mask add-matcher remove-matcher set-env "
    "set-output save-state add-path echo internal-set-repo-path stop-commands".split()
)
_IN_DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
_IN_PROPERTIES = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def _unescaped(text: str, table: Sequence[tuple[str, str]]) -> str:
    for escaped, plain in table:
        text = text.replace(escaped, plain)
    return text


def _command(line: str) -> Command | None:
    # As actions/runner does, src/Runner.Common/ActionCommand.cs: TryParseV2, then TryParse.
    stripped = line.lstrip()
    if stripped.startswith("::") and (end := stripped.find("::", 2)) > 0:
        name, _, rest = stripped[2:end].partition(" ")
        if name in _COMMANDS:
            pairs = (pair.split("=", 1) for pair in rest.strip().split(",") if "=" in pair)
            properties = {key: _unescaped(value, _IN_PROPERTIES) for key, value in pairs}
            return Command(name, properties, _unescaped(stripped[end + 2 :], _IN_DATA))
    for match in re.finditer(r"##(?:vso|teamcity)?\[([^\]]*)\]?", line):
        return Command(match[0], {}, line)
    return None


@pytest.fixture(scope="session")
def commands() -> Callable[[str], list[Command]]:
    """The commands that a runner would obey in a log, in order."""

    def read(log: str) -> list[Command]:
        lines = re.split("\r\n|\r|\n", log)  # as .NET's ReadLine
        return [argv for line in lines if (argv := _command(line))]

    return read


@pytest.fixture(scope="session")
def raw_controls() -> Callable[[str], list[str]]:
    """The control and bidi characters that stand in a text as they are, but for line ends."""

    def read(text: str) -> list[str]:
        bidi = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        marks = "\u061c\u200e\u200f\u2028\u2029"
        return sorted(
            {
                f"U+{ord(char):04X}"
                for char in text.replace("\r\n", "\n").replace("\n", "")
                if unicodedata.category(char) in ("Cc", "Cs")
                or unicodedata.bidirectional(char) in bidi
                or char in marks
            }
        )

    return read


@dataclass
class Cell:
    """A cell of a table in a rendered page."""

    text: str
    #: What GitHub looks for mentions, issues, links and emoji in: one at a time.
    nodes: list[str]
    tags: list[str]


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[Cell]] = []
        self.outside: list[str] = []
        self.blocks: list[Cell] = []
        self.links: list[str] = []
        self.cell: Cell | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.cell = Cell("", [], [])
            self.rows[-1].append(self.cell)
        elif self.cell is not None:
            self.cell.tags.append(tag)
        elif tag not in ("table", "thead", "tbody"):
            self.outside.append(tag)
            if tag in ("h1", "h2", "p", "li"):
                self.blocks.append(Cell("", [], []))
            elif self.blocks:
                self.blocks[-1].tags.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.cell = None

    def handle_data(self, data: str) -> None:
        cell = self.cell or (self.blocks[-1] if self.blocks else None)
        if cell is not None:
            cell.text += data
            cell.nodes.append(data)


@dataclass(frozen=True)
class Page:
    """The cells of the tables of a page, the tags and paragraphs outside of them, all links."""

    rows: list[list[Cell]]
    outside: list[str]
    blocks: list[Cell]
    links: list[str]


@pytest.fixture(scope="session")
def github_page() -> Callable[[str], Page]:
    """Markdown as GitHub's own parser renders it, before anything is filtered out."""

    def read(text: str) -> Page:
        html = cmarkgfm.markdown_to_html_with_extensions(
            text,
            options=cmarkgfm.Options.CMARK_OPT_UNSAFE,
            extensions=["table", "autolink", "strikethrough", "tasklist"],
        )
        tables = _Tables()
        tables.feed(html)
        tables.close()
        blocks = [block for block in tables.blocks if block.text.strip()]
        return Page(tables.rows, tables.outside, blocks, tables.links)

    return read


# The rules of Jenkins' junit-10.xsd, as far as we use its elements; what is not named is forbidden.
_JUNIT = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:complexType name="verdict">
    <xs:simpleContent>
      <xs:extension base="xs:string">
        <xs:attribute name="message" type="xs:string"/>
        <xs:attribute name="type" type="xs:string"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>
  <xs:element name="testcase">
    <xs:complexType>
      <xs:choice minOccurs="0" maxOccurs="unbounded">
        <xs:element name="skipped" type="verdict"/>
        <xs:element name="error" type="verdict"/>
        <xs:element name="failure" type="verdict"/>
        <xs:element name="system-out" type="xs:string"/>
        <xs:element name="system-err" type="xs:string"/>
      </xs:choice>
      <xs:attribute name="name" type="xs:string" use="required"/>
      <xs:attribute name="classname" type="xs:string"/>
      <xs:attribute name="time" type="xs:decimal"/>
      <xs:attribute name="group" type="xs:string"/>
    </xs:complexType>
  </xs:element>
  <xs:element name="testsuite">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="testcase" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
      <xs:attribute name="name" type="xs:string" use="required"/>
      <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
      <xs:attribute name="skipped" type="xs:nonNegativeInteger"/>
      <xs:attribute name="time" type="xs:decimal"/>
      <xs:attribute name="timestamp" type="xs:dateTime"/>
    </xs:complexType>
  </xs:element>
  <xs:element name="testsuites">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
      <xs:attribute name="name" type="xs:string"/>
      <xs:attribute name="time" type="xs:decimal"/>
      <xs:attribute name="tests" type="xs:nonNegativeInteger"/>
      <xs:attribute name="failures" type="xs:nonNegativeInteger"/>
      <xs:attribute name="errors" type="xs:nonNegativeInteger"/>
    </xs:complexType>
  </xs:element>
</xs:schema>
"""


@dataclass(frozen=True)
class TestCase:
    """A test case of a JUnit report."""

    __test__ = False
    name: str
    classname: str
    verdict: str
    message: str
    text: str


@pytest.fixture(scope="session")
def junit() -> Callable[[str], list[TestCase]]:
    """The cases of a report that is valid by Jenkins' rules, its counts included."""
    schema = xmlschema.XMLSchema(_JUNIT)

    def read(text: str) -> list[TestCase]:
        root = ElementTree.fromstring(text.encode())
        schema.validate(root)
        [suite] = root.iter("testsuite")
        cases = [_test_case(case) for case in suite]
        verdicts = [case.verdict for case in cases]
        assert {
            key: int(suite.get(key, "-1")) for key in ("tests", "failures", "errors", "skipped")
        } == {
            "tests": len(cases),
            "failures": verdicts.count("failure"),
            "errors": verdicts.count("error"),
            "skipped": verdicts.count("skipped"),
        }
        return cases

    return read


def _test_case(case: ElementTree.Element) -> TestCase:
    [verdict] = list(case) or [ElementTree.Element("passed")]
    return TestCase(
        case.get("name", ""),
        case.get("classname", ""),
        verdict.tag,
        verdict.get("message", ""),
        verdict.text or "",
    )
