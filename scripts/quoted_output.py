"""Fill the outputs that README and docs/ quote, by running the commands of each quoted block.

Two comments mark such a block:

    <!-- output: SESSION [--as-of DATE] [lines=FROM-TO] [file=PATH] -->
    ```console
    $ tracker check
    ...
    ```
    <!-- /output -->

Its `$` lines are written by hand (`\\` continues one); everything else is output. SESSION is
`registry`, this repository, or `new`, an empty folder that the blocks of a page share. `--as-of` is
passed to every command without being shown, so that a page can name the day once. `lines` keeps a
part of a long output; `...` replaces the rest. `file` puts a file of this repository into the
folder, which becomes an empty registry.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(
    r"(?P<head><!-- output: (?P<options>[^>]*?) -->\n```console\n)"
    r"(?P<body>.*?)(?P<foot>```\n<!-- /output -->)",
    re.DOTALL,
)


def filled(text: str) -> str:
    """The page with each quoted output as the commands print it today."""
    if not _BLOCK.search(text):
        return text
    with tempfile.TemporaryDirectory() as folder:
        session = _Session(Path(folder))
        return _BLOCK.sub(lambda block: _filled_block(block, session), text)


class _Session:
    """The working folder of the commands of one page, which `cd` changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, command: str, as_of: str | None, folder: Path | None) -> str:
        """What a command prints, as a terminal would show it."""
        words = shlex.split(command, comments=True)
        if words[0] == "cd":
            self.folder = self.folder / words[1]
            return ""
        if words[0] != "tracker":
            raise ValueError(f"only `tracker` and `cd` can be run: {command}")
        day = ["--as-of", as_of] if as_of else []
        # Nothing of this machine may show: no colour, no CI, no name from git's configuration.
        shown = {"COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
        git = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "SYSTEMROOT") if key in os.environ}
        done = subprocess.run(
            [sys.executable, "-m", "tracker", *day, *words[1:]],
            cwd=folder or self.folder,
            env={**kept, **shown, **git, "PYTHONPATH": str(ROOT / "src")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        if done.returncode not in (0, 1):
            raise ValueError(f"exit code {done.returncode} from: {command}\n{done.stdout}")
        return done.stdout


def _filled_block(block: re.Match[str], session: _Session) -> str:
    name, *options = block["options"].split()
    as_of = options[options.index("--as-of") + 1] if "--as-of" in options else None
    kept = next((word.removeprefix("lines=") for word in options if word.startswith("lines=")), "")
    for path in (word.removeprefix("file=") for word in options if word.startswith("file=")):
        (session.folder / "predictions").mkdir(exist_ok=True)
        shutil.copy(ROOT / path, session.folder)
    lines: list[str] = []
    for command in _commands(block["body"]):
        folder = ROOT if name == "registry" else None
        printed = session.run(command.replace("\\\n", " "), as_of, folder)
        lines += [*f"$ {command}".split("\n"), *_part(printed.rstrip().splitlines(), kept)]
    body = "".join(f"{line}\n" for line in lines)
    return block["head"] + body + block["foot"]


def _commands(body: str) -> Iterator[str]:
    """Each command of a block, with its continued lines."""
    for match in re.finditer(r"^\$ ((?:.*\\\n)*.*)$", body, re.MULTILINE):
        yield match[1]


def _part(lines: list[str], kept: str) -> list[str]:
    """The lines FROM to TO, counted from 1; `...` for those left out."""
    if not kept:
        return lines
    first, last = (int(number) for number in kept.split("-"))
    before = ["..."] if first > 1 else []
    after = ["..."] if last < len(lines) else []
    return [*before, *(line.rstrip() for line in lines[first - 1 : last]), *after]
