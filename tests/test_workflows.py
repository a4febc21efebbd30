"""Every workflow that we run, document or write with `tracker init`: valid, pinned, and safe."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml

from tracker.cli import main

ROOT = Path(__file__).resolve().parent.parent
#: Where pins of actions are; Dependabot updates only those in .github/ and action.yml.
PINNED = [
    ROOT / "action.yml",
    *sorted((ROOT / ".github/workflows").glob("*.yml")),
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "src/tracker/cli/init.py",
]


def in_docs() -> dict[str, str]:
    """The workflows among the code blocks of README and docs, by page and number."""
    blocks: dict[str, str] = {}
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for block in re.findall(r"^```yaml\n(.*?)^```", page.read_text("utf-8"), re.S | re.M):
            if re.search(r"^on:", block, re.M) and "\njobs:" in block:
                blocks[f"{page.stem}-{len(blocks)}"] = block
    return blocks


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a registry from `tracker init`, another one in a folder, and the docs'."""
    top = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "--quiet", str(top)], check=True)
    assert main(["init", str(top)]) == main(["init", str(top / "data")]) == 0
    for name, text in in_docs().items():
        (top / f".github/workflows/{name}.yml").write_text(text, encoding="utf-8")
    return top


def workflows(folder: Path) -> list[Path]:
    return sorted((folder / ".github/workflows").glob("*.yml"))


def test_the_docs_have_workflows() -> None:
    pages = [name.partition("-")[0] for name in in_docs()]
    assert (pages.count("ci"), pages.count("publishing")) == (2, 1)


def test_zizmor_finds_nothing(repository: Path) -> None:
    zizmor = shutil.which("zizmor", path=Path(sys.executable).parent)
    assert zizmor is not None, "install requirements-dev.txt"
    command = [zizmor, "--offline", "--no-progress", "--color=never", "--strict-collection"]
    done = subprocess.run([*command, ROOT, repository], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("No findings to report.")
    read = (*workflows(ROOT), ROOT / "action.yml", *workflows(repository))
    for path in read:
        assert f"completed {path}" in done.stderr
    # It was told to overlook two things: our own action at a tag, and in its own repository.
    ignored = [
        line
        for path in read
        for line in path.read_text("utf-8").splitlines()
        if "zizmor: ignore" in line
    ]
    ours = (
        r" +- uses: prediction-tracker/prediction-tracker@v[\d.]+ # zizmor: ignore\[unpinned-uses\].*"
        r"| +- uses: \./ # zizmor: ignore\[self-repository\].*"
    )
    assert [line for line in ignored if not re.fullmatch(ours, line)] == []


def test_files_for_github_are_valid(repository: Path) -> None:
    dependabot = [folder / ".github/dependabot.yml" for folder in (ROOT, repository)]
    for kind, paths in (
        ("github-workflows", workflows(repository)),
        ("dependabot", dependabot),
    ):
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{kind}"]
        done = subprocess.run([*command, *paths], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")


def test_all_pins_of_an_action_agree() -> None:
    pins: dict[str, set[str]] = {}
    for path in PINNED:
        text = path.read_text("utf-8")
        for name, pin in re.findall(
            r"\b([\w-]+/[\w-]+)(?:/[\w-]+)?@([0-9a-f]{40} # v[\d.]+)", text
        ):
            pins.setdefault(name, set()).add(pin)
    assert len(pins) >= 5
    assert {name: sorted(pin) for name, pin in pins.items() if len(pin) > 1} == {}


def test_others_actions_are_pinned(repository: Path) -> None:
    for path in workflows(repository):
        uses = re.findall(r"uses: *(\S+@\S+)", path.read_text("utf-8"))
        assert uses
        for each in uses:
            ours = each.startswith("prediction-tracker/prediction-tracker@v")
            assert ours or re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", each), each


def test_no_checkout_keeps_its_credentials(repository: Path) -> None:
    for path in (*workflows(ROOT), *workflows(repository)):
        jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
        steps = [step for job in jobs for step in job["steps"]]
        checkouts = [step for step in steps if "/checkout@" in step.get("uses", "")]
        assert [step["with"]["persist-credentials"] for step in checkouts] == [False] * len(
            checkouts
        )


def test_the_docs_show_the_workflow_that_init_writes(repository: Path) -> None:
    written = (repository / ".github/workflows/predictions.yml").read_text("utf-8")
    assert in_docs()["ci-0"] == written


def test_only_the_scheduled_run_fails_for_time_and_may_write_issues(repository: Path) -> None:
    workflow = yaml.safe_load((repository / ".github/workflows/predictions.yml").read_text())
    check, due = workflow["jobs"]["check"], workflow["jobs"]["due"]
    assert "permissions" not in check
    assert workflow["permissions"] == {"contents": "read"}
    assert due["permissions"] == {"contents": "read", "issues": "write"}
    assert check["steps"][-1]["with"] == {"root": "."}
    assert due["steps"][-1]["with"] == {"root": ".", "fail-on": "overdue", "issue": True}
    assert "pull_request" in check["if"]
    assert "schedule" in due["if"]


@pytest.mark.parametrize("root", [".", "data"])
def test_the_page_workflow_works_from_a_new_registry(repository: Path, root: str) -> None:
    workflow = yaml.safe_load(
        next(text for name, text in in_docs().items() if "publishing" in name)
    )
    build = workflow["jobs"]["build"]
    [script] = [step["run"] for step in build["steps"] if "tracker export" in step.get("run", "")]
    tracker = repository / "bin/tracker"
    tracker.parent.mkdir(exist_ok=True)
    tracker.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tracker "$@"\n')
    tracker.chmod(0o755)
    env = {
        "PATH": f"{tracker.parent}:/usr/bin:/bin",
        "GITHUB_REPOSITORY": "Owner/repository",
        "GITHUB_REPOSITORY_OWNER": "owner",
        "REGISTRY": root,
    }
    shutil.rmtree(repository / "public", ignore_errors=True)
    bash = ["bash", "-e", "-c", textwrap.dedent(script)]
    done = subprocess.run(
        bash, cwd=repository, env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    public = repository / "public"
    names = {"index.html", "deadlines.ics", "changes.atom", "badge.svg"}
    assert names <= {path.name for path in public.iterdir()}
    assert "ada-robot-taxis" in (public / "index.html").read_text("utf-8")
    assert "https://owner.github.io/repository/" in (public / "changes.atom").read_text("utf-8")
