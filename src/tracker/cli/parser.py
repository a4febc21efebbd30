"""The argument parser: argparse with plainer and escaped errors, and checks for empty names."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tracker.cli.errors import UsageError, unknown_value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, NoReturn

__all__ = ["Parser", "named"]


class Parser(argparse.ArgumentParser):
    """A parser whose errors are escaped, and which rejects `--root=--` on every Python."""

    def error(self, message: str) -> NoReturn:
        """Print the error, escaped since it quotes the arguments, and exit with code 2."""
        from tracker.text import plain

        super().error(plain(message))

    def _get_values(self, action: argparse.Action, arg_strings: Sequence[str]) -> Any:
        # Python 3.11's argparse takes this value for the end of the options and passes on an empty
        # list; later versions pass it on unchanged.
        if action.option_strings and list(arg_strings) == ["--"]:
            raise argparse.ArgumentError(action, "expected one argument")
        return super()._get_values(action, list(arg_strings))

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            name = action.option_strings[0] if action.option_strings else ""
            what = "value {} for " + name if name else str(action.metavar).lower() + " {}"
            raise unknown_value(what, str(value), list(action.choices))


def named(argument: str, hint: str) -> Callable[[str], str]:
    """An argparse type for the name of a file or folder, which must not be empty.

    An empty one would mean the working directory; it comes from a variable that is not set, as in
    `--root "$REGISTRY"`.
    """

    def read(text: str) -> str:
        if text:
            return text
        raise UsageError(f"{argument} is empty", hint)

    return read
