from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tracker
from tracker import fingerprint

SRC = Path(tracker.__file__).parent


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another installation of the code and of what it imports."""
    package = tmp_path / "tracker"
    for folder in ("", "cli", "report"):
        (package / folder).mkdir()
        for path in (SRC / folder).iterdir():
            if path.suffix in (".py", ".json"):
                shutil.copy2(path, package / folder / path.name)
    for name in ("pydantic/version.py", "yaml/__init__.py"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("VERSION = '1.0'\n", "utf-8")
    monkeypatch.setattr(fingerprint, "__file__", str(package / "fingerprint.py"))
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        "tracker/yaml_plain.py",
        "tracker/shape.json",
        "tracker/state.py",
        "pydantic/version.py",
        "yaml/__init__.py",
    ],
)
def test_other_code_has_other_rows_and_answers(installed: Path, name: str) -> None:
    before = fingerprint.of_rows(), fingerprint.of_answers()
    path = installed / name
    stamp = path.stat()
    text = path.read_text("utf-8")
    path.write_text(text.replace("1", "2", 1), "utf-8")
    # As in an image in which every file has the same time: that of the change tells.
    while path.stat().st_ctime_ns == stamp.st_ctime_ns:
        os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))

    assert fingerprint.of_rows() != before[0]
    assert fingerprint.of_answers() != before[1]


def test_the_same_code_elsewhere_has_the_same_rows_and_its_own_answers(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, answers = fingerprint.of_rows(), fingerprint.of_answers()
    shutil.copytree(installed / "tracker", installed / "moved")
    monkeypatch.setattr(fingerprint, "__file__", str(installed / "moved" / "fingerprint.py"))

    assert fingerprint.of_rows() == rows
    assert fingerprint.of_answers() != answers


def test_all_code_counts_that_is_loaded_for_a_list(tmp_path: Path) -> None:
    """A broken people file takes the longest way there is."""
    for name, text in (("predictions/a.yaml", "a: [b]\n"), ("seeds/people.yaml", "A: {}\n")):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, "utf-8")
    code = f"""
import sys
from tracker.cli import main
for words in (["due"], ["due", "--format", "junit"], ["list"]):
    main([*words, "--no-cache", "--root", {str(tmp_path)!r}])
print("loaded", *[name for name in sys.modules if name.split(".")[0] == "tracker"])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1].split()[1:]

    assert "tracker.registry" in loaded
    assert {name.split(".")[1] for name in loaded if name.count(".") > 1} == {"cli", "report"}
    assert fingerprint.FOLDERS == ("", "cli", "report")
