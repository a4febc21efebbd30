"""Takes pictures of every page: wide and narrow, light and dark.

    python scripts/screenshots.py FOLDER [--root DIR] [--as-of DATE] [--page NAME ...]
    python scripts/screenshots.py docs/images --readme --as-of DATE --record ID

Starts the dashboard on a free port, on the repository's own registry unless told otherwise. Needs
the development packages and a Chromium.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent.parent
#: Widths and the height of the window that one sees first.
SIZES = ((1440, 900), (390, 844))
SCHEMES = ("light", "dark")
#: So tall may a picture be: longer pages are cut.
TALLEST = 8000
#: The README's pictures, and how tall they are.
README = {"overview": 1500, "record": 1290}
COLOURS = 256
READY = (
    '[data-testid="stApp"][data-test-connection-state="CONNECTED"]'
    '[data-test-script-state="notRunning"]'
)
#: Every chart and table that the script sent has been painted.
_PAINTED = """() => !document.querySelector('[data-testid=stSkeleton]')
  && [...document.querySelectorAll('[data-testid=stVegaLiteChart]')]
    .every(one => one.querySelector('svg, canvas'))"""
_HEIGHT = "document.querySelector('[data-testid=stMain]').scrollHeight"


def main() -> int:
    """Take the pictures and say where they are."""
    parser = argparse.ArgumentParser(description="Take pictures of every page of the dashboard.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--root", type=Path, default=HERE, help="default: this repository")
    parser.add_argument("--as-of", help="the day to look at; default: today")
    parser.add_argument("--page", action="append", help="only this page, e.g. overview")
    parser.add_argument(
        "--readme", action="store_true", help="only the two pictures of the README, compressed"
    )
    parser.add_argument("--record", help="the record to show; default: the first one")
    args = parser.parse_args()
    record = args.record or next(
        (path.stem for path in sorted((args.root / "predictions").rglob("*.yaml"))), ""
    )
    pages = {
        "overview": "/",
        "timeline": "/timeline",
        "scoreboard": "/scoreboard",
        "speakers": "/speaker",
        "sources": "/source",
        "moving": "/moving",
        "record": f"/record?id={record}",
        "health": "/health",
        "about": "/about",
    }
    wanted = {name: pages[name] for name in args.page or pages}
    args.folder.mkdir(parents=True, exist_ok=True)
    with server(args.root, args.as_of) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        taken = readme if args.readme else shoot
        for file in taken(browser, url, wanted, args.folder):
            sys.stdout.write(f"{file}\n")
        browser.close()
    return 0


@contextmanager
def server(root: Path, as_of: str | None) -> Iterator[str]:
    """Run the dashboard while the pictures are taken."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "TRACKER_ROOT": str(root.resolve())}
    if as_of:
        environment["TRACKER_AS_OF"] = as_of
    command = [sys.executable, "-m", "streamlit", "run", str(HERE / "app.py")]
    process = subprocess.Popen(
        [*command, "--server.headless=true", f"--server.port={port}"],
        cwd=HERE,
        env=environment,
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                    break
            except (URLError, OSError):
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait()


def shoot(browser: Browser, url: str, pages: dict[str, str], folder: Path) -> Iterator[Path]:
    """Each page in each size and scheme, whole."""
    for scheme in SCHEMES:
        for width, height in SIZES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            for name, path in pages.items():
                page = context.new_page()
                page.goto(url + path)
                page.wait_for_selector(READY, timeout=60_000)
                _grow(page, width, height)
                file = folder / f"{name}-{width}-{scheme}.png"
                page.screenshot(path=file)
                page.close()
                yield file
            context.close()


def readme(browser: Browser, url: str, pages: dict[str, str], folder: Path) -> Iterator[Path]:
    """The overview and a record: light, wide, cut where a reader would go on scrolling."""
    for name, height in README.items():
        page = browser.new_page(viewport={"width": SIZES[0][0], "height": SIZES[0][1]})
        page.goto(url + pages[name])
        page.wait_for_selector(READY, timeout=60_000)
        _grow(page, *SIZES[0])
        file = folder / f"{name}.png"
        page.screenshot(path=file, clip={"x": 0, "y": 0, "width": SIZES[0][0], "height": height})
        page.close()
        # A page has few colours: a palette makes the file a third, and nothing is seen of it.
        Image.open(file).convert("RGB").quantize(
            COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        ).save(file, optimize=True)
        yield file


def _grow(page: Page, width: int, height: int) -> None:
    """Make the window as tall as the page: it scrolls inside, so a full picture would not do."""
    page.wait_for_selector("h1")
    page.wait_for_timeout(1500)  # charts and tables are sent after the first heading
    page.wait_for_function(_PAINTED, timeout=60_000)
    tall = min(int(page.evaluate(_HEIGHT)) + 70, TALLEST)
    page.set_viewport_size({"width": width, "height": max(height, tall)})
    page.wait_for_function(_PAINTED, timeout=60_000)
    page.wait_for_timeout(1000)


if __name__ == "__main__":
    raise SystemExit(main())
