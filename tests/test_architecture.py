from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import tracker

SRC = Path(tracker.__file__).parent
TESTS = Path(__file__).resolve().parent

#: From the ground up. A module imports from units that stand before its own, and from its own; a
#: package is one unit.
ORDER = (
    "diagnostic",
    "text",
    "json_text",
    "collector",
    "git",
    "folder",
    "yamlfile",
    "records",
    "phrases",
    "registry",
    "filter",
    "rows",
    "labels",
    "checks",
    "scores",
    "charts",
    "markup",
    "report",
    "editing",
    "export",
    "importer",
    "cli",
    "dashboard",
)
RANK = {unit: rank for rank, unit in enumerate((*ORDER, "__main__"))}
RANK[""] = RANK["cli"]  # tracker/__init__.py offers what stands before the command line

#: `tracker dashboard` hands these to Streamlit as flags; they know no Streamlit.
SETTINGS = "tracker.cli.streamlit_settings"

#: Programs beside the package, whose files import each other by their bare names.
PROGRAMS = ("benchmarks", "scripts")

#: Who may import what is heavy; whoever is not named may import none of it.
HEAVY = {
    "streamlit": ("dashboard",),
    "pandas": ("charts", "dashboard", "export"),
    "altair": ("charts", "dashboard", "export"),
}

#: Folders of tests for what crosses packages.
CROSSING = {Path("browser"), Path("cases"), Path("editors"), Path("fuzz"), Path("hostile")}

#: Names that say how a value came about, not what it is.
VAGUE = {"found", "told", "made", "given"}

#: The outermost layer of command line and pages; today is an argument everywhere else.
READS_THE_CLOCK = {"cli/common.py", "dashboard/data.py"}


@dataclass(frozen=True)
class Import:
    """A module of ours, and a module that it imports anywhere in its text."""

    path: str
    line: int
    imported: str

    @property
    def importer(self) -> str:
        return unit(module(self.path))

    def __str__(self) -> str:
        return f"{self.path}:{self.line} imports {self.imported}"


def module(path: str) -> str:
    """`cli/due.py` is `tracker.cli.due`; a package is its folder."""
    parts = ["tracker", *path.removesuffix(".py").split("/")]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def unit(name: str) -> str:
    """The part of the project that a module belongs to: `cli` for `tracker.cli.due`."""
    return name.split(".")[1] if "." in name else ""


FILES = {path.relative_to(SRC).as_posix(): path.read_text("utf-8") for path in SRC.rglob("*.py")}
MODULES = {module(path) for path in FILES}


def imports(path: str, text: str) -> Iterator[Import]:
    """Each import of a file, the lazy ones and those for types included."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            base = node.module or ""
            # `from tracker import checks` imports a module, `from tracker.text import wrap` a name.
            inner = [f"{base}.{alias.name}" for alias in node.names]
            names = [name if name in MODULES else base for name in inner]
        else:
            continue
        for name in dict.fromkeys(names):
            yield Import(path, node.lineno, name)


ALL = [each for path, text in sorted(FILES.items()) for each in imports(path, text)]
OURS = [each for each in ALL if each.imported.split(".")[0] == "tracker"]


def points_down(each: Import) -> bool:
    if each.imported == "tracker":  # the version
        return True
    target = unit(each.imported)
    if target == each.importer:
        return True
    if {target, each.importer} == {"cli", "dashboard"}:
        return False
    return RANK[target] < RANK[each.importer]


def test_the_sources_are_found() -> None:
    assert {"records/state.py", "cli/due.py", "cli/streamlit_settings.py"} <= FILES.keys()
    assert len(OURS) > 50


def test_every_unit_has_its_place() -> None:
    units = {unit(module(path)) for path in FILES}

    assert sorted(units - RANK.keys()) == []


def test_imports_point_down() -> None:
    assert [str(each) for each in OURS if not points_down(each)] == []


def programs() -> dict[str, set[str]]:
    """Each file of `benchmarks/` and `scripts/`, and the files of its folder that it imports."""
    needs = {}
    for folder in PROGRAMS:
        files = {path.stem: path for path in (SRC.parents[1] / folder).glob("*.py")}
        for name, path in files.items():
            wanted = {imported.imported for imported in imports(str(path), path.read_text("utf-8"))}
            needs[f"{folder}/{name}"] = {f"{folder}/{each}" for each in wanted & files.keys()}
    return needs


def test_no_file_is_in_a_circle_of_imports() -> None:
    """The lazy imports and those for types included; a package's face counts as a file.

    Nothing in the package imports a program, so programs can be in a circle among themselves only.
    """
    needs: dict[str, set[str]] = {module(path): set() for path in FILES} | programs()
    for each in OURS:
        name = module(each.path)
        if each.imported in MODULES and each.imported not in ("tracker", name):
            needs[name].add(each.imported)

    while leaves := {name for name, wanted in needs.items() if not wanted}:
        needs = {name: wanted - leaves for name, wanted in needs.items() if name not in leaves}

    assert needs == {}


def test_command_line_and_pages_do_not_know_each_other() -> None:
    between = [
        str(each) for each in OURS if {each.importer, unit(each.imported)} == {"cli", "dashboard"}
    ]

    assert between == []


def test_the_programs_beside_the_package_are_found() -> None:
    needs = programs()

    assert needs["benchmarks/run"] == {"benchmarks/generate", "benchmarks/dashboard"}
    assert "scripts/soak" in needs


@pytest.mark.parametrize("library", HEAVY)
def test_who_imports_what_is_heavy(library: str) -> None:
    users = [each for each in ALL if each.imported.split(".")[0] == library]

    assert users != []
    assert [str(each) for each in users if each.importer not in HEAVY[library]] == []


def test_the_settings_of_the_server_know_no_streamlit() -> None:
    assert loaded_by(f"import {SETTINGS}", ["streamlit", "pandas", "altair"]) == []


def loaded_by(code: str, libraries: list[str]) -> list[str]:
    """Which of the libraries a fresh interpreter has loaded after the code."""
    asked = f"import sys; {code}; print(*[m for m in {libraries!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=SRC.parent
    )
    return done.stdout.split()


def test_the_question_sees_what_is_loaded() -> None:
    assert loaded_by("import yaml", ["yaml", "pandas"]) == ["yaml"]


@pytest.mark.parametrize(
    "code", ["import tracker", "import tracker.cli", "import tracker.cli, tracker.records.state"]
)
def test_the_command_line_starts_without_what_is_heavy(code: str) -> None:
    heavy = ["streamlit", "altair", "pandas", "numpy", "pydantic", "yaml"]

    assert loaded_by(code, heavy) == []


def test_rows_and_reports_need_no_drawing() -> None:
    code = "import tracker.rows, tracker.checks, tracker.report"

    assert loaded_by(code, ["streamlit", "altair", "pandas", "numpy"]) == []


# `date.today()` by any name, `datetime.now`, `time.time` and the other ways to ask.
CLOCK = re.compile(
    r"\btoday\(\)|\bnow\(|\butcnow\(|\btime\.(time|time_ns|localtime|gmtime|ctime|strftime)\b"
    r"|\bfrom time import\b|Timestamp\.(now|today)|fromtimestamp"
)


def test_the_tests_have_a_folder_for_each_package() -> None:
    packages = {path.parent.relative_to(SRC) for path in SRC.rglob("__init__.py")} - {Path()}
    folders = {path.parent.relative_to(TESTS) for path in TESTS.rglob("test_*.py")} - {Path()}

    assert folders - packages == CROSSING
    assert packages <= folders


def test_variables_say_what_they_hold() -> None:
    programs = [path for name in (*PROGRAMS, "fuzz") for path in (TESTS.parent / name).glob("*.py")]
    paths = [*SRC.rglob("*.py"), *TESTS.rglob("*.py"), *programs]
    vague = [
        f"{path}:{node.lineno}: {name}"
        for path in paths
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in [getattr(node, "id", None) or getattr(node, "arg", None)]
        if isinstance(node, ast.arg)
        or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
        if name in VAGUE
    ]

    assert vague == []


def test_only_the_outermost_layer_reads_the_clock() -> None:
    readers = {
        f"{path}:{number}: {line.strip()}"
        for path, text in FILES.items()
        for number, line in enumerate(text.splitlines(), 1)
        if CLOCK.search(line) and path not in READS_THE_CLOCK
    }

    assert readers == set()


def test_the_clock_is_read_where_it_is_said_to_be() -> None:
    assert {path for path, text in FILES.items() if CLOCK.search(text)} == READS_THE_CLOCK
