"""Files that are small and cost much: each within 5 seconds and 500 MB, whatever is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.hostile.cases import GOOD, RECORD, RESOLUTION, RESOLVED, put

if TYPE_CHECKING:
    from tests.hostile.conftest import Guard

MOST = 1 << 20
#: Text, or what makes it when it is needed.
Text = str | Callable[[], str]
Files = dict[str, Text]


def fill(head: str, item: Callable[[int], str], tail: str = "") -> Callable[[], str]:
    """As many items as fit into a mebibyte."""
    return lambda: _fill(head, item, tail)


def _fill(head: str, item: Callable[[int], str], tail: str) -> str:
    size = len(head.encode()) + len(tail.encode())
    parts = [head]
    number = 0
    while True:
        part = item(number)
        size += len(part.encode())
        if size > MOST:
            return "".join([*parts, tail])
        parts.append(part)
        number += 1


def repeat(unit: str, room: int = MOST - 2000) -> str:
    return unit * (room // len(unit.encode()))


def merge_bomb(item: str) -> str:
    lines = ["a0: &a0 {x: y}"]
    for level in range(1, 9):
        references = ", ".join([f"*a{level - 1}"] * 9)
        lines.append(f"a{level}: &a{level} " + item.format(references))
    return "\n".join(lines)


def bombs() -> Iterator[tuple[str, Text]]:
    """Bytes that make a naive reader recurse, explode or never end."""
    for unit in (
        "[",
        "{a: ",
        "- ",
        "? ",
        "&a ",
        "*a ",
        "!x ",
        "'",
        '"',
        "|\n",
        "%",
        "a: b: ",
        ": ",
    ):
        yield f"repeat {unit!r}", repeat(unit)
    yield "brackets", "[" * 500_000 + "]" * 500_000
    yield "nested plain", "".join(" " * level + "a:\n" for level in range(1400))
    yield "nested lists", "".join(" " * level + "- a:\n" for level in range(0, 1400, 2))
    yield "alias bomb", merge_bomb("[{}]")
    yield "merge bomb", merge_bomb("{{<<: [{}]}}")
    yield "keys", fill(RECORD, lambda n: f"k{n}: 1\n")
    yield "keys nearly right", fill(RECORD, lambda n: f"claim{n}: 1\n")
    yield "keys twice", repeat("a: 1\n")
    yield "long key", RECORD + "claim" * 200_000 + ": x\n"
    yield "long complex key", RECORD + "? " + "claim" * 200_000 + "\n: x\n"


def records() -> Iterator[tuple[str, Text]]:
    """Records whose every key is as long as a file can be."""
    units = (
        "9",
        "9 ",
        "within ",
        "一",
        "年内",
        "in 5 years ",
        "by 2027 ",
        "1:",
        "1,",
        "not before ",
        "next year or two ",
        "中",
        "-",
        "(",
        "“",
        "a\u200d",
        "e\u0301",
        "\u202e",
        "##[",
        "::",
        "AGI ",
    )
    for unit in units:
        text = f"'{repeat(unit)}x'"
        for key in ("claim", "quote", "as_said"):
            yield f"{key} of {unit!r}", put(key, text)
    for unit in ("a.", "1.", "%25", "/2024/01/02", "?a=b&", "/web/20240101", "//", "-", "[", "@"):
        yield f"source of {unit!r}", put("source", f"'https://example.org/{repeat(unit)}'")
        yield f"host of {unit!r}", put("source", f"'https://{repeat(unit)}org/'")
    yield "status", put("status", repeat("open"))
    yield "made_on", put("made_on", repeat("2024-"))
    yield "kind", put("kind", repeat("by"))
    yield "restates", f"{RECORD}restates: {repeat('good')}\n"
    base = RECORD.replace("tags: [chips]\n", "")
    yield "tags", fill(base + "tags: [", lambda n: f"t{n},", "]\n")
    yield "tags of lists", fill(base + "tags: [", lambda n: "[],", "]\n")
    resolved = RESOLVED.partition("    - url")[0]
    yield "evidence", fill(resolved, lambda n: f"    - url: https://example.org/{n}\n")
    yield (
        "ten thousand",
        resolved + "".join(f"    - url: https://example.org/{n}\n" for n in range(10_000)),
    )
    yield "evidence all wrong", fill(resolved, lambda n: "    - ur: x\n")
    yield (
        "probability",
        f"{RECORD}forecasts: [{{by: Ada, made_on: 2024, probability: 0.{'3' * 10**6}}}]\n",
    )
    yield "updates", fill(f"{RECORD}updates:\n", lambda n: f"- {{date: 2024-05-01, note: n{n}}}\n")
    yield "ignored", fill(f"{RECORD}ignore:\n", lambda n: f"- {{code: c{n}, why: x}}\n")
    note = RESOLUTION.replace("It came.", "|\n" + repeat("    a line\n"))
    yield "note", put("status", "correct") + note


ATTACKS: dict[str, Files] = {
    **{name: {"predictions/x.yaml": text} for name, text in (*bombs(), *records())},
    "unknown names beside people": {
        "predictions/x.yaml": fill(
            f"{RECORD}forecasts:\n",
            lambda n: f"- {{by: s-{n}, made_on: 2024, probability: 0.{n}}}\n",
        ),
        "seeds/people.yaml": fill("", lambda n: f"p-{n}: {{name: A}}\n"),
    },
    "people all wrong": {"seeds/people.yaml": fill("", lambda n: f"P{n}: {{nam: A}}\n")},
    "authors": {
        "seeds/card.yaml": fill("title: T\nauthors: [", lambda n: f"auth-{n},", "]\n"),
        "seeds/people.yaml": fill("", lambda n: f"p-{n}: {{name: A}}\n"),
    },
    "language": {"seeds/card.yaml": f"title: T\nlanguage: en{repeat('-abc')}\n"},
    "chain": {
        **{f"predictions/c{n}.yaml": f"{RECORD}restates: c{n + 1}\n" for n in range(1000)},
        "predictions/c1000.yaml": RECORD,
    },
    "ring": {
        f"predictions/c{n}.yaml": f"{RECORD}restates: c{(n + 1) % 1000}\n" for n in range(1000)
    },
}
#: One of each kind in the daily run; `make nightly` has all of them.
DAILY = {
    "repeat '['",
    "claim of '('",
    "nested plain",
    "merge bomb",
    "tags of lists",
    "claim of 'by 2027 '",
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in DAILY else pytest.mark.nightly, id=ascii(name))
        for name in ATTACKS
    ],
)
def test_no_file_costs_more_than_five_seconds(name: str, tmp_path: Path, guard: Guard) -> None:
    files: Files = {"predictions/good.yaml": GOOD, **ATTACKS[name]}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        written = text if isinstance(text, str) else text()
        (tmp_path / path).write_text(written, encoding="utf-8", newline="")
    root = ["--root", str(tmp_path), "--as-of", "2026-11-21"]
    commands = [
        ["check", "--format", "sarif"],
        ["check", "--format", "full"],
        ["due"],
        ["due", "--format", "github"],
        ["show", "x" if "predictions/x.yaml" in files else "good"],
        ["export", "ics"],
        ["export", "markdown"],
        ["score"],
    ]
    # A thousand records are no single file.
    most = 5 if len(files) < 100 else 15
    for command in commands[:3] if name in DAILY else commands:
        done = guard([[*command, *root]])
        assert done.status == 0, command
        assert done.memory < 500 * MOST, command
        assert done.ran[0].code in (0, 1), (command, done.ran[0].err)
        assert done.ran[0].cpu < most, command
        if command == ["due"]:
            assert "A neighbour's sentence" in done.ran[0].out.decode()
