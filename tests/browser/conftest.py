"""A server on a free port and a real Chromium, which reports everything that a page does wrong."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, ViewportSize, expect, sync_playwright

expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong

ROOT = Path(__file__).parents[2]
APP = ROOT / "app.py"
TODAY = "2026-11-21"
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
READY = (
    '[data-testid="stApp"][data-test-connection-state="CONNECTED"]'
    '[data-test-script-state="notRunning"]'
)
#: Every chart and table has been drawn.
PAINTED = """() => !document.querySelector('[data-testid=stSkeleton]')
  && [...document.querySelectorAll('[data-testid=stVegaLiteChart]')]
    .every(one => one.querySelector('svg, canvas'))"""

_RECORD = """\
claim: {claim}
quote: {quote}
speaker: {speaker}
source: {source}
made_on: {made_on}
deadline:
  as_said: {as_said}
  kind: {kind}
  {dates}
criteria: {{correct: It is there., incorrect: It is not there.}}
tags: [{tag}]
status: {status}
"""
_VERDICT = """\
resolution:
  resolved_on: 2025-01-01
  happened_on: 2025-08-07
  note: It came on 2025-08-07.
  evidence:
    - url: https://example.org/evidence
      title: The announcement
"""
HOSTILE = (
    "<img src=x onerror=alert(1)> ![i](https://evil.example/x.png) [l](javascript:alert(1)) "
    "$5 and $6 :material/home: :red[red] -> :streamlit: www.evil.example שלום 🙂"
)


def record(
    claim: str,
    *,
    quote: str = "within two years",
    speaker: str = "Ada Example",
    source: str = "https://example.org/talk",
    made_on: str = "2024-03-05",
    as_said: str = "within two years",
    kind: str = "by",
    dates: str = "latest: 2026-03-05",
    tag: str = "models",
    status: str = "open",
) -> str:
    """The text of a record; texts in double quotes, so that they may hold anything."""
    text = _RECORD.format(
        claim=_quoted(claim),
        quote=_quoted(quote),
        speaker=_quoted(speaker),
        source=source,
        made_on=made_on,
        as_said=_quoted(as_said),
        kind=kind,
        dates=dates,
        tag=tag,
        status=status,
    )
    return text if status == "open" else text + _VERDICT


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


FILES = {
    "predictions/chips.yaml": record(
        "Domestic chips reach 90% of an A100.",
        quote="我認為在兩年內，中國自產芯片的整體性能能夠達到A100的90%以上",
        speaker="wang-yang", source="panel", made_on="2024-02-16/2024-05-13",
        as_said="兩年內", dates="latest: 2026-05-13", tag="chips",
    ),
    "predictions/nvidia.yaml": record(
        "Domestic chips do not overtake Nvidia.",
        quote="10年可能都做不到", speaker="wang-yang", source="panel", as_said="10年",
        kind="not_before", dates="earliest: 2034-02-16", tag="chips",
    ),
    "predictions/due.yaml": record("Robots work in factories.", dates="latest: 2026-11-01"),
    "predictions/soon.yaml": record("A data centre opens.", dates="latest: 2026-12-05"),
    "predictions/far.yaml": record("A city stands on Mars.", dates="latest: 2500-01-01"),
    "predictions/gpt-5.yaml": record(
        "GPT-5 comes in 2024.", quote="GPT-5 this year", speaker="Sam Altman",
        kind="between", dates="earliest: 2024-03-18\n  latest: 2024-12-31", status="incorrect",
    ),
    "seeds/people.yaml": "wang-yang: {name: 汪揚, name_en: Wang Yang}\n",
    "seeds/panel.yaml": (
        "title: 大模型時代的中國芯片\ntitle_en: Chips, a panel\nlanguage: zh-Hant\n"
        "url: https://example.org/panel\n"
    ),
}  # fmt: skip


@dataclass
class Server:
    """A dashboard that runs, and the registry it shows."""

    url: str
    registry: Path


@dataclass
class Watched:
    """A page and what went wrong on it."""

    page: Page
    url: str
    faults: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> Page:
        """Go to a path of the dashboard, and wait until its first run is over."""
        self.page.goto(self.url + path)
        self.page.wait_for_selector(READY, timeout=30_000)
        return self.page

    def open_painted(self, path: str = "/") -> Page:
        """The same, and wait until all that the run sent is drawn."""
        page = self.open(path)
        page.wait_for_function(PAINTED)
        return page


def write(root: Path, files: dict[str, str]) -> Path:
    """Write the files of a registry."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def serve(registry: Path, log: Path, script: Path, *, is_editing: bool) -> Iterator[Server]:
    """Run the app of this checkout on a registry until the generator is closed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "TRACKER_ROOT": str(registry),
        "TRACKER_AS_OF": TODAY,
        "TRACKER_EDIT": "1" if is_editing else "0",
        "STREAMLIT_CLIENT_SHOW_ERROR_DETAILS": "full",
    }
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(script),
        "--server.headless=true",
        f"--server.port={port}",
        "--server.fileWatcherType=none",
    ]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(process, url, log)
        yield Server(url, registry)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    assert "Traceback" not in log.read_text(encoding="utf-8")


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            pytest.fail(f"the server ended:\n{log.read_text(encoding='utf-8')}")
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
                if answer.read() == b"ok":
                    return
        except OSError:
            pass
        time.sleep(0.1)  # a process that starts; there is nothing else to wait for
    pytest.fail("the server did not start within 30 seconds")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the system, or Playwright's own; with neither, a visible reason."""
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=ARGS
            )
        except Error as error:
            reason = f"no Chromium: {str(error).splitlines()[0]}"
            if os.environ.get("TRACKER_REQUIRE_BROWSER") == "1":
                pytest.fail(reason)
            pytest.skip(reason)
        yield started
        started.close()


Start = Callable[..., Server]


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Start]:
    """Start a dashboard on files of the test's own, which it may change."""
    yield from _starting(lambda: tmp_path)


@pytest.fixture(scope="session")
def lasting_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Start a dashboard for several tests, none of which may change the files."""
    yield from _starting(lambda: tmp_path_factory.mktemp("registry"))


def _starting(folder: Callable[[], Path]) -> Iterator[Start]:
    running: list[Iterator[Server]] = []

    def start(files: dict[str, str], script: Path = APP, *, is_editing: bool = False) -> Server:
        here = folder()
        registry = write(here / "registry", files)
        running.append(serve(registry, here / "server.log", script, is_editing=is_editing))
        return next(running[-1])

    yield start
    for server in running:
        assert next(server, None) is None


@pytest.fixture(scope="session")
def server(lasting_server: Start) -> Server:
    """The dashboard on the registry of `FILES`."""
    return lasting_server(FILES)


@pytest.fixture(scope="session")
def hostile_server(lasting_server: Start, hostile_files: dict[str, str]) -> Server:
    """The dashboard on hostile texts, from the packaged app as `tracker dashboard` starts it."""
    return lasting_server(hostile_files, ROOT / "src" / "tracker" / "dashboard" / "app.py")


@pytest.fixture(scope="session")
def hostile_files() -> dict[str, str]:
    """A registry whose texts try to be something else."""
    return {
        "predictions/hostile.yaml": record(
            HOSTILE, quote=HOSTILE, speaker=HOSTILE, as_said=HOSTILE, source="card"
        ),
        "predictions/broken.yaml": f"claim: [{HOSTILE}",
        "seeds/card.yaml": f"title: {_quoted(HOSTILE)}\nnote: {_quoted(HOSTILE)}\n",
    }


@pytest.fixture(scope="session")
def hostile() -> str:
    """The hostile text."""
    return HOSTILE


Watch = Callable[..., Watched]
#: Colour scheme, width and time zone of a tab.
Kind = tuple[str, int, str]


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> dict[Kind, Watched]:
    """One tab of each kind for all tests: a new one has to compile the frontend again."""
    return {}


@pytest.fixture
def watch(browser: Browser, tabs: dict[Kind, Watched]) -> Iterator[Watch]:
    """A watched tab: `watch(server.url, scheme="dark", width=390)`; faults fail the test.

    Each page that it opens is a session of its own; only the browser's cache and storage are kept.
    """
    used: list[Watched] = []

    def start(url: str, *, scheme: str = "light", width: int = 1440, zone: str = "UTC") -> Watched:
        kind = (scheme, width, zone)
        if kind not in tabs:
            tabs[kind] = Watched(_tab(browser, kind), url)
            _report(tabs[kind])
        watched = tabs[kind]
        watched.url, watched.faults = url, []
        watched.page.set_viewport_size(_size(width))
        used.append(watched)
        return watched

    yield start
    for watched in used:
        exceptions = watched.page.locator('[data-testid="stException"]').all_text_contents()
        watched.page.goto("about:blank")
        assert watched.faults + exceptions == []


def _tab(browser: Browser, kind: Kind) -> Page:
    scheme, width, zone = kind
    context = browser.new_context(
        viewport=_size(width),
        color_scheme="dark" if scheme == "dark" else "light",
        timezone_id=zone,
    )
    return context.new_page()


def _size(width: int) -> ViewportSize:
    return {"width": width, "height": 844 if width < 500 else 900}


def _report(watched: Watched) -> None:
    page = watched.page

    def request(url: str) -> None:
        parts, host = urlsplit(url), urlsplit(watched.url).netloc
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
            watched.faults.append(f"request off this machine: {url}")

    def response(status: int, url: str) -> None:
        # Streamlit itself asks for these two below the page's path first, on a deep link.
        is_probe = url.endswith(("/_stcore/health", "/_stcore/host-config"))
        if status >= 400 and not is_probe:
            watched.faults.append(f"{status} {url}")

    def console(kind: str, text: str) -> None:
        # The console's word for the same two requests.
        if kind in ("error", "warning") and "status of 404" not in text:
            watched.faults.append(f"console {kind}: {text}")

    page.on("request", lambda event: request(event.url))
    page.on("response", lambda event: response(event.status, event.url))
    page.on("console", lambda event: console(event.type, event.text))
    page.on("pageerror", lambda event: watched.faults.append(f"page error: {event}"))
