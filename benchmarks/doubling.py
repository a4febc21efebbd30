"""Doubles the size of inputs made to be slow, and shows how the time of `check` grows: 2 is linear.

    python benchmarks/doubling.py

The daily and nightly tests run inputs of the same kinds, at the largest size that is read, under a
generous limit (tests/hostile/test_resources.py).
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import generate

from tracker import checks
from tracker.registry import load
from tracker.rows import rows
from tracker.scores.drift import chains

RECORD = """\
claim: "{claim}"
quote: "{quote}"
speaker: Ada Example
source: https://example.org/talk
made_on: 2024-03-05
deadline: {{kind: undated, as_said: "{as_said}"}}
status: open
{more}
"""
SIZES = (20_000, 40_000, 80_000, 160_000)
RECORDS = (1_000, 2_000, 4_000)
Files = dict[str, str]


def record(claim: str = "It comes.", quote: str = "it", as_said: str = "", more: str = "") -> str:
    """A record with a text that is made to be slow."""
    return RECORD.format(claim=claim, quote=quote, as_said=as_said or "one day", more=more)


def inputs() -> Iterator[tuple[str, tuple[int, ...], Callable[[int], Files]]]:
    """A name, the sizes, and the files of each size."""
    for unit in ("[", "{a: ", "a: 1\n", "- x\n", "# "):
        yield f"a file of {unit!r}", SIZES, lambda n, u=unit: {"predictions/x.yaml": u * n}
    for unit in ("(", "“", "「", '\\"', "-", "1", "年内", "not ", "in 5 years ", "by 2027 or "):
        for key in ("claim", "quote", "as_said"):
            yield (
                f"{key} of {unit!r}",
                SIZES,
                lambda n, u=unit, k=key: {"predictions/x.yaml": record(**{k: u * (n // len(u))})},
            )
    yield (
        "tags",
        SIZES,
        lambda n: {
            "predictions/x.yaml": record(more="tags: [" + ", ".join(f"t{i}" for i in range(n // 8)))
            + "]\n"
        },
    )
    yield "a chain of restatements", RECORDS, lambda n: linked(n, lambda i: i - 1)
    yield "a cycle of restatements", RECORDS, lambda n: linked(n, lambda i: (i - 1) % n)
    yield (
        "unknown people beside known ones",
        RECORDS,
        lambda n: {
            "seeds/people.yaml": "".join(f"p-{i}: {{name: N{i}}}\n" for i in range(n)),
            "predictions/x.yaml": record(
                more="forecasts:\n"
                + "".join(f"- {{by: q-{i}, made_on: 2024, probability: 0.5}}\n" for i in range(n))
            ),
        },
    )


def linked(count: int, earlier: Callable[[int], int]) -> Files:
    """So many records, each of which restates another one; -1 is none."""
    return {
        f"predictions/r{i}.yaml": record(
            claim=f"Thing {i} comes.", more=f"restates: r{earlier(i)}" if earlier(i) >= 0 else ""
        )
        for i in range(count)
    }


def seconds(files: Files) -> float:
    """The CPU seconds of reading, checking and joining restatements."""
    with tempfile.TemporaryDirectory() as name:
        for path, text in files.items():
            (Path(name) / path).parent.mkdir(exist_ok=True)
            (Path(name) / path).write_text(text, encoding="utf-8")
        (Path(name) / "predictions").mkdir(exist_ok=True)
        start = time.process_time()
        registry = load(Path(name))
        checks.run(registry)
        chains(rows(registry, generate.DAY))
        return time.process_time() - start


def main() -> None:
    """Print a line for each input: the seconds of each size, and the ratio of the last two."""
    for name, sizes, files in inputs():
        taken = [seconds(files(size)) for size in sizes]
        ratio = taken[-1] / max(taken[-2], 0.001)
        shown = "  ".join(f"{each:.3f}" for each in taken)
        sys.stdout.write(f"{name:36} {shown}   x{ratio:.1f}\n")


if __name__ == "__main__":
    main()
