"""One guard a session: a process that runs command lines in children with limits."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest


class Ran(NamedTuple):
    """What one command line left: exit code (or "raised"), output, seconds of processor time."""

    code: object
    out: bytes
    err: str
    cpu: float


class Guarded(NamedTuple):
    """How the child ended (0: by itself), the most memory that it had, and its commands."""

    status: int
    memory: int
    ran: list[Ran]


Guard = Callable[[Sequence[Sequence[str]]], Guarded]
#: What a child may take beside what the interpreter and the imports took before.
ROOM = 450 * 1024 * 1024


@pytest.fixture(scope="session")
def guard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guard]:
    """Run command lines in one child of their own, limited in memory and processor time."""
    script = Path(__file__).with_name("guard.py")
    folder = tmp_path_factory.mktemp("guard")
    env = {
        "PATH": "/usr/bin:/bin",
        "COLUMNS": "80",
        "LC_ALL": "C.UTF-8",
    }
    with subprocess.Popen(
        [sys.executable, script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=env,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def run(commands: Sequence[Sequence[str]]) -> Guarded:
            assert process.stdin is not None
            assert process.stdout is not None
            for old in folder.iterdir():
                old.unlink()
            request = {"folder": str(folder), "commands": commands, "memory": ROOM}
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            marker = folder / "ran"
            done = json.loads(marker.read_text()) if marker.exists() else []
            ran = [
                Ran(each["code"], (folder / str(number)).read_bytes(), each["err"], each["cpu"])
                for number, each in enumerate(done)
            ]
            return Guarded(answer["status"], answer["rss"], ran)

        yield run
        process.stdin.close()
