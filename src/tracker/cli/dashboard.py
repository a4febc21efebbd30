"""`tracker dashboard`: start the packaged dashboard as a Streamlit process of its own."""

from __future__ import annotations

import argparse
import importlib.resources
import importlib.util
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tracker.cli.common import UsageError, note_if_empty, root
from tracker.cli.errors import EXTRAS
from tracker.records.dates import parse_date

EXAMPLES = """\
  tracker dashboard
  tracker dashboard --root ~/registry --port 8600
  tracker dashboard --as-of 2027-01-01
  tracker dashboard --edit     save verdicts from the dashboard
"""
FAILS = "the server can't start, or stops with an error"
_FIRST_PORT, _PORTS = 8501, 50
#: Seconds that the server gets to end; it takes three of its own (tracker.dashboard.server).
_GRACE = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "--port", type=_port, help="the port to listen on (default: the first free one from 8501)"
    )
    parser.add_argument(
        "--no-open", action="store_true", help="print the address without opening a browser"
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="also accept requests for this host name, such as that of a reverse proxy; repeatable",
    )
    parser.add_argument(
        "--edit",
        action="store_true",
        help="allow verdicts to be saved from the dashboard, which shows the diff first",
    )


def run(args: argparse.Namespace) -> int:
    """Serve on localhost until interrupted."""
    from tracker.registry import load

    _check_installed()
    folder = root(args)
    if args.as_of is None:
        _check_day(os.environ.get("TRACKER_AS_OF", ""))
    note_if_empty(load(folder))
    port = args.port if args.port is not None else _free_port()
    with importlib.resources.as_file(
        importlib.resources.files("tracker.dashboard") / "app.py"
    ) as script:
        is_headless = args.no_open or not _has_display()
        return _serve(
            command(script, port, is_headless=is_headless, hosts=args.allow_host),
            {**os.environ, **environment(folder, args.as_of, is_editing=args.edit)},
        )


def _check_installed() -> None:
    """Raise ModuleNotFoundError before the server starts, not on its pages."""
    for name in EXTRAS["dashboard"]:
        if importlib.util.find_spec(name) is None:
            raise ModuleNotFoundError(name=name)


def _check_day(text: str) -> None:
    """Raise UsageError for an invalid TRACKER_AS_OF, which the pages use without `--as-of`."""
    try:
        if text:
            parse_date(text)
    except ValueError as error:
        hint = "use --as-of, or unset the variable"
        raise UsageError(f"TRACKER_AS_OF: invalid date {text!r}: {error}", hint) from None


def _serve(start: list[str], env: dict[str, str]) -> int:
    """Run the server until it ends, or until Ctrl-C or SIGTERM stops this process."""
    with subprocess.Popen(start, env=env) as server:
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            return server.wait()
        except KeyboardInterrupt:
            _end(server)
            return 0
        finally:
            signal.signal(signal.SIGTERM, before)


def _end(server: subprocess.Popen[bytes]) -> None:
    """Ask the server to end, and kill it if it doesn't: it may wait for a reader of its output."""
    try:
        server.terminate()
        server.wait(_GRACE)
    except subprocess.TimeoutExpired:
        pass
    finally:
        server.kill()


def command(script: Path, port: int, *, is_headless: bool, hosts: Sequence[str] = ()) -> list[str]:
    """The command that starts Streamlit, with our settings as flags, which override config.toml."""
    from tracker.cli.streamlit_settings import flags

    start = [sys.executable, "-m", "streamlit", "run", str(script), *flags()]
    start += [f"--server.allowedHosts={host}" for host in hosts]
    return [*start, f"--server.port={port}", f"--server.headless={str(is_headless).lower()}"]


def environment(folder: Path, day: date | None, *, is_editing: bool = False) -> dict[str, str]:
    """The dashboard's environment variables: the registry, whether it may write, and the date.

    TRACKER_EDIT is set to 0, too, or a value inherited from outside could enable writing.
    """
    variables = {"TRACKER_ROOT": str(folder.absolute()), "TRACKER_EDIT": "1" if is_editing else "0"}
    # Each run of a page has its own thread, and glibc a heap for each: half of what the server grew
    # by under load was free space in them.
    variables["MALLOC_ARENA_MAX"] = os.environ.get("MALLOC_ARENA_MAX", "2")
    return {**variables, "TRACKER_AS_OF": day.isoformat()} if day else variables


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"invalid port {text!r}: use 1 to 65535")
    return int(text)


def _free_port() -> int:
    for port in range(_FIRST_PORT, _FIRST_PORT + _PORTS):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    last = _FIRST_PORT + _PORTS - 1
    raise UsageError(f"no free port from {_FIRST_PORT} to {last}", "choose one with --port")


def _has_display() -> bool:
    """Whether a browser can be opened: on a terminal, with a display."""
    if not sys.stdout.isatty():
        return False
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
