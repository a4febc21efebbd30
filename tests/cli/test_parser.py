"""What is typed: values that argparse loses, names that are empty, text that would steer."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker.cli import COMMANDS, build_parser

if TYPE_CHECKING:
    from tests.cli.conftest import Run

Captured = pytest.CaptureFixture[str]


def commands() -> dict[str, argparse.ArgumentParser]:
    parser, commands = build_parser()
    for command in commands.values():
        command.fill()
    return {"": parser, **commands}


def test_a_value_of_two_dashes_is_none(capsys: Captured) -> None:
    parsers = commands()
    assert parsers.keys() == {"", *COMMANDS}
    tried = 0
    for name, parser in parsers.items():
        for action in parser._actions:
            for option in action.option_strings if action.nargs != 0 else ():
                glued = f"{option}=--" if option.startswith("--") else f"{option}--"
                with pytest.raises(SystemExit):
                    parser.parse_args([glued])
                said = f"argument {'/'.join(action.option_strings)}: expected one argument\n"
                assert capsys.readouterr().err.endswith(said), (name, option)
                tried += 1
    assert tried > 100


def test_two_dashes_end_the_options(run: Run, root: Path) -> None:
    done = run("show", "--as-of", "2026-11-21", "--", "due")
    assert (done.code, done.err) == (0, "")
    assert run("show", "--", "--") == (
        1,
        "",
        f"error: unknown record '--' in {root}\nhint: list all ids with `tracker list`\n",
    )


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("horizon", "init")])
def test_an_empty_root_is_not_the_working_directory(run: Run, root: Path, command: str) -> None:
    expected = (
        2,
        "",
        "error: --root is empty\n"
        "hint: pass the folder that contains predictions/, or omit --root\n",
    )
    assert run(command, "--root", "") == expected
    assert run("--root=", command) == expected


@pytest.mark.parametrize(
    ("argv", "argument", "hint"),
    [
        (
            ["check", "--documents", ""],
            "--documents",
            "pass the folder of documents, or omit --documents",
        ),
        (
            ["export", "json", "-o", ""],
            "--output",
            "pass a file or folder, or omit --output",
        ),
        (["import", ""], "FILE", "pass the file to import"),
        (["import", "x", "--map", ""], "--map", "pass a mapping"),
        (["init", ""], "DIR", "pass a folder, or . for this one"),
    ],
)
def test_an_empty_name_is_no_file(
    run: Run, root: Path, argv: list[str], argument: str, hint: str
) -> None:
    assert run(*argv) == (2, "", f"error: {argument} is empty\nhint: {hint}\n")


@pytest.mark.parametrize("argv", [["list", "\x1b[31mfoo\u202e"], ["\x1b[31mfoo\u202e"]])
def test_what_was_typed_does_not_steer_the_terminal(run: Run, root: Path, argv: list[str]) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert "\\x1b[31mfoo\\u202e" in err
    assert err.replace("\n", "").isprintable()


def test_what_was_typed_is_no_command_of_a_ci_run(run: Run, root: Path) -> None:
    err = run("list", "x\n::error::forged", "##[error]forged").err
    assert err.splitlines()[-1] == (
        "tracker: error: unrecognized arguments: x\\n::error::forged \\x23#[error]forged"
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits_80_columns(run: Run, command: str) -> None:
    assert max(map(len, run(command, "--help").out.splitlines())) <= 80
