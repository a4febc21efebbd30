"""What docs/ci.md tells people to copy is tried here, as far as it can be without the network."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tracker.cli import main
from tracker.report import CHECK_FORMATS, DUE_FORMATS

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "ci.md").read_text("utf-8")


def block(language: str, containing: str) -> str:
    blocks = re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    [text] = [text for text in blocks if containing in text]
    return str(text)


@pytest.mark.parametrize(
    ("containing", "schema"),
    [
        ("pull_request:", "vendor.github-workflows"),
        ("merge_request_event", "vendor.gitlab-ci"),
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
    assert re.findall(r"`(\w+)`", rows["check"]) == list(CHECK_FORMATS)
    assert re.findall(r"`(\w+)`", rows["due"]) == list(DUE_FORMATS)


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
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == (mailed.strip(), "")


@pytest.mark.parametrize(("code", "stops"), [(0, False), (1, False), (2, True)])
def test_findings_are_left_to_the_reader_of_the_report(code: int, stops: bool) -> None:
    line = block("groovy", "junit").splitlines()[0]
    assert line.endswith("> check.xml || test $? -eq 1'")
    script = f"(exit {code}) || test $? -eq 1"
    assert bool(subprocess.run(["/bin/sh", "-c", script], check=False).returncode) == stops


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not here")
@pytest.mark.parametrize(("containing", "program"), [("$WEBHOOK_URL", "curl"), ("mail -s", "mail")])
@pytest.mark.parametrize("is_due", [True, False])
def test_chat_and_mail_say_what_is_due_and_nothing_else(
    tmp_path: Path, containing: str, program: str, is_due: bool
) -> None:
    assert main(["init", str(tmp_path / "new")]) == 0
    day = "2026-04-01" if is_due else "2024-04-01"
    for name, text in (
        ("tracker", f'exec "{sys.executable}" -m tracker --as-of {day} "$@"'),
        (program, 'printf "%s\\n" "$@" > ../words; cat > ../sent'),
    ):
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
    record = tmp_path / "new/predictions/ada-robot-taxis.yaml"
    text = record.read_text("utf-8")
    record.write_text(text.replace("Driverless taxis", "Driverless <!here> & taxis"), "utf-8")
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", block("sh", containing)],
        cwd=tmp_path / "new",
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "WEBHOOK_URL": "https://chat.example/x"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    sent = tmp_path / "sent"
    assert sent.exists() == is_due
    if is_due and program == "curl":
        assert json.loads(sent.read_text("utf-8")) == {
            "text": "Predictions that need attention: 1\n"
            "• Driverless &lt;!here&gt; &amp; taxis will carry paying passengers in… "
            "(due, predictions/ada-robot-taxis.yaml)"
        }
        assert (tmp_path / "words").read_text().splitlines()[-1] == "https://chat.example/x"
    elif is_due:
        assert sent.read_text("utf-8") == (
            "Driverless <!here> & taxis will carry paying passengers in ten cities within two "
            "years.\n  due, deadline 2026-03-05\n"
            "  within two years you will be able to take one in ten cities\n"
            "  predictions/ada-robot-taxis.yaml:33\n\n"
        )
        subject = "Predictions that need attention: 1"
        assert (tmp_path / "words").read_text() == f"-s\n{subject}\nteam@example.org\n"
