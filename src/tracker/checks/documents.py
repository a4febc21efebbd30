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
from collections.abc import Iterator
from pathlib import Path

from tracker.diagnostic import Diagnostic
from tracker.folder import unblocked
from tracker.registry import Record, Registry, SourceCard

__all__ = ["check_documents", "normalise"]

# Pinyin that a page's script added after a Chinese character: Latin letters in brackets, with or
# without tone marks and blanks. Damaged copies have capitals or an apostrophe in it. English words
# in brackets match, too, and are removed from quote and document alike.
_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])\s*[(（]\s*[a-zA-ZÀ-ɏḀ-ỿ\u0300-\u036f'’·\s]{1,24}[)）]")
#: The largest document, in bytes. A long book has a quarter of that; the worst text of this size
#: takes seconds and 300 MB of memory.
_MOST = 8 * 1024 * 1024
_SPACE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\u00ad]+")


def normalise(text: str) -> str:
    """The text without the differences that copying introduces.

    Bracketed pinyin after a Chinese character, white space and invisible characters are removed,
    and full-width characters become half-width (Unicode NFKC). Traditional and simplified
    characters stay different, and so do upper and lower case.
    """
    return unicodedata.normalize("NFKC", _SPACE.sub("", _PINYIN.sub("", text)))


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
        data = _read_bytes(folder, document.file)
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
    return normalise(data.decode("utf-8-sig", "replace"))


def _read_bytes(folder: Path, name: str) -> bytes:
    """The content of a regular file in the folder; OSError for anything else."""
    path = os.path.realpath(folder / name)
    if not Path(path).is_relative_to(os.path.realpath(folder)):
        raise OSError(errno.EPERM, "it is a link to a file outside the folder")
    with open(path, "rb", opener=unblocked) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EPERM, "not a regular file")
        data = file.read(_MOST + 1)
    if len(data) > _MOST:
        raise OSError(errno.EFBIG, f"larger than {_MOST:,} bytes")
    return data


def _find_quote(record: Record, text: str) -> Iterator[Diagnostic]:
    prediction = record.prediction
    key = "quote" if prediction.quote_in_copy is None else "quote_in_copy"
    quote = prediction.quote_in_copy or prediction.quote
    wanted = normalise(quote)
    if wanted and wanted in text:
        return
    length = _matching_start(wanted, text)
    match = f"; it matches only up to {wanted[:length]!r}" if length > 1 else ""
    message = f"quote not found in the document{match}"
    hint = "quote word for word; if the copy is damaged, add its wording as `quote_in_copy`"
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
