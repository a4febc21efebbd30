"""Fuzzes the reader: no bytes raise, every place lies in the text, both ways to read agree."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["tracker"]):
    from tracker.records.validation import validate_prediction
    from tracker.yamlfile import fast, reader
    from tracker.yamlfile.file import YamlFile
    from tracker.yamlfile.reader import parse


def one(data: bytes) -> None:
    """Read the bytes; see that the quick reader and libyaml give the same values."""
    source, found = parse(data, "predictions/a.yaml")
    assert (source is None) == bool(found)
    for each in found:
        assert each.line is None or (each.line >= 1 and each.column)
    if source is None:
        return
    quick = fast.read(source.text)
    if quick is not None:
        other = YamlFile("predictions/a.yaml", source.text)
        assert not reader.read(other), "only libyaml found a problem"
        assert other.value == quick, (other.value, quick)
    validate_prediction(source, "a")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
