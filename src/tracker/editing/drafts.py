"""Drafts: the answers to a command's questions, kept outside the registry until it is done."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from tracker.editing import files
from tracker.editing.emit import render
from tracker.text import slug
from tracker.yamlfile.file import Plain
from tracker.yamlfile.reader import parse

__all__ = ["Draft", "names"]

_ENDING = ".yaml"


class Draft:
    """The draft of one command and id, in a file of its own."""

    def __init__(self, root: Path, command: str, name: str) -> None:
        self.path = _folder(root, command) / f"{name}{_ENDING}"

    def read(self) -> dict[str, Plain]:
        """The answers; empty without a draft. Raises ValueError if the file is no valid YAML."""
        try:
            data = self.path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return {}
        file, problems = parse(data, str(self.path))
        if file is None:
            raise ValueError(f"line {problems[0].line or 1}: {problems[0].message}")
        return file.value if isinstance(file.value, dict) else {}

    def save(self, answers: dict[str, Plain]) -> None:
        """Replace the draft, in a folder that only its owner can read; raises OSError."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.put(self.path, render(answers).encode())

    def discard(self) -> None:
        """Remove the draft, if there is one."""
        self.path.unlink(missing_ok=True)


def names(root: Path, command: str) -> list[str]:
    """The ids that a command has drafts of in this registry, the latest first."""
    folder = _folder(root, command)
    paths = sorted(folder.rglob(f"*{_ENDING}"), key=lambda path: -path.stat().st_mtime)
    return [path.relative_to(folder).as_posix().removesuffix(_ENDING) for path in paths]


def _folder(root: Path, command: str) -> Path:
    """A command's drafts for one registry; its name and a hash of its path tell it from others."""
    real = os.path.realpath(root)
    registry = f"{slug(Path(real).name)}-{hashlib.sha256(real.encode()).hexdigest()[:8]}"
    return _state() / "tracker" / "drafts" / registry / command


def _state() -> Path:
    """Where the system keeps a program's state: XDG's folder, on Windows the local app data."""
    variable = "LOCALAPPDATA" if os.name == "nt" else "XDG_STATE_HOME"
    folder = Path(os.environ.get(variable, ""))
    if folder.is_absolute():
        return folder
    try:
        return Path.home() / ".local" / "state"
    except RuntimeError:  # no home: no draft, but the questions can still be answered
        return Path(os.devnull)
