"""What must change nothing changes nothing; what must change something changes only that."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.fuzz.strategies import days, record_texts, records, registries

from tracker.cli import main
from tracker.records.state import State, review_next
from tracker.registry import Registry, load
from tracker.rows import Row, rows

TODAY = "2026-11-21"
FORMATS = (
    ("check", "--format", "json"), ("due", "--format", "json"), ("due", "--format", "csv"),
    ("list", "--format", "json"), ("list",), ("score",), ("export", "json"), ("export", "ics"),
    ("export", "atom"), ("export", "markdown"),
)  # fmt: skip
fuzz = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # shrinking runs the commands for minutes
)


@contextlib.contextmanager
def written(texts: Mapping[str, str]) -> Iterator[Path]:
    """A registry of these texts, in a folder of the same name each time."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "registry"
        (root / "predictions").mkdir(parents=True)
        for record, text in texts.items():
            (root / f"predictions/{record}.yaml").write_text(text, encoding="utf-8", newline="")
        yield root


def plain(registry: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    return {
        name: json.dumps(record, ensure_ascii=False) + "\n" for name, record in registry.items()
    }


def outputs(root: Path) -> list[str]:
    """What the commands print, without the places of values, which a layout may move."""
    listed = []
    for command in FORMATS:
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            main([*command, "--root", str(root), "--as-of", TODAY])
        out.seek(0)
        text = out.read().replace(str(root), "ROOT")
        text = re.sub(r'"(line|column)": [0-9]+', r'"\1": 0', text)
        listed.append(re.sub(r",[0-9]+\r\n", ",N\r\n", text))  # the last column of due's CSV
    return listed


def seen(root: Path, today: date) -> dict[str, Row]:
    return {row.id: row for row in rows(load(root), today)}


@fuzz
@given(registries(), st.data())
def test_layout_changes_no_output(registry: dict[str, dict[str, Any]], data: st.DataObject) -> None:
    """Order of files and keys, comments, quoting, flow or block, line ends, byte order mark."""
    names = data.draw(st.permutations(list(registry)))
    other = {name: data.draw(record_texts(registry[name])) for name in names}
    with written(plain(registry)) as root:
        expected = outputs(root)
        assert load(root).records.keys() == registry.keys()
    with written(other) as root:
        # check sorts by place, and places moved: the same diagnostics, in any order
        changed = outputs(root)
    assert sorted(json.loads(changed[0])["diagnostics"], key=str) == sorted(
        json.loads(expected[0])["diagnostics"], key=str
    )
    for command, one, other_one in zip(FORMATS[1:], changed[1:], expected[1:], strict=True):
        if "json" in command:  # whole records keep the order of the file's keys: equal as JSON
            assert json.loads(one) == json.loads(other_one), command
        else:
            assert one == other_one, command


@fuzz
@given(registries(), records(), days)
def test_a_new_record_changes_only_its_own_rows(
    registry: dict[str, dict[str, Any]], more: dict[str, Any], today: date
) -> None:
    with written(plain(registry)) as root:
        before = seen(root, today)
        (root / "predictions/new.yaml").write_text(json.dumps(more, ensure_ascii=False))
        after = seen(root, today)
    after.pop("new", None)
    assert after == before


URGENCY = {State.UPCOMING: 0, State.SOON: 1, State.DUE: 2, State.OVERDUE: 3}


@fuzz
@given(registries(), days, st.integers(0, 4000))
def test_time_alone_makes_nothing_less_urgent(
    registry: dict[str, dict[str, Any]], today: date, later: int
) -> None:
    """On the way to a later day a record goes up in urgency, or is resolved.

    By the rules there are three exceptions, all without a date of their own: an event that happens
    gives an after_event its date (and takes it out of review); one whose event was given up is up
    for review until then; a review that was put off comes back by its own date. What is said on a
    day is found from then on.
    """
    with written(plain(registry)) as root:
        loaded = load(root)
    first = {row.id: row for row in rows(loaded, today)}
    last = {row.id: row for row in rows(loaded, today + timedelta(days=later))}
    assert first.keys() <= last.keys()
    for name, row in first.items():
        now = last[name]
        if now.state is State.RESOLVED or row.kind == "after_event":
            continue
        assert row.state is not State.RESOLVED
        if row.kind in ("never", "undated"):
            assert (row.state, now.state) != (State.REVIEW, State.UPCOMING)
            assert _is_review(loaded, name, today + timedelta(days=later)) == (
                now.state is State.REVIEW
            )
            continue
        assert URGENCY[row.state] <= URGENCY[now.state]
        assert row.days is not None
        assert now.days == row.days - later
        assert now.deferred <= row.deferred


def _is_review(registry: Registry, name: str, today: date) -> bool:
    again = review_next(registry.facts(registry.records[name]), today)
    return again is not None and today >= again


ENVIRONMENTS = {
    "hash seed": {"PYTHONHASHSEED": "77"},
    "C locale": {"LC_ALL": "C", "LANG": "C"},
    "no UTF-8 mode": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
                      "PYTHONIOENCODING": "utf-8"},
    "Turkish": {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"},
    "Kiribati": {"TZ": "Pacific/Kiritimati"},
    "Baker Island": {"TZ": "Etc/GMT+12"},
    "optimized": {"PYTHONOPTIMIZE": "2"},
    "all at once": {"PYTHONHASHSEED": "77", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr",
                    "TZ": "Pacific/Kiritimati"},
}  # fmt: skip


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry with something of everything, written in an order that is not the sorted one."""
    root = tmp_path_factory.mktemp("real")
    (root / "predictions/sub").mkdir(parents=True)
    (root / "elsewhere").mkdir()
    template: dict[str, Any] = {
        "claim": "İstanbul'da I ve ı: 中国 chips.",
        "quote": "在两年内 İıIi",
        "speaker": "Işıl Örnek",
        "source": "https://example.org/a",
        "made_on": "2024-03-05",
        "deadline": {"as_said": "within two years", "kind": "by", "latest": "2026-03-05"},
        "criteria": {"correct": "It is.", "incorrect": "It is not."},
        "status": "open",
        "tags": ["chips", "agi", "İ"],
    }
    for number in (7, 3, 11, 1):
        record = {**template, "speaker": f"Işıl {number}"}
        text = json.dumps(record, ensure_ascii=False)
        (root / f"predictions/sub/r{number}.yaml").write_text(text, encoding="utf-8")
    (root / "predictions/bad.yaml").write_text(
        "claim: İ\nclam: ı\nstatus: OPEN\n", encoding="utf-8"
    )
    return root


def process(
    root: Path,
    argv: tuple[str, ...],
    cwd: Path,
    env: Mapping[str, str] = MappingProxyType({}),
    mask: int = 0o022,
) -> bytes:
    """The real command line in a process of its own."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tracker",
            *argv,
            "--root",
            os.path.relpath(root, cwd),
            "--as-of",
            TODAY,
        ],
        capture_output=True,
        cwd=cwd,
        check=False,
        umask=mask,
        stdin=subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "COLUMNS": "80", **env},
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


REAL = (("check", "--format", "concise"), ("list", "--format", "json"), ("export", "csv"))


@pytest.fixture(scope="module")
def expected(repository: Path) -> list[bytes]:
    """What the commands print in a plain environment."""
    return [process(repository, command, repository) for command in REAL]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            each, marks=() if each in ("all at once", "no UTF-8 mode") else pytest.mark.nightly
        )
        for each in ENVIRONMENTS
    ],
)
def test_the_environment_changes_no_output(
    name: str, repository: Path, expected: list[bytes]
) -> None:
    results = [process(repository, argv, repository, ENVIRONMENTS[name]) for argv in REAL]
    assert results == expected


@pytest.mark.nightly
def test_folder_and_umask_change_no_output(repository: Path, expected: list[bytes]) -> None:
    elsewhere = repository / "elsewhere"
    results = [process(repository, argv, elsewhere, mask=0o777) for argv in REAL]
    assert results == expected
    assert list(elsewhere.iterdir()) == []
