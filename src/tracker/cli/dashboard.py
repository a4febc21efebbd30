"""`tracker dashboard`: start Streamlit, as a process of its own, on the packaged dashboard."""

from __future__ import annotations

import argparse
import importlib.resources
import os
import socket
import subprocess
import sys

from tracker.cli.common import UsageError, command_parser, note_if_empty, root

_EXAMPLES = """\
  tracker dashboard
  tracker dashboard --root ~/registry --port 8600
  tracker dashboard --as-of 2027-01-01
"""
_FIRST_PORT, _PORTS = 8501, 50


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = command_parser(commands, "dashboard", "open the dashboard on this machine", _EXAMPLES)
    parser.add_argument("--port", type=int, help="default: the first free one from 8501")
    parser.add_argument(
        "--no-open", action="store_true", help="do not open a browser, only say the address"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve on localhost until interrupted."""
    from tracker.dashboard.settings import flags
    from tracker.registry import load

    folder = root(args)
    note_if_empty(load(folder))
    port = args.port if args.port is not None else _free_port()
    environment = {**os.environ, "TRACKER_ROOT": str(folder.absolute())}
    if args.as_of is not None:
        environment["TRACKER_AS_OF"] = args.as_of.isoformat()
    with importlib.resources.as_file(
        importlib.resources.files("tracker.dashboard") / "main.py"
    ) as script:
        command = [sys.executable, "-m", "streamlit", "run", str(script)]
        command += [*flags(), f"--server.port={port}"]
        command += [f"--server.headless={str(args.no_open or not _has_display()).lower()}"]
        try:
            return subprocess.run(command, env=environment, check=False).returncode
        except KeyboardInterrupt:
            return 0


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
    raise UsageError(f"no free port from {_FIRST_PORT} to {last}", "name one with --port")


def _has_display() -> bool:
    """Whether a browser can be opened: a person is there, at a screen."""
    if not sys.stdout.isatty():
        return False
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
