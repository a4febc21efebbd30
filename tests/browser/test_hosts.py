"""A foreign page in the reader's browser: what it can have of the dashboard that runs beside it.

DNS rebinding: the page's own name leads to this machine once it was loaded, so that for the browser
the dashboard is a part of it.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.browser.conftest import Server

pytestmark = pytest.mark.browser
#: What a page can do: read a file, open the websocket that the pages come by.
READ = """async path => {
  try { return (await fetch(path)).status } catch (error) { return String(error) }
}"""
OPEN = """url => new Promise(done => {
  const socket = new WebSocket(url, ['streamlit'])
  socket.onopen = () => { socket.close(); done('open') }
  socket.onerror = () => done('refused')
})"""


@pytest.fixture(scope="module")
def rebound(browser: Browser) -> Iterator[Page]:
    """A page of a browser for which every name of `.example` is this machine."""
    started = browser.browser_type.launch(
        executable_path=shutil.which("chromium"),
        args=["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP *.example 127.0.0.1"],
    )
    yield started.new_page()
    started.close()


@pytest.fixture(scope="module")
def foreign_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where another server of this machine is, under a foreign name."""
    folder: Path = tmp_path_factory.mktemp("site")
    (folder / "index.html").write_text("<title>foreign</title>", encoding="utf-8")

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://evil.example:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize(
    ("name", "status", "outcome"),
    [
        ("127.0.0.1", 200, "open"),  # the attack itself works where the name is the dashboard's own
        ("localhost", 200, "open"),
        ("rebound.example", 403, "refused"),
        ("localhost.rebound.example", 403, "refused"),
    ],
)
def test_a_name_that_was_pointed_here_reads_nothing(
    rebound: Page, server: Server, name: str, status: int, outcome: str
) -> None:
    host = f"{name}:{urlsplit(server.url).port}"
    answer = rebound.goto(f"http://{host}/", wait_until="commit")
    assert answer is not None
    assert answer.status == status
    assert rebound.evaluate(READ, "/_stcore/host-config") == status
    assert rebound.evaluate(OPEN, f"ws://{host}/_stcore/stream") == outcome


def test_a_foreign_page_opens_no_websocket(
    rebound: Page, server: Server, foreign_site: str
) -> None:
    rebound.goto(foreign_site)
    assert rebound.title() == "foreign"
    port = urlsplit(server.url).port
    for name in ("127.0.0.1", "localhost"):
        assert rebound.evaluate(OPEN, f"ws://{name}:{port}/_stcore/stream") == "refused"
        assert "Failed to fetch" in rebound.evaluate(READ, f"http://{name}:{port}/")
