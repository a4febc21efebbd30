"""What docs/editor.md says: its settings are valid, and run where the editor is installed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.editors.server import FOLDER
from tests.records.test_schema import FILES, is_structure_wrong

from tracker.cli import main

ROOT = Path(__file__).parent.parent.parent
DOCS = (ROOT / "docs/editor.md").read_text(encoding="utf-8")
#: An unknown word in line 8, and a claim that no one can check in line 1.
RECORD = """\
claim: It will become much better.
quote: much better
speaker: Ada Example
source: https://example.org/talk
made_on: 2024-03-05
deadline:
  kind: undated
status: opne
"""


def block(language: str, *, number: int = 0) -> str:
    return str(re.findall(rf"(?ms)^```{language}\n(.*?)^```", DOCS)[number])


@pytest.fixture
def registry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    root = tmp_path / "registry"
    assert main(["init", str(root)]) == 0
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    (root / "predictions/wrong.yaml").write_text(RECORD, encoding="utf-8")
    capsys.readouterr()
    return root


def environment(registry: Path) -> dict[str, str]:
    """An environment in which `tracker` and `yaml-language-server` are commands."""
    bin = registry.parent / "bin"
    bin.mkdir()
    (bin / "tracker").write_text(f'#!/bin/sh\nexec {sys.executable} -m tracker "$@"\n')
    server = FOLDER / "node_modules/yaml-language-server/bin/yaml-language-server"
    (bin / "yaml-language-server").write_text(f'#!/bin/sh\nexec node {server} "$@"\n')
    for path in bin.iterdir():
        path.chmod(0o755)
    home = registry.parent / "home"
    home.mkdir()
    source = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
    programs = f"{bin}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": programs, "HOME": str(home), "PYTHONPATH": source}


def needs(program: str, *, server: bool = False) -> str:
    place = os.environ.get(f"TRACKER_{program.upper()}") or shutil.which(program)
    if place is None:
        pytest.skip(f"{program} is not installed")
    if server and (shutil.which("node") is None or not (FOLDER / "node_modules").is_dir()):
        pytest.skip("yaml-language-server is not installed: `make nightly` does that")
    return place


def test_the_settings_of_vs_code_are_those_of_this_repository() -> None:
    own = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    settings = json.loads(block("json"))
    assert settings == {"yaml.schemas": own["yaml.schemas"]}
    for path in settings["yaml.schemas"]:
        assert (ROOT / path).is_file()
    assert block("json", number=1) == (ROOT / ".vscode/tasks.json").read_text(encoding="utf-8")


def test_the_problem_matcher_reads_what_check_prints(
    registry: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    [task] = json.loads(block("json", number=1))["tasks"]
    program, *argv = task["command"].split()
    assert program == "tracker"
    monkeypatch.chdir(registry)
    (registry / "predictions/vague.yaml").write_text(RECORD.replace("opne", "open"), "utf-8")
    assert main(argv) == 1
    pattern = task["problemMatcher"]["pattern"]
    keys = ("file", "line", "column", "severity", "code")
    problems = []
    for line in capsys.readouterr().out.splitlines():
        match = re.search(pattern["regexp"], line)
        if match is not None:
            problems.append(tuple(match[pattern[key]] for key in keys))
            assert (registry / problems[-1][0]).is_file()
    assert ("predictions/wrong.yaml", "8", "9", "error", "unknown-word") in problems
    assert {severity for _, _, _, severity, _ in problems} == {"error", "warning"}


def test_the_docs_list_what_only_the_tracker_sees() -> None:
    """The language server gives the verdict of `check` on structure; a nightly test holds that."""
    expected = [
        path.with_suffix(".txt").read_text(encoding="utf-8")
        for path in FILES
        if path.parts[-2] == "bad" and not is_structure_wrong(path)
    ]
    unseen = set(re.findall(r"(?m)^\S+ \w+\[([a-z0-9-]+)\]", "\n".join(expected)))
    section = DOCS.partition("## What only `tracker check` reports\n")[2].partition("\n## ")[0]
    rows = "\n".join(re.findall(r"(?m)^\|.*", section))
    assert set(re.findall(r"`([a-z0-9-]+)`", rows)) == unseen


@pytest.mark.nightly
def test_neovim_lists_what_check_prints(registry: Path, tmp_path: Path) -> None:
    nvim = needs("nvim")
    init, result = tmp_path / "init.lua", tmp_path / "result.json"
    init.write_text("if vim.lsp.config then\n" + block("lua").replace("\n-- `:make`", "\nend\n--"))
    show = (
        "make! | lua local list = {} for _, each in ipairs(vim.fn.getqflist()) do "
        "table.insert(list, {vim.fn.bufname(each.bufnr), each.lnum, each.col, each.type, each.text})"
        f" end vim.fn.writefile({{vim.json.encode(list)}}, '{result}')"
    )
    command = [nvim, "--headless", "-u", str(init), "predictions/wrong.yaml", "-c", "set ft=yaml"]
    command += ["-c", show, "-c", "qa!"]
    subprocess.run(command, cwd=registry, env=environment(registry), check=True, timeout=60)
    assert json.loads(result.read_text())[0][:4] == ["predictions/wrong.yaml", 8, 9, "e"]


@pytest.mark.nightly
def test_neovim_shows_the_server_s_messages(registry: Path, tmp_path: Path) -> None:
    nvim = needs("nvim", server=True)
    init, result = tmp_path / "init.lua", tmp_path / "result.json"
    init.write_text(block("lua"))
    show = (
        "lua if not vim.lsp.config then vim.cmd('cquit 77') end "
        "vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 100) local list = {} "
        "for _, each in ipairs(vim.diagnostic.get(0)) do "
        "table.insert(list, {each.lnum + 1, each.message}) end "
        f"vim.fn.writefile({{vim.json.encode(list)}}, '{result}')"
    )
    command = [nvim, "--headless", "-u", str(init), "predictions/wrong.yaml", "-c", "set ft=yaml"]
    command += ["-c", show, "-c", "qa!"]
    done = subprocess.run(command, cwd=registry, env=environment(registry), check=False, timeout=60)
    if done.returncode != 0:
        pytest.skip("Neovim is older than 0.11")
    [[line, message]] = json.loads(result.read_text())
    assert line == 8
    assert message.startswith('Value is not accepted. Valid values: "open", ')


@pytest.mark.nightly
def test_emacs_visits_what_check_prints(registry: Path, tmp_path: Path) -> None:
    emacs = needs("emacs")
    result = tmp_path / "result.json"
    command = re.findall("M-x compile RET (.*) RET", DOCS)[0]
    code = f"""
      (progn
        (require 'compile)
        (setq compilation-ask-about-save nil)
        (with-current-buffer (compile "{command}")
          (while (get-buffer-process (current-buffer)) (accept-process-output nil 0.1))
          (compilation--ensure-parse (point-max))
          (next-error 1 t))
        (with-current-buffer (get-file-buffer "predictions/wrong.yaml")
          (write-region (format "[%d, %d]" (line-number-at-pos) (current-column))
            nil {json.dumps(str(result))})))
    """
    argv = [emacs, "-Q", "--batch", "--eval", code]
    subprocess.run(argv, cwd=registry, env=environment(registry), check=True, timeout=60)
    assert json.loads(result.read_text()) == [8, 8]


@pytest.mark.nightly
def test_emacs_shows_the_server_s_messages(registry: Path, tmp_path: Path) -> None:
    emacs = needs("emacs", server=True)
    init, result = tmp_path / "init.el", tmp_path / "result"
    init.write_text(block("elisp"))
    code = f"""
      (progn
        (condition-case nil (progn (require 'yaml-mode) (require 'eglot)) (error (kill-emacs 77)))
        (load {json.dumps(str(init))})
        (setq eglot-autoshutdown t eglot-sync-connect 30)
        (find-file "predictions/wrong.yaml")
        (yaml-mode)
        (call-interactively #'eglot)
        (flymake-mode 1)
        (let ((tries 200))
          (while (and (> tries 0) (null (flymake-diagnostics)))
            (accept-process-output nil 0.1)
            (setq tries (1- tries))))
        (write-region (mapconcat (lambda (each)
            (format "%d %s" (line-number-at-pos (flymake-diagnostic-beg each))
                            (flymake-diagnostic-text each))) (flymake-diagnostics) "\\n")
          nil {json.dumps(str(result))}))
    """
    command = [emacs, "--batch", "--eval", code]
    done = subprocess.run(command, cwd=registry, env=environment(registry), check=False, timeout=90)
    if done.returncode == 77:
        pytest.skip("Emacs has no yaml-mode or no Eglot")
    assert re.match(r'8 .*Value is not accepted\. Valid values: "open", ', result.read_text())
