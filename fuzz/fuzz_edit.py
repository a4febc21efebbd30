"""Fuzzes editing: an edit gives what was meant with all else as it was, or is refused."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["tracker"]):
    from tracker.editing import edit
    from tracker.yamlfile.file import Loc, Plain
    from tracker.yamlfile.reader import parse

LOCS: tuple[Loc, ...] = (
    ("status",),
    ("tags",),
    ("tags", 0),
    ("deadline",),
    ("deadline", "latest"),
    ("resolution",),
    ("resolution", "evidence"),
    ("resolution", "note"),
    ("claim",),
    ("new",),
    ("updates", 1, "note"),
)


def one(data: bytes) -> None:
    """Set, append or remove something in a text of any kind."""
    give = atheris.FuzzedDataProvider(data)
    loc = LOCS[give.ConsumeIntInRange(0, len(LOCS) - 1)]
    choice = give.ConsumeIntInRange(0, 3)
    value: Plain = give.ConsumeUnicodeNoSurrogates(give.ConsumeIntInRange(0, 40))
    if choice == 2:
        value = {"resolved_on": "2025-01-01", "note": value, "evidence": [{"url": value}]}
    body = give.ConsumeBytes(give.remaining_bytes())
    file, _ = parse(body, "predictions/a.yaml")
    if file is None:
        return
    change: edit.Edit = edit.Set(loc, value)
    if choice == 1:
        change = edit.Append(loc, value)
    elif choice == 3:
        change = edit.Remove(loc)
    try:
        text = edit.apply(file, [change])
    except edit.Refused:
        return
    again, diagnostics = parse(edit.encode(file, text), "predictions/a.yaml")
    assert again is not None, diagnostics
    if choice in (0, 2):
        node: object = again.value
        for step in loc:
            node = node[step]  # type: ignore[index]  # as deep as the edit made it
        assert node == value


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
