"""The codes of reading, structure and references, all of them errors, with their meanings."""

from __future__ import annotations

__all__ = ["STRUCTURE"]

#: Codes of reading, structure and references; the docstring of a check documents its code.
STRUCTURE: dict[str, str] = {
    # files and folders
    "duplicate-id": "Two records have the same file name and so the same id; only the first is "
    "used.",
    "file-ending": "A YAML file's name does not end in `.yaml`; the file is ignored.",
    "file-too-large": "A file is larger than 1 MiB, a hundred times what a record needs.",
    "folder-name": "A folder's name is not UTF-8 (the folder is skipped), or Windows can't check "
    "it out because the name is reserved, ends in a dot or a space, or differs from another only "
    "in case.",
    "git-conflict": "A file contains the markers of an unresolved git merge.",
    "git-lfs-pointer": "A file is a Git LFS pointer; its content was not fetched.",
    "invalid-id": "A record's file name, a key in people.yaml or a reference contains characters "
    "other than a-z, 0-9 and `-`.",
    "not-a-file": "A pipe, socket or device was found where a file should be.",
    "outside-link": "A symbolic link points to a folder or to a file outside `predictions/` and "
    "`seeds/`, or `predictions/` or `seeds/` is itself a symbolic link. Such links are ignored.",
    "reserved-name": "A file has the name of a Windows device (aux, con, nul, prn, com1 to com9, "
    "lpt1 to lpt9), so Windows can't check it out; the file is ignored.",
    "unreadable": "A file or folder can't be read.",
    # text and YAML
    "control-character": "A file contains a control character, as it is or as an escape.",
    "duplicate-key": "A key occurs twice in one mapping; YAML readers would keep only the last.",
    "not-utf-8": "A file is not UTF-8.",
    "too-deep": "Mappings and lists are nested more than 100 levels deep.",
    "too-many-problems": "A file has more than 1,000 problems; the others are not shown.",
    "too-many-values": "A file contains more than 100,000 keys and values.",
    "yaml-alias": "A file contains an alias (`*name`); write out the value instead.",
    "yaml-anchor": "A file contains an anchor (`&name`), or unquoted text that begins with `&`.",
    "yaml-complex-key": "A key is a list or a mapping.",
    "yaml-directive": "A file contains a directive (`%YAML`).",
    "yaml-empty-key": "A key is empty or null.",
    "yaml-merge-key": "A file contains a merge key (`<<`).",
    "yaml-multiple-documents": "A file contains more than one YAML document.",
    "yaml-syntax": "A file is not valid YAML.",
    "yaml-tag": "A file contains a tag (`!name`), or unquoted text that begins with `!`.",
    # structure
    "empty-list": "A list that needs at least one entry is empty.",
    "empty-text": "A text value is empty.",
    "foreign-key": "A key of `deadline` belongs to another kind of deadline.",
    "invalid-date": "A date has the wrong format, or no such day exists.",
    "invalid-duration": "A duration is not an ISO 8601 duration such as P2Y or P18M.",
    "invalid-file-name": "A document's file name is empty or contains a folder.",
    "invalid-language": "A language is not a BCP 47 tag.",
    "invalid-probability": "A probability is not a number from 0 to 1.",
    "invalid-sha256": "A SHA-256 checksum is not 64 lower-case hexadecimal digits.",
    "invalid-source": "A source is neither the name of a card nor an http(s) link.",
    "invalid-summary": "A summary is empty, or longer than 160 characters.",
    "invalid-title": "A record's title is empty, or longer than 60 characters.",
    "invalid-url": "A link is not http(s), or has no host.",
    "missing-key": "A required key is missing or empty.",
    "not-a-list": "A value must be a list.",
    "not-a-mapping": "A value must be a mapping.",
    "not-text": "A value must be text, but is a list or a mapping.",
    "resolution-while-open": "An open record has a resolution.",
    "unknown-key": "A key is not one of the allowed keys.",
    "unknown-kind": "The kind of a deadline is not one of the allowed kinds.",
    "unknown-word": "A value is not one of those allowed.",
    # references
    "reference-cycle": "A chain of `restates` or `after` leads back to its start.",
    "unknown-author": "A card refers to an author by a key that is not in people.yaml.",
    "unknown-record": "`restates` or `after` refers to a record that does not exist.",
    "unknown-source": "A record refers to a card that does not exist.",
    "unknown-speaker": "A record refers to a person by a key that is not in people.yaml.",
    # with --documents
    "document-changed": "A document is not the copy that the quotes were taken from.",
    "document-missing": "A document is not in the given folder, or can't be read.",
    "quote-not-found": "A quote is not in its document.",
    "quote-without-document": "A quote's source has no document to compare it with.",
    # with --against
    "amendment-removed": "An entry of `amended` was changed or removed.",
    "changed-silently": "A statement or a verdict changed without a new entry in `amended`.",
    "deleted-record": "A record that exists in the compared revision was deleted.",
}
