"""What docs/ci.md tells people to copy is tried here, as far as it can be without the network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tracker.cli.check import _FORMATS as CHECK_FORMATS
from tracker.cli.due import _FORMATS as DUE_FORMATS
from tracker.private import folder_for

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "ci.md").read_text("utf-8")


def block(language: str, containing: str) -> str:
    found = re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    [text] = [text for text in found if containing in text]
    return str(text)


@pytest.mark.parametrize(
    ("containing", "schema"),
    [
        ("pull_request:", "vendor.github-workflows"),
        ("actions/cache@", "vendor.github-workflows"),
        ("merge_request_event", "vendor.gitlab-ci"),
        (".tracker-cache", "vendor.gitlab-ci"),
    ],
)
def test_a_pipeline_to_copy_is_valid(tmp_path: Path, containing: str, schema: str) -> None:
    path = tmp_path / "pipeline.yml"
    path.write_text(block("yaml", containing), encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")


def test_the_configuration_of_pre_commit_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(block("yaml", "tracker-check"), encoding="utf-8")
    command = [sys.executable, "-m", "pre_commit", "validate-config", str(path)]
    assert subprocess.run(command, check=False).returncode == 0


def test_the_inputs_in_the_table_are_those_of_the_action() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    rows = re.findall(r"^\| `([\w-]+)` \| (?:`(.*?)`)?", TEXT.split("## GitLab")[0], re.MULTILINE)
    assert [name for name, _ in rows] == list(action["inputs"])
    assert dict(rows) == {name: about["default"] for name, about in action["inputs"].items()}


def test_the_formats_in_the_table_are_those_of_the_commands() -> None:
    rows = dict(re.findall(r"^\| `(check|due)` \| (.+) \|$", TEXT, re.MULTILINE))
    assert ["auto", *re.findall(r"`(\w+)`", rows["check"])] == list(CHECK_FORMATS)
    assert ["auto", *re.findall(r"`(\w+)`", rows["due"])] == list(DUE_FORMATS)


@pytest.mark.parametrize(("code", "mailed"), [(1, "something is due\n"), (0, "")])
def test_cron_mails_only_what_is_due(tmp_path: Path, code: int, mailed: str) -> None:
    line = block("text", "/srv/registry").strip()
    schedule, command = line.split("  ", 1)
    assert schedule == "17 5 * * 1"
    assert "%" not in command  # cron's newline
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for path, text in (
        (programs / "tracker", f"echo something is due; exit {code}"),
        (tmp_path / "git", "exit 0"),
    ):
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", "-c", command.replace("/srv/registry", str(tmp_path))],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout.strip(), done.stderr) == (mailed.strip(), "")


@pytest.mark.parametrize(("code", "stops"), [(0, False), (1, False), (2, True)])
def test_findings_are_left_to_the_reader_of_the_report(code: int, stops: bool) -> None:
    line = block("groovy", "junit").splitlines()[0]
    assert line.endswith("> check.xml || test $? -eq 1'")
    script = f"(exit {code}) || test $? -eq 1"
    assert bool(subprocess.run(["/bin/sh", "-c", script], check=False).returncode) == stops


def test_the_cache_that_is_kept_is_the_one_that_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TRACKER_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    steps = yaml.safe_load(block("yaml", "actions/cache@"))["jobs"]["due"]["steps"]
    [kept] = [step["with"]["path"] for step in steps if "actions/cache" in step["uses"]]

    base = folder_for(str(tmp_path / "registry"))
    assert base is not None
    assert Path(base).parent == Path(kept).expanduser()
    assert kept in block("yaml", ".tracker-cache")


@pytest.mark.parametrize("is_committed", [False, True])
def test_gitlabs_cache_is_carried_over_unless_it_came_with_a_commit(
    tmp_path: Path, is_committed: bool
) -> None:
    job = yaml.safe_load(block("yaml", ".tracker-cache"))["predictions due"]
    project = tmp_path / "project"
    (project / ".tracker-cache").mkdir(parents=True)
    (project / ".tracker-cache" / "kept.rows").write_text("of the last run")
    (project / ".tracker-cache" / "kept.rows").chmod(0o666)
    listed = "echo .tracker-cache/kept.rows" if is_committed else "exit 0"
    for name, text in (
        ("pip", "exit 0"),
        ("git", listed),
        ("tracker", "cat ~/.cache/prediction-tracker/*; stat -c %a ~/.cache/prediction-tracker/*"),
    ):
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    script = "set -e\n" + "\n".join([*job["before_script"], *job["script"]])
    after = "\n".join(job["after_script"])
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "HOME": str(tmp_path / "home")}
    done = [
        subprocess.run(
            ["/bin/sh", "-c", text], cwd=project, env=environment, check=False
        ).returncode
        for text in (script, after)
    ]

    assert (done[0] == 0) is not is_committed
    if not is_committed:
        assert (project / "due.xml").read_text() == "of the last run644\n"
        assert (project / ".tracker-cache" / "kept.rows").read_text() == "of the last run"
