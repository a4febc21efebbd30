"""A small registry with a record in every state on 2026-11-21, and a way to run commands."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tracker.cli import main


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]
MakeRecord = Callable[..., str]

RECORD = """\
claim: {claim}
quote: {quote}
speaker: {speaker}
source: {source}
made_on: {made_on}
deadline: {deadline}
criteria:
  correct: It is shown in a cinema, with a script as its only input.
  incorrect: It is not.
tags: [{tag}]
status: {status}
"""
RESOLUTION = """\
resolution:
  resolved_on: 2025-08-07
  happened_on: 2025-08-07
  note: It came out.
  evidence:
    - url: https://example.org/report
"""
PEOPLE = "wang-yang: {name: 汪揚, name_en: Wang Yang}\nzhou-hongyi: {name: 周鸿祎}\n"


def _record(
    claim: str = "A film is made from a script.",
    *,
    speaker: str = "wang-yang",
    source: str = "herald",
    made_on: str = "2024-02-16/2024-05-13",
    deadline: str = "2026-05-13",
    tag: str = "film",
    quote: str = "我認為在兩年內，中國自產芯片的整體性能能夠達到A100的90%以上",
    status: str = "open",
    more: str = "",
) -> str:
    return (
        RECORD.format(
            claim=claim,
            speaker=speaker,
            source=source,
            made_on=made_on,
            deadline=deadline,
            tag=tag,
            quote=quote,
            status=status,
        )
        + more
    )


@pytest.fixture
def record() -> MakeRecord:
    """The text of a record: a claim, and what is to differ."""
    return _record


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Overdue, due, review, soon, upcoming and resolved, one of each."""
    files = {
        "predictions/overdue.yaml": _record(
            "China-made AI chips reach at least 90% of the overall performance of an NVIDIA A100.",
            deadline="{as_said: 兩年內, kind: by, latest: 2026-05-13}",
        ),
        "predictions/due.yaml": _record(deadline="2026-11-20", speaker="zhou-hongyi"),
        "predictions/review.yaml": _record(
            deadline="{kind: undated}",
            tag="agi",
            quote="中國自產芯片的整體性能能夠達到A100的90%以上",
        ),
        "predictions/soon.yaml": _record(deadline="2026-11-21", source="https://example.org/talk"),
        "predictions/upcoming.yaml": _record(
            deadline="{as_said: 在3到5年內, kind: between, earliest: 2026-02-16, latest: 2029-05-13,"
            " assumed: The years count from different days.}"
        ),
        "predictions/resolved.yaml": _record(status="correct", more=RESOLUTION),
        "seeds/people.yaml": PEOPLE,
        "seeds/herald.yaml": "title: 經濟導報\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command line in the test's own folder, 80 columns wide, outside of any CI."""
    for name in ("CI", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)

    def call(*argv: str) -> Ran:
        # Questions are asked if the test replaces standard input by a terminal.
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        try:
            code = main(argv)
        except SystemExit as stop:  # argparse
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return call
