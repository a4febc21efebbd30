"""Fuzzes the reader: no bytes raise, every place lies in the text, both ways to read agree."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["tracker"]):
    from tracker import yaml_events, yaml_plain
    from tracker.validation import validate_prediction
    from tracker.yaml_source import Source, parse


def one(data: bytes) -> None:
    """Read the bytes; see that the quick reader and libyaml give the same values."""
    source, found = parse(data, "predictions/a.yaml")
    assert (source is None) == bool(found)
    for each in found:
        assert each.line is None or (each.line >= 1 and each.column)
    if source is None:
        return
    quick = yaml_plain.read(source.text)
    if quick is not None:
        other = Source("predictions/a.yaml", source.text)
        assert not yaml_events.read(other), "only libyaml found a problem"
        assert other.value == quick, (other.value, quick)
    validate_prediction(source, "a")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
