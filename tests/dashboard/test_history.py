from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tracker.dashboard import history
from tracker.dashboard.history import commits, edit_url


def _git(folder: Path, *args: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(folder), *identity, *args], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "predictions").mkdir()
    _git(tmp_path, "init", "-q", "-b", "main")
    for text, day in (("one", "2026-01-02"), ("two", "2026-03-04")):
        (tmp_path / "predictions" / "a.yaml").write_text(text)
        _git(tmp_path, "add", ".")
        _git(tmp_path, "commit", "-q", "-m", f"data: {text}\n\nbody", "--date", f"{day}T12:00:00")
    return tmp_path


def test_commits_of_a_file_newest_first(repository: Path) -> None:
    history = commits(repository, "predictions/a.yaml")
    assert [(commit.day, commit.subject) for commit in history] == [
        ("2026-03-04", "data: two"),
        ("2026-01-02", "data: one"),
    ]
    assert all(len(commit.name) >= 7 for commit in history)


def test_no_repository_is_no_history(tmp_path: Path) -> None:
    assert commits(tmp_path, "predictions/a.yaml") == []
    assert edit_url(tmp_path, "predictions/a.yaml") is None


@pytest.mark.parametrize(
    ("remote", "url"),
    [
        ("https://github.com/o/n.git", "https://github.com/o/n/edit/main/predictions/a.yaml"),
        ("git@github.com:o/n.git", "https://github.com/o/n/edit/main/predictions/a.yaml"),
        ("https://token@gitlab.com/o/n", "https://gitlab.com/o/n/-/edit/main/predictions/a.yaml"),
        ("https://example.org/o/n.git", None),
        ("/srv/git/n", None),
    ],
)
def test_where_a_file_is_edited(repository: Path, remote: str, url: str | None) -> None:
    _git(repository, "remote", "add", "origin", remote)
    assert edit_url(repository, "predictions/a.yaml") == url


def test_a_git_that_never_answers_holds_up_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = tmp_path / "git"
    stuck.write_text("#!/bin/sh\nexec sleep 600\n")
    stuck.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(history, "_PATIENCE", 0.05)

    assert history.commits(tmp_path, "predictions/a.yaml") == []
    assert history.edit_url(tmp_path, "predictions/a.yaml") is None
    assert history.user_name(tmp_path) is None


def test_without_a_branch_there_is_nothing_to_edit(repository: Path) -> None:
    _git(repository, "remote", "add", "origin", "https://github.com/o/n.git")
    _git(repository, "checkout", "-q", "--detach")
    assert edit_url(repository, "predictions/a.yaml") is None
