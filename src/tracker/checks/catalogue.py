"""Owns the documentation of every code that `tracker check` can print."""

from __future__ import annotations

from tracker.checks import CHECKS

__all__ = ["STRUCTURE", "codes", "documentation"]

#: Codes of reading, structure and references; a code of a check is documented by its function.
STRUCTURE: dict[str, str] = {
    # files and folders
    "duplicate-id": "Two files have the same stem, which is the id; the first by path is used.",
    "file-ending": "A YAML file ends in something else than `.yaml`; it is not read.",
    "file-too-large": "A file is larger than 1 MiB; no record needs a hundredth of that.",
    "folder-name": "A folder's name is not UTF-8; nothing in it is read.",
    "git-conflict": "A conflict of git was left in the file.",
    "git-lfs-pointer": "The file is a pointer of Git LFS; the content was not fetched.",
    "invalid-id": "A file's stem, a key of people or a reference is not made of a-z, 0-9 and -.",
    "not-a-file": "A pipe, socket or device stands where a file is expected.",
    "outside-link": "A symbolic link leads to a folder, or to a file that is not below "
    "`predictions/` or `seeds/`; or one of these two is a link. It is not followed.",
    "unreadable": "A file or folder can't be read.",
    # text and YAML
    "control-character": "A character that can't be seen stands in the file.",
    "duplicate-key": "A key stands twice in one mapping; YAML readers would keep the last.",
    "not-utf-8": "The file is not UTF-8.",
    "too-deep": "Mappings and lists are nested more than 100 deep.",
    "too-many-problems": "A file has more than 1,000 problems; the rest is not told.",
    "too-many-values": "A file holds more than 100,000 keys and values.",
    "yaml-alias": "An alias (`*name`) was written; a record says everything in its place.",
    "yaml-anchor": "An anchor (`&name`) was written, or text that begins with `&`.",
    "yaml-complex-key": "A key is a list or a mapping.",
    "yaml-directive": "A directive (`%YAML`) stands in the file.",
    "yaml-empty-key": "A key is empty or null.",
    "yaml-merge-key": "A merge key (`<<`) was written.",
    "yaml-multiple-documents": "The file holds more than one document; one file is one record.",
    "yaml-syntax": "The file is not YAML at this place.",
    "yaml-tag": "A tag (`!name`) was written, or text that begins with `!`.",
    # structure
    "empty-list": "A list that needs an entry has none.",
    "empty-text": "A text is empty.",
    "foreign-key": "A key of `deadline` belongs to another kind of deadline.",
    "invalid-date": "A date is not one of the forms, or the calendar has no such day.",
    "invalid-duration": "A duration is not ISO 8601, such as P2Y or P18M.",
    "invalid-file-name": "A document's file name names a folder or is empty.",
    "invalid-language": "A language is no BCP 47 tag.",
    "invalid-probability": "A probability is no number from 0 to 1.",
    "invalid-sha256": "A SHA-256 is not 64 lower-case hex digits.",
    "invalid-source": "A source is neither a card's name nor an http(s) link.",
    "invalid-summary": "A summary is empty, or longer than 160 characters.",
    "invalid-title": "A record's title is empty, or longer than 60 characters.",
    "invalid-url": "A link is not http(s) or names no host.",
    "missing-key": "A mandatory key is missing or empty.",
    "not-a-list": "A list is expected.",
    "not-a-mapping": "A mapping is expected.",
    "not-text": "A list or a mapping stands where text is expected.",
    "resolution-while-open": "A record that is open has a resolution.",
    "unknown-key": "A key is not one of the mapping's.",
    "unknown-kind": "A deadline has no kind, or none that is known.",
    "unknown-word": "A word is not one of those that the key allows.",
    # references
    "reference-cycle": "`restates` or `after` comes back to where it began.",
    "unknown-author": "A card names an author by a key that people.yaml does not have.",
    "unknown-record": "`restates` or `after` names a record that is not there.",
    "unknown-source": "A record names a card that is not there.",
    "unknown-speaker": "A record names a person by a key that people.yaml does not have.",
    # with --documents
    "document-changed": "A document is another copy than the one that the quotes were taken from.",
    "document-missing": "A document is not in the folder that was given, or can't be read there.",
    "quote-not-found": "A quote does not stand in its document.",
    "quote-without-document": "A quote's source has no document that could prove it.",
    # with --against
    "amendment-removed": "An entry of `amended` was changed or removed.",
    "changed-silently": "What was said, or a verdict, changed without a new entry in `amended`.",
    "deleted-record": "A record that was published is gone.",
}


def codes() -> tuple[str, ...]:
    """Every code, sorted."""
    return tuple(sorted({*STRUCTURE, *(check.code for check in CHECKS)}))


def documentation(code: str) -> str:
    """What a code means, in Markdown; its first line is the short form. KeyError if unknown."""
    for check in CHECKS:
        if check.code == code:
            return check.documentation
    return STRUCTURE[code]
