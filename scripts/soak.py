"""Soak the dashboard: eight readers click at random while files change and break.

`make soak` runs it; SOAK_SECONDS, SOAK_SESSIONS and SOAK_SEED come from the environment. The
browsers run at low priority, because they would normally be on other machines than the server. For
machines that are still too small, SOAK_BROWSER=0 speaks to the server over the websocket as the
page does, and draws nothing.

Exit code 1: an exception on a page, a traceback of the server, a p95 of a rerun above LONGEST, or
memory above MOST times what the server used after the first minute.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import websockets
from playwright.async_api import Browser, Error, Locator, Page, WebSocket, async_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).resolve().parent.parent
SECONDS = int(os.environ.get("SOAK_SECONDS", "300"))
SESSIONS = int(os.environ.get("SOAK_SESSIONS", "8"))
SEED = int(os.environ.get("SOAK_SEED", "1"))
IN_BROWSER = os.environ.get("SOAK_BROWSER", "1") != "0"
TODAY = "2026-11-21"

LONGEST = 1.0  # seconds for a rerun: in the server, and without browsers until its answer is read
MOST = 1.25
SETTLED = 60  # seconds until the server's memory is taken as the base
THINKING = (2.0, 8.0)  # seconds between a reader's clicks
EDITING = (0.5, 2.0)  # seconds between changes of a file

READY = (
    '[data-testid="stApp"][data-test-connection-state="CONNECTED"]'
    '[data-test-script-state="notRunning"]'
)
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
PATHS = ("", "timeline", "moving", "scoreboard", "speaker", "source", "record", "health", "about")
CLICKED = (
    ".masthead a",
    '[data-testid="stMain"] a[href^="./"]',
    '[data-testid="stMain"] [data-testid="stButtonGroup"] button',
    '[data-testid="stMain"] [data-testid="stButton"] button',
    '[data-testid="stMain"] summary',
)
WORDS = ("chips", "芯片", "wang", "agi", "nothing at all", "[", "$5 <b>", "")


@dataclass
class Seen:
    """The measurements and faults of one soak."""

    reruns: list[float] = field(default_factory=list)  # asked to answered, over the websocket
    runs: list[float] = field(default_factory=list)  # of the page's code, in the server
    work: list[float] = field(default_factory=list)  # the processor time of these
    settled: list[float] = field(default_factory=list)  # click to a page that has drawn it
    memory: list[tuple[float, int]] = field(default_factory=list)
    changes: int = 0
    faults: list[str] = field(default_factory=list)


# --- the server ---

#: Imported by the server when it starts: logs the time of each run of the page's code.
TIMING = """\
import os, sys, time

if "streamlit" in sys.orig_argv:
    from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

    run, log = ScriptRunner._run_script, os.open({path!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def timed(self, data):
        begin, work = time.monotonic(), time.thread_time()
        try:
            return run(self, data)
        finally:
            if not data.is_auto_rerun:
                took = time.monotonic() - begin, time.thread_time() - work
                os.write(log, b"%f %f\\n" % took)

    ScriptRunner._run_script = timed
"""


@contextlib.contextmanager
def serving(registry: Path, log: Path, runs: Path) -> Iterator[tuple[str, int]]:
    """`tracker dashboard` on the registry: its address, and the id of the server's process."""
    hooks = log.parent / "hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(TIMING.format(path=str(runs)), encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tracker", "dashboard", "--root", str(registry)]
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [*command, "--no-open", f"--port={port}", "--as-of", TODAY],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(hooks), *sys.path[1:]])},
        ) as process,
    ):
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url, process)
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
            yield url, int(children.split()[0])
        finally:
            process.terminate()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=2).close()
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit("the server did not start")


async def watch_memory(process: int, seen: Seen, since: float) -> None:
    """The server's resident memory, once a second."""
    while True:
        status = Path(f"/proc/{process}/status").read_text()
        kilobytes = re.search(r"VmRSS:\s+(\d+)", status)
        if kilobytes:
            seen.memory.append((time.monotonic() - since, int(kilobytes[1])))
        await asyncio.sleep(1)


# --- the files ---


async def keep_changing(registry: Path, seen: Seen, dice: random.Random) -> None:
    """Edit, replace, break, delete and bring back one file after the other."""
    originals = {path: path.read_bytes() for path in sorted(registry.rglob("*.yaml"))}
    while True:
        path = dice.choice(list(originals))
        with contextlib.suppress(FileNotFoundError, IsADirectoryError):
            _change(path, originals[path], dice)
            seen.changes += 1
        await asyncio.sleep(dice.uniform(*EDITING))


def _change(path: Path, original: bytes, dice: random.Random) -> None:
    match dice.randrange(8):
        case 0:  # edited in place
            path.write_bytes(original + b"# looked at\n" * dice.randrange(4))
        case 1:  # replaced, as editors and `tracker` do
            other = path.with_name(f".{path.name}.new")
            other.write_bytes(re.sub(rb"(?m)^(claim|title): ", rb"\1: Changed, ", original))
            other.replace(path)
        case 2:  # half written
            path.write_bytes(original[: dice.randrange(len(original))])
        case 3:  # broken on purpose
            path.write_bytes(dice.choice(BROKEN))
        case 4:
            path.unlink()
        case 5:  # copied
            path.with_name(f"more-{dice.randrange(20)}.yaml").write_bytes(original)
        case 6:
            for more in path.parent.glob("more-*.yaml"):
                more.unlink()
        case _:
            path.write_bytes(original)


BROKEN = (
    b"", b"claim: [", b"\xff\xfe\x00", b"claim: \x00", b"[" * 25_000, b"- " * 50_000,
    b"<<<<<<< HEAD\nclaim: a\n=======\n", b"a: &a [x]\nb: [*a, *a]\n", b"claim: " + b"x" * 10**6,
    b"claim: <img src=x onerror=alert(1)> $5 and $6\nstatus: maybe\nmade_on: 2026-02-30\n",
)  # fmt: skip


# --- the readers ---


async def read(browser: Browser, url: str, seen: Seen, dice: random.Random) -> None:
    """One reader in a browser, who waits and clicks until cancelled."""
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    page = await context.new_page()
    page.on("websocket", lambda socket: _time(socket, seen))
    page.on("pageerror", lambda error: seen.faults.append(f"page error: {error}"))
    page.on("crash", lambda _: seen.faults.append("a page crashed"))
    await page.goto(url)
    await page.wait_for_selector(READY, timeout=120_000)
    while True:
        await asyncio.sleep(dice.uniform(*THINKING))
        begin = time.monotonic()
        with contextlib.suppress(Error):  # what was to be clicked has gone with its file
            await _act(page, url, dice)
        try:
            await page.wait_for_selector(READY, timeout=60_000)
        except Error:
            seen.faults.append(f"a minute later still running: {page.url}")
        seen.settled.append(time.monotonic() - begin)
        shown = await page.locator('[data-testid="stException"]').all_text_contents()
        seen.faults += [f"exception at {page.url}: {text}" for text in shown]


async def _act(page: Page, url: str, dice: random.Random) -> None:
    match dice.randrange(10):
        case 0:  # by an address, which is a new session
            await page.goto(f"{url}/{dice.choice(PATHS)}?{_query(dice)}")
        case 1:
            search = page.locator("#search")
            await search.fill(dice.choice(WORDS), timeout=3000)
            await search.press("Enter", timeout=3000)
        case 2 | 3:
            await _click(page.locator(".menu summary"), dice)
            await _click(page.locator(".menu[open] a"), dice)
        case _:
            await _click(page.locator(dice.choice(CLICKED)), dice)


QUERIES = (
    ("tag", "chips"), ("state", "overdue"), ("q", "芯片"), ("as_of", "2030-01-01"),
    ("tag", "'; --"), ("id", "wang-yang-chips-a100"), ("id", "no-such-record"),
    ("speaker", "wang-yang"),
)  # fmt: skip


def _query(dice: random.Random) -> str:
    return urlencode(dice.sample(QUERIES, dice.randrange(3)))


async def speak(url: str, seen: Seen, dice: random.Random) -> None:
    """One reader without a browser, who requests filtered pages and reads each whole answer."""
    address = f"{url.replace('http', 'ws')}/_stcore/stream"
    while True:  # a session of some clicks, then a new one
        async with websockets.connect(
            address, origin=url, subprotocols=["streamlit"], max_size=None
        ) as connection:
            for _ in range(dice.randrange(1, 20)):
                asked = BackMsg()
                asked.rerun_script.page_name = dice.choice(PATHS)
                asked.rerun_script.query_string = _query(dice)
                begin = time.monotonic()
                await connection.send(asked.SerializeToString())
                async for payload in connection:
                    message = ForwardMsg.FromString(payload)
                    if message.delta.new_element.HasField("exception"):
                        fault = message.delta.new_element.exception
                        seen.faults.append(f"exception: {fault.type}: {fault.message}")
                    if message.WhichOneof("type") == "script_finished":
                        break
                seen.reruns.append(time.monotonic() - begin)
                seen.settled.append(seen.reruns[-1])
                await asyncio.sleep(dice.uniform(*THINKING))


async def _click(targets: Locator, dice: random.Random) -> None:
    count = await targets.count()
    if count:
        await targets.nth(dice.randrange(count)).click(timeout=3000)


def _time(connection: WebSocket, seen: Seen) -> None:
    """Record the seconds of each rerun, from the request to the last message of its answer."""
    asked: list[float] = []

    def sent(payload: bytes | str) -> None:
        message = BackMsg.FromString(payload) if isinstance(payload, bytes) else BackMsg()
        if message.HasField("rerun_script") and not message.rerun_script.is_auto_rerun:
            asked[:] = [time.monotonic()]

    def received(payload: bytes | str) -> None:
        message = ForwardMsg.FromString(payload) if isinstance(payload, bytes) else ForwardMsg()
        if message.WhichOneof("type") == "script_finished" and asked:
            if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return  # the files had changed: the answer is that of the run which follows
            seen.reruns.append(time.monotonic() - asked.pop())

    connection.on("framesent", sent)
    connection.on("framereceived", received)


# --- the verdict ---


def _unhurried(folder: Path) -> Path:
    """A command that starts Chromium at low priority."""
    script = folder / "chromium"
    script.write_text(f'#!/bin/sh\nexec nice -n 15 {shutil.which("chromium")} "$@"\n')
    script.chmod(0o755)
    return script


async def soak(registry: Path, url: str, process: int, seen: Seen) -> None:
    """Run the readers and the changes together for SECONDS."""
    since = time.monotonic()
    dice = [random.Random(f"{SEED}/{number}") for number in range(SESSIONS)]
    async with contextlib.AsyncExitStack() as stack:
        if IN_BROWSER:
            playwright = await stack.enter_async_context(async_playwright())
            browser = await playwright.chromium.launch(
                executable_path=_unhurried(registry.parent), args=ARGS
            )
            readers = [read(browser, url, seen, each) for each in dice]
        else:
            readers = [speak(url, seen, each) for each in dice]
        coroutines = [
            watch_memory(process, seen, since),
            keep_changing(registry, seen, random.Random(SEED)),
            *readers,
        ]
        tasks = [asyncio.create_task(each) for each in coroutines]
        done, _ = await asyncio.wait(tasks, timeout=SECONDS, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:  # none ends by itself
            seen.faults.append(f"the soak itself: {task.exception()!r}")
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def p95(values: list[float]) -> float:
    """The smallest value that 95 of 100 do not exceed."""
    return sorted(values)[max(0, -(-95 * len(values) // 100) - 1)] if values else float("inf")


def judged(seen: Seen, log: str) -> list[str]:
    """Print the figures and return the failures."""
    tracebacks = log.count("Traceback (most recent call last)")
    settled = [size for after, size in seen.memory if after >= min(SETTLED, SECONDS / 2)]
    growth = max(settled) / settled[0] if settled else float("inf")
    say = sys.stdout.write
    say(f"{SECONDS} s, {SESSIONS} sessions, seed {SEED}: {len(seen.settled)} actions of readers, ")
    say(f"{len(seen.reruns)} reruns, {seen.changes} changes of files\n")
    say(f"exceptions on pages and faults: {len(seen.faults)}\ntracebacks: {tracebacks}\n")
    say(f"rerun, request to answer: median {p95_of(seen.reruns)}\n")
    say(f"  of which the page's code: median {p95_of(seen.runs)}\n")
    say(f"  of which processor time:  median {p95_of(seen.work)}\n")
    say(f"click to a page that is drawn: median {p95_of(seen.settled)}\n")
    say(f"memory: {settled[0] // 1024} MB after {SETTLED} s, {max(settled) // 1024} MB at most, ")
    say(f"{settled[-1] // 1024} MB in the end: {100 * (growth - 1):+.1f}%\n")
    missed = [*sorted(set(seen.faults))[:20]]
    if tracebacks:
        missed.append(f"{tracebacks} tracebacks:\n{log[-4000:]}")
    # Eight browsers keep the answer waiting on the cores that they share with the server.
    if p95(seen.runs if IN_BROWSER else seen.reruns) > LONGEST:
        missed.append(f"p95 of a rerun is above {LONGEST} s")
    if growth > MOST:
        missed.append(f"memory grew by more than {100 * (MOST - 1):.0f}%")
    return missed


def p95_of(values: list[float]) -> str:
    """Median, p95 and the longest, in words."""
    middle = sorted(values)[len(values) // 2] if values else float("inf")
    return f"{middle:.2f} s, p95 {p95(values):.2f} s, longest {max(values, default=0):.2f} s"


def main() -> int:
    """Run the soak on a copy of this registry."""
    seen = Seen()
    with tempfile.TemporaryDirectory() as name:
        registry = Path(name) / "registry"
        for folder in ("predictions", "seeds"):
            shutil.copytree(ROOT / folder, registry / folder)
        log, runs = Path(name) / "server.log", Path(name) / "runs"
        with serving(registry, log, runs) as (url, process):
            asyncio.run(soak(registry, url, process, seen))
        for line in runs.read_text().splitlines():
            took, work = map(float, line.split())
            seen.runs.append(took)
            seen.work.append(work)
        missed = judged(seen, log.read_text(encoding="utf-8", errors="replace"))
    for line in missed:
        sys.stderr.write(f"missed: {line}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
