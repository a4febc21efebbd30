"""All attacks in one registry, and hostile text in every key, through every format and the page."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import icalendar
import lxml.html
import pytest
import yaml
from tests.hostile.cases import GOOD, RESOLVED, Case, cases
from tests.hostile.test_cases import write

from tracker.cli import main
from tracker.dashboard import data
from tracker.registry import load
from tracker.rows import rows
from tracker.text import escape

if TYPE_CHECKING:
    from tests.hostile.conftest import Guard

CHECK = ("full", "concise", "github", "json", "sarif", "junit")
DUE = ("text", "json", "csv", "markdown", "github", "junit")
EXPORT = ("json", "jsonl", "csv", "ics", "atom", "badge", "badge-json", "markdown", "parquet")
DAYS = ("2026-11-21", "0001-01-01", "9999-12-31")
TEXTS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"https://evil.example\")", "::error::forged", "  ::error::forged",
    "##[error]forged", "##vso[task.complete]x", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "![x](https://evil.example/x.png)", "[x](javascript:alert(1))", "$5 and $6", ":red[x] :material/x:",
    "]]>", "&amp;&#x0;", "a|b|c", "\\", "`x`", "```\nx", "# head", "- item", "1. item", "a,b;c:d", "BEGIN:VEVENT",
    "a\nEND:VCALENDAR\nBEGIN:VEVENT", "\u202egnp.exe", "\u2066x", "\u200bx", "e\u0301" * 40, "𝔸" * 100, "中" * 200,
    "word " * 400, "x" * 3000, "%0A::error::x", "${{ secrets.X }}", "{{7*7}}", "%s %d %(x)s {0} {x}", "\t\tx", "'", '"', "NaN", "null",
)  # fmt: skip


def hostile_text() -> Iterator[Case]:
    """Each text in every key that takes text, in an open and in a resolved record."""
    base = yaml.safe_load(RESOLVED.replace("made_on: 2024-03-05", "made_on: '2024-03-05'"))
    for number, text in enumerate(TEXTS):
        values = {
            **base,
            "claim": text,
            "quote": text,
            "speaker": text,
            "hedge": text,
            "tags": [text, "chips"],
            "reported_by": text,
            "deadline": {"as_said": text, "kind": "by", "latest": "2026-03-05", "assumed": text},
            "criteria": {"correct": text, "incorrect": text},
            "updates": [{"date": "2024-05-05", "note": text, "url": "https://example.org"}],
        }
        resolution = {
            "resolved_on": "2026-04-01",
            "happened_on": "2026-01-01",
            "note": text,
            "evidence": [{"url": "https://example.org/r", "title": text, "publisher": text}],
        }
        still_open = {**values, "status": "open", "resolution": None}
        for name, record in (("t", {**values, "resolution": resolution}), ("o", still_open)):
            written = yaml.safe_dump(record, allow_unicode=False, sort_keys=False)
            yield Case("", "accept", {f"predictions/{name}{number}.yaml": written.encode()})


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One registry with all attacks that fit beside each other, and all hostile texts."""
    root = tmp_path_factory.mktemp("together")
    for number, case in enumerate(cases()):
        if case.make is not None or "folder" in case.name:
            continue
        files = {
            path.replace("predictions/", f"predictions/{number}/").replace(
                "/x.yaml", f"/x{number}.yaml"
            ): text
            for path, text in case.files.items()
            if path.startswith("predictions/")
        }
        write(root, Case(case.name, case.label, files))
    for each in hostile_text():
        write(root, each)
    return root


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile texts alone."""
    root = tmp_path_factory.mktemp("texts")
    for each in hostile_text():
        write(root, each)
    return root


#: A link of the static site to itself.
OWN = re.compile(r"(\?|#|(\.\./)?index\.html(\?|$)|(records/)?[a-z0-9-]+\.(html|json)$)")
FOLDERS = [case for case in cases() if case.make or "folder" in case.name or "name" in case.name]


@pytest.mark.parametrize(
    "day", [DAYS[0], *(pytest.param(day, marks=pytest.mark.nightly) for day in DAYS[1:])]
)
def test_every_format_of_everything(day: str, root: Path, guard: Guard) -> None:
    place = ["--root", str(root), "--as-of", day]
    commands = [
        *(["check", "--format", name] for name in CHECK),
        *(["due", "--format", name] for name in DUE),
        *(["list", "--format", name] for name in ("text", "json")),
        *(["score", "--by", name] for name in ("speaker", "source", "tag", "hedge", "horizon")),
        ["score", "--format", "json"],
        *(["export", name] for name in EXPORT[:-1]),
        *(["due", name, "999999d"] for name in ("--within", "--grace")),
    ]
    if day != DAYS[0]:
        commands = [command for command in commands if command[0] != "check"]
    done = guard([[*command, *place] for command in commands])
    assert done.status == 0
    for command, ran in zip(commands, done.ran, strict=True):
        assert ran.code in (0, 1), (command, ran.err)
        _read_back(command, ran.out.decode())


@pytest.mark.parametrize("day", DAYS)
def test_the_static_page(day: str, texts: Path, tmp_path: Path) -> None:
    """Not under guard: the libraries that it draws with map more than a child may have."""
    assert main(["export", "html", "-o", str(tmp_path), "--root", str(texts), "--as-of", day]) == 0
    ids = {row.id for row in rows(load(texts), date.fromisoformat(day))}
    pages = {path.stem: path for path in tmp_path.glob("records/*.html")}
    assert pages.keys() == ids
    for path in (tmp_path / "index.html", *pages.values()):
        page = lxml.html.document_fromstring(path.read_bytes())
        assert not list(page.iter("img", "iframe", "object"))
        assert not [each.attrib for each in page.iter("script") if "src" in each.attrib]
        links = {each.get("href", "") for each in page.iter("a")}
        assert {each for each in links if not OWN.match(each)} <= {
            "https://example.org",
            "https://example.org/r",
            "https://example.org/talk",
        }


def _read_back(command: list[str], out: str) -> None:
    """Another program reads it, and nothing in it is more than data."""
    form = command[-1]
    if form in ("json", "sarif", "badge-json"):
        json.loads(out)
    elif form == "jsonl":
        assert all(json.loads(line) for line in out.splitlines())
    elif form in ("junit", "atom", "badge"):
        ElementTree.fromstring(out)
    elif form == "ics":
        icalendar.Calendar.from_ical(out)
        assert max(len(line) for line in out.encode().split(b"\r\n")) <= 75
    elif form == "csv":
        for row in csv.reader(io.StringIO(out, newline="")):
            for cell in row:
                assert not re.match(r"[=+@\t\r]|-(?![0-9.]+$)", cell), cell
    elif form == "github":
        lines = out.splitlines()
        assert all(re.match(r"::(error|warning|notice|debug) ", line) for line in lines)
    elif form == "markdown":
        assert "<script" not in out
        assert "<img" not in out
    else:
        assert out == escape(out)
        assert not re.search(r"^\s*::(?=\w)|##\[|##vso\[", out, re.MULTILINE)


def test_the_neighbour_and_all_that_is_valid_go_on(root: Path, guard: Guard) -> None:
    place = ["--format", "json", "--root", str(root), "--as-of", DAYS[0]]
    listed, due = guard([["list", *place], ["due", *place]]).ran
    rows = [row["id"] for row in json.loads(listed.out)["rows"]]
    assert {"good", *(f"{kind}{n}" for kind in "to" for n in range(len(TEXTS)))} <= set(rows)
    assert {"good", *(f"o{n}" for n in range(len(TEXTS)))} <= {
        row["id"] for row in json.loads(due.out)["rows"]
    }


def test_every_record_can_be_shown(texts: Path, guard: Guard) -> None:
    place = ["--root", str(texts), "--as-of", DAYS[0]]
    ids = [f"{kind}{n}" for kind in "to" for n in range(len(TEXTS))]
    commands = [["show", each, "--format", "text"] for each in ids]
    commands += [["show", each, "--format", "json"] for each in ids[::3]]
    done = guard([[*command, *place] for command in commands])
    assert done.status == 0
    for command, ran in zip(commands, done.ran, strict=True):
        assert ran.code == 0, (command, ran.err)
        _read_back(command, ran.out.decode())


def _load(root: Path) -> None:
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # there is no page here
    stamp = data.fingerprint(root)
    registry = data.load(root, stamp)
    assert "good" in registry.records
    assert data.diagnostics(root, stamp)
    assert data.seen(root, stamp, date(2026, 11, 21))


def test_the_page_loads_everything(root: Path) -> None:
    _load(root)


@pytest.mark.parametrize("case", FOLDERS, ids=lambda case: ascii(case.name))
def test_the_page_loads_odd_files_and_folders(case: Case, tmp_path: Path) -> None:
    write(tmp_path, Case(case.name, case.label, case.files, make=case.make))
    (tmp_path / "predictions/bad.yaml").write_text("claim: @")
    _load(tmp_path)


def test_every_export_of_odd_folders(tmp_path: Path, guard: Guard) -> None:
    for number, case in enumerate(FOLDERS):
        if case.make is None:
            files = {
                path.replace("/x.yaml", f"/x{number}.yaml"): GOOD.encode() for path in case.files
            }
            write(tmp_path, Case(case.name, case.label, files))
    place = ["--root", str(tmp_path), "--as-of", DAYS[0]]
    commands = [
        *(["export", name] for name in EXPORT[:-1]),
        *(["check", "--format", name] for name in CHECK),
        *(["due", "--format", name] for name in DUE),
    ]
    done = guard([[*command, *place] for command in commands])
    assert done.status == 0
    for command, ran in zip(commands, done.ran, strict=True):
        assert ran.code in (0, 1), (command, ran.err)
        _read_back(command, ran.out.decode())
