"""People whose file is broken, missing or closed: who is known, and who is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import MakeRecord, Run

NEW = (
    "new", "ada-taxis", "--claim", "Taxis will drive themselves.", "--quote", "they will",
    "--speaker", "nobody", "--source", "https://example.org/talk", "--made-on", "2024",
    "--kind", "undated",
)  # fmt: skip


@pytest.mark.parametrize("broken", ["predictions/2024/people.yaml", "seeds/more/people.yaml"])
@pytest.mark.parametrize(
    "argv",
    [
        NEW,
        ("amend", "due", "speaker", "nobody", "--why", "a misprint"),
        ("resolve", "stranger", "incorrect", "--resolved-on", "2026-11-21", "--note", "No.",
         "--evidence", "https://example.org/report"),
    ],
    ids=lambda argv: argv[0],
)  # fmt: skip
def test_another_broken_file_called_people_makes_nobody_known(
    run: Run, root: Path, record: MakeRecord, broken: str, argv: tuple[str, ...]
) -> None:
    (root / broken).parent.mkdir()
    (root / broken).write_text("claim: [\n", encoding="utf-8")
    (root / "predictions/stranger.yaml").write_text(record(speaker="nobody"), encoding="utf-8")
    ran = run(*argv, "--dry-run")
    if argv[0] == "resolve":  # it is no new error: the record has it already
        assert "unknown-speaker" in run("check", "--format", "concise").out
        assert ran.code == 0
    else:
        assert (ran.code, "error[unknown-speaker]" in ran.out) == (1, True)


def test_whoever_may_be_in_a_file_that_can_not_be_read_is_known(run: Run, root: Path) -> None:
    (root / "seeds/people.yaml").write_text("nobody: [\n", encoding="utf-8")
    assert run(*NEW, "--dry-run").code == 0


# A user of no name and no rights, where the tests run as root.
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
AS_ANOTHER = NOBODY if hasattr(os, "geteuid") and os.geteuid() == 0 else []


@pytest.mark.skipif(
    bool(AS_ANOTHER) and shutil.which("setpriv") is None, reason="no setpriv to be another user"
)
@pytest.mark.parametrize("command", ["due", "list", "check", "score"])
@pytest.mark.parametrize("closed", ["seeds/people.yaml", "seeds"])
def test_people_that_can_not_be_opened_are_told_of(root: Path, command: str, closed: str) -> None:
    for folder in (root, *root.parents):
        if AS_ANOTHER and folder.stat().st_uid == 0 and folder.is_relative_to("/tmp"):
            folder.chmod(0o755)
    (root / closed).chmod(0)
    done = subprocess.run(
        [*AS_ANOTHER, sys.executable, "-m", "tracker", command, "--root", str(root)],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == (1 if command == "check" else 0), done.stderr
    if command == "check":
        assert f"{closed}: error[unreadable]" in done.stdout
        assert "error[unknown" not in done.stdout
