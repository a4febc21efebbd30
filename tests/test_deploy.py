"""What is promised about where the dashboard listens and what runs where."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from streamlit import config
from streamlit.web import cli as streamlit_cli

from tracker.cli import build_parser
from tracker.cli.streamlit_settings import SETTINGS, flags

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
DEPLOY = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
CONFIG = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
INSTRUCTIONS = {
    "FROM", "RUN", "WORKDIR", "COPY", "ENV", "USER", "EXPOSE", "HEALTHCHECK", "CMD",
}  # fmt: skip


def dockerfile() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_default_listens_on_this_machine_only() -> None:
    assert SETTINGS["server"]["address"] == CONFIG["server"]["address"] == "127.0.0.1"
    assert "--server.address=127.0.0.1" in flags()
    assert "enableCORS" not in CONFIG["server"]  # both protections stay on
    assert "enableXsrfProtection" not in CONFIG["server"]
    assert config._config_options_template["server.enableCORS"].default_val is True
    assert config._config_options_template["server.enableXsrfProtection"].default_val is True


def test_nothing_is_counted() -> None:
    assert SETTINGS["browser"]["gatherUsageStats"] is False
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert "--browser.gatherUsageStats=false" in flags()


def test_every_address_stands_in_the_dockerfile_only() -> None:
    for path in [*ROOT.glob("src/**/*.py"), ROOT / "app.py", ROOT / "Makefile"]:
        code = re.sub(r"#.*", "", path.read_text(encoding="utf-8"))
        assert "server.address=0.0.0.0" not in code, path
        assert '"address": "0.0.0.0"' not in code, path


def test_the_dockerfile_is_made_of_what_is_there() -> None:
    steps = dockerfile()
    assert {word for word, _ in steps} == INSTRUCTIONS
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    for word, rest in steps:
        if word == "COPY":
            *sources, _ = rest.split()
            for source in sources:
                assert (ROOT / source).exists()
                assert any(line.startswith(f"!{source}") for line in ignored)
    words = [word for word, _ in steps]
    assert words.index("USER") > max(i for i, word in enumerate(words) if word in ("RUN", "COPY"))
    assert re.fullmatch(r"[1-9][0-9]+", dict(steps)["USER"])


def test_the_command_of_the_container_exists() -> None:
    command = json.loads(dict(dockerfile())["CMD"])
    assert command[:3] == ["streamlit", "run", "app.py"]
    assert "run" in streamlit_cli.main.commands
    _options_exist(command[3:])
    check = json.loads(dict(dockerfile())["HEALTHCHECK"].partition("CMD ")[2])
    compile(check[2], "health", "exec")
    assert "http://127.0.0.1:8501/_stcore/health" in check[2]
    assert "--server.port=8501" in command


def test_the_packages_are_installed_before_the_source_is_copied() -> None:
    steps = dockerfile()
    [install] = [n for n, (word, rest) in enumerate(steps) if word == "RUN" and "pip" in rest]
    copied = {n: rest.split()[:-1] for n, (word, rest) in enumerate(steps) if word == "COPY"}
    assert [names for n, names in copied.items() if n < install] == [["requirements.txt"]]
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert [line for line in pins.splitlines() if line.startswith("-")] == ["-e .[all]"]


def test_the_compose_file_is_valid_and_keeps_the_limits_of_the_page() -> None:
    path = ROOT / "compose.yaml"
    schema = ["--builtin-schema", "vendor.compose-spec", str(path)]
    command = [sys.executable, "-m", "check_jsonschema", *schema]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")
    service = yaml.safe_load(path.read_text(encoding="utf-8"))["services"]["dashboard"]
    start = json.loads(dict(dockerfile())["CMD"])
    assert service["command"][: len(start)] == start
    _options_exist(service["command"][3:])
    assert service["read_only"] is True
    assert service["ports"] == ["127.0.0.1:8501:8501"]
    for volume in service["volumes"]:
        source, target, mode = volume.split(":")
        assert (ROOT / source).is_dir()
        assert ["COPY", f"{source[2:]} {target.replace('/app', '.')}"] in map(list, dockerfile())
        assert mode == "ro"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    text = block("ini").replace("/opt/prediction-tracker/bin/tracker", sys.executable)
    unit = tmp_path / "prediction-tracker.service"
    unit.write_text(text)
    command = ["systemd-analyze", "verify", "--man=no", str(unit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    [start] = re.findall(r"^ExecStart=\S+/tracker (.*)$", block("ini"), re.MULTILINE)
    args = build_parser()[0].parse_args(start.split())
    assert (args.port, args.allow_host) == (8501, ["predictions.example.org"])


def block(language: str) -> str:
    [text] = re.findall(rf"^```{language}\n(.*?)^```", DEPLOY, re.DOTALL | re.MULTILINE)
    return str(text)


def _options_exist(words: list[str]) -> None:
    for word in words:
        name = word.removeprefix("--").partition("=")[0]
        assert name in config._config_options_template, name


def test_options_in_the_documentation_exist() -> None:
    options = re.findall(r"--((?:server|browser|client)\.[A-Za-z]+)", DEPLOY)
    assert options
    _options_exist([f"--{name}" for name in options])
    for block in re.findall(r"```sh\n(.*?)```", DEPLOY, re.DOTALL):
        assert shlex.split(block)


def test_both_proxies_set_the_same_headers() -> None:
    nginx, caddy = block("nginx"), block("caddy")
    wanted = dict(re.findall(r'add_header ([A-Za-z-]+) "?([^"]+?)"? always;', nginx))
    headers = dict(re.findall(r'^ +([A-Z][A-Za-z-]+) "?([^"\n{]+)"?$', caddy, re.MULTILINE))
    assert headers == wanted
    assert "frame-ancestors 'none'" in wanted["Content-Security-Policy"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_workflow_runs_a_fork_with_rights(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    events = workflow[True]  # `on`, as YAML 1.1 has it
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(events)
    assert workflow["permissions"]["contents"] == "read"
    if "pull_request" in events:
        assert workflow["permissions"] == {"contents": "read"}
        assert "secrets." not in text
        assert "github.token" not in text
    for action in re.findall(r"uses: (\S+)", text):
        assert action == "./" or re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), action
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")
    # Text that others choose (a branch's name, a title) is never part of a script.
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
