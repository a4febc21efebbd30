"""A registry whose files change while a command reads them, and what the command makes of it.

Each call of the system that looks at a file is a moment: `during` does something right before one.
Run as a script, it tries every command on files that its user may not open (test_unreadable.py).
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tracker.cli import main

RECORD = """\
claim: A film will be made from a script.
quote: within two years you will put in a script
speaker: {speaker}
source: {source}
made_on: 2024-02-16
deadline: {deadline}
criteria: {{correct: It is shown., incorrect: It is not.}}
status: {status}
"""
RESOLUTION = """\
resolution:
  resolved_on: 2025-08-07
  note: It came out.
  evidence:
    - url: https://example.org/report
"""


def _record(
    deadline: str = "2026-02-16", source: str = "talk", speaker: str = "ada", status: str = "open"
) -> str:
    text = RECORD.format(deadline=deadline, source=source, speaker=speaker, status=status)
    return text if status == "open" else text + RESOLUTION


DOCUMENT = "She said: within two years you will put in a script.\n"
#: A registry with a file of each kind, and what is beside it.
FILES = {
    "predictions/film.yaml": _record(),
    "predictions/chips.yaml": _record("2030-01-01", source="paper"),
    "predictions/sub/sequel.yaml": _record("{kind: after_event, after: film, within: P1Y}"),
    "predictions/sub/done.yaml": _record("2025-01-01", status="incorrect"),
    "predictions/wrong.yaml": _record("2026-02-30"),
    "predictions/broken.yaml": "claim: [\n",
    "seeds/people.yaml": "ada: {name: Ada Example}\nbob: {name: Bob Example}\n",
    "seeds/talk.yaml": "title: The talk\nlanguage: en\n"
    "document:\n  file: talk.txt\n"
    "  sha256: e33618711b6ab2730796f9404593519c82569f06048a512128c107d72c9bba4e\n",
    "seeds/more/paper.yaml": "title: The paper\nlanguage: en\nauthors: [bob]\n",
    "documents/talk.txt": DOCUMENT,
    "theirs/items.csv": "id,text,made\n1,It will rain.,2024-01-01\n",
    "theirs/map.yaml": """\
name: Theirs
format: csv
id: {prefix: theirs, fields: [id]}
dates: ["%Y-%m-%d"]
record:
  claim: "{text}"
  quote: "{text}"
  speaker: Somebody Else
  source: https://example.org/{id}
  made_on: "{made}"
  deadline:
    - kind: undated
  status: {of: open, words: {open: [open]}}
""",
    "yamls/one.yaml": "id: 7\ntext: It will snow.\nmade: 2024-01-01\n",
    "yamls/deep/two.yaml": "id: 8\ntext: It will hail.\nmade: 2024-01-01\n",
}
FILES["yamls.yaml"] = FILES["theirs/map.yaml"].replace("format: csv", "format: yaml")
_NEW = (
    "--claim", "It will come.", "--quote", "it will", "--speaker", "ada", "--source", "talk",
    "--made-on", "2024", "--kind", "undated",
)  # fmt: skip
_VERDICT = ("--resolved-on", "2026-03-01", "--note", "No.", "--evidence", "https://example.org/x")
#: Every command that reads or writes files; {0} is the registry's folder.
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check",), ("check", "--format", "json"), ("check", "--documents", "{0}/documents"),
    ("check", "--against", "HEAD"), ("due",), ("due", "--format", "junit"), ("list",),
    ("show", "film"), ("show", "sequel", "--format", "json"), ("score",), ("export", "json"),
    ("export", "csv", "-o", "{0}/out/records.csv"), ("export", "html", "-o", "{0}/out/site"),
    ("schema",), ("schema", "--check"), ("new", "fresh", *_NEW), ("resolve", "film", "incorrect", *_VERDICT),
    ("amend", "film", "claim", "It will be shown.", "--why", "clearer"),
    ("defer", "film", "--until", "2027-01-01", "--why", "a festival"),
    ("import", "{0}/theirs/items.csv", "--map", "{0}/theirs/map.yaml"),
    ("import", "{0}/yamls", "--map", "{0}/yamls.yaml"),
)  # fmt: skip


class Ran(NamedTuple):
    """What came of a command. `fault` is what must never happen: a traceback, or no end."""

    code: int
    out: str
    err: str
    fault: str


def make(folder: Path) -> Path:
    """The registry, in a repository with one commit; whatever was there before is gone."""
    template = folder.with_name(f"{folder.name}-template")
    if not template.exists():
        for name, text in FILES.items():
            path = template / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        git = ["git", "-C", str(template), "-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run([*git, "init", "-q"], check=True)
        subprocess.run([*git, "add", "predictions", "seeds"], check=True)
        subprocess.run([*git, "commit", "-q", "-m", "all"], check=True)
        shutil.rmtree(template / ".git/hooks")
    shutil.rmtree(folder, ignore_errors=True)
    return shutil.copytree(template, folder)


def run(argv: tuple[str, ...], root: Path, seconds: int = 90) -> Ran:
    """Run a command line on the registry, in this process; git may take a minute of its time."""
    words = [word.format(root) for word in argv]
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    code, fault = -1, ""

    def give_up(*_: object) -> None:
        raise _Endless

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([*words, "--root", str(root), "--as-of", "2026-11-21"])
    except SystemExit as stop:
        code = int(stop.code or 0)
    except BaseException as error:  # whatever it is, it is the finding
        fault = f"{type(error).__name__}: {error}"
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8", "replace"))
    if not fault and code not in (0, 1, 2):
        fault = f"exit code {code}"
    return Ran(code, texts[0], texts[1], fault)


class _Endless(BaseException):
    """The command did not end; not an Exception, so that nobody takes it for one of theirs."""


# --- moments ---

_EVENTS = {
    "open",
    "os.scandir",
    "os.listdir",
    "subprocess.Popen",
    "os.rename",
    "os.link",
    "os.mkdir",
}
Listener = Callable[[Path], None]
_listeners: list[Callable[[str], None]] = []


def _tell(path: object) -> None:
    if _listeners and isinstance(path, (str, bytes, os.PathLike)):
        listener = _listeners.pop()  # what it does itself are no moments
        try:
            listener(os.fsdecode(path))
        finally:
            _listeners.append(listener)


def _hook(event: str, args: tuple[object, ...]) -> None:
    if event in _EVENTS:
        _tell(args[0])


def _watched(call: Callable[..., object]) -> Callable[..., object]:
    def watched(path: object, *args: object, **options: object) -> object:
        _tell(path)
        return call(path, *args, **options)

    return watched


_hooked: list[bool] = []


@contextlib.contextmanager
def during(root: Path, listener: Listener) -> Iterator[None]:
    """Tell of each moment in the block, by the path below the root that is about to be looked at."""

    def opened(name: str) -> None:
        path = Path(os.path.normpath(name))
        if root in path.parents:
            listener(path)

    if not _hooked:
        sys.addaudithook(_hook)
        _hooked.append(True)
    stat, lstat = os.stat, os.lstat  # which raise no audit event
    for name, call in (("stat", stat), ("lstat", lstat)):
        setattr(os, name, _watched(call))
    _listeners.append(opened)
    try:
        yield
    finally:
        _listeners.clear()
        os.stat, os.lstat = stat, lstat


# --- what happens to files ---


def vanish(path: Path) -> None:
    """Take the file or the folder away."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _instead(path: Path, put: Callable[[Path], object]) -> None:
    vanish(path)
    if path.parent.is_dir():
        put(path)


CHANGES: dict[str, Callable[[Path], None]] = {
    "gone": vanish,
    # Never what the registry itself is in.
    "folder gone": lambda path: vanish(path if (path.parent / ".git").exists() else path.parent),
    "a folder": lambda path: _instead(path, Path.mkdir),
    "a pipe": lambda path: _instead(path, os.mkfifo),
    "a link to nowhere": lambda path: _instead(path, lambda p: p.symlink_to("nowhere")),
    "a link to itself": lambda path: _instead(path, lambda p: p.symlink_to(p.name)),
    "empty": lambda path: _instead(path, lambda p: p.write_bytes(b"")),
    "bytes": lambda path: _instead(path, lambda p: p.write_bytes(b"\xff\x00[")),
    "short": lambda path: _instead(path, lambda p: p.write_bytes(b"a: 1\n")),
}


# --- as a script: what may not be opened ---


def main_unreadable(folder: Path) -> None:
    """Try each command on each file that may not be opened; print what came of it as JSON."""
    results = {}
    for name, commands in json.load(sys.stdin).items():
        for argv in commands:
            root = make(folder)
            place = root / name
            mode = place.stat().st_mode
            place.chmod(0)
            try:
                results[f"{name} {' '.join(argv)}"] = run(tuple(argv), root)
            finally:
                place.chmod(mode)
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main_unreadable(Path(sys.argv[1]))
