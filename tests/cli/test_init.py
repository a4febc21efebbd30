from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from tests.cli.conftest import Run


WORKFLOW = ".github/workflows/predictions.yml"


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def roots(path: Path) -> list[str]:
    """The input `root` of each use of the action in a workflow."""
    jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
    return [step["with"]["root"] for job in jobs for step in job["steps"] if "root" in step["with"]]


def test_below_the_root_of_a_repository_the_workflow_is_where_github_reads_it(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / ".git").mkdir()
    ran = run("init", "a/new")
    assert (ran.code, ran.err) == (0, "")
    assert f"wrote {WORKFLOW}\n" in ran.out
    assert not (tmp_path / "a/new/.github").exists()
    assert roots(tmp_path / WORKFLOW) == ["a/new"] * 2
    # A second registry has a workflow of its own; dependabot.yml has what it needs.
    ran = run("init", "数据: 2")
    assert (ran.code, ran.err) == (0, "")
    second = tmp_path / ".github/workflows/predictions-2.yml"
    assert roots(second) == ["数据: 2"] * 2
    names = [yaml.safe_load(path.read_text())["name"] for path in (tmp_path / WORKFLOW, second)]
    assert names == ["Predictions in a/new", "Predictions in 数据: 2"]


def test_the_top_of_a_repository_has_its_own_workflow_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert run("init", "data").code == 0
    ran = run("init", ".")
    assert (ran.code, ran.err) == (0, "")
    assert roots(tmp_path / WORKFLOW) == ["data"] * 2
    assert roots(tmp_path / ".github/workflows/predictions-registry.yml") == ["."] * 2


def test_from_inside_the_folder_it_is_the_same(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").write_text("gitdir: elsewhere\n")  # as in a linked work tree
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path / "data")
    ran = run("init", ".")
    assert "wrote ../.github/workflows/predictions.yml\n" in ran.out
    assert ran.out.endswith("\nnext: tracker due\n")
    assert roots(tmp_path / WORKFLOW) == ["data"] * 2


def test_what_a_repository_has_already_is_kept(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".github").mkdir()
    for name in (".gitattributes", ".github/dependabot.yml"):
        (tmp_path / name).write_text("# mine\n")
    ran = run("init", ".")
    assert (ran.code, ran.err) == (
        0,
        "note: .gitattributes exists; add to it: *.yaml text eol=lf\n"
        "note: .github/dependabot.yml exists; add to it: package-ecosystem: github-actions\n",
    )
    assert (tmp_path / ".gitattributes").read_text() == "# mine\n"
    assert roots(tmp_path / WORKFLOW) == ["."] * 2


def test_a_new_registry_passes_its_own_check(run: Run, tmp_path: Path) -> None:
    ran = run("init", "new/registry")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("check: no problems\nnext: cd new/registry && tracker due\n")
    registry = tmp_path / "new/registry"
    assert files_in(registry) == {
        ".gitattributes",
        ".github/dependabot.yml",
        "predictions/ada-robot-taxis.yaml",
        "seeds/people.yaml",
        "schema/prediction.schema.json",
        "schema/card.schema.json",
        "schema/people.schema.json",
        ".github/workflows/predictions.yml",
    }
    assert run("check", "--strict", "--root", str(registry)).code == 0
    assert run("schema", "--check", "--root", str(registry)).code == 0
    assert run("due", "--root", str(registry), "--as-of", "2026-03-06").code == 0
    workflow = yaml.safe_load((registry / ".github/workflows/predictions.yml").read_text("utf-8"))
    assert list(workflow["jobs"]) == ["check", "due"]
    ran = run("schema", "--root", str(registry))
    assert (ran.code, ran.out) == (0, "schema/ is up to date\n")


def test_nothing_that_is_there_is_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a/seeds").mkdir(parents=True)
    (tmp_path / "a/seeds/people.yaml").write_text("mine: {name: M}\n")
    assert run("init", "a") == (
        2,
        "",
        f"error: {tmp_path / 'a'} already contains seeds/people.yaml; nothing was written\n"
        "hint: move these files away, or choose another folder\n",
    )
    assert not (tmp_path / "a/predictions").exists()
    assert run("init", "b").code == 0
    assert run("init", "b") == (
        2,
        "",
        f"error: {tmp_path / 'b'} already contains a registry\nhint: add a record with `tracker new ID`\n",
    )


def test_a_place_that_can_not_be_written_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert run("init", "file") == (
        2,
        "",
        f"error: {tmp_path / 'file'} is not a folder\nhint: choose another path\n",
    )
    hint = "hint: move the existing file away, or choose another path\n"
    assert run("init", "file/below") == (2, "", f"error: not a directory: file/below\n{hint}")


def test_a_disk_that_is_full_is_a_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tracker.editing.files.os.write", write)
    ran = run("init", "a")
    monkeypatch.undo()
    assert ran.code == 1
    assert ran.err == (
        "error: can't write a/.gitattributes: no space left on device; it is unchanged\n"
        "hint: free some disk space, then run the command again\n"
    )
