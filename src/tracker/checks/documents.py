"""Owns the proof that a quote stands in its source document.

The documents are not part of a registry: whoever has a copy names its folder. A card says which
file it is and what its SHA-256 is; the quote must stand in it after `normalise`.
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
from tracker.registry import Record, Registry, SourceCard

__all__ = ["check_documents", "normalise"]

# Pinyin that a page's script put behind a character: Latin letters with or without tone marks and
# blanks in brackets, right behind a Chinese character. The letters may be damaged to capitals or
# have an apostrophe; English words in brackets are taken away too, from quote and document alike.
_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])\s*[(（]\s*[a-zA-ZÀ-ɏḀ-ỿ\u0300-\u036f'’·\s]{1,24}[)）]")
#: Bytes of a document. A long book is a quarter of that; the worst text takes seconds and 300 MB.
_MOST = 8 * 1024 * 1024
_SPACE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\u00ad]+")


def normalise(text: str) -> str:
    """The text without what copies differ in and nobody said.

    Bracketed pinyin behind a Chinese character goes, as do white space and invisible characters;
    full width becomes half width (Unicode NFKC). Traditional and simplified characters stay apart,
    and so does letter case.
    """
    return unicodedata.normalize("NFKC", _SPACE.sub("", _PINYIN.sub("", text)))


def check_documents(registry: Registry, folder: Path) -> list[Diagnostic]:
    """Prove every quote against the documents in `folder`; sorted by place.

    A document that is missing or is another copy than the card's is told at the card, a quote that
    does not stand in its document at the quote, or at `quote_in_copy` where the record has one. A
    quote whose source has no document at all is a warning.
    """
    found: list[Diagnostic] = []
    texts: dict[str, str | None] = {}
    for key, card in registry.cards.items():
        texts[key] = _read(card, folder, found)
    for record in registry.records.values():
        source = record.prediction.source
        text = texts.get(source)
        if text is not None:
            found.extend(_prove(record, text))
        elif source not in registry.cards or registry.cards[source].card.document is None:
            found.append(_unproven(record))
    return sorted(found, key=lambda diagnostic: diagnostic.sort_key)


def _read(card: SourceCard, folder: Path, found: list[Diagnostic]) -> str | None:
    """The document's text, normalised; None, with a diagnostic, when it can't be trusted."""
    document = card.card.document
    if document is None:
        return None
    try:
        data = _read_bytes(folder, document.file)
    except OSError as error:
        reason = (error.strerror or "unknown error").lower()
        message = f"the document can't be read; got {reason}, expected it in {folder}"
        is_there = not isinstance(error, FileNotFoundError)
        hint = "put the copy itself there" if is_there else "look for the file's name"
        found.append(_at_card(card, "file", "document-missing", message, hint))
        return None
    digest = hashlib.sha256(data).hexdigest()
    if digest != document.sha256:
        message = f"the document is another copy; got SHA-256 {digest}, expected the card's"
        hint = "find the copy that the quotes were taken from, or check them against this one"
        found.append(_at_card(card, "sha256", "document-changed", message, hint))
        return None
    return normalise(data.decode("utf-8-sig", "replace"))


def _read_bytes(folder: Path, name: str) -> bytes:
    """What a regular file in the folder holds; raises OSError for anything else."""
    path = os.path.realpath(folder / name)
    if not Path(path).is_relative_to(os.path.realpath(folder)):
        raise OSError(errno.EPERM, "a link out of the folder")
    with open(path, "rb", opener=_open) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EPERM, "a pipe, socket or device")
        data = file.read(_MOST + 1)
    if len(data) > _MOST:
        raise OSError(errno.EFBIG, f"more than {_MOST:,} bytes")
    return data


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # a pipe is not waited for


def _prove(record: Record, text: str) -> Iterator[Diagnostic]:
    prediction = record.prediction
    key = "quote" if prediction.quote_in_copy is None else "quote_in_copy"
    quote = prediction.quote_in_copy or prediction.quote
    wanted = normalise(quote)
    if wanted and wanted in text:
        return
    stands = _longest_start(wanted, text)
    got = f"only {wanted[:stands]!r}" if stands > 1 else "nothing like it"
    message = f"the quote does not stand in the document; got {got}, expected all of it"
    hint = "quote word for word; where the copy is damaged, say how it reads in `quote_in_copy`"
    yield record.diagnostic((key,), "quote-not-found", message, hint)


def _longest_start(wanted: str, text: str) -> int:
    """How many characters of the quote's beginning stand in the text in one piece."""
    low, high = 0, len(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        if wanted[:middle] in text:
            low = middle
        else:
            high = middle - 1
    return low


def _unproven(record: Record) -> Diagnostic:
    line, column = record.file.place(("quote",))
    message = "the quote can't be proved; got a source without a document, expected one on its card"
    hint = "add `document` with `file` and `sha256` to the source's card"
    code = "quote-without-document"
    return Diagnostic(record.path, line, column, code, message, "warning", hint, record.id)


def _at_card(card: SourceCard, key: str, code: str, message: str, hint: str) -> Diagnostic:
    line, column = card.file.place(("document", key))
    return Diagnostic(card.file.path, line, column, code, message, hint=hint)
