"""Files that vanish, change kind or can't be opened while a command or a page reads them."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from tests.hostile import vanishing
from tests.hostile.vanishing import CHANGES, COMMANDS, Ran, during, make, run

if not hasattr(os, "mkfifo"):
    pytest.skip("no named pipes here", allow_module_level=True)

MAIN = Path(__file__).parents[2] / "src/tracker/dashboard/main.py"
SEED = int(os.environ.get("TRACKER_SEED", "1"))


def _at(argv: tuple[str, ...], root: Path, moment: int, change: str) -> tuple[Ran, Path | None]:
    """Run a command on a fresh registry, and change what it looks at next at one moment."""
    make(root)
    seen = 0
    place: Path | None = None

    def listen(path: Path) -> None:
        nonlocal seen, place
        if seen == moment:
            place = path
            CHANGES[change](path)
        seen += 1

    with during(root, listen):
        return run(argv, root), place


@pytest.mark.parametrize("argv", COMMANDS, ids=lambda argv: " ".join(argv[:3]))
def test_commands_work_where_nothing_changes(argv: tuple[str, ...], tmp_path: Path) -> None:
    moments: list[Path] = []
    root = make(tmp_path / "registry")
    with during(root, moments.append):
        ran = run(argv, root)
    assert ran.fault == ""
    assert ran.code == (1 if argv[0] == "check" or argv == ("schema", "--check") else 0), ran
    assert len(moments) >= 4  # or nobody listens


#: Command, the path that changes as it is looked at for the n-th time, how; exit code, and a word.
FOUND = (
    # A traceback: the folder was there when the command began.
    *((argv, "predictions", 1, "gone", 2, "no predictions/ folder")
      for argv in (("check",), ("due",), ("list",), ("show", "film"), ("score",), ("export", "json"))),
    # No end: the excerpt was read from a pipe.
    (("check",), "predictions/wrong.yaml", 1, "a pipe", 1, "predictions/wrong.yaml:6:"),
    (("check",), "predictions/wrong.yaml", 1, "gone", 1, "predictions/wrong.yaml:6:"),
    # No end: a schema was read from a pipe, or written into one.
    (("schema", "--check"), "schema/card.schema.json", 0, "a pipe", 1, "schema/card.schema.json"),
    # No end: an edit locked a folder, or compared a file, that had become a pipe.
    (COMMANDS[-3], "predictions", 5, "a pipe", 1, "not a directory"),
    (COMMANDS[-3], "predictions/film.yaml", 6, "a pipe", 1, "changed since it was read"),
    (("schema",), "schema/card.schema.json", 1, "a pipe", 2, "not a regular file"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("argv", "place", "time", "change", "code", "word"),
    FOUND, ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)  # fmt: skip
def test_what_was_found(
    argv: tuple[str, ...], place: str, time: int, change: str, code: int, word: str, tmp_path: Path
) -> None:
    root = make(tmp_path / "registry")
    if argv[0] == "schema":
        (root / "schema").mkdir()
    times = 0

    def listen(path: Path) -> None:
        nonlocal times
        if path == root / place:
            if times == time:
                CHANGES[change](path)
            times += 1

    with during(root, listen):
        ran = run(argv, root)
    assert times > time, "the moment never came"
    assert (ran.fault, ran.code) == ("", code), ran
    assert word in ran.out + ran.err


@pytest.mark.nightly
def test_files_change_during_a_thousand_commands(tmp_path: Path) -> None:
    """TRACKER_SEED=N tries others; a failure names the command, the moment and the change."""
    chosen = random.Random(SEED)
    hits = 0
    for number in range(1000):
        argv, change = chosen.choice(COMMANDS), chosen.choice(sorted(CHANGES))
        moment = chosen.randrange(40)
        ran, place = _at(argv, tmp_path / "registry", moment, change)
        about = f"seed {SEED}, {number}: {' '.join(argv)}, moment {moment}, {place}: {change}"
        assert ran.fault == "", about
        assert "Traceback" not in ran.err, about
        hits += place is not None
    assert hits > 300


@pytest.mark.nightly
@pytest.mark.parametrize("argv", COMMANDS, ids=lambda argv: " ".join(argv[:3]))
def test_each_moment_of_each_command(argv: tuple[str, ...], tmp_path: Path) -> None:
    step = 9 if "html" in argv else 1  # its charts take a second
    for change in CHANGES:
        for moment in range(0, 100, step):
            ran, place = _at(argv, tmp_path / "registry", moment, change)
            assert ran.fault == "", (change, moment, place)
            if place is None:
                break


# --- another user ---

AS_ANOTHER = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
REGISTRY = (
    "predictions", "predictions/film.yaml", "predictions/sub", "seeds", "seeds/people.yaml",
    "seeds/talk.yaml", "seeds/more",
)  # fmt: skip
READING = (("check",), ("due",), ("list",), ("score",), ("export", "json"))
CSV, YAMLS = COMMANDS[-2:]
DOCUMENTS, WRITING = COMMANDS[2], COMMANDS[-7:-3]
#: What may not be opened, and the commands that are to say so.
CLOSED = {
    **dict.fromkeys(REGISTRY, (*READING, *WRITING)),
    "documents": (DOCUMENTS,), "documents/talk.txt": (DOCUMENTS,),
    "theirs/items.csv": (CSV,), "theirs/map.yaml": (CSV,),
    "yamls/one.yaml": (YAMLS,), "yamls/deep": (YAMLS,), ".git": (COMMANDS[3],),
}  # fmt: skip


def _tried_as_another(folder: Path) -> dict[str, Ran]:
    done = subprocess.run(
        [*(AS_ANOTHER if IS_ROOT else []), sys.executable, vanishing.__file__, folder / "registry"],
        input=json.dumps(CLOSED),
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *sys.path]),
        },
    )
    assert done.returncode == 0, done.stderr
    return {key: Ran(*ran) for key, ran in json.loads(done.stdout).items()}


@pytest.mark.skipif(
    IS_ROOT and shutil.which("setpriv") is None, reason="root opens everything, and no setpriv here"
)
def test_what_may_not_be_opened_is_told_of() -> None:
    # Not tmp_path: every run of pytest that begins closes the folder above it to other users.
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        tried = _tried_as_another(Path(name))
    assert len(tried) == sum(map(len, CLOSED.values()))
    assert {key: ran for key, ran in tried.items() if ran.fault} == {}
    for place in REGISTRY:
        for argv in READING:
            ran = tried[f"{place} {' '.join(argv)}"]
            # None of them says that all is well.
            if place == "predictions" and argv != ("check",):
                continue
            message = (ran.out + ran.err).lower()
            assert ran.code == 2 or "permission denied" in message or "invalid" in message, (
                place,
                argv,
            )
        assert tried[f"{place} check"].code == 1
        assert "permission denied" in tried[f"{place} check"].out
    for place in set(CLOSED) - set(REGISTRY) - {".git"}:
        ran = tried[f"{place} {' '.join(CLOSED[place][0])}"]
        assert ran.code in (1, 2), place
        assert "permission denied" in (ran.out + ran.err).lower(), (place, ran)


# --- pages ---


@pytest.mark.parametrize("change", ["gone", "a pipe", "a link to itself"])
def test_pages_are_drawn_while_files_change(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make(tmp_path / "registry")
    monkeypatch.setenv("TRACKER_ROOT", str(root))
    monkeypatch.setenv("TRACKER_AS_OF", "2026-11-21")
    page = AppTest.from_file(str(MAIN), default_timeout=60).run()
    assert list(page.exception) == []
    page.switch_page("views/health.py")
    for place in ("predictions/wrong.yaml", "seeds/people.yaml", "predictions"):

        def listen(path: Path, place: str = place) -> None:
            if path == root / place:
                CHANGES[change](path)

        with during(root, listen):
            page.run()
        assert list(page.exception) == [], place
        make(root)
