"""Shows where the time of `due` and `check` goes: in imports, and in functions.

    python benchmarks/where.py [--records N]

The profiler makes calls dearer than they are: it says where to look, run.py how long it takes.
"""

from __future__ import annotations

import argparse
import contextlib
import cProfile
import os
import pstats
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import generate

from tracker.cli import main as tracker

_LINES = 15


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--records", type=int, default=10_000)
    args = parser.parse_args()
    # On one core: what a second process did would not be seen.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1])
    with tempfile.TemporaryDirectory() as name:
        os.environ["TRACKER_CACHE_DIR"] = f"{name}/cache"
        root = Path(name) / "registry"
        generate.write(args.records, root)
        where = ["--root", str(root), "--as-of", str(generate.DAY)]
        calls(["due", "--no-cache", *where])
        for command in (["due"], ["due"], ["check"]):
            calls([*command, *where])
            imports([*command, *where])
            time.sleep(2.5)  # until the files are old enough for their stamps to be trusted


def imports(argv: list[str]) -> None:
    """What importing takes, by package; nothing is there yet that could be imported twice."""
    command = [sys.executable, "-X", "importtime", "-m", "tracker", *argv]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    spent: Counter[str] = Counter()
    for line in done.stderr.splitlines():
        own, _, name = line.removeprefix("import time:").replace("|", " ").split(maxsplit=2)
        if own.isdigit():
            spent[name.split(".")[0]] += int(own)
    _told(f"{' '.join(argv[:-4])}: {spent.total() / 1000:.1f} ms of imports")
    for name, own in spent.most_common(_LINES):
        _told(f"{own / 1000:8.1f} ms  {name}")


def calls(argv: list[str]) -> None:
    """The functions that take the most."""
    profile = cProfile.Profile()
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):  # noqa: PTH123
        profile.runcall(tracker, argv)
    stats = pstats.Stats(profile, stream=sys.stdout).strip_dirs()
    stats.sort_stats("tottime").print_stats(_LINES)


def _told(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
