"""Owns what is kept of one file: read, judged, reduced to a row and a few numbers.

No diagnostics and no models: that a file is invalid is all that a list says of it.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from tracker.diagnostic import Diagnostic
from tracker.folder import KEY, PEOPLE, PREDICTIONS
from tracker.index import BROKEN, GOOD, LOST, WAITS, stem
from tracker.references import Known, lost_names
from tracker.shape import is_card, is_person, is_prediction
from tracker.state import state_days
from tracker.values import after, facts
from tracker.yaml_source import parse

__all__ = ["Judged", "judge"]

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_NO_DAYS = (0, 0, 0, 0)


class Judged(NamedTuple):
    """What is kept: flags (`index`), the days on which its state turns, its row, what it names."""

    flags: int
    turns: tuple[int, int, int, int] = _NO_DAYS
    row: bytes = b""
    links: tuple[str | None, str | None] | None = None


def judge(path: str, data: bytes, known: Known) -> Judged:
    """Read one file; `known` are the people and cards that a record may name."""
    if path == PEOPLE:
        return _people(data)
    if KEY.fullmatch(stem(path)) is None:
        return Judged(0)
    source, _ = parse(data, path)
    if source is None:
        return Judged(BROKEN)
    values: Any = source.value
    if path.startswith(PREDICTIONS):
        if not is_prediction(values):
            return Judged(BROKEN)
        # Plain text is its own row: nothing is quicker to write, and it is read back as it was.
        is_row = source.is_plain and not source.bom
        row = data if is_row else _row([source.key_line("status"), values])
        return _record(values, row, known)
    if not is_card(values):
        return Judged(BROKEN)
    kept = [values.get(key) for key in ("title", "title_en", "language")]
    return Judged(GOOD, row=_row([*kept, values.get("authors") or []]))


def _record(values: Any, row: bytes, known: Known) -> Judged:
    flags = GOOD
    if next(lost_names(values, known), None) is not None:
        flags |= LOST
    about = facts(values)
    if about.kind == "after_event":
        flags |= WAITS
    names = values.get("restates"), after(values)
    return Judged(flags, state_days(about), row, names if any(names) else None)


def _people(data: bytes) -> Judged:
    source, _ = parse(data, PEOPLE)
    values: Any = source.value if source else None
    is_whole = isinstance(values, dict) and all(map(KEY.fullmatch, values))
    if is_whole and all(map(is_person, values.values())):
        named = {key: (one["name"], one.get("name_en")) for key, one in values.items()}
        return Judged(GOOD, row=_row({"people": named, "broken": []}))
    # Which of them are broken takes the models.
    from tracker.registry import SourceFile, load_people

    found: list[Diagnostic] = []
    _, people, broken = load_people(SourceFile(PEOPLE, "people", data), found)
    named = {key: (person.name, person.name_en) for key, person in people.items()}
    row = {"people": named, "broken": None if broken is None else sorted(broken)}
    return Judged(GOOD | BROKEN if found else GOOD, row=_row(row))


def _row(value: object) -> bytes:
    return _encode(value).encode()
