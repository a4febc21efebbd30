from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker.cli.dashboard import command, environment
from tracker.dashboard.settings import flags

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_the_command_starts_streamlit_on_localhost() -> None:
    found = command(Path("/somewhere/main.py"), 8600, is_headless=True)
    assert found[:5] == [sys.executable, "-m", "streamlit", "run", "/somewhere/main.py"]
    assert found[5:-2] == flags()
    assert found[-2:] == ["--server.port=8600", "--server.headless=true"]
    assert "--server.address=127.0.0.1" in found
    assert "--browser.gatherUsageStats=false" in found
    assert command(Path("m.py"), 1, is_headless=False)[-1] == "--server.headless=false"


def test_the_process_is_told_the_registry_and_the_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert environment(Path(), None) == {"TRACKER_ROOT": str(tmp_path), "TRACKER_EDIT": "0"}
    assert environment(tmp_path, date(2027, 1, 1), is_editing=True) == {
        "TRACKER_ROOT": str(tmp_path),
        "TRACKER_EDIT": "1",
        "TRACKER_AS_OF": "2027-01-01",
    }


@pytest.mark.parametrize("port", ["0", "65536", "-1", "x", "８５０１", "1e3"])
def test_a_port_that_is_none_is_usage(run: Run, root: Path, port: str) -> None:
    code, out, err = run("dashboard", f"--port={port}")
    assert (code, out) == (2, "")
    assert err.endswith(f"argument --port: got {port!r}, expected a port from 1 to 65535\n")


def test_without_a_registry_nothing_is_started(run: Run, tmp_path: Path) -> None:
    code, out, err = run("dashboard", "--root", str(tmp_path))
    assert (code, out) == (2, "")
    assert err.startswith(f"error: no predictions/ folder in {tmp_path}\n")
