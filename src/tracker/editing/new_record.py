"""The text of a new record, with a comment above each key that explains it."""

from __future__ import annotations

from tracker.editing.emit import Style, canonical_order, entry_lines
from tracker.records.model import Prediction
from tracker.records.vocabulary import VERDICTS
from tracker.yamlfile.file import Plain

__all__ = ["annotated"]

_VERDICTS = f"{', '.join(VERDICTS[:-1])} or {VERDICTS[-1]}"
#: Comments that replace the description in the model.
_COMMENTS = {"status": f"Open until resolved as {_VERDICTS}; then add `resolution` below."}


def annotated(value: dict[str, Plain], schema: str | None, *, comments: bool = True) -> str:
    """A record as text, its keys in canonical order, with or without a comment above each key.

    `schema` is the path from the record to its JSON Schema, for editors; None omits that line.
    """
    style = Style("\n", 2, 2)
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    for key in canonical_order(()):
        if value.get(key) is None:
            continue
        if comments:
            lines += ["", f"# {_COMMENTS.get(key) or Prediction.model_fields[key].description}"]
        lines += entry_lines(key, value[key], (key,), 0, style)
    return "\n".join(lines).lstrip("\n") + "\n"
