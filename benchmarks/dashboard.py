"""Measures the dashboard in a real Chromium, on registries that generate.py writes.

    python benchmarks/dashboard.py [--records N ...] [--runs N] [--json FILE]

For each size: `tracker dashboard` starts and a first visitor warms it up. Then each run opens the
overview in a browser that has nothing cached, and searches; a second visit counts what passes on
the websocket, also when an open page looks whether a file has changed, as it does every ten
seconds, and when the whole page runs again. Prints the medians, each beside its bound and what is
wanted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import generate
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

DAY = "2026-11-21"
NAMES = {
    "first_figures": "first load: figures shown",
    "first_chart": "first load: first chart drawn",
    "horizon_chart": "first load: horizon chart drawn",
    "filter_figures": "a filter: figures changed",
    "filter_rerun": "a filter: horizon chart redrawn",
    "load_bytes": "first load: websocket, bytes",
    "filter_bytes": "a filter: websocket, bytes",
    "unchanged_look_bytes": "a look that finds no change, bytes",
    "unchanged_page_bytes": "the page again, unchanged, bytes",
}
#: Bound and what is wanted, by the number of records: seconds, or bytes.
BOUNDS: dict[int, dict[str, tuple[float, float]]] = {
    1_000: {"horizon_chart": (4, 2), "filter_rerun": (1, 0.5)},
    10_000: {
        "first_figures": (3, 1.5),
        "first_chart": (5, 2.5),
        "filter_rerun": (1, 0.5),
        "unchanged_look_bytes": (2048, 1024),
    },
}
#: What is searched for: a number that some claims hold.
_WORD = "68"
_FIGURES = "[data-testid=stMetricValue]"
_CHART = "[data-testid=stVegaLiteChart] :is(svg, canvas)"
_HORIZON = ".st-key-horizon_box path[aria-label*=': ']"
_ENDED = "[data-testid=stApp][data-test-script-state=notRunning]"
_CHANGED = "([selector, before]) => document.querySelector(selector)?.outerHTML !== before"
_WINDOW: ViewportSize = {"width": 1440, "height": 900}
_PATIENCE = 60_000
_CHUNK = 1 << 16
#: What a few pings and their answers come to.
_PINGS = 64


class Meter:
    """Stands between browser and server, and counts what passes on websockets, both ways."""

    def __init__(self, port: int) -> None:
        self.total = 0
        self._last = time.perf_counter()
        self._server = port
        self.port = free_port()
        threading.Thread(target=asyncio.run, args=(self._serve(),), daemon=True).start()

    def settled(self, page: Page) -> int:
        """The bytes so far, once nothing has come for two seconds."""
        while time.perf_counter() - self._last < 2:
            page.wait_for_timeout(100)
        return self.total

    def more(self, page: Page) -> int:
        """The bytes of what happens next; pings are nothing."""
        before = self.total
        while self.total - before < _PINGS:
            page.wait_for_timeout(100)
        return self.settled(page) - before

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._connect, "127.0.0.1", self.port)
        await server.serve_forever()

    async def _connect(self, reader: StreamReader, writer: StreamWriter) -> None:
        first = await reader.read(_CHUNK)
        is_counted = b"upgrade: websocket" in first.lower()
        above, below = await asyncio.open_connection("127.0.0.1", self._server)
        below.write(first)
        await asyncio.gather(
            self._pass(reader, below, is_counted), self._pass(above, writer, is_counted)
        )

    async def _pass(self, reader: StreamReader, writer: StreamWriter, is_counted: bool) -> None:
        with suppress(OSError):
            while data := await reader.read(_CHUNK):
                writer.write(data)
                await writer.drain()
                if is_counted:
                    self.total += len(data)
                    self._last = time.perf_counter()
        writer.close()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, nargs="+", default=[1_000, 10_000], metavar="N")
    parser.add_argument("--runs", type=int, default=5, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    args = parser.parse_args()
    found: dict[int, dict[str, list[float]]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for records in args.records:
            found[records] = visits(browser, records, args.runs)
            sys.stdout.write(table(records, found[records]))
            sys.stdout.flush()
        browser.close()
    if args.json:
        args.json.write_text(json.dumps(summary(found), indent=1) + "\n", encoding="utf-8")


def visits(browser: Browser, records: int, runs: int) -> dict[str, list[float]]:
    """Each figure, one value a run; the first visitor's are left out."""
    found: dict[str, list[float]] = {name: [] for name in NAMES}
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), records) as port:
        timed(browser, port)
        for _ in range(runs):
            for name, value in (timed(browser, port) | weighed(browser, port)).items():
                found[name].append(value)
    return found


def timed(browser: Browser, port: int) -> dict[str, float]:
    """The seconds of one visit by a browser that has nothing cached."""
    page = browser.new_context(viewport=_WINDOW).new_page()
    found: dict[str, float] = {}
    start = time.perf_counter()
    page.goto(f"http://127.0.0.1:{port}")
    for name, selector in (
        ("first_figures", _FIGURES),
        ("first_chart", _CHART),
        ("horizon_chart", _HORIZON),
    ):
        page.wait_for_selector(selector, state="attached", timeout=_PATIENCE)
        found[name] = time.perf_counter() - start
    page.wait_for_selector(_ENDED, timeout=_PATIENCE)
    shown = [(selector, _html(page, selector)) for selector in (_FIGURES, _HORIZON)]
    start = _search(page)
    for name, was in zip(("filter_figures", "filter_rerun"), shown, strict=True):
        page.wait_for_function(_CHANGED, arg=was, timeout=_PATIENCE)
        found[name] = time.perf_counter() - start
    page.context.close()
    return found


def weighed(browser: Browser, port: int) -> dict[str, float]:
    """The bytes of one visit."""
    meter = Meter(port)
    page = browser.new_context(viewport=_WINDOW).new_page()
    page.goto(f"http://127.0.0.1:{meter.port}")
    page.wait_for_selector(_HORIZON, state="attached", timeout=_PATIENCE)
    found: dict[str, float] = {"load_bytes": meter.settled(page)}
    meter.more(page)  # the first look says more than all that follow
    found["unchanged_look_bytes"] = meter.more(page)
    page.keyboard.press("r")
    found["unchanged_page_bytes"] = meter.more(page)
    _search(page)
    found["filter_bytes"] = meter.more(page)
    page.context.close()
    return found


def _search(page: Page) -> float:
    """Ask for the word; when that was."""
    field = page.locator(".st-key-q input")
    field.fill(_WORD)
    start = time.perf_counter()
    field.press("Enter")
    return start


def _html(page: Page, selector: str) -> str:
    html: str = page.locator(selector).first.evaluate("one => one.outerHTML")
    return html


@contextmanager
def serving(folder: Path, records: int) -> Iterator[int]:
    """The port of the dashboard on a registry of so many records, written into the folder."""
    root, port = folder / "registry", free_port()
    generate.write(records, root)
    command = [sys.executable, "-m", "tracker", "dashboard", "--root", str(root), "--no-open"]
    with (folder / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [*command, "--as-of", DAY, "--port", str(port)], stdout=log, stderr=log
        )
        try:
            _wait(server, f"http://127.0.0.1:{port}/_stcore/health", folder / "log")
            yield port
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            sys.exit(f"the server ended:\n{log.read_text(encoding='utf-8')}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not start within a minute")


def summary(found: dict[int, dict[str, list[float]]]) -> dict[str, object]:
    """The figures as they are written to a file."""
    return {
        "version": 1,
        "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 2),
        "records": {
            str(records): {
                name: {
                    "median": round(statistics.median(values), 3),
                    "low": round(min(values), 3),
                    "high": round(max(values), 3),
                    "bound": bound[0] if bound else None,
                    "wanted": bound[1] if bound else None,
                }
                for name, values in figures.items()
                for bound in (BOUNDS.get(records, {}).get(name),)
            }
            for records, figures in found.items()
        },
    }


def table(records: int, figures: dict[str, list[float]]) -> str:
    """The figures of one size as text."""
    runs = len(next(iter(figures.values())))
    lines = [
        f"{records:,} records, {runs} runs, load average {os.getloadavg()[0]:.1f}",
        f"{'':34}{'median':>10}{'range':>20}{'bound':>9}{'wanted':>9}",
    ]
    for name, values in figures.items():
        form = ",.0f" if name.endswith("bytes") else ".2f"
        median, low, high = statistics.median(values), min(values), max(values)
        bound = BOUNDS.get(records, {}).get(name)
        text = f"{NAMES[name]:34}{median:>10{form}}{f'{low:{form}} to {high:{form}}':>20}"
        lines.append(text + _bound(median, bound))
    return "\n".join(lines) + "\n\n"


def _bound(median: float, bound: Sequence[float] | None) -> str:
    if bound is None:
        return ""
    said = "" if median <= bound[1] else "  within the bound" if median <= bound[0] else "  missed"
    return f"{bound[0]:>9,g}{bound[1]:>9,g}{said}"


if __name__ == "__main__":
    main()
