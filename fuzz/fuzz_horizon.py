"""Fuzzes the reader of phrases: it never raises, and a window's ends are in order."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["tracker"]):
    from tracker.phrases import horizon
    from tracker.records.dates import PartialDate

#: Words that random bytes would not come upon; a byte chooses one.
WORDS = (
    "in within by before after until next this the end of year years month months decade Q1 2027 5"
    " two three half a few or to at least about never not as early late mid 12/31"
    " January 年 内 内 月"
    " 日 之前 后 两 三 十 半 明年 今年 至少 不 会 世纪 年代 底 初 上半 , . - –"
).split()
DAYS = ("0001", "2024", "2024-02-29", "2024-02-16/2024-05-13", "9999-12-31")


def one(data: bytes) -> None:
    """Read bytes as text, and as a sentence of known words."""
    if not data:
        return
    said = PartialDate.parse(DAYS[data[0] % len(DAYS)])
    for text in (
        data[1:].decode(errors="ignore"),
        " ".join(WORDS[byte % len(WORDS)] for byte in data[1:60]),
        "".join(WORDS[byte % len(WORDS)] for byte in data[1:60]),
    ):
        found = horizon.read(text, said)
        if found is not None and found.earliest and found.latest:
            assert found.earliest <= found.latest, text
        for each in horizon.find(text, said):
            assert text[each.start : each.end] == each.phrase


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
