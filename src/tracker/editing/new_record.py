"""Owns the text of a new record: its values, and above each key what it means. Pure."""

from __future__ import annotations

from tracker.editing.emit import Style, canonical_order, entry_lines
from tracker.records.model import Prediction
from tracker.records.vocabulary import VERDICTS
from tracker.yamlfile.file import Plain

__all__ = ["annotated"]

_VERDICTS = f"{', '.join(VERDICTS[:-1])} or {VERDICTS[-1]}"
#: Where the model's own words leave out what the next person needs.
_MORE = {"status": f"It stays open until it is {_VERDICTS}: then `resolution` goes below it."}


def annotated(value: dict[str, Plain], schema: str | None, *, comments: bool = True) -> str:
    """A record as text, keys in canonical order, with or without a comment above each key.

    `schema` is the path from the record to its JSON Schema, for editors; None leaves it out.
    """
    style = Style("\n", 2, 2)
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    for key in canonical_order(()):
        if value.get(key) is None:
            continue
        if comments:
            lines += ["", f"# {_MORE.get(key) or Prediction.model_fields[key].description}"]
        lines += entry_lines(key, value[key], (key,), 0, style)
    return "\n".join(lines).lstrip("\n") + "\n"
