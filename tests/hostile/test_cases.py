"""Every attack through the command line: what must be said is said, and all else goes on."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.hostile.cases import GOOD, Case, cases

if TYPE_CHECKING:
    from tests.hostile.conftest import Guard

CASES = cases()
DAY = "2026-11-21"


def write(root: Path, case: Case) -> Path:
    """The case's registry, with the good neighbour, due since eight months."""
    for path, data in {"predictions/good.yaml": GOOD.encode(), **case.files}.items():
        file = os.path.join(os.fsencode(root), os.fsencode(path))  # noqa: PTH118 (bytes)
        os.makedirs(os.path.dirname(file), exist_ok=True)  # noqa: PTH103, PTH120
        with open(file, "wb") as opened:  # noqa: PTH123
            opened.write(data)
    (root / "seeds").mkdir(exist_ok=True)
    if case.make is not None:
        case.make(root)
    return root


def test_there_are_hundreds() -> None:
    counted = Counter(case.label for case in CASES)
    assert counted["reject"] >= 400
    assert counted["accept"] >= 150


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case.name))
def test_case(case: Case, tmp_path: Path, guard: Guard) -> None:
    root = ["--root", str(write(tmp_path, case)), "--as-of", DAY]
    json_format = ["--format", "json", *root]
    commands = [["check", *json_format], ["due", *json_format]]
    if case.shown:
        commands.append(["show", "x", *json_format])
    done = guard(commands)
    assert done.status == 0
    assert done.memory < 500 * 1024 * 1024
    for ran in done.ran:
        assert ran.code in (0, 1), ran.err
        assert ran.cpu < 5
    check, due, *shown = done.ran

    errors = [
        (each["path"], each["line"], each["column"], each["code"])
        for each in json.loads(check.out)["diagnostics"]
        if each["severity"] == "error"
    ]
    if case.label != "survive":
        expected = [
            (path.encode("utf-8", "backslashreplace").decode(), *place)  # JSON is UTF-8
            for path, *place in case.problems
        ]
        assert errors == sorted(expected, key=lambda each: (each[0], each[1] or 0))
    assert check.code == bool(errors)
    assert "good" in [row["id"] for row in json.loads(due.out)["rows"]]
    assert due.code == 0
    if case.shown:
        record = json.loads(shown[0].out)["row"]
        assert {key: record[key] for key in case.shown} == case.shown
