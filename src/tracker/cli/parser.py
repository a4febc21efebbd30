"""Owns how the command line is read: argparse, and what it does not do by itself."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tracker.cli.errors import UsageError, guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, NoReturn

__all__ = ["Parser", "named"]


class Parser(argparse.ArgumentParser):
    """A parser whose errors are text on a terminal, and for which `--root=--` names nothing."""

    def error(self, message: str) -> NoReturn:
        """Say what was wrong, exit code 2; it quotes what was typed, or a script passed on."""
        super().error(guarded(message))

    def _get_values(self, action: argparse.Action, arg_strings: Sequence[str]) -> Any:
        # argparse of Python 3.11 takes the value for the mark that ends the options, and hands on
        # an empty list for it; later ones take it as it is.
        if action.option_strings and list(arg_strings) == ["--"]:
            raise argparse.ArgumentError(action, "expected one argument")
        return super()._get_values(action, list(arg_strings))


def named(what: str, option: str = "") -> Callable[[str], str]:
    """For argparse: a folder's or file's name. An empty one would be the working directory's.

    It comes from a variable that is not set: `--root "$REGISTRY"`.
    """

    def read(text: str) -> str:
        if text:
            return text
        hint = f"name one, or leave {option} out" if option else "name one"
        place = f"{option}: " if option else ""
        raise UsageError(f"{place}got an empty name, expected {what}", hint)

    return read
