"""The check that every quote appears in its source document.

The documents are not part of a registry; their folder is given on the command line. A card names
the file and its SHA-256; the quote must appear in it after both are normalised.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from tracker.diagnostic import Diagnostic
from tracker.folder import unblocked
from tracker.registry import Record, Registry, SourceCard
from tracker.text import nfc, one_line

__all__ = ["check_documents", "normalise", "not_text", "read_document"]

# Pinyin that a page's script added after a Chinese character: Latin letters in brackets, with or
# without tone marks and blanks. Damaged copies have capitals or an apostrophe in it. English words
# in brackets match, too, and are removed from quote and document alike.
_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])\s*[(（]\s*[a-zA-ZÀ-ɏḀ-ỿ\u0300-\u036f'’·\s]{1,24}[)）]")
#: The largest document, in bytes. A long book has a quarter of that; the worst text of this size
#: takes seconds and 300 MB of memory.
_MOST = 8 * 1024 * 1024
#: A text with more than one damaged character in this many bytes has another encoding.
_SOUND = 50
_SPACE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\u00ad]+")
#: Marks that editors, keyboards and typesetters exchange for each other.
_MARKS = {
    **dict.fromkeys(map(ord, "‘’‚‛′‵`´ʼ"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″‶"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−⸺⸻﹘﹣－"), "-"),
    ord("⋯"): "...",
}
_RUNS = re.compile(r"-{2,}|\.{2,}")
#: How files begin that are no text, and what they are.
_BINARY = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a ZIP archive, such as .docx or .epub",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}


def normalise(text: str) -> str:
    """The text without the differences that copying introduces.

    Bracketed pinyin after a Chinese character, white space and invisible characters are removed,
    full-width characters become half-width (Unicode NFKC), curly quotes straight, and every dash
    and ellipsis the same. Traditional and simplified characters stay different, and so do upper and
    lower case.
    """
    bare = _SPACE.sub("", _PINYIN.sub("", text)).translate(_MARKS)
    return _RUNS.sub(_run, unicodedata.normalize("NFKC", bare))


def _run(match: re.Match[str]) -> str:
    return "-" if match[0][0] == "-" else "..."


def not_text(data: bytes) -> str:
    """What a document is that contains no text as UTF-8; empty if it does.

    A damaged copy may contain a few bytes that are not UTF-8.
    """
    for start, name in _BINARY.items():
        if data.startswith(start):
            return name
    if b"\0" in data:
        return "a binary file"
    damaged = data.decode("utf-8-sig", "replace").count("\ufffd")
    return "not UTF-8 text" if damaged * _SOUND > len(data) else ""


def check_documents(registry: Registry, folder: Path) -> list[Diagnostic]:
    """Look for every quote in the documents in `folder`; sorted by place.

    A missing or different document is reported at its card, a missing quote at `quote`, or at
    `quote_in_copy` if the record has one. A quote whose source has no document is a warning.
    """
    diagnostics: list[Diagnostic] = []
    texts: dict[str, str | None] = {}
    for key, card in registry.cards.items():
        texts[key] = _read(card, folder, diagnostics)
    for record in registry.records.values():
        source = record.prediction.source
        text = texts.get(source)
        if text is not None:
            diagnostics.extend(_find_quote(record, text))
        elif source not in registry.cards or registry.cards[source].card.document is None:
            diagnostics.append(_without_document(record))
    return sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key)


def _read(card: SourceCard, folder: Path, diagnostics: list[Diagnostic]) -> str | None:
    """The document's normalised text; None, with a diagnostic, if it is missing or different."""
    document = card.card.document
    if document is None:
        return None
    try:
        data = read_document(folder, document.file)
    except OSError as error:
        reason = (error.strerror or "unknown error").lower()
        message = f"can't read document `{document.file}` in {folder}: {reason}"
        exists = not isinstance(error, FileNotFoundError)
        hint = "replace it with a readable copy" if exists else "check the file name"
        diagnostics.append(_at_card(card, "file", "document-missing", message, hint))
        return None
    digest = hashlib.sha256(data).hexdigest()
    if digest != document.sha256:
        message = f"document `{document.file}` does not match `sha256`; its SHA-256 is {digest}"
        hint = "find the copy that the quotes were taken from, or check the quotes against this one"
        diagnostics.append(_at_card(card, "sha256", "document-changed", message, hint))
        return None
    kind = not_text(data)
    if kind:
        message = f"can't search document `{document.file}`: it is {kind}"
        hint = "save its text as a UTF-8 file, and give the name and `sha256` of that file"
        diagnostics.append(_at_card(card, "file", "document-not-text", message, hint))
        return None
    return normalise(data.decode("utf-8-sig", "replace"))


def read_document(folder: Path, name: str) -> bytes:
    """The content of a regular file in the folder; OSError for anything else.

    The name may be composed differently on the disk (NFC or NFD).
    """
    path = os.path.realpath(folder / name)
    if not name.isascii() and not os.path.lexists(path):
        path = next((each.path for each in _entries(folder) if nfc(each.name) == nfc(name)), path)
    if not Path(path).is_relative_to(os.path.realpath(folder)):
        raise OSError(errno.EPERM, "it is a link to a file outside the folder")
    with open(path, "rb", opener=unblocked) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EPERM, "not a regular file")
        data = file.read(_MOST + 1)
    if len(data) > _MOST:
        raise OSError(errno.EFBIG, f"larger than {_MOST:,} bytes")
    return data


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return list(entries)


def _find_quote(record: Record, text: str) -> Iterator[Diagnostic]:
    prediction = record.prediction
    key = "quote" if prediction.quote_in_copy is None else "quote_in_copy"
    quote = prediction.quote_in_copy or prediction.quote
    wanted = normalise(quote)
    if wanted and wanted in text:
        return
    length = _matching_start(wanted, text)
    # The part of the quote as it is written, with its blanks.
    end = bisect_right(range(len(quote)), length, key=lambda at: len(normalise(quote[: at + 1])))
    match = f"; it matches only up to {one_line(quote[:end])!r}" if length > 1 else ""
    message = f"quote not found in the document{match}"
    hint = "quote word for word; if the copy is damaged, add its wording as `quote_in_copy`"
    if text.startswith("<"):
        hint = "the document seems to be HTML: save its text without tags, and use that file"
    yield record.diagnostic((key,), "quote-not-found", message, hint)


def _matching_start(wanted: str, text: str) -> int:
    """How many characters from the start of the quote appear in the text in one piece."""
    low, high = 0, len(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        if wanted[:middle] in text:
            low = middle
        else:
            high = middle - 1
    return low


def _without_document(record: Record) -> Diagnostic:
    line, column = record.file.place(("quote",))
    message = "can't check the quote: its source has no document"
    hint = "add `document` with `file` and `sha256` to the card"
    code = "quote-without-document"
    return Diagnostic(record.path, line, column, code, message, "warning", hint, record.id)


def _at_card(card: SourceCard, key: str, code: str, message: str, hint: str) -> Diagnostic:
    line, column = card.file.place(("document", key))
    return Diagnostic(card.file.path, line, column, code, message, hint=hint)
