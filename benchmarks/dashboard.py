"""Times the overview of the dashboard in a real Chromium; run.py calls it.

The dashboard starts and a first visitor warms it up. Then each visit opens the overview in a
browser that has nothing cached, and searches: seconds on the clock.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

DAY = "2026-11-21"
#: What is searched for: a number that some claims hold.
_WORD = "68"
_FIGURES = ".bar-key b"
_LINES = ".lines .line"
_ENDED = "[data-testid=stApp][data-test-script-state=notRunning]"
_CHANGED = "([selector, before]) => document.querySelector(selector)?.outerHTML !== before"
_WINDOW: ViewportSize = {"width": 1440, "height": 900}
_PATIENCE = 60_000


def visits(root: Path, count: int) -> dict[str, list[float]]:
    """The seconds of so many visits: figures shown, lines shown, and a filter's rerun."""
    runs: dict[str, list[float]] = {"figures shown": [], "lines shown": [], "filter": []}
    with serving(root) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        _visit(browser, port)
        for _ in range(count):
            for name, seconds in _visit(browser, port).items():
                runs[name].append(seconds)
        browser.close()
    return runs


def _visit(browser: Browser, port: int) -> dict[str, float]:
    page = browser.new_context(viewport=_WINDOW).new_page()
    seconds: dict[str, float] = {}
    start = time.perf_counter()
    page.goto(f"http://127.0.0.1:{port}")
    for name, selector in (("figures shown", _FIGURES), ("lines shown", _LINES)):
        page.wait_for_selector(selector, state="attached", timeout=_PATIENCE)
        seconds[name] = time.perf_counter() - start
    page.wait_for_selector(_ENDED, timeout=_PATIENCE)
    shown = [_LINES, _html(page, _LINES)]
    field = page.locator("#search")
    field.fill(_WORD)
    start = time.perf_counter()
    field.press("Enter")
    page.wait_for_function(_CHANGED, arg=shown, timeout=_PATIENCE)
    seconds["filter"] = time.perf_counter() - start
    page.context.close()
    return seconds


def _html(page: Page, selector: str) -> str:
    html: str = page.locator(selector).first.evaluate("one => one.outerHTML")
    return html


@contextmanager
def serving(root: Path) -> Iterator[int]:
    """The port of `tracker dashboard` on the registry."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "tracker", "dashboard", "--root", str(root), "--no-open"]
    with subprocess.Popen(
        [*command, "--as-of", DAY, "--port", str(port)], stdout=subprocess.DEVNULL
    ) as server:
        try:
            _wait(server, f"http://127.0.0.1:{port}/_stcore/health")
            yield port
        finally:
            server.terminate()


def _wait(server: subprocess.Popen[bytes], url: str) -> None:
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"`tracker dashboard` did not start within a minute (exit code {server.poll()})")
