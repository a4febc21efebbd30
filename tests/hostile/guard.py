"""Runs command lines of `tracker` in children that may not crash, hang or grow; a script.

Reads requests from standard input, one JSON object a line, and answers each with one. Everything
is imported once and each request gets a fork of its own, so that a guard costs milliseconds: a
limit of processor time, of address space, and an alarm for whoever waits for something.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

from tracker import cli

_WAIT = 60  # seconds of wall clock; processor time is what is judged, machines are busy


def _address_space() -> int:
    with contextlib.suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    return 0


def _child(request: dict[str, Any], folder: Path) -> None:
    most = _address_space() + request["memory"]
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (60, 61))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(_WAIT)
    ran = []
    for number, argv in enumerate(request["commands"]):
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
        err = io.StringIO()
        begin = time.process_time()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code: object = cli.main(argv)
            except SystemExit as stop:  # argparse
                code = stop.code
            except BaseException:
                traceback.print_exc()
                code = "raised"
        out.flush()
        (folder / str(number)).write_bytes(out.buffer.getvalue())
        ran.append({"code": code, "err": err.getvalue(), "cpu": time.process_time() - begin})
    (folder / "ran").write_text(json.dumps(ran))


def _warm_up() -> None:
    """Import what the commands need, so that no child has to."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "predictions").mkdir()
        (Path(name) / "predictions/x.yaml").write_text("claim: @\n")
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            for argv in (["check"], ["check", "--format", "json"], ["list"], ["due"], ["score"]):
                cli.main([*argv, "--root", name])
    gc.collect()
    gc.freeze()


def main() -> None:
    """Answer requests until there are no more."""
    _warm_up()
    for line in sys.stdin:
        request = json.loads(line)
        folder = Path(request["folder"])
        child = os.fork()
        if child == 0:
            status = 1
            with contextlib.suppress(BaseException):
                _child(request, folder)
                status = 0
            os._exit(status)
        _, status, usage = os.wait4(child, 0)
        answer = {"status": status, "rss": usage.ru_maxrss * 1024}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
