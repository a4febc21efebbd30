"""The web server around the pages: the names it answers to, and how it ends.

Streamlit runs a script for its first visitor, but imports an `st.App` before the first request.
Settings that must apply from the first request on are therefore here; app.py makes the `st.App`.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import cli_util, config, net_util
from streamlit.web.server import server_util
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

__all__ = ["MIDDLEWARE", "SCRIPT", "KnownHosts", "lifespan"]

#: The script that draws the pages.
SCRIPT = Path(__file__).with_name("main.py")
#: A health check asks by the IP address, and learns only that the server runs.
_HEALTH = "/_stcore/health"
_REFUSAL = "Unknown host name. To allow it, add it to server.allowedHosts.\n"
#: Seconds that a server which was asked to end gets for it.
_GRACE = 3

# To judge a foreign origin, Streamlit asks an outside host for the machine's own addresses, once,
# and keeps them here (streamlit 1.67, `net_util`). Nobody is asked if they are known already.
net_util._internal_ip = net_util._external_ip = "127.0.0.1"


class KnownHosts:
    """Refuses requests under a host name that is not in `server.allowedHosts` (DNS rebinding).

    Streamlit itself refuses the websocket, but serves its files under any name.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI has it."""
        app = self._app
        is_open = scope["type"] != "http" or scope["path"] == _HEALTH
        if not is_open and not is_host_allowed(Headers(scope=scope).get("host")):
            app = PlainTextResponse(_REFUSAL, status_code=403)
        await app(scope, receive, send)


MIDDLEWARE = [Middleware(KnownHosts)]


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Watch for the signal to end, and open a browser if one is wanted."""
    listener, notifier = socket.socketpair()
    notifier.setblocking(False)
    signal.set_wakeup_fd(notifier.fileno(), warn_on_full_buffer=False)
    threading.Thread(target=_end, args=(listener, notifier), daemon=True).start()
    if not config.get_option("server.headless"):
        # `streamlit run` opens one for a plain script only. By then the server listens.
        url = server_util.get_url(config.get_option("browser.serverAddress"))
        asyncio.get_running_loop().call_later(1, cli_util.open_browser, url)
    yield


def _end(listener: socket.socket, _notifier: socket.socket) -> None:
    """End the process soon after SIGINT or SIGTERM, even if the server can't.

    It can't while it writes to a pipe without a reader, or waits for a tab that doesn't answer.
    """
    while not {signal.SIGINT, signal.SIGTERM}.intersection(listener.recv(64)):
        pass
    time.sleep(_GRACE)
    os._exit(0)
