"""What each command imports of what is heavy: no more than its work takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "streamlit", "altair", "pandas", "numpy", "pyarrow", "icalendar", "vl_convert",
    "jinja2", "pydantic", "yaml",
)  # fmt: skip
#: Records take the models.
MODELS = {"pydantic"}
#: A file whose text is not plain takes libyaml, too.
YAML = {"yaml"}
#: What is exported without an extra.
TEXT_EXPORTS = ("json", "jsonl", "csv", "atom", "badge", "badge-json", "markdown")
#: Command and what it may import.
COMMANDS: dict[str, set[str]] = {
    "--help": set(),
    "--version": set(),
    "due": MODELS,
    "list": MODELS,
    "horizon two-years --made-on 2024-03-05": set(),
    "check": MODELS,
    "show plain": MODELS | YAML,
    "score": MODELS | YAML,
    **{f"export {name}": MODELS | YAML for name in TEXT_EXPORTS},
    "export ics": MODELS | YAML | {"icalendar"},
    "schema --check": MODELS | YAML,
    "new another": MODELS | YAML,
    "resolve plain correct --dry-run": MODELS | YAML,
    "amend plain --dry-run": MODELS | YAML,
    "defer plain --dry-run": MODELS | YAML,
    "import nothing.json": MODELS | YAML,
    "init ../another": MODELS | YAML,
    "dashboard --help": set(),
}
#: Each command in a process of its own, forked off one that has imported nothing.
SCRIPT = """
import json, os, sys
commands, heavy = json.loads(sys.argv[1]), set(json.loads(sys.argv[2]))
said = {}
for command in commands:
    reading, writing = os.pipe()
    if not os.fork():
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        sys.argv[1:] = command.split()
        try:
            from tracker.cli import main
            main()
        except SystemExit:
            pass
        os.write(writing, json.dumps(sorted(heavy & set(sys.modules))).encode())
        os._exit(0)
    os.wait()
    os.close(writing)
    said[command] = json.loads(os.read(reading, 65536))
print(json.dumps(said))
"""
RECORD = """\
claim: It happens.
quote: it will happen
speaker: A speaker
source: card
made_on: 2024-02
deadline:
  as_said: soon
  kind: by
  latest: 2026-05-13
criteria:
  correct: It did.
  incorrect: It did not.
status: open
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_command_imports_no_more_than_its_work_takes(tmp_path: Path) -> None:
    root = tmp_path / "registry"
    (root / "predictions").mkdir(parents=True)
    (root / "predictions" / "plain.yaml").write_text(RECORD, "utf-8")
    (root / "seeds").mkdir()
    (root / "seeds" / "card.yaml").write_text("title: A card\nauthors:\n  - Ada\n", "utf-8")
    environment = {**os.environ}
    environment.pop("GITHUB_ACTIONS", None)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(list(COMMANDS)), json.dumps(HEAVY)],
        env=environment,
        cwd=root,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    modules = {command: set(loaded) for command, loaded in json.loads(done.stdout).items()}

    assert modules["show plain"] >= {"pydantic"}  # the question sees what is loaded
    more = {command: modules[command] - allowed for command, allowed in COMMANDS.items()}
    assert {command: loaded for command, loaded in more.items() if loaded} == {}
