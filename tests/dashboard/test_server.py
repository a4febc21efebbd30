"""The server as people start it: who it answers to, whom it asks, and how it ends."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from streamlit import net_util

ROOT = Path(__file__).parents[2]
KINDS = ("dashboard", "app", "container")
#: Loaded by every Python that finds it on its path: writes down each call that could leave.
RECORDER = """
import os, sys
log = os.open(os.environ["SOCKET_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
CALLS = {"socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg",
         "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
def hook(event, args):
    if event in CALLS:
        where = args[0] if event.startswith("socket.get") else args[1]
        os.write(log, f"{event} {where!r}\\n".encode())
sys.addaudithook(hook)
"""


@dataclass
class Running:
    process: subprocess.Popen[bytes]
    port: int
    calls: Path


def _command(kind: str, port: int, registry: Path) -> list[str]:
    if kind == "dashboard":
        return ["tracker", "dashboard", "--no-open", f"--port={port}", f"--root={registry}"]
    if kind == "app":
        return ["streamlit", "run", "app.py", f"--server.port={port}"]
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    words = json.loads(next(line for line in lines if line.startswith("CMD [")).removeprefix("CMD"))
    return [word.replace("8501", str(port)) for word in words]


@contextmanager
def _running(
    kind: str, folder: Path, *more: str, output: int = subprocess.DEVNULL
) -> Iterator[Running]:
    (folder / "predictions").mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(RECORDER, encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "TRACKER_ROOT": str(folder),
        "SOCKET_LOG": str(folder / "calls.txt"),
        "PYTHONPATH": os.pathsep.join([str(folder), *sys.path]),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", *_command(kind, port, folder), *more],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
    )
    try:
        for _ in range(600):
            assert process.poll() is None
            try:
                if _get(port, "/_stcore/health", f"127.0.0.1:{port}") == 200:
                    break
            except OSError:
                time.sleep(0.05)
        else:
            pytest.fail("the server did not start within 30 seconds")
        yield Running(process, port, folder / "calls.txt")
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="module", params=KINDS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A server of each kind, which several tests ask."""
    with _running(request.param, tmp_path_factory.mktemp(request.param)) as running:
        yield running


def _get(port: int, path: str, host: str, headers: Mapping[str, str] | None = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": host, **(headers or {})})
        return connection.getresponse().status
    finally:
        connection.close()


def _open_websocket(port: int, host: str, origin: str) -> int:
    headers = {
        "Origin": origin,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    return _get(port, "/_stcore/stream", host, headers)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST."])
def test_the_machine_s_own_names_are_answered(server: Running, name: str) -> None:
    host = f"{name}:{server.port}"
    assert _get(server.port, "/", host) == 200
    assert _open_websocket(server.port, host, f"http://{host}") == 101


@pytest.mark.parametrize(
    "name",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "192.0.2.1",
        "a@localhost",
    ],
)
def test_no_other_name_is_answered(server: Running, name: str) -> None:
    host = f"{name}:{server.port}"
    for path in ("/", "/records", "/_stcore/metrics", "/_stcore/host-config", "/static/x"):
        assert _get(server.port, path, host) == 403, path
    assert _open_websocket(server.port, host, f"http://{host}") == 403
    assert _get(server.port, "/_stcore/health", host) == 200  # it says no more than ok


@pytest.mark.parametrize("origin", ["http://evil.example", "https://192.0.2.1", "null"])
def test_a_refused_websocket_makes_nobody_ask_an_outside_host(server: Running, origin: str) -> None:
    assert _open_websocket(server.port, f"localhost:{server.port}", origin) == 403
    calls = [line.split(" ", 1) for line in server.calls.read_text("utf-8").splitlines()]
    bound = [place for call, place in calls if call == "socket.bind"]
    assert any(str(server.port) in place for place in bound), "the recorder did not run"
    here = ("'127.0.0.1'", "('127.0.0.1'", "('::1'", "'localhost'")
    assert [
        (call, place)
        for call, place in calls
        if call != "socket.bind" and not place.startswith(here)
    ] == []


def test_community_cloud_s_names_are_known_to_the_checkout_only(server: Running) -> None:
    is_cli = server.process.args[2] == "tracker"  # type: ignore[index]
    code = _open_websocket(server.port, "some.streamlit.app", "https://some.streamlit.app")
    assert code == (403 if is_cli else 101)


def test_streamlit_still_keeps_the_addresses_where_they_are_set() -> None:
    from tracker.dashboard import server  # noqa: F401 (it sets them)

    assert net_util.get_external_ip() == net_util.get_internal_ip() == "127.0.0.1"


def test_a_name_that_is_allowed_is_answered(tmp_path: Path) -> None:
    with _running("dashboard", tmp_path, "--allow-host=proxy.example") as running:
        assert _open_websocket(running.port, "proxy.example", "https://proxy.example") == 101
        assert _open_websocket(running.port, "evil.example", "https://evil.example") == 403
        assert _get(running.port, "/", f"localhost:{running.port}") == 200


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
@pytest.mark.parametrize("is_read", [True, False], ids=["read", "unread"])
@pytest.mark.parametrize("wanted", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
@pytest.mark.parametrize("kind", ["dashboard", "app"])
def test_it_ends_within_five_seconds(
    kind: str, wanted: signal.Signals, is_read: bool, tmp_path: Path
) -> None:
    pipe = tmp_path / "output"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    output = os.open(os.devnull if is_read else pipe, os.O_WRONLY)
    filler = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    try:
        with _running(kind, tmp_path, output=output) as running:
            if not is_read:
                _fill(filler)
                _refuse_without_waiting(running.port)
            started = time.monotonic()
            running.process.send_signal(wanted)  # to the process alone: no terminal is there
            running.process.wait(5)
            assert time.monotonic() - started < 5
            with pytest.raises(ProcessLookupError):  # nothing that it started is left
                os.killpg(running.process.pid, 0)
    finally:
        for descriptor in (reader, output, filler):
            os.close(descriptor)


def _fill(pipe: int) -> None:
    for size in (4096, 1):
        try:
            while True:
                os.write(pipe, b"x" * size)
        except BlockingIOError:
            pass


def _refuse_without_waiting(port: int) -> None:
    """Have the server log something, which it can't, and leave it there."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        request = (
            f"GET /_stcore/stream HTTP/1.1\r\nHost: localhost:{port}\r\n"
            "Origin: http://evil.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        connection.sendall(request.encode())
        connection.settimeout(1)
        with pytest.raises(TimeoutError):  # it hangs in writing the line
            connection.recv(1)
