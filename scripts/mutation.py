"""Mutation testing: which changes of the code that decides does no test notice?

`make mutation` calls it. Each module is changed in a copy, against its own tests alone, so a change
is caught where the module is tested or not at all. Exit code 1: fewer caught than LEAST, or a
survivor that docs/reliability.md does not explain.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build/mutation"
DOC = ROOT / "docs/reliability.md"
#: Module -> what of tests/ is copied beside it; the files test_* are run.
MODULES = {
    "state": ("test_state.py",),
    "dates": ("test_dates.py",),
    "edit": ("test_edit.py",),
    "scoring": ("test_scoring.py",),
    "horizon": ("test_horizon.py", "phrases.yaml"),
}
#: Properties of a thousand examples, which the tables make needless here: `-k` of pytest.
LEFT_OUT = {"horizon": "not raise"}
#: Percent of the mutants that tests must notice.
LEAST = 90
#: How mutmut says that a mutant was noticed; one that never ends is noticed too.
CAUGHT = ("killed", "timeout", "segfault", "suspicious")
#: A cache keeps mutmut from changing what it wraps, and changes no result.
CACHE = re.compile(r"^@lru_cache\(.*\)\n", re.MULTILINE)
CONFIG = """\
[tool.mutmut]
source_paths = ["src/"]
only_mutate = ["src/tracker/{module}.py"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "-p", "no:xdist", "-k", "{chosen}"]
pytest_add_cli_args_test_selection = [{tests}]
also_copy = ["conftest.py"]
timeout_multiplier = 5.0
timeout_constant = 5.0

[tool.pytest.ini_options]
addopts = ["--import-mode=importlib"]
"""
#: The same examples for each mutant, and no minute spent on finding the smallest that fails.
CONFTEST = """\
from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "mutation", derandomize=True, database=None, deadline=None, max_examples=50,
    phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
)
settings.load_profile("mutation")
"""


def main(names: list[str]) -> int:
    """Run the named modules, or all; says of each how many were caught, and what survived."""
    explained = DOC.read_text(encoding="utf-8") if DOC.exists() else ""
    is_fine = True
    for module in names or MODULES:
        folder = _prepared(module)
        _mutmut(folder, "run", "--max-children", "1")
        found = _results(folder, module)
        caught = sum(status in CAUGHT for status in found.values())
        share = 100 * caught / len(found)
        survivors = [name for name, status in sorted(found.items()) if status not in CAUGHT]
        unknown = [name for name in survivors if f"`{_short(name)}`" not in explained]
        _say(f"{module}: {caught} of {len(found)} mutants caught, {share:.1f}%")
        for name in survivors:
            _say(f"\n{found[name]}{', not explained' if name in unknown else ''}: {_short(name)}")
            _say(_mutmut(folder, "show", name))
        is_fine = is_fine and share >= LEAST and not unknown
    return 0 if is_fine else 1


def _prepared(module: str) -> Path:
    """A folder with the package, the module's tests and a configuration of its own."""
    folder = WORK / module
    shutil.rmtree(folder, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src/tracker", folder / "src/tracker", ignore=ignored)
    source = folder / f"src/tracker/{module}.py"
    source.write_text(CACHE.sub("", source.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "tests").mkdir()
    for name in ("conftest.py", *MODULES[module]):
        shutil.copy(ROOT / "tests" / name, folder / "tests")
    tests = ", ".join(f'"tests/{each}"' for each in MODULES[module] if each.startswith("test_"))
    config = CONFIG.format(module=module, tests=tests, chosen=LEFT_OUT.get(module, ""))
    (folder / "pyproject.toml").write_text(config, encoding="utf-8")
    (folder / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    return folder


def _mutmut(folder: Path, *args: str) -> str:
    """What mutmut prints; an error of its own ends the run."""
    done = subprocess.run(
        [sys.executable, "-m", "mutmut", *args], cwd=folder, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": ""}, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        sys.exit(f"mutmut {' '.join(args)} failed in {folder}:\n{done.stdout}{done.stderr}")
    return done.stdout


def _results(folder: Path, module: str) -> dict[str, str]:
    """Mutant -> what became of it."""
    from mutmut.stats import status_by_exit_code

    meta = json.loads((folder / f"mutants/src/tracker/{module}.py.meta").read_text())
    return {name: status_by_exit_code[code] for name, code in meta["exit_code_by_key"].items()}


def _short(name: str) -> str:
    """`state.x_turns__mutmut_7` of `tracker.state.x_turns__mutmut_7`."""
    return name.removeprefix("tracker.")


def _say(text: str) -> None:
    sys.stdout.write(text.rstrip("\n") + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
