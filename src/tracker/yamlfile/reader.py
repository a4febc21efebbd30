"""Reading one YAML file: bytes -> its text, values and places, or diagnostics.

Values come from the fast reader where it takes the text, else from libyaml's events; places always
from these, when somebody asks for one. Never raises for bytes of any kind, never recurses, gives
scalars no types and knows nothing of records.
"""

from __future__ import annotations

from tracker.diagnostic import Diagnostic
from tracker.yamlfile import fast
from tracker.yamlfile.file import MAX_BYTES, MAX_VALUES, Plain, YamlFile

__all__ = ["parse"]

_BOM = b"\xef\xbb\xbf"
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_OTHER_ENCODINGS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)

_SPLIT = "write one record a file; link to long documents instead of quoting them"


def parse(data: bytes, path: str) -> tuple[YamlFile | None, list[Diagnostic]]:
    """Read one file: its YamlFile and no diagnostics, or None and at least one, sorted.

    `path` is what the diagnostics and the YamlFile are to carry. All problems that leave the file
    readable (duplicate keys, anchors, ...) are reported together; at a syntax error reading stops.
    An empty document is no problem here: its value is None.
    """
    if len(data) > MAX_BYTES:
        # A registry reads one byte more than is allowed, not all of it: then only "more" is known.
        size = f"{len(data) / MAX_BYTES:.2f} MiB" if len(data) > MAX_BYTES + 1 else "more"
        message = f"the file is too large; got {size}, expected at most 1 MiB"
        return None, [Diagnostic(path, None, None, "file-too-large", message, hint=_SPLIT)]
    has_bom = data.startswith(_BOM)
    if has_bom:
        data = data[3:]
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return None, [_not_utf_8(data, path, error.start)]

    file = YamlFile(path, text, _mark, bom=has_bom)
    value = fast.read(text)
    found: list[Diagnostic] = []
    if value is not None:
        file.value = value
    else:
        from tracker.yamlfile import events  # with it comes yaml: it costs more than 100 records

        found = events.read(file)
    # A value takes two characters at least.
    if not found and len(text) > 2 * MAX_VALUES and _count(file.value) > MAX_VALUES:
        message = f"the file holds too many values; got more than {MAX_VALUES:,}, expected a record"
        found.append(Diagnostic(path, None, None, "too-many-values", message, hint=_SPLIT))
    return (None if found else file), found


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
            message = f"the file is not UTF-8; got {name}, expected UTF-8"
            hint = f"save it as UTF-8 again: most editors offer 'Save with encoding', not {name}"
            return Diagnostic(path, 1, 1, "not-utf-8", message, hint=hint)
    before = YamlFile(path, data[:start].decode(), _mark)
    line, column = before.line_column(len(before.text))
    message = f"the file is not UTF-8; got the byte 0x{data[start]:02X} here, expected UTF-8"
    hint = "open it in the encoding that it was written in, then save it as UTF-8"
    return Diagnostic(path, line, column, "not-utf-8", message, hint=hint)
