"""What a command says whose extra is not installed."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tracker.cli.errors import EXTRAS, missing_extra

ROOT = Path(__file__).resolve().parent.parent.parent
#: Runs a command as if the modules before `--` were not installed.
SCRIPT = """
import sys
end = sys.argv.index("--")
sys.modules.update(dict.fromkeys(sys.argv[1:end]))
from tracker.cli import main
sys.exit(main(sys.argv[end + 1:]))
"""


def run(registry: Path, command: str, absent: list[str]) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *absent, "--", *command.split(), "--root", str(registry)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=registry,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("command", "absent", "extra", "module"),
    [
        ("dashboard", "streamlit", "dashboard", "streamlit"),
        ("dashboard", "altair", "dashboard", "altair"),
        ("export ics", "icalendar", "export", "icalendar"),
        ("export parquet -o p.parquet", "pyarrow", "export", "pyarrow"),
        ("export html -o page", "altair", "export", "altair"),
        ("export html -o page", "vl_convert", "export", "vl_convert"),
        ("export chart horizon", "altair", "export", "altair"),
    ],
)
def test_a_command_whose_extra_is_missing_names_it(
    registry_dir: Path, command: str, absent: str, extra: str, module: str
) -> None:
    name = command.partition(" -o")[0]
    message = (
        f"error: `tracker {name}` needs the extra `{extra}` ({module}): "
        f"pip install 'prediction-tracker[{extra}]'\n"
    )
    code, out, err = run(registry_dir, command, [absent])
    note = f"note: no predictions in {registry_dir}/predictions\n"
    assert (code, out, err.removeprefix(note)) == (2, "", message)
    assert sorted(path.name for path in registry_dir.iterdir()) == ["predictions", "seeds"]


def test_another_module_that_is_missing_is_a_defect_of_ours() -> None:
    assert missing_extra("due", ModuleNotFoundError(name="tracker.rows")) is None
    assert missing_extra("due", ModuleNotFoundError()) is None


def test_the_extras_are_those_of_the_package() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    declared = tomllib.loads(text)["project"]["optional-dependencies"]
    modules: dict[str, set[str]] = {}
    for module, distributions in importlib.metadata.packages_distributions().items():
        for name in distributions:
            modules.setdefault(_normal(name), set()).add(module)
    names = {
        extra: [_normal(re.split(r"[<>=]", line)[0]) for line in lines]
        for extra, lines in declared.items()
    }

    assert names.pop("all") == ["prediction-tracker[dashboard,export,prompts]"]
    assert list(names) == list(EXTRAS)
    for extra, listed in EXTRAS.items():
        pairs = zip(listed, names[extra], strict=True)
        assert [module for module, name in pairs if module not in modules[name]] == []


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
