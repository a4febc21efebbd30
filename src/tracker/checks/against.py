"""Report changes since an earlier revision that lack an `amended` entry.

The statement, its deadline and its criteria are guarded, and so is the verdict: each change needs a
new entry in `amended`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

from tracker import git
from tracker.diagnostic import Diagnostic
from tracker.folder import is_record
from tracker.records.validation import composed
from tracker.registry import PREDICTIONS, Record, Registry
from tracker.text import stem
from tracker.yamlfile.file import Loc, Plain
from tracker.yamlfile.reader import parse

__all__ = ["check_against", "compare"]

#: Guarded keys that are compared whole. Verdict and probabilities have rules of their own.
GUARDED = tuple("claim quote speaker reported_by source made_on hedge deadline criteria".split())
#: How files begin in git that only a filter can read: Git LFS, git-crypt.
_FILTERED = (b"version https://git-lfs.github.com/spec/", b"\0GITCRYPT\0")


def check_against(registry: Registry, revision: str) -> list[Diagnostic]:
    """Silent changes since the common ancestor with `revision`, sorted by place.

    Raises git.UnknownRevision, and git.GitError where something can't be compared.
    """
    root, records = registry.root, registry.records
    commit = git.common_ancestor(root, revision)
    git.refuse_repositories(root, (record.path for record in records.values()))
    earlier = {
        path: blob
        for path, blob in git.files_at(root, commit, PREDICTIONS).items()
        if is_record(path)
    }
    if not earlier:
        git.refuse_nothing(
            root, commit, PREDICTIONS, {f"{name}.yaml" for name in (*records, *registry.broken)}
        )
    changed = {
        path: blob for path, blob in earlier.items() if not _is_same(records.get(stem(path)), blob)
    }
    diagnostics: list[Diagnostic] = []
    broken = registry.broken
    for path, data in git.read_blobs(root, changed).items():
        if data.startswith(_FILTERED):
            raise git.GitError(
                f"{path} can't be compared: git stores it encrypted or as an LFS pointer",
                "store records as plain text: remove the filter from .gitattributes",
            )
        source, _ = parse(data, path)
        if source is None or not isinstance(source.value, dict):
            continue  # the earlier version was unreadable, so there is nothing to compare
        record = records.get(stem(path))
        if record is not None:
            diagnostics.extend(compare(source.value, record, registry.person_key))
        elif stem(path) not in broken:
            diagnostics.append(_deleted(path))
    return sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key)


def _is_same(record: Record | None, blob: str) -> bool:
    """Whether git would store the record's file under this id; filters aside, which only cost."""
    return record is not None and git.blob_id(record.file.data, blob) == blob


def compare(
    before: dict[str, Plain], record: Record, person_key: Callable[[str], str]
) -> Iterator[Diagnostic]:
    """Report the keys that differ between `before` and the record and have no amendment.

    A name and its key, by `person_key`, are the same person.
    """
    now = record.file.value
    assert isinstance(now, dict)
    old_amendments, new_amendments = _items(before.get("amended")), _items(now.get("amended"))
    added = [entry for entry in new_amendments if entry not in old_amendments]
    said = {key for entry in added if isinstance(entry, dict) for key in _items(entry.get("what"))}
    for loc, key in _changes(before, now, person_key):
        if key not in said:
            message = f"`{key}` changed without an `amended` entry"
            hint = "add an entry with `date`, `what` and `why`, or revert the change"
            yield record.diagnostic(loc, "changed-silently", message, hint, key=True)
    if any(entry not in new_amendments for entry in old_amendments):
        message = "an earlier entry of `amended` was changed or removed"
        hint = "restore the entry from git"
        yield record.diagnostic(("amended",), "amendment-removed", message, hint, key=True)


def _changes(
    before: dict[str, Plain], now: dict[str, Plain], person_key: Callable[[str], str]
) -> Iterator[tuple[Loc, str]]:
    for key in GUARDED:
        old, new = (_normal(key, record.get(key), person_key) for record in (before, now))
        if old != new:
            yield (key,), key
    if _forecasts(before, person_key) - _forecasts(now, person_key):
        yield ("forecasts",), "forecasts"
    if before.get("status") not in (None, "open"):
        if before.get("status") != now.get("status"):
            yield ("status",), "status"
        elif _verdict_days(before) != _verdict_days(now):
            yield ("resolution",), "resolution"


def _normal(key: str, value: Plain, person_key: Callable[[str], str]) -> Plain:
    """Ignore differences of notation: NFC, bare dates, null, translations, names for keys."""
    value = cast("Plain", composed(value))
    if key in ("speaker", "reported_by") and isinstance(value, str):
        return person_key(value)
    if key == "deadline" and isinstance(value, str):
        return {"kind": "by", "latest": value}
    if isinstance(value, dict):
        return {
            name: inner
            for name, inner in value.items()
            if inner is not None and not name.endswith("_en")
        }
    return value


def _forecasts(
    record: dict[str, Plain], person_key: Callable[[str], str]
) -> set[tuple[str, str, str]]:
    """Forecasts as (by, made_on, probability); they may be added but not removed."""
    return {
        (person_key(str(entry.get("by"))), str(entry.get("made_on")), str(entry.get("probability")))
        for entry in _items(record.get("forecasts"))
        if isinstance(entry, dict)
    }


def _verdict_days(record: dict[str, Plain]) -> tuple[Plain, Plain]:
    """The dates of a verdict; its note and evidence may be improved without an amendment."""
    resolution = record.get("resolution")
    if not isinstance(resolution, dict):
        return None, None
    return resolution.get("resolved_on"), resolution.get("happened_on")


def _items(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else []


def _deleted(path: str) -> Diagnostic:
    record = stem(path)
    message = f"record `{record}` was deleted"
    hint = "restore the file; if the claim is void, set `status` to `annulled` or `withdrawn`"
    return Diagnostic(path, None, None, "deleted-record", message, hint=hint, record=record)
