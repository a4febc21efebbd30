from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.checks.documents import check_documents, normalise
from tracker.cli import main
from tracker.registry import load

MakeRegistry = Callable[..., Path]

DOCUMENT = "記者：您怎麼看？\r\n我認為在兩年內（nèi），中國自產　芯片的整體性能能夠達(dá)到Ａ100的90%以上。\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # pinyin behind a character, in half and full width brackets, with tone marks and blanks
        ("領(lǐng)域", "領域"),
        ("领（lǐng）域", "领域"),
        ("發(fā )展", "發展"),
        ("場(chǎng)景(jǐng)", "場景"),
        # brackets with anything else stay, and so do those that follow no character
        ("（2024年）", "(2024年)"),
        ("GPT-4(2023)", "GPT-4(2023)"),
        ("AI(ai)", "AI(ai)"),
        # white space and what can't be seen
        ("在 兩\n年\u200b內\u00ad", "在兩年內"),
        # full width and half width
        ("Ａ１００", "A100"),
        ("90％", "90%"),
        # traditional and simplified stay apart, and so does case
        ("内", "内"),
        ("內", "內"),
        ("sora", "sora"),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected


def registry(make_registry: MakeRegistry, quote: str, *, sha: str = "", **more: str) -> Path:
    digest = sha or hashlib.sha256(DOCUMENT.encode()).hexdigest()
    card = {"title": "An interview", "document": {"file": "talk.txt", "sha256": digest}}
    return make_registry({"chips": {"quote": quote, "source": "talk", **more}}, {"talk": card})


def reported(root: Path, documents: Path) -> list[tuple[str, str, str]]:
    return [(d.place, d.code, d.severity) for d in check_documents(load(root), documents)]


@pytest.fixture
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "talk.txt").write_bytes(DOCUMENT.encode())
    return folder


@pytest.mark.parametrize(
    "quote",
    [
        "我認為在兩年內，中國自產芯片的整體性能能夠達到A100的90%以上",
        "中國自產芯片",
        "在兩年內(nèi)",
    ],
)
def test_a_quote_that_is_in_its_document(
    make_registry: MakeRegistry, documents: Path, quote: str
) -> None:
    assert reported(registry(make_registry, quote), documents) == []


@pytest.mark.parametrize(
    ("quote", "match"),
    [
        ("我認為在三年內", "; it matches only up to '我認為在'"),
        ("我认为在两年内", ""),
    ],
)
def test_a_quote_that_does_not_is_reported_at_the_quote(
    make_registry: MakeRegistry, documents: Path, quote: str, match: str
) -> None:
    [diagnostic] = check_documents(load(registry(make_registry, quote)), documents)

    assert diagnostic.code == "quote-not-found"
    assert diagnostic.place == "predictions/chips.yaml:2:8"
    assert diagnostic.message == f"quote not found in the document{match}"


def test_a_damaged_copy_is_asked_for_its_own_words(
    make_registry: MakeRegistry, documents: Path
) -> None:
    root = registry(make_registry, "the clean words", quote_in_copy="中國自產芯片")

    assert reported(root, documents) == []


def test_the_copys_words_are_looked_for_where_there_are_some(
    make_registry: MakeRegistry, documents: Path
) -> None:
    root = registry(make_registry, "中國自產芯片", quote_in_copy="not there")

    [(place, code, _)] = reported(root, documents)
    line = (
        (root / "predictions" / "chips.yaml").read_text().splitlines()[int(place.split(":")[1]) - 1]
    )
    assert code == "quote-not-found"
    assert line.startswith("quote_in_copy:")


def test_another_copy_is_reported_at_the_card(make_registry: MakeRegistry, documents: Path) -> None:
    root = registry(make_registry, "中國自產芯片", sha="0" * 64)

    assert reported(root, documents) == [("seeds/talk.yaml:4:11", "document-changed", "error")]


def test_a_missing_document_is_reported_at_the_card(
    make_registry: MakeRegistry, tmp_path: Path
) -> None:
    root = registry(make_registry, "中國自產芯片")
    (empty := tmp_path / "elsewhere").mkdir()

    assert reported(root, empty) == [("seeds/talk.yaml:3:9", "document-missing", "error")]


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (os.mkfifo, "not a regular file"),
        (Path.mkdir, "is a directory"),
        (lambda path: path.symlink_to("/dev/zero"), "it is a link to a file outside the folder"),
        (lambda path: path.symlink_to("../outside"), "it is a link to a file outside the folder"),
        (lambda path: path.symlink_to("talk.txt"), "too many levels of symbolic links"),
        (
            lambda path: path.write_bytes(b"a" * (8 * 1024 * 1024 + 1)),
            "larger than 8,388,608 bytes",
        ),
    ],
    ids=["pipe", "folder", "device", "outside", "loop", "large"],
)
def test_a_document_that_is_no_file_of_the_folder_is_reported_and_not_read(
    make_registry: MakeRegistry, documents: Path, make: Callable[[Path], object], reason: str
) -> None:
    (documents.parent / "outside").write_bytes(DOCUMENT.encode())
    (documents / "talk.txt").unlink()
    make(documents / "talk.txt")

    [diagnostic] = check_documents(load(registry(make_registry, "中國自產芯片")), documents)

    assert (diagnostic.place, diagnostic.code) == ("seeds/talk.yaml:3:9", "document-missing")
    assert diagnostic.message == f"can't read document `talk.txt` in {documents}: {reason}"
    assert diagnostic.hint == "replace it with a readable copy"


def test_a_link_inside_the_folder_is_followed(make_registry: MakeRegistry, documents: Path) -> None:
    (documents / "talk.txt").rename(documents / "a.txt")
    (documents / "talk.txt").symlink_to("a.txt")

    assert reported(registry(make_registry, "中國自產芯片"), documents) == []


def test_a_source_without_a_document_is_a_warning(
    make_registry: MakeRegistry, documents: Path
) -> None:
    root = make_registry({"chips": {"source": "https://example.org/talk"}})

    assert reported(root, documents) == [
        ("predictions/chips.yaml:2:8", "quote-without-document", "warning")
    ]


def test_the_command_proves_quotes(
    make_registry: MakeRegistry, documents: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = registry(make_registry, "not a word of it")

    code = main(
        ["check", "--root", str(root), "--documents", str(documents), "--format", "concise"]
    )

    assert code == 1
    assert "predictions/chips.yaml:2:8: error[quote-not-found]" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_usage(
    make_registry: MakeRegistry, capsys: pytest.CaptureFixture[str]
) -> None:
    root = registry(make_registry, "中國自產芯片")

    assert main(["check", "--root", str(root), "--documents", "/nowhere"]) == 2
    assert capsys.readouterr().err.startswith("error: --documents: no such folder: /nowhere\n")


def test_a_quote_of_a_card_without_a_document_can_not_be_proved(
    make_registry: MakeRegistry, documents: Path
) -> None:
    root = make_registry({"chips": {"source": "talk"}}, {"talk": {"title": "An interview"}})
    assert reported(root, documents) == [
        ("predictions/chips.yaml:2:8", "quote-without-document", "warning")
    ]
