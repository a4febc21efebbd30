from __future__ import annotations

import os
import signal
import socket
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker.cli import dashboard
from tracker.cli.common import UsageError
from tracker.cli.dashboard import command, environment
from tracker.cli.streamlit_settings import flags

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_the_command_starts_streamlit_on_localhost() -> None:
    argv = command(Path("/somewhere/app.py"), 8600, is_headless=True)
    assert argv[:5] == [sys.executable, "-m", "streamlit", "run", "/somewhere/app.py"]
    assert argv[5:-2] == flags()
    assert argv[-2:] == ["--server.port=8600", "--server.headless=true"]
    assert "--server.address=127.0.0.1" in argv
    assert "--browser.gatherUsageStats=false" in argv
    assert command(Path("m.py"), 1, is_headless=False)[-1] == "--server.headless=false"
    named = command(Path("m.py"), 1, is_headless=True, hosts=["a.example", "b.example"])
    hosts = [word for word in named if word.startswith("--server.allowedHosts=")]
    assert hosts[-2:] == ["--server.allowedHosts=a.example", "--server.allowedHosts=b.example"]
    assert "--server.allowedHosts=localhost" in hosts


def test_the_process_is_told_the_registry_and_the_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    assert environment(Path(), None) == {
        "TRACKER_ROOT": str(tmp_path),
        "TRACKER_EDIT": "0",
        "MALLOC_ARENA_MAX": "2",
    }
    monkeypatch.setenv("MALLOC_ARENA_MAX", "8")
    assert environment(tmp_path, date(2027, 1, 1), is_editing=True) == {
        "TRACKER_ROOT": str(tmp_path),
        "TRACKER_EDIT": "1",
        "TRACKER_AS_OF": "2027-01-01",
        "MALLOC_ARENA_MAX": "8",
    }


@pytest.mark.parametrize("port", ["0", "65536", "-1", "x", "８５０１", "1e3"])
def test_a_port_that_is_none_is_usage(run: Run, root: Path, port: str) -> None:
    code, out, err = run("dashboard", f"--port={port}")
    assert (code, out) == (2, "")
    assert err.endswith(f"argument --port: invalid port {port!r}: use 1 to 65535\n")


def test_without_a_registry_nothing_is_started(run: Run, tmp_path: Path) -> None:
    code, out, err = run("dashboard", "--root", str(tmp_path))
    assert (code, out) == (2, "")
    assert err.startswith(f"error: no predictions/ folder in {tmp_path}\n")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-02-30", "February 2026 has 28 days"),
        ("garbage", "expected a full date such as 2024-03-05"),
    ],
)
def test_a_day_that_is_none_is_not_taken_for_today(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch, text: str, why: str
) -> None:
    monkeypatch.setenv("TRACKER_AS_OF", text)
    said = f"error: TRACKER_AS_OF: invalid date {text!r}: {why}\n"
    hint = "hint: use --as-of, or unset the variable\n"
    assert run("dashboard", "--root", str(root)) == (2, "", said + hint)


def test_a_server_runs_until_it_ends_and_its_code_is_ours(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(script: Path, port: int, *, is_headless: bool, hosts: list[str]) -> list[str]:
        assert script.name == "app.py"
        assert is_headless
        assert hosts == []
        setting = "os.environ['TRACKER_ROOT'], os.environ['TRACKER_AS_OF']"
        code = f"import os, sys; sys.exit({{({str(root)!r}, '2027-01-01'): 3}}[{setting}])"
        return [sys.executable, "-c", code]

    monkeypatch.setattr(dashboard, "command", start)
    before = signal.getsignal(signal.SIGTERM)
    assert run("dashboard", "--no-open", "--as-of", "2027-01-01", "--root", str(root)).code == 3
    assert signal.getsignal(signal.SIGTERM) is before


def test_an_interrupt_ends_the_server_and_is_no_error() -> None:
    # The terminal sends it to both; here the server sends it to whoever started it, and ends.
    code = "import os, signal; os.kill(os.getppid(), signal.SIGINT)"
    assert dashboard._serve([sys.executable, "-c", code], dict(os.environ)) == 0


@pytest.mark.parametrize("wanted", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_does_not_end_is_killed(
    wanted: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        f"os.kill(os.getppid(), {int(wanted)}); time.sleep(60)"
    )
    monkeypatch.setattr(dashboard, "_GRACE", 0.2)
    before = signal.getsignal(signal.SIGTERM)
    assert dashboard._serve([sys.executable, "-c", code], dict(os.environ)) == 0
    assert signal.getsignal(signal.SIGTERM) is before


def test_the_first_port_that_is_free_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(dashboard, "_FIRST_PORT", port)
        monkeypatch.setattr(dashboard, "_PORTS", 1)
        with pytest.raises(UsageError, match=f"no free port from {port} to {port}"):
            dashboard._free_port()
    assert dashboard._free_port() == port


@pytest.mark.parametrize(
    ("is_terminal", "platform", "display", "expected"),
    [
        (False, "linux", ":0", False),
        (False, "darwin", "", False),
        (True, "linux", "", False),
        (True, "linux", ":0", True),
        (True, "darwin", "", True),
        (True, "win32", "", True),
    ],
)
def test_a_browser_is_opened_where_somebody_sits_at_a_screen(
    is_terminal: bool, platform: str, display: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: is_terminal)
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert dashboard._has_display() is expected


def test_a_port_is_read_before_anything_is_started(run: Run, tmp_path: Path) -> None:
    code, out, err = run("dashboard", "--port", "65535", "--root", str(tmp_path))
    assert (code, out) == (2, "")
    assert err.startswith(f"error: no predictions/ folder in {tmp_path}\n")
