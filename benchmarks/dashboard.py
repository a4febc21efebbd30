"""Measures the dashboard in a real Chromium, on registries that generate.py writes.

    python benchmarks/dashboard.py [--records N ...] [--runs N] [--json FILE]

For each size: `tracker dashboard` starts and a first visitor warms it up. Then each run opens the
overview in a browser that has nothing cached, searches, and has the page run again with nothing
changed. Prints the medians, each beside its bound and what is wanted.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import generate
from playwright.sync_api import Browser, Page, WebSocket, sync_playwright

DAY = "2026-11-21"
NAMES = {
    "figures": "first load: figures shown",
    "chart": "first load: first chart drawn",
    "horizon": "first load: horizon chart drawn",
    "load_bytes": "first load: on the wire",
    "filter": "a filter: figures changed",
    "filter_chart": "a filter: horizon chart redrawn",
    "filter_bytes": "a filter: on the wire",
    "again": "unchanged rerun",
    "again_bytes": "unchanged rerun: on the wire",
}
#: Bound and what is wanted, by the number of records: seconds, or bytes.
BOUNDS: dict[int, dict[str, tuple[float, float]]] = {
    1_000: {"horizon": (4, 2), "filter_chart": (1, 0.5)},
    10_000: {
        "figures": (3, 1.5),
        "chart": (5, 2.5),
        "filter_chart": (1, 0.5),
        "again_bytes": (2048, 1024),
    },
}
#: What is searched for: a number that some claims hold.
_WORD = "68"
_FIGURES = "[data-testid=stMetricValue]"
_CHART = "[data-testid=stVegaLiteChart] :is(svg, canvas)"
_HORIZON = ".st-key-horizon_box path[aria-label*=': ']"
_APP = "[data-testid=stApp][data-test-script-state={}]"
_TEXT = "([selector, part]) => document.querySelector(selector)?.{}"
_CHANGED = "([selector, before]) => document.querySelector(selector)?.outerHTML !== before"


class Wire:
    """What goes over a page's websocket: bytes as they were before any compression."""

    def __init__(self, page: Page) -> None:
        self.total = 0
        self._last = time.perf_counter()
        page.on("websocket", self._open)

    def settled(self, page: Page) -> int:
        """The bytes so far, once nothing has come for half a second."""
        while time.perf_counter() - self._last < 0.5:
            page.wait_for_timeout(100)
        return self.total

    def _open(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._count)
        socket.on("framesent", self._count)

    def _count(self, payload: str | bytes) -> None:
        self.total += len(payload)
        self._last = time.perf_counter()


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
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), records) as url:
        visit(browser, url)
        for _ in range(runs):
            for name, value in visit(browser, url).items():
                found[name].append(value)
    return found


def visit(browser: Browser, url: str) -> dict[str, float]:
    """One visit of a browser that has nothing cached."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    wire = Wire(page)
    found: dict[str, float] = {}
    start = time.perf_counter()
    page.goto(url)
    for name, selector in (("figures", _FIGURES), ("chart", _CHART), ("horizon", _HORIZON)):
        page.wait_for_selector(selector, state="attached", timeout=60_000)
        found[name] = time.perf_counter() - start
    page.wait_for_selector(_APP.format("notRunning"), timeout=60_000)
    found["load_bytes"] = before = wire.settled(page)

    shown = [(selector, _html(page, selector)) for selector in (_FIGURES, _HORIZON)]
    search = page.locator(".st-key-q input")
    search.fill(_WORD)
    start = time.perf_counter()
    search.press("Enter")
    for name, was in zip(("filter", "filter_chart"), shown, strict=True):
        page.wait_for_function(_CHANGED, arg=was, timeout=60_000)
        found[name] = time.perf_counter() - start
    found["filter_bytes"] = wire.settled(page) - before

    before = wire.settled(page)
    page.locator("h1").click()  # out of the search field, where `r` would be a letter
    start = time.perf_counter()
    page.keyboard.press("r")
    page.wait_for_selector(_APP.format("running"), timeout=60_000)
    page.wait_for_selector(_APP.format("notRunning"), timeout=60_000)
    found["again"] = time.perf_counter() - start
    found["again_bytes"] = wire.settled(page) - before
    context.close()
    return found


def _html(page: Page, selector: str) -> str:
    html: str = page.locator(selector).first.evaluate("one => one.outerHTML")
    return html


@contextmanager
def serving(folder: Path, records: int) -> Iterator[str]:
    """The dashboard on a registry of so many records, written into the folder."""
    root = folder / "registry"
    generate.write(records, root)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tracker", "dashboard", "--root", str(root), "--no-open"]
    with (folder / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [*command, "--as-of", DAY, "--port", str(port)], stdout=log, stderr=log
        )
        try:
            _wait(server, f"http://127.0.0.1:{port}/_stcore/health", folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


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
