"""A registry in a folder, and a language server whose workspace it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.editors.server import FOLDER, Server

from tracker.records.schema import Proposals, schemas

PROPOSALS = Proposals(
    people={"ada-example": "Ada Example", "2024": "A year"},
    cards={"talk": 'A talk on "taxis"'},
    tags=["robots", "yes: no"],
    warnings={"near-duplicate": "Two claims are alike."},
)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    if not (FOLDER / "node_modules").is_dir():
        pytest.skip(f"yaml-language-server is not in {FOLDER}: `make nightly` puts it there")
    root: Path = tmp_path_factory.mktemp("registry")
    (root / "schema").mkdir()
    for name, text in schemas(PROPOSALS).items():
        (root / "schema" / name).write_text(text, encoding="utf-8")
    running = Server(root)
    yield running
    running.close()
