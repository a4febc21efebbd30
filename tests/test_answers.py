from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.fuzz.edits import coarsen, damages, record, rewrite_unseen, write

from tracker import fingerprint, loading
from tracker.answers import Answers
from tracker.cli import main


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "registry", "predictions/a.yaml", record("A speaker", "https://example.org"))
    return tmp_path / "registry"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRACKER_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "cache"


def settle(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the files had been written long before they are read."""
    monkeypatch.setattr(loading, "is_settled", lambda *_: True)


def test_the_same_question_is_answered_without_reading_rows(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(monkeypatch)
    argv = ["due", "--root", str(root), "--as-of", "2026-05-14"]
    assert main([*argv, "--fail-on", "due"]) == 1
    first = capsys.readouterr().out
    monkeypatch.setattr(loading, "ask", lambda *_, **__: pytest.fail("it was worked out again"))

    assert main([*argv, "--fail-on", "due"]) == 1
    assert capsys.readouterr().out == first


@pytest.mark.parametrize(
    "other",
    [
        ["--as-of", "2026-05-15"],
        ["--fail-on", "due"],
        ["--format", "json"],
        ["--within", "60d"],
        ["--grace", "0"],
        ["--tag", "chips"],
        ["--speaker", "A speaker"],
        ["--color", "always"],
    ],
)
def test_another_question_has_another_answer(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    other: list[str],
) -> None:
    settle(monkeypatch)
    argv = ["due", "--root", str(root), "--as-of", "2026-05-14"]
    main(argv)
    first = capsys.readouterr().out
    code = main([*argv, *other])
    second = capsys.readouterr().out

    assert main([*argv, *other, "--no-cache"]) == code
    assert capsys.readouterr().out == second
    # These two change who is told of nothing here; the rest shows.
    assert (second == first) == (other[0] in ("--fail-on", "--speaker", "--within"))


def test_a_changed_file_or_a_damaged_answer_is_worked_out_again(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(monkeypatch)
    argv = ["list", "--root", str(root), "--as-of", "2026-05-14"]
    main(argv)
    first = capsys.readouterr().out
    [file] = cache.glob("*.list")
    for data in list(damages(file.read_bytes())):
        file.write_bytes(data)
        assert main(argv) == 0
        assert capsys.readouterr().out == first
    write(root, "predictions/b.yaml", record())
    main(argv)
    assert "2 predictions" in capsys.readouterr().out


def test_what_is_passed_over_is_told_of_again(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(monkeypatch)
    argv = ["due", "--root", str(root), "--as-of", "2026-05-14"]
    main(argv)
    write(root, "predictions/b.yml", record())
    capsys.readouterr()

    main(argv)
    assert "1 file is invalid" in capsys.readouterr().out
    (root / "predictions" / "b.yml").unlink()
    main(argv)
    assert "invalid" not in capsys.readouterr().out


def test_files_that_are_younger_than_the_clock_can_tell_have_no_answer_yet(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    coarsen(monkeypatch, 2_000_000_000)
    argv = ["due", "--root", str(root), "--as-of", "2026-05-14"]
    main(argv)
    rewrite_unseen(root, "predictions/a.yaml", "2026-05-13", "2027-05-13")
    capsys.readouterr()

    main(argv)
    assert "0 due" in capsys.readouterr().out


@pytest.mark.parametrize(
    "environment",
    [
        {"NO_COLOR": "1"},
        {"COLUMNS": "60"},
        {"TERM": "dumb"},
        {"LC_ALL": "C"},
        {"TZ": "Asia/Tokyo"},
        {"CI": "true"},
        {"GITHUB_WORKSPACE": "{root}"},
        {"GITHUB_ACTIONS": "true"},
    ],
)
def test_the_environment_is_part_of_the_question(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    environment: dict[str, str],
) -> None:
    settle(monkeypatch)
    write(root, "predictions/long.yaml", record("A name", "https://example.org/" + "a" * 80))
    for form in ("auto", "github"):
        argv = ["due", "--root", str(root), "--as-of", "2026-05-14", "--format", form]
        main(argv)
        capsys.readouterr()
        for name, value in environment.items():
            monkeypatch.setenv(name, value.format(root=root.parent))
        main([*argv, "--no-cache"])
        expected = capsys.readouterr().out
        main(argv)
        assert capsys.readouterr().out == expected


def test_the_root_may_be_named_in_any_way(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(monkeypatch)
    (root.parent / "link").symlink_to(root)
    monkeypatch.chdir(root / "predictions")
    said = []
    for options in ([], ["--root", ".."], ["--root", str(root)], ["--root", "../../link"]):
        for form in ("text", "json", "github"):
            main(["due", *options, "--as-of", "2026-05-14", "--format", form])
            found = capsys.readouterr().out
            main(["due", *options, "--as-of", "2026-05-14", "--format", form, "--no-cache"])
            assert capsys.readouterr().out == found
            said.append(found)
    assert len(set(said)) == 3


def test_code_that_is_in_no_files_has_no_answers(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(monkeypatch)
    monkeypatch.setattr(fingerprint, "__file__", str(root / "package.zip" / "fingerprint.py"))

    for _ in range(2):
        assert main(["due", "--root", str(root), "--as-of", "2026-05-14"]) == 0
        assert "1 due" in capsys.readouterr().out
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("way", ["writable", "a link", "a pipe"])
def test_an_answer_that_others_may_have_written_is_not_read(
    root: Path,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    way: str,
) -> None:
    settle(monkeypatch)
    argv = ["due", "--root", str(root), "--as-of", "2026-05-14"]
    keep = Answers.keep
    with monkeypatch.context() as patch:
        patch.setattr(Answers, "keep", lambda self, _, code: keep(self, "a lie\n", code))
        main(argv)
        truth = capsys.readouterr().out
    main(argv)
    assert capsys.readouterr().out == "a lie\n"

    [file] = cache.glob("*.due")
    if way == "writable":
        file.chmod(0o620)
    elif way == "a pipe":
        file.unlink()
        os.mkfifo(file, 0o600)
    else:
        file.rename(cache / "elsewhere")
        file.symlink_to(cache / "elsewhere")
    main(argv)
    assert capsys.readouterr().out == truth


def test_a_disk_that_is_full_leaves_no_answer_behind(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    settle(monkeypatch)
    monkeypatch.setattr("tracker.answers.os.replace", full)
    assert main(["due", "--root", str(root), "--as-of", "2026-05-14"]) == 0
    assert [path.name for path in cache.iterdir() if ".list" in path.name] == []


def test_a_folder_that_is_not_named_from_the_root_of_the_disk_is_not_used(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACKER_CACHE_DIR", "here")
    assert main(["due", "--root", str(root), "--as-of", "2026-05-14"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["registry"]
