"""Reads one YAML file: bytes -> text, values and places, or diagnostics.

Values come from the fast reader if it accepts the text, otherwise from libyaml's events; places
always come from libyaml, on demand. Never raises for any bytes, never recurses, leaves scalars
untyped and knows nothing about records.
"""

from __future__ import annotations

from tracker.diagnostic import Diagnostic
from tracker.yamlfile import fast
from tracker.yamlfile.file import BOM, MAX_BYTES, MAX_VALUES, Plain, YamlFile

__all__ = ["parse"]

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_OTHER_ENCODINGS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)

_SPLIT = "put one record in each file, and link to long documents instead of quoting them"


def parse(data: bytes, path: str) -> tuple[YamlFile | None, list[Diagnostic]]:
    """Read one file: its YamlFile and no diagnostics, or None and at least one, sorted.

    `path` is the path that the diagnostics and the YamlFile carry. All problems that leave the file
    readable (duplicate keys, anchors, ...) are reported together; a syntax error stops reading.
    An empty document is not a problem here: its value is None.
    """
    if len(data) > MAX_BYTES:
        # A registry reads only one byte more than is allowed: then the size is unknown.
        size = f" ({len(data) / MAX_BYTES:.2f} MiB)" if len(data) > MAX_BYTES + 1 else ""
        message = f"file is larger than 1 MiB{size}"
        return None, [Diagnostic(path, None, None, "file-too-large", message, hint=_SPLIT)]
    has_bom = data.startswith(BOM)
    if has_bom:
        data = data[3:]
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return None, [_not_utf_8(data, path, error.start)]

    file = YamlFile(path, text, _mark, bom=has_bom)
    value = fast.read(text)
    diagnostics: list[Diagnostic] = []
    if value is not None:
        file.value = value
    else:
        from tracker.yamlfile import events  # late: importing yaml takes longer than 100 records

        diagnostics = events.read(file)
    # A value takes at least two characters.
    if not diagnostics and len(text) > 2 * MAX_VALUES and _count(file.value) > MAX_VALUES:
        message = f"file has more than {MAX_VALUES:,} keys and values"
        diagnostics.append(Diagnostic(path, None, None, "too-many-values", message, hint=_SPLIT))
    return (None if diagnostics else file), diagnostics


def _mark(file: YamlFile) -> None:
    from tracker.yamlfile import events

    events.mark(file)


def _count(value: Plain) -> int:
    count = 0
    pending = [value]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            pending.extend(node.values())
            count += len(node)  # the keys are values too
        elif isinstance(node, list):
            pending.extend(node)
        count += 1
    return count


def _not_utf_8(data: bytes, path: str, start: int) -> Diagnostic:
    for bom, name in _OTHER_ENCODINGS:
        if data.startswith(bom):
            message = f"file is {name}, not UTF-8"
            hint = "save it as UTF-8 (most editors offer 'Save with encoding')"
            return Diagnostic(path, 1, 1, "not-utf-8", message, hint=hint)
    before = YamlFile(path, data[:start].decode(), _mark)
    line, column = before.line_column(len(before.text))
    message = f"file is not UTF-8: invalid byte 0x{data[start]:02X}"
    hint = "open the file in its original encoding, then save it as UTF-8"
    return Diagnostic(path, line, column, "not-utf-8", message, hint=hint)
