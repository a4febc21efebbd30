"""The lines that no test runs: is each function that has some named in docs/uncovered.md?

`make coverage` calls it, with the JSON that coverage writes of its data. Exit code 1: a function
has lines or branches that no test ran, and the page does not say why. Names stand there, not
numbers of lines, which go stale. A name whose function is run in full by now is said, no more.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOC = ROOT / "docs/uncovered.md"
#: A row of the page: module, and functions of it; `(module)` is what stands outside of any.
_ROW = re.compile(r"\| `(?P<module>[^`]+)` \| (?P<functions>`[^|]+`) \|")

Places = dict[tuple[str, str], str]


def main(data: Path) -> int:
    """Compare the two; says what is not explained, and what needs to be no longer."""
    found = uncovered(json.loads(data.read_text(encoding="utf-8")))
    named = set(explained(DOC.read_text(encoding="utf-8")))
    unknown = sorted(found.keys() - named)
    for module, function in sorted(named - found.keys()):
        _say(f"run in full by now: {module} {function}")
    for module, function in unknown:
        _say(f"not run, not explained: {module} {function}: {found[module, function]}")
    if unknown:
        _say(f"\nnot explained: {len(unknown)}; test them, or name them in {DOC.relative_to(ROOT)}")
    return 1 if unknown else 0


def uncovered(report: dict[str, Any]) -> Places:
    """Module and function -> the lines and branches that were not run."""
    found: Places = {}
    for path, file in report["files"].items():
        module = path.partition("src/tracker/")[2] or path
        for function, part in file["functions"].items():
            lines = [str(line) for line in part["missing_lines"]]
            lines += [f"{start}->{end}" for start, end in part["missing_branches"]]
            if lines:
                found[module, function or "(module)"] = ", ".join(lines)
    return found


def explained(page: str) -> Iterator[tuple[str, str]]:
    """The modules and functions of the page's table."""
    for row in _ROW.finditer(page):
        for function in re.findall("`([^`]+)`", row["functions"]):
            yield row["module"], function


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
