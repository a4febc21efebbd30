"""What all commands share: the root, the date, colour, where options stand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker.cli import common

if TYPE_CHECKING:
    from tests.cli.conftest import Run

TODAY = "2026-11-21"


LISTING = ("due", "list")
READING = ("check", "due", "list")


@pytest.mark.parametrize("command", READING)
def test_an_empty_registry_is_exit_0_with_a_note(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "predictions").mkdir()
    code, _, err = run(command, "--as-of", TODAY)
    assert (code, err) == (0, f"note: no predictions in {tmp_path}/predictions\n")


@pytest.mark.parametrize(
    "argv", [[c] for c in READING] + [["show", "x"], ["schema"], ["dashboard"]]
)
def test_no_registry_is_exit_2_and_says_where_it_looked(
    run: Run, tmp_path: Path, argv: list[str]
) -> None:
    assert run(*argv) == (
        2,
        "",
        f"error: no predictions/ folder in {tmp_path} or any folder above it\n"
        "hint: pass --root DIR, or create a registry with `tracker init DIR`\n",
    )
    for missing in (tmp_path / "nowhere", Path("/dev/null")):
        assert run(*argv, "--root", str(missing)) == (
            2,
            "",
            f"error: no predictions/ folder in {missing}\n"
            "hint: point --root at the folder that contains predictions/\n",
        )


@pytest.mark.parametrize("command", READING)
def test_options_stand_before_or_after_the_command(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    elsewhere = root / "elsewhere"
    elsewhere.mkdir()
    expected = run(command, "--as-of", TODAY, "--color", "always")
    assert expected.code == 0
    assert "\x1b[" in expected.out
    monkeypatch.chdir("/")
    options = ["--root", str(root), "--as-of", TODAY, "--color", "always"]
    assert run(*options, command) == expected
    assert run(command, *options) == expected
    assert run(*options[:2], command, *options[2:]) == expected
    assert run(*options[2:], command, *options[:2]) == expected


def test_the_option_behind_the_command_wins(run: Run, root: Path) -> None:
    out = run("--as-of", "2030-01-01", "due", "--as-of", TODAY).out
    assert out.startswith(f"On {TODAY}")


def test_the_root_is_found_from_below(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "predictions")
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-02-29", "February 2026 has 28 days"),
        ("2026-13-01", "there is no month 13"),
        ("0000-01-01", "years begin at 0001"),
        ("2026-01", "expected a full date such as 2024-03-05"),
        ("today", "expected a full date such as 2024-03-05"),
        ("", "expected a full date such as 2024-03-05"),
        ("２０２６-01-01", "expected a full date such as 2024-03-05"),
    ],
)
def test_a_bad_date_is_usage(run: Run, root: Path, text: str, why: str) -> None:
    for argv in (["--as-of", text, "due"], ["due", "--as-of", text]):
        code, out, err = run(*argv)
        assert (code, out) == (2, "")
        assert err.endswith(f"error: argument --as-of: invalid date {text!r}: {why}\n")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar(run: Run, root: Path, day: str) -> None:
    for command in LISTING:
        assert run(command, "--as-of", day).code == 0


def test_colour_only_where_it_is_asked_for(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    always = run("due", "--as-of", TODAY, "--color", "always").out
    assert "\x1b[31;1mOVERDUE (1)\x1b[0m" in always
    for argv in (["--color", "auto"], ["--color", "never"], []):  # standard output is no terminal
        assert "\x1b" not in run("due", "--as-of", TODAY, *argv).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert run("due", "--as-of", TODAY, "--color", "always").out == always


def test_no_color_is_honoured_on_a_terminal(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out() -> str:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        return run("due", "--as-of", TODAY).out

    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[" in out()
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert "\x1b" not in out()
    monkeypatch.setenv("NO_COLOR", "")  # empty is as good as not set: https://no-color.org
    assert "\x1b[" in out()


@pytest.mark.parametrize("command", LISTING)
def test_an_unknown_state_names_the_known_ones(run: Run, root: Path, command: str) -> None:
    code, out, err = run(command, "--state", "late")
    assert (code, out) == (2, "")
    assert err == (
        "error: unknown value 'late' for --state\n"
        "hint: choose from overdue, due, review, soon, upcoming, resolved\n"
    )


@pytest.mark.parametrize("command", LISTING)
@pytest.mark.parametrize(
    ("option", "value", "hint"),
    [
        ("--tag", "flim", "hint: did you mean `film`?\n"),
        ("--tag", "sky", "hint: choose from agi, film\n"),
        ("--tag", "", "hint: choose from agi, film\n"),
        ("--speaker", "wang-jang", "hint: did you mean `wang-yang`?\n"),
        ("--source", "heralds", "hint: did you mean `herald`?\n"),
    ],
)
def test_an_unknown_filter_value_names_the_nearest(
    run: Run, root: Path, command: str, option: str, value: str, hint: str
) -> None:
    format_ = ("csv",) if command == "export" else ()
    ran = run(command, *format_, option, "film" if option == "--tag" else "herald", option, value)
    ran = run(command, *format_, option, value)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: unknown {option[2:]} {value!r}\n{hint}"


def test_a_filter_value_may_be_in_an_invalid_file(run: Run, root: Path) -> None:
    (root / "predictions/due.yaml").write_text("tags: [sky]\n", encoding="utf-8")
    assert run("list", "--tag", "sky").err == (
        "error: unknown tag 'sky'\nhint: 1 invalid file not searched: run `tracker check`\n"
    )


def test_a_person_without_predictions_and_a_later_one_are_known(run: Run, root: Path) -> None:
    (root / "predictions/due.yaml").unlink()
    assert run("list", "--speaker", "周鸿祎").out == "0 predictions.\n"
    assert run("list", "--tag", "agi", "--as-of", "2020-01-01").out == "0 predictions.\n"


def test_without_a_command_help_is_printed(run: Run) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    assert out.startswith("usage: tracker ")
    assert "examples:" in out


@pytest.mark.parametrize("command", ["check", "due", "list", "show", "schema", "dashboard"])
def test_help_has_examples_and_keeps_to_80_columns(run: Run, command: str) -> None:
    code, out, err = run(command, "--help")
    assert (code, err) == (0, "")
    assert f"examples:\n  tracker {command}" in out
    assert [line for line in out.splitlines() if len(line) > 80] == []


def test_the_command_line_starts_without_the_dashboards_libraries() -> None:
    heavy = "{'pandas', 'altair', 'streamlit', 'numpy'}"
    code = f"import sys, tracker.cli; sys.exit(repr({heavy} & sys.modules.keys()) != 'set()')"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_progress_is_told_after_a_second_and_taken_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter([0.0, 0.9, 1.0, 1.1, 5.0])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.delenv("CI", raising=False)
    with common.Progress() as tell:
        assert tell is not None
        for done in (1, 6, 6, 12):
            tell(done, 12)
    half, whole = (
        f"reading [{bar:24}] {done} of 12" for bar, done in (("#" * 12, 6), ("#" * 24, 12))
    )
    assert capsys.readouterr().err == f"\r{half}\r{whole}\r{' ' * len(whole)}\r"
    monkeypatch.setenv("CI", "true")
    clock = iter([0.0])
    with common.Progress() as tell:
        assert tell is None


@pytest.mark.parametrize(
    ("columns", "terminal", "expected"),
    [
        ("100", 60, 100),
        ("0", 60, 60),
        ("wide", 60, 60),
        (None, 60, 60),
        (None, 0, 80),
        (None, None, 80),
    ],
)
def test_the_width_is_that_of_the_terminal(
    columns: str | None, terminal: int | None, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def size(_: int) -> os.terminal_size:
        if terminal is None:
            raise OSError
        return os.terminal_size((terminal, 24))

    monkeypatch.delenv("COLUMNS", raising=False)
    if columns is not None:
        monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr("sys.stdout.fileno", lambda: 1)
    monkeypatch.setattr("os.get_terminal_size", size)
    assert common._columns() == expected


@pytest.mark.parametrize("argv", [["list"], ["check"], ["list", "--root", "x"]])
def test_a_working_directory_that_is_gone_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str]
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    message = "error: the working directory no longer exists\nhint: change to an existing folder with `cd`\n"
    assert run(*argv) == (2, "", message)
