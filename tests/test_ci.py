"""A demonstration: a pull request and a weekly run on a repository made here, as CI plays them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "scripts"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
BASH = shutil.which("bash")

pytestmark = pytest.mark.skipif(BASH is None, reason="the action needs bash")

RECORD = """\
claim: A film is made from nothing but its script.
quote: in two years a film will come out of a script
speaker: Ada Example
source: https://example.org/talk
made_on: 2024-03-05
deadline:
  as_said: in two years
  kind: by
  latest: {latest}
criteria:
  correct: A film made from nothing but its script is shown in at least one cinema.
  incorrect: No such film is shown in any cinema by then.
status: open
"""
OVERDUE = RECORD.format(latest="2026-03-05")
LATER = (
    RECORD.format(latest="9998-12-31")
    .replace("in two years", "by the end of 9998")
    .replace("claim: A film is made from nothing but its script.", "claim: People live on Mars.")
)


class Ran(NamedTuple):
    code: int
    out: str
    err: str
    outputs: dict[str, str]
    summary: str


Action = Callable[..., Ran]


def git(folder: Path, *args: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(["git", *identity, *args], cwd=folder, check=True, capture_output=True)


def outside_of_ci() -> dict[str, str]:
    ours = ("GITHUB_", "RUNNER_", "PYTHON", "TRACKER_", "GIT_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return kept


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A clone with a base branch, `origin/main`, and a branch for a pull request checked out."""
    upstream, clone = tmp_path / "upstream", tmp_path / "work" / "repository"
    (upstream / "data" / "predictions").mkdir(parents=True)
    (upstream / "data" / "seeds").mkdir()
    (upstream / "data" / "predictions" / "film.yaml").write_text(OVERDUE, encoding="utf-8")
    git(upstream, "init", "--quiet", "--initial-branch=main")
    git(upstream, "add", ".")
    git(upstream, "commit", "--quiet", "-m", "first")
    git(tmp_path, "clone", "--quiet", str(upstream), str(clone))
    git(clone, "checkout", "--quiet", "-b", "change")
    return clone


@pytest.fixture
def action(repository: Path, tmp_path: Path) -> Action:
    """Run the action's script in the clone as the runner does, with these inputs."""
    for name in ("output", "summary"):
        (tmp_path / name).touch()
    (tmp_path / "temp").mkdir()

    def run(cwd: Path = repository, **inputs: str) -> Ran:
        env = {
            **outside_of_ci(),
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(repository),
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
            "RUNNER_TEMP": str(tmp_path / "temp"),
            "RUNNER_OS": "Linux",
            "TRACKER_PYTHON": sys.executable,
            "ROOT": "data",
            "FAIL_ON": "",
            "WITHIN": "30d",
            "STRICT": "false",
            "AGAINST": "",
            "BASE": "main",
            **inputs,
        }
        command = [str(BASH), str(SCRIPTS / "action.sh")]
        done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, check=False)
        lines = (tmp_path / "output").read_text("utf-8").splitlines()
        outputs = dict(line.split("=", 1) for line in lines)
        summary = (tmp_path / "summary").read_text("utf-8")
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode(), outputs, summary)

    return run


def change(repository: Path, text: str, name: str = "film.yaml") -> None:
    """What a pull request does: a file written and committed."""
    (repository / "data" / "predictions" / name).write_text(text, encoding="utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "change")


# --- a pull request ---

ANNOTATION = re.compile(
    r"::notice file=data/predictions/film\.yaml,line=13,title=overdue%3A film::"
    r"A film is made from nothing but its script\.%0A"
    r"Ada Example, 2024-03-05: in two years -> by 2026-03-05, \d+ days overdue\n"
)


def test_a_clean_pull_request_passes_and_its_summary_says_what_is_overdue(
    action: Action, repository: Path
) -> None:
    change(repository, LATER, "later.yaml")
    ran = action()
    assert (ran.code, ran.out, ran.err) == (0, "", "")  # it did not touch the overdue record
    assert ran.outputs["needs-attention"] == "1"
    report = Path(ran.outputs["report"]).read_text("utf-8")
    assert report.startswith("# Predictions due on ")
    assert "1 overdue (2 predictions)." in report
    assert (
        ran.summary
        == f"# Registry check\n\nNo problems in 2 records, 0 cards, 0 people.\n\n{report}\n"
    )


def test_a_pull_request_is_annotated_for_the_records_that_it_touches(
    action: Action, repository: Path
) -> None:
    change(repository, OVERDUE + "# a remark\n")
    ran = action()
    assert (ran.code, ran.err) == (0, "")
    assert ANNOTATION.fullmatch(ran.out)


def test_a_silently_moved_deadline_fails_with_an_annotation_on_its_line(
    action: Action, repository: Path
) -> None:
    change(repository, RECORD.format(latest="2026-12-05"))
    ran = action()
    assert ran.code == 1
    [silent] = [line for line in ran.out.splitlines() if "changed-silently" in line]
    assert silent == (
        "::error file=data/predictions/film.yaml,line=6,col=1,title=changed-silently::"
        "`deadline` changed without an `amended` entry%0A"
        "hint: add an entry with `date`, `what` and `why`, or revert the change"
    )
    assert "error\\[changed-silently\\]" in ran.summary.replace("[", "\\[").replace("]", "\\]")


def test_the_same_change_with_an_amendment_passes(action: Action, repository: Path) -> None:
    amended = (
        "amended:\n  - date: 2026-03-01\n    what: [deadline]\n    why: the talk was heard again\n"
    )
    change(
        repository,
        RECORD.format(latest="2026-03-06").replace(
            "as_said: in two years", "as_said: in two years\n  assumed: a day more"
        )
        + amended,
    )
    assert "changed-silently" not in action().out


def test_a_pull_request_is_compared_with_where_it_left_the_base(
    action: Action, repository: Path
) -> None:
    # Somebody else amends the record on the base branch; the pull request has not seen it.
    upstream = repository.parent.parent / "upstream"
    path = upstream / "data" / "predictions" / "film.yaml"
    path.write_text(RECORD.format(latest="2026-12-05"), encoding="utf-8")
    git(upstream, "commit", "--quiet", "--all", "-m", "moved")
    git(repository, "fetch", "--quiet")
    assert action().code == 0


def test_a_deleted_record_fails(action: Action, repository: Path) -> None:
    (repository / "data/predictions/film.yaml").unlink()
    ran = action()
    assert ran.code == 1
    assert "::error file=data/predictions/film.yaml,title=deleted-record::" in ran.out


def test_a_broken_file_fails_and_the_rest_is_told(action: Action, repository: Path) -> None:
    change(repository, "claim: [\n", "broken.yaml")
    ran = action()
    assert ran.code == 1
    assert "::error file=data/predictions/broken.yaml,line=" in ran.out
    assert ran.outputs["needs-attention"] == "1"
    assert "1 invalid file: run `tracker check`." in ran.summary


@pytest.mark.parametrize(
    ("level", "base", "code"),
    # Time alone fails a scheduled run, and no pull request.
    [("overdue", "", 1), ("", "", 0), ("overdue", "main", 0)],
)
def test_fail_on_a_level(action: Action, level: str, base: str, code: int) -> None:
    ran = action(FAIL_ON=level, BASE=base)
    assert ran.code == code
    assert ran.out.count("::error ") == code


def test_strict_makes_a_warning_fail(action: Action, repository: Path) -> None:
    resolved = OVERDUE.replace(
        "status: open\n",
        """\
status: correct
resolution:
  resolved_on: 2025-08-07
  note: It was shown.
  evidence:
    - url: https://example.org/report
""",
    )
    change(repository, resolved)
    ran = action()
    assert "::warning file=data/predictions/film.yaml," in ran.out
    assert (ran.code, action(STRICT="true").code) == (0, 1)


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        # usage: what can't be carried out must not look like success
        ({"BASE": "no-such-branch"}, "hint: fetch it, or choose one that `git branch --all` lists"),
        ({"AGAINST": "--exec=x"}, "unknown revision '--exec=x'"),
        ({"ROOT": "-x"}, "no predictions/ folder in "),
        ({"WITHIN": "%"}, "invalid duration '%25'"),
        ({"FAIL_ON": "never"}, "unknown value 'never' for --fail-on"),
    ],
)
def test_used_wrongly_is_exit_2(action: Action, inputs: dict[str, str], message: str) -> None:
    ran = action(**inputs)
    assert (ran.code, ran.err) == (2, "")
    [annotation] = [line for line in ran.out.split("\n") if "::error" in line]
    assert annotation.startswith("::error title=prediction tracker::")
    assert ran.out.count(message) == 1


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"STRICT": "yes"}, "the input strict must be true or false"),
        ({"ISSUE": "yes"}, "the input issue must be true or false"),
        ({"RUNNER_OS": "Windows"}, "the action needs a Linux or macOS runner"),
    ],
)
def test_what_the_script_refuses(action: Action, inputs: dict[str, str], message: str) -> None:
    assert action(**inputs)[:3] == (2, f"::error title=prediction tracker::{message}\n", "")


def test_without_a_registry_there_are_no_outputs(action: Action) -> None:
    # An empty report would close the issue that says what is due.
    assert action(ROOT="nowhere").outputs == {}


@pytest.mark.parametrize(
    "text",
    [
        "$(touch hit) `touch hit` ${IFS}touch${IFS}hit",
        "; touch hit & touch hit | touch hit > hit",
        "' ; touch hit ; ' \" ; touch hit ; \"",
        "a\ntouch hit\n",
        "ext::sh -c touch% hit",
    ],
)
def test_hostile_inputs_are_text(action: Action, repository: Path, text: str) -> None:
    ran = action(AGAINST=text, BASE=text, FAIL_ON=text, ROOT=text, WITHIN=text)
    assert ran.code == 2
    assert ran.outputs == {}
    assert not list(repository.parent.parent.rglob("hit"))
    assert "Traceback" not in ran.err


def test_a_hostile_revision_is_text(action: Action, repository: Path) -> None:
    ran = action(AGAINST="$(touch hit)';touch hit;\"`touch hit`\n--output=hit")
    assert ran.code == 2
    assert not list(repository.parent.parent.rglob("hit"))


def test_the_repository_that_is_checked_runs_nothing(action: Action, repository: Path) -> None:
    (repository / "tracker").mkdir()
    for name in (
        "tracker/__init__",
        "tracker/__main__",
        "json",
        "yaml",
        "pydantic",
        "sitecustomize",
    ):
        (repository / f"{name}.py").write_text("open('hit', 'w')\nraise SystemExit(0)\n")
    ran = action(BASE="")
    assert ANNOTATION.fullmatch(ran.out)
    assert not list(repository.rglob("hit"))


def test_used_twice_in_a_job_both_reports_stay(action: Action) -> None:
    first, second = action().outputs["report"], action(WITHIN="3000d").outputs["report"]
    assert first != second
    assert Path(first).is_file()


@pytest.mark.nightly  # it needs a package index
def test_without_a_python_of_its_own_the_action_installs_the_core(
    action: Action, repository: Path, tmp_path: Path
) -> None:
    text = OVERDUE.replace("in two years a film", "in zwei Jahren 電影 ein Film")
    change(repository, text)
    ran = action(TRACKER_PYTHON="")
    assert ran.code == 1  # the quote was changed silently
    assert "電影" in ran.summary
    assert "Traceback" not in ran.err
    [python] = tmp_path.glob("temp/tracker.*/venv/bin/python")
    listed = [sys.executable, "-m", "pip", "--python", str(python), "list", "--format=json"]
    done = subprocess.run(listed, capture_output=True, text=True, check=True)
    versions = {each["name"].lower(): each["version"] for each in json.loads(done.stdout)}
    pins = (ROOT / "requirements.txt").read_text("utf-8").lower()
    assert {"filelock", "pydantic", "pyyaml", "wcwidth"} <= set(versions)
    assert len(versions) < 12
    for name in ("pydantic", "pyyaml", "wcwidth"):
        assert f"\n{name}=={versions[name]}\n" in pins


# --- a weekly run ---


@pytest.fixture
def issue(tmp_path: Path) -> Callable[..., tuple[int, list[list[str]], str]]:
    """Run due_issue.sh with a `gh` that only notes what it is asked; its calls, and the body."""
    programs = tmp_path / "bin"
    programs.mkdir()
    gh = programs / "gh"
    gh.write_text(f"""\
#!{sys.executable}
import json, os, sys
with open(os.environ["CALLS"], "a") as file:
    print(json.dumps(sys.argv[1:]), file=file)
if "--body-file" in sys.argv:
    body = open(sys.argv[sys.argv.index("--body-file") + 1], "rb").read()
    open(os.environ["BODY"], "wb").write(body)
if sys.argv[1:3] == ["issue", "list"]:
    print(os.environ["ISSUES"])
""")
    gh.chmod(0o755)

    def run(
        due: str, report: str | None, issues: str = "", **inputs: str
    ) -> tuple[int, list[list[str]], str]:
        calls, body, path = tmp_path / "calls", tmp_path / "body", tmp_path / "report.md"
        calls.touch()
        body.touch()
        if report is not None:
            path.write_text(report, encoding="utf-8")
        env = {
            **outside_of_ci(),
            "PATH": f"{programs}:{os.environ['PATH']}",
            "CALLS": str(calls),
            "BODY": str(body),
            "ISSUES": issues,
            "NEEDS_ATTENTION": due,
            "REPORT": str(path),
            **inputs,
        }
        command = [str(BASH), str(SCRIPTS / "due_issue.sh")]
        done = subprocess.run(command, env=env, capture_output=True, check=False)
        asked = [json.loads(line) for line in calls.read_text("utf-8").splitlines()]
        return done.returncode, asked, body.read_text("utf-8")

    return run


Issue = Callable[..., tuple[int, list[list[str]], str]]


def verbs(calls: list[list[str]]) -> list[list[str]]:
    return [[word for word in call if not word.startswith("/")] for call in calls[1:]]


def test_what_is_due_opens_an_issue(issue: Issue) -> None:
    code, calls, body = issue("2", "# Predictions due\n\n兩 | `x`\n")
    assert (code, body) == (0, "# Predictions due\n\n兩 | `x`\n\n")
    assert calls[0][:4] == ["issue", "list", "--state", "open"]
    assert verbs(calls) == [["issue", "create", "--title", "Predictions due", "--body-file"]]


def test_a_new_issue_has_labels_and_assignees(issue: Issue) -> None:
    _, calls, _ = issue("2", "now\n", LABELS="data, due", ASSIGNEES="ada")
    [create] = verbs(calls)
    assert create[5:] == ["--label", "data,due", "--assignee", "ada"]
    _, calls, _ = issue("2", "now\n", "7 Predictions due", LABELS="data", ASSIGNEES="ada")
    assert verbs(calls)[-1] == ["issue", "edit", "7", "--body-file"]  # they may have changed


@pytest.mark.parametrize("root", [".", "", "./", "data", "./data/", 'a"b'])
def test_each_registry_of_a_repository_has_its_own_issue(issue: Issue, root: str) -> None:
    name = root.removeprefix("./").removesuffix("/").replace(".", "")
    title = f"Predictions due in {name}" if name else "Predictions due"
    issues = f"5 Predictions due: a question\n6 Predictions due in elsewhere\n7 {title}\n8 {title}"
    _, calls, _ = issue("1", "now\n", issues, ROOT=root)
    assert calls[-1][:3] == ["issue", "edit", "7"]
    _, calls, _ = issue("1", "now\n", "6 Predictions due in elsewhere", ROOT=root)
    assert calls[-1][2:4] == ["--title", title]


def test_an_open_issue_is_updated(issue: Issue) -> None:
    code, calls, body = issue("2", "now\n", issues="7 Predictions due")
    assert (code, body, verbs(calls)) == (0, "now\n\n", [["issue", "edit", "7", "--body-file"]])


def test_nothing_due_closes_the_issue_with_the_last_report(issue: Issue) -> None:
    code, calls, body = issue("0", "none\n", issues="7 Predictions due")
    assert (code, body) == (0, "none\n\n")
    assert verbs(calls) == [
        ["issue", "edit", "7", "--body-file"],
        ["issue", "close", "7", "--comment", "Nothing is due."],
    ]


def test_nothing_due_and_no_issue_does_nothing(issue: Issue) -> None:
    code, calls, _ = issue("0", "none\n")
    assert (code, verbs(calls)) == (0, [])


@pytest.mark.parametrize(
    ("due", "report"), [("", "x"), ("x", "x"), ("0; x", "x"), ("0", ""), ("0", None)]
)
def test_without_a_report_the_issue_stays_as_it_is(
    issue: Issue, due: str, report: str | None
) -> None:
    assert issue(due, report, issues="7 Predictions due")[:2] == (2, [])


@pytest.mark.parametrize("line", ["x" * 99, "兩" * 99])
def test_a_body_that_github_would_refuse_is_cut_between_records(issue: Issue, line: str) -> None:
    item = f"- [ ] {line}\n  - {line}"
    code, _, body = issue("1", f"{item}\n\n" * 1000)
    assert code == 0
    assert len(body) < 65_536
    *items, note, end = body.split("\n\n")
    assert len(items) > 90
    assert {*items} == {item}
    assert (note, end) == ("(Shortened. `tracker due` lists the rest.)", "")


def test_the_weekly_run_from_end_to_end(action: Action, issue: Issue) -> None:
    ran = action(BASE="")
    report = Path(ran.outputs["report"]).read_text("utf-8")
    _, calls, body = issue(ran.outputs["needs-attention"], report)
    assert verbs(calls)[0][:2] == ["issue", "create"]
    assert body.strip() == report.strip()
    assert (
        "- [ ] **A film is made from nothing but its script.** [predictions/film.yaml:13]" in body
    )


def test_only_an_issue_that_a_bot_opened_is_taken_for_ours() -> None:
    jq = shutil.which("jq")
    if jq is None:
        pytest.skip("jq is not here")
    script = (SCRIPTS / "due_issue.sh").read_text("utf-8")
    [query] = re.findall(r"--jq '(.+)'\)", script)
    issues = [
        {"number": 1, "title": "Predictions due", "author": {"is_bot": False}},
        {"number": 2, "title": "Predictions due: a question", "author": {"is_bot": True}},
        {"number": 3, "title": "Predictions due", "author": {"is_bot": True}},
    ]
    command = [jq, "-r", query]
    done = subprocess.run(
        command, input=json.dumps(issues), capture_output=True, text=True, check=True
    )
    assert done.stdout == "2 Predictions due: a question\n3 Predictions due\n"


# --- pre-commit ---


def hook(name: str = "tracker-check") -> dict[str, Any]:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    [hook] = [each for each in hooks if each["id"] == name]
    assert isinstance(hook, dict)
    return hook


def test_the_hook_is_valid() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest"]
    done = subprocess.run([*command, ROOT / ".pre-commit-hooks.yaml"], check=False)
    assert done.returncode == 0
    assert hook("tracker-schema")["entry"] == "tracker schema"


@pytest.fixture
def commit(repository: Path, tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Stage everything and run the hook as `git commit` does."""

    def run(*args: str, name: str = "tracker-check") -> tuple[int, str]:
        own = {
            **{key: hook(name)[key] for key in ("id", "name", "always_run", "pass_filenames")},
            "entry": f"{sys.executable} -m {hook(name)['entry']}",
            "args": ["--root", "data", *args],
            "language": "system",
        }
        config = {"repos": [{"repo": "local", "hooks": [own]}]}
        (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
        git(repository, "add", "--all")
        command = [sys.executable, "-m", "pre_commit", "run", "--color", "never"]
        env = {**outside_of_ci(), "PRE_COMMIT_HOME": str(tmp_path / "cache")}
        done = subprocess.run(command, cwd=repository, env=env, capture_output=True, check=False)
        return done.returncode, done.stdout.decode()

    return run


Commit = Callable[..., tuple[int, str]]


def test_pre_commit_stops_a_broken_record_and_lets_the_rest_pass(
    repository: Path, commit: Commit
) -> None:
    film = repository / "data/predictions/film.yaml"
    film.write_text(OVERDUE + "# a remark\n", encoding="utf-8")
    code, out = commit("--against", "HEAD")
    assert (code, "Passed" in out) == (0, True)
    film.write_text(OVERDUE.replace("open", "opne"), encoding="utf-8")
    code, out = commit()
    assert code == 1
    assert "predictions/film.yaml:13:9: error[unknown-word]" in out


def test_pre_commit_stops_a_commit_that_only_deletes_or_renames(
    repository: Path, commit: Commit
) -> None:
    film = repository / "data/predictions/film.yaml"
    mars = film.with_name("mars.yaml")
    mars.write_text(LATER + f"restates: {film.stem}\n", encoding="utf-8")
    assert commit()[0] == 0
    git(repository, "commit", "--quiet", "-m", "mars")
    film.rename(film.with_name("cinema.yaml"))
    code, out = commit()
    assert (code, "error[unknown-record]" in out) == (1, True)
    film.with_name("cinema.yaml").unlink()
    code, out = commit()
    assert (code, "error[unknown-record]" in out) == (1, True)
    mars.unlink()
    assert commit()[0] == 0
    code, out = commit("--against", "HEAD")
    assert (code, out.count("error[deleted-record]")) == (1, 2)


def test_pre_commit_writes_what_editors_propose_and_then_passes(
    repository: Path, commit: Commit
) -> None:
    schema = repository / "data/schema/prediction.schema.json"
    talk = repository / "data/seeds/talk.yaml"
    talk.parent.mkdir(exist_ok=True)
    talk.write_text("title: A talk\n", encoding="utf-8")
    commit(name="tracker-schema")
    assert '{"const": "talk", "description": "A talk"},' in schema.read_text(encoding="utf-8")
    assert commit(name="tracker-schema")[0] == 0
    talk.write_text("title: The talk\n", encoding="utf-8")
    code, out = commit(name="tracker-schema")
    assert (code, "files were modified by this hook" in out) == (1, True)
    assert commit(name="tracker-schema")[0] == 0


# --- the files that GitHub reads ---


def load(path: Path) -> dict[str, Any]:
    loaded = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


def steps(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "run" in value or "uses" in value:
            yield value
        for inner in value.values():
            yield from steps(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from steps(inner)


OURS = [*WORKFLOWS, ROOT / "action.yml"]


def test_the_workflows_are_there() -> None:
    assert [path.name for path in WORKFLOWS] == [
        "audit.yml",
        "check.yml",
        "ci.yml",
        "container.yml",
        "due.yml",
        "nightly.yml",
        "pages.yml",
        "release.yml",
    ]


@pytest.mark.parametrize(
    ("kind", "paths"),
    [("github-workflows", WORKFLOWS), ("github-actions", [ROOT / "action.yml"])],
)
def test_files_for_github_are_valid(kind: str, paths: list[Path]) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{kind}"]
    done = subprocess.run([*command, *paths], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_others_actions_are_pinned_by_commit_and_the_comment_names_the_version(path: Path) -> None:
    uses = re.findall(r"^\s*-? *uses: *(.+)$", path.read_text("utf-8"), re.MULTILINE)
    assert uses
    for each in uses:
        assert each.startswith("./ ") or re.fullmatch(
            r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each
        )


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_expression_stands_in_a_script(path: Path) -> None:
    scripts = [step["run"] for step in steps(load(path)) if "run" in step]
    assert [script for script in scripts if "${{" in script] == []


PERMISSIONS = {
    "audit.yml": {"contents": "read"},
    "check.yml": {"contents": "read"},
    "ci.yml": {"contents": "read"},
    "container.yml": {"contents": "read"},
    "due.yml": {"contents": "read", "issues": "write"},
    "nightly.yml": {"contents": "read"},
    "pages.yml": {"contents": "read"},
    "release.yml": {"contents": "read"},
}
#: A job with permissions of its own checks nothing out, so it runs none of our code.
JOB_PERMISSIONS = {
    ("container.yml", "publish"): {"packages": "write"},
    ("pages.yml", "publish"): {"pages": "write", "id-token": "write"},
    ("release.yml", "publish"): {"id-token": "write"},
}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_do_no_more_than_it_must(path: Path) -> None:
    workflow = load(path)
    assert workflow["permissions"] == PERMISSIONS[path.name]
    for name, job in workflow["jobs"].items():
        assert job.get("permissions") == JOB_PERMISSIONS.get((path.name, name))
        used = [step.get("uses", "") for step in job["steps"]]
        assert "permissions" not in job or not [each for each in used if "/checkout@" in each]
    assert [job for job in workflow["jobs"].values() if "timeout-minutes" not in job] == []
    assert "pull_request_target" not in workflow["on"]
    checkouts = [step for step in steps(workflow) if "/checkout@" in step.get("uses", "")]
    assert checkouts
    assert {step["with"]["persist-credentials"] for step in checkouts} == {"false"}


def test_the_check_of_a_pull_request_has_the_history() -> None:
    check = load(ROOT / ".github/workflows/check.yml")
    [checkout] = [step for step in steps(check) if "/checkout@" in step.get("uses", "")]
    assert checkout["with"]["fetch-depth"] == "0"


def test_every_input_of_the_action_reaches_a_script() -> None:
    loaded = load(ROOT / "action.yml")
    reached = set()
    for step in steps(loaded["runs"]):
        if "run" not in step:
            continue
        [name] = re.findall(r'^bash "\$GITHUB_ACTION_PATH/scripts/(\w+\.sh)"$', step["run"])
        script = (SCRIPTS / name).read_text("utf-8")
        for variable, value in step["env"].items():
            if f"{{{variable}:-" in script:
                reached.add(value)
    inputs = loaded["inputs"].keys() - {"python"}
    assert {f"${{{{ inputs.{name} }}}}" for name in inputs} <= reached
    assert loaded["outputs"].keys() == {"needs-attention", "report"}


def test_a_pull_request_changes_no_issue() -> None:
    *_, step = steps(load(ROOT / "action.yml")["runs"])
    assert step["if"] == (
        "${{ !cancelled() && inputs.issue == 'true' && github.base_ref == '' "
        "&& steps.run.outputs.report != '' }}"
    )
