"""What `pip install` brings: the wheel and its extras in fresh environments, and the sdist.

All of it is nightly: it needs a package index, and about a minute.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tarfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.nightly

ROOT = Path(__file__).resolve().parent.parent
#: What a clone holds of the package.
SOURCES = (
    "LICENSE",
    "MANIFEST.in",
    "README.md",
    "app.py",
    "pyproject.toml",
    "requirements.txt",
    "setup.py",
)
#: The most that the core may add to an empty environment, in bytes on the disk.
MOST = 30_000_000
RECORD = "ada-robot-taxis"  # of `tracker init`
DRY = "--dry-run --resolved-on 2026-03-06 --note N --evidence https://example.org"
#: Each is run in the registry that `init` wrote.
CORE = f"""\
check
check --format sarif
due
due --format markdown
list
show {RECORD}
score
horizon "within two years" --made-on 2024-03-05
schema --check
new sam-moon --claim C. --quote 電影 --speaker Sam --source https://example.org \
--made-on 2024 --as-said "by 2026" --correct C --incorrect I
resolve {RECORD} correct {DRY}
amend sam-moon claim D. --why W --dry-run
defer sam-moon --until 2031-01-01 --why W --dry-run
import items.json --map fatebook --dry-run
export json
export jsonl
export csv
export atom
export badge
export badge-json
export markdown
""".replace("\\\n", "").splitlines()


def run(*command: object, cwd: Path, code: int = 0, **variables: str) -> str:
    """The standard output of a command; nothing of this project is on its path."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    kept.pop("GITHUB_ACTIONS", None)
    done = subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        env={**kept, "PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == code, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout if code == 0 else done.stderr


def size(folder: Path) -> int:
    """What `du` counts."""
    return sum(path.lstat().st_blocks * 512 for path in folder.rglob("*"))


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the package, without what earlier builds left."""
    folder = tmp_path_factory.mktemp("clone")
    for name in SOURCES:
        shutil.copy(ROOT / name, folder)
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    shutil.copytree(ROOT / "src", folder / "src", ignore=ignored)
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    return folder


@pytest.fixture(scope="module")
def wheel(clone: Path) -> Path:
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", "dist", ".", cwd=clone)
    [path] = clone.glob("dist/*.whl")
    return path


def environment(folder: Path, *requirements: object, cwd: Path) -> Path:
    """A fresh environment with these requirements; the folder of its programs."""
    run(sys.executable, "-m", "venv", folder, cwd=cwd)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "--version", cwd=cwd)  # compiles what it imports
    if requirements:
        run(programs / "python", "-m", "pip", "install", *requirements, cwd=cwd)
    return programs


@pytest.fixture(scope="module")
def core(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment(tmp_path_factory.mktemp("core") / "venv", wheel, cwd=wheel.parent)


def test_the_core_is_small(core: Path, tmp_path: Path) -> None:
    environment(tmp_path / "venv", cwd=tmp_path)
    assert size(core.parent) - size(tmp_path / "venv") < MOST


def test_every_core_command_runs_without_an_extra(core: Path, tmp_path: Path) -> None:
    run(core / "tracker", "init", "registry", cwd=tmp_path)
    registry = tmp_path / "registry"
    shutil.copy(ROOT / "tests/importer/samples/fatebook.json", registry / "items.json")
    for line in CORE:
        words = shlex.split(line)
        run(core / "tracker", "--as-of", "2026-04-01", *words, cwd=registry)
    for command in ("check", "due", "list", "score", "export markdown", "export csv"):
        run(core / "tracker", "--root", ROOT, *command.split(), cwd=tmp_path)
    assert run(core / "prediction-tracker", "--version", cwd=tmp_path).startswith("tracker ")


@pytest.mark.parametrize(
    ("command", "extra"),
    [
        ("dashboard", "dashboard"),
        ("export ics", "export"),
        ("export parquet -o file", "export"),
        ("export html -o folder", "export"),
    ],
)
def test_any_other_command_names_its_extra(core: Path, command: str, extra: str) -> None:
    err = run(core / "tracker", "--root", ROOT, *command.split(), cwd=core, code=2)
    assert err.count("\n") == 1
    assert err.endswith(f": pip install 'prediction-tracker[{extra}]'\n")


@pytest.mark.parametrize("extra", ["dashboard", "all", "requirements.txt"])
def test_the_dashboard_starts(extra: str, clone: Path, wheel: Path, tmp_path: Path) -> None:
    pinned = ("-r", "requirements.txt")
    wanted = pinned if extra == "requirements.txt" else (f"{wheel}[{extra}]",)
    programs = environment(tmp_path / "venv", *wanted, cwd=clone)
    try:
        run(programs / "python", "-m", "pip", "check", cwd=clone)
        with serving(programs / "python", clone):
            pass
        # The pages, drawn once each.
        script = clone / "src/tracker/dashboard/main.py"
        code = (
            "import sys; from streamlit.testing.v1 import AppTest\n"
            "app = AppTest.from_file(sys.argv[1], default_timeout=60).run()\n"
            "sys.exit([each.value for each in app.exception] or 0)\n"
        )
        run(programs / "python", "-c", code, script, cwd=tmp_path, TRACKER_ROOT=str(ROOT))
        if extra != "dashboard":
            for name in ("ics -o d.ics", "parquet -o p.parquet", "html -o page"):
                run(programs / "tracker", "--root", ROOT, "export", *name.split(), cwd=tmp_path)
    finally:
        shutil.rmtree(tmp_path / "venv")  # 600 MB


@contextmanager
def serving(python: Path, clone: Path) -> Iterator[None]:
    """`streamlit run app.py`, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(python), "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    with subprocess.Popen(
        [*command, f"--server.port={port}"], cwd=clone, env={**env, "TRACKER_ROOT": str(ROOT)}
    ) as server:
        try:
            until = time.monotonic() + 60
            while server.poll() is None and time.monotonic() < until:
                try:
                    url = f"http://127.0.0.1:{port}/_stcore/health"
                    with urllib.request.urlopen(url, timeout=5) as answer:
                        assert answer.read() == b"ok"
                        yield
                        return
                except urllib.error.URLError:
                    time.sleep(0.2)
            pytest.fail("the server does not answer")
        finally:
            server.terminate()


def test_the_sdist_has_no_tests_and_gives_the_same_wheel(clone: Path, wheel: Path) -> None:
    code = "from setuptools.build_meta import build_sdist; build_sdist('dist')"
    programs = environment(clone / "build-venv", "setuptools>=77", cwd=clone)
    run(programs / "python", "-c", code, cwd=clone)
    [path] = clone.glob("dist/*.tar.gz")
    with tarfile.open(path) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
        archive.extractall(clone / "unpacked", filter="data")
    tops = {name.partition("/")[0] for name in names if name}
    assert tops == {
        "LICENSE", "MANIFEST.in", "PKG-INFO", "README.md", "pyproject.toml", "setup.cfg", "setup.py", "src",
    }  # fmt: skip
    [unpacked] = (clone / "unpacked").iterdir()
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", "..", ".", cwd=unpacked)
    [again] = (clone / "unpacked").glob("*.whl")
    assert contents(again) == contents(wheel)


def test_the_description_on_pypi_has_absolute_links(wheel: Path) -> None:
    [metadata] = [text for name, text in contents(wheel).items() if name.endswith("/METADATA")]
    links = re.findall(r"\]\(([^)]+)\)", metadata.decode())
    assert len(links) > 20
    assert [link for link in links if not link.startswith(("https://", "#"))] == []
    local = re.findall(r"\]\(([^):]+)\)", (ROOT / "README.md").read_text("utf-8"))
    place = "/prediction-tracker/prediction-tracker/"
    for link in local:
        kind = (
            "https://raw.githubusercontent.com" if link.endswith(".png") else "https://github.com"
        )
        [url] = {each for each in links if each.endswith(f"/{link}")}
        assert url.startswith(kind + place)


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if not name.endswith(("RECORD", "WHEEL"))
        }
