"""Fuzzes the reader: no bytes raise, every place lies in the text, both ways to read agree."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["tracker"]):
    from tracker.records.validation import validate_prediction
    from tracker.yamlfile import events, fast
    from tracker.yamlfile.file import YamlFile
    from tracker.yamlfile.reader import parse


def one(data: bytes) -> None:
    """Read the bytes; see that the quick reader and libyaml give the same values."""
    file, diagnostics = parse(data, "predictions/a.yaml")
    assert (file is None) == bool(diagnostics)
    for each in diagnostics:
        assert each.line is None or (each.line >= 1 and each.column)
    if file is None:
        return
    quick = fast.read(file.text)
    if quick is not None:
        other = YamlFile("predictions/a.yaml", file.text, events.mark)
        assert not events.read(other), "only libyaml found a problem"
        assert other.value == quick, (other.value, quick)
    validate_prediction(file, "a")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
