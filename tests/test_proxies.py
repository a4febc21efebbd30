"""The settings for nginx and Caddy in docs/deploy.md, in front of a running dashboard."""

from __future__ import annotations

import base64
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.nightly  # started by hand or at night; skipped where a proxy is missing

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
HOST = "predictions.example.org"
#: Writes its settings into a folder, for a port, the port behind it and a base path; the command.
Proxy = Callable[[Path, int, int, str], list[str]]
NGINX = """\
daemon off;
pid {folder}/pid;
error_log stderr;
events {{}}
http {{
access_log off;
client_body_temp_path {folder}/body;
proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi;
scgi_temp_path {folder}/scgi;
{block}
}}
"""
CADDY = """\
{{
admin off
skip_install_trust
local_certs
auto_https disable_redirects
}}
{block}
"""


def block(language: str) -> str:
    [text] = re.findall(rf"^```{language}\n(.*?)^```", DEPLOY, re.DOTALL | re.MULTILINE)
    return str(text)


def nginx(folder: Path, port: int, behind: int, base: str) -> list[str]:
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    openssl = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -batch".split()
    files = ["-keyout", str(key), "-out", str(certificate), "-subj", f"/CN={HOST}"]
    subprocess.run([*openssl, *files], check=True, capture_output=True)
    text = block("nginx").replace("listen 443", f"listen 127.0.0.1:{port}")
    text = text.replace("127.0.0.1:8501", f"127.0.0.1:{behind}")
    text = text.replace("location /", f"location /{base}")
    text = re.sub(r"ssl_certificate \S+;", f"ssl_certificate {certificate};", text)
    text = re.sub(r"ssl_certificate_key \S+;", f"ssl_certificate_key {key};", text)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, block=text))
    return ["nginx", "-e", "stderr", "-c", str(folder / "nginx.conf")]


def caddy(folder: Path, port: int, behind: int, base: str) -> list[str]:
    text = block("caddy").replace(f"{HOST} {{", f"{HOST}:{port} {{", 1)
    target = f"reverse_proxy /{base}* " if base else "reverse_proxy "
    text = text.replace("reverse_proxy 127.0.0.1:8501", f"{target}127.0.0.1:{behind}")
    (folder / "Caddyfile").write_text(CADDY.format(block=text))
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


@pytest.mark.parametrize("base", ["", "tracker/"])
@pytest.mark.parametrize("proxy", [nginx, caddy], ids=["nginx", "caddy"])
def test_the_page_and_its_websocket_pass(proxy: Proxy, base: str, tmp_path: Path) -> None:
    name = proxy.__name__
    path = os.environ["PATH"] + ":/usr/sbin"
    if not shutil.which(name, path=path):
        pytest.skip(f"no {name} here")
    port, behind = free_port(), free_port()
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "PATH": path}
    options = ["--root", str(ROOT), "--port", str(behind), "--no-open", "--allow-host", HOST]
    dashboard = [sys.executable, "-m", "tracker", "dashboard", *options]
    with ExitStack() as stack:
        place = {"STREAMLIT_SERVER_BASE_URL_PATH": base.rstrip("/")} if base else {}
        stack.enter_context(running(dashboard, behind, place))
        stack.enter_context(running(proxy(tmp_path, port, behind, base), port, home))

        head = ask(port, f"/{base}", "")
        assert head.startswith(("HTTP/1.1 200", "HTTP/2 200"))
        for key in ("content-security-policy", "x-frame-options", "strict-transport-security"):
            assert f"\n{key}: " in head.lower()
        key = base64.b64encode(b"0123456789abcdef").decode()
        upgrade = (
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: streamlit\r\nOrigin: https://{}\r\n"
        )
        stream = f"/{base}_stcore/stream"
        assert ask(port, stream, upgrade.format(f"{HOST}:{port}")).startswith("HTTP/1.1 101")
        refused = ask(port, stream, upgrade.format("evil.example"))
        assert refused.startswith("HTTP/1.1 403")


def ask(port: int, path: str, lines: str) -> str:
    """The head of the answer, over TLS."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", port), timeout=20) as plain,
        context.wrap_socket(plain, server_hostname=HOST) as secure,
    ):
        secure.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\n{lines}\r\n".encode())
        data = b""
        while b"\r\n\r\n" not in data and (more := secure.recv(65536)):
            data += more
    return data.decode("latin-1").partition("\r\n\r\n")[0].replace("\r\n", "\n")


@contextmanager
def running(command: list[str], port: int, variables: dict[str, str]) -> Iterator[None]:
    """The program, once it listens."""
    with subprocess.Popen(command, env={**os.environ, **variables}) as process:
        try:
            until = time.monotonic() + 60
            while True:
                assert process.poll() is None, "the program has ended"
                assert time.monotonic() < until, "the program does not listen"
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield
        finally:
            process.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
