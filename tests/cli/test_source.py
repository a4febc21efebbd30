from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

TEXT = "I think it will be there."


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "copies" / "talk.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_card_is_written_with_the_hash_of_its_document(
    run: Run, root: Path, document: Path
) -> None:
    parts = ("--title", "The road ahead", "--language", "en", "--url", "https://example.org/talk")
    more = ("--published-on", "2024-03-05", "--evidence", "the date on the page")
    people = ("--author", "wang-yang", "--author", "Ada Example")
    ran = run("source", "add", "2024/talk", *parts, *more, *people, "--document", str(document))
    assert (ran.code, ran.err) == (0, "")
    assert (root / "seeds/2024/talk.yaml").read_text(encoding="utf-8") == (
        "title: The road ahead\n"
        "language: en\n"
        "published_on:\n"
        "  date: 2024-03-05\n"
        "  evidence: the date on the page\n"
        "url: https://example.org/talk\n"
        "authors: [wang-yang, Ada Example]\n"
        "document:\n"
        "  file: talk.txt\n"
        f"  sha256: {hashlib.sha256(TEXT.encode()).hexdigest()}\n"
    )
    assert ran.out.endswith("wrote seeds/2024/talk.yaml\n")
    assert run("check", "--documents", str(document.parent)).code == 0


def test_a_document_that_is_no_text_is_named(run: Run, root: Path, document: Path) -> None:
    document.write_bytes(b"%PDF-1.7")
    ran = run("source", "add", "talk", "--title", "T", "--document", str(document))
    assert ran.code == 0
    assert ran.err == (
        "warning: `talk.txt` is a PDF file; `tracker check --documents` needs plain text\n"
    )
    ran = run("source", "add", "other", "--title", "T", "--document", "no-such.txt")
    assert ran.code == 2
    assert "argument --document: can't read no-such.txt: no such file or directory\n" in ran.err


@pytest.mark.parametrize(
    ("key", "argv", "code", "error"),
    [
        ("herald", [], 2, "error: id `herald` is already in use: seeds/herald.yaml\n"),
        ("people", [], 2, "error: id `people` is already in use: seeds/people.yaml\n"),
        ("talk", [], 2, "error: missing: --title\n"),
        ("talk", ["--title", "T", "--published-on", "2024"], 2, "error: missing: --evidence\n"),
        ("talk", ["--title", "T", "--evidence", "E"], 2, "error: missing: --published-on\n"),
        ("talk", ["--title", "T", "--url", "example"], 1, "error: the result would not pass `tracker check`; nothing was written\n"),
        ("talk", ["--title", "T", "--author", "wang-yan"], 1, "error: the result would not pass `tracker check`; nothing was written\n"),
    ],
)  # fmt: skip
def test_what_is_refused(
    run: Run, root: Path, key: str, argv: list[str], code: int, error: str
) -> None:
    ran = run("source", "add", key, *argv)
    assert ran.code == code
    assert error in ran.err
    assert not (root / "seeds/talk.yaml").exists()


def test_a_registry_without_seeds_gets_the_folder(run: Run, root: Path) -> None:
    for path in (root / "seeds").iterdir():
        path.unlink()
    (root / "seeds").rmdir()
    assert run("source", "add", "talk", "--title", "T").code == 0
    assert (root / "seeds/talk.yaml").read_text(encoding="utf-8") == "title: T\n"
