"""The list of what no test runs: it names what is there, and whatever is not on it is told."""

from __future__ import annotations

import ast
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("uncovered", ROOT / "scripts" / "uncovered.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def functions(tree: ast.AST, before: str = "") -> set[str]:
    """The names of a module's functions, as `Second.join`."""
    found = set()
    for node in ast.iter_child_nodes(tree):
        name = before
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = f"{before}{node.name}."
            found.add(name[:-1])
        found |= functions(node, name)
    return found


def test_every_function_of_the_page_is_there(script: ModuleType) -> None:
    named = list(script.explained(script.DOC.read_text(encoding="utf-8")))
    missing = [
        (module, function)
        for module, function in named
        if function != "(module)"
        and function
        not in functions(ast.parse((ROOT / "src/tracker" / module).read_text(encoding="utf-8")))
    ]
    assert len(named) == len(set(named)) > 0
    assert missing == []


def test_what_is_not_on_the_page_is_told(
    script: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = "| `a.py` | `one`, `(module)` | 1, 0 | why |\n| `b.py` | `old` | 1, 0 | why |\n"
    (tmp_path / "page.md").write_text(page, encoding="utf-8")
    monkeypatch.setattr(script, "DOC", tmp_path / "page.md")
    monkeypatch.setattr(script, "ROOT", tmp_path)

    def said(*names: str) -> tuple[int, str]:
        part: dict[str, object] = {"missing_lines": [7], "missing_branches": [[6, -1]]}
        parts = {"two": dict.fromkeys(part, ()), **dict.fromkeys(names, part)}
        report = {"files": {"src/tracker/a.py": {"functions": parts}}}
        (tmp_path / "report.json").write_text(json.dumps(report), encoding="utf-8")
        return script.main(tmp_path / "report.json"), capsys.readouterr().out

    assert said("", "one") == (0, "run in full by now: b.py old\n")
    assert said("", "one", "two") == (
        1,
        "run in full by now: b.py old\n"
        "not run, not explained: a.py two: 7, 6->-1\n"
        "\nnot explained: 1; test them, or name them in page.md\n",
    )
